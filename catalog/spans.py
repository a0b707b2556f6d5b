"""How the database keeps what the statements about a figure span (`models.FigureSpan`), in triggers.

A statement adds its own interval; a withdrawal makes the spans of its figure anew, and so does a capability that gets
another code or unit. Each works on all rows of one SQL statement at once, so that an import of thousands costs little.

The interval of a statement is that of rules.py: "about" reaches 5 percent to either side, "up to" has no lower end.
Money keeps its own currency; everything else is in the capability's unit, and what cannot be converted has no span.
"""

import pgtrigger

from catalog.keeping import COUNTING, OF_THE_NEW, WITHDRAWN, in_line, keeping
from catalog.rules import ABOUT
from catalog.vocabulary import Bound

ADD = """
WITH said AS (
  SELECT claim.model_id, kind.code AS capability, claim.bound,
    CASE WHEN kind.dimension = 'money' THEN claim.unit ELSE kind.canonical_unit END AS unit,
    CASE WHEN kind.dimension = 'money' THEN claim.low ELSE claim.canonical_low END AS low,
    CASE WHEN kind.dimension = 'money' THEN claim.high ELSE claim.canonical_high END AS high,
    CASE WHEN claim.bound = '{about}' THEN {slack} ELSE 0 END AS slack
  FROM catalog_claim claim
  JOIN catalog_capability kind ON kind.id = claim.capability_id
  {which}
), ends AS (
  SELECT model_id, capability, unit, low - abs(low) * slack AS lower, high + abs(high) * slack AS upper
  FROM said WHERE bound <> '{text}' AND unit <> '' AND (low IS NOT NULL OR high IS NOT NULL)
)
INSERT INTO catalog_figurespan AS kept (model_id, capability, unit, statements, span, largest)
SELECT model_id, capability, unit, count(*), range_agg(numrange(lower, upper, '[]')), max(coalesce(upper, lower))
FROM ends GROUP BY model_id, capability, unit
ON CONFLICT (model_id, capability, unit) DO UPDATE SET
  statements = kept.statements + excluded.statements,
  span = kept.span + excluded.span,
  largest = greatest(kept.largest, excluded.largest)
"""
TOUCHED = """
  SELECT claim.model_id, kind.code AS capability, kind.id
  FROM fresh JOIN catalog_claim claim ON claim.id = fresh.claim_id
  JOIN catalog_capability kind ON kind.id = claim.capability_id
"""


def _add(which: str) -> str:
    return ADD.format(which=which, about=Bound.APPROX.value, text=Bound.TEXT.value, slack=ABOUT)


FILL = _add(COUNTING.format(only=""))  # all of them, once
ANEW = f"""{in_line(WITHDRAWN)}
DELETE FROM catalog_figurespan kept USING ({TOUCHED}) touched
WHERE kept.model_id = touched.model_id AND kept.capability = touched.capability;
{_add(COUNTING.format(only=f"AND (claim.model_id, kind.code, kind.id) IN ({TOUCHED})"))}
"""


CHANGED = """
  SELECT fresh.id, before.code FROM fresh JOIN before USING (id)
  WHERE (before.code, before.dimension, before.canonical_unit) <> (fresh.code, fresh.dimension, fresh.canonical_unit)
"""
RENAMED = f"""
DELETE FROM catalog_figurespan WHERE capability IN (SELECT code FROM ({CHANGED}) changed);
{_add(COUNTING.format(only=f"AND kind.id IN (SELECT id FROM ({CHANGED}) changed)"))}
"""


SPANS_GROW = keeping("spans_grow", _add(OF_THE_NEW))
SPANS_ANEW = keeping("spans_anew", ANEW)
SPANS_RENAMED = keeping("spans_renamed", RENAMED, on=pgtrigger.Update, old="before")
