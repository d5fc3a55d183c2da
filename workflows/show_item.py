"""One roadmap row on its page: the source's words, what is owed, what proved it, what was moved, who was reminded."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import By
from engine.deadlines import Standing
from engine.names import short_name
from engine.obligations import Progress, Share, progress
from engine.permissions import Verb
from engine.reminders.ladder import ahead, steps
from engine.reminders.policy import Audience
from engine.words import Words
from storage import item_sheet, memberships
from workflows.access import forbidden, sees, unknown
from workflows.figures_at_hand import MeasuredRow, row_figures
from workflows.holders import holders
from workflows.item_at_hand import WAITING_FOR_A_DAY
from workflows.local_life import LocalLife, local_life
from workflows.rows_behind import BehindRow, lacking_behind
from workflows.show_progress import responsible_words, understood

_MOST_OWED = 60
_MOST_PROOFS = 100
_MOST_REMINDERS = 30
_MOST_AHEAD = 12
_MOST_PAPERS = 100
_MOST_STAFF = 500
_MOST_LACKING = 12
_LOOKED_AHEAD = 5  # obligations whose reminders ahead are told


@dataclass(frozen=True, slots=True)
class OwedOnce:
    """One obligation of the row. `pair`: names inside the school, the number only above it; "" without a pair.

    `name` is how `--occurrence` names it. `holder`: who is to do it.
    """

    id: int
    name: str
    pair_id: int | None
    pair_number: int | None
    pair: str
    due_on: date | None
    first_due_on: date | None
    revision: int
    standing: Standing | None
    reason: str
    late_days: int
    review: bool
    holder: Words
    open: bool
    held: bool


@dataclass(frozen=True, slots=True)
class ReminderAhead:
    """A reminder that will go if nothing changes until then."""

    at: datetime
    due_on: date
    rung: int
    audience: Audience


@dataclass(frozen=True, slots=True)
class May:
    """What the reader may do with the row now."""

    complete: bool
    reschedule: bool
    assign: bool
    bind: bool
    remind: bool


@dataclass(frozen=True, slots=True)
class ItemSheet:
    """`more` obligations are not shown. `named`: people have names for the reader. `responsible` None: nobody yet.

    `measured`: the thresholds of the row as they stand; `lacking`: by measure, what is not counted yet.
    """

    row: Row[Any]
    life: LocalLife
    today: date
    named: bool
    understood: str
    progress: Progress
    responsible: Words | None
    owed: tuple[OwedOnce, ...]
    more: int
    proofs: Sequence[Row[Any]]
    moves: Sequence[Row[Any]]
    questions: Sequence[Row[Any]]
    reminded: Sequence[Row[Any]]
    coming: tuple[ReminderAhead, ...]
    before: int | None
    after: int | None
    may: May
    measured: tuple[MeasuredRow, ...] = ()
    lacking: Mapping[str, Sequence[BehindRow]] = field(default_factory=dict[str, Sequence[BehindRow]])

    @property
    def choices(self) -> tuple[OwedOnce, ...]:
        """What a form may mean: the obligations still open."""
        return tuple(one for one in self.owed if one.open)

    @property
    def dates(self) -> tuple[OwedOnce, ...]:
        """The open days of the row, each once: a row owed by pairs moves for all of them."""
        found: dict[str, OwedOnce] = {}
        for one in self.choices:
            found.setdefault(one.name.partition("/")[0], one)
        return tuple(found.values())


def show_item(tx: Connection, *, by: By, item_id: int, named: Callable[[str], bool]) -> ItemSheet:
    """Raises BadInput when there is no such row the reader may see. The statements do not grow with what it owes."""
    row = item_sheet.get(tx, item_id)
    own = row is not None and by.person_id is not None and row.responsible_id == by.person_id
    if row is None or not (own or sees(tx, by, row.organisation_id)):
        raise unknown("item", item_id)
    life = local_life(tx, row.organisation_id)
    today = life.today(by.at)
    shares = [_share(one) for one in item_sheet.counted(tx, item_id)]
    whole = sum(one.count for one in shares)
    names = named(row.org_path)
    stored = item_sheet.obligations_of(tx, item_id, most=_MOST_OWED)
    owed = tuple(_owed(tx, stored, life, by, names=names))
    before, after = item_sheet.neighbours(tx, roadmap_id=row.roadmap_id, position=row.position)
    return ItemSheet(
        row=row,
        life=life,
        today=today,
        named=names,
        understood=understood(row.deadline_kind, row.deadline_value, source=row.deadline_text, bound_on=row.bound_on),
        progress=progress(shares, today=today),
        responsible=responsible_words(row, row.responsible_name if names else None),
        owed=owed,
        more=whole - len(owed),
        proofs=item_sheet.evidence_of(tx, item_id, most=_MOST_PROOFS),
        moves=item_sheet.moves_of(tx, item_id),
        questions=item_sheet.questions_of(tx, item_id),
        reminded=item_sheet.reminders_of(tx, item_id, most=_MOST_REMINDERS),
        coming=tuple(_coming(owed, life, by.at)),
        before=before,
        after=after,
        may=_may(tx, by, row, own=own),
        measured=(measured := row_figures(tx, item_id, at=by.at) if row.thresholds else ()),
        lacking={
            one.threshold.measure: lacking_behind(tx, one, named=named, most=_MOST_LACKING)
            for each in measured
            if each.window.current
            for one in each.readings
            if not one.compared.reached and one.share.denominator
        },
    )


@dataclass(frozen=True, slots=True)
class ItemChoices:
    """What the forms of a row offer: papers that may prove it, people who may answer for it."""

    papers: Sequence[Row[Any]]
    staff: Sequence[Row[Any]]


def choices_for_item(tx: Connection, organisation_id: int, *, staff_of: int) -> ItemChoices:
    """The newest papers of the row's organisation, and the staff of `staff_of`: whom the reader may name."""
    return ItemChoices(
        item_sheet.papers_of(tx, organisation_id, most=_MOST_PAPERS),
        item_sheet.staff_of(tx, staff_of, most=_MOST_STAFF),
    )


def _share(row: Row[Any]) -> Share:
    return Share(row.status, row.due_on, row.starts_on, row.ladder == "review", row.alike)


def _owed(tx: Connection, stored: Sequence[Row[Any]], life: LocalLife, by: By, *, names: bool) -> Iterator[OwedOnce]:
    held = holders(tx, stored, {life.organisation_id: life}, named=lambda _: names, at=by.at)
    pair_ids = sorted({one.pair_id for one in stored if one.pair_id is not None})
    members: dict[int, list[str]] = {}
    for member in memberships.of_pairs(tx, pair_ids) if names and pair_ids else ():
        if member.role != "curator":
            members.setdefault(member.pair_id, []).append(short_name(member.name))
    today = life.today(by.at)
    for one in stored:
        share = Share(one.status, one.due_on, one.starts_on, one.ladder == "review")
        standing = share.standing(today)
        yield OwedOnce(
            id=one.id,
            name=one.occurrence,
            pair_id=one.pair_id,
            pair_number=one.pair_number,
            pair=" — ".join(members.get(one.pair_id, ())) if one.pair_id is not None else "",
            due_on=one.due_on,
            first_due_on=one.first_due_on,
            revision=one.revision,
            standing=standing,
            reason=one.reason,
            late_days=_late_days(one.due_on, standing, life, today),
            review=one.ladder == "review",
            holder=held[one.id],
            open=one.status in ("open", "needs_date"),
            held=one.held,
        )


def _late_days(due_on: date | None, standing: Standing | None, life: LocalLife, today: date) -> int:
    if due_on is None or standing is not Standing.OVERDUE:
        return 0
    return life.calendar.between(due_on, today)


def _coming(owed: Sequence[OwedOnce], life: LocalLife, at: datetime) -> Iterator[ReminderAhead]:
    """Rungs still ahead of the nearest open days; pairs of one day are reminded alike and are told once."""
    days = {(one.due_on, one.review) for one in owed if one.open and not one.held and one.due_on is not None}
    found = [
        ReminderAhead(step.at, due_on, step.rung.offset, step.rung.audience)
        for due_on, review in sorted(days)[:_LOOKED_AHEAD]
        for step in ahead(
            steps(due_on, policy=life.policy, calendar=life.calendar, zone=life.zone, review=review),
            after=at,
            until=datetime.max.replace(tzinfo=at.tzinfo),
        )
    ]
    yield from sorted(found, key=lambda one: one.at)[:_MOST_AHEAD]


def _may(tx: Connection, by: By, row: Row[Any], *, own: bool) -> May:
    def can(verb: Verb) -> bool:
        return forbidden(tx, by, verb, row.organisation_id) is None

    if not sees(tx, by, row.organisation_id):  # responsible by name, without any role there
        return May(complete=own, reschedule=False, assign=False, bind=False, remind=False)
    changes = can("roadmap.reschedule")
    return May(
        complete=own or can("roadmap.complete"),
        reschedule=changes,
        assign=changes,
        bind=changes and row.deadline_kind in WAITING_FOR_A_DAY,
        remind=can("reminder.send"),
    )
