"""The counts of the catalog's filters, counted plainly."""

from typing import Any

from django.db.models import Count, F, Func

from catalog.models import Claim


def plain_counts(rows: Any) -> dict[str, dict[str, int]]:
    """The slow counts: from the statements themselves, one filter after the other."""
    plain = rows.order_by()
    values = {"domain": F("domain"), "kind": F("kind"), "status": F("status"), "maker": F("maker__slug")}
    values["role"] = Func(F("roles"), function="unnest")
    counts = {
        name: dict(plain.annotate(value=value).values_list("value").annotate(n=Count("pk")))
        for name, value in values.items()
    }
    counts["maker"].pop(None, None)
    claims = Claim.objects.filter(model__in=plain.values("pk"), withdrawal=None).order_by()
    counts["has"] = dict(claims.values_list("capability__code").annotate(n=Count("model", distinct=True)))
    return counts
