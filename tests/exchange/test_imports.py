"""A table as an officer has it: mapped, rehearsed, applied as one job, undone as one step."""

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
from tests.exchange.uploads import NOW, URL, chosen, rehearse, said, step, upload, work

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


@pytest.fixture
def client(john: User) -> Client:
    """The browser of the buying office's officer."""
    return signed_in(john)


def test_a_dirty_workbook_is_understood(client: Client) -> None:
    row = upload(client, DIRTY, "table.xlsx")
    assert list(chosen(client, row).values()) == [
        *["model", "figure:range", "figure:ceiling", "figure:payload", "figure:max-speed"],
        *["source-url", "stated-on"],
    ]
    rehearse(client, row)
    assert (row.problems, row.problem_count) == ([], 0)
    assert sorted(said(client, row)) == [
        *["Maximum speed: 30 kn", "Maximum speed: at least 20 kn", "Payload: 200–300 kg", "Payload: about 700 lb"],
        *["Range: 450 nmi", "Range: up to 832.5 km"],
    ]


def test_an_import_is_applied_as_one_job_with_its_source(client: Client, john: User) -> None:
    row, before = upload(client, CSV), Claim.objects.count()
    rehearse(client, row)
    assert Claim.objects.count() == before
    assert step(client, row, "apply").status_code == 302
    assert (row.state, client.get(f"/imports/{row.pk}/").headers["Refresh"]) == ("queued", "3")
    work()
    row.refresh_from_db()
    assert "Refresh" not in client.get(f"/imports/{row.pk}/").headers
    assert (row.state, Job.objects.get(kind="import").progress) == ("applied", 100)
    brought = Claim.objects.filter(imported__batch=row).order_by("id")
    assert [(c.bound, str(c.high), c.unit, c.source.url) for c in brought] == [
        ("up-to", "801", "km", URL),
        ("exact", "300", "kg", URL),
    ]
    assert brought[0].events.get().pgh_actor == john.actor.name
    assert {(c.owner, c.added_by) for c in brought} == {(john.party, "john")}


def test_the_same_file_again_brings_nothing(client: Client) -> None:
    for _ in range(2):
        row = upload(client, CSV + CSV.splitlines()[1])
        rehearse(client, row)
        step(client, row, "apply")
        work()
    assert (row.state, row.plan["new"], row.plan["same"], row.plan["repeated"]) == ("rehearsed", 0, 2, 2)
    assert Claim.objects.filter(source__url=URL).count() == 2
    assert Source.objects.filter(url=URL).count() == 1


def test_an_import_is_undone_as_one_step(client: Client) -> None:
    row = upload(client, CSV)
    rehearse(client, row)
    step(client, row, "apply")
    work()
    assert step(client, row, "undo").status_code == 403
    assert ClaimWithdrawal.objects.filter(claim__imported__batch=row).count() == 0
    assert step(client, row, "undo", reason="Wrong file").status_code == 302
    withdrawn = ClaimWithdrawal.objects.filter(claim__imported__batch=row)
    assert (row.state, {w.reason for w in withdrawn}, withdrawn.count()) == ("undone", {"Wrong file"}, 2)
    assert {(w.party.code, w.person) for w in withdrawn if w.party} == {("EX-US-BUY", "john")}
    assert step(client, row, "undo", reason="Again").status_code == 403


def test_every_problem_is_told_with_its_place_and_nothing_is_written(client: Client) -> None:
    row, before = upload(client, WRONG), Claim.objects.count()
    rehearse(client, row)
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
    assert step(client, row, "apply").status_code == 403
    work()
    assert (Claim.objects.count(), row.state) == (before, "rehearsed")


def test_whom_the_file_contradicts_is_told(client: Client) -> None:
    row = upload(client, f"Model;Range, km;Source URL\nMagura V5;at least 5000;{URL}\n")
    rehearse(client, row)
    [dispute] = row.plan["disputes"]
    assert (dispute["row"], dispute["model"], dispute["capability"]) == (2, "magura-v5", "range")
    assert dispute["against"]
    text = client.get(f"/imports/{row.pk}/").content.decode().replace("\u00a0", " ")
    assert "Range: at least 5,000 km" in text


def test_a_long_table_has_one_figure_a_row(client: Client) -> None:
    heads = "Назва;Характеристика;Значення;Одиниця;Посилання;Хто заявив\n"
    row = upload(client, heads + f"Magura V5;Дальність;450;морські милі;{URL};виробник\n")
    rehearse(client, row)
    assert said(client, row) == ["Range: 450 nmi"]


def test_the_mapping_is_remembered_for_the_same_headings(client: Client, mary: User, olena: User) -> None:
    odd = f"Thing;How far;Web\nMagura V5;10 km;{URL}\n"
    row = upload(client, odd)
    assert set(chosen(client, row).values()) == {""}
    step(client, row, "rehearse", **{"c-0-0": "model", "c-0-1": "figure:range", "c-0-2": "source-url"})
    assert (row.state, ColumnMapping.objects.count()) == ("rehearsed", 1)
    for person, remembers in ((mary, True), (olena, False)):
        other = signed_in(person)
        assert ("figure:range" in chosen(other, upload(other, odd)).values()) is remembers


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
    row = upload(client, CSV)
    answer = rehearse(client, row, **words)
    assert (answer.status_code, row.state) == (400, "uploaded")
    assert told in answer.content.decode()


def test_who_was_slower_is_told(client: Client) -> None:
    row = upload(client, CSV)
    rehearse(client, row)
    answer = step(client, row, "apply", version=1)
    assert (answer.status_code, row.state) == (409, "rehearsed")


def test_a_failed_job_writes_nothing_and_says_so(client: Client) -> None:
    row = upload(client, CSV)
    rehearse(client, row)
    step(client, row, "apply")
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
    row = upload(client, CSV)
    rehearse(client, row)
    step(client, row, "apply")
    for minute in (0, 3, 6):
        jobs.claim(worker="w", at=NOW.replace(minute=minute))
    running.run_due(worker="w", clock=lambda: NOW.replace(minute=9))
    row.refresh_from_db()
    assert (row.state, row.error) == ("failed", "The worker was lost three times.")
    rehearse(client, row)
    step(client, row, "apply")
    running.run_due(worker="w", clock=lambda: NOW.replace(minute=30))
    row.refresh_from_db()
    assert row.state == "applied"


def test_more_figures_than_a_job_can_write_are_refused(client: Client) -> None:
    row = upload(client, "Model;Range, km;Source URL\n" + f"magura-v5;10;{URL}\n" * 30_001)
    rehearse(client, row)
    assert "at most 30000 figures in one file; split it" in client.get(f"/imports/{row.pk}/").content.decode()
    assert (row.problem_count, step(client, row, "apply").status_code) == (1, 403)


def test_other_parties_and_readers_do_not_take_part(client: Client, olena: User, nina: User, ivan: User) -> None:
    row = upload(client, CSV)
    for person in (olena, ivan):
        assert signed_in(person).get(f"/imports/{row.pk}/").status_code == 404
        assert signed_in(person).post(f"/imports/{row.pk}/", {"step": "apply", "version": 1}).status_code in (403, 404)
    assert signed_in(nina).post("/imports/", {"file": SimpleUploadedFile("t.csv", CSV.encode())}).status_code == 403
    assert signed_in(nina).post(f"/imports/{row.pk}/", {"step": "undo", "version": 1}).status_code == 403
    assert Import.objects.count() == 1


@pytest.mark.parametrize("name", ["", "dance", "apply", "undo"])
def test_a_step_that_is_not_possible_is_refused(client: Client, name: str) -> None:
    row = upload(client, CSV)
    assert step(client, row, name, version="x").status_code in (400, 403, 409)
    assert row.state == "uploaded"
