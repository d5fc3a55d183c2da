"""Rows that measure close by their figure, open when it falls back, and leave alone what a person closed."""

from datetime import date

import pytest
from sqlalchemy import select, update

from engine.indicators.share import Share
from storage import journal
from storage.database import Database
from storage.tables.figures import figure_points
from storage.tables.journal import journal_heads
from storage.tables.obligations import obligations
from storage.tables.roadmaps import evidences, items
from tests.support.cast import consent, player
from tests.support.pair_life import Story, story
from tests.support.statements import counted
from workflows.apply_roadmap import apply_roadmap
from workflows.complete_item import Proof, complete_item, reason_proof
from workflows.enter_count import enter_count
from workflows.figures_at_hand import figures_of
from workflows.give_publication import give_publication
from workflows.refresh_figures import Refreshed, refresh_due, refresh_figures
from workflows.verify_data import verify_data
from workflows.withdraw_consent import withdraw_consent


@pytest.fixture
def told(database: Database) -> Story:
    return by_the_roadmap(database)


def by_the_roadmap(database: Database) -> Story:
    """The cast's school by S1's roadmap; the district has signed what it needs."""
    made = story(database)
    roadmap = made.done(apply_roadmap, organisation_id=made.cast.school.id, template_key="s1-teachers-2025")
    made.start(roadmap_id=roadmap.roadmap_id)
    return made


def refresh(told: Story) -> Refreshed:
    with told.database.write() as tx:
        return refresh_figures(tx, told.cast.school.id, at=told.at)


def item_id(told: Story, number: str) -> int:
    return int(told.read(lambda tx: tx.execute(select(items.c.id).where(items.c.number == number)).scalar_one()))


def statuses(told: Story, number: str) -> set[str]:
    owed = select(obligations.c.status).where(obligations.c.item_id == item_id(told, number))
    return set(told.read(lambda tx: tx.execute(owed).scalars().all()))


def evidence_of(told: Story, number: str) -> list[tuple[str, str]]:
    found = (
        select(evidences.c.kind, evidences.c.reference)
        .join(obligations, obligations.c.id == evidences.c.obligation_id)
        .where(obligations.c.item_id == item_id(told, number))
        .order_by(evidences.c.id)
    )
    return [tuple(row) for row in told.read(lambda tx: tx.execute(found).all())]


def verbs(told: Story, number: str) -> list[tuple[str, str]]:
    """(verb, by whom) of what the journal says about a row, the newest first."""
    lines = told.read(
        lambda tx: journal.entries(tx, told.cast.school.id, subject=f"item:{item_id(told, number)}", limit=20)
    )
    return [(line.verb, line.by) for line in lines]


def test_a_reached_figure_closes_its_row_with_the_figure_as_evidence(told: Story) -> None:
    assert statuses(told, "6") == {"open"}
    refresh(told)
    assert statuses(told, "6") == {"done"}
    assert evidence_of(told, "6") == [("figure", "100 % = 100 %: 2 из 2")]
    assert verbs(told, "6")[0] == ("roadmap.prove", "clock")
    assert statuses(told, "1") == {"done"}
    assert evidence_of(told, "1") == [("figure", "50 % ≥ 10 %: 2 из 4")]


def test_a_row_short_of_its_figure_stays_open(told: Story) -> None:
    told.form()
    refresh(told)
    assert statuses(told, "11") == {"open"}
    assert statuses(told, "10") == {"open"}
    assert evidence_of(told, "11") == []


def test_a_figure_that_falls_back_opens_the_row_again_and_says_why(told: Story) -> None:
    refresh(told)
    told.done(withdraw_consent, person_id=told.cast.mentee.id, kind="personal-data")
    told.on(date(2025, 9, 2))
    seen = refresh(told)
    assert len(seen.proved.reopened) == 1
    assert statuses(told, "6") == {"open"}
    assert evidence_of(told, "6") == []
    assert verbs(told, "6")[0] == ("roadmap.fall-back", "clock")
    row = told.read(lambda tx: tx.execute(select(obligations).where(obligations.c.item_id == item_id(told, "6"))).one())
    assert row.reason == "показатель снизился: 50 % < 100 %: 1 из 2"
    assert (row.revision, row.next_look_at is not None, row.done_at) == (1, True, None)
    with told.database.read() as tx:
        assert verify_data(tx, at=told.at).sound
    with told.database.write() as tx:
        consent(tx, told.cast.mentee, "personal-data", at=told.at, signed_on=told.day)
    refresh(told)
    assert statuses(told, "6") == {"done"}
    assert evidence_of(told, "6") == [("figure", "100 % = 100 %: 2 из 2")]


def test_what_a_person_closed_stays_closed(told: Story) -> None:
    told.done(complete_item, item_id=item_id(told, "6"), proof=Proof("link", "https://school.test/consents"))
    told.done(withdraw_consent, person_id=told.cast.mentee.id, kind="personal-data")
    told.on(date(2025, 9, 2))
    refresh(told)
    assert statuses(told, "6") == {"done"}
    assert evidence_of(told, "6") == [("link", "https://school.test/consents")]


def test_a_row_is_closed_by_hand_with_a_reason(told: Story) -> None:
    told.done(complete_item, item_id=item_id(told, "11"), proof=reason_proof("Игра прошла в районе", field="reason"))
    assert evidence_of(told, "11") == [("reason", "Игра прошла в районе")]
    refresh(told)
    assert statuses(told, "11") == {"done"}


def test_a_row_waits_for_all_its_thresholds(told: Story) -> None:
    school = told.cast.school.id
    row = item_id(told, "3")
    about = {"organisation_id": school, "year": 2025, "words": "Отчёт ИРО", "item_id": row}
    told.done(enter_count, what="experts", value=5, **about)
    refresh(told)
    assert "done" not in statuses(told, "3")
    told.done(enter_count, what="lessons_per_group", value=3, **about)
    refresh(told)
    assert statuses(told, "3") == {"done"}
    assert evidence_of(told, "3") == [("figure", "5 ≥ 5; 3 ≥ 3")]
    told.done(enter_count, what="experts", value=4, **about)
    refresh(told)
    assert statuses(told, "3") == {"needs_date"}


def test_publications_are_counted_and_close_the_row_when_there_are_enough(told: Story) -> None:
    row = item_id(told, "21")
    for number in (1, 2, 2):
        told.done(give_publication, item_id=row, link=f"https://vk.test/{number}")
        refresh(told)
        assert statuses(told, "21") == {"open"}
    told.done(give_publication, item_id=row, link="https://vk.test/3")
    refresh(told)
    assert statuses(told, "21") == {"done"}
    assert evidence_of(told, "21")[-1] == ("figure", "3 ≥ 3")


def test_a_quarterly_row_is_closed_quarter_by_quarter(told: Story) -> None:
    told.form()
    told.walk_to("work")
    told.diagnose("2025-Q3")
    told.on(date(2025, 9, 25))
    refresh(told)
    owed = (
        select(obligations.c.first_due_on, obligations.c.status)
        .where(obligations.c.item_id == item_id(told, "17"))
        .order_by(obligations.c.first_due_on)
    )
    first, second, *_ = told.read(lambda tx: tx.execute(owed).all())
    assert tuple(first) == (date(2025, 9, 30), "done")
    assert tuple(second) == (date(2025, 12, 31), "open")
    told.on(date(2025, 10, 20))
    refresh(told)
    assert [row.status for row in told.read(lambda tx: tx.execute(owed).all())][:2] == ["done", "open"]
    told.diagnose("2025-Q4")
    refresh(told)
    assert [row.status for row in told.read(lambda tx: tx.execute(owed).all())][:2] == ["done", "done"]


def test_the_rows_about_the_roadmap_are_not_in_their_own_whole(told: Story) -> None:
    with told.database.read() as tx:
        rows = {one.row.number: one for one in figures_of(tx, told.cast.school.id, at=told.at).rows}
    [procedure], [terms] = rows["23"].readings, rows["24"].readings
    assert procedure.share == Share(0, 24)
    assert terms.share == Share(0, 24)
    refresh(told)
    with told.database.read() as tx:
        rows = {one.row.number: one for one in figures_of(tx, told.cast.school.id, at=told.at).rows}
    assert rows["23"].readings[0].share == Share(2, 24)
    assert rows["24"].readings[0].share == Share(1, 24)  # the base of mentees was due the day before


def test_a_row_done_late_is_not_in_time(told: Story) -> None:
    told.on(date(2025, 9, 11))
    told.done(complete_item, item_id=item_id(told, "19"), proof=reason_proof("Отправлено", field="reason"))
    told.on(date(2025, 9, 20), hour=23)
    told.done(complete_item, item_id=item_id(told, "25"), proof=reason_proof("Готова", field="reason"))
    with told.database.read() as tx:
        rows = {one.row.number: one for one in figures_of(tx, told.cast.school.id, at=told.at).rows}
    assert rows["23"].readings[0].share == Share(2, 24)
    assert rows["24"].readings[0].share == Share(1, 24)


def test_the_clock_looks_after_a_decision_and_then_once_a_day(told: Story) -> None:
    def due(at: date) -> bool:
        told.on(at)
        with told.database.write() as tx:
            return refresh_due(tx, at=told.at).organisation_id is not None

    assert due(date(2025, 9, 1))
    while due(date(2025, 9, 1)):
        pass
    assert not due(date(2025, 9, 1))
    assert due(date(2025, 9, 2))
    assert not due(date(2025, 9, 2))
    with told.database.write() as tx:
        player(tx, told.cast.school, "Титова Ольга Ивановна", "titova", at=told.at)
    assert due(date(2025, 9, 2))
    head = select(journal_heads.c.figures_at).where(journal_heads.c.organisation_id == told.cast.other_school.id)
    assert told.read(lambda tx: tx.execute(head).scalar()) is None  # nothing is measured there


def test_points_are_kept_when_a_figure_changes_one_a_day(told: Story) -> None:
    def points() -> list[tuple[date, int, int]]:
        row = figure_points.c
        wanted = select(row.on, row.numerator, row.denominator).where(row.measure == "staff_covered").order_by(row.on)
        return [tuple(one) for one in told.read(lambda tx: tx.execute(wanted).all())]

    refresh(told)
    with told.database.write() as tx:
        player(tx, told.cast.school, "Титова Ольга Ивановна", "titova", role="mentor", at=told.at)
    refresh(told)
    assert points() == [(date(2025, 9, 1), 3, 5)]
    refresh(told.on(date(2025, 9, 2)))
    assert points() == [(date(2025, 9, 1), 3, 5)]
    with told.database.write() as tx:
        player(tx, told.cast.school, "Котов Ян Ильич", "kotov", at=told.at)
    refresh(told)
    assert points() == [(date(2025, 9, 1), 3, 5), (date(2025, 9, 2), 3, 6)]


def test_a_finished_roadmap_is_not_opened_again(told: Story) -> None:
    refresh(told)
    told.on(date(2027, 1, 11))
    told.done(withdraw_consent, person_id=told.cast.mentee.id, kind="personal-data")
    told.on(date(2027, 1, 12))
    refresh(told)
    assert statuses(told, "6") == {"done"}


def test_the_statements_do_not_grow_with_the_pairs(sqlite_database: Database) -> None:
    told = by_the_roadmap(sqlite_database)

    def statements() -> int:
        with told.database.read() as tx, counted(tx) as found:
            figures_of(tx, told.cast.school.id, at=told.at)
        return len(found)

    few = statements()
    told.form()
    for number in range(4):
        told.newcomer(f"Новикова Ирина {'О' * (number + 1)}")
    assert statements() == few


def test_evidence_beside_a_figure_keeps_the_row_closed(told: Story) -> None:
    refresh(told)
    before = told.read(
        lambda tx: tx.execute(select(obligations.c.done_at).where(obligations.c.item_id == item_id(told, "6"))).scalar()
    )
    told.on(date(2025, 9, 2))
    told.done(complete_item, item_id=item_id(told, "6"), proof=Proof("link", "https://school.example/soglasiya"))
    told.done(withdraw_consent, person_id=told.cast.mentee.id, kind="personal-data")
    refresh(told)
    assert statuses(told, "6") == {"done"}
    assert [kind for kind, _ in evidence_of(told, "6")] == ["figure", "link"]
    after = told.read(
        lambda tx: tx.execute(select(obligations.c.done_at).where(obligations.c.item_id == item_id(told, "6"))).scalar()
    )
    assert after == before  # done when the figure said so, not when the paper came


def test_a_roadmap_that_has_not_begun_proves_nothing(told: Story) -> None:
    school = told.cast.other_school
    later = told.done(apply_roadmap, organisation_id=school.id, template_key="s1-teachers-2025", start=date(2026, 9, 1))
    with told.database.write() as tx:
        player(tx, school, "Титова Ольга Ивановна", "titova", role="mentor", at=told.at)
        refresh_figures(tx, school.id, at=told.at)
    owed = (
        select(obligations.c.status)
        .join(items, items.c.id == obligations.c.item_id)
        .where(items.c.roadmap_id == later.roadmap_id)
    )
    assert "done" not in set(told.read(lambda tx: tx.execute(owed).scalars().all()))


def test_what_may_not_grow_is_done_only_when_its_time_is_over(told: Story) -> None:
    row = item_id(told, "11")
    limit = [{"measure": "complaints", "comparison": "<=", "value": 3, "unit": "count"}]
    with told.database.write() as tx:
        tx.execute(update(items).where(items.c.id == row).values(thresholds=limit))
    refresh(told)
    assert statuses(told, "11") == {"open"}
    told.on(date(2026, 9, 1))
    refresh(told)
    assert statuses(told, "11") == {"done"}
