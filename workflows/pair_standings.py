"""Where many pairs of one organisation stand: what the next move of each needs, by when, and who belongs to them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection

from engine.calendar import WorkCalendar
from engine.lifecycle import Definition, Facts, Move, NeedStanding, Stage, forward_move, standings
from engine.lifecycle.facts import Member
from engine.lifecycle.needs import Need
from engine.names import short_name
from engine.permissions import ROLE_TITLES
from engine.search_keys import search_key
from engine.words import Words
from storage import board
from storage import facts as stored_facts
from storage.board import BoardPair, PlanProgress
from storage.pairs import PairRow
from workflows.carry_out_move import needs_of
from workflows.local_life import LocalLife
from workflows.pinned_lifecycle import pinned_lifecycle
from workflows.remembered_standings import Ground, WhileUndecided


@dataclass(frozen=True, slots=True)
class PairStanding:
    """One pair. `forward` None: nothing leads on from here (suspended, over). `lines` are what that move needs.

    `mentor` and `mentees` are full names, empty where the reader may not know them; words of `lines` then say the
    roles. `last_met` and `next_meeting` are days of meetings, held and agreed. `plan` None: there is none yet, or it is
    not asked for.
    """

    pair: PairRow
    definition: Definition
    programme: str
    mentor: str
    mentees: tuple[str, ...]
    forward: Move | None
    lines: tuple[NeedStanding, ...]
    due_on: date | None
    last_met: date | None
    next_meeting: date | None
    curator: str
    plan: PlanProgress | None = None

    @property
    def met(self) -> int:
        return sum(1 for line in self.lines if line.met)

    @property
    def ready(self) -> bool:
        """Everything the next move needs is there."""
        return self.forward is not None and all(line.met for line in self.lines)

    @property
    def column(self) -> str:
        """The stage it is shown in: a suspended pair waits where it was."""
        return self.pair.suspended_from or self.pair.stage

    @property
    def stage(self) -> Stage:
        return self.definition.stage(self.column)

    def matches(self, wanted: str) -> bool:
        """Whether its number or somebody's name contains what was looked for."""
        return matches(wanted, self.pair.number, (self.mentor, *self.mentees))


def matches(wanted: str, number: int, names: Iterable[str]) -> bool:
    """Whether this number («17», «№ 17») or a part of one of these names was looked for."""
    key = search_key(wanted)
    return wanted.strip().lstrip("№ ") == str(number) or any(key in search_key(name) for name in names)


def standings_of(
    tx: Connection, found: Sequence[BoardPair], *, organisation_id: int, life: LocalLife, today: date, named: bool
) -> list[PairStanding]:
    """The standing of each of these live pairs, in their order. `named`: whether the reader may know participants."""
    ground = Ground(organisation_id, named, found, today, life.calendar)
    settled = _SETTLED.get(tx, ground, lambda: _settled(tx, ground))
    dues = board.dues(tx, organisation_id)
    following = board.next_meeting(tx, [one.pair.id for one in found], today=today)
    return [
        PairStanding(
            pair=one.pair,
            definition=known.definition,
            programme=one.programme,
            mentor=known.mentor,
            mentees=known.mentees,
            forward=known.forward,
            lines=known.lines,
            due_on=dues.get((one.pair.id, str(one.pair.visit))),
            last_met=known.last_met,
            next_meeting=following.get(one.pair.id),
            curator=known.curator,
            plan=known.plan,
        )
        for one, known in zip(found, settled, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Settled:
    """The part of a standing that changes only with a line in a journal, or from one day to the next."""

    definition: Definition
    mentor: str
    mentees: tuple[str, ...]
    forward: Move | None
    lines: tuple[NeedStanding, ...]
    last_met: date | None
    curator: str
    plan: PlanProgress | None


_SETTLED: WhileUndecided[tuple[_Settled, ...]] = WhileUndecided()


def _settled(tx: Connection, ground: Ground) -> tuple[_Settled, ...]:
    found, today, named = ground.found, ground.today, ground.named
    pairs = [one.pair for one in found]
    ids = [pair.id for pair in pairs]
    of = {one.pair.id: pinned_lifecycle(tx, one.pair.definition_id, one.definition_hash) for one in found}
    forward = {pair.id: forward_move(of[pair.id], pair.stage) for pair in pairs}
    needs = {pair.id: needs_of(pair, of[pair.id], move) for pair in pairs if (move := forward[pair.id])}
    facts = stored_facts.load_many(tx, pairs, needs, today=today)
    last_met = board.last_met(tx, ids)
    curators = board.curators(tx, ids) if named else {}
    plans = board.plans(tx, ids, today=today)
    return tuple(
        _Settled(
            definition=of[pair.id],
            mentor=_names(facts[pair.id], "mentor", named)[0],
            mentees=_names(facts[pair.id], "mentee", named),
            forward=forward[pair.id],
            lines=lines_of(needs.get(pair.id, ()), facts[pair.id], today, ground.calendar, named=named),
            last_met=last_met.get(pair.id),
            curator=curators.get(pair.id, ""),
            plan=plans.get(pair.id),
        )
        for pair in pairs
    )


def lines_of(
    needs: Iterable[Need], facts: Facts, today: date, calendar: WorkCalendar, *, named: bool
) -> tuple[NeedStanding, ...]:
    """What a move needs, with short names or, for readers above the organisation, with roles alone."""
    wanted = tuple(needs)
    if named:
        return standings(wanted, _called(facts, lambda one: short_name(one.name)), today, calendar)
    ru = standings(wanted, _called(facts, lambda one: ROLE_TITLES[one.role].ru), today, calendar)
    en = standings(wanted, _called(facts, lambda one: ROLE_TITLES[one.role].en), today, calendar)
    return tuple(replace(one, proof=Words(one.proof.ru, other.proof.en)) for one, other in zip(ru, en, strict=True))


def _called(facts: Facts, name: Callable[[Member], str]) -> Facts:
    return replace(facts, members=tuple(replace(member, name=name(member)) for member in facts.members))


def _names(facts: Facts, role: str, named: bool) -> tuple[str, ...]:
    names = tuple(member.name for member in facts.members if member.role == role)
    return names if named and names else ("",)
