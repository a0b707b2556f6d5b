"""Milestone trend: the date that was stated (upwards: later) over the day on which it was stated (to the right).

A flat line keeps its date, a rising one slips. On the diagonal a date is due on the day of the report itself: a line
that comes to the diagonal has arrived. Data in, places out; pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from portal.drawing.calendar import Axis, Tick, month_axis, ticks
from portal.drawing.labels import LINE, wrap

WIDTH = 1216
LEFT, RIGHT, TOP, BOTTOM = 70.0, 880.0, 12.0, 440.0
BELOW = timedelta(days=20)  # room below the earliest date
NAMES = 902.0  # names of the milestones stand right of it


@dataclass(frozen=True)
class Mark:
    """On this day this date was stated (None: none stood any more); `label` says it in words."""

    on: date
    stated: date | None
    label: str


@dataclass(frozen=True)
class Course:
    """One line of a subject: `paint` is its class, `shape` the mark at each statement ('' = none)."""

    paint: str
    shape: str
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Subject:
    """A milestone with its lines; `note` stands below its name."""

    name: str
    note: str
    url: str
    courses: Sequence[Course]


@dataclass(frozen=True)
class Placed:
    x: float
    y: float
    label: str


@dataclass(frozen=True)
class Drawn:
    """An SVG path in steps, and the marks on it."""

    paint: str
    shape: str
    path: str
    marks: Sequence[Placed]


@dataclass(frozen=True)
class Name:
    """A name in lines; `lead` goes from the end of its line at `from_y` to the name at `y`."""

    subject: Subject
    lines: Sequence[str]
    y: float
    from_y: float

    @property
    def baselines(self) -> Sequence[tuple[str, float]]:
        return [(line, round(self.y + 4 + LINE * number, 1)) for number, line in enumerate(self.lines)]

    @property
    def note_y(self) -> float:
        return round(self.y + 4 + LINE * len(self.lines), 1)

    @property
    def height(self) -> float:
        return LINE * (len(self.lines) + 1) + 6.0


@dataclass(frozen=True)
class TrendChart:
    """The whole drawing. `across` are ticks of report days, `up` those of stated dates (their x is a y)."""

    across: Sequence[Tick]
    up: Sequence[Tick]
    lines: Sequence[Drawn]
    names: Sequence[Name]
    today: float
    diagonal: str
    height: float
    width: int = WIDTH
    left: float = LEFT
    right: float = RIGHT
    top: float = TOP
    bottom: float = BOTTOM
    names_x: float = NAMES


def trend(subjects: Sequence[Subject], *, today: date) -> TrendChart | None:
    """Subjects in the order given; None when nobody stated a date."""
    marks = [mark for subject in subjects for course in subject.courses for mark in course.marks]
    stated = [mark.stated for mark in marks if mark.stated]
    if not stated:
        return None
    across = _across([*(mark.on for mark in marks), today])
    up = month_axis([min(stated) - BELOW, *stated], BOTTOM, TOP)
    lines = [_course(course, across, up, today) for subject in subjects for course in subject.courses]
    names = _names(subjects, up)
    lowest = max([BOTTOM + 36, *(name.y + name.height for name in names)])
    return TrendChart(ticks(across), ticks(up), lines, names, across.x(today), _diagonal(across, up), lowest)


def _across(days: Sequence[date]) -> Axis:
    """From the first of a month to just behind the last day."""
    first, last = min(days).replace(day=1), max(days)
    return Axis(first, last + max(timedelta(days=1), (last - first) / 30), LEFT, RIGHT)


def _course(course: Course, across: Axis, up: Axis, today: date) -> Drawn:
    """Each date stands until the next one is stated, the last one until today; no date is a gap."""
    path, marks, drawing = [], [], False
    for mark in course.marks:
        x = across.x(mark.on)
        if drawing:
            path.append(f"H{x}")
        if mark.stated:
            y = up.x(mark.stated)
            path.append(f"V{y}" if drawing else f"M{x} {y}")
            marks.append(Placed(x, y, mark.label))
        drawing = mark.stated is not None
    if drawing:
        path.append(f"H{across.x(today)}")
    return Drawn(course.paint, course.shape, "".join(path), marks)


def _diagonal(across: Axis, up: Axis) -> str:
    """From the first to the last day that both axes have."""
    first, last = max(across.start, up.start), min(across.end, up.end)
    return f"M{across.x(first)} {up.x(first)}L{across.x(last)} {up.x(last)}" if first < last else ""


def _names(subjects: Sequence[Subject], up: Axis) -> list[Name]:
    """Beside the end of each milestone's last line, moved down where the name above needs the room."""
    ends = [(subject, _end(subject)) for subject in subjects]
    wanted = sorted(((up.x(end), subject) for subject, end in ends if end), key=lambda pair: pair[0])
    found: list[Name] = []
    free = TOP
    for y, subject in wanted:
        found.append(Name(subject, wrap(subject.name, WIDTH - NAMES - 4), max(y, free), y))
        free = found[-1].y + found[-1].height
    return _moved_up(found)


def _moved_up(names: Sequence[Name]) -> list[Name]:
    """Names that reach below the drawing, moved up again; it grows where they need more than all its height."""
    found: list[Name] = []
    floor = max(BOTTOM + 24, TOP + sum(name.height for name in names))
    for name in reversed(names):
        found.insert(0, replace(name, y=min(name.y, floor - name.height)))
        floor = found[0].y
    return found


def _end(subject: Subject) -> date | None:
    """The date that the last line of the subject comes to."""
    return next(
        (mark.stated for course in reversed(subject.courses) for mark in reversed(course.marks) if mark.stated), None
    )
