"""Writes the files of a deal with parties into the database."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from catalog.models import DroneModel
from portal.accounts.models import Party
from portal.history.writing import Actor
from portal.tables.actions import merge
from portal.tables.importing import note, run
from portal.tables.plan import Plan
from portal.tables.reading import Reading, Row
from procurement.actions.joint_record import JointRecord
from procurement.models import (
    Deal,
    Dependency,
    Lot,
    Milestone,
    Order,
    Payment,
    Position,
    PositionWithdrawal,
    ProductionSite,
    RampMonth,
    Term,
    Workstream,
)
from procurement.vocabulary import DealNature

WHY = gettext_noop("Import of the exercise deal")
IMPORTER = Actor("system:import-deal")
PARTY_FIELDS = ["name_en", "name_uk", "side", "country"]
DEAL_FIELDS = [
    *["title_en", "title_uk", "nature", "status", "party_codes", "starts_on", "ends_on", "currency"],
    *["summary_en", "summary_uk"],
]
WORKSTREAM_FIELDS = ["title_en", "title_uk", "position"]
MILESTONE_FIELDS = [
    *["workstream_id", "title_en", "title_uk", "kind", "owner_id", "duration_days", "agreed_start", "agreed_finish"],
    *["weight", "criteria_en", "releasable_to"],
]
TERM_FIELDS = ["workstream_id", "title_en", "title_uk", "kind", "unit", "status"]
ORDER_FIELDS = ["model_id", "quantity", "unit_price", "currency", "milestone_id"]
LOT_FIELDS = ["due_on", "planned", "accepted", "rejected", "accepted_on"]
PAYMENT_FIELDS = ["milestone_id", "order_id", "due_on", "amount", "currency", "paid_on", "paid_amount"]
SITE_FIELDS = ["name_en", "name_uk", "country", "opened_on"]


def import_exercise(*, reading: Reading, at: datetime, rehearse: bool = False) -> Plan:
    """Brings a deal with its plan, terms, orders and production to what the files say.

    The deal is marked as an exercise. Actual dates are a joint record: the owner's side reports, the other confirms.
    Positions that left the files are withdrawn. Raises BadFiles when the reading has problems.
    """
    importer = _DealImport(reading, at)
    return run(reading, importer.apply, by=IMPORTER, reason=WHY, rehearse=rehearse)


def _pick(row: Row, *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}


class _DealImport:
    """One import: each step needs the rows that the steps before it have brought in."""

    deal: Deal

    def __init__(self, reading: Reading, at: datetime) -> None:
        self.rows = reading.rows
        self.at = at

    def apply(self, plan: Plan) -> None:
        self._frame(plan)
        self._milestones(plan)
        self._dependencies(plan)
        JointRecord(self.parties, list(self.milestones.values()), at=self.at).write(self.rows["milestones.csv"], plan)
        self._terms(plan)
        self._positions(plan)
        self._orders(plan)
        self._production(plan)

    def _frame(self, plan: Plan) -> None:
        parties = [Party(**row.cells) for row in self.rows["parties.csv"]]
        known = list(Party.objects.filter(code__in=[party.code for party in parties]))
        merged = note(plan, "parties", merge(parties, known, key=lambda row: row.code, fields=PARTY_FIELDS))
        self.parties = {party.code: party for party in merged.kept}
        row = self.rows["deal.csv"][0]
        deal = Deal(nature=DealNature.EXERCISE, party_codes=list(self.parties), **row.cells)
        deals = list(Deal.objects.filter(code=deal.code))
        [self.deal] = note(plan, "deals", merge([deal], deals, key=lambda row: row.code, fields=DEAL_FIELDS)).kept
        wanted = [Workstream(deal=self.deal, **row.cells) for row in self.rows["workstreams.csv"]]
        streams = list(Workstream.objects.filter(deal=self.deal))
        found = merge(wanted, streams, key=lambda row: row.code, fields=WORKSTREAM_FIELDS)
        self.workstreams = {row.code: row for row in note(plan, "workstreams", found).kept}

    def _milestones(self, plan: Plan) -> None:
        plain = ("code", "title_en", "title_uk", "kind", "duration_days", "weight", "criteria_en", "releasable_to")
        wanted = [
            Milestone(
                deal=self.deal,
                workstream=self.workstreams[row["workstream"]],
                owner=self.parties[row["owner_party"]],
                agreed_start=row["baseline_start"],
                agreed_finish=row["baseline_finish"],
                **_pick(row, *plain),
            )
            for row in self.rows["milestones.csv"]
        ]
        existing = list(Milestone.objects.filter(deal=self.deal))
        merged = merge(wanted, existing, key=lambda row: row.code, fields=MILESTONE_FIELDS)
        self.milestones = {row.code: row for row in note(plan, "milestones", merged).kept}

    def _dependencies(self, plan: Plan) -> None:
        wanted = [
            Dependency(
                predecessor=self.milestones[row["predecessor"]],
                successor=self.milestones[row["successor"]],
                **_pick(row, "type", "lag_days"),
            )
            for row in self.rows["dependencies.csv"]
        ]
        existing = list(Dependency.objects.filter(predecessor__deal=self.deal))
        merged = merge(
            wanted, existing, key=lambda row: (row.predecessor_id, row.successor_id, row.type), fields=["lag_days"]
        )
        note(plan, "dependencies", merged)

    def _terms(self, plan: Plan) -> None:
        plain = ("code", "title_en", "title_uk", "kind", "unit", "status")
        wanted = [
            Term(deal=self.deal, workstream=self.workstreams[row["workstream"]], **_pick(row, *plain))
            for row in self.rows["terms.csv"]
        ]
        existing = list(Term.objects.filter(deal=self.deal))
        merged = merge(wanted, existing, key=lambda row: row.code, fields=TERM_FIELDS)
        self.terms = {row.code: row for row in note(plan, "terms", merged).kept}

    def _positions(self, plan: Plan) -> None:
        plain = ("stated_on", "text_en", "text_uk", "low", "high", "releasable_to")
        wanted = [
            Position(
                term=self.terms[row["term_code"]],
                party=self.parties[row["party"]],
                recorded_at=self.at,
                **_pick(row, *plain),
            )
            for row in self.rows["positions.csv"]
        ]
        existing = Position.objects.filter(
            term__deal=self.deal, withdrawal=None, events__pgh_actor=IMPORTER.name
        ).distinct()
        merged = note(plan, "positions", merge(wanted, list(existing), key=_position_key, fields=[]))
        withdraw_positions(merged.gone, at=self.at)

    def _orders(self, plan: Plan) -> None:
        models = DroneModel.objects.in_bulk([row["model_slug"] for row in self.rows["orders.csv"]], field_name="slug")
        orders = [
            Order(
                deal=self.deal,
                code=row["order_code"],
                model=models[row["model_slug"]],
                milestone=self.milestones[row["milestone_code"]],
                **_pick(row, "quantity", "unit_price", "currency"),
            )
            for row in self.rows["orders.csv"]
        ]
        known = list(Order.objects.filter(deal=self.deal))
        merged = note(plan, "orders", merge(orders, known, key=lambda row: row.code, fields=ORDER_FIELDS))
        self.orders = {row.code: row for row in merged.kept}
        lots = [_lot(row, self.orders[row["order_code"]]) for row in self.rows["lots.csv"]]
        found = list(Lot.objects.filter(order__deal=self.deal))
        note(plan, "lots", merge(lots, found, key=lambda row: (row.order_id, row.number), fields=LOT_FIELDS))
        payments = [self._payment(row) for row in self.rows["payments.csv"]]
        paid = list(Payment.objects.filter(deal=self.deal))
        note(plan, "payments", merge(payments, paid, key=lambda row: row.code, fields=PAYMENT_FIELDS))

    def _payment(self, row: Row) -> Payment:
        """`EX-PAY-<order number>-n` belongs to the order `EX-ORD-<order number>`; others belong to none."""
        order = self.orders.get("EX-ORD-" + row["code"].removeprefix("EX-PAY-").split("-")[0])
        plain = _pick(row, "code", "due_on", "amount", "currency", "paid_on", "paid_amount")
        return Payment(deal=self.deal, milestone=self.milestones[row["milestone_code"]], order=order, **plain)

    def _production(self, plan: Plan) -> None:
        sites = [
            ProductionSite(
                deal=self.deal, code=row["site_code"], **_pick(row, "name_en", "name_uk", "country", "opened_on")
            )
            for row in self.rows["sites.csv"]
        ]
        known = list(ProductionSite.objects.filter(deal=self.deal))
        merged = note(plan, "sites", merge(sites, known, key=lambda row: row.code, fields=SITE_FIELDS))
        note(plan, "ramp months", self._ramp({row.code: row for row in merged.kept}))

    def _ramp(self, sites: dict[str, ProductionSite]) -> Any:
        rows: Sequence[Row] = self.rows["ramp.csv"]
        models = DroneModel.objects.in_bulk({row["model_slug"] for row in rows}, field_name="slug")
        wanted = [
            RampMonth(
                site=sites[row["site_code"]],
                model=models[row["model_slug"]],
                month=row["month"],
                planned=row["units_planned"],
                actual=row["units_actual"],
            )
            for row in rows
        ]
        existing = list(RampMonth.objects.filter(site__deal=self.deal))
        return merge(
            wanted, existing, key=lambda row: (row.site_id, row.model_id, row.month), fields=["planned", "actual"]
        )


def _lot(row: Row, order: Order) -> Lot:
    return Lot(
        order=order,
        number=row["lot_no"],
        due_on=row["due_on"],
        planned=row["quantity_planned"],
        accepted=row["quantity_accepted"],
        rejected=row["quantity_rejected"],
        accepted_on=row["accepted_on"],
    )


def _position_key(row: Position) -> tuple[object, ...]:
    figures = (str(row.low), str(row.high), row.unit)
    return (row.term_id, row.slug, row.party_id, row.stated_on, row.text_en, row.text_uk, *figures, *row.releasable_to)


def withdraw_positions(positions: Sequence[Position], *, at: datetime) -> None:
    """Takes back positions that left the files. Runs inside the caller's `writing`."""
    PositionWithdrawal.objects.bulk_create(
        PositionWithdrawal(position=position, reason="No longer in the files", withdrawn_at=at)
        for position in positions
    )
