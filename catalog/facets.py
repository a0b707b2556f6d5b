"""How the database keeps what the filters of the catalog count of each model (`models.ModelFacets`), in triggers.

A model begins with its own words and nothing stated; a statement adds its capability; a withdrawal makes what is
stated of its model anew, and so does a capability that gets another code. A test holds it against the plain rows.
"""

import pgtrigger

from catalog.keeping import COUNTING, OF_THE_NEW, WITHDRAWN, changed, in_line, keeping

OWN = "model.domain, model.kind, model.status, model.maker_id, array_to_string(model.roles, ' ')"
BEGIN = f"""
INSERT INTO catalog_modelfacets (model_id, domain, kind, status, maker_id, roles, stated, statements)
SELECT model.id, {OWN}, '', 0 FROM {{of}} model
"""
CHANGE = f"""
UPDATE catalog_modelfacets kept SET (domain, kind, status, maker_id, roles) = (SELECT {OWN})
FROM fresh model WHERE model.id = kept.model_id
"""
# Each code stands between two blanks, so that ` range ` is looked for as it is; and all in one order, so that models
# of which the same is stated are counted together.
STATE = """
WITH said AS (
  SELECT claim.model_id, count(*) AS statements, array_agg(DISTINCT kind.code::text) AS codes
  FROM catalog_claim claim
  JOIN catalog_capability kind ON kind.id = claim.capability_id
  {which}
  GROUP BY claim.model_id
)
UPDATE catalog_modelfacets kept SET
  statements = kept.statements + said.statements,
  stated = (
    SELECT ' ' || string_agg(code, ' ' ORDER BY code COLLATE "C") || ' '
    FROM (SELECT unnest(said.codes) UNION SELECT unnest(string_to_array(btrim(kept.stated), ' '))) both_of (code))
FROM said WHERE said.model_id = kept.model_id
"""


def _anew(touched: str) -> str:
    """What is stated of the models of these claims."""
    models = f"SELECT model_id FROM ({touched}) touched"
    return f"""{in_line(touched)}
UPDATE catalog_modelfacets SET stated = '', statements = 0 WHERE model_id IN ({models});
{STATE.format(which=COUNTING.format(only=f"AND claim.model_id IN ({models})"))}"""


# What is on record already, once (migration 0011).
FILL = [BEGIN.format(of="catalog_dronemodel"), STATE.format(which=COUNTING.format(only=""))]
FACETS_BEGIN = keeping("facets_begin", BEGIN.format(of="fresh"))
FACETS_CHANGE = keeping("facets_change", CHANGE, on=pgtrigger.Update)
FACETS_GROW = keeping("facets_grow", STATE.format(which=OF_THE_NEW))
FACETS_ANEW = keeping("facets_anew", _anew(WITHDRAWN))
FACETS_RENAMED = keeping("facets_renamed", _anew(changed("capability_id", "code")), on=pgtrigger.Update, old="before")
