"""What drones are stated to do: makers, sources, models, capabilities and claims."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Func, Q

from catalog.facets import FACETS_ANEW, FACETS_BEGIN, FACETS_CHANGE, FACETS_GROW, FACETS_RENAMED
from catalog.naming import LANGUAGES, in_order
from catalog.spans import SPANS_ANEW, SPANS_GROW, SPANS_RENAMED
from catalog.standing import ON_CAPABILITIES, ON_CHECKS, ON_CLAIMS, ON_SOURCES, ON_WITHDRAWALS
from catalog.vocabulary import (
    Better,
    Bound,
    CapabilityGroup,
    Domain,
    DroneRole,
    Kind,
    MakerKind,
    ModelStatus,
    SourceKind,
    Speaker,
)
from portal.accounts.markings import MarkedQuerySet
from portal.accounts.models import Party
from portal.history.events import kept, recorded, statement
from portal.numbers import StatedNumberField
from portal.partialdate import PartialDateField


def figure_constraints(name: str) -> list[models.CheckConstraint]:
    """Which halves of a figure each bound needs: a range both in order, up-to only high, at-least only low."""
    both = Q(low__isnull=False, high__isnull=False)
    return [
        models.CheckConstraint(condition=Q(bound__in=Bound.values), name=f"{name}_bound_known"),
        models.CheckConstraint(
            condition=(
                (Q(bound__in=[Bound.EXACT, Bound.APPROX]) & both & Q(low=F("high")))
                | (Q(bound=Bound.RANGE) & both & Q(low__lte=F("high")))
                | Q(bound=Bound.UP_TO, low__isnull=True, high__isnull=False)
                | Q(bound=Bound.AT_LEAST, low__isnull=False, high__isnull=True)
                | (Q(bound=Bound.TEXT, low__isnull=True, high__isnull=True) & ~Q(condition=""))
            ),
            name=f"{name}_bound_has_its_halves",
        ),
        models.CheckConstraint(condition=Q(bound=Bound.TEXT) | ~Q(unit=""), name=f"{name}_number_has_unit"),
    ]


@pgtrigger.register(*ON_SOURCES)
@kept
class Source(models.Model):
    """A published page or paper that somebody is quoted from. `published_on` keeps its precision."""

    slug = models.SlugField(max_length=120, unique=True)
    publisher = models.CharField(max_length=200)
    title = models.CharField(max_length=500, blank=True)
    url = models.URLField(max_length=1000)
    published_on = PartialDateField()
    language = models.CharField(max_length=8, help_text="ISO 639 code")
    kind = models.CharField(max_length=10, choices=SourceKind, default=SourceKind.WEB_PAGE)
    note = models.TextField(blank=True)

    objects = MarkedQuerySet["Source"].as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [models.CheckConstraint(condition=~Q(url=""), name="source_has_url")]

    def __str__(self) -> str:
        return self.title or self.publisher


@kept
class Maker(models.Model):
    """A firm, state body or volunteer group that makes drones."""

    slug = models.SlugField(max_length=120, unique=True)
    name_en = models.CharField(max_length=200)
    name_uk = models.CharField(max_length=200)
    kind = models.CharField(max_length=15, choices=MakerKind)
    country = models.CharField(max_length=3, blank=True, help_text="ISO 3166 alpha-3")
    website = models.URLField(max_length=500, blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="makers")

    objects = MarkedQuerySet["Maker"].as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=MakerKind.values), name="maker_kind_known")]

    def __str__(self) -> str:
        return self.name_en


@pgtrigger.register(FACETS_BEGIN, FACETS_CHANGE)
@kept
class DroneModel(models.Model):
    """A type of unmanned system. What it can do is not here: that is what its claims say."""

    slug = models.SlugField(max_length=120, unique=True)
    name_en = models.CharField(max_length=200)
    name_uk = models.CharField(max_length=200)
    aliases = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    maker = models.ForeignKey(Maker, on_delete=models.PROTECT, null=True, blank=True, related_name="drone_models")
    domain = models.CharField(max_length=10, choices=Domain, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind, db_index=True)
    roles = ArrayField(models.CharField(max_length=20, choices=DroneRole), default=list, blank=True)
    status = models.CharField(max_length=15, choices=ModelStatus, db_index=True)
    first_reported = PartialDateField()
    summary_en = models.TextField(blank=True)
    summary_uk = models.TextField(blank=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="drone_models")
    version = models.PositiveIntegerField(default=1)

    objects = MarkedQuerySet["DroneModel"].as_manager()

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(condition=Q(domain__in=Domain.values), name="drone_model_domain_known"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="drone_model_kind_known"),
            models.CheckConstraint(condition=Q(status__in=ModelStatus.values), name="drone_model_status_known"),
        ]
        indexes = [
            GinIndex(fields=["roles"], name="drone_model_roles"),
            *(models.Index(in_order(code), "slug", name=f"drone_model_in_{word}") for word, code in LANGUAGES.items()),
        ]

    def __str__(self) -> str:
        return self.name_en


@pgtrigger.register(SPANS_RENAMED, FACETS_RENAMED, *ON_CAPABILITIES)
@recorded
class Capability(models.Model):
    """What is stated about models: range, payload, camera. `dimension` '' = words, not numbers."""

    code = models.SlugField(max_length=40, unique=True)
    name_en = models.CharField(max_length=100)
    name_uk = models.CharField(max_length=100)
    dimension = models.CharField(max_length=20, blank=True)
    canonical_unit = models.CharField(max_length=12, blank=True)
    better = models.CharField(max_length=10, choices=Better, default=Better.NEITHER)
    group = models.CharField(max_length=15, choices=CapabilityGroup, default=CapabilityGroup.PERFORMANCE)
    position = models.PositiveSmallIntegerField(default=0)

    objects = MarkedQuerySet["Capability"].as_manager()

    class Meta:
        ordering = ["position", "code"]
        verbose_name_plural = "capabilities"
        constraints = [
            models.CheckConstraint(condition=Q(group__in=CapabilityGroup.values), name="capability_group_known")
        ]

    def __str__(self) -> str:
        return self.code


@pgtrigger.register(SPANS_GROW, FACETS_GROW, *ON_CLAIMS)
@statement
class Claim(models.Model):
    """A statement: what one speaker says one model can do, in one source. Never changed; withdrawn by a new row.

    `low`, `high` and `unit` are as stated; the canonical values are in the capability's unit, for filter and
    comparison (null for money, which is never converted, and for words). Words stand in `condition`.
    """

    model = models.ForeignKey(DroneModel, on_delete=models.PROTECT, related_name="claims")
    capability = models.ForeignKey(Capability, on_delete=models.PROTECT, related_name="claims")
    bound = models.CharField(max_length=8, choices=Bound)
    low = StatedNumberField(null=True, blank=True)
    high = StatedNumberField(null=True, blank=True)
    unit = models.CharField(max_length=12, blank=True)
    canonical_low = StatedNumberField(null=True, blank=True)
    canonical_high = StatedNumberField(null=True, blank=True)
    condition = models.TextField(blank=True)
    stated_by = models.CharField(max_length=10, choices=Speaker)
    stated_on = PartialDateField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="claims")
    checked_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, help_text="who brought it; none = the public record"
    )
    added_by = models.CharField(max_length=150, blank=True, help_text="username; empty = brought by an import")
    recorded_at = models.DateTimeField()

    objects = MarkedQuerySet["Claim"].as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            *figure_constraints("claim"),
            models.CheckConstraint(condition=Q(stated_by__in=Speaker.values), name="claim_speaker_known"),
        ]
        indexes = [models.Index(fields=["capability", "model"], name="claim_by_capability")]

    def __str__(self) -> str:
        return f"claim {self.pk}"


@pgtrigger.register(SPANS_ANEW, FACETS_ANEW, *ON_WITHDRAWALS)
@statement
class ClaimWithdrawal(models.Model):
    """Takes a claim back, with the reason; `replaced_by` is the claim that says it right."""

    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="withdrawal")
    replaced_by = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")
    reason = models.TextField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True)
    person = models.CharField(max_length=150, blank=True, help_text="username; empty = an import")
    withdrawn_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="claim_withdrawal_has_reason")]

    def __str__(self) -> str:
        return f"withdrawal of claim {self.claim_id}"


@statement
class ClaimPreference(models.Model):
    """A party prefers one claim about a capability of a model, and says why. The others stay and count as before.

    The newest row of a party about one capability of one model is what holds; `stands` False takes it back.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="preferences")
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    person = models.CharField(max_length=150)
    stands = models.BooleanField(default=True)
    reason = models.TextField()
    stated_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="claim_preference_has_reason")]

    def __str__(self) -> str:
        return f"{self.party_id} on claim {self.claim_id}"


@pgtrigger.register(*ON_CHECKS)
@statement
class ClaimCheck(models.Model):
    """Somebody looked at the source of a claim again on `checked_on` and found it still stated."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="checks")
    checked_on = models.DateField()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True)
    person = models.CharField(max_length=150)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["claim", "-checked_on"], name="claim_check_newest")]

    def __str__(self) -> str:
        return f"check of claim {self.claim_id}"


@statement
class ApplicationStatement(models.Model):
    """A statement: one speaker says in one source that a model is meant or used for a task. No number, so no bound.

    A row with `withdraws` takes another back: its `condition` is the reason, its `owner` and `added_by` are who did so.
    """

    model = models.ForeignKey(DroneModel, on_delete=models.PROTECT, related_name="applications")
    application = models.CharField(max_length=20, choices=DroneRole)
    stated_by = models.CharField(max_length=10, choices=Speaker, default=Speaker.UNKNOWN)
    stated_on = PartialDateField()
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="applications")
    condition = models.TextField(blank=True)
    withdraws = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawn_by"
    )
    owner = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, help_text="who brought it; none = the public record"
    )
    added_by = models.CharField(max_length=150, blank=True, help_text="username; empty = brought by an import")
    recorded_at = models.DateTimeField()

    objects = MarkedQuerySet["ApplicationStatement"].as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(application__in=DroneRole.values), name="application_known"),
            models.CheckConstraint(condition=Q(stated_by__in=Speaker.values), name="application_speaker_known"),
            models.CheckConstraint(
                condition=Q(withdraws=None) | ~Q(condition=""), name="application_withdrawal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} of model {self.model_id}"


class SearchKey(models.Model):
    """What a model or a maker is found by: folded Latin words (catalog/search.py). Derived; `refresh_search` makes it.

    `names` are its own, `makers` those of its maker, to rank by. `words` are those of both, and after a `~` those of
    its summary and plain ones for its kind and roles; `vector` is their index. All is ASCII, so that the indexes
    work in a database of any locale.
    """

    model = models.OneToOneField(DroneModel, on_delete=models.CASCADE, null=True, related_name="search_key")
    maker = models.OneToOneField(Maker, on_delete=models.CASCADE, null=True, related_name="search_key")
    names = models.TextField()
    makers = models.TextField(blank=True)
    words = ArrayField(models.TextField())
    vector = models.GeneratedField(
        expression=Func(F("words"), function="array_to_tsvector"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(model__isnull=False, maker__isnull=True) | Q(model__isnull=True, maker__isnull=False),
                name="search_key_of_a_model_or_a_maker",
            )
        ]
        indexes = [
            GinIndex(fields=["names"], name="search_names", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["vector"], name="search_vector"),
        ]

    def __str__(self) -> str:
        return self.names[:80]


class SearchWord(models.Model):
    """What typos leave of a word of a name, in the spelling that all transliterations share. Derived.

    A row for each rest, not an array for each word: so an index answers in a millisecond.
    """

    rest = models.CharField(max_length=40)
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rest", "word"], name="search_word_once_a_rest")]

    def __str__(self) -> str:
        return f"{self.rest} of {self.word}"
