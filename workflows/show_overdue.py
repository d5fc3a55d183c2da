"""What is overdue over the tree: figures of a place and of what lies right below it, and the longest late rows.

Above a school nobody is named: pairs go by their number, whoever holds a row by the role.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from engine.reminders.ladder import next_step_at, steps
from engine.words import Words
from storage import overdue_tree
from storage.organisations import OrganisationRow
from storage.overdue_tree import LateRow, LocalDays, Reminded, Show, Standing
from workflows.holders import holders
from workflows.local_life import LocalLife, local_lives
from workflows.show_today import names_of_pairs

AHEAD = timedelta(days=6)  # «на этой неделе»: today and six days more
QUIET_FOR = timedelta(days=30)
_WORST_TITLES = 6

NoteKind = Literal["never", "ahead", "queued", "reminded", "escalated", "undelivered"]


@dataclass(frozen=True, slots=True)
class Branch:
    """An organisation with everything below it. `soon`: due within the week; `total` counts all that is not cancelled.

    `own`: only what the place itself owes, beside what lies below it.
    """

    id: int
    path: str
    name: str
    kind: str
    late: int = 0
    soon: int = 0
    done: int = 0
    total: int = 0
    oldest: date | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class TitleLine:
    """What is late in most organisations."""

    title: str
    organisations: int
    late: int


@dataclass(frozen=True, slots=True)
class OverdueFigures:
    """A place with everything below it. `places`: organisations with something late; `late_days`: of the longest late.

    `quiet_pairs` stand for more than thirty days without a meeting. `kinds`: how many rows each filter shows.
    """

    today: date
    late: int
    places: int
    late_days: int
    soon: int
    done: int
    total: int
    pairs: int
    quiet_pairs: int
    schools: int
    branches: tuple[Branch, ...]
    titles: tuple[TitleLine, ...]
    kinds: Mapping[Show, int]


@dataclass(frozen=True, slots=True)
class Note:
    """What has been said about a row, or will be. `audience` of an escalation; `letter_id` of one that did not come."""

    kind: NoteKind
    on: date | None = None
    audience: str = ""
    letter_id: int | None = None


@dataclass(frozen=True, slots=True)
class LateLine:
    """One late obligation. `pair` names its members, only where people have names. `item_id`, `person_id`: what it, or
    the question it is, is about."""

    id: int
    item_id: int | None
    person_id: int | None
    pair_id: int | None
    number: str
    title: str
    result: str
    path: str
    organisation: str
    pair_number: int | None
    pair: str
    due_on: date
    first_due_on: date | None
    days_late: int
    holder: Words
    held: bool
    note: Note


@dataclass(frozen=True, slots=True)
class LatePage:
    """`following`: the due day and id after which the next page begins, None = this is the last."""

    lines: tuple[LateLine, ...]
    following: tuple[date, int] | None


def overdue_figures(tx: Connection, place: OrganisationRow, *, at: datetime) -> OverdueFigures:
    """Counted by the databases within each organisation; the statements do not grow with what is counted."""
    days = _days(tx, place, at)
    until = days.latest + AHEAD
    standing = overdue_tree.standing(tx, place.path, days, until=until)
    branches = _branches(tx, place, standing)
    worst = min((one for one in standing if one.oldest), key=lambda one: one.oldest or date.max, default=None)
    late = sum(one.late for one in standing)
    pairs, quiet = overdue_tree.live_pairs(tx, place.path, quiet_since=days.latest - QUIET_FOR)
    return OverdueFigures(
        today=days.latest,
        late=late,
        places=sum(1 for one in standing if one.late),
        late_days=_worst_days(tx, worst, at),
        soon=sum(one.soon for one in standing),
        done=sum(one.done for one in branches),
        total=sum(one.total for one in branches),
        pairs=pairs,
        quiet_pairs=quiet,
        schools=overdue_tree.count_schools(tx, place.path),
        branches=tuple(one for one in branches if one.total or not (one.own or one.kind == "partner")),
        titles=tuple(
            TitleLine(title, places, number)
            for title, places, number, _ in overdue_tree.titles(tx, place.path, days, most=_WORST_TITLES)
        ),
        kinds=overdue_tree.kinds(tx, place.path, days),
    )


def overdue_page(
    tx: Connection,
    place: OrganisationRow,
    *,
    show: Show = "all",
    most: int,
    named: Callable[[str], bool],
    at: datetime,
    after: tuple[date, int] | None = None,
) -> LatePage:
    """The longest late rows of a place and of everything below it. `named` says at which path people have names."""
    days = _days(tx, place, at)
    found = overdue_tree.page(
        tx, place.path, days, show=show, most=most + 1, after=after if after is not None else (date.min, 0)
    )
    rows = found[:most]
    following = (rows[-1].due_on, rows[-1].id) if len(found) > most else None
    if not rows:
        return LatePage((), None)
    lives = local_lives(tx, {row.organisation_id for row in rows})
    held = holders(tx, rows, lives, named=named, at=at)  # type: ignore[arg-type]  # read by name, as rows are
    names = names_of_pairs(tx, [row.pair_id for row in rows if row.pair_id is not None and named(row.org_path)])
    told = overdue_tree.reminded(tx, [row.id for row in rows])
    return LatePage(
        tuple(
            _line(
                row,
                lives[row.organisation_id],
                holder=held[row.id],
                pair=names.get(row.pair_id or 0, ""),
                told=told.get(row.id, ()),
                at=at,
            )
            for row in rows
        ),
        following,
    )


def _days(tx: Connection, place: OrganisationRow, at: datetime) -> LocalDays:
    zones = overdue_tree.zones(tx, place.path) or (place.timezone,)
    return overdue_tree.local_days({zone: at.astimezone(ZoneInfo(zone)).date() for zone in zones})


def _worst_days(tx: Connection, worst: Standing | None, at: datetime) -> int:
    if worst is None or worst.oldest is None:
        return 0
    life = local_lives(tx, [worst.id])[worst.id]
    return life.calendar.between(worst.oldest, life.today(at))


def _branches(tx: Connection, place: OrganisationRow, standing: Sequence[Standing]) -> list[Branch]:
    """The organisations right below with all that is under each, the worst first; and the place's own duties."""
    own = Branch(place.id, place.path, place.name, place.kind, own=True)
    found = {place.path: own} | {row[1]: Branch(*row) for row in overdue_tree.children(tx, place.id)}
    depth = place.path.count("/") + 2

    def within(path: str) -> str:
        return "/".join(path.split("/", depth)[:depth])

    for one in standing:
        key = within(one.path)
        branch = found[key]
        oldest = min((day for day in (branch.oldest, one.oldest) if day is not None), default=None)
        found[key] = replace(branch, late=branch.late + one.late, soon=branch.soon + one.soon, oldest=oldest)
    for _, path, status, number in overdue_tree.shares(tx, place.path):
        branch = found[within(path)]
        done = branch.done + (number if status == "done" else 0)
        found[within(path)] = replace(branch, done=done, total=branch.total + number)
    return sorted(found.values(), key=lambda one: (-one.late, one.oldest or date.max))


def _line(
    row: LateRow, life: LocalLife, *, holder: Words, pair: str, told: Sequence[Reminded], at: datetime
) -> LateLine:
    days_late = life.calendar.between(row.due_on, life.today(at))
    return LateLine(
        id=row.id,
        item_id=row.item_id or row.asked_item_id,
        person_id=row.asked_person_id,
        pair_id=row.pair_id,
        number=row.item_number or "",
        title=row.title,
        result=row.item_result or "",
        path=row.org_path,
        organisation=row.org_name,
        pair_number=row.pair_number,
        pair=pair,
        due_on=row.due_on,
        first_due_on=row.first_due_on,
        days_late=days_late,
        holder=holder,
        held=row.held,
        note=_said(life, told) or _to_come(row, life, days_late, at),
    )


def _said(life: LocalLife, told: Sequence[Reminded]) -> Note | None:
    """The last thing that went, or that failed to."""
    for one in reversed(told):
        match one.letter_state:
            case "failed" | "uncertain":
                return Note("undelivered", _day(one.due_at, life), one.audience, one.letter_id)
            case "sent":
                above = one.audience in ("head", "municipality")
                return Note(
                    "escalated" if above else "reminded",
                    _day(one.sent_at or one.due_at, life),
                    one.audience,
                    one.letter_id,
                )
            case "queued" | "claimed" | "in_data" | "held":
                return Note("queued", None, one.audience, one.letter_id)
            case _:
                continue
    return None


def _to_come(row: LateRow, life: LocalLife, days_late: int, at: datetime) -> Note:
    """When the ladder speaks next. Beyond its last rung, and a day off before that, nothing needs to be worked out."""
    if row.held or days_late > life.policy.rungs[-1].offset + 1:
        return Note("never")
    ladder = steps(row.due_on, policy=life.policy, calendar=life.calendar, zone=life.zone)
    following = next_step_at(ladder, after=at)
    return Note("never") if following is None else Note("ahead", _day(following, life))


def _day(at: datetime, life: LocalLife) -> date:
    return at.astimezone(life.zone).date()
