"""A proposal with its programme and who may do what with it; how what was found is written and read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.matching import Alternative, Forced, Proposal, Proposed, Unmatched
from engine.permissions import Verb
from engine.refusals import ChangedMeanwhile, Refused
from storage import match_proposals
from storage.match_proposals import ProposalRow
from storage.programmes import ProgrammeRow
from workflows.access import forbidden, unknown
from workflows.carry_out_move import refused
from workflows.find_programme import find_programme


@dataclass(frozen=True, slots=True)
class NumberedPair:
    """A proposed pair under the number it keeps; `pair_id` once it was taken."""

    number: int
    proposed: Proposed
    pair_id: int | None = None


@dataclass(frozen=True, slots=True)
class MatchAtHand:
    """A stored proposal as the flows work with it."""

    row: ProposalRow
    programme: ProgrammeRow

    @property
    def subject(self) -> str:
        return f"match:{self.row.id}"

    @property
    def pairs(self) -> list[NumberedPair]:
        taken = {one["n"]: one["pair"] for one in self.row.taken}
        return [
            NumberedPair(
                one["n"],
                Proposed(one["mentor"], tuple(one["mentees"]), tuple(one["points"])),
                taken.get(one["n"]),
            )
            for one in self.row.found["pairs"]
        ]

    @property
    def unmatched(self) -> list[Unmatched]:
        return [Unmatched(one["person"], one["side"], one["why"], one["count"]) for one in self.row.found["unmatched"]]

    def others(self, person_id: int, *, of_mentor: bool = False) -> list[Alternative]:
        """The other choices of somebody."""
        told = self.row.found["others_of_mentors" if of_mentor else "others"].get(str(person_id), ())
        return [Alternative(other, Forced(loss, swaps, alone)) for other, loss, swaps, alone in told]


def take_match(
    tx: Connection, *, by: By, proposal_id: int, verb: Verb, version: int | None = None
) -> MatchAtHand | Refused:
    """BadInput when there is none this person may know of; refused when he may not do this with it.

    With `version` ChangedMeanwhile when it is not the one that was looked at.
    """
    row = match_proposals.get(tx, proposal_id)
    if row is None:
        raise unknown("match", proposal_id)
    programme = find_programme(tx, by=by, programme_id=row.programme_id, field="match")
    if (no := forbidden(tx, by, verb, programme.organisation_id)) is not None:
        return no
    hand = MatchAtHand(row, programme)
    if version is not None and version != row.version:
        raise ChangedMeanwhile(hand.subject)
    return hand


def not_open(hand: MatchAtHand) -> Refused | None:
    """A newer proposal has taken the place of this one, or all of it was taken."""
    if hand.row.state == "proposed":
        return None
    if hand.row.state == "taken":
        return refused(
            "match",
            "Все пары этого предложения уже сформированы",
            "All pairs of this proposal are formed already",
            mend_ru="Если появились новые люди, подберите ещё раз",
            mend_en="If there are new people, propose again",
        )
    return out_of_date()


def out_of_date() -> Refused:
    return refused(
        "match",
        "Предложение устарело: с тех пор изменились люди, пары или запреты",
        "The proposal is out of date: people, pairs or exclusions have changed since",
        mend_ru="Подберите пары ещё раз",
        mend_en="Propose pairs again",
    )


def written(made: Proposal, digest: str, *, numbers: Mapping[int, int] | None = None, first: int = 1) -> dict[str, Any]:
    """What is stored: ids and whole numbers only, so that no word of anybody is kept a second time.

    `numbers`: the number a pair had, by its first mentee, where it is to keep it; new ones count from `first`.
    """
    kept = numbers or {}
    fresh = iter(range(first, first + len(made.pairs)))
    return {
        "solver": made.solver,
        "print": digest,
        "count": made.count,
        "points": made.points,
        "pairs": [
            {
                "n": kept[one.mentee_ids[0]] if one.mentee_ids[0] in kept else next(fresh),
                "mentor": one.mentor_id,
                "mentees": list(one.mentee_ids),
                "points": list(one.points),
            }
            for one in made.pairs
        ],
        "unmatched": [
            {"person": one.person_id, "side": one.side, "why": one.why, "count": one.count} for one in made.unmatched
        ],
        "others": _written_others(made.others),
        "others_of_mentors": _written_others(made.others_of_mentors),
        "by_hand": [],
    }


def _written_others(others: Mapping[int, list[Alternative]]) -> dict[str, list[list[Any]]]:
    return {
        str(person): [[way.other, way.forced.loss, way.forced.swaps, way.forced.alone] for way in ways]
        for person, ways in others.items()
        if ways
    }
