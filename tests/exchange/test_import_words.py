"""An upload is understood and told in the words of people: units, two columns for one figure, the reader's language."""

import pytest
from django.test import Client

from catalog.models import Claim
from exchange.models import Import
from portal.accounts.models import User
from tests.conftest import signed_in
from tests.exchange.files import workbook
from tests.exchange.uploads import URL, chosen, rehearse, said, step, upload, work

WRONG = f"Model;Range, km;Payload;Who says;Source URL;Stated on\nNobody;1,200;5 km;my aunt;{URL};2099\n;far;1;;;\n"


@pytest.fixture
def client(john: User) -> Client:
    """The browser of the buying office's officer."""
    return signed_in(john)


def _page(client: Client, row: Import, language: str) -> str:
    text = client.get(f"/imports/{row.pk}/?lang={language}").content.decode()
    return text.replace("\u00a0", " ")


def _stated(row: Import) -> list[tuple[str, ...]]:
    claims = Claim.objects.filter(imported__batch=row).order_by("id").select_related("capability")
    return [(c.capability.code, c.bound, str(c.low), str(c.high), c.unit) for c in claims]


def _brought(client: Client, content: bytes | str, name: str = "t.csv") -> list[tuple[str, ...]]:
    row = upload(client, content, name)
    rehearse(client, row)
    step(client, row, "apply")
    work()
    return _stated(row)


@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        ("Range from, km;Range to, km", "20;30"),
        ("Дальність від, км;Дальність до, км", "20;30"),
        ("Min range (km);Max range (km)", "20;30"),
        ("Range from;Range to", "20 km;30 км"),
        ("Range from, km;Range to", "від 20;до 30"),
        ("Мін. дальність, км;Макс. дальність, км", "20;30"),
    ],
)
def test_low_and_high_in_two_columns_are_one_range(client: Client, heads: str, cells: str) -> None:
    row = upload(client, f"Model;{heads};Source URL\nMagura V5;{cells};{URL}\n")
    assert list(chosen(client, row).values()) == ["model", "low:range", "high:range", "source-url"]
    rehearse(client, row)
    assert (row.problems, said(client, row)) == ([], ["Range: 20–30 km"])


def test_a_source_is_its_address_where_its_cells_are_addresses(client: Client) -> None:
    row = upload(client, f"Модель;Дальність, км;Джерело\nMagura V5;20;{URL}\n")
    assert list(chosen(client, row).values()) == ["model", "figure:range", "source-url"]
    both = upload(client, f"Модель;Дальність, км;Джерело;Посилання\nMagura V5;20;Blick;{URL}\n")
    assert list(chosen(client, both).values()) == ["model", "figure:range", "publisher", "source-url"]


def test_problems_name_units_in_words_and_an_unknown_model_its_cure(client: Client) -> None:
    row = upload(client, f"Model;Range;Source URL\nNobody;20 kg;{URL}\n")
    rehearse(client, row)
    text = _page(client, row, "uk")
    assert "одиниця відповідної величини: км / м" in text.replace("\u00a0", " ")
    assert "нову модель спершу вносять разом із відкритими даними" in text


def test_one_end_alone_is_at_least_or_up_to(client: Client) -> None:
    text = f"Model;Range from, km;Range to, km;Source URL\nMagura V5;20;;{URL}\nmagura-v5;–;30;{URL}\n"
    assert _brought(client, text) == [
        ("range", "at-least", "20", "None", "km"),
        ("range", "up-to", "None", "30", "km"),
    ]


def test_from_and_to_below_a_merged_heading(client: Client) -> None:
    rows = [
        ["Model", "Range, km", "", "Payload", "", "Ceiling, m", "", "Source URL"],
        ["", "from", "to", "from, kg", "to, kg", "від", "до", ""],
        ["Magura V5", "20", "30", "1", "2", "", "900", URL],
    ]
    content = workbook(rows, merged=["A1:A2", "B1:C1", "D1:E1", "F1:G1", "H1:H2"])
    assert _brought(client, content, "t.xlsx") == [
        ("range", "range", "20", "30", "km"),
        ("payload", "range", "1", "2", "kg"),
        ("ceiling", "up-to", "None", "900", "m"),
    ]


def test_a_ukrainian_table_with_a_title_and_two_rows_of_headings(client: Client) -> None:
    rows = [
        ["Порівняльна таблиця БпЛА", "", "", "", "", ""],
        ["Найменування", "Дальність, км", "", "Маса", "", "Джерело"],
        ["", "від", "до", "злітна, кг", "БЧ, кг", ""],
        ["Магура V5", "20", "30", "250-300", "≈15", URL],
    ]
    content = workbook(rows, merged=["A1:F1", "A2:A3", "B2:C2", "D2:E2", "F2:F3"])
    assert _brought(client, content, "t.xlsx") == [
        ("range", "range", "20", "30", "km"),
        ("payload", "approx", "15", "15", "kg"),
        ("max-takeoff-mass", "range", "250", "300", "kg"),
    ]


def test_a_heading_below_another_keeps_its_words(client: Client) -> None:
    rows = [["Модель", "Борт", "", "Джерело"], ["", "колір", "номер", ""], ["Магура V5", "сірий", "7", URL]]
    row = upload(client, workbook(rows, merged=["A1:A2", "B1:C1", "D1:D2"]), "t.xlsx")
    headings = [c.heading.text for sheet in client.get(f"/imports/{row.pk}/").context["sheets"] for c in sheet.columns]
    assert headings == ["Модель", "Борт колір", "Борт номер", "Джерело"]


def test_an_unknown_model_is_told_which_ones_it_may_be(client: Client) -> None:
    row, before = upload(client, f"Модель;Дальність, км;Джерело\nЛютий;20;{URL}\n"), _claims()
    rehearse(client, row)
    assert "perhaps an-196-liutyi" in _page(client, row, "en")
    assert (step(client, row, "apply").status_code, _claims()) == (403, before)


def test_a_model_is_known_in_the_other_script(client: Client) -> None:
    row = upload(client, f"Модель;Дальність, км;Джерело\nФП-1;20;{URL}\n")
    rehearse(client, row)
    assert (row.problems, [one["model"] for one in row.plan["rows"]]) == ([], ["fp-1"])


def test_a_day_may_name_its_month(client: Client) -> None:
    heads = "Модель;Дальність, км;Дата;Джерело\n"
    _brought(client, f"{heads}Магура V5;20;14 березня 2025 р.;{URL}\nМагура V5;21;серпень 2025;{URL}\n")
    assert list(Claim.objects.order_by("-id").values_list("stated_on", flat=True)[:2]) == ["2025-08", "2025-03-14"]


def test_a_long_table_may_have_two_columns_too(client: Client) -> None:
    heads = "Модель;Показник;Від;До;Од. вим.;Посилання\n"
    row = upload(client, heads + f"Magura V5;Дальність;20;30;миль/год;{URL}\nMagura V5;Дальність;2;30;км;{URL}\n")
    rehearse(client, row)
    assert [problem[1] for problem in row.problems] == [2]
    row = upload(client, heads + f"Magura V5;Дальність;2;30;км;{URL}\n")
    rehearse(client, row)
    assert said(client, row) == ["Range: 2–30 km"]


def test_a_minimum_is_never_guessed_for_a_maximum(client: Client) -> None:
    row = upload(client, f"Model;Min speed, km/h;Max speed, km/h;Source URL\nMagura V5;20;30;{URL}\n")
    assert list(chosen(client, row).values()) == ["model", "", "figure:max-speed", "source-url"]


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ("30;20", "the lower number first"),
        ("20 m;30 km", "both ends in the same unit"),
        ("up to 20;30", "and nothing else"),
        ("20;about 30", "and nothing else"),
        ("far;30", "a number such as"),
        ("20 kg;30 kg", "a unit of the right kind"),
    ],
)
def test_ends_that_do_not_fit_are_told_and_nothing_is_written(client: Client, cells: str, told: str) -> None:
    row, before = upload(client, f"Model;Range from, km;Range to, km;Source URL\nMagura V5;{cells};{URL}\n"), _claims()
    rehearse(client, row)
    assert (row.problem_count, row.problems[0][:2]) == (1, ["CSV", 2])
    assert told in _page(client, row, "en")
    assert (step(client, row, "apply").status_code, _claims()) == (403, before)


def _claims() -> int:
    return Claim.objects.count()


@pytest.mark.parametrize(
    ("heads", "cells", "stated"),
    [
        ("Max speed, m/s", "20", ("max-speed", "exact", "20", "20", "m/s")),
        ("Швидкість (м/с)", "до 20,5", ("max-speed", "up-to", "None", "20.5", "m/s")),
        ("Розмах крил, см", "~120", ("wingspan", "approx", "120", "120", "cm")),
        ("Wingspan", "48″", ("wingspan", "exact", "48", "48", "in")),
        ("Розмах, мм", "350.0", ("wingspan", "exact", "350.0", "350.0", "mm")),
        ("Маса, г", "250", ("empty-mass", "exact", "250", "250", "g")),
        ("Вага", "250–300 г", ("empty-mass", "range", "250", "300", "g")),
        ("Payload", "16 oz", ("payload", "exact", "16", "16", "oz")),
        ("Час польоту, г", "3", ("endurance", "exact", "3", "3", "h")),
    ],
)
def test_units_in_headings_and_cells(client: Client, heads: str, cells: str, stated: tuple[str, ...]) -> None:
    assert _brought(client, f"Model;{heads};Source URL\nMagura V5;{cells};{URL}\n") == [stated]


def test_the_plan_and_the_problems_are_told_in_the_readers_language(client: Client, mary: User) -> None:
    row = upload(client, WRONG)
    rehearse(client, row)
    english, ukrainian = _page(client, row, "en"), _page(signed_in(mary), row, "uk")
    for en, uk in (
        ("an alias or the code of a model", "інша назва або код моделі"),
        ("1.200 / 1200", "1.200 / 1200"),
        ("one of Press, Maker", "одне з: Преса, Виробник"),
        ("not in the future", "дата не в майбутньому"),
        ("nothing", "нічого"),
    ):
        assert (en in english, uk in ukrainian) == (True, True), (en, uk)
    good = upload(client, f"Model;Range, km;Source URL\nMagura V5;up to 5000;{URL}\n")
    rehearse(client, good)
    for language, words in (("en", "Range: up to 5,000 km"), ("uk", "Дальність: до 5 000 км")):
        assert words in _page(client, good, language)


def test_what_the_first_version_kept_is_still_shown(client: Client) -> None:
    row = upload(client, WRONG)
    rehearse(client, row)
    row.problems = [["CSV", 2, "Model", "'Nobody'", "the name of a model"]]
    row.plan["disputes"] = [{"sheet": "CSV", "row": 2, "model": "magura-v5", "says": "range 9 km", "against": ["X: 8"]}]
    row.plan["rows"] = [{"sheet": "CSV", "row": 2, "model": "magura-v5", "says": "range 9 km", "url": URL}]
    row.save()
    text = _page(client, row, "uk")
    for words in ("the name of a model", "range 9 km", "X: 8"):
        assert words in text


def test_a_mapping_of_ends_is_remembered(client: Client) -> None:
    odd = f"Thing;A;B;Web\nMagura V5;10 km;12 km;{URL}\n"
    row = upload(client, odd)
    mapped = {"c-0-0": "model", "c-0-1": "low:range", "c-0-2": "high:range", "c-0-3": "source-url"}
    step(client, row, "rehearse", **mapped)
    assert (row.state, said(client, row)) == ("rehearsed", ["Range: 10–12 km"])
    assert list(chosen(client, upload(client, odd)).values()) == list(mapped.values())


@pytest.mark.parametrize(("first", "second"), [("low:range", "low:range"), ("low", "low"), ("low", "low:range")])
def test_two_columns_of_one_end_are_refused(client: Client, first: str, second: str) -> None:
    row = upload(client, f"Thing;A;B;Web\nMagura V5;10 km;12 km;{URL}\n")
    answer = step(client, row, "rehearse", **{"c-0-0": "model", "c-0-1": first, "c-0-2": second, "c-0-3": "source-url"})
    assert (answer.status_code, row.state) == (400, "uploaded")
