"""The text of a PDF as a reader's program takes it out: codes of the fonts, turned into letters by their own tables."""

import re
from io import BytesIO

import pikepdf

PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
RANGE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end(?:bfchar|bfrange)", re.S)


def words_of(content: bytes) -> str:
    """All text in the order in which it is drawn, blanks joined to one."""
    return " ".join(" ".join(pages_of(content)).split())


def pages_of(content: bytes) -> list[str]:
    """The text of each page."""
    with pikepdf.open(BytesIO(content)) as paper:
        return [_page(page) for page in paper.pages]


def _page(page: pikepdf.Page) -> str:
    fonts = {name: _table(font) for name, font in page.resources.Font.items()}
    found, table = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name == "Tf":
            table = fonts[str(operands[0])]
        elif name == "TJ":
            found.append(
                "".join(_letters(bytes(part), table) for part in operands[0] if isinstance(part, pikepdf.String))
            )
        elif name == "Tj":
            found.append(_letters(bytes(operands[0]), table))
        elif name in {"Tm", "Td", "ET"}:
            found.append(" ")
    return "".join(found)


def _letters(codes: bytes, table: dict[int, str]) -> str:
    return "".join(table.get(int.from_bytes(codes[place : place + 2], "big"), "") for place in range(0, len(codes), 2))


def _table(font: pikepdf.Object) -> dict[int, str]:
    """Which letters each code of the font stands for."""
    table: dict[int, str] = {}
    for kind, text in SECTION.findall(font.ToUnicode.read_bytes()):
        if kind == b"bfchar":
            table |= {int(code, 16): _text(letters) for code, letters in PAIR.findall(text)}
        else:
            for low, high, letters in RANGE.findall(text):
                first = int(letters, 16)
                table |= {code: chr(first + code - int(low, 16)) for code in range(int(low, 16), int(high, 16) + 1)}
    return table


def _text(letters: bytes) -> str:
    return bytes.fromhex(letters.decode()).decode("utf-16-be")
