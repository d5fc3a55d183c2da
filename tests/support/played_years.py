"""A roadmap's whole period, played through the commands, beside an oracle that is told the same facts."""

import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.support.cli import Cli
from tests.support.expected_letters import Duty, Oracle, Pair, dated, plus_working, quarter_ends
from tests.support.recorder import Recorded, Recorder
from tests.support.seeds import RAYON, SCHOOL, STAGES, WAITING, Seed
from tests.support.told_letters import Told


class Year:
    """`at(moment, act, …)` puts an act of somebody on the calendar, `play(until)` jumps from due moment to due moment.

    Every act runs its command and tells the oracle; after each act and at each moment `tick` makes one pass of both.
    """

    def __init__(self, folder: Path, url: str, recorder: Recorder, seed: Seed, *, zone: str, begins: str) -> None:
        self.seed, self.zone, self.recorder = seed, ZoneInfo(zone), recorder
        self.now = datetime.fromisoformat(begins)
        self.cli = Cli(folder, database_url=url, now=self._instant())
        self.cli.env |= {
            "NASTAVNIK_SMTP_HOST": "127.0.0.1",
            "NASTAVNIK_SMTP_PORT": str(recorder.port),
            "NASTAVNIK_SMTP_SECURITY": "none",
            "NASTAVNIK_MAIL_FROM": "nastavnik@district.test",
        }
        self.url = url
        self.oracle = Oracle(looked=self.now)
        self.came: list[tuple[datetime, Recorded]] = []
        self.ids: dict[str, int] = {}
        self.items: dict[str, int] = {}
        self.roadmap = 0
        self.pairs: dict[str, Pair] = {}
        self._acts: list[tuple[datetime, Callable[[], None]]] = []
        self._off: tuple[datetime, datetime] | None = None
        self.run("org", "add", "--name", "Район", "--kind", "municipality", "--slug", RAYON, "--timezone", zone)
        self.run("org", "add", "--name", "Школа", "--kind", "school", "--parent", RAYON, "--slug", "school")

    # People

    def person(self, key: str, name: str, *roles: str, org: str = SCHOOL, kind: str = "staff", reads: str = "") -> str:
        """Somebody with the address `key@school.test` and his roles there; `reads`: the representative of a minor."""
        email = f"{key}@school.test"
        more = ("--representative", self.ids[reads]) if reads else ()
        told = ("--name", name, "--email", email, "--kind", kind, *more)
        self.ids[email] = self.run("person", "add", "--org", org, *told)["id"]
        if reads:
            self.oracle.minors[email] = reads
        for role in roles:
            self.run("role", "grant", "--person", self.ids[email], "--role", role, "--org", org)
            above = org == RAYON and role == "administrator"
            if org == self.seed.org:
                self.oracle.holders.setdefault(role, []).append(email)
            if above:
                self.oracle.holders.setdefault("municipality", []).append(email)
        return email

    def consents(self, *people: str) -> None:
        for one in people:
            for kind in ("personal-data", "mentoring-duty"):
                told = ("--kind", kind, "--signed", self.now.date())
                self.run("consent", "record", "--person", self.ids[one], *told)

    def deputy(self, deputy: str, of: str, since: str, until: str) -> None:
        told = ("--org", self.seed.org, "--from", since, "--to", until, "--deputy-of", self.ids[of])
        self.run("role", "grant", "--person", self.ids[deputy], "--role", "curator", *told)
        self.oracle.deputies.append((deputy, of, date.fromisoformat(since), date.fromisoformat(until)))

    # The roadmap

    def apply(self) -> None:
        """The template becomes live, and rows without a date or a responsible become questions to the curator."""
        self.roadmap = self.run("roadmap", "apply", self.seed.template, "--org", self.seed.org)["id"]
        shown = self.run("roadmap", "show", self.roadmap)["items"]
        self.items = {row["number"]: row["id"] for row in shown}
        today = self.now.date()
        since, due = max(today, self.seed.start), plus_working(today, 5)
        for number, kind, value in self.seed.rows():
            role = self.seed.responsible[number]
            if role == "mentor":
                continue  # every pair owes it; see `form`
            for day in dated(kind, value, since, self.seed.end):
                self.owe(f"{number}@{day}", number, day, role)
            for day in quarter_ends(since, self.seed.end) if kind == "continuous" else ():
                self.owe(f"{number}@{day}", number, day, "curator", review=True)
        for number, kind, _ in self.seed.rows():
            if kind in WAITING:
                self.owe(f"set-date {number}", f"set-date {number}", due, "curator")
            if self.seed.responsible[number] is None:
                self.owe(f"assign {number}", f"assign {number}", due, "curator")

    def complete(self, number: str, *, due: str = "", pair: str = "") -> None:
        """A row is done: one of its dates, or one pair's share of it."""
        which = (*(("--occurrence", due) if due else ()), *(("--pair", self.pairs[pair].id) if pair else ()))
        self.run("roadmap", "complete", self.items[number], "--evidence", "https://school.test/proof", *which)
        [meant] = [
            duty
            for duty in self._of(number)
            if due in ("", str(duty.due)) and (not pair or duty.pair is self.pairs[pair])
        ]
        self._done(number, [meant])

    def proved(self, number: str) -> None:
        """Its figure closes a row, every date of it: nobody does anything."""
        self._done(number, self._of(number))

    def _done(self, number: str, meant: list[Duty]) -> None:
        for duty in list(meant):
            self.oracle.stop(duty)
        if not self._of(number):
            self._answer(number, "set-date", "assign")

    def reschedule(self, number: str, to: str, *, due: str = "") -> None:
        which = ("--occurrence", due) if due else ()
        self.run("roadmap", "reschedule", self.items[number], "--to", to, "--reason", "карантин", *which)
        [duty] = [duty for duty in self._of(number) if due in ("", str(duty.due))]
        self.oracle.move(duty, date.fromisoformat(to), self.now)
        revision = duty.revision
        self.oracle.announce(
            "date_moved",
            self.oracle.responsible(duty),
            about=duty.label,
            now=self.now,
            true=lambda: duty.open and duty.revision == revision,
        )
        self.restage()

    def assign(self, number: str, person: str) -> None:
        self.run("roadmap", "assign", self.items[number], "--person", self.ids[person])
        for duty in self._of(number):
            duty.person = None if duty.review else person
        self._answer(number, "assign")

    def bind(self, number: str, on: str) -> None:
        """A row that waited for its day gets it; a row of pairs for each live pair."""
        self.run("roadmap", "bind", self.items[number], "--on", on)
        role = self.seed.responsible[number]
        for pair in [pair for pair in self.oracle.pairs if not pair.closed] if role == "mentor" else (None,):
            self.owe_share(pair, number, date.fromisoformat(on), role)
        self._answer(number, "set-date")
        self.restage()

    # The clock

    def at(self, moment: str, act: Callable[..., None], *args: Any, **more: Any) -> None:
        self._acts.append((datetime.fromisoformat(moment), lambda: act(*args, **more)))

    def off(self, since: str, until: str) -> None:
        """The server is down: nothing ticks in between."""
        self._off = datetime.fromisoformat(since), datetime.fromisoformat(until)

    def play(self, until: str) -> None:
        end = datetime.fromisoformat(until)
        acts = sorted(self._acts, key=lambda one: one[0])
        probes = _probes(self.now.date(), end.date())
        while True:
            wanted = (acts[0][0] if acts else None, self.oracle.next_moment(), probes[0] if probes else None)
            moment = min((one for one in wanted if one is not None), default=None)
            if moment is not None and self._off and self._off[0] <= moment < self._off[1]:
                moment = self._off[1]
            if moment is None or moment > end:
                return
            probes = [one for one in probes if one > moment]
            self.now = max(moment, self.now)
            self.turn()
            if acts and acts[0][0] <= moment:
                acts.pop(0)[1]()
            self.tick()

    def wait(self, minutes: int) -> None:
        """Some minutes pass within an act, and a pass of the clock ends them."""
        self.now += timedelta(minutes=minutes)
        self.turn()
        self.tick()

    def tick(self) -> None:
        before = len(self.recorder.letters)
        self.run("tick")
        self.came += [(self.now, letter) for letter in self.recorder.letters[before:]]
        for pair in self.oracle.pairs:
            if pair.ending_on and pair.ending_on <= self.now.date():
                self.close(pair)
        self.oracle.tick(self.now)

    def told(self) -> Told:
        """What the product says about all this."""
        return Told(self.url, self.zone, self.items)

    # What the pairs' life needs too

    def run(self, *args: object) -> Any:
        result = self.cli(*args, "--json")
        assert result.exit_code == 0, (str(self.now), args, result)
        return json.loads(result.stdout)

    def turn(self) -> None:
        self.cli.turn(self._instant())

    def _instant(self) -> str:
        return self.now.replace(tzinfo=self.zone).isoformat()

    def owe(self, label: str, item: str, due: date, role: str | None, **more: Any) -> None:
        self.oracle.duties.append(Duty(label, item, due, role, self.now, **more))

    def owe_share(self, pair: Pair | None, number: str, day: date, role: str | None) -> None:
        whose = f"/{pair.id}" if pair else ""
        self.owe(f"{number}@{day}{whose}", number, day, role, pair=pair, held=bool(pair and pair.suspended_on))

    def _of(self, item: str) -> list[Duty]:
        return [duty for duty in self.oracle.duties if duty.item == item and duty.open]

    def _answer(self, number: str, *questions: str) -> None:
        for question in questions:
            for duty in self._of(f"{question} {number}"):
                self.oracle.stop(duty)

    def duties_of(self, pair: Pair) -> list[Duty]:
        return [duty for duty in self.oracle.duties if duty.pair is pair and duty.open]

    def stage_of(self, pair: Pair) -> Duty:
        [duty] = [duty for duty in self.duties_of(pair) if duty.stage]
        return duty

    def restage(self) -> None:
        """Stages follow the dates they are counted from; another day is another revision."""
        for pair in self.oracle.pairs:
            if not pair.closed and (due := self.leave_by(pair)) != self.stage_of(pair).due:
                self.oracle.move(self.stage_of(pair), due, self.now)

    def announce(self, pair: Pair, kind: str, *, with_curator: bool = False) -> None:
        people = (pair.mentor, *pair.mentees, *([pair.curator] if with_curator else []))
        visit = pair.visit
        self.oracle.announce(
            kind,
            people,
            about=f"pair {pair.id}",
            now=self.now,
            true=lambda: kind == "pair_closed" or (not pair.closed and pair.visit == visit),
        )

    def close(self, pair: Pair) -> None:
        pair.closed, pair.ending_on = True, None
        for duty in self.duties_of(pair):
            self.oracle.stop(duty)
        self.announce(pair, "pair_closed", with_curator=True)

    def leave_by(self, pair: Pair) -> date:
        """The first rule that yields a date; a row without one, or with one before the entry, is skipped."""
        for rule in STAGES[pair.lifecycle][pair.stage]:
            if rule == "end":
                return pair.programme_end
            if isinstance(rule, int):
                return plus_working(pair.entered, rule + pair.suspended_days)
            number = pair.rows.get(rule, "")
            days = [duty.due for duty in self.oracle.duties if duty.item == number and duty.pair in (None, pair)]
            if days and min(days) >= pair.entered:
                return min(days)
        raise AssertionError(pair.stage)


def _probes(start: date, end: date) -> list[datetime]:
    """Moments at which nothing is due: a night of every odd month, the first Sunday noon of every even one."""
    days = (start + timedelta(days=step) for step in range((end - start).days))
    return [
        datetime.combine(day, time(23, 30) if day.month % 2 else time(12))
        for day in days
        if (day.day == 15 if day.month % 2 else day.weekday() == 6 and day.day <= 7)
    ]
