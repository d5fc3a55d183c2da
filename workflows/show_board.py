"""The board of pairs: columns by stage for one organisation, a table of figures for everything above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle import Definition, Stage
from engine.words import Words
from storage import board, memberships, organisations, surroundings
from storage.board import BoardPair, Branch
from storage.memberships import Member
from storage.organisations import OrganisationRow
from storage.scope import Scope
from workflows.access import unknown
from workflows.board_cards import SOON_WORKING_DAYS, Card, card_of
from workflows.local_life import local_life
from workflows.pair_standings import matches, standings_of
from workflows.pinned_lifecycle import pinned_lifecycle

Show = Literal["all", "attention", "ready", "mine", "closed"]
MOST_CLOSED = 500
CARDS = 6


@dataclass(frozen=True, slots=True)
class Wish:
    """What the reader wants to see. `open_stage`: the column shown with all its cards."""

    show: Show = "all"
    programme_id: int | None = None
    search: str = ""
    open_stage: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One stage. `cards` are the first of `count`; `ok`, `warn` and `bad` are the shares of the bar."""

    key: str
    title: Words
    count: int
    ok: int
    warn: int
    bad: int
    cards: tuple[Card, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


@dataclass(frozen=True, slots=True)
class ClosedPair:
    """A pair that is over, with those who belonged to it on its last day."""

    found: BoardPair
    definition: Definition
    mentor: str
    mentees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """`counts` by `Show`; `cards` are all that the wish lets through, for the table. `named`: participants have names.

    `over` are pairs that ended, only when they are what is wished for.
    """

    organisation: OrganisationRow
    today: date
    named: bool
    programmes: tuple[tuple[int, str], ...]
    counts: dict[Show, int]
    columns: tuple[Column, ...]
    cards: tuple[Card, ...]
    over: tuple[ClosedPair, ...]
    over_title: Words


@dataclass(frozen=True, slots=True)
class Figures:
    """What lies below an organisation: a row for each branch, a column for each stage that holds pairs."""

    organisation: OrganisationRow
    above: tuple[OrganisationRow, ...]
    stages: tuple[tuple[str, Words], ...]
    branches: tuple[Branch, ...]

    def sum_of(self, stage: str) -> int:
        return sum(one.by_stage.get(stage, 0) for one in self.branches)

    @property
    def total(self) -> int:
        return sum(one.total for one in self.branches)

    @property
    def late(self) -> int:
        return sum(one.late for one in self.branches)


def show_pairs(
    tx: Connection, *, by: By, scope: Scope, path: str, named: bool, wish: Wish, own: bool = False
) -> Board | Figures:
    """The board of the organisation at `path`, or figures when others stand below it (`own`: its own board even so).

    Raises BadInput when there is none in the reader's scope.
    """
    found = organisations.by_path(tx, path)
    if found is None or not scope.sees(found.path):
        raise unknown("org", path)
    if not own and board.has_branches(tx, found.id):
        return _figures(tx, by, scope, found)
    return _board(tx, by, found, named=named, wish=wish)


def _board(tx: Connection, by: By, place: OrganisationRow, *, named: bool, wish: Wish) -> Board:
    life = local_life(tx, place.id)
    today = life.today(by.at)
    found = board.live(tx, place.id)
    programmes = dict.fromkeys((one.pair.programme_id, one.programme) for one in found)
    own = set() if by.person_id is None else board.own(tx, by.person_id)
    standing = standings_of(tx, found, organisation_id=place.id, life=life, today=today, named=named)
    if wish.programme_id is not None:
        found = [one for one in found if one.pair.programme_id == wish.programme_id]
        standing = [one for one in standing if one.pair.programme_id == wish.programme_id]
    soon = life.calendar.add(today, SOON_WORKING_DAYS)
    cards = [card_of(one, today=today, soon=soon, calendar=life.calendar, mine=one.pair.id in own) for one in standing]
    if wish.search:
        cards = [card for card in cards if card.standing.matches(wish.search)]
    stages = merged(_known(tx, found))
    shown = sorted((card for card in cards if _wanted(card, wish.show)), key=lambda card: card.order)
    final = next((stage for stage in stages if stage.final), None)
    return Board(
        organisation=place,
        today=today,
        named=named,
        programmes=tuple(sorted(programmes, key=lambda one: one[1])),
        counts=_counts(cards, closed=board.count_closed(tx, place.id)),
        columns=tuple(_column(stage, shown, wish) for stage in stages if not stage.final and not stage.resumes),
        cards=tuple(shown),
        over=_over(tx, place.id, named=named, wish=wish) if wish.show == "closed" else (),
        over_title=final.title if final else Words("Завершена", "Closed"),
    )


def merged(definitions: Sequence[Definition]) -> list[Stage]:
    """The stages of several lifecycles as one row of columns: each by its key, in the order of its definition.

    A stage that only a later definition knows stands behind the one it follows there.
    """
    found: list[Stage] = []
    for definition in definitions:
        place = 0
        for stage in definition.stages:
            known = next((at for at, one in enumerate(found) if one.key == stage.key), None)
            if known is None:
                found.insert(place, stage)
                place += 1
            else:
                place = known + 1
    return found


def _known(tx: Connection, found: Sequence[BoardPair]) -> list[Definition]:
    """The definitions these pairs live by, the most used first; with no pairs the latest published one."""
    used: dict[tuple[int, str], int] = {}
    for one in found:
        key = (one.pair.definition_id, one.definition_hash)
        used[key] = used.get(key, 0) + 1
    keys = sorted(used, key=lambda key: (-used[key], key)) or board.lifecycles(tx)[-1:]
    return [pinned_lifecycle(tx, *key) for key in keys]


def _wanted(card: Card, show: Show) -> bool:
    match show:
        case "attention":
            return card.attention
        case "ready":
            return card.standing.ready
        case "mine":
            return card.mine
        case "closed":
            return False
        case _:
            return True


def _counts(cards: Sequence[Card], *, closed: int) -> dict[Show, int]:
    shows: tuple[Show, ...] = ("all", "attention", "ready", "mine")
    counts: dict[Show, int] = {show: sum(1 for card in cards if _wanted(card, show)) for show in shows}
    counts["closed"] = closed
    return counts


def _column(stage: Stage, shown: Sequence[Card], wish: Wish) -> Column:
    here = [card for card in shown if card.standing.column == stage.key]
    marks = [card.mark for card in here]
    most = None if wish.open_stage == stage.key or len(here) == CARDS + 1 else CARDS
    return Column(
        stage.key,
        stage.title,
        len(here),
        marks.count("ok"),
        marks.count("warn"),
        marks.count("bad"),
        tuple(here[:most]),
    )


def _over(tx: Connection, organisation_id: int, *, named: bool, wish: Wish) -> tuple[ClosedPair, ...]:
    found = board.closed(tx, organisation_id, most=MOST_CLOSED)
    if wish.programme_id is not None:
        found = [one for one in found if one.pair.programme_id == wish.programme_id]
    people: dict[int, list[Member]] = {}
    for member in memberships.of_pairs(tx, [one.pair.id for one in found]) if named and found else ():
        people.setdefault(member.pair_id, []).append(member)
    made = [
        ClosedPair(
            one,
            pinned_lifecycle(tx, one.pair.definition_id, one.definition_hash),
            next((member.name for member in people.get(one.pair.id, ()) if member.role == "mentor"), ""),
            tuple(member.name for member in people.get(one.pair.id, ()) if member.role == "mentee"),
        )
        for one in found
    ]
    if not wish.search:
        return tuple(made)
    return tuple(one for one in made if matches(wish.search, one.found.pair.number, (one.mentor, *one.mentees)))


def _figures(tx: Connection, by: By, scope: Scope, place: OrganisationRow) -> Figures:
    days = {zone: by.at.astimezone(ZoneInfo(zone)).date() for zone in board.zones_below(tx, place.id)}
    branches = board.branches(tx, place.id, days=days)
    held = {stage for one in branches for stage in one.by_stage}
    definitions = [pinned_lifecycle(tx, *key) for key in reversed(board.lifecycles(tx))]
    stages = [(stage.key, stage.title) for stage in merged(definitions) if stage.key in held]
    line = [path for path in surroundings.line_of(place.path)[:-1] if scope.sees(path)]
    above = [found for path in line if (found := organisations.by_path(tx, path)) is not None]
    return Figures(
        organisation=place,
        above=tuple(above),
        stages=tuple(stages),
        branches=tuple(one for one in branches if one.total or (one.id != place.id and one.kind != "partner")),
    )
