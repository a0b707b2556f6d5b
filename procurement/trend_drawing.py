"""Turns a trend into the subjects that the drawing places. Words only; geometry is in portal/drawing/trend.py."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.drawing import trend as charts
from portal.pagekit.words import day, plain, signed, title
from procurement.models import Milestone
from procurement.queries.trend import Point, Trend, TrendLine
from procurement.vocabulary import Trending

PAINT = {Trending.AGREED: "ghost", Trending.COMPUTED: "path"}
SIDES = {"seller": "lsa", "buyer": "lsb"}


def trend(found: Trend) -> charts.TrendChart | None:
    """The chart; None when no date is known of the chosen milestones."""
    subjects = [_subject(row, [line for line in found.lines if line.milestone == row]) for row in found.chosen]
    return charts.trend(subjects, today=found.plan.status_date)


def _subject(row: Milestone, lines: list[TrendLine]) -> charts.Subject:
    last = lines[-1].points[-1].finish if lines else None
    days = lines[-1].days if lines else None
    note = f"{row.code} · {day(last)}" + (f" · {signed(days)}" if days else "")
    url = reverse("milestone-detail", args=[row.deal.code, row.code])
    return charts.Subject(plain(title(row)), note, url, [_course(line) for line in lines])


def _course(line: TrendLine) -> charts.Course:
    side = line.party.side if line.party else ""
    paint = SIDES.get(side, "da") if line.party else PAINT[line.kind]
    shape = "" if line.kind == Trending.COMPUTED else (side if side in SIDES else "other") if line.party else "agreed"
    return charts.Course(paint, shape, [charts.Mark(one.on, one.finish, _words(line, one)) for one in line.points])


def _words(line: TrendLine, point: Point) -> str:
    who = _("forecast of %(party)s") % {"party": title(line.party)} if line.party else str(line.kind.label)
    stated = day(point.finish) or _("no date")
    said = _("stated on %(day)s: %(stated)s") % {"day": day(point.on), "stated": stated}
    return f"{line.milestone.code} · {who} · {said}"
