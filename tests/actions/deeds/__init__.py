"""Every action of the house, done once as it should be: by whom, and with what.

Each deed brings the house into the state in which its action is possible, and returns who does it and the arguments.
The modules here stand for capabilities; each has a table ``DEEDS``.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module

from communique import actions
from communique.actions.frame import ACTIONS, Answer
from communique.domain.actors import Actor
from tests.actions.deeds.deed import Deed, Given
from tests.house import later, request_id

for module in pkgutil.iter_modules(actions.__path__):
    import_module(f"communique.actions.{module.name}")

DEEDS: dict[str, Deed] = {}
for module in pkgutil.iter_modules(__path__):
    if module.name != "deed":
        DEEDS |= import_module(f"{__name__}.{module.name}").DEEDS


def do(action: str, actor: Actor, given: Given, *, request: str = "") -> Answer:
    """Calls an action, after its deed's time."""
    with later(seconds=DEEDS[action].after):
        return ACTIONS[action](actor=actor, request_id=request or request_id(), **given)
