"""How a pair is called in one sentence, and the title of the stage it is in: for what a page says after an act."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.names import short_name
from engine.words import Words
from storage import memberships, pairs
from workflows.pinned_lifecycle import pinned_lifecycle


@dataclass(frozen=True, slots=True)
class PairName:
    """`called`: «Иванова М. П. — Смирнов Е. О.», for readers above the organisation «№ 17»."""

    called: Words
    stage: Words


def pair_name(tx: Connection, pair_id: int, *, named: bool) -> PairName:
    """The pair as it is now, within the transaction that has just changed it."""
    around = pairs.around(tx, pair_id)
    assert around is not None  # noqa: S101  # the caller has just changed it
    pair = around.pair
    definition = pinned_lifecycle(tx, pair.definition_id, around.definition_hash)
    stage = definition.stage(pair.stage).title
    if not named:
        return PairName(Words(f"№ {pair.number}", f"No. {pair.number}"), stage)
    people = [one for one in memberships.of_pairs(tx, [pair_id]) if one.role != "curator"]
    people.sort(key=lambda one: one.role != "mentor")
    called = " — ".join(short_name(one.name) for one in people[:2]) + (" и др." if len(people) > 2 else "")
    return PairName(Words(f"«{called}»", f"“{called}”"), stage)
