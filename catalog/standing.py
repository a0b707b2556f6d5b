"""How the database keeps what the coverage board and the stale queue read, in triggers.

`FigureSupport` says per figure with numbers whether two voices state it and whether they disagree: the rules of
`rules.voices` and `rules.can_all_hold`. `CheckedClaim` has each claim that counts with `rules.last_checked`.
A test holds both against the plain statements.
"""

import pgtrigger

from catalog.keeping import COUNTING, OF_THE_NEW, WITHDRAWN, changed, in_line, keeping
from catalog.rules import ABOUT, ROUNDING
from catalog.vocabulary import Bound

# Compared as `figures.comparable` says: canonical, or as stated where nothing is converted.
SUPPORT = """
WITH said AS (
  SELECT claim.model_id, claim.capability_id, lower(btrim(source.publisher)) AS voice,
    CASE WHEN claim.bound = '{about}' THEN {wide} ELSE {narrow} END AS slack,
    CASE WHEN coalesce(claim.canonical_low, claim.canonical_high) IS NULL THEN claim.unit
      ELSE kind.canonical_unit END AS unit,
    CASE WHEN coalesce(claim.canonical_low, claim.canonical_high) IS NULL THEN claim.low
      ELSE claim.canonical_low END AS low,
    CASE WHEN coalesce(claim.canonical_low, claim.canonical_high) IS NULL THEN claim.high
      ELSE claim.canonical_high END AS high
  FROM catalog_claim claim
  JOIN catalog_capability kind ON kind.id = claim.capability_id AND claim.bound <> '{text}'
  JOIN catalog_source source ON source.id = claim.source_id
  {which}
)
INSERT INTO catalog_figuresupport AS kept
  (model_id, capability_id, unit, first_voice, last_voice, highest_low, lowest_high)
SELECT model_id, capability_id, unit, min(voice), max(voice),
  max(low - abs(low) * slack), min(high + abs(high) * slack)
FROM said GROUP BY model_id, capability_id, unit ORDER BY model_id, capability_id, unit
ON CONFLICT (model_id, capability_id, unit) DO UPDATE SET
  first_voice = least(kept.first_voice, excluded.first_voice),
  last_voice = greatest(kept.last_voice, excluded.last_voice),
  highest_low = greatest(kept.highest_low, excluded.highest_low),
  lowest_high = least(kept.lowest_high, excluded.lowest_high)
"""
CHECKED = """
INSERT INTO catalog_checkedclaim (claim_id, model_id, capability_id, recorded_on, looked_on)
SELECT claim.id, claim.model_id, claim.capability_id, (claim.recorded_at AT TIME ZONE 'UTC')::date, {looked_on}
FROM catalog_claim claim {which}
"""
EACH_CHECK = "SELECT max(seen.checked_on) FROM catalog_claimcheck seen WHERE seen.claim_id = claim.id"


def _support(which: str) -> str:
    slack = {"about": Bound.APPROX.value, "wide": ABOUT + ROUNDING, "narrow": ROUNDING}
    return SUPPORT.format(which=which, text=Bound.TEXT.value, **slack)


def _support_anew(touched: str) -> str:
    """Of the figures of these claims."""
    figures = f"SELECT model_id, capability_id FROM ({touched}) touched"
    return f"""{in_line(touched)}
DELETE FROM catalog_figuresupport WHERE (model_id, capability_id) IN ({figures});
{_support(COUNTING.format(only=f"AND (claim.model_id, claim.capability_id) IN ({figures})"))}"""


OF_OTHER_UNIT = changed("capability_id", "canonical_unit")
OF_OTHER_VOICE = changed("source_id", "publisher")

# What is on record already, once (migration 0010).
FILL = [
    _support(COUNTING.format(only="")),
    CHECKED.format(looked_on=f"greatest(claim.checked_on, ({EACH_CHECK}))", which=COUNTING.format(only="")),
]
ON_CLAIMS = [
    keeping("support_grows", _support(OF_THE_NEW)),
    keeping("checked_begins", CHECKED.format(looked_on="claim.checked_on", which=OF_THE_NEW)),
]
ON_WITHDRAWALS = [
    keeping("support_anew", _support_anew(WITHDRAWN)),
    keeping("checked_ends", "DELETE FROM catalog_checkedclaim kept USING fresh WHERE kept.claim_id = fresh.claim_id"),
]
ON_CHECKS = [
    keeping(
        "checked_again",
        """
UPDATE catalog_checkedclaim kept SET looked_on = greatest(kept.looked_on, newest.checked_on)
FROM (SELECT claim_id, max(checked_on) AS checked_on FROM fresh GROUP BY claim_id) newest
WHERE kept.claim_id = newest.claim_id""",
    )
]
ON_CAPABILITIES = [
    keeping("support_converted", _support_anew(OF_OTHER_UNIT), on=pgtrigger.Update, old="before"),
]
ON_SOURCES = [keeping("support_renamed", _support_anew(OF_OTHER_VOICE), on=pgtrigger.Update, old="before")]
