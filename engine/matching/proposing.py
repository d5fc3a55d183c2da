"""A proposal for a whole programme: pairs or groups, other choices for each person, and why the rest stay alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.matching.alternatives import Alternative, Forced, alternatives_of, force
from engine.matching.greedy import greedy
from engine.matching.groups import settle_groups
from engine.matching.model import FORBIDDEN, Found, Mentor, Pool, Proposed, Solver, Unmatched, worth
from engine.matching.scoring import Scores, scores_of


@dataclass(frozen=True, slots=True)
class Proposal:
    """`others` by person of a mentee, `others_of_mentors` by person of a mentor; `Alternative.other` is a person there.

    `solver` names who found it, `count` and `points` are what it is measured by.
    """

    solver: str
    pairs: tuple[Proposed, ...]
    unmatched: tuple[Unmatched, ...]
    others: dict[int, list[Alternative]]
    others_of_mentors: dict[int, list[Alternative]]
    count: int
    points: int


@dataclass(frozen=True, slots=True)
class ByHand:
    """A proposal changed by hand, and what that moved."""

    proposal: Proposal
    forced: Forced


def propose(pool: Pool, solver: Solver = greedy) -> Proposal:
    """The best the solver finds, in which capacity, form and exclusions hold and nobody stands twice.

    >>> from engine.lifecycle.definition import Mentees
    >>> from engine.matching.forms import form_of
    >>> from engine.matching.model import Mentee, Mentor
    >>> mentors = (Mentor(id=1, kind="staff"), Mentor(id=2, kind="staff", free=0))
    >>> mentees = (Mentee(id=3, kind="staff", prefers=(1,)), Mentee(id=4, kind="staff"))
    >>> made = propose(Pool(form=form_of("teacher-pair", Mentees()), mentors=mentors, mentees=mentees))
    >>> [(one.mentor_id, one.mentee_ids) for one in made.pairs], [one.person_id for one in made.unmatched]
    ([(1, (3,))], [2, 4])
    """
    scores = scores_of(pool)
    return _told(scores, _found(scores, solver), solver.name)


def by_hand(pool: Pool, led: Mapping[int, int], mentee_id: int, mentor_id: int, *, name: str) -> ByHand | None:
    """What comes of giving this mentee this mentor, with the least that must change for it elsewhere.

    `led`: the mentor of each mentee as the proposal stands, `name` its solver. None when these two may not be a pair,
    are one already, or are no longer in the pool.
    """
    scores = scores_of(pool)
    found = _as_led(scores, led)
    row, column = scores.rows.get(mentee_id), scores.columns.get(mentor_id)
    if row is None or column is None:
        return None
    forced = force(scores.table, scores.places, found, row, column)
    if forced is None:
        return None
    if forced.swaps is not None:
        found[forced.swaps] = None if forced.alone else found[row]
    found[row] = column
    return ByHand(_told(scores, found, name), _of_person(forced, [one.id for one in pool.mentees]))


def choices_by_hand(pool: Pool, led: Mapping[int, int], mentee_id: int) -> dict[int, Forced]:
    """What `by_hand` would take for each mentor this mentee could have, by the mentor's person."""
    scores = scores_of(pool)
    found, row = _as_led(scores, led), scores.rows.get(mentee_id)
    if row is None:
        return {}
    mentees = [one.id for one in pool.mentees]
    ways = {one.id: force(scores.table, scores.places, found, row, at) for at, one in enumerate(pool.mentors)}
    return {mentor: _of_person(forced, mentees) for mentor, forced in ways.items() if forced is not None}


def _as_led(scores: Scores, led: Mapping[int, int]) -> Found:
    columns = scores.columns
    return [columns.get(led.get(one.id, 0)) for one in scores.pool.mentees]


def _of_person(forced: Forced, mentees: Sequence[int]) -> Forced:
    return Forced(forced.loss, None if forced.swaps is None else mentees[forced.swaps], forced.alone)


def _told(scores: Scores, found: Found, name: str) -> Proposal:
    pool = scores.pool
    count, points = worth(found, scores.table, scores.places)
    of_mentees, of_mentors = alternatives_of(scores.table, scores.places, found)
    mentors, mentees = [one.id for one in pool.mentors], [one.id for one in pool.mentees]
    return Proposal(
        name,
        _pairs(scores, found),
        _unmatched(scores, found),
        {one: [_named(way, mentors, mentees) for way in ways] for one, ways in zip(mentees, of_mentees, strict=True)},
        {one: [_named(way, mentees, mentees) for way in ways] for one, ways in zip(mentors, of_mentors, strict=True)},
        count,
        points,
    )


def _found(scores: Scores, solver: Solver) -> Found:
    """Of groups, both ways are tried: settling their sizes afterwards can turn the order of two answers."""
    form, table, places = scores.pool.form, scores.table, scores.places
    if not form.grouped:
        return solver(table, places)
    # Twice the even size is room enough to choose; settling may fill a group to the most its form allows.
    even = -(-len(table) // max(1, len(places)))
    few = [each[: max(form.at_least, 2 * even)] for each in places]
    tried = [solver(table, few)] if solver is greedy else [solver(table, few), greedy(table, few)]
    settled = [settle_groups(form, table, places, one) for one in tried]
    return max(settled, key=lambda one: worth(one, table, places))


def _named(way: Alternative, others: list[int], mentees: list[int]) -> Alternative:
    """Rows and columns become people."""
    return Alternative(others[way.other], _of_person(way.forced, mentees))


def _pairs(scores: Scores, found: Found) -> tuple[Proposed, ...]:
    """The strongest first."""
    led: dict[int, list[int]] = defaultdict(list)
    for row, column in enumerate(found):
        if column is not None:
            led[column].append(row)
    mentors, mentees = scores.pool.mentors, scores.pool.mentees
    single = not scores.pool.form.grouped
    pairs = [
        Proposed(
            mentors[column].id, tuple(mentees[row].id for row in rows), tuple(scores.table[row][column] for row in rows)
        )
        for column, every in led.items()
        for rows in ([[row] for row in every] if single else [every])
    ]
    return tuple(sorted(pairs, key=lambda one: (-sum(one.points) // len(one.points), one.mentor_id, one.mentee_ids)))


def _unmatched(scores: Scores, found: Found) -> tuple[Unmatched, ...]:
    used = {column for column in found if column is not None}
    mentees = [
        _alone(scores, row, one.id)
        for row, (one, column) in enumerate(zip(scores.pool.mentees, found, strict=True))
        if column is None
    ]
    everybody = all(column is not None for column in found)
    mentors = [
        _idle(scores, column, one, everybody=everybody)
        for column, one in enumerate(scores.pool.mentors)
        if column not in used
    ]
    return (*mentors, *mentees)


def _alone(scores: Scores, row: int, person_id: int) -> Unmatched:
    pool, told = scores.pool, scores.table[row]
    fitting = [one for one in pool.mentors if pool.form.fits(one.kind, pool.mentees[row].kind)]
    may = [column for column, points in enumerate(told) if points != FORBIDDEN]
    open_ = [column for column in may if scores.places[column]]
    if not pool.mentors:
        why, count = "no_mentors", 0
    elif not fitting:
        why, count = "form", len(pool.mentors)
    elif not may:
        why, count = "barred", len(fitting)
    elif not open_:
        why, count = "full", len(may)
    elif pool.form.grouped and len(pool.mentees) < pool.form.at_least:
        why, count = "small_group", pool.form.at_least
    else:
        why, count = "taken", len(open_)
    return Unmatched(person_id, "mentee", why, count)


def _idle(scores: Scores, column: int, mentor: Mentor, *, everybody: bool) -> Unmatched:
    pool = scores.pool
    may = sum(1 for row in scores.table if row[column] != FORBIDDEN)
    if mentor.free <= 0:
        why, count = "mentor_full", mentor.leads
    elif not pool.mentees:
        why, count = "no_mentees", 0
    elif not any(pool.form.fits(mentor.kind, one.kind) for one in pool.mentees):
        why, count = "mentor_form", 0
    elif not may:
        why, count = "mentor_barred", len(pool.mentees)
    elif everybody:
        why, count = "all_led", 0
    else:
        why, count = "nobody_left", may
    return Unmatched(mentor.id, "mentor", why, count)
