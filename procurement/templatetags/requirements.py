"""Figures of requirements in words: `{% load requirements %}`."""

from django import template

from catalog.templatetags.catalog_figures import converted, stated
from procurement.models import RequirementFigure

register = template.Library()


@register.filter
def wanted(figure: RequirementFigure) -> str:
    """What is asked for, as its source says it, with the reader's unit behind it: at least 4.4 lb (about 2 kg)."""
    in_reader_units = converted(figure)
    return f"{stated(figure)} ({in_reader_units})" if in_reader_units else stated(figure)
