"""Row by row of the teachers' roadmap: its figure closes a row, the last row closes those about the whole roadmap."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from storage.database import Database
from storage.tables.obligations import obligations
from storage.tables.roadmaps import evidences, items
from tests.integration.figures.test_proving import by_the_roadmap, evidence_of, item_id, refresh, statuses, verbs
from tests.support.pair_life import MONDAY, Story
from workflows.complete_item import complete_item, reason_proof
from workflows.enter_count import enter_count
from workflows.mark_plan import mark_plan
from workflows.register_paper import register_paper
from workflows.reopen_item import reopen_item
from workflows.set_plan import set_plan


@pytest.fixture
def told(database: Database) -> Story:
    return by_the_roadmap(database)


def test_done_plans_and_everybody_met_close_the_row_of_plans(told: Story) -> None:
    told.form()
    told.done(set_plan, pair_id=told.pair_id, lines=[("Урок", MONDAY), ("Отчёт", MONDAY)])
    for position in (1, 2):
        told.done(mark_plan, pair_id=told.pair_id, position=position, done_on=MONDAY)
    refresh(told)
    assert "done" not in statuses(told, "10")  # done plans alone are not enough: nobody met
    told.meet("acquaintance")
    refresh(told)
    assert statuses(told, "10") == {"done"}
    assert set(evidence_of(told, "10")) == {("figure", "100 % ≥ 90 %: 2 из 2; 100 % = 100 %: 2 из 2")}


def test_the_final_meeting_closes_the_row_of_the_game(told: Story) -> None:
    told.form()
    told.meet("acquaintance")
    refresh(told)
    assert statuses(told, "11") == {"open"}  # a meeting of another kind
    told.meet("final")
    refresh(told)
    assert statuses(told, "11") == {"done"}
    assert evidence_of(told, "11") == [("figure", "100 % ≥ 90 %: 2 из 2")]


@pytest.mark.parametrize(("number", "what", "enough"), [("20", "rubrics", 2), ("26", "representatives", 3)])
def test_a_number_of_things_entered_closes_its_row(told: Story, number: str, what: str, enough: int) -> None:
    row = item_id(told, number)
    about = {"organisation_id": told.cast.school.id, "what": what, "year": 2025, "words": "Отчёт", "item_id": row}
    told.done(enter_count, value=enough - 1, **about)
    refresh(told)
    assert "done" not in statuses(told, number)
    told.done(enter_count, value=enough, **about)
    refresh(told)
    assert statuses(told, number) == {"done"}
    assert set(evidence_of(told, number)) == {("figure", f"{enough} ≥ {enough}")}


def test_the_protocol_closes_the_council_whatever_the_figure_says(told: Story) -> None:
    row = item_id(told, "22")
    about = {"organisation_id": told.cast.school.id, "what": "council_attendance", "year": 2025, "item_id": row}
    told.done(enter_count, value=10, whole=10, words="Явочный лист", **about)
    refresh(told)
    assert evidence_of(told, "22") == [("figure", "100 % ≥ 90 %: 10 из 10")]
    told.done(enter_count, value=5, whole=10, words="Пересчитали", **about)
    refresh(told)
    assert statuses(told, "22") == {"open"}
    paper = told.done(
        register_paper,
        organisation=told.cast.school,
        kind="protocol",
        purpose="council",
        number="3",
        dated=told.day,
        item_id=row,
    )
    assert statuses(told, "22") == {"done"}
    assert evidence_of(told, "22") == [("paper", str(paper.id))]
    told.done(enter_count, value=1, whole=10, words="Ещё раз", **about)
    refresh(told.on(date(2025, 9, 2)))
    assert statuses(told, "22") == {"done"}
    assert evidence_of(told, "22") == [("paper", str(paper.id))]


@pytest.mark.parametrize("late", [False, True], ids=["all-in-time", "one-late"])
def test_the_rows_about_the_roadmap_close_with_the_last_row(told: Story, late: bool) -> None:
    all_done_but_the_last(told, late=late)
    refresh(told)
    assert "done" not in statuses(told, "23") | statuses(told, "24")
    represented(told, 3)
    refresh(told)
    assert statuses(told, "23") == {"done"}
    assert set(evidence_of(told, "23")) == {("figure", "100 % = 100 %: 24 из 24")}
    assert statuses(told, "24") == ({"open"} if late else {"done"})
    assert set(evidence_of(told, "24")) == (set() if late else {("figure", "100 % = 100 %: 24 из 24")})


def test_a_row_that_is_open_again_opens_the_rows_about_the_roadmap(told: Story) -> None:
    all_done_but_the_last(told, late=False)
    for change in (fall_back, reopen_by_hand):
        represented(told, 3)
        refresh(told)
        assert statuses(told, "23") == statuses(told, "24") == {"done"}
        change(told)
        refresh(told)
        # The looks of the quarters that are over keep the figure of their time; what is asked for now is open.
        assert by_quarters(told, "23") == by_quarters(told, "24") == [("done", 1)] * 3 + [("open", 0)]
        assert verbs(told, "23")[0] == verbs(told, "24")[0] == ("roadmap.fall-back", "clock")


def all_done_but_the_last(told: Story, *, late: bool) -> None:
    """Every row but 26 and those about the roadmap, by hand and on its day; row 19 a day later if asked so."""
    owed = (
        select(items.c.id, items.c.number, obligations.c.due_on, obligations.c.occurrence)
        .join(obligations, obligations.c.item_id == items.c.id)
        .where(items.c.number.not_in(("23", "24", "26")), obligations.c.status.in_(("open", "needs_date")))
    )
    rows = told.read(lambda tx: tx.execute(owed).all())
    for row in sorted(rows, key=lambda row: row.due_on or MONDAY):
        told.on((row.due_on or MONDAY) + timedelta(days=late and row.number == "19"))
        proof = reason_proof("Сделано", field="reason")
        told.done(complete_item, item_id=row.id, proof=proof, occurrence=row.occurrence)


def by_quarters(told: Story, number: str) -> list[tuple[str, int]]:
    """(status, pieces of evidence) of what a row owes, in the order of its days."""
    owed = (
        select(obligations.c.status, func.count(evidences.c.id))
        .outerjoin(evidences, evidences.c.obligation_id == obligations.c.id)
        .where(obligations.c.item_id == item_id(told, number))
        .group_by(obligations.c.id)
        .order_by(obligations.c.due_on)
    )
    return [(str(status), int(pieces)) for status, pieces in told.read(lambda tx: tx.execute(owed).all())]


def represented(told: Story, people: int) -> None:
    row, school = item_id(told, "26"), told.cast.school.id
    told.done(
        enter_count, organisation_id=school, what="representatives", year=2025, value=people, words="Отчёт", item_id=row
    )


def fall_back(told: Story) -> None:
    represented(told, 2)


def reopen_by_hand(told: Story) -> None:
    newest = select(evidences.c.id).join(obligations, obligations.c.id == evidences.c.obligation_id)
    last = newest.where(obligations.c.item_id == item_id(told, "17")).order_by(obligations.c.due_on.desc()).limit(1)
    told.done(reopen_item, evidence_id=told.read(lambda tx: tx.execute(last).scalar_one()))
