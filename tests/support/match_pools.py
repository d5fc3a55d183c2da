"""Pools of people for the tests of matching: any that can occur, small enough to check by trying everything."""

from hypothesis import strategies as st

from engine.lifecycle.definition import Mentees
from engine.lifecycle.outcomes import OUTCOMES
from engine.matching import Mentee, Mentor, Pool, form_of

TERMS = ("методика урока", "Методика современных уроков", "дисциплина в классе", "оценивание", "английский язык")
KINDS = ("staff", "pupil", "student", "employer")
LIFECYCLES = ("teacher-pair", "pupil-pair", "employer-pupil", "student-pupil", "own-form")
FIRST_MENTEE = 100

_terms = st.lists(st.sampled_from(TERMS), max_size=4).map(tuple)


@st.composite
def pools(draw: st.DrawFn, *, grouped: bool = False, most: int = 7) -> Pool:
    """Up to `most` people a side; somebody may stand on both sides."""
    leading = draw(st.lists(st.integers(1, most + 3), max_size=most, unique=True))
    learning = draw(st.lists(st.integers(FIRST_MENTEE, FIRST_MENTEE + most), max_size=most, unique=True))
    both = draw(st.lists(st.sampled_from(leading), max_size=2, unique=True)) if leading else []
    learning = learning[: most - len(both)] + both
    mentors = tuple(
        Mentor(
            id=one,
            kind=draw(st.sampled_from(KINDS)),
            free=draw(st.integers(0, 3)),
            leads=draw(st.integers(0, 10)),
            competences=draw(_terms),
            interests=draw(_terms),
            wished_age=draw(st.sampled_from(("", "10-12 лет", "от 14", "5-7 классы", "любой"))),
            position=draw(st.sampled_from(("", "учитель", "учитель математики"))),
            organisation_id=draw(st.integers(0, 2)),
            prefers=tuple(draw(st.lists(st.sampled_from(learning), max_size=5, unique=True))) if learning else (),
        )
        for one in leading
    )
    mentees = tuple(
        Mentee(
            id=one,
            kind=draw(st.sampled_from(KINDS)),
            age=draw(st.none() | st.integers(7, 40)),
            needs=draw(_terms),
            interests=draw(_terms),
            position=draw(st.sampled_from(("", "учитель математики", "5А"))),
            organisation_id=draw(st.integers(0, 2)),
            prefers=tuple(draw(st.lists(st.sampled_from(leading), max_size=5, unique=True))) if leading else (),
        )
        for one in learning
    )
    couples = st.tuples(st.integers(1, most + 3), st.integers(FIRST_MENTEE, FIRST_MENTEE + most))
    lifecycle = "group" if grouped else draw(st.sampled_from(LIFECYCLES))
    least = draw(st.integers(2, 4)) if grouped else 1
    return Pool(
        form=form_of(lifecycle, Mentees(least, least + draw(st.integers(0, 4)) if grouped else 1)),
        mentors=mentors,
        mentees=mentees,
        barred=draw(st.dictionaries(couples, st.sampled_from(("excluded", "relative", "stopped")), max_size=12)),
        past=draw(
            st.dictionaries(couples, st.lists(st.sampled_from(tuple(OUTCOMES)), max_size=2).map(tuple), max_size=6)
        ),
        superiors=frozenset(draw(st.lists(couples, max_size=4))),
    )
