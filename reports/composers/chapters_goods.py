"""Chapters about goods and money: deliveries, payments, production, and how ordered models answer requirements."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.vocabulary import Match
from portal.pagekit.words import day, number, title
from reports import drawings
from reports.composers.chapters_plan import list_at, page_at
from reports.composers.document import Chapter, Column, Json, Kind, Table, linked
from reports.composers.figures_goods import output_key
from reports.composers.figures_record import answer_key


def deliveries(body: Json) -> Chapter | None:
    if not body["deliveries"]:
        return None
    columns = [
        Column(_("Model")),
        Column(_("Order"), Kind.CODE),
        Column(_("Plan to date"), Kind.NUMBER, _("units of lots that were due by the day of the report")),
        Column(_("Accepted"), Kind.NUMBER, _("units that the buyer accepted")),
        _open(),
        Column(_("Rejected"), Kind.NUMBER),
        Column(_("Total"), Kind.NUMBER, _("units that the order names"), is_own=True),
        Column(_("Next lot")),
    ]
    fields = {"planned": "planned", "accepted": "accepted", "open": "behind", "rejected": "rejected"}
    rows = [
        [
            *[title(row["model"]), row["order"]],
            *[linked(body, row[field], f"{row['order']}-{key}") for key, field in fields.items()],
            *[row["quantity"], _lot(row["next_lot"])],
        ]
        for row in body["deliveries"]
    ]
    table = Table("deliveries", _("Deliveries"), columns, rows, page_at(body), list_at("lots", body))
    return Chapter(
        _("Deliveries"),
        _("units, plan against fact to date; drawings: planned thin and filled, done thick, one tick a US fiscal year"),
        tables=[table],
        drawings=drawings.deliveries(body),
    )


def _open() -> Column:
    name = pgettext("still to be delivered or paid", "Open")
    return Column(name, Kind.BEHIND, _("planned to date and not done"))


def _lot(lot: Json | None) -> str | None:
    if not lot:
        return None
    words = {"number": lot["number"], "units": number(lot["units"]), "day": day(lot["due_on"])}
    return _("lot %(number)s: %(units)s on %(day)s") % words


def payments(body: Json) -> Chapter | None:
    if not body["payments"]:
        return None
    columns = [
        Column(_("Currency"), Kind.CODE, "ISO 4217"),
        Column(_("Plan to date"), Kind.NUMBER, _("amounts that were due by the day of the report")),
        Column(_("Paid"), Kind.NUMBER),
        _open(),
        Column(_("Total"), Kind.NUMBER),
        Column(_("Next payment"), Kind.NUMBER, _("amount of the first instalment that is not due yet"), is_own=True),
        Column(_("Day"), Kind.DAY),
    ]
    fields = {"due": "due", "paid": "paid", "open": "behind", "total": "total"}
    rows = [
        [
            row["currency"],
            *[linked(body, row[field], f"{row['currency']}-{key}") for key, field in fields.items()],
            *[(row["next"] or {}).get(name) for name in ("amount", "due_on")],
        ]
        for row in body["payments"]
    ]
    table = Table("payments", _("Payments"), columns, rows, page_at(body), list_at("payments", body))
    return Chapter(
        _("Payments"),
        _("amounts are never converted from one currency into another"),
        tables=[table],
        drawings=drawings.payments(body),
    )


def production(body: Json) -> Chapter | None:
    if not body.get("production"):
        return None
    columns = [
        Column(_("Site")),
        Column(_("Model")),
        Column(_("Opened"), Kind.DAY),
        Column(_("Plan to date"), Kind.NUMBER, _("units planned in the months that are over")),
        Column(_("Made"), Kind.NUMBER, _("units made in the months that are over")),
        Column(_("Behind"), Kind.BEHIND, _("planned to date and not made")),
        Column(_("Total"), Kind.NUMBER, _("units planned in all months")),
    ]
    fields = {"planned": "planned", "made": "actual", "behind": "behind", "total": "total"}
    rows = [
        [
            *[title(row), title(row["model"]), row["opened_on"]],
            *[linked(body, row[field], f"{output_key(row)}-{key}") for key, field in fields.items()],
        ]
        for row in body["production"]
    ]
    return Chapter(
        _("Production ramp"),
        _("units made against what was committed"),
        tables=[Table("production", _("Production ramp"), columns, rows, page_at(body))],
        drawings=drawings.production(body),
    )


def coverage(body: Json) -> Chapter | None:
    if not body["deliveries"]:
        return None
    answers = dict(Match.choices)
    columns = [
        Column(_("Model")),
        Column(_("Requirement")),
        Column(_("Answer"), Kind.WORD, about=_("the worst answer to a figure of the threshold; nothing is averaged")),
        Column(_("Surely met"), Kind.NUMBER, _("figures of the requirement that every statement meets")),
        Column(_("Figures"), Kind.NUMBER, _("figures of the requirement that judge a model")),
    ]
    rows: list[list[Any]] = [
        [
            *[title(row["model"]), title(row["requirement"]), str(answers[row["answer"]])],
            linked(body, row["surely"], f"{answer_key(row)}-surely"),
            linked(body, row["figures"], f"{answer_key(row)}-all"),
        ]
        for row in body.get("coverage", [])
    ]
    name = _("Requirements and the ordered models")
    return Chapter(
        name,
        _("what is publicly required, against what is stated of each model that the deal orders"),
        _("No ordered model has a statement that a requirement asks for."),
        [Table("coverage", name, columns, rows, reverse("requirement-list"), reverse("requirements-list"))],
    )
