"""Pairs of a played year: what people do with them through the commands, told to the oracle as well."""

from datetime import date, timedelta

from tests.support.expected_letters import Duty, Pair, dated, plus_working, working_between
from tests.support.played_years import Year
from tests.support.seeds import MOVES

SETTLED = 10  # minutes after which letters about a move go


class PairLife:
    """The acts around pairs, each by the pair's name in the story."""

    def __init__(self, year: Year) -> None:
        self.year = year

    def programme(self, lifecycle: str, *, roadmap: bool = True, until: str) -> int:
        told = ("--title", "Наставничество", "--lifecycle", lifecycle, "--from", self.year.now.date(), "--to", until)
        bound = ("--roadmap", self.year.roadmap) if roadmap else ()
        return int(self.year.run("programme", "start", "--org", self.year.seed.org, *told, *bound)["id"])

    def form(
        self, name: str, mentor: str, mentee: str, *, until: str, lifecycle: str = "teacher-pair", roadmap: bool = True
    ) -> None:
        """A programme of its own for every pair keeps stories apart."""
        programme = self.programme(lifecycle, roadmap=roadmap, until=until)
        told = ("--mentor", self.year.ids[mentor], "--mentee", self.year.ids[mentee])
        made = self.year.run("pair", "form", "--programme", programme, *told)
        pair = Pair(
            id=made["id"],
            programme=programme,
            mentor=mentor,
            mentees=[mentee],
            curator=self.year.oracle.holders["curator"][0],
            lifecycle=lifecycle,
            rows=dict(self.year.seed.stage_rows) if roadmap else {},
            programme_end=date.fromisoformat(until),
            stage="formed",
            entered=self.year.now.date(),
        )
        self.year.pairs[name] = pair
        self.year.oracle.pairs.append(pair)
        self._enter(pair, "formed")
        for number, kind, value in self.year.seed.rows() if roadmap else ():
            if self.year.seed.responsible[number] == "mentor":
                for day in dated(kind, value, self.year.seed.start, self.year.seed.end):
                    self.year.owe_share(pair, number, day, "mentor")
        self.year.announce(pair, "pair_formed", with_curator=True)

    def advance(self, name: str) -> None:
        """Everything the move asks for happens, then the move."""
        pair = self.year.pairs[name]
        move, stage = MOVES[pair.stage]
        self._meet_needs(pair, move)
        self.year.run("pair", "advance", pair.id, move)
        if stage == "closed":
            self.year.close(pair)
            return
        pair.visits += 1
        pair.visit, pair.entered, pair.suspended_days = pair.visits, self.year.now.date(), 0
        self.year.oracle.stop(self.year.stage_of(pair))
        self._enter(pair, stage)
        self.year.announce(pair, "stage_opened")

    def advance_by_mistake(self, name: str, *, minutes: int) -> None:
        """A move taken back some minutes later: who has heard of it by then gets a correction, others hear nothing."""
        pair, year = self.year.pairs[name], self.year
        before = (pair.stage, pair.entered, pair.visit, pair.suspended_days)
        earlier = year.stage_of(pair)
        self.advance(name)
        year.wait(0)
        if minutes > SETTLED:
            year.wait(SETTLED)
        year.wait(minutes - (SETTLED if minutes > SETTLED else 0))
        year.run("pair", "undo", pair.id)
        year.oracle.stop(year.stage_of(pair))
        pair.stage, pair.entered, pair.visit, pair.suspended_days = before
        earlier.open, earlier.since = True, year.now
        if minutes > SETTLED:
            year.announce(pair, "correction")
        else:
            year.oracle.recall("stage_opened", f"pair {pair.id}")

    def suspend(self, name: str) -> None:
        pair = self.year.pairs[name]
        self.year.run("pair", "suspend", pair.id)
        pair.suspended_on = self.year.now.date()
        for duty in self.year.duties_of(pair):
            duty.held = True
            self.year.oracle.silence(duty)

    def resume(self, name: str) -> None:
        pair = self.year.pairs[name]
        self.year.run("pair", "resume", pair.id)
        assert pair.suspended_on is not None
        pair.suspended_days += working_between(pair.suspended_on, self.year.now.date())
        pair.suspended_on = None
        for duty in self.year.duties_of(pair):
            duty.held, duty.since = False, self.year.now
        self.year.restage()

    def end_early(self, name: str, outcome: str) -> None:
        """Notice today; the pair closes by itself on the third working day after it."""
        pair = self.year.pairs[name]
        told = self.year.run("pair", "end", pair.id, "--outcome", outcome, "--notice", self.year.now.date())
        pair.ending_on = plus_working(self.year.now.date(), 3)
        assert told["ending_on"] == str(pair.ending_on)

    def never_started(self, name: str) -> None:
        pair = self.year.pairs[name]
        self.year.run("pair", "end", pair.id, "--outcome", "never_started", "--notice", self.year.now.date())
        self.year.close(pair)

    def _enter(self, pair: Pair, stage: str) -> None:
        pair.stage = stage
        label = f"pair {pair.id} visit {pair.visit}"
        self.year.owe(label, label, self.year.leave_by(pair), "mentor", pair=pair, stage=True)

    def _meet_needs(self, pair: Pair, move: str) -> None:
        today, whose = self.year.now.date(), ("--pair", pair.id)
        both = [self.year.ids[pair.mentor], *(self.year.ids[one] for one in pair.mentees)]
        match move:
            case "acquaint":
                self._paper(pair, "order", "pairing")
            case "try":
                self.year.run("meeting", "record", *whose, "--kind", "acquaintance", "--held", today)
            case "plan":
                go = ("--mentor-verdict", "go", "--mentee-verdict", "go")
                self.year.run("meeting", "record", *whose, "--kind", "trial", "--held", today, *go)
            case "start_work":
                self._plan(pair)
            case "finish":
                for position, duty in enumerate(self._planned(pair), start=1):
                    self.year.run("plan", "mark", *whose, "--item", position, "--done", today)
                    self.year.oracle.stop(duty)
                for person in both:
                    self.year.run("survey", "answer", pair.survey, "--person", person, "--answer", "1=да")
            case _:
                self.year.run("meeting", "record", *whose, "--kind", "final", "--held", today)
                self._paper(pair, "report", "mentoring-report")
                for person in both:
                    self.year.run("feedback", "record", *whose, "--by", person, "--text", "Спасибо")

    def _plan(self, pair: Pair) -> None:
        days = [self.year.now.date() + timedelta(days=after) for after in (30, 60)]
        lines = [word for day in days for word in ("--item", f"Открытый урок;{day}")]
        self.year.run("plan", "set", "--pair", pair.id, *lines)
        for day in days:
            self.year.owe(f"plan@{day}", f"plan of {pair.id}", day, "mentor", pair=pair)
        self.year.run("plan", "approve", "--pair", pair.id, "--paper", self._paper(pair, "order", "plan-approval"))
        programme = self.year.told().rows(f"SELECT programme_id FROM v_pair WHERE id = {pair.id}")[0].programme_id
        pair.survey = self.year.run("survey", "open", "--programme", programme, "--period", f"{self.year.now:%Y-%m}")[
            "id"
        ]

    def _planned(self, pair: Pair) -> list[Duty]:
        return [duty for duty in self.year.oracle.duties if duty.item == f"plan of {pair.id}"]

    def _paper(self, pair: Pair, kind: str, purpose: str) -> int:
        today = self.year.now.date()
        number = f"{pair.id}-{today:%m%d}-{purpose}"
        told = ("--kind", kind, "--purpose", purpose, "--number", number, "--date", today, "--pair", pair.id)
        return int(self.year.run("paper", "register", "--org", self.year.seed.org, *told)["id"])
