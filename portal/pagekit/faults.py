"""What a page says of a write that was refused."""

from collections.abc import Mapping, Sequence

from django.http import Http404

from portal.faults import Conflict, Fault, Invalid, Missing


def told(fault: Fault) -> tuple[Mapping[str, Sequence[str]], int]:
    """Problems by field ('' = of the whole form), and the status. Http404 for what is not there."""
    if isinstance(fault, Missing):
        raise Http404
    if isinstance(fault, Invalid):
        return fault.problems, 400
    return {"": [fault.message]}, 409 if isinstance(fault, Conflict) else 403
