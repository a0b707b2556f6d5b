"""Words of the catalog: codes that stand in data, URLs and files, with their names for people."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MakerKind(TextChoices):
    PRIVATE = "private", _("Private company")
    STATE = "state", _("State enterprise or body")
    VOLUNTEER = "volunteer", _("Volunteer group")
    JOINT_VENTURE = "joint-venture", _("Joint venture")


class Domain(TextChoices):
    AIR = "air", _("Air")
    GROUND = "ground", _("Ground")
    SURFACE = "surface", _("Surface")
    UNDERWATER = "underwater", _("Underwater")


class Kind(TextChoices):
    FIXED_WING = "fixed-wing", _("Fixed wing")
    MULTIROTOR = "multirotor", _("Multirotor")
    VTOL = "vtol", _("Vertical take-off and landing")
    LOITERING = "loitering", _("One-way aircraft")
    CRUISE = "cruise", _("Cruise")
    INTERCEPTOR = "interceptor", _("Interceptor")
    USV = "usv", _("Surface vessel")
    UUV = "uuv", _("Underwater vessel")
    UGV_WHEELED = "ugv-wheeled", _("Wheeled")
    UGV_TRACKED = "ugv-tracked", _("Tracked")
    OTHER = "other", _("Other")


class DroneRole(TextChoices):
    STRIKE = "strike", _("Strike")
    RECONNAISSANCE = "reconnaissance", _("Reconnaissance")
    MULTI_ROLE = "multi-role", _("Multi role")
    LOGISTICS = "logistics", _("Logistics")
    EVACUATION = "evacuation", _("Evacuation")
    INTERCEPTOR = "interceptor", _("Interception")
    BOMBER = "bomber", _("Bomber")
    DEMINING = "demining", _("Demining")
    MINE_LAYING = "mine-laying", _("Mine laying")
    TARGET = "target", _("Target")
    DECOY = "decoy", _("Decoy")
    ELECTRONIC_WARFARE = "electronic-warfare", _("Electronic warfare")
    TRAINING = "training", _("Training")
    RELAY = "relay", _("Relay")


class ModelStatus(TextChoices):
    IN_SERVICE = "in-service", _("In service")
    IN_PRODUCTION = "in-production", _("In production")
    PROTOTYPE = "prototype", _("Prototype")
    EXPORTED = "exported", _("Exported")
    RETIRED = "retired", _("Retired")
    UNKNOWN = "unknown", _("Not known")


class Bound(TextChoices):
    """What a stated figure says about the true value."""

    EXACT = "exact", _("exact")
    APPROX = "approx", _("about")
    UP_TO = "up-to", _("up to")
    AT_LEAST = "at-least", _("at least")
    RANGE = "range", _("range")
    TEXT = "text", _("in words")


class Speaker(TextChoices):
    """Whose word a claim is."""

    PRESS = "press", _("Press")
    MAKER = "maker", _("Maker")
    OFFICIAL = "official", _("Official")
    MINISTRY = "ministry", _("Ministry")
    OPERATOR = "operator", _("Operator")
    UNKNOWN = "unknown", _("Not named")


class SourceKind(TextChoices):
    WEB_PAGE = "web-page", _("Web page")
    DOCUMENT = "document", _("Document")


class Better(TextChoices):
    """Which way of a capability is better for its user."""

    HIGHER = "higher", _("more is better")
    LOWER = "lower", _("less is better")
    NEITHER = "neither", _("neither way is better")


class CapabilityGroup(TextChoices):
    """Under which heading what is stated stands."""

    PERFORMANCE = "performance", _("Performance")
    BUILD = "build", _("Size and build")
    SUPPLY = "supply", _("Price and supply")
    EFFECTIVENESS = "effectiveness", _("Operational effectiveness")
    OTHER = "other", _("Other")


class FigureState(TextChoices):
    """What the statements about one capability of one model amount to (computed, never stored)."""

    AGREED = "agreed", _("Agreed")
    DISPUTED = "disputed", _("Disputed")
    SINGLE = "single", _("One source")
    WORDS = "words", _("In words")
    UNKNOWN = "unknown", _("Not stated")


class Match(TextChoices):
    """How a model answers a figure condition."""

    MEETS = "meets", _("Surely meets")
    MAY = "may", _("May meet")
    FAILS = "fails", _("Does not meet")
    UNKNOWN = "unknown", _("Not known")


class Operator(TextChoices):
    """How a figure is asked for; the codes stand in addresses."""

    AT_LEAST = ">=", _("at least")
    AT_MOST = "<=", _("at most")
    EQUAL = "=", _("equal to")


class Unread(TextChoices):
    """Why a written figure cannot be read; the label is what would help."""

    NO_NUMBER = "no-number", _("a number such as 12.4, “up to 40 km” or “20–30”")
    SEVERAL = "several", _("one figure, not several")
    WORDS = "words", _("a number with “up to”, “at least”, “about” or a range such as “20–30”, and nothing else")
    BELOW_ZERO = "below-zero", _("a number that is not below zero")
    LOW_ABOVE_HIGH = "low-above-high", _("the lower number first")
    TWO_NUMBERS = "two-numbers", _("a number that can be read in one way only: %(readings)s")
    UNIT = "unit", _("a known unit: %(readings)s")
    TWO_UNITS = "two-units", _("a unit that can be read in one way only: %(readings)s")
    NO_UNIT = "no-unit", _("a unit after the number or in the heading: %(readings)s")
    OTHER_DIMENSION = "other-dimension", _("a unit of the right kind: %(readings)s")
    ENDS = "ends", _("both ends in the same unit")
    DATE = "date", _("a date such as 2025-11-22, 22.11.2025, 2025-11 or 2025")
    FUTURE = "future", _("a date that is not in the future")
    TWO_DATES = "two-dates", _("a date that can be read in one way only: %(readings)s")
    SPEAKER = "speaker", _("one of %(readings)s")
    ADDRESS = "address", _("an address of the source that begins with https:// or http://")
