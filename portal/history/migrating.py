"""Quick migrations: a trigger changes no field, so no model has to be made anew because of it.

Each tracked model has four triggers, and django-pgtrigger renders a model and all its neighbours after each: half of
the time that a fresh database takes. What is rendered knows no triggers then, and nothing asks it: the operations read
them from the state of the models.
"""

from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


def _add(operation: Any, app_label: str, state: ProjectState) -> None:
    options = state.models[app_label, operation.model_name].options
    options["triggers"] = [*options.get("triggers", []), operation.trigger]


def _remove(operation: Any, app_label: str, state: ProjectState) -> None:
    options = state.models[app_label, operation.model_name].options
    options["triggers"] = [one for one in options.get("triggers", []) if one.name != operation.name]


def render_nothing_for_triggers(add: type[Operation], remove: type[Operation]) -> None:
    """Takes the place of both operations' step in the state, for this process; the library has no setting for it."""
    add.state_forwards = _add  # type: ignore[assignment,method-assign]
    remove.state_forwards = _remove  # type: ignore[assignment,method-assign]
