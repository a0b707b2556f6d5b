"""Chapters about what is said: terms, proposals, statements, the catalog, meetings, and the record itself."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.vocabulary import Bound
from portal.pagekit.words import figure, text, title
from procurement.vocabulary import EngagementKind, ReasonCode, StatementKind, TermStatus
from reports.composers.chapters_plan import list_at, page_at
from reports.composers.document import Chapter, Column, Json, Kind, Table, linked


def _figure(said: Json | None) -> str | None:
    """A figure as the body keeps it, in words of the language."""
    if not said:
        return None
    low, high = (Decimal(end) if end else None for end in (said["low"], said["high"]))
    return figure(low, high, said["unit"]) if said["low"] or said["high"] else _("in words")


def terms(body: Json) -> Chapter:
    names = dict(TermStatus.choices)
    counts = [
        [str(names[code]), linked(body, count, f"terms-{code}")] for code, count in body["terms"]["by_status"].items()
    ]
    heads = [Column(_("Status")), Column(_("Quantity"), Kind.NUMBER)]
    statuses = Table("statuses", _("Where the terms stand"), heads, counts, page_at(body), list_at("terms", body))
    columns = [
        Column(_("Term")),
        Column(_("Code"), Kind.CODE),
        Column(_("Status"), Kind.WORD),
        Column(_("Seller"), Kind.WORD, about=_("what the seller said last")),
        Column(_("Buyer"), Kind.WORD, about=_("what the buyer said last")),
    ]
    rows = [
        [title(row), row["code"], str(names[row["status"]]), _figure(row["seller"]), _figure(row["buyer"])]
        for row in body["terms"].get("unsettled", [])
    ]
    name = _("Not yet agreed, with the last offer of each side")
    table = Table("terms", name, columns, rows, page_at(body), list_at("terms", body))
    return Chapter(_("Terms"), none=_("No term is known."), tables=[statuses, table])


def public_terms(body: Json) -> Chapter:
    columns = [Column(_("When"), Kind.DAY), Column(_("Term")), Column(_("Who says")), Column(_("Figure"))]
    columns = [*columns, Column(_("Words"))]
    rows = [
        [said["on"], title(said), text(said, "by"), _figure(said["figure"]), text(said, "text")]
        for said in body["terms"].get("latest", [])
    ]
    table = Table("terms", _("Terms"), columns, rows, page_at(body), list_at("positions", body))
    note = _("what was said last; words stay in their own language where nobody has translated them")
    return Chapter(_("Terms"), note, _("No term is known."), [table])


def moved(body: Json) -> Chapter:
    columns = [
        Column(_("Term")),
        Column(_("Code"), Kind.CODE),
        Column(_("Who says")),
        Column(_("Was"), Kind.WORD),
        Column(_("Now"), Kind.WORD),
        Column(_("When"), Kind.DAY),
        Column(_("Words")),
    ]
    rows = [
        [
            *[title(row), row["code"], text(row, "by") or row["by"], _figure(row["was"]), _figure(row["figure"])],
            *[row["on"], text(row, "text")],
        ]
        for row in body.get("moved", [])
    ]
    name = _("Positions that moved")
    table = Table("moved", name, columns, rows, page_at(body), list_at("positions", body))
    note = _("who said something else of a term than before, in the period")
    return Chapter(name, note, _("No side moved its position."), [table])


def proposals(body: Json) -> Chapter:
    reasons = dict(ReasonCode.choices)
    columns = [
        Column(_("Number"), Kind.NUMBER, is_own=True),
        Column(_("Party"), Kind.CODE),
        Column(_("Opened"), Kind.DAY),
        Column(_("Reason"), Kind.WORD),
        Column(_("Words")),
    ]
    rows = [
        [row["number"], row["party"], row["opened_on"], str(reasons[row["reason_code"]]), row["reason"]]
        for row in body["proposals"]
    ]
    table = Table("proposals", _("Open proposals"), columns, rows, page_at(body, "proposal-list"))
    return Chapter(_("Open proposals"), none=_("Nobody has asked to change an agreed value."), tables=[table])


def changes(body: Json) -> Chapter:
    columns = [Column(_("When"), Kind.DAY), Column(_("About")), Column(_("Code"), Kind.CODE)]
    columns += [Column(_("Who says")), Column(_("What")), Column(_("Day"), Kind.DAY), Column(_("Words"))]
    rows = [_change(row) for row in body["changes"]]
    name = _("What was said in the period")
    table = Table("said", name, columns, rows, page_at(body), list_at("milestone-statements", body))
    return Chapter(name, none=_("Nobody has said anything about the deal in this period."), tables=[table])


def _change(row: Json) -> list[Any]:
    kinds = dict(StatementKind.choices)
    of_term = row["about"] == "term"
    what = " ".join(filter(None, [_("Position"), _figure(row["figure"])])) if of_term else str(kinds[row["kind"]])
    reason = row["reason"] if not of_term else ""
    said = text(row, "text") if of_term else _(reason) if row["own_words"] and reason else reason
    who = text(row, "by") or row["by"]
    return [row["on"], title(row), row["code"], who, what, row["date"], said]


def catalog(body: Json) -> Chapter:
    changed = body.get("catalog") or {"new_models": 0, "new_claims": 0, "withdrawn": 0, "added": [], "taken_back": []}
    columns = [Column(pgettext("noun", "Change")), Column(_("Quantity"), Kind.NUMBER)]
    counts = [
        [
            _("Models of which something was stated for the first time"),
            linked(body, changed["new_models"], "catalog-new"),
        ],
        [_("Statements put on record"), linked(body, changed["new_claims"], "catalog-added")],
        [_("Statements taken back"), linked(body, changed["withdrawn"], "catalog-withdrawn")],
    ]
    heads = [Column(_("Model")), Column(_("Capability")), Column(_("Statement")), Column(_("Source"))]
    heads = [*heads, Column(pgettext("noun", "Change"), Kind.WORD)]
    rows = [_claim(row, _("put on record")) for row in changed["added"]]
    rows += [_claim(row, _("taken back")) for row in changed["taken_back"]]
    link, rows_at = reverse("model-list"), reverse("claims-list")
    disputed_heads = [Column(_("Model")), Column(_("Capability")), Column(_("Statements that cannot all hold"))]
    disputed = [
        [title(row["model"]), title(row["capability"]), "; ".join(_claim(one, "")[2] for one in row["claims"])]
        for row in changed.get("disputed", [])
    ]
    return Chapter(
        _("Catalog changes"),
        _("counted over all models; each statement about a model that the deal orders"),
        tables=[
            Table("catalog", _("Catalog changes"), columns, counts, link, rows_at),
            Table("statements", _("Statements about ordered models"), heads, rows, link, rows_at),
            Table("disputed", _("Newly disputed figures of ordered models"), disputed_heads, disputed, link, rows_at),
        ],
    )


def _claim(row: Json, change: str) -> list[Any]:
    return [title(row["model"]), title(row["capability"]), in_words(row), row["source"]["publisher"], change]


def in_words(row: Json) -> str:
    """A stated figure with its bound: up to 40 km."""
    return row["words"] if row["bound"] == Bound.TEXT else f"{Bound(row['bound']).label} {_figure(row)}"


def engagements(body: Json) -> Chapter:
    kinds = dict(EngagementKind.choices)
    columns = [Column(_("Day"), Kind.DAY), Column(_("Kind"), Kind.WORD), Column(_("Place")), Column(_("Subject"))]
    columns += [Column(_("Outcome and follow-up")), Column(_("Source"))]
    rows = [
        [
            row["starts_on"],
            str(kinds[row["kind"]]),
            row["place"],
            text(row, "subject"),
            text(row, "outcome"),
            row["source"]["publisher"] if row["source"] else None,
        ]
        for row in body.get("engagements", [])
    ]
    name = _("Visits, meetings and follow-ups")
    table = Table("engagements", name, columns, rows, page_at(body), reverse("engagements-list"))
    return Chapter(name, none=_("No visit or meeting is on record for the period."), tables=[table])


def quality_names() -> dict[str, str]:
    """What each check looks for, in the active language."""
    return {
        "late-and-silent": _("Late, and nobody has said anything for 60 days"),
        "due-and-silent": _("Due within 30 days, and nobody has said anything for 60 days"),
        "no-owner": _("Without an owner"),
        "no-date": _("Without a date and without a statement"),
        "no-ukrainian": _("Without a Ukrainian title"),
        "term-without-words": _("Terms of which nobody has said anything"),
    }


def quality(body: Json) -> Chapter:
    checks = quality_names()
    columns = [Column(_("What is missing")), Column(_("Quantity"), Kind.NUMBER), Column(_("Codes"), Kind.CODE)]
    rows = [
        [
            checks[row["check"]],
            linked(body, row["count"], f"quality-{row['check']}"),
            ", ".join(row["codes"]) or None,
        ]
        for row in body.get("quality", [])
    ]
    name = _("How good the record is")
    return Chapter(name, tables=[Table("quality", name, columns, rows, page_at(body), list_at("milestones", body))])
