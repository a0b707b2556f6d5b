"""The one sentence on a model's figures: what its sources agree on, what not, and what one source alone says."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from catalog.queries.figures import Figure
from catalog.vocabulary import FigureState
from portal.pagekit.words import title


def agreement(figures: Sequence[Figure]) -> str:
    """Sources disagree on payload and length; they agree on range; one source alone states endurance. '' for none."""
    named = {state: _names([f for f in figures if f.state == state], figures) for state in FigureState}
    disputed, agreed, single = (named[s] for s in (FigureState.DISPUTED, FigureState.AGREED, FigureState.SINGLE))
    parts = [
        _("sources disagree on %(names)s") % {"names": disputed} if disputed else "",
        _("they agree on %(names)s") % {"names": agreed} if agreed and disputed else "",
        _("sources agree on %(names)s") % {"names": agreed} if agreed and not disputed else "",
        _("one source alone states %(names)s") % {"names": single} if single else "",
    ]
    sentence = "; ".join(part for part in parts if part)
    return f"{sentence[0].upper()}{sentence[1:]}." if sentence else ""


def _names(figures: Sequence[Figure], every: Sequence[Figure]) -> str:
    """payload, length and unit price. Money that stands in several currencies is named with each: unit price (USD)."""
    names = list(dict.fromkeys(_name(figure, every) for figure in figures))
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _name(figure: Figure, every: Sequence[Figure]) -> str:
    name = _inner(title(figure.capability))
    units = {other.unit for other in every if other.unit and other.capability == figure.capability}
    return f"{name} ({figure.unit})" if len(units) > 1 else name


def _inner(name: str) -> str:
    """A name within a sentence: range, but GPS."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
