"""The five seeds, each for its whole period: every letter exactly once, to the right person, by day on working days.

Seeds are driven through the commands with a turned clock and a real mail server on loopback. What must come is computed
by `tests/support/expected_letters.py` from the answer key of the deadlines, and compared letter by letter.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.expected_letters import may_leave
from tests.support.played_pairs import PairLife
from tests.support.played_years import Year
from tests.support.recorder import Recorder
from tests.support.seeds import RAYON, S0, S1, S2, S3, S4, SCHOOL, Seed

Begin = Callable[..., Year]

ABOVE, CURATOR, DEPUTY = "above@school.test", "curator@school.test", "deputy@school.test"
MENTORS = [f"mentor{number}@school.test" for number in (1, 2, 3)]
MENTEES = [f"mentee{number}@school.test" for number in (1, 2, 3)]
PUPILS = [f"pupil{number}@school.test" for number in (1, 2)]
OF_PUPILS = {"lifecycle": "pupil-pair", "roadmap": False}
SURNAMES = ("Иванов", "Орлов", "Титов", "Смирнов", "Котов", "Рыбин", "Соколов", "Дроздов")


@pytest.fixture
def begin(sqlite_url: str, tmp_path: Path) -> Iterator[Begin]:
    """Starts a seed's year in an installation of its own."""
    with Recorder() as recorder:

        def begun(seed: Seed, **told: Any) -> Year:
            return Year(tmp_path, sqlite_url, recorder, seed, **told)

        yield begun


def test_five_years_of_s0(begin: Begin) -> None:
    """Rows of every year, a row bound to another plan, a pair of pupils, a fortnight of downtime."""
    year = begin(S0, zone="Europe/Kirov", begins="2020-01-09T09:30")
    pairs = PairLife(year)
    people(year)
    year.at("2020-01-09T10:00", year.apply)
    year.at("2020-10-01T12:00", year.bind, "2.1", "2020-11-20")
    year.at("2020-11-02T12:00", pairs.form, "pupils", PUPILS[0], PUPILS[1], until="2021-05-31", **OF_PUPILS)
    for moment in ("2020-11-06T20:30", "2020-11-14T12:00", "2020-11-27T12:00", "2020-12-11T12:00"):
        year.at(moment, pairs.advance, "pupils")  # on a Friday night, on a Saturday, by day
    year.at("2020-11-24T12:00", year.complete, "1.2")
    year.at("2021-03-01T12:00", year.deputy, DEPUTY, CURATOR, "2021-03-22", "2021-04-04")
    year.at("2021-05-24T12:00", pairs.advance, "pupils")
    year.at("2021-05-31T12:00", pairs.advance, "pupils")
    year.at("2021-08-20T12:00", year.reschedule, "3.2", "2021-09-10", due="2021-08-31")
    year.at("2022-01-20T12:00", year.assign, "3.2", MENTORS[0])
    year.at("2022-12-14T12:00", year.complete, "3.1", due="2022-12-20")
    year.off("2023-12-11T00:00", "2023-12-21T10:00")
    year.play("2025-02-01T12:00")
    check(year)


def test_the_school_year_of_s1(begin: Begin) -> None:
    """Rows assigned, done early, moved to and fro; pairs that finish, rest and end early, or never begin."""
    year = begin(S1, zone="Europe/Kirov", begins="2025-08-11T10:00")
    pairs = PairLife(year)
    people(year)
    year.at("2025-08-11T12:00", year.apply)
    year.at("2025-08-13T12:00", year.assign, "4", MENTORS[0])
    year.at("2025-08-20T15:00", year.complete, "1")
    for number in ("5", "6", "8", "12", "14"):
        year.at("2025-08-25T12:00", year.assign, number, DEPUTY)
    year.at("2025-09-01T11:00", pairs.form, "whole", MENTORS[0], MENTEES[0], until="2026-05-29")
    year.at("2025-09-01T11:30", pairs.form, "ended", MENTORS[1], MENTEES[1], until="2026-05-29")
    year.at("2025-09-01T12:00", year.proved, "6")  # everybody in a pair has signed
    year.at("2025-09-02T11:00", pairs.form, "pupils", PUPILS[0], PUPILS[1], until="2026-05-29", **OF_PUPILS)
    year.at("2025-10-01T11:00", pairs.form, "silent", MENTORS[2], MENTEES[2], until="2026-05-29")
    for moment in ("09-04T12:00", "09-16T12:00", "09-22T12:00", "09-24T12:00", "12-22T12:00"):
        year.at(f"2025-{moment}", pairs.advance, "whole")
    year.at("2026-01-14T12:00", pairs.advance, "whole")
    year.at("2025-09-05T20:30", pairs.advance, "pupils")
    year.at("2025-09-09T10:00", pairs.advance_by_mistake, "pupils", minutes=5)
    year.at("2025-09-10T10:00", pairs.advance_by_mistake, "pupils", minutes=45)
    for moment in ("2025-09-13T12:00", "2025-09-19T12:00", "2025-09-26T12:00", "2026-05-25T12:00", "2026-06-01T12:00"):
        year.at(moment, pairs.advance, "pupils")
    year.at("2025-09-05T12:00", pairs.advance, "ended")
    year.at("2025-09-12T12:00", pairs.suspend, "ended")
    year.at("2025-10-06T12:00", pairs.resume, "ended")
    year.at("2025-10-08T12:00", pairs.advance, "ended")
    year.at("2025-10-13T12:00", pairs.suspend, "ended")
    year.at("2025-10-20T12:00", pairs.resume, "ended")
    year.at("2025-10-28T12:00", pairs.end_early, "ended", "by_agreement")
    year.at("2025-10-20T13:00", pairs.never_started, "silent")
    year.at("2025-10-10T12:00", year.bind, "3", "2025-11-14")
    year.at("2025-10-13T13:00", year.assign, "3", DEPUTY)
    year.at("2025-11-06T12:00", year.deputy, DEPUTY, CURATOR, "2025-11-10", "2025-11-23")
    year.at("2025-12-08T12:00", year.reschedule, "14", "2025-12-26")
    year.at("2025-12-10T12:00", year.reschedule, "14", "2025-12-20")
    year.at("2025-12-12T12:00", year.reschedule, "11", "2026-01-20")
    year.at("2025-12-15T12:00", year.complete, "17", due="2025-12-31")
    year.at("2026-02-05T12:00", year.complete, "16")
    year.at("2026-05-25T13:00", year.proved, "10")  # the last plan is done, everybody has met
    year.play("2026-09-20T12:00")
    check(year)


def test_the_two_school_years_of_s2(begin: Begin) -> None:
    """Rows that every pair owes, an event bound to its day, and a curator whose week is full of letters."""
    year = begin(S2, zone="Asia/Yekaterinburg", begins="2021-04-01T09:30")
    pairs = PairLife(year)
    people(year)
    year.at("2021-04-01T10:00", year.apply)
    crowd = [(mentor, mentee) for mentor in MENTORS for mentee in MENTEES if mentor[6:7] != mentee[6:7]]
    year.at("2021-04-12T10:00", pairs.form, "whole", MENTORS[0], MENTEES[0], until="2022-05-31")
    year.at("2021-04-12T10:20", pairs.form, "ended", MENTORS[1], MENTEES[1], until="2022-05-31")
    for number, (mentor, mentee) in enumerate(crowd):
        year.at(f"2021-04-12T11:{number}0", pairs.form, f"{number}", mentor, mentee, until="2022-05-31")
        year.at(f"2021-04-20T11:{number}0", pairs.never_started, f"{number}")
    for moment in ("04-14T12:00", "04-28T12:00", "05-14T12:00", "09-20T12:00"):
        year.at(f"2021-{moment}", pairs.advance, "whole")
    year.at("2021-09-22T12:00", year.complete, "1.7", pair="whole")
    year.at("2021-04-15T12:00", pairs.advance, "ended")
    year.at("2021-06-01T12:00", pairs.suspend, "ended")
    year.at("2021-09-06T12:00", pairs.resume, "ended")
    year.at("2021-10-04T12:00", pairs.end_early, "ended", "mentor_left")
    year.at("2021-10-01T12:00", year.bind, "4.7", "2022-04-29")
    year.at("2022-02-01T12:00", year.bind, "1.8", "2022-05-20")
    year.at("2021-08-02T12:00", year.reschedule, "1.5", "2021-09-15")
    year.at("2021-10-04T13:00", year.assign, "3.2", DEPUTY)
    year.at("2021-12-01T12:00", year.deputy, DEPUTY, CURATOR, "2021-12-13", "2021-12-26")
    year.at("2022-05-20T12:00", year.complete, "5.1", due="2022-05-31")
    year.at("2022-05-24T12:00", pairs.advance, "whole")
    year.at("2022-05-30T12:00", pairs.advance, "whole")
    year.play("2022-07-15T12:00")
    check(year)


def test_five_years_of_s3(begin: Begin) -> None:
    """Rows without a responsible until somebody is assigned, a pair and a server that rest over a new year."""
    year = begin(S3, zone="Europe/Kaliningrad", begins="2020-01-09T09:30")
    pairs = PairLife(year)
    people(year)
    year.at("2020-01-09T10:00", year.apply)
    year.at("2020-11-19T12:00", year.assign, "1.2", MENTORS[0])
    year.at("2021-02-01T12:00", year.assign, "3.2", DEPUTY)
    year.at("2020-12-07T12:00", pairs.form, "resting", MENTORS[1], MENTEES[1], until="2021-12-24")
    year.at("2020-12-11T12:00", pairs.advance, "resting")
    year.at("2020-12-18T12:00", pairs.suspend, "resting")
    year.at("2021-01-18T12:00", pairs.resume, "resting")
    for moment in ("01-21T12:00", "02-05T12:00", "02-19T12:00", "12-20T12:00", "12-27T12:00"):
        year.at(f"2021-{moment}", pairs.advance, "resting")
    year.at("2021-06-01T12:00", year.deputy, DEPUTY, CURATOR, "2021-06-10", "2021-06-23")
    year.at("2022-06-14T12:00", year.reschedule, "3.1", "2022-06-24", due="2022-06-20")
    year.off("2022-12-28T00:00", "2023-01-12T10:00")  # over the end of a quarter
    year.at("2023-12-01T12:00", year.complete, "3.1", due="2023-12-20")
    year.at("2024-12-20T12:00", year.assign, "2.1", MENTORS[2])
    year.play("2025-02-01T12:00")
    check(year)


def test_the_years_of_s4(begin: Begin) -> None:
    """The district's own plan: its administrator answers for most rows, and two rows wait for a date."""
    year = begin(S4, zone="Asia/Kamchatka", begins="2022-04-01T09:30")
    pairs = PairLife(year)
    people(year, org=RAYON)
    year.at("2022-04-01T10:00", year.apply)
    year.at("2022-04-18T12:00", year.complete, "1.1")
    year.at("2022-09-05T12:00", pairs.form, "pair", MENTORS[0], MENTEES[0], until="2023-05-31")
    year.at("2022-09-09T12:00", pairs.advance, "pair")
    year.at("2022-11-01T12:00", year.bind, "2.2", "2023-03-15")
    year.at("2022-11-14T12:00", pairs.end_early, "pair", "transferred")
    year.at("2022-12-12T12:00", year.reschedule, "3.4", "2023-01-31")
    year.at("2023-12-01T12:00", year.deputy, DEPUTY, CURATOR, "2023-12-18", "2023-12-31")
    year.at("2023-12-11T12:00", year.assign, "3.2", MENTORS[1])
    year.at("2024-12-16T12:00", year.complete, "2.1", due="2024-12-31")
    year.play("2025-02-01T12:00")
    check(year)


def people(year: Year, *, org: str = SCHOOL) -> None:
    """A curator with a deputy, a head, an administrator above, teachers and two pupils with their representatives.

    The board of the district has no head: its administrator answers.
    """
    year.person("above", "Лаптева Ольга Юрьевна", "administrator", org=RAYON)
    year.person("curator", "Белова Анна Сергеевна", "curator", org=org)
    if org == SCHOOL:
        year.person("head", "Громов Пётр Ильич", "head")
    year.person("deputy", "Зайцева Инна Львовна", org=org)
    for number, name in enumerate(("Иванова Мария Петровна", "Орлов Олег Ильич", "Титова Яна Юрьевна"), start=1):
        year.consents(year.person(f"mentor{number}", name, org=org))
    for number, name in enumerate(("Смирнов Егор Олегович", "Котова Ада Ильинична", "Рыбина Нина Львовна"), start=1):
        year.consents(year.person(f"mentee{number}", name, org=org))
    for number, name in enumerate(("Соколов Лев Игоревич", "Дроздова Ева Павловна"), start=1):
        parent = year.person(f"parent{number}", f"{name.split()[0]} Вера Павловна", kind="employer", org=org)
        year.consents(year.person(f"pupil{number}", name, kind="pupil", reads=parent, org=org))


def check(year: Year) -> None:
    """The complete sets: what came, what the ledger says, what was cancelled. And what letters say and do not say."""
    told = year.told()
    arrivals = told.arrivals(year.came)
    assert len(arrivals) > 50
    compare(Counter(arrivals), Counter(year.oracle.arrivals))
    compare(told.ledger(), Counter(row.key() for row in year.oracle.ledger))
    compare(told.unsent(), year.oracle.untrue)
    assert all(may_leave(letter.at) for letter in arrivals)
    assert len({received.message_id for _, received in year.came}) == told.sent() == len(arrivals)
    titles, looks = told.titles(), {duty.label for duty in year.oracle.duties if duty.review}
    for letter, (_, received) in zip(arrivals, year.came, strict=True):
        words = received.words
        assert all(titles[label] in words for label, _ in letter.about if label in titles), words
        assert words.count("проверка за квартал") == len(looks & {label for label, _ in letter.about}), words
        if letter.recipient == ABOVE and year.seed.org == SCHOOL:
            assert not any(name in words for name in SURNAMES), words
    assert year.cli("verify").exit_code == 0


def compare(found: Counter[Any], expected: Counter[Any]) -> None:
    """Equal as multisets; a failure shows the first differences only."""
    surplus, lacking = found - expected, expected - found
    differs = [f"unexpected: {one}" for one in surplus] + [f"missing: {one}" for one in lacking]
    assert not differs, "\n".join(sorted(differs, key=lambda line: line[10:])[:30])
