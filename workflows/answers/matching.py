"""A proposal of pairs as scripts read it."""

from collections.abc import Sequence
from typing import Any

from engine.matching import STRENGTHS
from engine.words import Language
from storage.match_people import PersonSeen
from workflows.show_match import Beside, Card, Choice, Left, MatchShown


def match_document(shown: MatchShown, language: Language, *, limit: int | None = None) -> dict[str, Any]:
    """The strongest pairs first. `solver` is `best` or `greedy`; `stale`: something has changed since."""
    row = shown.hand.row
    return {
        "id": row.id,
        "programme": row.programme_id,
        "state": row.state,
        "stale": shown.stale,
        "solver": row.found["solver"],
        "version": row.version,
        "pairs": [_card(one, language) for one in shown.cards[:limit]],
        "total": shown.total,
        "unmatched": [_left(one, language) for one in shown.left],
    }


def _card(one: Card, language: Language) -> dict[str, Any]:
    return {
        "number": one.number,
        "mentor": _person(one.mentor),
        "mentees": [_beside(each, language) for each in one.mentees],
        "points": one.points,
        "strength": one.strength,
        "strength_words": STRENGTHS[one.strength].in_(language),
        "alternatives": _choices(one.choices),
        "pair": one.pair_id,
    }


def _beside(one: Beside, language: Language) -> dict[str, Any]:
    return {
        **_person(one.person),
        "points": one.points,
        "reasons": [why.in_(language) for why in one.whys],
        "alternatives": _choices(one.choices),
        "by_hand": one.by_hand,
    }


def _left(one: Left, language: Language) -> dict[str, Any]:
    return {
        **_person(one.person),
        "side": one.side,
        "why": one.why,
        "reason": one.words.in_(language),
        "mend": one.mend.in_(language),
        "alternatives": _choices(one.choices),
    }


def _choices(choices: Sequence[Choice]) -> list[dict[str, Any]]:
    return [
        {
            **_person(one.person),
            "loss": one.loss,
            "moves": None if one.swaps is None else one.swaps.id,
            "leaves_alone": one.alone,
        }
        for one in choices
    ]


def _person(one: PersonSeen) -> dict[str, Any]:
    return {"id": one.id, "name": one.name}
