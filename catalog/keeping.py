"""Triggers that keep derived rows: once per statement of SQL, over all the rows that it wrote.

What is added is merged and never replaced: of two transactions that write about one figure at the same time, none
loses what the other said. What is made anew stands in line at the model (`in_line`), is deleted, and is written from
what the statements then say.
"""

import pgtrigger

# Statements that count, and what a statement of SQL has touched: its new rows are `fresh`, the old ones `before`.
OF_THE_NEW = "JOIN fresh ON fresh.id = claim.id"
COUNTING = """
  LEFT JOIN catalog_claimwithdrawal taken_back ON taken_back.claim_id = claim.id
  WHERE taken_back.id IS NULL {only}
"""
WITHDRAWN = "SELECT claim.* FROM fresh JOIN catalog_claim claim ON claim.id = fresh.claim_id"


def keeping(
    name: str, sql: str, *, on: pgtrigger.Operation = pgtrigger.Insert, old: str | None = None
) -> pgtrigger.Trigger:
    """Runs `sql` after each statement that inserts (or does what `on` says), however many rows it wrote."""
    return pgtrigger.Trigger(
        name=name,
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=on,
        referencing=pgtrigger.Referencing(new="fresh", old=old),  # type: ignore[no-untyped-call]  # has no types
        func=f"{sql}; RETURN NULL;",
    )


def in_line(touched: str) -> str:
    """The models of these claims are locked, so that two withdrawals do not each count what the other takes back."""
    return f"""
PERFORM 1 FROM catalog_dronemodel WHERE id IN (SELECT model_id FROM ({touched}) touched) ORDER BY id FOR NO KEY UPDATE;
"""


def changed(link: str, column: str) -> str:
    """The claims of what has another value in the column; to be run on updates, with the old rows."""
    return f"""
  SELECT claim.* FROM fresh JOIN before USING (id) JOIN catalog_claim claim ON claim.{link} = fresh.id
  WHERE before.{column} <> fresh.{column}
"""
