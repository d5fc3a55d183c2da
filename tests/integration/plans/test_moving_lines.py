"""Lines of a plan moved to another day: by the office at once, by a wish and its answer for everybody else."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from engine.refusals import BadInput
from storage import plan_moves, plans
from storage.database import Database
from storage.tables.obligations import obligations
from tests.support.pair_life import Story, needs, story
from workflows.approve_plan import approve_plan
from workflows.mark_plan import mark_plan
from workflows.postpone_plan_item import answer_plan_move, postpone_plan_item, undo_plan_move
from workflows.set_plan import set_plan

TUESDAY = date(2025, 9, 2)
OCTOBER, NOVEMBER = date(2025, 10, 1), date(2025, 11, 3)


@pytest.fixture
def told(database: Database) -> Story:
    made = story(database)
    made.form()
    made.on(TUESDAY).done(set_plan, pair_id=made.pair_id, lines=[("Урок", OCTOBER), ("Отчёт", NOVEMBER)])
    return made


def owed(told: Story) -> list[tuple[str, str, date | None, date | None, str]]:
    wanted = select(obligations).where(obligations.c.subject_kind == "plan-item").order_by(obligations.c.id)
    rows = told.read(lambda tx: tx.execute(wanted).all())
    return [(row.occurrence, row.status, row.due_on, row.first_due_on, row.responsible_role) for row in rows]


def due(told: Story) -> list[date]:
    return [one.due_on for one in told.read(lambda tx: plans.items(tx, told.pair_id))]


def ask(told: Story, to: date = NOVEMBER, *, position: int = 1) -> object:
    return told.run(postpone_plan_item, pair_id=told.pair_id, position=position, to_day=to, reason="Болезнь")


def test_a_mentor_asks_and_the_curator_confirms(told: Story) -> None:
    paper = told.paper("order", "plan-approval")
    told.done(approve_plan, pair_id=told.pair_id, paper_id=paper)
    told.who = told.cast.mentor
    asked = told.done(postpone_plan_item, pair_id=told.pair_id, position=1, to_day=NOVEMBER, reason="Болезнь")
    assert (asked.state, asked.from_day, asked.to_day) == ("asked", OCTOBER, NOVEMBER)
    assert due(told)[0] == OCTOBER
    assert owed(told)[-1] == (f"move:{asked.id}", "open", date(2025, 9, 9), date(2025, 9, 9), "curator")
    assert needs(ask(told)) == ["wish"]  # one wish at a time
    assert needs(told.run(answer_plan_move, move_id=asked.id, yes=True)) == ["permission"]
    told.who = told.cast.curator
    assert told.done(answer_plan_move, move_id=asked.id, yes=True).state == "moved"
    assert owed(told)[0] == ("1", "open", NOVEMBER, OCTOBER, "mentor")  # the first promise stays
    assert owed(told)[-1][1] == "done"
    plan = told.read(lambda tx: plans.get(tx, told.pair_id))
    assert plan is not None
    assert plan.approved_on == TUESDAY
    [kept] = told.read(lambda tx: plan_moves.of_pair(tx, told.pair_id))
    assert (kept.from_day, kept.to_day, kept.reason, kept.by_person_id) == (
        OCTOBER,
        NOVEMBER,
        "Болезнь",
        told.cast.mentor.id,
    )
    assert ("date_moved", told.cast.mentor.name, "queued") in told.letters


def test_a_wish_that_is_declined_moves_nothing(told: Story) -> None:
    told.who = told.cast.mentee
    asked = told.done(postpone_plan_item, pair_id=told.pair_id, position=1, to_day=NOVEMBER, reason="Болезнь")
    told.who = told.cast.curator
    assert told.done(answer_plan_move, move_id=asked.id, yes=False).state == "declined"
    assert told.done(answer_plan_move, move_id=asked.id, yes=True).state == "declined"  # it was answered
    assert due(told)[0] == OCTOBER


def test_the_office_moves_at_once_and_answers_the_wish_by_it(told: Story) -> None:
    told.who = told.cast.mentor
    asked = told.done(postpone_plan_item, pair_id=told.pair_id, position=1, to_day=NOVEMBER, reason="Болезнь")
    told.who = told.cast.curator
    day = date(2025, 10, 20)
    assert told.done(postpone_plan_item, pair_id=told.pair_id, position=1, to_day=day, reason="Так").state == "moved"
    assert due(told)[0] == day
    states = {one.id: one.state for one in told.read(lambda tx: plan_moves.of_pair(tx, told.pair_id))}
    assert states[asked.id] == "declined"


def test_three_moves_are_the_curators_task_until_the_line_is_done(told: Story) -> None:
    told.who = told.cast.curator
    for count in range(1, 4):
        day = OCTOBER + timedelta(days=count)
        made = told.done(postpone_plan_item, pair_id=told.pair_id, position=1, to_day=day, reason="Снова")
        assert made.escalated is (count == 3)
    assert owed(told)[-1] == ("moved-often", "open", date(2025, 9, 9), date(2025, 9, 9), "curator")
    told.done(mark_plan, pair_id=told.pair_id, position=1, done_on=TUESDAY)
    assert owed(told)[-1][:2] == ("moved-often", "done")


def test_a_move_is_undone_within_a_day(told: Story) -> None:
    told.who = told.cast.curator
    made = told.done(postpone_plan_item, pair_id=told.pair_id, position=1, to_day=NOVEMBER, reason="Болезнь")
    told.done(undo_plan_move, move_id=made.id)
    assert due(told)[0] == OCTOBER
    assert needs(told.run(undo_plan_move, move_id=made.id)) == ["time"]
    again = told.done(postpone_plan_item, pair_id=told.pair_id, position=1, to_day=NOVEMBER, reason="Болезнь")
    told.day += timedelta(days=2)
    assert needs(told.run(undo_plan_move, move_id=again.id)) == ["time"]


def test_a_wish_is_withdrawn_by_whoever_made_it(told: Story) -> None:
    told.who = told.cast.mentor
    made = told.done(postpone_plan_item, pair_id=told.pair_id, position=1, to_day=NOVEMBER, reason="Болезнь")
    told.who = told.cast.mentee
    assert needs(told.run(undo_plan_move, move_id=made.id)) == ["permission"]
    told.who = told.cast.mentor
    told.done(undo_plan_move, move_id=made.id)
    assert owed(told)[-1][:2] == (f"move:{made.id}", "cancelled")
    told.who = told.cast.curator
    assert told.done(answer_plan_move, move_id=made.id, yes=True).state == "undone"
    assert due(told)[0] == OCTOBER


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"to_day": date(2025, 9, 1)}, "--to"),
        ({"to_day": OCTOBER}, "--to"),
        ({"reason": " "}, "--reason"),
        ({"position": 3}, "--item"),
        ({"position": 2}, "--item"),  # it is done
    ],
)
def test_what_does_not_fit_is_bad_input(told: Story, given: dict[str, object], field: str) -> None:
    told.done(mark_plan, pair_id=told.pair_id, position=2, done_on=TUESDAY)
    wanted: dict[str, object] = {"pair_id": told.pair_id, "position": 1, "to_day": NOVEMBER, "reason": "Болезнь"}
    with pytest.raises(BadInput) as error:
        told.run(postpone_plan_item, **(wanted | given))
    assert error.value.field == field
