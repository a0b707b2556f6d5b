"""Files as officers and others hand them in."""

import io
import struct
import zipfile
from collections.abc import Sequence

from portal.tables.workbook import Workbook, text_cell

MERGES = "</sheetData><mergeCells>{}</mergeCells>"


def workbook(rows: Sequence[Sequence[str]], *, merged: Sequence[str] = (), name: str = "Sheet") -> bytes:
    """An XLSX with text cells; `merged` holds areas such as A1:C1."""
    out = io.BytesIO()
    book = Workbook(out)
    book.sheet(name, rows[0], rows[1:], [text_cell] * len(rows[0]))
    book.close()
    return changed(out.getvalue(), merged) if merged else out.getvalue()


def changed(content: bytes, merged: Sequence[str]) -> bytes:
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    return with_sheet(content, lambda sheet: sheet.replace(b"</sheetData>", MERGES.format(cells).encode()))


def with_sheet(content: bytes, change: object) -> bytes:
    """The same workbook with its first sheet changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, change(part) if name.endswith("sheet1.xml") else part)  # type: ignore[operator]
    return out.getvalue()


def far_cell(place: str) -> bytes:
    """A workbook with one more cell, far out."""
    cell = f'<row r="9"><c r="{place}"><v>1</v></c></row></sheetData>'.encode()
    return with_sheet(workbook([["Model"], ["x"]]), lambda sheet: sheet.replace(b"</sheetData>", cell))


def bomb() -> bytes:
    """Half a gigabyte of blanks in half a megabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "")
        packed.writestr("xl/workbook.xml", "")
        with packed.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(200):
                part.write(b" " * 1_000_000)
    return out.getvalue()


def lying_bomb() -> bytes:
    """The same bomb, with sizes in its directory that say it is small."""
    content = bytearray(bomb())
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(content)


def protected() -> bytes:
    """What a spreadsheet program writes when a password is set: an OLE container with an encrypted package."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512
