"""Writes the deal files of the public record into the database."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_noop

from catalog.models import Capability, Source
from catalog.units import canonical
from portal.accounts.models import Party
from portal.history.writing import Actor
from portal.tables.actions import merge
from portal.tables.importing import note, run
from portal.tables.plan import Plan
from portal.tables.reading import Reading, Row
from procurement.actions.exercise_import import (
    DEAL_FIELDS,
    PARTY_FIELDS,
    TERM_FIELDS,
    WORKSTREAM_FIELDS,
    withdraw_positions,
)
from procurement.models import (
    Deal,
    Engagement,
    Milestone,
    MilestoneStatement,
    Position,
    Requirement,
    RequirementFigure,
    Term,
    Workstream,
)
from procurement.vocabulary import DealNature, MilestoneKind, StatementKind, TermKind, TermStatus

WHY = gettext_noop("Import of the public record")
IMPORTER = Actor("system:import-record")
ENGAGEMENT_FIELDS = ["starts_on", "ends_on", "kind", "place", "party_codes", "subject_en", "outcome_en", "source_id"]
# Which kind of term a topic of the public record is; every other topic is "other".
TOPIC_KINDS = {
    "contract-value": TermKind.PRICE,
    "weapons-purchase-value": TermKind.PRICE,
    "octopus-unit-cost-share": TermKind.PRICE,
    "volume": TermKind.QUANTITY,
    "octopus-output": TermKind.QUANTITY,
    "ukrainian-output": TermKind.QUANTITY,
    "duration": TermKind.DURATION,
    "ip-rights": TermKind.IP,
    "octopus-ip": TermKind.IP,
    "experience-exchange-training": TermKind.TRAINING,
    "permit-time": TermKind.GOVERNANCE,
    "us-approval": TermKind.GOVERNANCE,
    "congress-notice": TermKind.GOVERNANCE,
}
Place = tuple[str, str]  # agreement, and workstream or topic in it


def import_record(*, reading: Reading, at: datetime, rehearse: bool = False) -> Plan:
    """Brings agreements, terms, milestones, engagements and requirements to what the files say.

    Each agreement becomes a deal of the public record. Positions that left the files are withdrawn. Raises BadFiles
    when the reading has problems; nothing is written then.
    """
    importer = _RecordImport(reading, at)
    return run(reading, importer.apply, by=IMPORTER, reason=WHY, rehearse=rehearse)


class _RecordImport:
    """One import: each step needs the rows that the steps before it have brought in."""

    def __init__(self, reading: Reading, at: datetime) -> None:
        self.rows = reading.rows
        self.at = at
        self.topics = {row["code"]: row for row in self.rows["term_topics.csv"]}
        self.titles = {row["code"]: row["title_uk"] for row in self.rows["milestone_titles.csv"]}
        self.statements = [*self.rows["deal/term_statements.csv"], *self.rows["deal/milestone_statements.csv"]]

    def apply(self, plan: Plan) -> None:
        self.sources = Source.objects.in_bulk(field_name="slug")
        self._deals(plan)
        self._workstreams(plan)
        self._terms(plan)
        self._positions(plan)
        self._milestones(plan)
        self._engagements(plan)
        self._requirements(plan)

    def _deals(self, plan: Plan) -> None:
        used = {code for row in self.rows["deal/agreements.csv"] for code in row["parties"]}
        parties = [Party(**row.cells) for row in self.rows["public_parties.csv"] if row["code"] in used]
        known = list(Party.objects.filter(code__in=used))
        note(plan, "parties", merge(parties, known, key=lambda row: row.code, fields=PARTY_FIELDS))
        deals = [_deal(row) for row in self.rows["deal/agreements.csv"]]
        existing = list(Deal.objects.filter(nature=DealNature.PUBLIC))
        fields = [*DEAL_FIELDS, "known_since"]
        merged = note(plan, "deals", merge(deals, existing, key=lambda row: row.code, fields=fields))
        self.deals = {row.code: row for row in merged.kept}

    def _workstreams(self, plan: Plan) -> None:
        names = {row["code"]: row for row in self.rows["workstreams.csv"]}
        used = sorted({(row["agreement"], row["workstream"]) for row in self.statements})
        wanted = [Workstream(deal=self.deals[agreement], **names[code].cells) for agreement, code in used]
        existing = list(Workstream.objects.filter(deal__nature=DealNature.PUBLIC))
        merged = merge(wanted, existing, key=lambda row: (row.deal_id, row.code), fields=WORKSTREAM_FIELDS)
        rows = note(plan, "workstreams", merged).kept
        self.workstreams: dict[Place, Workstream] = dict(zip(used, rows, strict=True))

    def _terms(self, plan: Plan) -> None:
        groups: dict[Place, list[Row]] = defaultdict(list)
        for row in self.rows["deal/term_statements.csv"]:
            groups[row["agreement"], row["topic"]].append(row)
        wanted = [self._term(rows) for rows in groups.values()]
        existing = list(Term.objects.filter(deal__nature=DealNature.PUBLIC))
        merged = merge(wanted, existing, key=lambda row: (row.deal_id, row.code), fields=TERM_FIELDS)
        self.terms = dict(zip(groups, note(plan, "terms", merged).kept, strict=True))

    def _term(self, rows: list[Row]) -> Term:
        """One subject, named by the reference list or by its first statement; its unit is the one they share."""
        row = rows[0]
        topic = row["topic"]
        named = self.topics.get(topic)
        units = {statement["unit"] for statement in rows if statement["unit"]}
        return Term(
            deal=self.deals[row["agreement"]],
            workstream=self.workstreams[row["agreement"], row["workstream"]],
            code=topic,
            title_en=named["title_en"] if named else row["title_en"],
            title_uk=named["title_uk"] if named else "",
            kind=TOPIC_KINDS.get(topic, TermKind.OTHER),
            unit=units.pop() if len(units) == 1 else "",
            status=TermStatus.STATED,
        )

    def _positions(self, plan: Plan) -> None:
        names = ("stated_by", "stated_on", "title_en", "low", "high", "unit", "status")
        wanted = [
            Position(
                term=self.terms[row["agreement"], row["topic"]],
                slug=row["statement_slug"],
                text_en=row["statement_en"],
                source=self.sources[row["source_slug"]],
                recorded_at=self.at,
                **{name: row[name] for name in names},
            )
            for row in self.rows["deal/term_statements.csv"]
        ]
        existing = Position.objects.filter(withdrawal=None, events__pgh_actor=IMPORTER.name).distinct()
        merged = note(plan, "term statements", merge(wanted, list(existing), key=_position_key, fields=[]))
        withdraw_positions(merged.gone, at=self.at)

    def _milestones(self, plan: Plan) -> None:
        rows = self.rows["deal/milestone_statements.csv"]
        wanted = [
            Milestone(
                deal=self.deals[row["agreement"]],
                workstream=self.workstreams[row["agreement"], row["workstream"]],
                code=row["event_slug"],
                title_en=row["title_en"],
                title_uk=self.titles.get(row["event_slug"], ""),
                kind=MilestoneKind.EVENT,
            )
            for row in rows
        ]
        existing = list(Milestone.objects.filter(deal__nature=DealNature.PUBLIC))
        fields = ["deal_id", "workstream_id", "title_en", "title_uk"]
        merged = note(plan, "milestones", merge(wanted, existing, key=lambda row: row.code, fields=fields))
        said = [self._statement(row, of) for row, of in zip(rows, merged.kept, strict=True)]
        known = list(MilestoneStatement.objects.filter(milestone__in=merged.kept, party=None))
        note(plan, "milestone statements", merge(said, known, key=_statement_key, fields=[]))

    def _statement(self, row: Row, milestone: Milestone) -> MilestoneStatement:
        """`date` is when it was said; what happened, happened then (the files hold no other date of it)."""
        happened = row["state"] == StatementKind.HAPPENED
        return MilestoneStatement(
            milestone=milestone,
            kind=row["state"],
            stated_on=row["date"],
            date=row["expected_date"] or (row["date"] if happened else ""),
            source=self.sources[row["source_slug"]],
            recorded_at=self.at,
        )

    def _engagements(self, plan: Plan) -> None:
        wanted = [
            Engagement(
                slug=row["engagement_slug"],
                starts_on=row["date"],
                ends_on=row["end_date"],
                party_codes=row["parties"],
                source=self.sources[row["source_slug"]],
                **{name: row[name] for name in ("kind", "place", "subject_en", "outcome_en")},
            )
            for row in self.rows["deal/engagements.csv"]
        ]
        existing = list(Engagement.objects.filter(~Q(source=None)))
        merged = merge(wanted, existing, key=lambda row: row.slug, fields=ENGAGEMENT_FIELDS)
        note(plan, "engagements", merged)

    def _requirements(self, plan: Plan) -> None:
        rows = self.rows["deal/requirements.csv"]
        plain = ("branch", "title_en", "title_uk", "domain")
        wanted = [Requirement(slug=row["requirement_slug"], **{name: row[name] for name in plain}) for row in rows]
        existing = list(Requirement.objects.all())
        merged = note(plan, "requirements", merge(wanted, existing, key=lambda row: row.slug, fields=[*plain]))
        requirements = {row.slug: row for row in merged.kept}
        capabilities = Capability.objects.in_bulk(field_name="code")
        figures = [
            _figure(row, requirements[row["requirement_slug"]], capabilities[row["capability"]], self)
            for row in self.rows["deal/requirement_figures.csv"]
        ]
        known = list(RequirementFigure.objects.all())
        note(plan, "requirement figures", merge(figures, known, key=_figure_key, fields=[]))


def _deal(row: Row) -> Deal:
    plain: dict[str, Any] = {name: row[name] for name in ("title_en", "title_uk", "status", "known_since")}
    return Deal(code=row["agreement"], nature=DealNature.PUBLIC, party_codes=row["parties"], **plain)


def _figure(row: Row, requirement: Requirement, capability: Capability, run_: _RecordImport) -> RequirementFigure:
    plain = ("level", "bound", "low", "high", "unit", "condition", "stated_on")
    unit = capability.canonical_unit
    return RequirementFigure(
        requirement=requirement,
        capability=capability,
        canonical_low=canonical(row["low"], unit=row["unit"], capability_unit=unit),
        canonical_high=canonical(row["high"], unit=row["unit"], capability_unit=unit),
        source=run_.sources[row["source_slug"]],
        recorded_at=run_.at,
        **{name: row[name] for name in plain},
    )


def _position_key(row: Position) -> tuple[object, ...]:
    words = (row.title_en, row.text_en, row.stated_by, row.stated_on, row.status, row.source_id)
    return (row.slug, row.term_id, str(row.low), str(row.high), row.unit, *words)


def _statement_key(row: MilestoneStatement) -> tuple[object, ...]:
    return (row.milestone_id, row.kind, row.stated_on, row.date, row.source_id)


def _figure_key(row: RequirementFigure) -> tuple[object, ...]:
    figure = (row.bound, str(row.low), str(row.high), row.unit, row.condition)
    return (row.requirement_id, row.capability_id, row.level, *figure, row.stated_on, row.source_id)
