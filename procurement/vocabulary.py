"""Words of the deal: codes that stand in data, URLs and files, with their names for people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DealNature(TextChoices):
    """Where a deal's rows come from. An exercise is marked as such wherever it is shown."""

    OFFICIAL = "official", _("Official record of the parties")
    PUBLIC = "public-record", _("Public record")
    EXERCISE = "exercise", _("Exercise")


class DealStatus(TextChoices):
    TALKS = "talks", _("In talks")
    AGREED = "agreed", pgettext_lazy("by both sides", "Agreed")
    IN_FORCE = "in-force", _("In force")
    ENDED = "ended", _("Ended")


class Branch(TextChoices):
    """Services that state requirements; a code without a name is its own name."""

    JOINT = "US-JOINT", _("US joint programmes")
    ARMY = "US-ARMY", _("US Army")
    MARINES = "US-USMC", _("US Marine Corps")
    NAVY = "US-NAVY", _("US Navy")
    AIR_FORCE = "US-USAF", _("US Air Force")
    COAST_GUARD = "US-USCG", _("US Coast Guard")


def branch_name(code: str) -> str:
    """The name of a service branch, its code where it has none."""
    return str(Branch(code).label) if code in Branch.values else code


class FigureLevel(TextChoices):
    THRESHOLD = "threshold", _("Threshold")
    OBJECTIVE = "objective", _("Objective")
    PLANNED = "planned", _("Planned")


class TermStatus(TextChoices):
    OPEN = "open", _("Open")
    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", pgettext_lazy("by both sides", "Agreed")
    IN_FORCE = "in-force", _("In force")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    STATED = "publicly-stated", _("Publicly stated")


UNSETTLED = frozenset({TermStatus.OPEN, TermStatus.PROPOSED})


class TermKind(TextChoices):
    PRICE = "price", _("Price")
    QUANTITY = "quantity", _("Quantity")
    DELIVERY = "delivery", _("Delivery")
    DURATION = "duration", _("Duration")
    PAYMENT = "payment", _("Payment")
    WARRANTY = "warranty", _("Warranty")
    IP = "ip", _("Intellectual property")
    EXCLUSIVITY = "exclusivity", _("Exclusivity")
    OFFSET = "offset", _("Offset")
    TRAINING = "training", _("Training")
    GOVERNANCE = "governance", _("Governance")
    SECURITY = "security", _("Security")
    OTHER = "other", _("Other")


class PositionStatus(TextChoices):
    """How firm a public speaker's word is; a party's own position has ''."""

    STATED = "publicly-stated", _("Publicly stated")
    REPORTED = "reported", _("Reported")
    PROPOSED = "proposed", _("Proposed")
    AGREED = "agreed", pgettext_lazy("by both sides", "Agreed")
    DENIED = "denied", _("Denied")


class MilestoneKind(TextChoices):
    APPROVAL = "approval", _("Approval")
    PRODUCTION = "production", _("Production")
    REPORT = "report", _("Report")
    DELIVERY = "delivery", _("Delivery")
    REVIEW = "review", _("Review")
    TEST = "test", _("Test")
    DECISION = "decision", _("Decision")
    CONTRACT = "contract", _("Contract")
    PAYMENT = "payment", _("Payment")
    TRAINING = "training", _("Training")
    INTEGRATION = "integration", _("Integration")
    EVENT = "event", _("Public event")


class MilestoneState(TextChoices):
    """Computed from statements, never stored (rules.py says how)."""

    SCHEDULED = "scheduled", _("Scheduled")
    RUNNING = "running", _("Under way")
    REPORTED = "reported", _("Reported")
    CONTESTED = "contested", _("Contested")
    MET = "met", _("Met")
    PARTLY_MET = "partly-met", _("Partly met")
    NOT_MET = "not-met", _("Not met")
    CANCELLED = "cancelled", _("Cancelled")


class StatementKind(TextChoices):
    """What somebody says of a milestone. The last four are what public sources say."""

    FORECAST = "forecast", _("Forecast")
    STARTED = "started", _("Started")
    REPORTED_MET = "reported-met", _("Reported met")
    PARTLY_MET = "partly-met", _("Partly met")
    NOT_MET = "not-met", _("Not met")
    DISPUTED = "disputed", pgettext_lazy("statement", "Disputed")
    CONFIRMED = "confirmed", _("Confirmed")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    HAPPENED = "happened", _("Happened")
    ANNOUNCED = "announced", _("Announced")
    EXPECTED = "expected", _("Expected")
    SLIPPED = "slipped", _("Slipped")


class Todo(TextChoices):
    """What a person may do about something that waits."""

    ANSWER = "answer", _("Answer")
    REPORT = "report", _("Report or forecast")
    SETTLE = "settle", _("Settle the dispute")


class Years(TextChoices):
    """By which years the axis of the timeline is parted."""

    FISCAL = "fiscal", _("US fiscal years")
    DEAL = "deal", _("deal years")
    CALENDAR = "calendar", _("calendar years")
    QUARTER = "quarter", _("quarters")


class LinkType(TextChoices):
    FS = "FS", _("finish to start")
    SS = "SS", _("start to start")
    FF = "FF", _("finish to finish")
    SF = "SF", _("start to finish")


class ProposalState(TextChoices):
    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    COUNTERED = "countered", _("Answered by a counter-proposal")


class LotState(TextChoices):
    """How a lot stands on a day; computed, never stored."""

    ACCEPTED = "accepted", pgettext_lazy("lot", "Accepted")
    SHORT = "short", pgettext_lazy("lot", "Accepted in part")
    OVERDUE = "overdue", pgettext_lazy("lot", "Overdue")
    AHEAD = "ahead", pgettext_lazy("lot", "Not due yet")


class PaymentState(TextChoices):
    """How a payment stands on a day; computed, never stored."""

    PAID = "paid", pgettext_lazy("payment", "Paid")
    SHORT = "short", pgettext_lazy("payment", "Paid in part")
    OVERDUE = "overdue", pgettext_lazy("payment", "Overdue")
    AHEAD = "ahead", pgettext_lazy("payment", "Not due yet")


class ReasonCode(TextChoices):
    """Why an agreed value shall change, or why a party now expects another date."""

    SCOPE = "scope", _("Scope changed")
    DELAY = "delay", _("Delay")
    EARLIER = "earlier", _("Earlier than planned")
    PRICE = "price", _("Price or budget")
    LAW = "law", _("Law or permit")
    SECURITY = "security", _("Security")
    CORRECTION = "correction", _("Correction of an error")
    OTHER = "other", _("Other")


class Subject(TextChoices):
    """What kind of row a proposal changes."""

    MILESTONE = "milestone", _("Milestone")
    TERM = "term", _("Term")
    LINK = "link", _("Link")
    ORDER = "order", _("Order")
    LOT = "lot", _("Lot")


class AgreedField(TextChoices):
    """The agreed values that a proposal can change."""

    START = "agreed_start", _("Agreed start")
    FINISH = "agreed_finish", _("Agreed finish")
    CANCELLED = "cancelled", _("Cancelled")
    TEXT_EN = "text_en", _("Text in English")
    TEXT_UK = "text_uk", _("Text in Ukrainian")
    LOW = "low", _("Figure, at least")
    HIGH = "high", _("Figure, at most")
    LINK_TYPE = "type", _("Kind of link")
    LAG = "lag_days", _("Lag, days")
    QUANTITY = "quantity", _("Quantity")
    PRICE = "unit_price", _("Unit price")
    DUE = "due_on", _("Delivery due")
    PLANNED = "planned", _("Planned quantity")


class ProposalFault(TextChoices):
    """What is wrong with a proposed value, and the cure."""

    NO_DAY = "no-day", _("Write a day as YYYY-MM-DD.")
    FAR_OFF = "far-off", _("The year is too far off.")
    FINISH_BEFORE_START = "finish-before-start", _("The finish is before the start.")
    NO_FLAG = "no-flag", _("Say true or false.")
    NO_TEXT = "no-text", _("Write the text: both languages change together.")
    TOO_LONG = "too-long", _("At most 20,000 characters.")
    ONE_LANGUAGE = "one-language", _("Only one language was changed. Change this one too, so that both say the same.")
    NO_NUMBER = "no-number", _("Write a number, for example 20 or 12.5.")
    LOW_ABOVE_HIGH = "low-above-high", _("“At most” is below “at least”.")
    NO_LINK_TYPE = "no-link-type", _("Choose FS, SS, FF or SF, or no link at all.")
    NO_QUANTITY = "no-quantity", _("Write a whole number of units, for example 120.")
    NO_PRICE = "no-price", _("Write an amount with at most two decimals, for example 2400.00.")
    RECEIVED = "received", _("More units than that have been received already.")
    NO_LAG = "no-lag", _("Write whole days between −3,660 and 3,660, for example 0, 14 or -5.")


class WhatIfFault(TextChoices):
    """Why a change that somebody tries out cannot be computed, and the cure."""

    NO_PAIR = (
        "no-pair",
        _("“%(what)s”: write the code of a milestone, a colon and the value, for example M-7:2027-03-01."),
    )
    UNKNOWN = "unknown", _("“%(what)s”: the deal has no milestone of this code. Choose one from the list.")
    NO_DATES = "no-dates", _("“%(what)s”: the milestone has no agreed dates, or is cancelled. Choose another one.")
    FINISHED = "finished", _("“%(what)s”: the milestone has finished, so nothing of it can move. Choose another one.")
    RUNNING = "running", _("“%(what)s”: the milestone has started; its start is a fact. Change its duration.")
    NO_DAY = "no-day", _("“%(what)s”: write the start as a day, YYYY-MM-DD, in a year from 1900 to 2199.")
    NO_NUMBER = "no-number", _("“%(what)s”: write the duration as a whole number of days from 0 to 9999.")
    FAR_OFF = "far-off", _("“%(what)s”: it would finish after 2199. Choose an earlier start or a shorter duration.")
    TWICE = "twice", _("“%(what)s”: the milestone has another value of this kind already. Remove one of them.")
    TOO_MANY = "too-many", _("At most %(what)s changes can be tried out at once. Remove some.")
    NO_VALUE = "no-value", _("“%(what)s”: give a new start or a new duration.")


class BaselineState(TextChoices):
    """Computed from the signatures of a baseline, never stored."""

    WAITING = "waiting", pgettext_lazy("baseline", "Waits for signatures")
    SIGNED = "signed", pgettext_lazy("baseline", "Signed by both sides")
    SET_ASIDE = "set-aside", pgettext_lazy("baseline", "Set aside")


class Dates(TextChoices):
    """Dates of the whole plan that can be compared besides those of the named baselines."""

    AGREED = "agreed", _("Agreed today")
    FORECAST = "forecast", _("Forecast today")


class Change(TextChoices):
    """What became of a milestone between two sets of dates."""

    SAME = "same", pgettext_lazy("dates of a milestone", "Same dates")
    MOVED = "moved", pgettext_lazy("dates of a milestone", "Moved")
    ADDED = "added", pgettext_lazy("dates of a milestone", "Added")
    GONE = "gone", pgettext_lazy("dates of a milestone", "Cancelled")


class VarianceOrder(TextChoices):
    """How the rows of a comparison of dates can be sorted."""

    PLAN = "plan", _("Workstream and date")
    LATER = "later", _("Most moved to later")
    EARLIER = "earlier", _("Most moved to earlier")
    FINISH = "finish", _("Finish")


class Moving(TextChoices):
    """Which date of a milestone a move in the ledger is about."""

    AGREED = "agreed", _("Agreed dates")
    FORECAST = "forecast", _("Forecast of a party")


class Trending(TextChoices):
    """What a line of the milestone trend shows."""

    AGREED = "agreed", _("Agreed finish")
    FORECAST = "forecast", _("Forecast of a party")
    COMPUTED = "computed", _("Forecast by the schedule rules")


class PositionFault(TextChoices):
    """What is wrong with a position on a term, and the cure. %(unit)s is the unit of the term."""

    NO_TEXT = "no-text", _("Write in English what your party wants; Ukrainian may follow.")
    TOO_LONG = "too-long", _("At most 5,000 characters.")
    NO_NUMBER = "no-number", _("Write a number, for example 20 or 12.5.")
    LOW_ABOVE_HIGH = "low-above-high", _("“At most” is below “at least”.")
    NO_FIGURE = "no-figure", _("This term has no unit: say it in words and leave the figure empty.")
    OTHER_UNIT = "other-unit", _("This term is counted in %(unit)s. Give the figure in it.")


class Standing(TextChoices):
    """How the last shared words of seller and buyer on a term stand to each other (term_rules.py says how)."""

    SAME = "same-figure", _("Both name the same figure")
    OVERLAP = "overlap", _("The figures overlap")
    GAP = "gap", _("There is a gap")
    WORDS = "in-words", _("In words")
    ONE_SIDE = "one-side", _("One side has spoken")
    NOBODY = "nobody", _("Nobody has spoken")


class RiskFault(TextChoices):
    """What is wrong with what the page of risk is asked for, and the cure."""

    SEED = "seed", _("The seed is a whole number from 0 to 4294967295.")
    RUNS = "runs", _("The number of courses is a whole number from 100 to 10000.")
    ASSUME = "assume", _("Write the assumption as percent less, a colon and percent more: 10:30; at most 90:500.")


class EngagementKind(TextChoices):
    VISIT = "visit", _("Visit")
    MEETING = "meeting", _("Meeting")
    CALL = "call", _("Call")
    STATEMENT = "statement", _("Statement")
    SIGNING = "signing", _("Signing")
    REPORT = "report", _("Report")


class Recorded(TextChoices):
    """The kinds of rows of a deal whose changes are in its history, by the name of their model."""

    MILESTONE = "Milestone", _("Milestone")
    STATEMENT = "MilestoneStatement", _("Statement on a milestone")
    CHECK = "MilestoneCheck", _("Check of a milestone")
    LINK = "Dependency", _("Link of milestones")
    TERM = "Term", _("Term")
    POSITION = "Position", _("Position")
    WITHDRAWAL = "PositionWithdrawal", _("Withdrawal of a position")
    VERSION = "TermVersion", _("Agreed text")
    PROPOSAL = "Proposal", _("Proposal")
    ORDER = "Order", _("Order")
    LOT = "Lot", _("Lot")
    PAYMENT = "Payment", _("Payment")
    SITE = "ProductionSite", _("Production site")
    OUTPUT = "RampMonth", _("Output of a month")
    BASELINE = "Baseline", _("Baseline")
    WORKSTREAM = "Workstream", _("Workstream")
    DEAL = "Deal", _("Deal")


class Deed(TextChoices):
    """What was done to a row."""

    INSERT = "insert", _("added")
    UPDATE = "update", _("changed")
    DELETE = "delete", _("removed")


class Refusal(TextChoices):
    """Why a statement about a milestone is not possible now, and what is possible instead."""

    NOT_IN_STATE = "not-in-state", _("A milestone that is “%(state)s” takes no statement “%(kind)s”.")
    IN_FUTURE = "in-future", _("What has happened cannot lie in the future: state a forecast instead.")
    BEFORE_START = "before-start", _("It cannot be met before it started on %(start)s.")
    NOTHING_THERE = "nothing-there", _("The statement that is answered is not there, or was withdrawn.")
    NOT_OWN = "not-own", _("A statement is withdrawn by the party that made it.")
    NO_REPORT = "no-report", _("Only a report can be confirmed or disputed.")
    SECOND_PERSON = (
        "second-person",
        _("An internal milestone is confirmed by a second person of the party."),
    )
    OTHER_SIDE = "other-side", _("A report is confirmed by a party of the other side.")
    OWN_REPORT = "own-report", _("A party does not dispute its own report: it withdraws it.")
