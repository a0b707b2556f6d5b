"""The Ukrainian catalogue of messages: update, check, compile. Works without GNU gettext.

python tools/messages.py update    collect the texts of all sources into locale/uk/LC_MESSAGES/django.po
python tools/messages.py check     every text is translated, nothing is fuzzy or left over, placeholders agree
python tools/messages.py compile   write django.mo beside it
"""

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale" / "uk" / "LC_MESSAGES" / "django.po"
CODE = ["portal", "catalog", "procurement", "reports", "exchange"]
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
# Django's own four forms: 1, 2 to 4, 5 and more, fractions.
PLURAL = (
    "nplurals=4; plural=(n % 1 == 0 && n % 10 == 1 && n % 100 != 11 ? 0 : n % 1 == 0 && n % 10 >= 2 && n % 10 <= 4"
    " && (n % 100 < 12 || n % 100 > 14) ? 1 : n % 1 == 0 && (n % 10 ==0 || (n % 10 >=5 && n % 10 <=9)"
    " || (n % 100 >=11 && n % 100 <=14 )) ? 2: 3);"
)
HEADER = f"""msgid ""
msgstr ""
"Project-Id-Version: Drone Deal Portal\\n"
"Language: uk\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {PLURAL}\\n"
"""
LISTS, LISTS_OF_NOTHING = "ViewSet", {"RecordViewSet"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


def _sources() -> Iterator[tuple[str, bytes]]:
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), path.read_bytes()
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt", ".svg", ".xml"}:
            name = path.relative_to(ROOT).as_posix()
            yield name, templatize(path.read_text(encoding="utf-8"), origin=name).encode()


def texts() -> Catalog:
    """All texts of the sources, with the places where they stand."""
    found = Catalog(charset="utf-8")
    for name, code in _sources():
        for line, message, _comments, context in extract("python", BytesIO(code), keywords=KEYWORDS):
            # A plural text in a template has its singular as the name of the same message.
            found.add(message, locations=[(name, line)], context=context)
        for line, message in (*_descriptions(name, code), *_notes(name, code), *_nested(name, code)):
            found.add(message, locations=[(name, line)])
    return found


def _notes(name: str, code: bytes) -> Iterator[tuple[int, str]]:
    """What the data dictionary says of a field: the `help_text` of its column or serializer field."""
    if name.endswith(".py"):
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.keyword) and node.arg == "help_text" and isinstance(node.value, ast.Constant):
                yield node.lineno, str(node.value.value)


def _nested(name: str, code: bytes) -> Iterator[tuple[int, str]]:
    """Texts within f-strings, which are one token before Python 3.12: there the extractor does not look into them."""
    if name.endswith(".py"):
        strings = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.JoinedStr)]
        for call in (node for string in strings for node in ast.walk(string) if isinstance(node, ast.Call)):
            if isinstance(call.func, ast.Name) and call.func.id == "_" and isinstance(call.args[0], ast.Constant):
                yield call.lineno, str(call.args[0].value)


def _descriptions(name: str, code: bytes) -> Iterator[tuple[int, str]]:
    """What each list of the API holds: the docstring of its viewset, which the data dictionary shows."""
    if name.endswith(".py"):
        for node in ast.parse(code).body:
            if isinstance(node, ast.ClassDef) and node.name.endswith(LISTS) and node.name not in LISTS_OF_NOTHING:
                yield node.lineno, " ".join((ast.get_docstring(node) or "").split())


def _forms(text: object) -> list[str]:
    """The plural forms of a text, or its one form, as a list."""
    return [str(form or "") for form in (text if isinstance(text, (tuple, list)) else [text])]


def _placeholders(message: Message) -> set[str]:
    return set(PLACEHOLDER.findall(_forms(message.id)[-1]))


def load() -> Catalog:
    """The Ukrainian catalogue as it stands in the repository."""
    text = PO.read_text(encoding="utf-8") if PO.exists() else HEADER
    return read_po(BytesIO(text.encode()), locale="uk")


def update() -> None:
    """Adds new texts untranslated, drops those that nobody uses. Guesses are not made: nothing becomes fuzzy."""
    catalogue = load()
    catalogue.update(texts(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.revision_date = datetime(2026, 11, 22, tzinfo=UTC)
    out = BytesIO()
    write_po(out, catalogue, width=110, omit_header=True, sort_output=True, include_lineno=False)
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(HEADER.encode() + b"\n" + out.getvalue())


def problems() -> list[str]:
    """What is wrong with the catalogue, one line each; empty when it is complete."""
    catalogue = load()
    wanted = {(m.id, m.context) for m in texts() if m.id}
    known = {(m.id, m.context): m for m in catalogue if m.id}
    found = [f"missing: {ids!r}" for ids, _ in sorted(wanted - known.keys(), key=repr)]
    found += [f"nobody uses: {ids!r}" for ids, _ in sorted(known.keys() - wanted, key=repr)]
    return found + [line for key, m in known.items() if key in wanted for line in _message_problems(m)]


def _message_problems(message: Message) -> Iterator[str]:
    strings = _forms(message.string)
    if not all(strings) or (isinstance(message.id, tuple) and len(strings) != 4):
        yield f"not translated: {message.id!r}"
    elif message.fuzzy:
        yield f"fuzzy: {message.id!r}"
    elif any(set(PLACEHOLDER.findall(text)) - _placeholders(message) for text in strings):
        yield f"other placeholders: {message.id!r}"


def compile_() -> None:
    """Writes django.mo."""
    with PO.with_suffix(".mo").open("wb") as out:
        write_mo(out, load())


def main(command: str) -> int:
    if not settings.configured:
        settings.configure()
    if command == "check":
        lines = problems()
        sys.stdout.writelines(f"{line}\n" for line in lines)
        return 1 if lines else 0
    {"update": update, "compile": compile_}[command]()
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in {"update", "check", "compile"}:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
