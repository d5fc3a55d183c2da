"""Everything about one pair that its page shows beside its stage: people, meetings, papers, letters, lines, calls."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import Connection, Integer, bindparam, func, select

from storage.given import among
from storage.hot import Hot
from storage.memberships import MemberRole
from storage.plans import PlanItemRow, PlanRow
from storage.tables.answers import curator_calls, planned_meetings
from storage.tables.journal import journal_entries
from storage.tables.letters import letters
from storage.tables.obligations import obligations, reminders
from storage.tables.organisations import consents, organisations, people
from storage.tables.papers import paper_pairs, papers
from storage.tables.programmes import feedbacks, meetings, memberships, plan_items, plans, programmes, surveys


@dataclass(frozen=True, slots=True)
class MemberSheet:
    """One stay of one person in the pair."""

    person_id: int
    role: MemberRole
    from_day: date
    to_day: date | None
    name: str
    position: str
    kind: str
    born: date | None
    email: str
    address_fault: str


@dataclass(frozen=True, slots=True)
class MeetingSheet:
    id: int
    kind: str
    held_on: date
    mentor_verdict: str | None
    mentee_verdict: str | None
    absent: list[int]
    topic: str
    next_step: str
    event_id: int | None


@dataclass(frozen=True, slots=True)
class PlannedSheet:
    """A meeting agreed for a day; `state` is planned, held, moved or called_off."""

    id: int
    kind: str
    planned_on: date
    state: str
    note: str
    at_time: str
    minutes: int
    place: str
    topic: str


@dataclass(frozen=True, slots=True)
class FeedbackSheet:
    """A `period_to` makes it a report."""

    person_id: int
    given_on: date
    text: str
    wish: str
    period_from: date | None
    period_to: date | None
    percent: int | None
    problems: str
    advice: str


@dataclass(frozen=True, slots=True)
class PaperSheet:
    id: int
    kind: str
    purpose: str
    number: str
    dated: date


@dataclass(frozen=True, slots=True)
class ConsentSheet:
    person_id: int
    kind: str
    signed_on: date
    withdrawn_on: date | None


@dataclass(frozen=True, slots=True)
class LetterSheet:
    """A letter about the pair, or one that carried a reminder about it."""

    id: int
    kind: str
    recipient_id: int
    state: str
    subject: str
    created_at: datetime
    sent_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class CallSheet:
    """Somebody of the pair wants to talk to the curator."""

    id: int
    person_id: int
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OwedSheet:
    """An open obligation of the pair that has a day and is not held."""

    id: int
    subject_kind: str
    occurrence: str
    title: str
    ladder: str
    responsible_role: str | None
    responsible_id: int | None
    due_on: date
    watched_from: datetime
    looked_at: datetime


@dataclass(frozen=True, slots=True)
class Around:
    """The programme and the organisation of a pair, in words."""

    programme: str
    programme_start: date
    programme_end: date
    organisation: str
    timezone: str


_OF = bindparam("pair_id", type_=Integer)
_AROUND = Hot(
    select(
        programmes.c.title,
        programmes.c.period_start,
        programmes.c.period_end,
        organisations.c.name,
        organisations.c.timezone,
    )
    .join(organisations, organisations.c.id == programmes.c.organisation_id)
    .where(programmes.c.id == bindparam("programme_id"))
)
_MEMBERS = Hot(
    select(
        people.c.id,
        memberships.c.role,
        memberships.c.from_day,
        memberships.c.to_day,
        people.c.name,
        people.c.position,
        people.c.kind,
        people.c.born,
        people.c.email,
        people.c.address_fault,
    )
    .join(people, people.c.id == memberships.c.person_id)
    .where(memberships.c.pair_id == _OF)
    .order_by(memberships.c.id)
)
_MEETINGS = Hot(
    select(*(meetings.c[name] for name in MeetingSheet.__slots__))
    .where(meetings.c.pair_id == _OF, meetings.c.withdrawn_at.is_(None))
    .order_by(meetings.c.held_on.desc(), meetings.c.id.desc())
)
_PLANNED = Hot(
    select(*(planned_meetings.c[name] for name in PlannedSheet.__slots__))
    .where(planned_meetings.c.pair_id == _OF)
    .order_by(planned_meetings.c.planned_on, planned_meetings.c.id)
)
_FEEDBACK = Hot(
    select(*(feedbacks.c[name] for name in FeedbackSheet.__slots__))
    .where(feedbacks.c.pair_id == _OF, feedbacks.c.withdrawn_at.is_(None))
    .order_by(feedbacks.c.id.desc())
)
_PAPERS = Hot(
    select(*(papers.c[name] for name in PaperSheet.__slots__))
    .join(paper_pairs, paper_pairs.c.paper_id == papers.c.id)
    .where(paper_pairs.c.pair_id == _OF, papers.c.annulled_on.is_(None))
    .order_by(papers.c.dated, papers.c.id)
)
_CONSENTS = Hot(
    select(*(consents.c[name] for name in ConsentSheet.__slots__))
    .join(memberships, memberships.c.person_id == consents.c.person_id)
    .where(memberships.c.pair_id == _OF, memberships.c.to_day.is_(None), memberships.c.role != "curator")
    .order_by(consents.c.id)
)
_CALLS = Hot(
    select(*(curator_calls.c[name] for name in CallSheet.__slots__))
    .where(curator_calls.c.pair_id == _OF, curator_calls.c.answered_at.is_(None))
    .order_by(curator_calls.c.id)
)
_LETTER = [letters.c[name] for name in LetterSheet.__slots__]
_ANNOUNCED = Hot(select(*_LETTER).where(letters.c.pair_id == _OF).order_by(letters.c.id.desc()).limit(50))
_REMINDED = Hot(
    select(*_LETTER)
    .join(reminders, reminders.c.letter_id == letters.c.id)
    .join(obligations, obligations.c.id == reminders.c.obligation_id)
    .where(obligations.c.pair_id == _OF, reminders.c.state == "lettered")
    .order_by(letters.c.id.desc())
    .limit(50)
)
_OWED = Hot(
    select(*(obligations.c[name] for name in OwedSheet.__slots__), obligations.c.held)
    .where(obligations.c.pair_id == _OF, obligations.c.status == "open", obligations.c.due_on.is_not(None))
    .order_by(obligations.c.due_on, obligations.c.id)
)
_PLAN = Hot(select(*(plans.c[field.name] for field in fields(PlanRow))).where(plans.c.pair_id == _OF))
_PLAN_ITEMS = Hot(
    select(*(plan_items.c[field.name] for field in fields(PlanItemRow)))
    .where(plan_items.c.pair_id == _OF, plan_items.c.dropped_on.is_(None))
    .order_by(plan_items.c.position)
)
_COUNT = Hot(select(func.count()).select_from(journal_entries).where(journal_entries.c.pair_id == _OF))
_NAMES = Hot(select(people.c.id, people.c.name).where(among(people.c.id, "ids")))
_SURVEYS = Hot(
    select(surveys.c.id, surveys.c.period)
    .where(
        surveys.c.programme_id == bindparam("programme_id"),
        surveys.c.kind == "diagnostics",
        surveys.c.closed_on.is_(None),
        surveys.c.definition_id.is_(None),
    )
    .order_by(surveys.c.id.desc())
)
_ASKING = Hot(
    select(surveys.c.id)
    .where(
        surveys.c.programme_id == bindparam("programme_id"),
        surveys.c.kind == "diagnostics",
        surveys.c.closed_on.is_(None),
        surveys.c.definition_id.is_not(None),
    )
    .order_by(surveys.c.id.desc())
)


def around(tx: Connection, programme_id: int) -> Around:
    row = _AROUND.first(tx, {"programme_id": programme_id})
    assert row is not None  # noqa: S101  # a foreign key says so
    return Around(*row)


def members(tx: Connection, pair_id: int) -> list[MemberSheet]:
    """Everybody who ever belonged to the pair, in the order they joined; a stay that never took place is left out."""
    found = [MemberSheet(*row) for row in _MEMBERS.all(tx, {"pair_id": pair_id})]
    return [one for one in found if one.to_day is None or one.to_day >= one.from_day]


def meetings_of(tx: Connection, pair_id: int) -> list[MeetingSheet]:
    """The meetings held, the latest first."""
    return [MeetingSheet(*row) for row in _MEETINGS.all(tx, {"pair_id": pair_id})]


def planned_of(tx: Connection, pair_id: int) -> list[PlannedSheet]:
    """The meetings ever agreed, by day."""
    return [PlannedSheet(*row) for row in _PLANNED.all(tx, {"pair_id": pair_id})]


def feedback_of(tx: Connection, pair_id: int) -> list[FeedbackSheet]:
    """What participants said, the latest first."""
    return [FeedbackSheet(*row) for row in _FEEDBACK.all(tx, {"pair_id": pair_id})]


def papers_of(tx: Connection, pair_id: int) -> list[PaperSheet]:
    """The registered papers in force that name the pair, by day."""
    return [PaperSheet(*row) for row in _PAPERS.all(tx, {"pair_id": pair_id})]


def consents_of(tx: Connection, pair_id: int) -> list[ConsentSheet]:
    """What the pair's present people have signed."""
    return [ConsentSheet(*row) for row in _CONSENTS.all(tx, {"pair_id": pair_id})]


def calls_of(tx: Connection, pair_id: int) -> list[CallSheet]:
    """The wishes to talk to the curator that nobody has answered."""
    return [CallSheet(*row) for row in _CALLS.all(tx, {"pair_id": pair_id})]


def letters_of(tx: Connection, pair_id: int) -> list[LetterSheet]:
    """The letters about the pair, the newest first, at most fifty of each sort."""
    found: dict[int, LetterSheet] = {}
    for statement in (_ANNOUNCED, _REMINDED):
        for row in statement.all(tx, {"pair_id": pair_id}):
            found[row[0]] = LetterSheet(*row)
    return [found[key] for key in sorted(found, reverse=True)]


def count_lines(tx: Connection, pair_id: int) -> int:
    """How many journal lines are about the pair."""
    row = _COUNT.first(tx, {"pair_id": pair_id})
    return int(row[0]) if row else 0


def open_surveys(tx: Connection, programme_id: int) -> list[tuple[int, str]]:
    """(id, period) of the diagnostics that take any words now, the newest first."""
    return [(survey_id, period) for survey_id, period in _SURVEYS.all(tx, {"programme_id": programme_id})]


def asking_survey(tx: Connection, programme_id: int) -> int | None:
    """The newest open diagnostics with a questionnaire: it is answered question by question on its own pages."""
    row = _ASKING.first(tx, {"programme_id": programme_id})
    return None if row is None else int(row[0])


def owed_by(tx: Connection, pair_id: int) -> tuple[list[OwedSheet], list[OwedSheet]]:
    """Every open obligation with a day, and those of them whose reminders are not held."""
    rows = _OWED.all(tx, {"pair_id": pair_id})
    return [OwedSheet(*row[:-1]) for row in rows], [OwedSheet(*row[:-1]) for row in rows if not row[-1]]


def plan_of(tx: Connection, pair_id: int) -> tuple[PlanRow | None, list[PlanItemRow]]:
    """The individual plan with its lines."""
    row = _PLAN.first(tx, {"pair_id": pair_id})
    items = [PlanItemRow(*item) for item in _PLAN_ITEMS.all(tx, {"pair_id": pair_id})]
    return (None if row is None else PlanRow(*row)), items


def names(tx: Connection, person_ids: Iterable[int]) -> dict[int, str]:
    """The full names of people by id."""
    wanted = set(person_ids)
    return dict(_NAMES.all(tx, {"ids": wanted})) if wanted else {}
