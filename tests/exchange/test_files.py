"""Whatever is handed in is opened or refused with the cure; nothing is kept of what is refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from exchange.importers.files import MOST_BYTES, BadFile, open_file
from exchange.models import Import, UploadedFile
from portal.accounts.models import User
from tests.conftest import signed_in
from tests.exchange import files

TABLE = "Модель;Дальність, км\nMagura V5;до 800\n"
BAD = {
    "empty": (b"", "The file is empty."),
    "blank": (b" \n \n", "The file is empty."),
    "pdf": (b"%PDF-1.7 ...", "PDF file and no spreadsheet"),
    "png": (b"\x89PNG\r\n\x1a\n", "PNG file and no spreadsheet"),
    "html": (b"<html><table><tr><td>1", "no spreadsheet"),
    "bytes": (bytes(range(256)) * 20, "bytes that are no text"),
    "zip": (files.workbook([["a"]]).replace(b"xl/workbook.xml", b"xl/workbook.xyz"), "zip file and no workbook"),
    "cut off": (files.workbook([["a"], ["b"]])[:400], "damaged"),
    "no sheets": (files.with_sheet(files.workbook([["a"], ["b"]]), lambda sheet: b"<no"), "empty|damaged"),
    "protected": (files.protected(), "protected by a password"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000, "old Excel file"),
    "bomb": (files.bomb(), "unpacks to more than 120 MB"),
    "lying bomb": (files.lying_bomb(), "unpacks to more than 120 MB|damaged"),
    "far row": (files.far_cell("A1048576"), "more than 50000 rows"),
    "far column": (files.far_cell("XFD9"), "more than 200 columns"),
    "200 thousand rows": (b"Model;Range\n" + b"a;1\n" * 200_000, "more than 50000 rows"),
    "too large": (b"a;" * (MOST_BYTES // 2 + 1), "more than 10 MB"),
    "many columns": (b";".join([b"a"] * 300), "more than 200 columns"),
    "open quotation": (b'a;b\n1;"2\n' + b"x" * 200_000, "quotation marks do not close"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_cure_and_nothing_is_kept(john: User, name: str) -> None:
    content, told = BAD[name]
    with pytest.raises(BadFile, match=told):
        open_file(content)
    answer = signed_in(john).post("/imports/", {"file": SimpleUploadedFile("x.xlsx", content)})
    assert (answer.status_code, Import.objects.count(), UploadedFile.objects.count()) == (400, 0, 0)


def test_a_form_without_a_file_is_refused(john: User) -> None:
    assert signed_in(john).post("/imports/", {}).status_code == 400


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_every_encoding_and_delimiter_of_excel_is_read(encoding: str, mark: str) -> None:
    text = f'Модель{mark}"Дальність, км"\nMagura V5{mark}до 800\n'
    [sheet] = open_file(text.encode(encoding))
    assert [line.cells for line in sheet.lines] == [["Модель", "Дальність, км"], ["Magura V5", "до 800"]]


def test_rows_keep_the_numbers_that_excel_shows() -> None:
    [sheet] = open_file(b'Model;Note\n\n\nx;"two\nlines"\ny;z\n')
    assert [(line.number, line.cells[0]) for line in sheet.lines] == [(1, "Model"), (4, "x"), (6, "y")]


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]))
def test_any_bytes_are_opened_or_refused(body: bytes, start: bytes) -> None:
    try:
        sheets = open_file(start + body)
    except BadFile as refusal:
        told = refusal.message
    else:
        told = sheets[0].name
    assert told
