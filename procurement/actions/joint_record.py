"""Actual dates of an imported plan are a joint record: the owner's side reports them and the other side confirms."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext_noop

from portal.accounts.models import Party
from portal.accounts.vocabulary import Side
from portal.tables.actions import Merged, merge
from portal.tables.importing import note
from portal.tables.plan import Plan
from portal.tables.reading import Row
from procurement.models import Milestone, MilestoneStatement
from procurement.vocabulary import StatementKind

REPORTER = gettext_noop("joint record, reporter")
CONFIRMER = gettext_noop("joint record, confirmer")
WHY = gettext_noop("Joint record of both sides")
GONE = gettext_noop("No longer in the files")


class JointRecord:
    """Statements for the actual dates of a plan's file. An internal milestone is confirmed by a second person."""

    def __init__(self, parties: dict[str, Party], milestones: Sequence[Milestone], *, at: datetime) -> None:
        self.milestones = {milestone.code: milestone for milestone in milestones}
        self.at = at
        leads = {party.side: party for party in reversed(parties.values())}
        self.seller, self.buyer = leads.get(Side.SELLER), leads.get(Side.BUYER)

    def write(self, rows: Sequence[Row], plan: Plan) -> None:
        """Brings reports and confirmations to the dates of the rows; a date that left the file is taken back."""
        ids = [milestone.pk for milestone in self.milestones.values()]
        said = MilestoneStatement.objects.filter(milestone__in=ids, answers__kind=StatementKind.WITHDRAWN)
        valid = MilestoneStatement.objects.filter(milestone__in=ids).exclude(pk__in=said.values("pk"))
        valid = valid.exclude(kind=StatementKind.WITHDRAWN)
        reports = [report for row in rows for report in self._reports(row)]
        merged = merge(reports, list(valid.filter(person=REPORTER)), key=_key, fields=[])
        note(plan, "reports of actual dates", merged)
        answers = [self._confirmation(report) for report in merged.kept]
        confirmed = merge(answers, list(valid.filter(person=CONFIRMER)), key=_key, fields=[])
        note(plan, "confirmations of actual dates", confirmed)
        self._take_back(merged, confirmed)

    def _reports(self, row: Row) -> Iterator[MilestoneStatement]:
        """A point in time has no start of its own, so only its finish is reported."""
        milestone = self.milestones[row["code"]]
        if row["actual_start"] and milestone.duration_days:
            yield self._report(milestone, StatementKind.STARTED, row["actual_start"])
        if row["actual_finish"]:
            yield self._report(milestone, StatementKind.REPORTED_MET, row["actual_finish"])

    def _report(self, milestone: Milestone, kind: StatementKind, day: date) -> MilestoneStatement:
        return MilestoneStatement(
            milestone=milestone,
            kind=kind,
            party=milestone.owner,
            person=REPORTER,
            stated_on=day.isoformat(),
            date=day.isoformat(),
            reason=WHY,
            recorded_at=self.at,
        )

    def _confirmation(self, report: MilestoneStatement) -> MilestoneStatement:
        return MilestoneStatement(
            milestone=report.milestone,
            kind=StatementKind.CONFIRMED,
            party=self._other_side(report.milestone),
            person=CONFIRMER,
            stated_on=report.stated_on,
            date=report.date,
            about=report,
            reason=WHY,
            recorded_at=self.at,
        )

    def _other_side(self, milestone: Milestone) -> Party | None:
        owner = milestone.owner
        if milestone.is_restricted:
            return owner
        return self.seller if owner and owner.side == Side.BUYER else self.buyer

    def _take_back(self, reports: Merged[MilestoneStatement], answers: Merged[MilestoneStatement]) -> None:
        gone = [*reports.gone, *answers.gone]
        MilestoneStatement.objects.bulk_create(
            MilestoneStatement(
                milestone_id=old.milestone_id,
                kind=StatementKind.WITHDRAWN,
                party_id=old.party_id,
                person=old.person,
                stated_on=self.at.date().isoformat(),
                about=old,
                reason=GONE,
                recorded_at=self.at,
            )
            for old in gone
        )
        touched = {row.milestone_id for row in [*reports.new, *answers.new, *gone]}
        Milestone.objects.filter(pk__in=touched).update(version=F("version") + 1)


def _key(row: MilestoneStatement) -> tuple[object, ...]:
    return (row.milestone_id, row.kind, row.party_id, row.person, row.date, row.about_id)
