"""Takes a proposal, whole or one pair of it: the pairs are formed, all of them or none."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.matching import BARS, Pool
from engine.refusals import BadInput, Reason, Refused
from engine.words import Words
from storage import journal, match_proposals
from workflows.form_pair import PairFormed, form_pair
from workflows.match_at_hand import MatchAtHand, NumberedPair, not_open, take_match
from workflows.match_pool import gather

_AGAIN = Words("Подберите пары ещё раз", "Propose pairs again")


@dataclass(frozen=True, slots=True)
class PairsTaken:
    """`pairs`: the ids of the pairs that were formed; `left` of the proposal can still be taken."""

    id: int
    programme_id: int
    pairs: tuple[int, ...]
    left: int


def take_pairs(
    tx: Connection, *, by: By, proposal_id: int, number: int | None = None, version: int | None = None
) -> PairsTaken | Refused:
    """`number` None: every pair not taken yet. Whatever has become impossible since is refused, pair by pair."""
    hand = take_match(tx, by=by, proposal_id=proposal_id, verb="match.take", version=version)
    if isinstance(hand, Refused):
        return hand
    if (closed := not_open(hand)) is not None:
        return closed
    wanted = _wanted(hand, number)
    before = gather(tx, hand.programme, at=by.at).pool
    if faults := [reason for one in wanted for reason in _impossible(before, one)] or _crowded(before, wanted):
        return Refused(tuple(faults))
    formed: list[tuple[int, int]] = []
    for one in wanted:
        made = _form(tx, by, hand, one)
        if isinstance(made, Refused):
            return made
        formed.append((one.number, made.id))
    left = sum(1 for one in hand.pairs if one.pair_id is None) - len(formed)
    _store(tx, by, hand, formed, left=left, fresh=before.print() == hand.row.found["print"])
    return PairsTaken(proposal_id, hand.programme.id, tuple(pair for _, pair in formed), left)


def _form(tx: Connection, by: By, hand: MatchAtHand, one: NumberedPair) -> PairFormed | Refused:
    return form_pair(
        tx,
        by=by,
        programme_id=hand.programme.id,
        mentor_id=one.proposed.mentor_id,
        mentee_ids=one.proposed.mentee_ids,
    )


def _wanted(hand: MatchAtHand, number: int | None) -> list[NumberedPair]:
    if number is None:
        wanted = [one for one in hand.pairs if one.pair_id is None]
        if not wanted:
            raise BadInput("match", "В предложении нет ни одной пары", "The proposal has no pair to take")
        return wanted
    found = next((one for one in hand.pairs if one.number == number), None)
    if found is None:
        raise BadInput(
            "--pair",
            f"--pair: пары {number} в предложении нет, посмотрите: nastavnik match show {hand.row.id}",
            f"--pair: the proposal has no pair {number}, look: nastavnik match show {hand.row.id}",
        )
    if found.pair_id is not None:
        raise BadInput("--pair", f"--pair: пара {number} уже сформирована", f"--pair: pair {number} is formed already")
    return [found]


def _impossible(pool: Pool, one: NumberedPair) -> list[Reason]:
    """What has changed since for one pair."""
    mentor = next((each for each in pool.mentors if each.id == one.proposed.mentor_id), None)
    mentees = {each.id: each for each in pool.mentees}
    if mentor is None:
        return [_gone(one, "наставник больше не участвует в подборе", "the mentor is no longer to be matched")]
    if mentor.free <= 0:
        return [_gone(one, "у наставника больше нет свободных мест", "the mentor has no place free any more")]
    found: list[Reason] = []
    for mentee_id in one.proposed.mentee_ids:
        if mentee_id not in mentees:
            found.append(_gone(one, "наставляемый уже не ждёт наставника", "the mentee no longer waits for a mentor"))
        elif (bar := pool.bar(mentor, mentees[mentee_id])) is not None:
            found.append(_gone(one, BARS[bar].ru, BARS[bar].en))
    return found


def _crowded(pool: Pool, wanted: Sequence[NumberedPair]) -> list[Reason]:
    """Mentors whose places have become fewer than the pairs proposed to them."""
    free = {one.id: one.free for one in pool.mentors}
    asked = Counter(one.proposed.mentor_id for one in wanted)
    return [
        _gone(one, "мест у наставника меньше, чем предложено пар", "the mentor has fewer places than pairs proposed")
        for one in wanted
        if asked[one.proposed.mentor_id] > free[one.proposed.mentor_id]
    ]


def _gone(one: NumberedPair, ru: str, en: str) -> Reason:
    return Reason("match", Words(f"Пара {one.number}: {ru}", f"Pair {one.number}: {en}"), _AGAIN)


def _store(tx: Connection, by: By, hand: MatchAtHand, formed: list[tuple[int, int]], *, left: int, fresh: bool) -> None:
    """Taking changes people and pairs, too: a proposal that was up to date stays so."""
    found = hand.row.found
    if fresh:
        found = {**found, "print": gather(tx, hand.programme, at=by.at).pool.print()}
    taken = [*hand.row.taken, *({"n": number, "pair": pair} for number, pair in formed)]
    match_proposals.change(tx, hand.row, found=found, taken=taken, state="proposed" if left else "taken")
    journal.append(
        tx,
        organisation_id=hand.programme.organisation_id,
        by=by,
        verb="match.take",
        subject=hand.subject,
        facts={"pairs": [pair for _, pair in formed], "left": left},
    )
