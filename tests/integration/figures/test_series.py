"""Yearly series of two roadmaps whose wholes differ, the table from above, and the forecast over stored points."""

from datetime import date

import pytest
from sqlalchemy import insert, update

from engine.indicators.share import Share
from storage.database import Database
from storage.tables.figures import figure_points
from storage.tables.organisations import people
from tests.support.cast import Player, consent, organisation, player
from tests.support.pair_life import Story, story
from tests.support.statements import counted
from workflows.apply_roadmap import apply_roadmap
from workflows.enter_count import enter_count
from workflows.figures_at_hand import Figures, SeriesFigure, figures_of
from workflows.figures_below import below_table
from workflows.forecast_indicator import foretell, lack_words
from workflows.link_series import link_series
from workflows.rows_behind import rows_behind


@pytest.fixture
def told(database: Database) -> Story:
    """Twelve pupils of ten to nineteen, five of them mentees; one young teacher, who is a mentee."""
    made = story(database)
    made.on(date(2024, 3, 1))
    made.done(apply_roadmap, organisation_id=made.cast.school.id, template_key="s0-school-2020", past="not-ours")
    made.done(apply_roadmap, organisation_id=made.cast.school.id, template_key="s3-lyceum-2020", past="not-ours")
    for number in range(11):
        with database.write() as tx:
            who = player(
                tx,
                made.cast.school,
                f"Рябов Ян {'И' * (number + 1)}",
                f"u{number}",
                kind="pupil",
                role="mentee" if number < 5 else None,
                at=made.at,
            )
            tx.execute(update(people).where(people.c.id == who.id).values(born=date(2011, 5, 1)))
    ages(made, made.cast.pupil, born=date(2004, 12, 31))
    with database.write() as tx:
        tx.execute(update(people).where(people.c.id == made.cast.mentee.id).values(hired=date(2022, 9, 1)))
    return made


def ages(told: Story, who: Player, *, born: date) -> None:
    with told.database.write() as tx:
        tx.execute(update(people).where(people.c.id == who.id).values(born=born))


def figures(told: Story) -> Figures:
    return told.read(lambda tx: figures_of(tx, told.cast.school.id, at=told.at))


def series(told: Story) -> dict[tuple[str, str], SeriesFigure]:
    """By the beginning of the roadmap's title and the key."""
    templates = {one.row.roadmap_id: one.row.roadmap_title for one in figures(told).series}
    first, second = sorted(templates)
    names = {first: "S0", second: "S3"}
    return {(names[one.row.roadmap_id], one.row.key): one for one in figures(told).series}


def enter(told: Story, what: str, value: int) -> None:
    told.done(
        enter_count, organisation_id=told.cast.school.id, what=what, year=2024, value=value, words="Письмо района"
    )


def test_the_same_key_has_another_whole_in_each_roadmap(told: Story) -> None:
    enter(told, "children", 200)
    enter(told, "potential-mentees", 20)
    found = series(told)
    assert found["S0", "K1"].share == Share(5, 200)
    assert found["S3", "K1"].share == Share(5, 20)
    assert (found["S0", "K1"].target, found["S3", "K1"].target) == (70, 70)
    assert not found["S0", "K1"].confirmed


def test_ages_of_the_two_roadmaps_differ(told: Story) -> None:
    ages(told, told.cast.pupil, born=date(2005, 3, 1))  # nineteen
    enter(told, "children", 200)
    enter(told, "potential-mentees", 20)
    told.start("pupil-pair")
    with told.database.write() as tx:
        tx.execute(update(people).where(people.c.id == told.cast.pupil.id).values(kind="pupil"))
    told.form(mentor_id=told.cast.mentor.id, mentee_ids=[told.cast.pupil.id])
    found = series(told)
    assert found["S0", "K1"].share == Share(6, 200)
    assert found["S3", "K1"].share == Share(5, 20)


def test_live_wholes_need_nothing_entered(told: Story) -> None:
    found = series(told)
    assert found["S3", "K3"].share == Share(1, 1)
    assert found["S0", "K3"].share == Share(1, 0)  # the young teachers of the region are for somebody to enter
    assert found["S3", "K2"].share == Share(0, 0)  # nobody of fifteen to eighteen


def test_enterprises_that_gave_mentors_of_all_that_were_entered(told: Story) -> None:
    with told.database.write() as tx:
        works = organisation(tx, "Завод", "partner", parent=told.cast.municipality)
        organisation(tx, "Фабрика", "partner", parent=told.cast.municipality)  # gave nobody
        smiths = [
            player(tx, works, name, mailbox, kind="employer")
            for name, mailbox in (("Кузнецов Глеб Ильич", "smith"), ("Ковалёв Ян Львович", "turner"))
        ]
        for one in smiths:  # two people of one enterprise
            consent(tx, one, "personal-data")
    before = series(told)
    assert (before["S0", "K4"].share, before["S3", "K4"].share) == (Share(0, 0), Share(0, 0))
    for one in smiths:
        told.form(mentor_id=one.id, mentee_ids=[told.cast.mentee.id])
    enter(told, "enterprises", 8)
    found = series(told)
    for roadmap in ("S0", "S3"):
        assert found[roadmap, "K4"].share == Share(1, 8)
        assert found[roadmap, "K4"].target == 30
        with told.database.read() as tx:
            behind = rows_behind(tx, found[roadmap, "K4"], named=lambda _: True)
        assert [row.label for row in behind.counted] == ["Завод"]
    ids = {f"series:{found[roadmap, 'K4'].row.id}" for roadmap in ("S0", "S3")}
    ahead = [each.ahead.lack for each in told.read(lambda tx: foretell(tx, figures(told))) if each.subject in ids]
    assert ahead == [2, 2]  # 30 % of eight are three


def test_what_a_person_says_is_counted(told: Story) -> None:
    one = series(told)["S0", "K1"]
    told.done(
        link_series, series_id=one.row.id, numerator="people(kind=pupil, role=mentee)", denominator="people(kind=pupil)"
    )
    changed = series(told)["S0", "K1"]
    assert changed.confirmed
    assert changed.share == Share(5, 12)


def test_the_rows_behind_a_series(told: Story) -> None:
    enter(told, "children", 200)
    one = series(told)["S0", "K1"]
    found = told.read(lambda tx: rows_behind(tx, one, named=lambda _: True))
    assert len(found.counted) == 5
    assert found.lacking == ()
    silent = told.read(lambda tx: rows_behind(tx, one, named=lambda _: False))
    assert {row.label for row in silent.counted} == {""}


def test_the_forecast_says_how_many_are_lacking(told: Story) -> None:
    enter(told, "potential-mentees", 20)
    one = series(told)["S3", "K1"]
    point = {"organisation_id": told.cast.school.id, "subject_kind": "series", "subject_id": one.row.id}
    with told.database.write() as tx:
        row = point | {"measure": "K1", "on": date(2024, 1, 1), "numerator": 2, "denominator": 20}
        tx.execute(insert(figure_points).values(row))
    [ahead] = [
        each.ahead
        for each in told.read(lambda tx: foretell(tx, figures(told)))
        if each.subject == f"series:{one.row.id}"
    ]
    assert ahead.lack == 9  # 70 % of twenty are fourteen
    assert ahead.ahead == Share(20, 20)  # three more in sixty days
    words = lack_words(ahead)
    assert words is not None
    assert words.ru == "не хватает 9 до 31 декабря 2024"


def test_a_table_from_above_hides_few_people_and_what_would_give_them_away(told: Story) -> None:
    with told.database.read() as tx:
        table = below_table(tx, told.cast.municipality, at=told.at)
    assert table is not None
    assert [line.name for line in table.lines] == ["Школа № 5", "Школа № 7"]
    consents = [one.key for one in table.measures].index("consents")
    assert [line.cells[consents].share for line in table.lines] == [None, Share(0, 0)]
    for line in table.lines:
        for one, cell in zip(table.measures, line.cells, strict=True):
            if one.of_people and cell.share is not None and cell.share.denominator:
                assert cell.share.numerator >= 5


def test_the_table_takes_as_many_statements_for_many_schools(sqlite_database: Database) -> None:
    told = story(sqlite_database)

    def statements() -> int:
        with told.database.read() as tx, counted(tx) as found:
            below_table(tx, told.cast.municipality, at=told.at)
        return len(found)

    few = statements()
    with told.database.write() as tx:
        for number in range(12):
            place = organisation(tx, f"Школа № {number + 20}", "school", parent=told.cast.municipality)
            player(tx, place, "Зуева Ия Львовна", f"z{number}", role="mentor")
    assert statements() == few
