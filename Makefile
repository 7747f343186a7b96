# make demo, make test: the two commands. Both begin with `make setup`, which does nothing when all is there.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test test-everything bench setup browser lock clean
.DEFAULT_GOAL := demo

demo: setup ## a demonstration conference on http://127.0.0.1:8000
	@$(BIN)/communique demo

test: setup $(VENV)/.tested-with ## everything that can fail
	@scripts/test

test-everything: setup $(VENV)/.tested-with ## the same, and the suite again on PostgreSQL
	@scripts/test everything

bench: setup $(VENV)/.tested-with ## measures against peers; writes var/bench.json
	@$(BIN)/python -m benchmarks

setup: $(VENV)/.ready $(VENV)/.browser

$(VENV)/.ready: requirements.lock pyproject.toml scripts/setup
	@scripts/setup
	@touch $@

$(VENV)/.tested-with: $(VENV)/.ready requirements-test.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	@touch $@

$(VENV)/.browser: $(VENV)/.ready package-lock.json package.json $(shell find browser -type f -not -path '*/node_modules/*' 2>/dev/null) src/communique/domain/texts/schema.json src/communique/web/words.json
	@scripts/browser
	@touch $@

lock: setup ## writes the lock files anew, with hashes and without addresses
	@$(BIN)/pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile pyproject.toml --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --quiet -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra test -c requirements.lock --upgrade --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --quiet -o requirements-test.lock

clean: ## forgets what was built; var/ with the data stays
	rm -rf $(VENV) node_modules src/communique/web/static/built
