"""A roadmap as its page shows it: rows by section with where each stands, and the timeline over them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.deadlines import Continuous, Empty, Standing, from_key, write
from engine.names import short_name
from engine.obligations import Bar, Progress, Share, bars, progress
from engine.periods import Period
from engine.permissions import ROLE_TITLES
from engine.words import Words
from storage import roadmaps, timeline
from storage.roadmaps import LiveItem
from workflows.access import sees, unknown
from workflows.local_life import LocalLife, local_life

SOMEBODY = Words("назначенный сотрудник", "an appointed member of staff")


@dataclass(frozen=True, slots=True)
class MovedDate:
    """One move of a date, with its reason. `from_day` None: there was none."""

    from_day: date | None
    to_day: date
    reason: str


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row of the roadmap. `understood` is its deadline as the product reads it, "" where nothing is to be said.

    `standing` None: nothing is asked any more, `why` says why. `late_days` are working days. `responsible` None:
    nobody yet. `proofs`: kind of evidence -> pieces.
    """

    id: int
    number: str
    title: str
    deadline_text: str
    understood: str
    result: str
    standing: Standing | None
    why: str
    progress: Progress
    late_days: int
    per_pair: bool
    continuous: bool
    responsible: Words | None
    responsible_text: str
    moves: tuple[MovedDate, ...]
    proofs: Mapping[str, int]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """A section on the timeline. `late`: rows (of one roadmap) or organisations (of many) that are late in it."""

    title: str
    bars: tuple[Bar, ...]
    late: int


@dataclass(frozen=True, slots=True)
class Timeline:
    period: Period
    today: date
    lines: tuple[TimelineLine, ...]


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    rows: tuple[RowLine, ...]


@dataclass(frozen=True, slots=True)
class RoadmapProgress:
    """`counts`: how many rows stand where; rows that ask for nothing any more are not among them."""

    row: Row[Any]
    organisation: str
    path: str
    today: date
    sections: tuple[Section, ...]
    counts: Mapping[Standing, int]
    timeline: Timeline

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def worst_days(self) -> int:
        """How late the latest row is, in working days."""
        return max((row.late_days for section in self.sections for row in section.rows), default=0)

    @property
    def unassigned(self) -> int:
        """Rows still asking for something that nobody answers for."""
        rows = (row for section in self.sections for row in section.rows)
        asked = (Standing.OVERDUE, Standing.NEEDS_DATE, Standing.UNDERWAY, Standing.UPCOMING)
        return sum(1 for row in rows if row.responsible is None and row.standing in asked)


def show_progress(tx: Connection, *, by: By, roadmap_id: int, named: Callable[[str], bool]) -> RoadmapProgress:
    """Raises BadInput when there is no such roadmap the reader may see. The statements do not grow with its rows.

    `named` says at which organisation's path people have names for the reader.
    """
    row = roadmaps.get(tx, roadmap_id)
    if row is None or not sees(tx, by, row.organisation_id):
        raise unknown("roadmap", roadmap_id)
    life = local_life(tx, row.organisation_id)
    today = life.today(by.at)
    known = _known(tx, roadmap_id, life, today, Period(row.period_start, row.period_end), names=named(life.path))
    live = roadmaps.live_items(tx, roadmap_id)
    sections: dict[str, list[RowLine]] = {}
    for one in live:
        sections.setdefault(one.row.section, []).append(known.line(one))
    lines = [line for rows in sections.values() for line in rows]
    return RoadmapProgress(
        row=row,
        organisation=life.name,
        path=life.path,
        today=today,
        sections=tuple(Section(title, tuple(rows)) for title, rows in sections.items()),
        counts=Counter(line.standing for line in lines if line.standing is not None),
        timeline=timeline_of(
            [
                (
                    title,
                    [share for line in rows for share in known.shares.get(line.id, ())],
                    sum(1 for line in rows if line.standing is Standing.OVERDUE),
                )
                for title, rows in sections.items()
            ],
            known.period,
            today,
        ),
    )


def timeline_of(sections: Sequence[tuple[str, Iterable[Share], int]], period: Period, today: date) -> Timeline:
    """(title, shares, late) of each section as lines; the period begins earlier when something was due before it."""
    gathered = [(title, list(shares), late) for title, shares, late in sections]
    whole = reaching_back(period, (share for _, shares, _ in gathered for share in shares))
    lines = (TimelineLine(title, bars(shares, period=whole, today=today), late) for title, shares, late in gathered)
    return Timeline(whole, today, tuple(lines))


def reaching_back(period: Period, shares: Iterable[Share]) -> Period:
    """The period with what was due before it began."""
    days = [one.starts_on or one.due_on for one in shares if one.due_on is not None and one.status != "cancelled"]
    return Period(min([period.start, *filter(None, days)]), period.end)


def understood(kind: str, value: str, *, source: str = "", bound_on: date | None = None) -> str:
    """The deadline in the product's own words, "" when they are the source's or there is nothing to say."""
    deadline = from_key(kind, value)
    if isinstance(deadline, Empty) and bound_on is None:
        return ""
    said = "" if isinstance(deadline, Empty) else write(deadline)
    if isinstance(deadline, Continuous):
        said = f"{said}, проверка раз в квартал"
    return "" if " ".join(source.lower().split()) == said else said


def responsible_words(row: Row[Any], name: str | None) -> Words | None:
    """Who answers for a row: the person by name, somebody without a name, or the role; None: nobody yet."""
    if row.responsible_id is not None:
        return SOMEBODY if name is None else Words(short_name(name), short_name(name))
    return ROLE_TITLES.get(row.responsible_role, _EXTERNAL if row.responsible_role else None)


_EXTERNAL = Words("другая организация", "another organisation")


@dataclass(frozen=True, slots=True)
class _Known:
    """What the queries found, by row."""

    life: LocalLife
    today: date
    shares: Mapping[int, list[Share]]
    reasons: Mapping[int, str]
    moves: Mapping[int, list[MovedDate]]
    proofs: Mapping[int, dict[str, int]]
    names: Mapping[int, str]
    period: Period

    def line(self, one: LiveItem) -> RowLine:
        row = one.row
        found = progress(self.shares.get(row.id, ()), today=self.today)
        late = found.standing is Standing.OVERDUE and found.next_due is not None
        return RowLine(
            id=row.id,
            number=row.number,
            title=row.title,
            deadline_text=row.deadline_text,
            understood=understood(
                row.deadline_kind, row.deadline_value, source=row.deadline_text, bound_on=row.bound_on
            ),
            result=row.result,
            standing=found.standing,
            why=self.reasons.get(row.id, "") if found.standing is None else "",
            progress=found,
            late_days=self.life.calendar.between(found.next_due, self.today) if late and found.next_due else 0,
            per_pair=one.facts.per_pair,
            continuous=row.deadline_kind == "continuous",
            responsible=responsible_words(row, self.names.get(row.responsible_id)),
            responsible_text=row.responsible_text,
            moves=tuple(self.moves.get(row.id, ())),
            proofs=self.proofs.get(row.id, {}),
            bars=bars(self.shares.get(row.id, ()), period=self.period, today=self.today),
        )


def _known(tx: Connection, roadmap_id: int, life: LocalLife, today: date, period: Period, *, names: bool) -> _Known:
    shares: dict[int, list[Share]] = defaultdict(list)
    reasons: dict[int, str] = {}
    for row in timeline.of_roadmap(tx, roadmap_id):
        shares[row.item_id].append(timeline.share_of(row))
        reasons[row.item_id] = row.reason
    moves: dict[int, list[MovedDate]] = defaultdict(list)
    for row in timeline.moves_of_roadmap(tx, roadmap_id):
        moves[row.item_id].append(MovedDate(row.from_day, row.to_day, row.reason))
    proofs: dict[int, dict[str, int]] = defaultdict(dict)
    for row in timeline.evidence_of_roadmap(tx, roadmap_id):
        proofs[row.item_id][row.kind] = row.pieces
    people = timeline.responsibles_of_roadmap(tx, roadmap_id) if names else {}
    whole = reaching_back(period, (share for one in shares.values() for share in one))
    return _Known(life, today, shares, reasons, moves, proofs, people, whole)
