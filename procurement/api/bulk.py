"""Statements about many milestones in one call: their shapes, and each row's own answer."""

from typing import Any

from rest_framework import serializers

from portal.rest.description import Problem
from portal.rest.problems import problem_of
from portal.rest.views import Strict
from procurement.actions.milestones import Words
from procurement.actions.statement_rows import MOST, Outcome, Row
from procurement.api.serializers import MilestoneStatementSerializer, NewStatementSerializer, reason_code


class StatementRowSerializer(NewStatementSerializer):
    """A statement and the version of its milestone that the caller saw."""

    version = serializers.IntegerField(min_value=1, max_value=10**9)


class NewStatementsSerializer(Strict):
    """Each row is a statement of its own. `reason` and `reason_code` hold for all rows that give none."""

    reason = serializers.CharField(max_length=5000, required=False, default="", allow_blank=True)
    reason_code = reason_code()
    rows = serializers.ListSerializer[Any](child=StatementRowSerializer(), min_length=1, max_length=MOST)


class StatementOutcomeSerializer(serializers.Serializer[Any]):
    """What became of a row: 201 written, 200 the caller had written it before, else its problem and nothing written."""

    milestone = serializers.CharField()
    status = serializers.IntegerField()
    statement = MilestoneStatementSerializer(allow_null=True)
    problem = Problem(allow_null=True)


class StatementOutcomesSerializer(serializers.Serializer[Any]):
    """One outcome a row, in the order of the rows."""

    written = serializers.IntegerField()
    refused = serializers.IntegerField()
    results = StatementOutcomeSerializer(many=True)


def rows_of(given: dict[str, Any]) -> list[Row]:
    """What the action takes, of a body that was read."""
    names = ("kind", "reason", "date", "start_date", "about", "quantity", "quantity_unit", "reason_code")
    return [
        Row(row["milestone"], row["version"], Words(**{name: row[name] for name in names})) for row in given["rows"]
    ]


def answer(outcomes: list[Outcome]) -> dict[str, Any]:
    """The body of the answer."""
    results = [_result(outcome) for outcome in outcomes]
    written = sum(outcome.fault is None for outcome in outcomes)
    return {"written": written, "refused": len(results) - written, "results": results}


def _result(outcome: Outcome) -> dict[str, Any]:
    code = outcome.row.milestone_code
    if outcome.fault is not None:
        problem = problem_of(outcome.fault)
        return {"milestone": code, "status": problem["status"], "statement": None, "problem": problem}
    said = dict(MilestoneStatementSerializer(outcome.statement).data)
    return {"milestone": code, "status": 200 if outcome.repeated else 201, "statement": said, "problem": None}
