"""What a page says of a form that is incomplete and of a write that was refused."""

from collections.abc import Mapping, Sequence

from django.forms import Form
from django.http import Http404

from portal.faults import Conflict, Fault, Invalid, Missing


def problems_of(form: Form) -> dict[str, list[str]]:
    """What is wrong with a form as typed, by field."""
    return {field: [str(text) for text in texts] for field, texts in form.errors.items()}


def told(fault: Fault) -> tuple[Mapping[str, Sequence[str]], int]:
    """Problems by field ('' = of the whole form), and the status. Http404 for what is not there."""
    if isinstance(fault, Missing):
        raise Http404
    if isinstance(fault, Invalid):
        return fault.problems, 400
    return {"": [fault.message]}, 409 if isinstance(fault, Conflict) else 403
