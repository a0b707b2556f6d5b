"""One factory per model: a valid row with the least that it needs, saved. Values may be changed by name."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeVar

from django.db.models import Model

from catalog import models as catalog
from catalog.actions.searching import refresh_search
from exchange import models as exchange
from portal.accounts.models import Party, User
from portal.documents.models import Document
from portal.history.writing import Actor, writing
from portal.jobs.models import Heartbeat, Job, Server
from portal.notices.models import Notice
from portal.rest.models import ApiToken, RepeatedCall
from procurement import models as deal
from reports.models import Narrative, Report, ReportDelivery, ReportRecipient, ReportSchedule

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DAY = date(2026, 11, 22)
numbers = count(1)


R = TypeVar("R", bound=Model)


def _save(model: type[R], defaults: dict[str, Any], values: dict[str, Any]) -> R:
    with writing(by=Actor("system:factory"), reason="test"):
        row = model(**{**defaults, **values})
        row.save(force_insert=True)
    return row


def remove(row: Model) -> None:
    """Takes a row out of the record, as far as the database allows it."""
    with writing(by=Actor("system:factory"), reason="test"):
        row.delete()


def _hash() -> str:
    return f"{next(numbers):064x}"


def party(**values: Any) -> Party:
    number = next(numbers)
    defaults = {"code": f"P-{number}", "name_en": "Party", "name_uk": "Сторона", "side": "third"}
    return _save(Party, defaults, values)


def user(**values: Any) -> User:
    return _save(User, {"username": f"person-{next(numbers)}"}, values)


def document(**values: Any) -> Document:
    who = values.pop("uploaded_by", None) or user()
    defaults = {"title": "Paper", "file": "x.pdf", "sha256": _hash(), "size": 1, "media_type": "application/pdf"}
    return _save(Document, {**defaults, "uploaded_by": who, "uploaded_at": NOW}, values)


def source(**values: Any) -> catalog.Source:
    defaults = {
        "slug": f"source-{next(numbers)}",
        "publisher": "Gazette",
        "url": "https://example.org/1",
        "language": "en",
    }
    return _save(catalog.Source, defaults, values)


def maker(**values: Any) -> catalog.Maker:
    defaults = {"slug": f"maker-{next(numbers)}", "name_en": "Works", "name_uk": "Завод", "kind": "private"}
    return _save(catalog.Maker, defaults, values)


def drone_model(**values: Any) -> catalog.DroneModel:
    names = {"slug": f"model-{next(numbers)}", "name_en": "Kite", "name_uk": "Змій"}
    defaults = {**names, "domain": "air", "kind": "fixed-wing", "status": "prototype"}
    row = _save(catalog.DroneModel, defaults, values)
    refresh_search()
    return row


def search_key(**values: Any) -> catalog.SearchKey:
    defaults = {"names": "| works |", "words": ["works"], **_missing({"maker": maker}, values)}
    return _save(catalog.SearchKey, defaults, values)


def search_word(**values: Any) -> catalog.SearchWord:
    return _save(catalog.SearchWord, {"word": f"word-{next(numbers)}", "rest": "wrd"}, values)


def capability(**values: Any) -> catalog.Capability:
    defaults = {"code": f"capability-{next(numbers)}", "name_en": "Range", "name_uk": "Дальність"}
    return _save(catalog.Capability, defaults, values)


LINKS: dict[str, Callable[..., Any]] = {"model": drone_model, "source": source}
FIGURE = {"bound": "exact", "low": 40, "high": 40, "unit": "km"}


def claim(**values: Any) -> catalog.Claim:
    links = {"model": drone_model, "capability": capability, "source": source}
    defaults = {**FIGURE, "stated_by": "maker", "recorded_at": NOW, **_missing(links, values)}
    return _save(catalog.Claim, defaults, values)


def claim_withdrawal(**values: Any) -> catalog.ClaimWithdrawal:
    defaults = {"reason": "wrong", "withdrawn_at": NOW, **_missing({"claim": claim}, values)}
    return _save(catalog.ClaimWithdrawal, defaults, values)


def figure_span(**values: Any) -> catalog.FigureSpan:
    defaults = {"capability": f"capability-{next(numbers)}", "unit": "km", "statements": 1, "span": "{[40,40]}"}
    return _save(catalog.FigureSpan, {**defaults, **_missing({"model": drone_model}, values)}, values)


def figure_support(**values: Any) -> catalog.FigureSupport:
    defaults = {"unit": "km", "first_voice": "chronicle", "last_voice": "gazette"}
    links = _missing({"model": drone_model, "capability": capability}, values)
    return _save(catalog.FigureSupport, {**defaults, **links}, values)


def checked_claim(**values: Any) -> catalog.CheckedClaim:
    """The row that a trigger makes."""
    kept: catalog.CheckedClaim = claim(**values).checked
    return kept


def model_facets(**values: Any) -> catalog.ModelFacets:
    """The row that a trigger makes."""
    kept: catalog.ModelFacets = drone_model(**values).facets
    return kept


def application_statement(**values: Any) -> catalog.ApplicationStatement:
    defaults = {"application": "strike", "recorded_at": NOW}
    return _save(catalog.ApplicationStatement, {**defaults, **_missing(LINKS, values)}, values)


def _about_a_claim(values: dict[str, Any]) -> dict[str, Any]:
    return {"person": "olena", **_missing({"claim": claim, "party": party}, values)}


def claim_preference(**values: Any) -> catalog.ClaimPreference:
    return _save(catalog.ClaimPreference, {"reason": "newer", "stated_at": NOW, **_about_a_claim(values)}, values)


def claim_check(**values: Any) -> catalog.ClaimCheck:
    return _save(catalog.ClaimCheck, {"checked_on": DAY, "recorded_at": NOW, **_about_a_claim(values)}, values)


def saved_filter(**values: Any) -> catalog.SavedFilter:
    defaults = {"name": f"Filter {next(numbers)}", "query": "domain=air", "saved_at": NOW}
    return _save(catalog.SavedFilter, {**defaults, **_missing({"owner": user}, values)}, values)


def filter_watch(**values: Any) -> catalog.FilterWatch:
    links = _missing({"saved_filter": saved_filter, "user": user}, values)
    return _save(catalog.FilterWatch, {"checked_at": NOW, **links}, values)


def notice(**values: Any) -> Notice:
    defaults = {"key": f"notice-{next(numbers)}", "kind": "review-due", "link": "/catalog/stale/", "made_at": NOW}
    return _save(Notice, {**defaults, **_missing({"user": user}, values)}, values)


def _missing(links: dict[str, Callable[..., Any]], values: dict[str, Any]) -> dict[str, Any]:
    return {name: make() for name, make in links.items() if name not in values}


def a_deal(**values: Any) -> deal.Deal:
    defaults = {"code": f"DEAL-{next(numbers)}", "title_en": "Deal", "title_uk": "Угода", "nature": "official"}
    return _save(deal.Deal, {**defaults, "status": "talks", "party_codes": ["P-A"]}, values)


def workstream(**values: Any) -> deal.Workstream:
    defaults = {
        "code": f"w-{next(numbers)}",
        "title_en": "Work",
        "title_uk": "Напрям",
        **_missing({"deal": a_deal}, values),
    }
    return _save(deal.Workstream, defaults, values)


def _in_deal(values: dict[str, Any]) -> dict[str, Any]:
    stream = values.get("workstream") or workstream(**({"deal": values["deal"]} if "deal" in values else {}))
    return {"deal": stream.deal, "workstream": stream, "title_en": "Title", "title_uk": "Назва"}


def term(**values: Any) -> deal.Term:
    defaults = {"code": f"T-{next(numbers)}", "kind": "price", "status": "open", **_in_deal(values)}
    return _save(deal.Term, defaults, values)


def term_version(**values: Any) -> deal.TermVersion:
    texts = {"number": 1, "text_en": "Text", "text_uk": "Текст", "valid_from": DAY}
    return _save(deal.TermVersion, {**texts, **_missing({"term": term}, values)}, values)


def position(**values: Any) -> deal.Position:
    defaults = {"text_en": "We want", "recorded_at": NOW, "stated_on": "2026-11-22"}
    return _save(deal.Position, {**defaults, **_missing({"term": term, "party": party}, values)}, values)


def position_withdrawal(**values: Any) -> deal.PositionWithdrawal:
    defaults = {"reason": "wrong", "withdrawn_at": NOW, **_missing({"position": position}, values)}
    return _save(deal.PositionWithdrawal, defaults, values)


def milestone(**values: Any) -> deal.Milestone:
    dates = {"duration_days": 0, "agreed_start": DAY, "agreed_finish": DAY}
    defaults = {"code": f"M-{next(numbers)}", "kind": "review", **dates, **_in_deal(values)}
    return _save(deal.Milestone, {**defaults, **_missing({"owner": party}, values)}, values)


def dependency(**values: Any) -> deal.Dependency:
    defaults = {"type": "FS", **_missing({"predecessor": milestone, "successor": milestone}, values)}
    return _save(deal.Dependency, defaults, values)


def milestone_statement(**values: Any) -> deal.MilestoneStatement:
    defaults = {"kind": "forecast", "person": "olena", "stated_on": "2026-11-22", "date": "2027-01-01"}
    links = _missing({"milestone": milestone, "party": party}, values)
    return _save(deal.MilestoneStatement, {**defaults, "recorded_at": NOW, **links}, values)


def milestone_check(**values: Any) -> deal.MilestoneCheck:
    links = _missing({"milestone": milestone, "party": party}, values)
    return _save(deal.MilestoneCheck, {"checked_on": DAY, "person": "olena", "recorded_at": NOW, **links}, values)


def duration_spread(**values: Any) -> deal.DurationSpread:
    links = _missing({"milestone": milestone, "party": party}, values)
    days = {"shortest": 5, "likely": 10, "longest": 30, "person": "olena", "reason": "as last year"}
    return _save(deal.DurationSpread, {**days, "recorded_at": NOW, **links}, values)


def baseline(**values: Any) -> deal.Baseline:
    links = _missing({"deal": a_deal, "party": party, "taken_by": user}, values)
    return _save(deal.Baseline, {"name": "Plan", "number": next(numbers), "taken_at": NOW, **links}, values)


def baseline_milestone(**values: Any) -> deal.BaselineMilestone:
    defaults = {"start": DAY, "finish": DAY, **_missing({"baseline": baseline, "milestone": milestone}, values)}
    return _save(deal.BaselineMilestone, defaults, values)


def baseline_signature(**values: Any) -> deal.BaselineSignature:
    links = _missing({"baseline": baseline, "party": party, "signed_by": user}, values)
    return _save(deal.BaselineSignature, {"side": "seller", "signed_at": NOW, **links}, values)


def baseline_set_aside(**values: Any) -> deal.BaselineSetAside:
    links = _missing({"baseline": baseline, "party": party, "set_by": user}, values)
    return _save(deal.BaselineSetAside, {"reason": "a slip", "set_at": NOW, **links}, values)


def proposal(**values: Any) -> deal.Proposal:
    defaults = {"number": next(numbers), "opened_at": NOW, "reason_code": "delay", "reason": "late"}
    links = _missing({"deal": a_deal, "party": party, "opened_by": user}, values)
    return _save(deal.Proposal, {**defaults, **links}, values)


def proposal_change(**values: Any) -> deal.ProposalChange:
    defaults = {"subject": "milestone", "subject_key": "M-1", "field": "agreed_start", "base_version": 1}
    return _save(deal.ProposalChange, {**defaults, **_missing({"proposal": proposal}, values)}, values)


def order(**values: Any) -> deal.Order:
    contract = values.get("milestone") or milestone()
    defaults = {"code": f"O-{next(numbers)}", "quantity": 10, "unit_price": 100, "currency": "USD"}
    links = {"milestone": contract, "deal": contract.deal, **_missing({"model": drone_model}, values)}
    return _save(deal.Order, {**defaults, **links}, values)


def lot(**values: Any) -> deal.Lot:
    defaults = {"number": 1, "due_on": DAY, "planned": 10, **_missing({"order": order}, values)}
    return _save(deal.Lot, defaults, values)


def payment(**values: Any) -> deal.Payment:
    contract = values.get("milestone") or milestone()
    defaults = {"code": f"PAY-{next(numbers)}", "due_on": DAY, "amount": 100, "currency": "USD"}
    return _save(deal.Payment, {**defaults, "milestone": contract, "deal": contract.deal}, values)


def production_site(**values: Any) -> deal.ProductionSite:
    defaults = {"code": f"S-{next(numbers)}", "name_en": "Plant", "name_uk": "Завод", "country": "UA"}
    return _save(deal.ProductionSite, {**defaults, **_missing({"deal": a_deal}, values)}, values)


def ramp_month(**values: Any) -> deal.RampMonth:
    links = _missing({"site": production_site, "model": drone_model}, values)
    return _save(deal.RampMonth, {"month": DAY.replace(day=1), "planned": 5, **links}, values)


def requirement(**values: Any) -> deal.Requirement:
    defaults = {"slug": f"need-{next(numbers)}", "branch": "US-ARMY", "title_en": "Need", "title_uk": "Потреба"}
    return _save(deal.Requirement, {**defaults, "domain": "air"}, values)


def requirement_figure(**values: Any) -> deal.RequirementFigure:
    links = _missing({"requirement": requirement, "capability": capability, "source": source}, values)
    defaults = {**FIGURE, "level": "threshold", "recorded_at": NOW}
    return _save(deal.RequirementFigure, {**defaults, **links}, values)


def engagement(**values: Any) -> deal.Engagement:
    defaults = {"slug": f"event-{next(numbers)}", "starts_on": "2026-11", "kind": "meeting", "subject_en": "Talks"}
    return _save(deal.Engagement, defaults, values)


def _own(values: dict[str, Any]) -> dict[str, Any]:
    return {"person": "olena", "recorded_at": NOW, **_missing({"party": party, "model": drone_model}, values)}


def trial(**values: Any) -> deal.Trial:
    return _save(deal.Trial, {"held_on": "2026-11", **_own(values)}, values)


def trial_figure(**values: Any) -> deal.TrialFigure:
    return _save(deal.TrialFigure, {**FIGURE, **_missing({"trial": trial, "capability": capability}, values)}, values)


def evaluation(**values: Any) -> deal.Evaluation:
    return _save(deal.Evaluation, {"rating": 4, "pros": "quiet", **_own(values)}, values)


def job(**values: Any) -> Job:
    defaults = {"kind": "note", "key": f"job-{next(numbers)}", "due_at": NOW, "created_at": NOW}
    return _save(Job, defaults, values)


def heartbeat(**values: Any) -> Heartbeat:
    return _save(Heartbeat, {"name": f"part-{next(numbers)}", "at": NOW}, values)


def server(**values: Any) -> Server:
    done = {"accepted_at": NOW, "accepted_by": "system:jobs"}
    return _save(Server, {"identity": "1.1.1", "seen_at": NOW, "reason": "first start", **done}, values)


def api_token(**values: Any) -> ApiToken:
    times = {"created_at": NOW, "expires_at": NOW.replace(year=2027)}
    defaults = {"name": "script", "sha256": _hash(), **times, **_missing({"user": user}, values)}
    return _save(ApiToken, defaults, values)


def repeated_call(**values: Any) -> RepeatedCall:
    defaults = {
        "key": f"key-{next(numbers)}",
        "request_sha256": _hash(),
        "made_at": NOW,
        **_missing({"user": user}, values),
    }
    return _save(RepeatedCall, defaults, values)


def report_schedule(**values: Any) -> ReportSchedule:
    defaults = {"cadence": "weekly", "starts_on": DAY, **_missing({"deal": a_deal}, values)}
    return _save(ReportSchedule, defaults, values)


def report(**values: Any) -> Report:
    schedule = values.get("schedule") or report_schedule()
    period = {"period_start": date(2026, 11, 16), "period_end": date(2026, 11, 23), "queued_at": NOW}
    return _save(Report, {**period, "schedule": schedule, "deal": schedule.deal}, values)


def report_recipient(**values: Any) -> ReportRecipient:
    who = values.pop("party", None) or party()
    schedule = values.pop("schedule", None) or report_schedule()
    defaults = {"schedule": schedule, "party": who, "address": "staff@example.org", "added_at": NOW}
    return _save(ReportRecipient, {**defaults, "releasable_to": [who.code]}, values)


def report_delivery(**values: Any) -> ReportDelivery:
    made = values.pop("report", None) or report()
    recipient = values.pop("recipient", None) or report_recipient(schedule=made.schedule)
    defaults = {"report": made, "recipient": recipient, "message_id": f"<{_hash()[-40:]}@example.org>"}
    times = {"queued_at": NOW, "due_at": NOW, "releasable_to": recipient.releasable_to}
    return _save(ReportDelivery, {**defaults, **times}, values)


def narrative(**values: Any) -> Narrative:
    who = values.pop("party", None) or party()
    defaults = {"report": values.get("report") or report(), "party": who, "releasable_to": [who.code]}
    return _save(Narrative, {**defaults, "started_at": NOW}, values)


def uploaded_file(**values: Any) -> exchange.UploadedFile:
    return _save(exchange.UploadedFile, {"content": b"Model;Range", "sha256": _hash()}, values)


def import_(**values: Any) -> exchange.Import:
    who = values.pop("party", None) or party()
    defaults = {"name": "figures.csv", "file": uploaded_file(), "uploaded_by": user(party=who), "uploaded_at": NOW}
    return _save(exchange.Import, {**defaults, "party": who, "releasable_to": [who.code]}, values)


def column_mapping(**values: Any) -> exchange.ColumnMapping:
    defaults = {"party": party(), "signature": _hash(), "saved_at": NOW}
    return _save(exchange.ColumnMapping, defaults, values)


def imported_claim(**values: Any) -> exchange.ImportedClaim:
    return _save(exchange.ImportedClaim, {"batch": import_(), "claim": claim(), "sheet": "CSV", "row": 2}, values)
