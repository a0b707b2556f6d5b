"""What makes a report provable: its canonical bytes, their hash, and the first place where two bodies differ."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

Json = Mapping[str, Any]
ABSENT = object()


def canonical(body: Json) -> bytes:
    """The bytes that are hashed: sorted keys, no blanks, UTF-8."""
    return orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def digest(body: Json) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical(body)).hexdigest()


def first_difference(stored: Any, rebuilt: Any, path: str = "") -> tuple[str, str, str] | None:
    """The first place where two JSON values differ, as (path, stored, rebuilt); None when they are equal.

    Keys are compared in the order of the alphabet. A row of a list is named by its code where it has one:
    `milestones[EX-GV-04].agreed_finish`.
    """
    if isinstance(stored, Mapping) and isinstance(rebuilt, Mapping):
        for name in sorted({*stored, *rebuilt}):
            place = f"{path}.{name}" if path else name
            found = first_difference(stored.get(name, ABSENT), rebuilt.get(name, ABSENT), place)
            if found:
                return found
        return None
    if isinstance(stored, list) and isinstance(rebuilt, list):
        return _first_in_list(stored, rebuilt, path)
    return None if _is_same(stored, rebuilt) else (path, _shown(stored), _shown(rebuilt))


def _is_same(stored: Any, rebuilt: Any) -> bool:
    """Equal as they are written: to Python alone False is 0, and 1 is 1.0."""
    if stored is ABSENT or rebuilt is ABSENT:
        return stored is rebuilt
    return orjson.dumps(stored) == orjson.dumps(rebuilt)


def _first_in_list(stored: Sequence[Any], rebuilt: Sequence[Any], path: str) -> tuple[str, str, str] | None:
    for number in range(max(len(stored), len(rebuilt))):
        one = stored[number] if number < len(stored) else ABSENT
        other = rebuilt[number] if number < len(rebuilt) else ABSENT
        found = first_difference(one, other, f"{path}[{_name(one, other, number)}]")
        if found:
            return found
    return None


def _name(one: Any, other: Any, number: int) -> str:
    row = one if isinstance(one, Mapping) else other
    return str(row.get("code", number)) if isinstance(row, Mapping) else str(number)


def _shown(value: Any) -> str:
    return "nothing" if value is ABSENT else orjson.dumps(value).decode()[:200]
