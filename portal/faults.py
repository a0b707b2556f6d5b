"""What may go wrong in the domain, said without HTTP. The web layer maps each fault to its answer once."""

from collections.abc import Mapping, Sequence


class Fault(Exception):
    """Something the caller asked for is not done, and nothing was written."""

    code = "fault"

    def __init__(self, message: str, *, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code


class Refused(Fault):
    """The caller may not do this (rights, or a rule of the record). Answer: 403."""

    code = "refused"


class Missing(Fault):
    """The thing does not exist for this caller; hidden and absent are the same. Answer: 404."""

    code = "missing"


class Invalid(Fault):
    """The input is wrong; `problems` names each field and its cure. Answer: 400 (form: field errors)."""

    code = "invalid"

    def __init__(self, problems: Mapping[str, Sequence[str]]) -> None:
        self.problems = {field: list(messages) for field, messages in problems.items()}
        super().__init__("; ".join(f"{field}: {' '.join(texts)}" for field, texts in self.problems.items()))


class Conflict(Fault):
    """The row changed since the caller read it; `current` is the row's present state. Answer: 412 (page: 409)."""

    code = "conflict"

    def __init__(self, message: str, *, current: Mapping[str, object]) -> None:
        super().__init__(message)
        self.current = dict(current)


class Outdated(Conflict):
    """What the caller asks for rests on a state that is gone; `current` holds both states. Answer: 409."""

    code = "outdated"
