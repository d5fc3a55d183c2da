"""Which letters must come: an oracle of its own, written from the rules and not from the product.

It knows a literal production calendar, the rungs, the digest, the weekly budget and the letters that go at once. Times
are naive and local to the organisation. Nothing here imports the product.
"""

from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Truth = Callable[[], bool]  # whether a letter that waits is still true
DAY = timedelta(days=1)
NINE = time(9)
RUNGS = (-14, -7, -1, 0, 1, 3, 7)
WEEKLY_BUDGET = 7
# Who answers for a row when nobody holds its office; what an outside body does is followed here by the curator.
OFFICES = {"head": ("head", "administrator"), "administrator": ("administrator", "head"), "external": ("curator",)}

# Weekdays off and Saturdays worked in a five-day week, from the production calendars of Russia.
_OFF = """
2020 01-01 01-02 01-03 01-06 01-07 01-08 02-24 03-09 05-01 05-04 05-05 05-11 06-12 11-04
2021 01-01 01-04 01-05 01-06 01-07 01-08 02-22 02-23 03-08 05-03 05-10 06-14 11-04 11-05 12-31
2022 01-03 01-04 01-05 01-06 01-07 02-23 03-07 03-08 05-02 05-03 05-09 05-10 06-13 11-04
2023 01-02 01-03 01-04 01-05 01-06 02-23 02-24 03-08 05-01 05-08 05-09 06-12 11-06
2024 01-01 01-02 01-03 01-04 01-05 01-08 02-23 03-08 04-29 04-30 05-01 05-09 05-10 06-12 11-04 12-30 12-31
2025 01-01 01-02 01-03 01-06 01-07 01-08 05-01 05-02 05-08 05-09 06-12 06-13 11-03 11-04 12-31
2026 01-01 01-02 01-05 01-06 01-07 01-08 01-09 02-23 03-09 05-01 05-11 06-12 11-04 12-31
"""
_WORKED = "2021 02-20\n2022 03-05\n2024 04-27 11-02 12-28\n2025 11-01"


def _days(table: str) -> frozenset[date]:
    lines = (line.split() for line in table.strip().splitlines())
    return frozenset(date.fromisoformat(f"{year}-{day}") for year, *days in lines for day in days)


OFF, WORKED = _days(_OFF), _days(_WORKED)


def works(day: date) -> bool:
    return day in WORKED or (day.weekday() < 5 and day not in OFF)


def working_before(day: date) -> date:
    """The day itself when it is worked, else the last one before it."""
    return day if works(day) else working_before(day - DAY)


def plus_working(day: date, count: int) -> date:
    """The count-th working day after a day."""
    while count:
        day += DAY
        count -= works(day)
    return day


def working_between(after: date, until: date) -> int:
    """Working days in (after, until]."""
    return sum(works(after + DAY * step) for step in range(1, (until - after).days + 1))


def may_leave(at: datetime) -> bool:
    return works(at.date()) and 8 <= at.hour < 20


def window_from(at: datetime) -> datetime:
    """The first moment from `at` on at which a letter may leave."""
    if may_leave(at):
        return at
    day = at.date() if at.hour < 8 and works(at.date()) else plus_working(at.date(), 1)
    return datetime.combine(day, time(8))


def dated(kind: str, value: str, start: date, end: date) -> list[date]:
    """The due days that a row of the answer key means; those of recurring rules inside start..end."""
    match kind:
        case "point":
            return [date.fromisoformat(value)]
        case "month":
            return [_month_end(*map(int, value.split("-")))]
        case "range":
            return [date.fromisoformat(value.partition("..")[2])]
        case "recurring":
            return sorted(day for rule in value.split("|") for day in _rule_days(rule, start, end))
        case "multi":
            return [day for part in value.split("|") for day in dated(_part_kind(part), part, start, end)]
        case _:
            return []


def quarter_ends(start: date, end: date) -> list[date]:
    ends = [_month_end(year, month) for year in range(start.year, end.year + 1) for month in (3, 6, 9, 12)]
    return [day for day in ends if start <= day <= end]


def _part_kind(part: str) -> str:
    return "recurring" if "FREQ" in part else "range" if ".." in part else "month" if len(part) == 7 else "point"


def _rule_days(rule: str, start: date, end: date) -> Iterator[date]:
    told = dict(part.split("=") for part in rule.split(";"))
    assert told["FREQ"] == "YEARLY"
    start = max(start, date.fromisoformat(told.get("DTSTART", "0001-01-01")))
    for year in range(start.year, end.year + 1):
        for month in map(int, told.get("BYMONTH", "12").split(",")):
            number = int(told.get("BYMONTHDAY", "-1"))
            day = _month_end(year, month) if number == -1 else date(year, month, number)
            if start <= day <= end:
                yield day


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def ladder(due: date, *, review: bool = False) -> list[tuple[datetime, int]]:
    """(moment, rung) of a due day in order. Of two that fall on one day the nearer to the due day stays."""
    days: dict[date, int] = {}
    for rung in (0,) if review else RUNGS:
        days[plus_working(due, rung) if rung > 0 else working_before(due + DAY * rung)] = rung
    return [(datetime.combine(day, NINE), rung) for day, rung in sorted(days.items())]


@dataclass(eq=False)
class Pair:
    """A pair as its letters see it. `told`: the visits whose refused move the curator has heard of."""

    id: int
    programme: int
    mentor: str
    mentees: list[str]
    curator: str
    lifecycle: str
    rows: dict[str, str]
    programme_end: date
    stage: str
    entered: date
    visit: int = 1
    visits: int = 1
    told: set[int] = field(default_factory=set[int])
    suspended_on: date | None = None
    suspended_days: int = 0
    ending_on: date | None = None
    closed: bool = False
    survey: int = 0


@dataclass(eq=False)
class Duty:
    """Something due once. `role` None = unassigned; `since` = when its present ladder began to be watched."""

    label: str
    item: str
    due: date
    role: str | None
    since: datetime
    pair: Pair | None = None
    person: str | None = None
    review: bool = False
    stage: bool = False
    revision: int = 1
    open: bool = True
    held: bool = False

    def steps(self) -> list[tuple[datetime, int]]:
        return [step for step in ladder(self.due, review=self.review) if step[0] > self.since]


@dataclass
class Row:
    """A line of the ledger."""

    duty: Duty
    revision: int
    rung: int
    recipient: str
    at: datetime
    state: str = "waiting"

    def key(self) -> tuple[str, int, int, str, datetime, str]:
        return self.duty.label, self.revision, self.rung, self.recipient, self.at, self.state


@dataclass(frozen=True)
class Arrival:
    """A letter in a mailbox. `about`: the reminders it carries, or the pair or row whose news it brings."""

    at: datetime
    recipient: str
    kind: str
    about: frozenset[tuple[str, int]]


@dataclass
class _News:
    ready: datetime
    recipient: str
    kind: str
    about: frozenset[tuple[str, int]]
    true: Truth
    made: datetime


@dataclass
class Oracle:
    """People, roles and duties; `tick` says what a pass of the clock at a moment must bring.

    `holders`: role -> people; "administrator" those of the school itself, "municipality" those above.
    """

    looked: datetime
    holders: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    minors: dict[str, str] = field(default_factory=dict[str, str])
    deputies: list[tuple[str, str, date, date]] = field(default_factory=list[tuple[str, str, date, date]])
    duties: list[Duty] = field(default_factory=list[Duty])
    pairs: list[Pair] = field(default_factory=list[Pair])
    ledger: list[Row] = field(default_factory=list[Row])
    arrivals: list[Arrival] = field(default_factory=list[Arrival])
    untrue: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    _waits_until: dict[str, datetime] = field(default_factory=dict[str, datetime])
    _news: list[_News] = field(default_factory=list[_News])
    _spent: Counter[tuple[str, int, int]] = field(default_factory=Counter[tuple[str, int, int]])

    def next_moment(self) -> datetime | None:
        """When a pass is needed next."""
        rungs = (at for duty in self._climbing() for at, _ in duty.steps() if at > self.looked)
        ends = (datetime.combine(pair.ending_on, time(0, 1)) for pair in self.pairs if pair.ending_on)
        refusals = (self._refusal_at(duty) for duty in self._climbing() if self._may_be_refused(duty))
        news = (one.ready for one in self._news)
        return min((*rungs, *ends, *refusals, *news, *self._waits_until.values()), default=None)

    def tick(self, now: datetime) -> None:
        """One pass: rungs that came due since the last one, digests, news that has settled."""
        waiting: dict[str, list[Row]] = defaultdict(list)
        for duty in self._climbing():
            self._climb(duty, now)
            if self._may_be_refused(duty) and self._refusal_at(duty) <= now:
                self._report_refusal(duty, now)
        for row in self.ledger:
            if row.state == "waiting":
                waiting[row.recipient].append(row)
        for recipient, rows in waiting.items():
            if self._waits_until.get(recipient, now) <= now or any(row.at > self.looked for row in rows):
                self._remind(recipient, rows, now)
        for one in [one for one in self._news if one.ready <= now]:
            self._news.remove(one)
            self._deliver(one, now)
        self.looked = now

    def announce(self, kind: str, people: Iterable[str], *, about: str, now: datetime, true: Truth) -> None:
        """A letter that goes at once, which is in ten minutes, and then only by day and on working days."""
        readers = {reader for person in people for reader in self.readers(person, now.date())}
        for reader in sorted(readers):
            ready = window_from(now + timedelta(minutes=10))
            self._news.append(_News(ready, reader, kind, frozenset({(about, 0)}), true, now))
            self._spent[(reader, *now.isocalendar()[:2])] += 1

    def recall(self, kind: str, about: str) -> None:
        """News of an undone move that have not gone never go, and do not count."""
        for one in [one for one in self._news if one.kind == kind and (about, 0) in one.about]:
            self._news.remove(one)
            self._cancel(one)

    def stop(self, duty: Duty) -> None:
        """The duty asks for nothing more: what waits for a letter is cancelled."""
        duty.open = False
        self.silence(duty)

    def silence(self, duty: Duty) -> None:
        for row in self.ledger:
            if row.duty is duty and row.state == "waiting":
                row.state = "cancelled"

    def move(self, duty: Duty, due: date, now: datetime) -> None:
        """Another due day is another revision: its ladder is climbed from the first rung ahead."""
        self.silence(duty)
        duty.due, duty.revision, duty.since = due, duty.revision + 1, now

    def readers(self, person: str, day: date) -> list[str]:
        """Who reads what is meant for a person: a minor's representative, a deputy within his dates, himself."""
        if person in self.minors:
            return [self.minors[person]]
        deputies = [deputy for deputy, of, since, until in self.deputies if of == person and since <= day <= until]
        return deputies or [person]

    def responsible(self, duty: Duty) -> list[str]:
        if duty.person:
            return [duty.person]
        if duty.role == "mentor" and duty.pair:
            return [duty.pair.mentor]
        if duty.role == "curator":
            return self._curators(duty)
        held = (self.holders.get(office, []) for office in OFFICES.get(duty.role or "", ()))
        return next((people for people in held if people), [])

    def _climbing(self) -> list[Duty]:
        return [duty for duty in self.duties if duty.open and not duty.held]

    def _climb(self, duty: Duty, now: datetime) -> None:
        """Several rungs at once (the server was off): each person hears the latest, the others are superseded."""
        latest: dict[str, Row] = {}
        for at, rung in duty.steps():
            if self.looked < at <= now:
                for recipient in self._audience(duty, rung, now.date()) or [""]:
                    if recipient in latest:
                        latest[recipient].state = "superseded"
                    latest[recipient] = Row(duty, duty.revision, rung, recipient, at)
                    self.ledger.append(latest[recipient])
        if "" in latest:
            latest[""].state = "suppressed"

    def _audience(self, duty: Duty, rung: int, day: date) -> list[str]:
        if rung <= 0:
            meant = self.responsible(duty) + (self._curators(duty) if duty.stage and rung == 0 else [])
        elif rung == 1:
            meant = self._curators(duty)
        else:
            meant = self.holders.get("head" if rung == 3 else "municipality", [])
        return sorted({reader for person in meant for reader in self.readers(person, day)})

    def _curators(self, duty: Duty) -> list[str]:
        return [duty.pair.curator] if duty.pair else self.holders["curator"]

    def _remind(self, recipient: str, rows: list[Row], now: datetime) -> None:
        week = (recipient, *now.isocalendar()[:2])
        if self._spent[week] >= WEEKLY_BUDGET and all(row.rung < 0 for row in rows):
            self._waits_until[recipient] = datetime.combine(plus_working(now.date(), 1), NINE)
            return
        self._waits_until.pop(recipient, None)
        assert may_leave(now), "the oracle composes digests by day only"
        for row in rows:
            row.state = "lettered"
        self._spent[week] += 1
        about = frozenset((row.duty.label, row.rung) for row in rows)
        self.arrivals.append(Arrival(now, recipient, _kind(rows), about))

    def _deliver(self, one: _News, now: datetime) -> None:
        if one.true():
            self.arrivals.append(Arrival(now, one.recipient, one.kind, one.about))
        else:
            self._cancel(one)

    def _cancel(self, one: _News) -> None:
        """A letter that never goes does not count in its week either."""
        self.untrue[one.kind, one.recipient] += 1
        self._spent[(one.recipient, *one.made.isocalendar()[:2])] -= 1

    def _may_be_refused(self, duty: Duty) -> bool:
        return duty.stage and duty.pair is not None and duty.pair.visit not in duty.pair.told

    def _refusal_at(self, duty: Duty) -> datetime:
        """The first working morning, after the last pass, on which the stage is five working days late."""
        first = datetime.combine(plus_working(duty.due, 5), NINE)
        while first <= max(self.looked, duty.since):
            first = datetime.combine(plus_working(first.date(), 1), NINE)
        return first

    def _report_refusal(self, duty: Duty, now: datetime) -> None:
        pair = duty.pair
        assert pair is not None
        visit = pair.visit
        pair.told.add(visit)
        about, curator = f"pair {pair.id}", self._curators(duty)
        self.announce("move_refused", curator, about=about, now=now, true=lambda: pair.visit == visit)


def _kind(rows: list[Row]) -> str:
    if len(rows) > 1:
        return "digest"
    rung = rows[0].rung
    if rung <= 0:
        return "reminder" if rung < 0 else "due_today"
    return {1: "escalation_curator", 3: "escalation_head", 7: "escalation_municipality"}[rung]
