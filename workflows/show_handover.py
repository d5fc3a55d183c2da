"""What somebody sees before a mentor leaves: each of his pairs, and who could lead it, the best first, with reasons."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle.definition import Definition
from engine.matching import Mentor, explain, propose, said, strength
from engine.matching.explaining import Strength
from engine.matching.scoring import BASE, load
from engine.permissions import PERMISSIONS
from engine.refusals import Refused
from engine.words import Words
from storage import candidates, memberships, programmes
from storage.candidates import Candidate, OtherPair
from storage.memberships import Member
from workflows.access import acting
from workflows.carry_out_move import refused
from workflows.choose_people import MOST_PAIRS_OF_A_MENTOR
from workflows.match_pool import Gathered, gather
from workflows.match_solver import SOLVER
from workflows.pair_at_hand import take_pair
from workflows.pinned_lifecycle import pinned_definition


@dataclass(frozen=True, slots=True)
class Successor:
    """Somebody who could lead the pair. `strength` None: nothing is known of him that matching could weigh.

    `full`: has no place free; `ready`: has signed what a mentor signs.
    """

    id: int
    name: str
    leads: int
    full: bool
    ready: bool
    points: int
    strength: Strength | None
    whys: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class PairLeft:
    """A pair that loses its mentor. `proposed`: the successor a proposal for all his pairs together gives it."""

    pair: OtherPair
    stage: Words
    mentees: tuple[Member, ...]
    successors: tuple[Successor, ...]
    proposed: int | None


@dataclass(frozen=True, slots=True)
class Handover:
    """`elsewhere`: pairs he leads where the reader may not replace mentors."""

    mentor: Member
    pairs: tuple[PairLeft, ...]
    elsewhere: int


def show_handover(tx: Connection, *, by: By, pair_id: int) -> Handover | Refused:
    """About the mentor of this pair. The queries grow with the programmes he works in, not with pairs or people."""
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("pair.replace")) is not None:
        return no
    mentor = next((one for one in memberships.live(tx, pair_id) if one.role == "mentor"), None)
    if mentor is None:
        return refused(
            "mentor",
            "У этой пары нет действующего наставника",
            "This pair has no mentor now",
            mend_ru="Откройте действующую пару этого наставника",
            mend_en="Open a live pair of this mentor",
        )
    led = candidates.led_by(tx, mentor.person_id)
    mine = _within_reach(tx, by, led)
    members: dict[int, list[Member]] = {one.id: [] for one in mine}
    for member in memberships.of_pairs(tx, members):
        members[member.pair_id].append(member)
    shown: dict[int, PairLeft] = {}
    for programme_id in dict.fromkeys(one.programme_id for one in mine):
        there = [one for one in mine if one.programme_id == programme_id]
        for left in _of_programme(tx, by, programme_id, there, members, mentor.person_id):
            shown[left.pair.id] = left
    return Handover(mentor, tuple(shown[one.id] for one in mine), len(led) - len(mine))


def _within_reach(tx: Connection, by: By, led: Sequence[OtherPair]) -> list[OtherPair]:
    places: dict[int, bool] = {}
    for one in led:
        if one.organisation_id not in places:
            actor = acting(tx, by, one.organisation_id)
            places[one.organisation_id] = actor.may_everything or not actor.roles.isdisjoint(
                PERMISSIONS["pair.replace"]
            )
    return [one for one in led if places[one.organisation_id]]


def _of_programme(
    tx: Connection,
    by: By,
    programme_id: int,
    led: Sequence[OtherPair],
    members: Mapping[int, Sequence[Member]],
    leaver: int,
) -> list[PairLeft]:
    programme = programmes.get(tx, programme_id)
    assert programme is not None  # noqa: S101  # a foreign key says so
    mentees = {one.id: tuple(each for each in members[one.id] if each.role == "mentee") for one in led}
    released = {each.person_id for found in mentees.values() for each in found}
    gathered = gather(tx, programme, at=by.at, released=released)
    people = candidates.candidates(tx, gathered.organisation.path)
    definitions: dict[int, Definition] = {}
    for one in led:
        if one.definition_id not in definitions:
            definitions[one.definition_id] = pinned_definition(tx, one.definition_id)
    proposed = _proposed(gathered, released, leaver)
    return [
        PairLeft(
            one,
            definitions[one.definition_id].stage(one.stage).title,
            mentees[one.id],
            _successors(gathered, people, mentees[one.id], leaver),
            proposed.get(mentees[one.id][0].person_id) if len(mentees[one.id]) == 1 and one.ending_on is None else None,
        )
        for one in led
    ]


def _proposed(gathered: Gathered, released: Collection[int], leaver: int) -> dict[int, int]:
    """The best mentor of each released mentee, found for all of them together within everybody's places."""
    if gathered.pool.form.grouped:
        return {}
    pool = replace(
        gathered.pool,
        mentors=tuple(one for one in gathered.pool.mentors if one.id != leaver),
        mentees=tuple(one for one in gathered.pool.mentees if one.id in released),
    )
    made = propose(pool, SOLVER)
    return {mentee_id: one.mentor_id for one in made.pairs for mentee_id in one.mentee_ids}


def _successors(
    gathered: Gathered, people: Sequence[Candidate], mentees: Sequence[Member], leaver: int
) -> tuple[Successor, ...]:
    """Everybody who may lead these mentees: those matching knows by how well they fit, then the others by name."""
    inside = {one.person_id for one in mentees} | {leaver}
    known = {one.id: one for one in gathered.pool.mentors}
    leads = gathered.pool.form.leads
    found: list[Successor] = []
    for one in people:
        if one.id in inside or one.id in gathered.unready or one.kind not in leads:
            continue
        ready = one.consented and (one.duty or one.kind != "staff")
        mentor = known.get(one.id)
        if mentor is None:
            full = one.leads >= MOST_PAIRS_OF_A_MENTOR
            found.append(Successor(one.id, one.name, one.leads, full, ready, 0, None, ()))
        elif (weighed := _weighed(gathered, mentor, mentees)) is not None:
            points, whys = weighed
            found.append(
                Successor(one.id, one.name, one.leads, mentor.free <= 0, ready, points, strength(BASE + points), whys)
            )
    return tuple(sorted(found, key=lambda one: (one.full, one.strength is None, -one.points, not one.ready)))


def _weighed(gathered: Gathered, mentor: Mentor, mentees: Sequence[Member]) -> tuple[int, tuple[Words, ...]] | None:
    """Points above the least for an average mentee of the pair, with the reasons; None when they may not be a pair."""
    pool = gathered.pool
    there = {one.id: one for one in pool.mentees}
    points, whys = 0, dict[Words, None]()
    for one in mentees:
        mentee = there.get(one.person_id)
        if mentee is None:
            continue
        if pool.bar(mentor, mentee) is not None:
            return None
        reasons = explain(pool, mentor, mentee)
        points += sum(why.points for why in reasons)
        whys |= {said(why): None for why in reasons}
    return points // max(1, len(mentees)) - load(mentor, 0), tuple(whys)
