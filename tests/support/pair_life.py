"""A pair played through its flows: a story tells what happens on which day, the flows do the rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from engine.actors import By
from engine.refusals import Refused
from storage import journal, memberships, pairs, surveys
from storage.database import Database
from storage.journal import Line
from storage.memberships import Member
from storage.pairs import PairRow
from storage.tables.letters import letters
from storage.tables.obligations import obligations
from tests.support.cast import District, Player, consent, district, player
from workflows.advance_pair import advance_pair
from workflows.answer_survey import answer_survey
from workflows.approve_plan import approve_plan
from workflows.carry_out_move import PairMoved
from workflows.form_pair import PairFormed, form_pair
from workflows.mark_plan import mark_plan
from workflows.open_survey import open_survey
from workflows.record_feedback import record_feedback
from workflows.record_meeting import record_meeting
from workflows.register_paper import register_paper
from workflows.set_plan import set_plan
from workflows.start_programme import start_programme

T = TypeVar("T")
MONDAY = date(2025, 9, 1)
FORWARD = ("acquaint", "try", "plan", "start_work", "finish", "close")


class _Back(Exception):  # noqa: N818  # how a refused flow leaves its transaction, as in the shell
    pass


@dataclass
class Story:
    """A school with a programme and a pair, and the day it is. Flows run as the operator unless `who` is given."""

    database: Database
    cast: District
    programme_id: int
    pair_id: int = 0
    day: date = MONDAY
    hour: int = 9
    who: Player | None = None
    extra: dict[str, Player] = field(default_factory=dict[str, Player])

    @property
    def at(self) -> datetime:
        """This day and hour in Kirov, which lives by Moscow time."""
        return datetime.combine(self.day, time(self.hour), UTC) - timedelta(hours=3)

    @property
    def by(self) -> By:
        return By(at=self.at, person_id=self.who.id if self.who else None)

    def on(self, day: date, hour: int = 9) -> "Story":
        self.day, self.hour = day, hour
        return self

    def run(self, flow: Callable[..., T], **given: Any) -> T:
        """One flow in one transaction of its own; a refusal stores nothing."""
        found: list[T] = []
        try:
            with self.database.write() as tx:
                found.append(flow(tx, by=self.by, **given))
                if isinstance(found[0], Refused):
                    raise _Back
        except _Back:
            pass
        return found[0]

    def done(self, flow: Callable[..., Any], **given: Any) -> Any:
        """The same for a flow that must not refuse."""
        outcome = self.run(flow, **given)
        assert not isinstance(outcome, Refused), needs(outcome)
        return outcome

    def start(self, lifecycle: str = "teacher-pair", *, roadmap_id: int | None = None) -> int:
        """A programme for the school year, which the next pairs join."""
        made = self.done(
            start_programme,
            organisation=self.cast.school,
            title="Наставничество",
            lifecycle=lifecycle,
            roadmap_id=roadmap_id,
            starts=MONDAY,
            ends=date(2026, 5, 31),
        )
        self.programme_id = int(made.id)
        return self.programme_id

    def form(self, **more: Any) -> PairFormed:
        told = {"mentor_id": self.cast.mentor.id, "mentee_ids": [self.cast.mentee.id]} | more
        formed: PairFormed = self.done(form_pair, programme_id=self.programme_id, **told)
        self.pair_id = formed.id
        return formed

    def move(self, move: str) -> PairMoved:
        made: PairMoved = self.done(advance_pair, pair_id=self.pair_id, move=move)
        return made

    def meet(self, kind: str, *, verdicts: tuple[str | None, str | None] = ("go", "go")) -> None:
        self.done(
            record_meeting,
            pair_id=self.pair_id,
            kind=kind,
            held_on=self.day,
            mentor_verdict=verdicts[0],
            mentee_verdict=verdicts[1],
        )

    def paper(self, kind: str, purpose: str, *, number: str = "12", pair: bool = True) -> int:
        made = self.done(
            register_paper,
            organisation=self.cast.school,
            kind=kind,
            purpose=purpose,
            number=number,
            dated=self.day,
            pair_ids=[self.pair_id] if pair else [],
        )
        return int(made.id)

    def meet_needs(self, move: str) -> None:
        """Everything the built-in lifecycle of teachers asks before this move."""
        match move:
            case "acquaint":
                self.paper("order", "pairing", number=f"{self.day:%d%m}")
            case "try":
                self.meet("acquaintance")
            case "plan":
                self.meet("trial")
            case "start_work":
                self.done(set_plan, pair_id=self.pair_id, lines=[("Открытый урок", self.day), ("Отчёт", self.day)])
                paper = self.paper("order", "plan-approval", number=f"{self.day:%d%m}-п")
                self.done(approve_plan, pair_id=self.pair_id, paper_id=paper)
            case "finish":
                for position in (1, 2):
                    self.done(mark_plan, pair_id=self.pair_id, position=position, done_on=self.day)
                self.diagnose(f"{self.day:%Y-%m}")
            case _:
                self.meet("final")
                self.paper("report", "mentoring-report")
                for person_id in self.participants:
                    self.done(record_feedback, pair_id=self.pair_id, person_id=person_id, text="Спасибо")

    def diagnose(self, period: str) -> None:
        """The diagnostics of a period, answered by everybody of the pair who has not answered yet."""
        told = {"programme_id": self.programme_id, "kind": "diagnostics", "period": period}
        survey_id = self.read(lambda tx: surveys.same(tx, **told)) or self.done(open_survey, **told).id
        for person_id in self.participants:
            who = {"survey_id": survey_id, "person_id": person_id}
            if not self.read(lambda tx, who=who: surveys.has_answered(tx, **who)):
                self.done(answer_survey, **who, answers={"1": "да"})

    def walk_to(self, stage: str) -> None:
        """From `formed` on to this stage, a day a move."""
        for move in FORWARD:
            if self.pair.stage == stage:
                return
            self.meet_needs(move)
            self.move(move)
            self.day += timedelta(days=1)
        assert self.pair.stage == stage

    def newcomer(self, name: str = "Новикова Ирина Олеговна", *, duty: bool = True) -> Player:
        """Another teacher of the school who has signed what a mentor signs."""
        with self.database.write() as tx:
            made = player(tx, self.cast.school, name, f"p{len(self.extra)}", role="mentor", at=self.at)
            consent(tx, made, "personal-data", at=self.at)
            if duty:
                consent(tx, made, "mentoring-duty", at=self.at)
        self.extra[name] = made
        return made

    def read(self, query: Callable[[Connection], T]) -> T:
        with self.database.read() as tx:
            return query(tx)

    @property
    def pair(self) -> PairRow:
        found = self.read(lambda tx: pairs.get(tx, self.pair_id))
        assert found is not None
        return found

    @property
    def members(self) -> list[Member]:
        return self.read(lambda tx: memberships.of_pair(tx, self.pair_id))

    @property
    def participants(self) -> list[int]:
        """Who is mentor or mentee now."""
        return [one.person_id for one in self.members if one.to_day is None and one.role != "curator"]

    @property
    def history(self) -> tuple[Line, ...]:
        return self.read(lambda tx: journal.history(tx, self.pair_id))

    @property
    def obligations(self) -> list[Mapping[str, Any]]:
        """Those of the pair's stages, the oldest first."""
        wanted = (
            select(obligations)
            .where(obligations.c.subject_kind == "pair", obligations.c.subject_id == self.pair_id)
            .order_by(obligations.c.id)
        )
        return [dict(row._mapping) for row in self.read(lambda tx: tx.execute(wanted).all())]

    @property
    def letters(self) -> list[tuple[str, str, str]]:
        """(kind, recipient's name, state) of the pair's letters, in the order they were queued."""
        wanted = select(letters.c.kind, letters.c.recipient_id, letters.c.state).order_by(letters.c.id)
        rows = self.read(lambda tx: tx.execute(wanted.where(letters.c.pair_id == self.pair_id)).all())
        known = {one.id: one.name for one in (self.cast.mentor, self.cast.mentee, self.cast.curator)}
        known |= {one.id: one.name for one in self.extra.values()}
        return [(row.kind, known.get(row.recipient_id, "?"), row.state) for row in rows]


def story(database: Database, *, lifecycle: str = "teacher-pair", consents: bool = True) -> Story:
    """A school on the first of September with a programme for the school year; no pair yet."""
    with database.write() as tx:
        cast = district(tx, consents=consents)
    told = Story(database, cast, programme_id=0)
    told.start(lifecycle)
    return told


def needs(outcome: object) -> list[str]:
    """The names of the needs a refusal lists."""
    assert isinstance(outcome, Refused), outcome
    return [reason.need for reason in outcome.reasons]
