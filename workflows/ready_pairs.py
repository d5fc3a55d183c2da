"""Pairs whose forward move lacks nothing: one click takes each of them on."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from engine.actors import OPERATOR
from engine.lifecycle import Moved, decide, forward_move
from engine.lifecycle.definition import Definition, Move
from engine.words import Words
from storage import facts, pairs
from storage.pairs import PairListed, PairRow
from storage.scope import Scope, visible
from storage.tables.programmes import pairs as table
from workflows.carry_out_move import needs_of
from workflows.local_life import local_lives
from workflows.pinned_lifecycle import pinned_lifecycle

_LOOKED_AT = 300  # pairs of a school; a larger crowd is looked at by its board, page by page


@dataclass(frozen=True, slots=True)
class ReadyPair:
    """A pair that may go on, with the move that takes it there. `version` is the pair's, for a safe click."""

    id: int
    number: int
    path: str
    programme: str
    stage: Words
    move: str
    move_title: Words
    to_stage: Words
    version: int


@dataclass(frozen=True, slots=True)
class ReadyPairs:
    """`whole`: every live pair was looked at; otherwise there may be more than `count`."""

    pairs: tuple[ReadyPair, ...]
    count: int
    whole: bool


def ready_pairs(tx: Connection, scope: Scope, *, at: datetime, most: int) -> ReadyPairs:
    """The first `most` of them by organisation and number, and how many there are."""
    listed = pairs.listing(
        tx,
        visible=visible(scope, table.c.organisation_id) & table.c.suspended_from.is_(None),
        open_only=True,
        most=_LOOKED_AT + 1,
    )
    looked = listed[:_LOOKED_AT]
    lives = local_lives(tx, {one.pair.organisation_id for one in looked})
    by_day: dict[date, list[tuple[PairListed, Definition, Move]]] = defaultdict(list)
    for one in looked:
        definition = pinned_lifecycle(tx, one.pair.definition_id, one.definition_hash)
        move = forward_move(definition, one.pair.stage)
        if move is not None:
            by_day[lives[one.pair.organisation_id].today(at)].append((one, definition, move))
    found: dict[int, ReadyPair] = {}
    for day, candidates in by_day.items():
        known = facts.load_many(
            tx,
            [one.pair for one, _, _ in candidates],
            {one.pair.id: needs_of(one.pair, definition, move) for one, definition, move in candidates},
            today=day,
        )
        for one, definition, move in candidates:
            calendar = lives[one.pair.organisation_id].calendar
            standing = known[one.pair.id]
            decided = decide(definition, standing, move.key, OPERATOR, day, calendar)
            owed = (need.unmet(standing, day, calendar) for need in needs_of(one.pair, definition, move))
            if isinstance(decided, Moved) and not any(owed):
                found[one.pair.id] = _ready(one, definition, move, decided)
    ordered = [found[one.pair.id] for one in looked if one.pair.id in found]
    return ReadyPairs(tuple(ordered[:most]), len(ordered), whole=len(listed) <= _LOOKED_AT)


def _ready(one: PairListed, definition: Definition, move: Move, decided: Moved) -> ReadyPair:
    pair: PairRow = one.pair
    return ReadyPair(
        id=pair.id,
        number=pair.number,
        path=one.path,
        programme=one.programme,
        stage=definition.stage(pair.stage).title,
        move=move.key,
        move_title=move.title,
        to_stage=definition.stage(decided.to_stage).title,
        version=pair.version,
    )
