"""How well two people fit: points with a name for every reason, alone and for everybody with everybody.

Points are whole numbers, so that sums are exact and ties are ties. Nobody who may be paired falls below one point.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from engine.lifecycle.outcomes import Outcome
from engine.matching.ages import wished_ages
from engine.matching.model import FORBIDDEN, Mentee, Mentor, Places, Pool
from engine.matching.terms import meetings
from engine.search_keys import search_key

BASE = 100
NEEDS = 40  # all needs are met; a part of them gives the same part
_RANKS = (30, 22, 15)
_NAMED_LATER = 8
_MUTUAL = 10
_INTEREST, _MOST_INTERESTS = 4, 3
_AGE, _WRONG_AGE = 10, -10
_PLACE = 6
_SUBJECT = 8
_SUPERIOR = -15
_PAST: Mapping[Outcome, int] = {
    "completed": 15,
    "completed_early": 15,
    "by_agreement": -20,
    "mentor_left": -25,
    "mentee_left": -25,
}
_ANOTHER_PAIR = 3  # each pair a mentor leads already makes him a little less near
_MOST_LOAD = 27


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: its key, the points it gives or takes, and the facts its sentence names."""

    key: str
    points: int
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """Everybody with everybody: `table[mentee][mentor]`, and what the mentors' places take off."""

    pool: Pool
    table: list[list[int]]
    places: Places

    @property
    def columns(self) -> Mapping[int, int]:
        """Which column a mentor has."""
        return {one.id: column for column, one in enumerate(self.pool.mentors)}

    @property
    def rows(self) -> Mapping[int, int]:
        return {one.id: row for row, one in enumerate(self.pool.mentees)}


def explain(pool: Pool, mentor: Mentor, mentee: Mentee) -> tuple[Why, ...]:
    """Every reason for and against these two, the weightiest first; their points and BASE make the score.

    >>> from engine.lifecycle.definition import Mentees
    >>> from engine.matching.forms import form_of
    >>> one = Mentor(id=1, kind="staff", competences=("методика урока",))
    >>> two = Mentee(id=2, kind="staff", needs=("Методика урока",), prefers=(1,))
    >>> pool = Pool(form=form_of("teacher-pair", Mentees()), mentors=(one,), mentees=(two,))
    >>> [(why.key, why.points) for why in explain(pool, one, two)], scores_of(pool).table
    ([('needs', 40), ('mentee_prefers', 30)], [[170]])
    """
    found = [*_of_words(mentor, mentee), *_of_wishes(mentor, mentee), *_of_places(mentor, mentee)]
    couple = (mentor.id, mentee.id)
    for outcome in pool.past.get(couple, ())[-1:]:
        if outcome in _PAST:
            found.append(Why(f"past_{outcome}", _PAST[outcome]))
    if couple in pool.superiors:
        found.append(Why("superior", _SUPERIOR))
    return tuple(sorted(found, key=lambda why: (-abs(why.points), why.key)))


def scores_of(pool: Pool) -> Scores:
    """The whole table: what `explain` says of each couple, counted without looking at each couple for each reason."""
    table = _Table(pool)
    needs = [(one.needs, len(one.needs)) for one in pool.mentees]
    table.add_terms(needs, [one.competences for one in pool.mentors], lambda met, of: NEEDS * met // of)
    interests = [(one.interests, len(one.interests)) for one in pool.mentees]
    table.add_terms(interests, [one.interests for one in pool.mentors], lambda met, _: _interests(met))
    table.add_wishes()
    table.add_past()
    table.forbid()
    return Scores(pool, table.rows, places_of(pool))


def places_of(pool: Pool) -> Places:
    """What each free place of a mentor takes off: the second pair is a little dearer than the first.

    A group's mentor leads one group here; its places are dearer only beyond the smallest size, so that groups stay
    even.
    """
    form = pool.form
    if form.grouped:
        size = form.at_most
        dear = [_ANOTHER_PAIR * max(0, place - form.at_least + 1) for place in range(size)]
        return [[min(_MOST_LOAD, load(one, 0) + more) for more in dear] if one.free > 0 else [] for one in pool.mentors]
    return [[load(one, place) for place in range(one.free)] for one in pool.mentors]


def load(mentor: Mentor, more: int) -> int:
    """The points off for the pairs he leads, and `more` that are proposed to him."""
    return min(_MOST_LOAD, _ANOTHER_PAIR * (mentor.leads + more))


class _Table:
    """The table while it is filled: rows of mentees, columns of mentors."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._column = {one.id: at for at, one in enumerate(pool.mentors)}
        self._row = {one.id: at for at, one in enumerate(pool.mentees)}
        self.rows = self._grounds()

    def _grounds(self) -> list[list[int]]:
        """Place, subject and age: few different ones, so each is looked at once for all mentors."""
        mentors, mentees = self._pool.mentors, self._pool.mentees
        wished = [wished_ages(one.wished_age) for one in mentors]
        subjects = [_subject(one.position) for one in mentors]
        places = {
            place: [BASE + sum(why.points for why in _of_place(one.organisation_id, place)) for one in mentors]
            for place in {one.organisation_id for one in mentees}
        }
        taught = {
            subject: [sum(why.points for why in _of_subject(one, subject)) for one in subjects]
            for subject in {_subject(one.position) for one in mentees}
        }
        aged = {
            age: [sum(why.points for why in _of_age(one, age)) for one in wished]
            for age in {one.age for one in mentees}
        }
        rows: list[list[int]] = []
        for one in mentees:
            three = zip(places[one.organisation_id], taught[_subject(one.position)], aged[one.age], strict=True)
            rows.append([place + subject + age for place, subject, age in three])
        return rows

    def add_terms(
        self,
        asked: Iterable[tuple[tuple[str, ...], int]],
        offered: list[tuple[str, ...]],
        worth_of: Callable[[int, int], int],
    ) -> None:
        asked = list(asked)
        who: dict[str, list[int]] = defaultdict(list)
        for column, terms in enumerate(offered):
            for term in dict.fromkeys(terms):
                who[term].append(column)
        met_by = meetings((term for terms, _ in asked for term in terms), who)
        columns = {term: {column for one in met for column in who[one]} for term, met in met_by.items()}
        for row, (terms, of) in zip(self.rows, asked, strict=True):
            met: dict[int, int] = defaultdict(int)
            for term in terms:
                for column in columns[term]:
                    met[column] += 1
            for column, count in met.items():
                row[column] += worth_of(count, of)

    def add_wishes(self) -> None:
        """Whom people named: few couples, each looked at by itself."""
        named = {(mentor, mentee.id) for mentee in self._pool.mentees for mentor in mentee.prefers}
        named |= {(mentor.id, mentee) for mentor in self._pool.mentors for mentee in mentor.prefers}
        for mentor_id, mentee_id in named:
            if (column := self._column.get(mentor_id)) is None or (row := self._row.get(mentee_id)) is None:
                continue
            reasons = _of_wishes(self._pool.mentors[column], self._pool.mentees[row])
            self.rows[row][column] += sum(why.points for why in reasons)

    def add_past(self) -> None:
        for couple, outcomes in self._pool.past.items():
            self._add(couple, _PAST.get(outcomes[-1], 0) if outcomes else 0)
        for couple in self._pool.superiors:
            self._add(couple, _SUPERIOR)

    def forbid(self) -> None:
        for mentor_id, mentee_id in [*self._pool.barred, *((one, one) for one in self._row)]:
            if mentor_id in self._column and mentee_id in self._row:
                self.rows[self._row[mentee_id]][self._column[mentor_id]] = FORBIDDEN
        fits = {
            kind: [self._pool.form.fits(one.kind, kind) for one in self._pool.mentors]
            for kind in {one.kind for one in self._pool.mentees}
        }
        for mentee, row in zip(self._pool.mentees, self.rows, strict=True):
            if not all(fits[mentee.kind]):
                row[:] = [points if may else FORBIDDEN for points, may in zip(row, fits[mentee.kind], strict=True)]

    def _add(self, couple: tuple[int, int], points: int) -> None:
        if couple[0] in self._column and couple[1] in self._row:
            self.rows[self._row[couple[1]]][self._column[couple[0]]] += points


def _of_words(mentor: Mentor, mentee: Mentee) -> Iterable[Why]:
    met = _met(mentee.needs, mentor.competences)
    if met:
        yield Why("needs", NEEDS * len(met) // len(mentee.needs), met)
    shared = _met(mentee.interests, mentor.interests)
    if shared:
        yield Why("interests", _interests(len(shared)), shared)


def _met(asked: tuple[str, ...], offered: tuple[str, ...]) -> tuple[str, ...]:
    found = meetings(asked, offered)
    return tuple(term for term in asked if found[term])


def _interests(shared: int) -> int:
    return _INTEREST * min(shared, _MOST_INTERESTS)


def _of_wishes(mentor: Mentor, mentee: Mentee) -> list[Why]:
    """Whether they named each other after the common meeting; both firsts are one reason of their own."""
    by_mentee, by_mentor = _rank(mentee.prefers, mentor.id), _rank(mentor.prefers, mentee.id)
    if by_mentee and by_mentor:
        key = "mutual_first" if by_mentee == by_mentor == 1 else "mutual"
        points = _of_rank(by_mentee) + _of_rank(by_mentor) + _MUTUAL
        return [Why(key, points, (str(by_mentee), str(by_mentor)))]
    if by_mentee:
        return [Why("mentee_prefers", _of_rank(by_mentee), (str(by_mentee),))]
    if by_mentor:
        return [Why("mentor_prefers", _of_rank(by_mentor), (str(by_mentor),))]
    return []


def _rank(prefers: tuple[int, ...], person_id: int) -> int:
    return prefers.index(person_id) + 1 if person_id in prefers else 0


def _of_rank(rank: int) -> int:
    return _RANKS[rank - 1] if rank <= len(_RANKS) else _NAMED_LATER


def _of_places(mentor: Mentor, mentee: Mentee) -> Iterable[Why]:
    yield from _of_place(mentor.organisation_id, mentee.organisation_id)
    yield from _of_subject(_subject(mentor.position), _subject(mentee.position))
    yield from _of_age(wished_ages(mentor.wished_age), mentee.age)


def _of_place(mentor: int, mentee: int) -> Iterable[Why]:
    if mentor and mentor == mentee:
        yield Why("place", _PLACE)


def _of_subject(mentor: str, mentee: str) -> Iterable[Why]:
    if mentor and mentor == mentee:
        yield Why("subject", _SUBJECT)


def _of_age(wished: tuple[int, int] | None, age: int | None) -> Iterable[Why]:
    if wished is not None and age is not None:
        yield Why("age", _AGE) if wished[0] <= age <= wished[1] else Why("wrong_age", _WRONG_AGE)


def _subject(position: str) -> str:
    """The post as far as it says what somebody teaches: a bare «учитель» says nothing."""
    key = search_key(position)
    return key if len(key.split()) > 1 else ""
