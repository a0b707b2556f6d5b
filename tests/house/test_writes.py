"""The domain is written in actions only, and nothing hides calls in signals or switches history off."""

import ast
from pathlib import Path

from tests.support.house import APPS, ROOT, name, python_files

WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
EXCEPT = "portal/rest/views.py"  # remembers repeated calls in the transaction of the call itself


def _may_write(path: Path) -> bool:
    return name(path) == EXCEPT or any(part in {"actions", "actions.py"} for part in path.relative_to(ROOT).parts)


def _writes(path: Path) -> list[str]:
    """Calls such as `.objects.create(` or `row.save(`; dict.update, hash.update and set.update take no keywords."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES):
            continue
        if node.func.attr == "update" and not node.keywords:
            continue
        found.append(f"{name(path)}:{node.lineno} .{node.func.attr}(")
    return found


def test_writes_stand_in_actions_only() -> None:
    ours = [path for path in python_files() if path.relative_to(ROOT).parts[0] in APPS]
    assert [line for path in ours if not _may_write(path) for line in _writes(path)] == []


def test_no_signals_and_no_way_around_history() -> None:
    forbidden = ("django.db.models.signals", "django.dispatch", "pgtrigger.ignore", "session_replication_role")
    found = [
        f"{name(path)}: {word}"
        for path in python_files()
        for word in forbidden
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []


def test_the_queue_is_hinted_from_one_place() -> None:
    found = [
        name(path)
        for path in python_files()
        if any(call in path.read_text(encoding="utf-8") for call in (".delay(", ".apply_async(", ".send_task("))
        and name(path) not in {"portal/jobs/relay.py", "portal/jobs/beat.py"}  # beat's own tick
    ]
    assert found == []


def test_nobody_marks_text_as_safe_or_skips_the_forgery_check() -> None:
    words = ("mark_safe", "csrf_exempt", "shell=True", "import pickle")
    files = [path for path in python_files() if name(path) != "portal/security/views.py"]  # browsers' policy reports
    found = [f"{name(p)}: {w}" for p in files for w in words if w in p.read_text(encoding="utf-8")]
    unsafe = [name(path) for path in (ROOT / "templates").rglob("*.*") if "|safe" in path.read_text(encoding="utf-8")]
    assert found + unsafe == []
