"""Chapters about dates: who moved which, how sure they are, and the named baselines."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts.vocabulary import Side
from portal.pagekit.words import number, title
from procurement.vocabulary import BaselineState
from reports.composers.chapters_plan import list_at, page_at
from reports.composers.document import Chapter, Column, Json, Kind, Table, linked


def ledger(body: Json) -> Chapter:
    names = {"forecast": _("forecast"), "agreed": _("agreed")}
    columns = [
        Column(_("Milestone")),
        Column(_("Code"), Kind.CODE),
        Column(_("Which date"), Kind.WORD, _("agreed by both parties, or forecast by one")),
        Column(_("Was"), Kind.DAY),
        Column(_("Now"), Kind.DAY),
        Column(_("Moved"), Kind.LATE, _("now minus was; above 0 is later"), _("days"), is_own=True),
        Column(_("Who says")),
        Column(_("Why")),
    ]
    rows: list[list[Any]] = [
        [title(row), row["code"], names[row["of"]], row["was"], row["now"], row["days"], _who(row), _why(row)]
        for row in body.get("ledger", [])
    ]
    name = _("Who moved which date")
    address = f"{reverse('slips-file', args=[body['deal']['code']])}"
    table = Table("ledger", name, columns, rows, page_at(body, "slip-list"), address)
    return Chapter(name, _("since the last report, with the reason that was given"), _("Nobody moved a date."), [table])


def _who(row: Json) -> str | None:
    return title(row["by"]) if row["by"] else None


def _why(row: Json) -> str | None:
    reason = row["reason"]
    return _(reason) if row["own_words"] and reason else reason or None


def risk(body: Json) -> Chapter | None:
    told = body.get("risk")
    if not told or not told["p50"]:
        return None
    columns = [Column(_("End of the plan")), Column(_("Day"), Kind.DAY)]
    rows = [
        [_("forecast"), linked(body, told["forecast"], "forecast-end")],
        [_("half of the courses end by"), linked(body, told["p50"], "risk-p50")],
        [_("80 percent of the courses end by"), linked(body, told["p80"], "risk-p80")],
    ]
    heads = [
        Column(_("Milestone")),
        Column(_("Code"), Kind.CODE),
        Column(_("Forecast"), Kind.DAY),
        Column(_("50 percent"), Kind.DAY, _("half of the courses finish it by this day")),
        Column(_("80 percent"), Kind.DAY, _("four fifths of the courses finish it by this day")),
        Column(
            _("Days more"), Kind.LATE, _("from the forecast to the day that four fifths keep"), _("days"), is_own=True
        ),
    ]
    unsure = [_unsure(row, body) for row in told["least_sure"]]
    words = {"runs": number(told["runs"]), "seed": told["seed"], "stated": number(told["stated"])}
    note = _("%(runs)s courses, seed %(seed)s; owners stated how long %(stated)s of the milestones may take") % words
    link = f"{page_at(body, 'deal-risk')}&seed={told['seed']}&runs={told['runs']}"
    rows_at = f"{reverse('deals-risk', args=[body['deal']['code']])}?status_date={body['period']['last_day']}"
    ends = Table("risk", _("How sure the end is"), columns, rows, link, rows_at)
    least = Table("unsure", _("Milestones whose dates are least sure"), heads, unsure, link, rows_at)
    return Chapter(_("How sure the dates are"), note, tables=[ends, least])


def _unsure(row: Json, body: Json) -> list[Any]:
    days = [linked(body, row[share], f"risk-{row['code']}-{share}") for share in ("p50", "p80")]
    return [title(row), row["code"], row["forecast"], *days, row["days"]]


def baselines(body: Json) -> Chapter | None:
    if not body.get("baselines"):
        return None
    states, sides = dict(BaselineState.choices), dict(Side.choices)
    columns = [
        Column(_("Number"), Kind.NUMBER, is_own=True),
        Column(_("Name")),
        Column(_("Taken"), Kind.DAY),
        Column(_("State"), Kind.WORD),
        Column(_("Waits for"), Kind.WORD),
        Column(_("Milestones"), Kind.NUMBER),
        Column(_("End in it"), Kind.DAY),
        Column(_("End agreed now"), Kind.DAY),
        Column(_("Moved since"), Kind.NUMBER, _("milestones whose agreed finish is another one now")),
    ]
    rows: list[list[Any]] = [
        [
            *[row["number"], row["name"], row["taken_on"], str(states[row["state"]])],
            ", ".join(str(sides[side]) for side in row["waits_for"]) or None,
            *_compared(row, body),
        ]
        for row in body["baselines"]
    ]
    name = _("Baselines")
    link = reverse("baseline-list", args=[body["deal"]["code"]])
    return Chapter(
        name,
        _("named copies of the agreed dates; they count once both sides have signed"),
        tables=[Table("baselines", name, columns, rows, link, list_at("baselines", body))],
    )


def _compared(row: Json, body: Json) -> list[Any]:
    values = {"rows": row["rows"], "end": row["end"], "agreed": row["agreed_end"], "moved": len(row["moved"])}
    return [linked(body, value, f"baseline-{row['number']}-{key}") for key, value in values.items()]
