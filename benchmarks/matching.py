"""(i) A thousand mentors and a thousand mentees: the best pairs, a good approximation, and scipy by hand."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from random import Random

import numpy as np
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]  # scipy ships no types
from sqlalchemy import insert

from benchmarks.databases import Files
from benchmarks.figures import Row, Section
from benchmarks.interleaving import Lane, duration, interleave
from engine.actors import By
from engine.lifecycle.definition import Mentees
from engine.matching import Mentee, Mentor, Pool, form_of, greedy, propose, scores_of, worth
from engine.matching.model import FORBIDDEN
from storage.database import Database
from storage.schema import migrate
from storage.tables.organisations import people, role_grants
from storage.tables.participants import profiles
from tests.support.cast import operator, organisation
from workflows.exact_matching import Exact
from workflows.propose_pairs import propose_pairs
from workflows.start_programme import start_programme

SIDE = 1_000
SECONDS = 2.0
SOLVER_RATIO = 6.0  # ours also spreads places over columns and lets everybody stay alone
AT = datetime(2026, 9, 1, 6, tzinfo=UTC)
RAW = "scipy alone, the table made ready beforehand"
EXACT = "nastavnik: the best pairs, from the table"
APPROXIMATE = "nastavnik without scipy: good pairs, from the table"
WHOLE = "nastavnik: a proposal with other choices for everybody"
WHOLE_APPROXIMATE = "nastavnik without scipy: such a proposal"
STORED = "nastavnik: from the database to the stored proposal, SQLite"
_ABOUT = ["методика", "оценка", "планирование", "дисциплина", "проектная", "цифровая"]
_OF = ["урока", "класса", "кружка", "портфолио", "олимпиады", "родителей"]
TERMS = tuple(f"{about} {of}" for about in _ABOUT for of in _OF)


def measure(files: Files, *, rounds: int) -> list[Section]:
    pool = _pool()
    scores = scores_of(pool)
    table, places = scores.table, scores.places
    cost = _cost(table, [len(each) for each in places])
    best, good = Exact()(table, places), greedy(table, places)
    store = _stored(files)
    works: dict[str, Callable[[], object]] = {
        RAW: lambda: linear_sum_assignment(cost),
        EXACT: lambda: Exact()(table, places),
        APPROXIMATE: lambda: greedy(table, places),
        WHOLE: partial(propose, pool, Exact()),
        WHOLE_APPROXIMATE: partial(propose, pool, greedy),
        STORED: store,
    }
    medians = interleave([Lane(name, partial(duration, work)) for name, work in works.items()], rounds=rounds)
    section = Section(f"{SIDE:,} mentors are matched with {SIDE:,} mentees")
    for name in works:
        section.rows.append(
            Row(name, medians.figures.get(name), "s", medians.ratio(name, RAW), medians.absent.get(name, ""))
        )
    most, fewer = worth(best, table, places), worth(good, table, places)
    section.rows.append(Row("points of the best pairs", float(most[1]), "", 1.0, f"{most[0]} mentees led"))
    section.rows.append(Row("points of the good pairs", float(fewer[1]), "", fewer[1] / most[1], f"{fewer[0]} led"))
    section.at_most("a proposal: seconds", medians.figures.get(WHOLE), SECONDS, unit=" s")
    section.at_most("from the database to the stored proposal", medians.figures.get(STORED), SECONDS, unit=" s")
    section.at_most("the best pairs to scipy alone", medians.ratio(EXACT, RAW), SOLVER_RATIO, unit=" ×")
    section.at_least("mentees led by the best to the good pairs", most[0] / fewer[0], 1.0, unit=" ×")
    section.at_least("points of the best to the good pairs", most[1] / fewer[1], 1.0, unit=" ×")
    return [section]


def _pool() -> Pool:
    """Terms, wishes, ages and exclusions as a large municipality has them, drawn from a fixed seed."""
    drawn = Random(5)
    mentors, mentees = range(1, SIDE + 1), range(SIDE + 1, 2 * SIDE + 1)
    return Pool(
        form=form_of("teacher-pair", Mentees()),
        mentors=tuple(
            Mentor(
                id=one,
                kind="staff",
                free=drawn.choice((1, 1, 2)),
                competences=tuple(drawn.sample(TERMS, 3)),
                interests=tuple(drawn.sample(TERMS, 2)),
                wished_age=drawn.choice(("", "25-30", "до 35")),
                position=f"учитель предмета {drawn.randrange(15)}",
                organisation_id=drawn.randrange(1, 40),
                prefers=tuple(drawn.sample(mentees, 3)),
            )
            for one in mentors
        ),
        mentees=tuple(
            Mentee(
                id=one,
                kind="staff",
                age=drawn.randrange(22, 40),
                needs=tuple(drawn.sample(TERMS, 3)),
                interests=tuple(drawn.sample(TERMS, 2)),
                position=f"учитель предмета {drawn.randrange(15)}",
                organisation_id=drawn.randrange(1, 40),
                prefers=tuple(drawn.sample(mentors, 3)),
            )
            for one in mentees
        ),
        barred={(drawn.choice(mentors), drawn.choice(mentees)): "excluded" for _ in range(SIDE)},
    )


def _cost(table: list[list[int]], places: list[int]) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    """What somebody would hand to scipy who knows nothing of loads and of people who stay alone."""
    points = np.repeat(np.asarray(table, dtype=np.float64), places, axis=1)
    return np.where(points == FORBIDDEN, 10.0**9, -points)


def _stored(files: Files) -> Callable[[], object]:
    """A school with everybody in it; each call proposes anew."""
    database = Database(files.url("matching"))
    migrate(database)
    with database.write() as tx:
        place = organisation(tx, "Школа", "school", timezone="Europe/Kirov", at=AT)
        programme = start_programme(
            tx,
            by=operator(AT),
            organisation=place,
            title="Наставничество",
            lifecycle="teacher-pair",
            roadmap_id=None,
            starts=date(2026, 9, 1),
            ends=date(2027, 5, 31),
        )
        pool = _pool()
        everybody = [(one, "mentor") for one in pool.mentors] + [(one, "mentee") for one in pool.mentees]
        tx.execute(
            insert(people),
            [
                {
                    "id": one.id,
                    "organisation_id": place.id,
                    "name": f"Участник {one.id}",
                    "kind": one.kind,
                    "position": one.position,
                    "search_key": f"участник {one.id}",
                    "email": "",
                    "language": "ru",
                    "address_fault": "",
                    "disabled": False,
                    "version": 1,
                }
                for one, _ in everybody
            ],
        )
        tx.execute(
            insert(role_grants),
            [{"person_id": one.id, "role": role, "organisation_id": place.id} for one, role in everybody],
        )
        tx.execute(insert(profiles), [_profile(one) for one, _ in everybody])

    def once() -> None:
        with database.write() as tx:
            made = propose_pairs(tx, by=By(at=AT), programme_id=programme.id)  # type: ignore[union-attr]  # the operator is never refused
            assert made.mentees == SIDE  # type: ignore[union-attr]  # the same

    return once


def _profile(one: Mentor | Mentee) -> dict[str, object]:
    texts = ("sex", "phone", "place", "category", "request", "achievements", "time_resource", "expert_in")
    empty: dict[str, object] = dict.fromkeys(texts, "")
    own: dict[str, object] = {"needs": [], "competences": [], "wished_age": "", "capacity": None}
    match one:
        case Mentor():
            own |= {"competences": list(one.competences), "wished_age": one.wished_age, "capacity": one.free}
        case Mentee():
            own |= {"needs": list(one.needs)}
    return empty | own | {"person_id": one.id, "interests": list(one.interests), "version": 1}
