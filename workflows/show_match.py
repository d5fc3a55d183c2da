"""A proposal as people read it: pairs with their reasons and other choices, who is left and what to do next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection

from engine.actors import By
from engine.matching import Alternative, Unmatched, explain, said, strength, why_alone
from engine.matching.explaining import Strength
from engine.matching.scoring import BASE
from engine.refusals import Refused
from engine.words import Words
from storage import match_people
from storage.match_people import PersonSeen
from workflows.match_at_hand import MatchAtHand, NumberedPair, take_match
from workflows.match_pool import Gathered, gather
from workflows.move_in_match import foreseen

NOTHING_IN_COMMON = Words("форма подходит, общего пока не видно", "the form fits, nothing in common is known yet")
_NOBODY = PersonSeen(0, "—", "", "", None, 0, "", "", consented=False, duty=False)  # erased since


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody else it could be. `loss`: points of the whole proposal; `swaps` is moved (`alone`: left without)."""

    person: PersonSeen
    loss: int
    swaps: PersonSeen | None
    alone: bool


@dataclass(frozen=True, slots=True)
class Beside:
    """A mentee in a proposed pair: why these two, and whom else he could have."""

    person: PersonSeen
    points: int
    whys: tuple[Words, ...]
    choices: tuple[Choice, ...]
    by_hand: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A proposed pair or group. `points`: of an average mentee, above the least; `pair_id` once it was formed."""

    number: int
    mentor: PersonSeen
    mentees: tuple[Beside, ...]
    points: int
    strength: Strength
    choices: tuple[Choice, ...]
    pair_id: int | None


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody without a pair: why, and the next step."""

    person: PersonSeen
    side: Literal["mentor", "mentee"]
    why: str
    words: Words
    mend: Words
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class MatchShown:
    """`stale`: people, pairs or exclusions have changed since it was found. `cards` may be a page of `total`."""

    hand: MatchAtHand
    gathered: Gathered
    cards: tuple[Card, ...]
    total: int
    left: tuple[Left, ...]
    stale: bool
    exact: bool

    @property
    def open(self) -> int:
        """How many pairs can still be taken."""
        return sum(1 for one in self.hand.pairs if one.pair_id is None)


@dataclass(frozen=True, slots=True)
class Exchange:
    """Giving a mentee another mentor: whom he could have, and what each would mean."""

    hand: MatchAtHand
    gathered: Gathered
    mentee: PersonSeen
    now: PersonSeen | None
    choices: tuple[Choice, ...]


def show_match(
    tx: Connection, *, by: By, proposal_id: int, start: int = 0, most: int | None = None
) -> MatchShown | Refused:
    """`most` cards from the place `start` on; None = all. Reasons are told from what is known today."""
    hand = take_match(tx, by=by, proposal_id=proposal_id, verb="match.propose")
    if isinstance(hand, Refused):
        return hand
    gathered = gather(tx, hand.programme, at=by.at)
    ordered = sorted(hand.pairs, key=lambda one: one.pair_id is not None)  # what waits for a word comes first
    shown = ordered[start:] if most is None else ordered[start : start + most]
    teller = _Teller(tx, hand, gathered)
    return MatchShown(
        hand,
        gathered,
        tuple(teller.card(one) for one in shown),
        len(ordered),
        tuple(
            Left(
                teller.person(one.person_id),
                one.side,
                one.why,
                *why_alone(one),
                teller.choices(one.person_id, one.side),
            )
            for one in hand.unmatched
        ),
        stale=hand.row.state == "stale" or gathered.pool.print() != hand.row.found["print"],
        exact=hand.row.found["solver"] == "best",
    )


def show_exchange(tx: Connection, *, by: By, proposal_id: int, mentee_id: int) -> Exchange | Refused:
    """Every mentor the mentee could have instead, the cheapest first. Refused when the proposal is out of date."""
    hand = take_match(tx, by=by, proposal_id=proposal_id, verb="match.propose")
    if isinstance(hand, Refused):
        return hand
    gathered = gather(tx, hand.programme, at=by.at)
    teller = _Teller(tx, hand, gathered)
    now = next((one for one in hand.pairs if one.pair_id is None and mentee_id in one.proposed.mentee_ids), None)
    ways = foreseen(hand, gathered, mentee_id)
    if isinstance(ways, Refused):
        return ways
    found = [teller.choice(Alternative(mentor, forced)) for mentor, forced in ways.items()]
    return Exchange(
        hand,
        gathered,
        teller.person(mentee_id),
        None if now is None else teller.person(now.proposed.mentor_id),
        tuple(sorted(found, key=lambda one: (one.alone, one.loss, one.person.id))),
    )


class _Teller:
    """Knows everybody a proposal names, those it names no more included."""

    def __init__(self, tx: Connection, hand: MatchAtHand, gathered: Gathered) -> None:
        self._hand = hand
        self._pool = gathered.pool
        self._mentors = {one.id: one for one in gathered.pool.mentors}
        self._mentees = {one.id: one for one in gathered.pool.mentees}
        missing = set(_named(hand)) - gathered.seen.keys()
        gone = match_people.by_ids(tx, missing, day=gathered.today) if missing else []
        self._seen: Mapping[int, PersonSeen] = {**gathered.seen, **{one.id: one for one in gone}}

    def person(self, person_id: int) -> PersonSeen:
        return self._seen.get(person_id, _NOBODY)

    def left(self, one: Unmatched) -> Left:
        words, mend = why_alone(one)
        return Left(self.person(one.person_id), one.side, one.why, words, mend, self.choices(one.person_id, one.side))

    def card(self, one: NumberedPair) -> Card:
        proposed = one.proposed
        mentees = tuple(
            Beside(
                self.person(mentee),
                points - BASE,
                self._whys(proposed.mentor_id, mentee) if one.pair_id is None else (),
                self.choices(mentee, "mentee") if one.pair_id is None else (),
                mentee in self._hand.row.found["by_hand"],
            )
            for mentee, points in zip(proposed.mentee_ids, proposed.points, strict=True)
        )
        average = sum(proposed.points) // len(proposed.points)
        mentor_choices = self.choices(proposed.mentor_id, "mentor") if one.pair_id is None else ()
        return Card(
            one.number,
            self.person(proposed.mentor_id),
            mentees,
            average - BASE,
            strength(average),
            mentor_choices,
            one.pair_id,
        )

    def choices(self, person_id: int, side: str) -> tuple[Choice, ...]:
        return tuple(self.choice(way) for way in self._hand.others(person_id, of_mentor=side == "mentor"))

    def choice(self, way: Alternative) -> Choice:
        forced = way.forced
        swaps = None if forced.swaps is None else self.person(forced.swaps)
        return Choice(self.person(way.other), forced.loss, swaps, forced.alone)

    def _whys(self, mentor_id: int, mentee_id: int) -> tuple[Words, ...]:
        mentor, mentee = self._mentors.get(mentor_id), self._mentees.get(mentee_id)
        if mentor is None or mentee is None:
            return ()
        return tuple(said(why) for why in explain(self._pool, mentor, mentee)) or (NOTHING_IN_COMMON,)


def _named(hand: MatchAtHand) -> Iterable[int]:
    for one in hand.pairs:
        yield one.proposed.mentor_id
        yield from one.proposed.mentee_ids
    for left in hand.unmatched:
        yield left.person_id
    told: Sequence[Mapping[str, list[list[Any]]]] = (hand.row.found["others"], hand.row.found["others_of_mentors"])
    for others in told:
        for ways in others.values():
            yield from (person for way in ways for person in (way[0], way[2]) if person is not None)
