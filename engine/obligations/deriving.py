"""Facts -> what is due. A pure function of data: run it again after any change and compare."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from engine.calendar import WorkCalendar
from engine.deadlines import (
    Continuous,
    Deadline,
    EventBound,
    External,
    Multi,
    Occurrence,
    Point,
    Shift,
    from_key,
    occurrences,
)
from engine.periods import Period

SubjectKind = Literal["item", "pair", "plan-item", "task", "diagnostic"]
DerivedStatus = Literal["open", "needs_date", "done", "cancelled"]
Past = Literal["open", "done", "not-ours"]

# Items whose responsible is one of these are owed by every live pair, not by the school.
_PAIR_ROLES = frozenset({"mentor", "mentee"})
# Events that happen to a pair; an item bound to one is owed by every live pair too.
_PAIR_EVENTS = frozenset({"mentoring-end", "pair-order", "each-meeting"})


@dataclass(frozen=True, slots=True)
class Derived:
    """One obligation that the data ask for. Identity: (subject_kind, subject_id, occurrence).

    `ladder` is `review` for the quarterly look at a continuous item: rung 0 to the curator, never overdue.
    `due_on` None goes with `needs_date`. `held`: the pair is suspended, its rungs wait.
    """

    subject_kind: SubjectKind
    subject_id: int
    occurrence: str
    title: str
    due_on: date | None
    starts_on: date | None = None
    status: DerivedStatus = "open"
    reason: str = ""
    ladder: Literal["full", "review"] = "full"
    responsible_role: str | None = None
    responsible_id: int | None = None
    pair_id: int | None = None
    item_id: int | None = None
    held: bool = False

    @property
    def identity(self) -> tuple[str, int, str]:
        return self.subject_kind, self.subject_id, self.occurrence


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """A live roadmap row. `postponed` maps an occurrence to the day it was moved to (the newest move wins)."""

    id: int
    title: str
    deadline_kind: str
    deadline_value: str
    shift: str = "keep"
    bound_on: date | None = None
    responsible_role: str | None = None
    responsible_id: int | None = None
    postponed: Mapping[str, date] = field(default_factory=dict[str, date])

    @property
    def deadline(self) -> Deadline:
        return from_key(self.deadline_kind, self.deadline_value)

    @property
    def per_pair(self) -> bool:
        """Whether each live pair owes it (semantics: responsible mentor or mentee, or a pair's own event)."""
        if self.responsible_id is None and self.responsible_role in _PAIR_ROLES:
            return True
        return isinstance(self.deadline, EventBound) and self.deadline_value.split(" ")[0] in _PAIR_EVENTS


@dataclass(frozen=True, slots=True)
class PairFacts:
    """A pair as the obligations see it. `stage_due` is what `engine.lifecycle.stage_due` says; None = no date asked."""

    id: int
    stage_title: str
    visit: int
    live: bool
    suspended: bool
    stage_due: date | None
    stage_since: date


@dataclass(frozen=True, slots=True)
class PlanItemFacts:
    id: int
    position: int
    due_on: date
    done: bool
    responsible: str = "mentor"


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """A question to the curator; `title` already says which row it is about."""

    id: int
    title: str
    due_on: date
    done: bool


def item_owes(
    item: ItemFacts,
    *,
    period: Period,
    live_from: date,
    today: date,
    past: Past,
    calendar: WorkCalendar,
    pairs: Iterable[tuple[int, bool]] = (),
) -> tuple[Derived, ...]:
    """The obligations of one row: one per organisation, or one per live pair (`pairs`: id, suspended).

    `live_from` is the later of the day of applying and the period's start: recurrences begin there, and occurrences due
    before it follow `past`. Reviews of a continuous row begin at `today` (a past look is not owed).

    >>> row = ItemFacts(7, "Согласия", "point", "2025-09-20", responsible_role="curator")
    >>> year = Period(date(2025, 9, 1), date(2026, 8, 31))
    >>> day, week = year.start, WorkCalendar()
    >>> [one] = item_owes(row, period=year, live_from=day, today=day, past="open", calendar=week)
    >>> one.occurrence, one.due_on
    ('1', datetime.date(2025, 9, 20))
    """
    found = _dated(item, period, live_from, today, calendar)
    single = [_of_item(item, one, live_from, past) for one in found]
    if not single and wants_a_date(item):
        single = [_without_date(item)]
    if not item.per_pair:
        return tuple(single)
    return tuple(_for_pair(one, pair_id, held) for pair_id, held in pairs for one in single)


def wants_a_date(item: ItemFacts) -> bool:
    """Whether somebody must say the date: external, event-bound, empty, ambiguous or unreadable, and not bound yet."""
    if item.bound_on is not None or "1" in item.postponed:
        return False
    return item.deadline_kind in {"external", "event", "empty", "ambiguous", "unreadable"}


def pair_owes(pair: PairFacts) -> tuple[Derived, ...]:
    """The obligation to leave the current stage in time; the visit number is the occurrence.

    >>> pair = PairFacts(3, "Знакомство", 2, True, False, date(2025, 9, 25), date(2025, 9, 10))
    >>> pair_owes(pair)[0].occurrence
    '2'
    """
    if not pair.live or pair.stage_due is None:
        return ()
    return (
        Derived(
            subject_kind="pair",
            subject_id=pair.id,
            occurrence=str(pair.visit),
            title=f"Этап «{pair.stage_title}»",
            due_on=pair.stage_due,
            starts_on=pair.stage_since,
            responsible_role="mentor",
            pair_id=pair.id,
            held=pair.suspended,
        ),
    )


def plan_item_owes(item: PlanItemFacts, *, pair_id: int, live: bool, suspended: bool) -> tuple[Derived, ...]:
    """One line of the individual plan, owed by whom the line names: the mentor, the mentee, both or the curator.

    The title carries no words of the plan: it is read above the school too.

    >>> item = PlanItemFacts(5, 2, date(2025, 11, 1), False)
    >>> plan_item_owes(item, pair_id=3, live=True, suspended=False)[0].title
    'Индивидуальный план, пункт 2'
    """
    if not live and not item.done:
        return ()
    return (
        Derived(
            subject_kind="plan-item",
            subject_id=item.id,
            occurrence="1",
            title=f"Индивидуальный план, пункт {item.position}",
            due_on=item.due_on,
            status="done" if item.done else "open",
            responsible_role=item.responsible,
            pair_id=pair_id,
            held=suspended,
        ),
    )


def task_owes(task: TaskFacts) -> tuple[Derived, ...]:
    """A question to the curator.

    >>> task_owes(TaskFacts(1, "Назначить срок: п. 2.2", date(2025, 9, 8), False))[0].responsible_role
    'curator'
    """
    return (
        Derived(
            subject_kind="task",
            subject_id=task.id,
            occurrence="1",
            title=task.title,
            due_on=task.due_on,
            status="done" if task.done else "open",
            responsible_role="curator",
        ),
    )


def _dated(
    item: ItemFacts, period: Period, live_from: date, today: date, calendar: WorkCalendar
) -> tuple[Occurrence, ...]:
    deadline = item.deadline
    bound = item.bound_on or item.postponed.get("1")
    if bound is not None and not isinstance(deadline, (EventBound, External)) and wants_a_date(_unbound(item)):
        deadline = Point(bound)  # an empty or ambiguous row whose date somebody has said
    reviews = isinstance(deadline, Continuous) or (
        isinstance(deadline, Multi) and any(isinstance(part, Continuous) for part in deadline.parts)
    )
    found = occurrences(
        deadline,
        period=period,
        calendar=calendar,
        shift=Shift(item.shift),
        bound_on=bound,
        since=live_from,
    )
    return tuple(one for one in found if not (reviews and one.review and one.due_on < today))


def _unbound(item: ItemFacts) -> ItemFacts:
    return ItemFacts(item.id, item.title, item.deadline_kind, item.deadline_value)


def _of_item(item: ItemFacts, one: Occurrence, live_from: date, past: Past) -> Derived:
    moved_to = item.postponed.get(one.key)
    due_on = moved_to or one.due_on
    status: DerivedStatus = "open"
    reason = ""
    if due_on < live_from and not one.review and past != "open":
        status = "done" if past == "done" else "cancelled"
        reason = "выполнено до начала учёта" if past == "done" else "не относится к организации"
    return Derived(
        subject_kind="item",
        subject_id=item.id,
        occurrence=one.key,
        title=item.title,
        due_on=due_on,
        starts_on=one.starts_on,
        status=status,
        reason=reason,
        ladder="review" if one.review else "full",
        responsible_role="curator" if one.review else item.responsible_role,
        responsible_id=None if one.review else item.responsible_id,
        item_id=item.id,
    )


def _without_date(item: ItemFacts) -> Derived:
    return Derived(
        subject_kind="item",
        subject_id=item.id,
        occurrence="1",
        title=item.title,
        due_on=None,
        status="needs_date",
        responsible_role=item.responsible_role,
        responsible_id=item.responsible_id,
        item_id=item.id,
    )


def _for_pair(one: Derived, pair_id: int, held: bool) -> Derived:
    return Derived(
        subject_kind=one.subject_kind,
        subject_id=one.subject_id,
        # The identity has three parts, so the pair stands in the occurrence.
        occurrence=f"{one.occurrence}/pair:{pair_id}",
        title=one.title,
        due_on=one.due_on,
        starts_on=one.starts_on,
        status=one.status,
        reason=one.reason,
        ladder=one.ladder,
        responsible_role=one.responsible_role,
        responsible_id=one.responsible_id,
        pair_id=pair_id,
        item_id=one.item_id,
        held=held,
    )
