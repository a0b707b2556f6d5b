"""What somebody wants changed, checked and made whole: the changes of a proposal before it is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.faults import Conflict, Missing, Outdated, Refused
from portal.partialdate import FIRST_YEAR, LAST_YEAR
from procurement import proposal_rules as rules
from procurement.models import Deal, Milestone, ProposalChange, Term
from procurement.proposal_rules import Value
from procurement.queries.agreed import Key, Row, agreed_values, state_of, subject_rows
from procurement.queries.agreed_links import LinkRow
from procurement.queries.agreed_orders import LotRow, OrderRow
from procurement.queries.wholes import problems_of_whole

EARLIEST, LATEST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
MOST_SUBJECTS = 50
Problems = dict[str, list[str]]


@dataclass(frozen=True)
class Wanted:
    """What somebody wants of one row, as typed: values by field; a field that is left out stays as it is.

    `seen` is what was agreed when he began, `version` the version of the row that he saw (0: there was none), as far as
    somebody asked.
    """

    subject: str
    key: str
    values: Mapping[str, Value] = field(default_factory=dict)
    seen: Mapping[str, Value] | None = None
    version: int | None = None

    @property
    def name(self) -> Key:
        return self.subject, self.key


@dataclass(frozen=True)
class Draft:
    """Changes that are not saved yet, and the parties that may see all of them (none: all parties of the deal)."""

    changes: Sequence[ProposalChange] = ()
    releasable_to: Sequence[str] = ()


def drafted(deal: Deal, wanted: Sequence[Wanted], *, by: User, problems: Problems) -> Draft:
    """The changes that are wanted, whole values row by row; what is wrong goes into `problems`.

    Outdated when something is agreed by now that the person had not seen, Conflict when a row has another version than
    he says; `current` has both.
    """
    keys = [item.name for item in wanted]
    if not 0 < len(set(keys)) == len(keys) <= MOST_SUBJECTS:
        problems["changes"] = [_("Name what shall change: from 1 to %(n)s rows, each once.") % {"n": MOST_SUBJECTS}]
        return Draft()
    rows = subject_rows(deal, keys, user=by)
    for item in wanted:
        if item.name not in rows:
            raise Missing(_("There is no such row: %(key)s.") % {"key": item.key})
        _check_row(rows[item.name], by)
    old = agreed_values(rows)
    need_present({item.name: item.seen for item in wanted if item.seen is not None}, old, rows, _("Look at it again."))
    _need_versions(wanted, rows, old)
    new = {item.name: _whole_value(item, rows[item.name], old[item.name], problems) for item in wanted}
    if not problems:
        problems.update(problems_of_whole(deal, old, new, user=by))
    changes = [change for key in keys for change in _changes(key, rows[key].version, old[key], new[key])]
    return Draft(changes, _release_of(list(rows.values())))


def need_present(
    seen: Mapping[Key, Mapping[str, Value]],
    present: Mapping[Key, Mapping[str, Value]],
    rows: Mapping[Key, Row],
    cure: str,
) -> None:
    """Outdated, with both values of each field, when what was seen is not what is agreed now."""
    gone = [
        {"subject": key[0], "key": key[1], "field": name, "seen": old[name], "present": present[key][name]}
        for key, old in seen.items()
        if key in present
        for name in rules.outdated(old, present[key])
    ]
    if gone or not set(seen) <= set(present):
        versions = {key[1]: row.version for key, row in rows.items()}
        text = _("What is agreed has changed since.")
        raise Outdated(f"{text} {cure}", current={"changed": gone, "versions": versions})


def _need_versions(
    wanted: Sequence[Wanted], rows: Mapping[Key, Row], present: Mapping[Key, Mapping[str, Value]]
) -> None:
    """Conflict, with both versions and what is agreed now, when a row has another version than the person saw."""
    gone = [
        {
            **{"subject": item.subject, "key": item.key, "seen_version": item.version},
            **{"version": rows[item.name].version, "present": dict(present[item.name])},
        }
        for item in wanted
        if item.version is not None and item.version != rows[item.name].version
    ]
    if gone:
        raise Conflict(_("What you want to change has changed since you saw it."), current={"changed": gone})


def _release_of(rows: Sequence[Row]) -> list[str]:
    """The one release list of the rows. The proposal is marked with it."""
    lists = {tuple(sorted(row.releasable_to)) for row in rows}
    if len(lists) > 1:
        text = _("These rows are not released to the same parties. Make one proposal for each release list.")
        raise Refused(text, code="mixed-release")
    return list(lists.pop())


def _check_row(row: Row, by: User) -> None:
    if isinstance(row, Milestone) and state_of(row, user=by) in rules.SETTLED:
        raise Refused(_("%(code)s is met or cancelled: nothing is left to move.") % {"code": row.code}, code="settled")


def _whole_value(item: Wanted, row: Row, old: Mapping[str, Value], problems: Problems) -> dict[str, Value]:
    """The value that is wanted with the part that stays, in its one spelling."""
    unknown = sorted(set(item.values) - set(rules.FIELDS[item.subject]))
    given = {name: _plain(value) for name, value in item.values.items() if name not in unknown}
    new = rules.normal(item.subject, {**old, **given})
    problems.update({f"{item.key}.{name}": [_("A proposal cannot change this.")] for name in unknown})
    faults = _faults(row, new, old)
    problems.update({f"{item.key}.{name}": [str(fault.label)] for name, fault in faults.items()})
    if new == dict(old) and not unknown:
        problems[f"{item.key}.{rules.FIELDS[item.subject][0]}"] = [_("Nothing differs from what is agreed.")]
    return new


def _changes(key: Key, version: int, old: Mapping[str, Value], new: Mapping[str, Value]) -> list[ProposalChange]:
    same: dict[str, Any] = {"subject": key[0], "subject_key": key[1], "base_version": version}
    return [ProposalChange(**same, field=name, old=old[name], new=new[name]) for name in rules.FIELDS[key[0]]]


def _plain(value: Value) -> Value:
    return (value.strip() or None) if isinstance(value, str) else value


def _faults(row: Row, new: Mapping[str, Value], old: Mapping[str, Value]) -> rules.Faults:
    match row:
        case Term():
            return rules.faults_of_term(new, old)
        case LinkRow():
            return rules.faults_of_link(new)
        case OrderRow():
            return rules.faults_of_order(new)
        case LotRow():
            return rules.faults_of_lot(new, received=row.received, earliest=EARLIEST, latest=LATEST)
        case Milestone():
            return rules.faults_of_dates(new, earliest=EARLIEST, latest=LATEST)
