"""What asks for attention today: of an office in one school, of an office above schools, of somebody in pairs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from engine.names import short_name
from engine.words import Words
from storage import channel, disputes, memberships, own_day, today
from storage.scope import Scope
from workflows.holders import holders
from workflows.local_life import LocalLife, local_lives
from workflows.own_invitations import OwnInvitation, own_invitations
from workflows.pinned_lifecycle import pinned_lifecycle
from workflows.ready_pairs import ReadyPairs, ready_pairs
from workflows.show_timeline import local_days

SHOWN = 8  # lines of each list; the rest is behind its link
AHEAD = timedelta(days=6)  # «на этой неделе»: today and six days more
UNDELIVERED_FOR = timedelta(days=30)
QUIET_FOR = timedelta(days=30)
_WORST_TITLES = 5
_WORST_SCHOOLS = 12
_OWN = 50


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One obligation: what, whose, due when. `pair` names its members where people have names. `why`: what opened it
    again.
    """

    id: int
    item_id: int | None
    number: str
    title: str
    pair_id: int | None
    pair_number: int | None
    pair: str
    path: str
    organisation: str
    due_on: date
    late_days: int
    review: bool
    holder: Words
    why: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """Whether letters go at all. `held_until` None: the way to the mail server is open. `stopped`: organisations whose
    letters wait for a person because far more than usual were about to go.
    """

    held_until: datetime | None
    reason: str
    stopped: int


@dataclass(frozen=True, slots=True)
class OfficeDay:
    """An office's day. Lists hold at most `SHOWN` lines; counts are of everything.

    Lines of `questions`, `calls`, `disputes`, `plans`, `without_order`, `surveys`, `letters` and `addresses` are as
    stored (see `storage/today.py`); `pair_names` names the pairs among them where people have names.
    """

    overdue: tuple[DutyLine, ...]
    overdue_count: int
    week: tuple[DutyLine, ...]
    week_count: int
    ready: ReadyPairs
    questions: Sequence[Row[Any]]
    calls: Sequence[Row[Any]]
    disputes: Sequence[Row[Any]]
    plans: Sequence[Row[Any]]
    without_order: Sequence[Row[Any]]
    surveys: Sequence[Row[Any]]
    letters: Sequence[Row[Any]]
    addresses: Sequence[Row[Any]]
    waiting: int
    pairs: int
    quiet_pairs: int
    pair_names: Mapping[int, str]
    channel: Channel


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """How an organisation stands: `late` obligations, the oldest for `late_days` working days."""

    path: str
    name: str
    late: int
    late_days: int


@dataclass(frozen=True, slots=True)
class TitleLine:
    """What is late in most organisations."""

    title: str
    late: int
    organisations: int


@dataclass(frozen=True, slots=True)
class DistrictDay:
    """The day of an office above schools: figures, never names of participants."""

    overdue: int
    late_schools: int
    late_days: int
    week: int
    pairs: int
    quiet_pairs: int
    schools: tuple[SchoolLine, ...]
    titles: tuple[TitleLine, ...]
    letters: Sequence[Row[Any]]
    channel: Channel


@dataclass(frozen=True, slots=True)
class OwnPair:
    """A pair of somebody. `whose` is the ward's name when it is not his own."""

    id: int
    number: int
    programme: str
    organisation: str
    names: str
    role: str
    whose: str
    stage: Words
    due_on: date | None
    late: bool
    suspended: bool


@dataclass(frozen=True, slots=True)
class OwnDay:
    """The day of a mentor, a mentee or a representative; `invitations` are to events ahead."""

    pairs: tuple[OwnPair, ...]
    duties: tuple[DutyLine, ...]
    invitations: tuple[OwnInvitation, ...] = ()


def show_office_day(tx: Connection, scope: Scope, *, named: Callable[[str], bool], at: datetime) -> OfficeDay:
    """The day of a curator or a head, over everything in `scope`. `named` says where people have names."""
    days = local_days(tx, scope, at=at)
    day = max(days.values(), default=at.date())
    late = today.overdue(tx, scope, days, most=SHOWN)
    soon = today.due_between(tx, scope, since=day, until=day + AHEAD, most=SHOWN)
    plans = today.plans_to_approve(tx, scope, most=SHOWN)
    without_order = today.pairs_without_order(tx, scope, most=SHOWN)
    ready = ready_pairs(tx, scope, at=at, most=SHOWN)
    names = names_of_pairs(
        tx,
        [one.id for one in ready.pairs if named(one.path)]
        + [row.pair_id for row in (*late, *soon) if row.pair_id is not None and named(row.org_path)]
        + [row.id for row in (*plans, *without_order) if named(row.org_path)],
    )
    pairs, quiet = today.live_pairs(tx, scope, quiet_since=day - QUIET_FOR)
    lines = _duties(tx, [*late, *soon], names, named=named, at=at)
    return OfficeDay(
        overdue=lines[: len(late)],
        overdue_count=today.count_overdue(tx, scope, days),
        week=lines[len(late) :],
        week_count=today.count_due_between(tx, scope, since=day, until=day + AHEAD),
        ready=ready,
        questions=today.questions(tx, scope, most=SHOWN, day=day),
        calls=today.calls(tx, scope, most=SHOWN),
        disputes=disputes.listing(tx, scope, most=SHOWN),
        plans=plans,
        without_order=without_order,
        surveys=today.open_surveys(tx, scope, most=SHOWN),
        # Of somebody whose address is wrong the address is told, once.
        letters=[
            row
            for row in today.not_arrived(tx, scope, since=at - UNDELIVERED_FOR, most=SHOWN)
            if row.state == "held" or not row.address_fault
        ],
        addresses=today.bad_addresses(tx, scope, most=SHOWN),
        waiting=count_waiting(tx, scope, day=day),
        pairs=pairs,
        quiet_pairs=quiet,
        pair_names=names,
        channel=_channel(tx, at),
    )


def show_district_day(tx: Connection, scope: Scope, *, at: datetime) -> DistrictDay:
    """The day of an administrator above schools: by school, by what is late most often."""
    days = local_days(tx, scope, at=at)
    day = max(days.values(), default=at.date())
    by_school = today.late_by_organisation(tx, scope, days)
    oldest = min(by_school, key=lambda row: row.oldest, default=None)
    shown = {row.id for row in by_school[:_WORST_SCHOOLS]} | ({oldest.id} if oldest else set())
    lives = local_lives(tx, shown)
    pairs, quiet = today.live_pairs(tx, scope, quiet_since=day - QUIET_FOR)
    return DistrictDay(
        overdue=sum(row.late for row in by_school),
        late_schools=len(by_school),
        late_days=_late_days(lives[oldest.id], oldest.oldest, at) if oldest else 0,
        week=today.count_due_between(tx, scope, since=day, until=day + AHEAD),
        pairs=pairs,
        quiet_pairs=quiet,
        schools=tuple(
            SchoolLine(row.path, row.name, row.late, _late_days(lives[row.id], row.oldest, at))
            for row in by_school[:_WORST_SCHOOLS]
        ),
        titles=tuple(
            TitleLine(row.title, row.late, row.organisations)
            for row in today.late_by_title(tx, scope, days, most=_WORST_TITLES)
        ),
        letters=today.not_arrived(tx, scope, since=at - UNDELIVERED_FOR, most=SHOWN),
        channel=_channel(tx, at),
    )


def show_own_day(tx: Connection, *, person_id: int, day: date, at: datetime) -> OwnDay:
    """The pairs of somebody and of the minors he represents, and what he owes. `day` is his local day."""
    wards = own_day.wards(tx, person_id, day=day)
    rows = own_day.pairs_of(tx, [person_id, *wards], day=day)
    mine = [row for row in rows if row.role != "curator"]
    names = names_of_pairs(tx, [row.id for row in mine])
    # Owed by the mentee is what his representative owes too.
    owed = own_day.own_obligations(
        tx,
        person_id=person_id,
        mentored=[row.id for row in mine if row.role == "mentor"],
        minded=[row.id for row in mine if row.role == "mentee"],
        most=_OWN,
        wards=list(wards),
    )
    return OwnDay(
        pairs=tuple(
            OwnPair(
                id=row.id,
                number=row.number,
                programme=row.programme,
                organisation=row.org_name,
                names=names.get(row.id, ""),
                role=row.role,
                whose=wards.get(row.person_id, ""),
                stage=pinned_lifecycle(tx, row.definition_id, row.definition_hash).stage(row.stage).title,
                due_on=row.due_on,
                late=row.due_on is not None and row.due_on < day and row.suspended_from is None,
                suspended=row.suspended_from is not None,
            )
            for row in mine
        ),
        duties=_duties(tx, owed, names, named=lambda _: True, at=at),
        invitations=own_invitations(tx, [person_id, *wards], day=day),
    )


def count_waiting(tx: Connection, scope: Scope, *, day: date) -> int:
    """How much waits for an office: questions, calls, disputed meetings, plans and pairs to sign."""
    asked = today.count_questions(tx, scope, day=day) + disputes.count(tx, scope)
    return asked + today.count_to_sign(tx, scope)


def count_late_rows(tx: Connection, scope: Scope, *, at: datetime) -> int:
    """How many obligations of roadmap rows are late."""
    return today.count_overdue(tx, scope, local_days(tx, scope, at=at), of_rows=True)


def names_of_pairs(tx: Connection, pair_ids: Sequence[int]) -> dict[int, str]:
    """«Иванова М. П. — Смирнов Е. О.» by the pair's id."""
    if not pair_ids:
        return {}
    found: dict[int, list[str]] = {}
    for member in sorted(memberships.of_pairs(tx, sorted(set(pair_ids))), key=lambda one: one.role != "mentor"):
        if member.role != "curator":
            found.setdefault(member.pair_id, []).append(short_name(member.name))
    return {pair_id: " — ".join(names) for pair_id, names in found.items()}


def _duties(
    tx: Connection,
    rows: Sequence[Row[Any]],
    names: Mapping[int, str],
    *,
    named: Callable[[str], bool],
    at: datetime,
) -> tuple[DutyLine, ...]:
    lives = local_lives(tx, {row.organisation_id for row in rows})
    held = holders(tx, rows, lives, named=named, at=at) if rows else {}
    return tuple(
        DutyLine(
            id=row.id,
            item_id=row.item_id,
            number=row.item_number or "",
            title=row.title,
            pair_id=row.pair_id,
            pair_number=row.pair_number,
            pair=names.get(row.pair_id, ""),
            path=row.org_path,
            organisation=row.org_name,
            due_on=row.due_on,
            late_days=_late_days(lives[row.organisation_id], row.due_on, at),
            review=row.ladder == "review",
            holder=held[row.id],
            why=row.reason,
        )
        for row in rows
    )


def _late_days(life: LocalLife, due_on: date, at: datetime) -> int:
    return life.calendar.between(due_on, life.today(at))


def _channel(tx: Connection, at: datetime) -> Channel:
    state = channel.state(tx)
    closed = not state.open_at(at)
    return Channel(state.held_until if closed else None, state.reason if closed else "", len(channel.tripped(tx)))
