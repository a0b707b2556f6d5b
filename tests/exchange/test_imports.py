"""A table as an officer has it: mapped, rehearsed, applied as one job, undone as one step."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import Claim, ClaimWithdrawal, Source
from exchange.models import ColumnMapping, Import
from portal.accounts.models import User
from portal.jobs import actions as jobs
from portal.jobs import running
from portal.jobs.models import Job
from tests.conftest import signed_in
from tests.exchange.files import workbook

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
URL = "https://example.org/table"
DIRTY = workbook(
    [
        ["Drones of 2026", "", "", "", "", "", ""],
        ["  Модель ", "Flight", "", "Корисне  навантаження", "Speed", "Джерело URL", "Дата"],
        ["", "Range, km", "Ceiling (ft)", "lb", "kn", "", ""],
        ["Magura V5", " до 832,5 ", "", "~ 700", ">20", URL, "22.11.2025"],
        ["magura-v5", "450 nmi", "–", "200–300 кг", "30", URL, "2025"],
        ["", "", "", "", "", "", ""],
    ],
    merged=["A1:G1", "A2:A3", "B2:C2", "F2:F3", "G2:G3"],
)
CSV = f"Model;Range, km;Payload;Source URL;Stated on\nMagura V5;up to 801;300 kg;{URL};2025\n"
WRONG = (
    "Model;Range, km;Payload;Source URL;Stated on\n"
    f"Nobody;10;5 kg;{URL};2025\n"
    f"Magura V5;1,200;5 km;{URL};2099\n"
    f"Magura V5;30-20;far;www.example.org;03/04/2025\n"
)


def _upload(client: Client, content: bytes | str, name: str = "table.csv") -> Import:
    body = content.encode() if isinstance(content, str) else content
    answer = client.post("/imports/", {"file": SimpleUploadedFile(name, body)})
    assert answer.status_code == 302, answer.content.decode()
    return Import.objects.latest("id")


def _chosen(client: Client, row: Import) -> dict[str, str]:
    """The form as the page shows it."""
    sheets = client.get(f"/imports/{row.pk}/").context["sheets"]
    return {column.field: column.chosen for sheet in sheets for column in sheet.columns}


def _step(client: Client, row: Import, step: str, **words: Any) -> Any:
    row.refresh_from_db()
    words = {"version": row.version, "step": step, **words}
    answer = client.post(f"/imports/{row.pk}/", words)
    row.refresh_from_db()
    return answer


def _rehearse(client: Client, row: Import, **words: Any) -> Any:
    return _step(client, row, "rehearse", **{**_chosen(client, row), **words})


def _work() -> None:
    running.run_due(worker="test", clock=lambda: NOW)


@pytest.fixture
def client(john: User) -> Client:
    """The browser of the buying office's officer."""
    return signed_in(john)


def test_a_dirty_workbook_is_understood(client: Client) -> None:
    row = _upload(client, DIRTY, "table.xlsx")
    assert list(_chosen(client, row).values()) == [
        *["model", "figure:range", "figure:ceiling", "figure:payload", "figure:max-speed"],
        *["source-url", "stated-on"],
    ]
    _rehearse(client, row)
    assert (row.problems, row.problem_count) == ([], 0)
    assert [one["says"] for one in row.plan["rows"]] == [
        *["range up to 832.5 km", "payload about 700 lb", "max-speed at least 20 kn"],
        *["range 450 nmi", "payload 200–300 kg", "max-speed 30 kn"],
    ]


def test_an_import_is_applied_as_one_job_with_its_source(client: Client, john: User) -> None:
    row, before = _upload(client, CSV), Claim.objects.count()
    _rehearse(client, row)
    assert Claim.objects.count() == before
    assert _step(client, row, "apply").status_code == 302
    assert (row.state, client.get(f"/imports/{row.pk}/").headers["Refresh"]) == ("queued", "3")
    _work()
    row.refresh_from_db()
    assert "Refresh" not in client.get(f"/imports/{row.pk}/").headers
    assert (row.state, Job.objects.get(kind="import").progress) == ("applied", 100)
    brought = Claim.objects.filter(imported__batch=row).order_by("id")
    assert [(c.bound, str(c.high), c.unit, c.source.url) for c in brought] == [
        ("up-to", "801", "km", URL),
        ("exact", "300", "kg", URL),
    ]
    assert brought[0].events.get().pgh_actor == john.actor.name


def test_the_same_file_again_brings_nothing(client: Client) -> None:
    for _ in range(2):
        row = _upload(client, CSV + CSV.splitlines()[1])
        _rehearse(client, row)
        _step(client, row, "apply")
        _work()
    assert (row.state, row.plan["new"], row.plan["same"], row.plan["repeated"]) == ("rehearsed", 0, 2, 2)
    assert Claim.objects.filter(source__url=URL).count() == 2
    assert Source.objects.filter(url=URL).count() == 1


def test_an_import_is_undone_as_one_step(client: Client) -> None:
    row = _upload(client, CSV)
    _rehearse(client, row)
    _step(client, row, "apply")
    _work()
    assert _step(client, row, "undo").status_code == 403
    assert ClaimWithdrawal.objects.filter(claim__imported__batch=row).count() == 0
    assert _step(client, row, "undo", reason="Wrong file").status_code == 302
    withdrawn = ClaimWithdrawal.objects.filter(claim__imported__batch=row)
    assert (row.state, {w.reason for w in withdrawn}, withdrawn.count()) == ("undone", {"Wrong file"}, 2)
    assert _step(client, row, "undo", reason="Again").status_code == 403


def test_every_problem_is_told_with_its_place_and_nothing_is_written(client: Client) -> None:
    row, before = _upload(client, WRONG), Claim.objects.count()
    _rehearse(client, row)
    places = [(problem[0], problem[1], problem[2]) for problem in row.problems]
    assert places == [
        ("CSV", 2, "Model"),
        ("CSV", 3, "Payload"),
        ("CSV", 3, "Range, km"),
        ("CSV", 3, "Stated on"),
        ("CSV", 4, "Payload"),
        ("CSV", 4, "Range, km"),
        ("CSV", 4, "Source URL"),
        ("CSV", 4, "Stated on"),
    ]
    text = client.get(f"/imports/{row.pk}/").content.decode()
    assert "1.200 / 1200" in text
    assert "not in the future" in text
    assert _step(client, row, "apply").status_code == 403
    _work()
    assert (Claim.objects.count(), row.state) == (before, "rehearsed")


def test_whom_the_file_contradicts_is_told(client: Client) -> None:
    row = _upload(client, f"Model;Range, km;Source URL\nMagura V5;at least 5000;{URL}\n")
    _rehearse(client, row)
    [dispute] = row.plan["disputes"]
    assert (dispute["row"], dispute["model"], dispute["says"]) == (2, "magura-v5", "range at least 5000 km")
    assert dispute["against"]


def test_a_long_table_has_one_figure_a_row(client: Client) -> None:
    heads = "Назва;Характеристика;Значення;Одиниця;Посилання;Хто заявив\n"
    row = _upload(client, heads + f"Magura V5;Дальність;450;морські милі;{URL};виробник\n")
    _rehearse(client, row)
    assert [one["says"] for one in row.plan["rows"]] == ["range 450 nmi"]


def test_the_mapping_is_remembered_for_the_same_headings(client: Client, mary: User, olena: User) -> None:
    odd = f"Thing;How far;Web\nMagura V5;10 km;{URL}\n"
    row = _upload(client, odd)
    assert set(_chosen(client, row).values()) == {""}
    _step(client, row, "rehearse", **{"c-0-0": "model", "c-0-1": "figure:range", "c-0-2": "source-url"})
    assert (row.state, ColumnMapping.objects.count()) == ("rehearsed", 1)
    for person, remembers in ((mary, True), (olena, False)):
        other = signed_in(person)
        assert ("figure:range" in _chosen(other, _upload(other, odd)).values()) is remembers


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"c-0-0": ""}, "which column names the model"),
        ({"c-0-1": "", "c-0-2": ""}, "which column holds figures"),
        ({"c-0-2": "figure:range"}, "two columns have the same meaning"),
        ({"c-0-2": "value"}, "belong together"),
        ({"source_url": "ftp://x"}, "begins with https://"),
        ({"stated_on": "2099"}, "not in the future"),
    ],
)
def test_a_wrong_mapping_is_told_and_nothing_is_rehearsed(client: Client, words: dict[str, str], told: str) -> None:
    row = _upload(client, CSV)
    answer = _rehearse(client, row, **words)
    assert (answer.status_code, row.state) == (400, "uploaded")
    assert told in answer.content.decode()


def test_who_was_slower_is_told(client: Client) -> None:
    row = _upload(client, CSV)
    _rehearse(client, row)
    answer = _step(client, row, "apply", version=1)
    assert (answer.status_code, row.state) == (409, "rehearsed")


def test_a_failed_job_writes_nothing_and_says_so(client: Client) -> None:
    row = _upload(client, CSV)
    _rehearse(client, row)
    _step(client, row, "apply")
    # the file is damaged between rehearsal and work
    row.file.content = b"%PDF"
    row.file.save()
    before = Claim.objects.count()
    for minute in range(5):
        running.run_due(worker="test", clock=lambda at=minute: NOW.replace(minute=at))
    row.refresh_from_db()
    assert (row.state, Claim.objects.count()) == ("failed", before)
    assert "PDF" in row.error


def test_a_worker_that_is_lost_three_times_fails_the_import(client: Client) -> None:
    row = _upload(client, CSV)
    _rehearse(client, row)
    _step(client, row, "apply")
    for minute in (0, 3, 6):
        jobs.claim(worker="w", at=NOW.replace(minute=minute))
    running.run_due(worker="w", clock=lambda: NOW.replace(minute=9))
    row.refresh_from_db()
    assert (row.state, row.error) == ("failed", "The worker was lost three times.")
    _rehearse(client, row)
    _step(client, row, "apply")
    running.run_due(worker="w", clock=lambda: NOW.replace(minute=30))
    row.refresh_from_db()
    assert row.state == "applied"


def test_more_figures_than_a_job_can_write_are_refused(client: Client) -> None:
    row = _upload(client, "Model;Range, km;Source URL\n" + f"magura-v5;10;{URL}\n" * 30_001)
    _rehearse(client, row)
    assert [problem[4] for problem in row.problems] == ["at most 30000 figures in one file; split it"]


def test_other_parties_and_readers_do_not_take_part(client: Client, olena: User, nina: User, ivan: User) -> None:
    row = _upload(client, CSV)
    for person in (olena, ivan):
        assert signed_in(person).get(f"/imports/{row.pk}/").status_code == 404
        assert signed_in(person).post(f"/imports/{row.pk}/", {"step": "apply", "version": 1}).status_code in (403, 404)
    assert signed_in(nina).post("/imports/", {"file": SimpleUploadedFile("t.csv", CSV.encode())}).status_code == 403
    assert signed_in(nina).post(f"/imports/{row.pk}/", {"step": "undo", "version": 1}).status_code == 403
    assert Import.objects.count() == 1


@pytest.mark.parametrize("step", ["", "dance", "apply", "undo"])
def test_a_step_that_is_not_possible_is_refused(client: Client, step: str) -> None:
    row = _upload(client, CSV)
    assert _step(client, row, step, version="x").status_code in (400, 403, 409)
    assert row.state == "uploaded"
