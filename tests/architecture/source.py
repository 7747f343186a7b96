"""The repository as text and as syntax, for the rules of the house."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "communique"
OURS = ("src", "tests", "browser", "benchmarks", "scripts", "docs", ".ci")


@cache
def files() -> list[Path]:
    """All files that are ours: those in version control, and those that will be."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:  # not a checkout
        names = [path for folder in OURS for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts]
        return [path for path in (*ROOT.iterdir(), *names) if path.is_file()]
    return [path for path in (ROOT / name for name in done.stdout.splitlines()) if path.is_file()]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def modules(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    """Every module of the package below these folders (all when none is named), by its path, with its syntax."""
    for path in sorted(PACKAGE.rglob("*.py")):
        name = str(path.relative_to(PACKAGE))
        if not folders or name.startswith(folders):
            yield name, _parsed(path)


@cache
def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call, by the last part of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            yield name, node


def strings(tree: ast.AST) -> set[str]:
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
