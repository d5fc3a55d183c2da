"""What holds for every proposal: capacity, exclusions, form, nobody twice; the exact solver is never worse."""

from dataclasses import replace
from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.lifecycle.definition import Mentees
from engine.matching import (
    Mentee,
    Mentor,
    Pool,
    Proposal,
    Solver,
    explain,
    force,
    form_of,
    greedy,
    propose,
    scores_of,
    why_alone,
    worth,
)
from engine.matching.model import FORBIDDEN, Found, Places, Table
from engine.matching.scoring import BASE
from tests.support.match_pools import pools
from workflows.exact_matching import Exact

SOLVERS = st.sampled_from((greedy, Exact()))


def check(pool: Pool, made: Proposal) -> None:
    mentors = {one.id: one for one in pool.mentors}
    mentees = {one.id: one for one in pool.mentees}
    led = [mentee for pair in made.pairs for mentee in pair.mentee_ids]
    assert len(set(led)) == len(led)
    for pair in made.pairs:
        assert pool.form.at_least <= len(pair.mentee_ids) <= pool.form.at_most
        assert len(pair.points) == len(pair.mentee_ids)
        for mentee in pair.mentee_ids:
            assert pool.form.fits(mentors[pair.mentor_id].kind, mentees[mentee].kind)
            assert (pair.mentor_id, mentee) not in pool.barred
            assert pair.mentor_id != mentee
    for mentor in pool.mentors:
        assert sum(1 for pair in made.pairs if pair.mentor_id == mentor.id) <= mentor.free
    told = {(one.side, one.person_id) for one in made.unmatched}
    assert told == {("mentee", one) for one in mentees if one not in led} | {
        ("mentor", one) for one in mentors if all(pair.mentor_id != one for pair in made.pairs)
    }
    for one in made.unmatched:
        assert all(words.ru and words.en for words in why_alone(one))


@given(pools(), SOLVERS)
def test_capacity_exclusions_and_form_always_hold(pool: Pool, solver: Solver) -> None:
    check(pool, propose(pool, solver))


@given(pools(grouped=True, most=12), SOLVERS)
def test_they_hold_for_groups(pool: Pool, solver: Solver) -> None:
    check(pool, propose(pool, solver))


@given(pools() | pools(grouped=True, most=12))
def test_the_exact_solver_is_never_worse_than_the_greedy_one(pool: Pool) -> None:
    best, other = propose(pool, Exact()), propose(pool, greedy)
    assert (best.count, best.points) >= (other.count, other.points)


@given(pools(most=5))
def test_the_exact_solver_finds_what_trying_everything_finds(pool: Pool) -> None:
    scores = scores_of(pool)
    found = Exact()(scores.table, scores.places)
    assert worth(found, scores.table, scores.places) == by_trying(scores.table, scores.places)


@given(pools())
def test_the_greedy_solver_places_as_many_as_can_be(pool: Pool) -> None:
    assert propose(pool, greedy).count == propose(pool, Exact()).count


@given(pools(grouped=True, most=10) | pools(), st.randoms(use_true_random=False), SOLVERS)
def test_the_order_people_come_in_changes_nothing(pool: Pool, random: Random, solver: Solver) -> None:
    mentors, mentees = list(pool.mentors), list(pool.mentees)
    random.shuffle(mentors)
    random.shuffle(mentees)
    barred = dict(sorted(pool.barred.items(), reverse=True))
    shuffled = replace(pool, mentors=tuple(mentors), mentees=tuple(mentees), barred=barred)
    assert shuffled.print() == pool.print()
    assert propose(shuffled, solver) == propose(pool, solver)


@given(pools() | pools(grouped=True))
def test_the_table_says_what_the_reasons_say(pool: Pool) -> None:
    table = scores_of(pool).table
    for row, mentee in enumerate(pool.mentees):
        for column, mentor in enumerate(pool.mentors):
            if pool.bar(mentor, mentee) is not None:
                assert table[row][column] == FORBIDDEN
            else:
                assert table[row][column] == BASE + sum(why.points for why in explain(pool, mentor, mentee))


@given(pools() | pools(grouped=True))
def test_whoever_may_be_paired_is_worth_more_than_being_alone(pool: Pool) -> None:
    scores = scores_of(pool)
    dearest = max((points for each in scores.places for points in each), default=0)
    assert all(points == FORBIDDEN or points > dearest for row in scores.table for points in row)


@given(pools(), SOLVERS)
def test_another_choice_costs_what_it_says(pool: Pool, solver: Solver) -> None:
    """Doing it by hand changes the points of the whole proposal by exactly the loss told."""
    scores = scores_of(pool)
    table, places = scores.table, scores.places
    found = solver(table, places)
    _, before = worth(found, table, places)
    for row in range(len(table)):
        for column in range(len(places)):
            forced = force(table, places, found, row, column)
            if forced is None:
                assert table[row][column] == FORBIDDEN or found[row] == column or not places[column]
                continue
            after = list(found)
            if forced.swaps is not None:
                after[forced.swaps] = None if forced.alone else found[row]
            after[row] = column
            assert fits(after, places)
            assert worth(after, table, places)[1] == before - forced.loss


@given(pools())
def test_no_other_choice_gains_anything_over_the_best(pool: Pool) -> None:
    for ways in propose(pool, Exact()).others.values():
        assert all(way.forced.loss >= 0 for way in ways if not way.forced.alone)


def test_needs_wishes_and_a_common_past_decide() -> None:
    mentors = (
        Mentor(id=1, kind="staff", competences=("методика урока",), prefers=(10,)),
        Mentor(id=2, kind="staff"),
        Mentor(id=3, kind="staff"),
    )
    mentees = (
        Mentee(id=10, kind="staff", needs=("Методика урока",), prefers=(1,)),
        Mentee(id=11, kind="staff"),
        Mentee(id=12, kind="staff"),
    )
    pool = Pool(
        form=form_of("teacher-pair", Mentees()),
        mentors=mentors,
        mentees=mentees,
        past={(2, 12): ("completed",), (2, 11): ("mentor_left",)},
    )
    assert led_by(propose(pool, Exact())) == {10: 1, 11: 3, 12: 2}
    assert led_by(propose(pool, greedy)) == {10: 1, 11: 3, 12: 2}


def test_as_many_as_possible_come_before_the_finest_pair() -> None:
    mentors = (Mentor(id=1, kind="staff", prefers=(10,)), Mentor(id=2, kind="staff"))
    mentees = (Mentee(id=10, kind="staff", prefers=(1,)), Mentee(id=11, kind="staff"))
    pool = Pool(form=form_of("teacher-pair", Mentees()), mentors=mentors, mentees=mentees, barred={(2, 11): "excluded"})
    for solver in (greedy, Exact()):
        assert led_by(propose(pool, solver)) == {10: 2, 11: 1}


def test_mentees_are_shared_out_before_anybody_leads_two() -> None:
    mentors = (Mentor(id=1, kind="staff", free=2), Mentor(id=2, kind="staff", free=2))
    mentees = (Mentee(id=10, kind="staff"), Mentee(id=11, kind="staff"))
    pool = Pool(form=form_of("teacher-pair", Mentees()), mentors=mentors, mentees=mentees)
    for solver in (greedy, Exact()):
        assert sorted(led_by(propose(pool, solver)).values()) == [1, 2]


def test_somebody_named_twice_on_a_side_is_refused() -> None:
    one = Mentor(id=1, kind="staff")
    with pytest.raises(ValueError, match="twice"):
        Pool(form=form_of("teacher-pair", Mentees()), mentors=(one, one), mentees=())


def test_why_somebody_stays_alone() -> None:
    mentors = (Mentor(id=1, kind="staff", prefers=(10,)), Mentor(id=2, kind="staff", free=0, leads=4))
    mentees = (
        Mentee(id=10, kind="staff", prefers=(1,)),
        Mentee(id=11, kind="staff"),
        Mentee(id=12, kind="staff"),
        Mentee(id=13, kind="pupil"),
        Mentee(id=14, kind="staff"),
    )
    pool = Pool(
        form=form_of("teacher-pair", Mentees()),
        mentors=mentors,
        mentees=mentees,
        barred={(1, 12): "relative", (2, 12): "excluded", (1, 14): "stopped"},
    )
    why = {one.person_id: (one.why, one.count) for one in propose(pool).unmatched}
    assert why == {2: ("mentor_full", 4), 11: ("taken", 1), 12: ("barred", 2), 13: ("form", 2), 14: ("full", 1)}


def test_a_group_is_never_smaller_than_its_form_allows() -> None:
    mentors = tuple(Mentor(id=one, kind="staff", prefers=(10 + one,)) for one in (1, 2, 3))
    mentees = tuple(Mentee(id=10 + one, kind="pupil", prefers=(one,)) for one in (1, 2, 3))
    pool = Pool(form=form_of("group", Mentees(2, 12)), mentors=mentors, mentees=mentees)
    for solver in (greedy, Exact()):
        [group] = propose(pool, solver).pairs
        assert set(group.mentee_ids) == {11, 12, 13}


def led_by(made: Proposal) -> dict[int, int]:
    return {mentee: pair.mentor_id for pair in made.pairs for mentee in pair.mentee_ids}


def fits(found: Found, places: Places) -> bool:
    return all(sum(1 for column in found if column == at) <= len(each) for at, each in enumerate(places))


def by_trying(table: Table, places: Places) -> tuple[int, int]:
    """The best there is, row by row with every way of filling the places."""

    @cache
    def best(row: int, taken: tuple[int, ...]) -> tuple[int, int]:
        if row == len(table):
            return 0, 0
        found = best(row + 1, taken)
        for column, points in enumerate(table[row]):
            if points != FORBIDDEN and taken[column] < len(places[column]):
                count, total = best(row + 1, (*taken[:column], taken[column] + 1, *taken[column + 1 :]))
                found = max(found, (count + 1, total + points - places[column][taken[column]]))
        return found

    return best(0, (0,) * len(places))
