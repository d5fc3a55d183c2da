"""A plan is written, approved, changed, approved again: editions, identities of lines, what was owed, undo."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from engine.lifecycle.facts import PlanFact
from engine.lifecycle.needs import PlanApproved
from engine.plans.model import PlanHead, PlanLine
from engine.refusals import BadInput, ChangedMeanwhile
from storage import facts, journal, plan_editions, plans
from storage.database import Database
from storage.plans import PlanItemRow
from storage.tables.obligations import obligations
from storage.tables.organisations import consents
from tests.support.pair_life import Story, needs, story
from workflows.approve_plan import approve_plan
from workflows.change_plan import change_plan
from workflows.mark_plan import mark_plan
from workflows.set_plan import set_plan
from workflows.show_plan import show_plan
from workflows.undo_plan import undo_plan
from workflows.unmark_plan import unmark_plan

TUESDAY = date(2025, 9, 2)
OCTOBER, NOVEMBER, DECEMBER = date(2025, 10, 1), date(2025, 11, 3), date(2025, 12, 1)


@pytest.fixture
def told(database: Database) -> Story:
    made = story(database)
    made.form()
    return made.on(TUESDAY)


def items(told: Story) -> list[PlanItemRow]:
    return told.read(lambda tx: plans.items(tx, told.pair_id))


def owed(told: Story) -> dict[int, tuple[str, str, str | None]]:
    """By the line's id: status, reason, who answers."""
    wanted = select(obligations).where(obligations.c.subject_kind == "plan-item", obligations.c.occurrence == "1")
    rows = told.read(lambda tx: tx.execute(wanted).all())
    return {row.subject_id: (row.status, row.reason, row.responsible_role) for row in rows}


def approved(told: Story, number: str = "12") -> None:
    paper = told.paper("order", "plan-approval", number=number)
    told.done(approve_plan, pair_id=told.pair_id, paper_id=paper)


def written(told: Story) -> None:
    lines = [PlanLine("Урок", OCTOBER), PlanLine("Отчёт", NOVEMBER, "both"), PlanLine("Собрание", DECEMBER, "mentee")]
    head = PlanHead(goal="Уверенность", request="Дисциплина", tasks=["Один", "Два"], form="очно", term_from=TUESDAY)
    told.done(set_plan, pair_id=told.pair_id, lines=lines, head=head)


def plan_approved(told: Story) -> bool:
    """As the guard of the next stage sees it."""
    need = PlanApproved()
    hand = told.read(lambda tx: facts.load(tx, told.pair, [need], today=told.day))
    return need.unmet(hand, told.day, None) is None  # type: ignore[arg-type]  # this need asks no calendar


def test_the_head_is_kept_and_what_is_not_said_stands(told: Story) -> None:
    written(told)
    told.done(set_plan, pair_id=told.pair_id, lines=[("Урок", OCTOBER)], head=PlanHead(goal="Опыт"))
    plan = told.read(lambda tx: plans.get(tx, told.pair_id))
    assert plan is not None
    assert (plan.goal, plan.request, plan.tasks, plan.form) == ("Опыт", "Дисциплина", ["Один", "Два"], "очно")


def test_each_line_is_owed_by_whom_it_names(told: Story) -> None:
    written(told)
    assert [one[2] for one in owed(told).values()] == ["mentor", "both", "mentee"]


def test_a_plan_under_change_is_not_approved_until_it_is_again(told: Story) -> None:
    written(told)
    approved(told)
    assert plan_approved(told)
    before = {one.title: one.id for one in items(told)}
    told.done(mark_plan, pair_id=told.pair_id, position=2, done_on=TUESDAY, result="Готов")
    told.day += timedelta(days=1)
    made = told.done(
        change_plan,
        pair_id=told.pair_id,
        reason="Собрание перенесли на весну",
        drop=[3],
        move={1: DECEMBER},
        add=[PlanLine("Открытый урок", DECEMBER)],
    )
    assert (made.approval_cleared, made.edition, made.items) == (True, 2, 3)
    assert not plan_approved(told)
    first, second, third = items(told)
    assert (first.id, first.due_on) == (before["Урок"], DECEMBER)
    assert (second.id, second.done_on, second.result) == (before["Отчёт"], TUESDAY, "Готов")
    assert third.id not in before.values()
    assert owed(told)[before["Собрание"]][:2] == ("cancelled", "пункт исключён из плана")
    [edition] = told.read(lambda tx: plan_editions.of_pair(tx, told.pair_id))
    assert (edition.number, edition.approved_on, edition.paper) == (1, TUESDAY, "12")
    assert edition.reason == "Собрание перенесли на весну"
    assert [one["title"] for one in edition.body["items"]] == ["Урок", "Отчёт", "Собрание"]
    approved(told, "13")
    assert plan_approved(told)
    shown = told.read(lambda tx: show_plan(tx, by=told.by, pair_id=told.pair_id))
    assert [one.kind for one in shown.editions[0].changes] == ["moved", "added", "dropped"]
    assert (shown.done, shown.percent) == (1, 33)


def test_done_lines_that_are_taken_out_count_for_nothing_and_stay_done(told: Story) -> None:
    written(told)
    told.done(mark_plan, pair_id=told.pair_id, position=1, done_on=TUESDAY)
    done = items(told)[0].id
    told.done(change_plan, pair_id=told.pair_id, reason="", drop=[1])
    assert owed(told)[done][0] == "done"
    need = PlanApproved()
    known = told.read(lambda tx: facts.load(tx, told.pair, [need], today=told.day))
    assert known.plan == PlanFact(items=2, done=0)


def test_a_line_worded_anew_is_the_same_line(told: Story) -> None:
    written(told)
    before = [one.id for one in items(told)]
    told.done(change_plan, pair_id=told.pair_id, reason="", rename={2: "Отчёт о полугодии"})
    assert [one.id for one in items(told)] == before
    assert items(told)[1].title == "Отчёт о полугодии"


def test_the_same_plan_again_changes_nothing(told: Story) -> None:
    written(told)
    approved(told)
    lines = [PlanLine(one.title, one.due_on) for one in items(told)]
    made = told.done(set_plan, pair_id=told.pair_id, lines=lines)
    assert (made.changed, made.approval_cleared) == (False, False)
    assert plan_approved(told)


def test_an_approved_plan_is_changed_only_with_a_reason(told: Story) -> None:
    written(told)
    approved(told)
    with pytest.raises(BadInput) as error:
        told.run(change_plan, pair_id=told.pair_id, reason=" ", drop=[1])
    assert error.value.field == "--reason"


class TestUndo:
    def test_a_change_is_undone_within_a_day_and_the_approval_stands_again(self, told: Story) -> None:
        written(told)
        approved(told)
        before = items(told)
        told.done(change_plan, pair_id=told.pair_id, reason="Иначе", drop=[1, 3], add=[PlanLine("Ещё", DECEMBER)])
        told.done(mark_plan, pair_id=told.pair_id, position=1, done_on=TUESDAY)
        made = told.done(undo_plan, pair_id=told.pair_id)
        assert (made.items, made.approved_on) == (3, TUESDAY)
        after = items(told)
        assert [(one.id, one.position, one.title, one.due_on) for one in after] == [
            (one.id, one.position, one.title, one.due_on) for one in before
        ]
        assert after[1].done_on == TUESDAY  # what was done meanwhile is done
        assert plan_approved(told)
        assert told.read(lambda tx: plan_editions.of_pair(tx, told.pair_id)) == []
        statuses = owed(told)
        assert [statuses[one.id][0] for one in after] == ["open", "done", "open"]

    def test_not_after_a_day_not_twice_and_not_behind_an_approval(self, told: Story) -> None:
        written(told)
        told.done(change_plan, pair_id=told.pair_id, reason="", drop=[1])
        told.day += timedelta(days=2)
        assert needs(told.run(undo_plan, pair_id=told.pair_id)) == ["time"]
        told.done(change_plan, pair_id=told.pair_id, reason="", drop=[1])
        told.done(undo_plan, pair_id=told.pair_id)
        assert needs(told.run(undo_plan, pair_id=told.pair_id)) == ["time"]
        told.done(change_plan, pair_id=told.pair_id, reason="", drop=[1])
        approved(told)
        assert needs(told.run(undo_plan, pair_id=told.pair_id)) == ["time"]

    def test_a_mark_goes_back_to_what_it_was(self, told: Story) -> None:
        written(told)
        told.done(mark_plan, pair_id=told.pair_id, position=1, done_on=None, mark="partly", result="Половина")
        told.done(mark_plan, pair_id=told.pair_id, position=1, done_on=TUESDAY, result="Всё")
        told.done(unmark_plan, pair_id=told.pair_id, position=1)
        assert (items(told)[0].mark, items(told)[0].result, items(told)[0].done_on) == ("partly", "Половина", None)
        told.done(unmark_plan, pair_id=told.pair_id, position=1)
        assert (items(told)[0].mark, items(told)[0].result) == ("", "")
        assert needs(told.run(unmark_plan, pair_id=told.pair_id, position=1)) == ["time"]

    def test_a_mark_of_yesterday_stays(self, told: Story) -> None:
        written(told)
        told.done(mark_plan, pair_id=told.pair_id, position=1, done_on=TUESDAY)
        told.day += timedelta(days=2)
        assert needs(told.run(unmark_plan, pair_id=told.pair_id, position=1)) == ["time"]


class TestMarks:
    def test_what_is_done_partly_stays_owed(self, told: Story) -> None:
        written(told)
        made = told.done(
            mark_plan, pair_id=told.pair_id, position=1, done_on=None, mark="partly", result="Ещё один урок"
        )
        assert (made.done, made.done_on, made.mark) == (0, None, "partly")
        assert owed(told)[items(told)[0].id][0] == "open"
        told.done(mark_plan, pair_id=told.pair_id, position=1, done_on=TUESDAY)
        assert items(told)[0].result == "Ещё один урок"  # not said anew: it stands
        told.done(mark_plan, pair_id=told.pair_id, position=1, done_on=None, mark="not_done")
        assert owed(told)[items(told)[0].id][0] == "open"

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"done_on": None}, "--done"),
            ({"done_on": TUESDAY, "mark": "nearly"}, "--mark"),
            ({"done_on": TUESDAY, "result": "я" * 1001}, "--result"),
        ],
    )
    def test_what_does_not_fit_is_bad_input(self, told: Story, given: dict[str, Any], field: str) -> None:
        written(told)
        with pytest.raises(BadInput) as error:
            told.run(mark_plan, pair_id=told.pair_id, position=1, **given)
        assert error.value.field == field


def test_words_about_participants_wait_for_their_consents(told: Story) -> None:
    told.done(set_plan, pair_id=told.pair_id, lines=[("Урок", OCTOBER)], head=PlanHead(goal="Уверенность"))
    with told.database.write() as tx:
        tx.execute(update(consents).values(withdrawn_on=TUESDAY))
    told.day += timedelta(days=1)
    asked: dict[str, Any] = {"pair_id": told.pair_id, "lines": [("Урок", OCTOBER)]}
    assert needs(told.run(set_plan, **asked, head=PlanHead(request="Дисциплина"))) == ["consents"]
    mark = {"pair_id": told.pair_id, "position": 1, "done_on": TUESDAY, "result": "Удалось"}
    assert needs(told.run(mark_plan, **mark)) == ["consents"]
    told.done(mark_plan, pair_id=told.pair_id, position=1, done_on=TUESDAY)  # the bare mark needs none


@pytest.mark.parametrize(
    ("head", "field"),
    [
        (PlanHead(goal="я" * 2001), "--goal"),
        (PlanHead(goal="знак\u202e"), "--goal"),
        (PlanHead(tasks=["Задача"] * 21), "--task"),
        (PlanHead(tasks=[""]), "--task"),
        (PlanHead(form="я" * 101), "--form"),
        (PlanHead(term_from=DECEMBER, term_to=OCTOBER), "--to"),
    ],
)
def test_a_head_that_does_not_fit_is_bad_input(told: Story, head: PlanHead, field: str) -> None:
    with pytest.raises(BadInput) as error:
        told.run(set_plan, pair_id=told.pair_id, lines=[("Урок", OCTOBER)], head=head)
    assert error.value.field == field


def test_two_who_write_at_once_do_not_overwrite_each_other(told: Story) -> None:
    written(told)
    plan = told.read(lambda tx: plans.get(tx, told.pair_id))
    assert plan is not None
    told.done(change_plan, pair_id=told.pair_id, reason="", drop=[1])
    with pytest.raises(ChangedMeanwhile), told.database.write() as tx:
        plans.save(tx, plan, {"goal": "Чужое"})


def test_the_journal_keeps_words_apart_from_facts(told: Story) -> None:
    written(told)
    [line, *_] = told.read(lambda tx: journal.entries(tx, told.cast.school.id))
    assert "Уверенность" not in str(line.facts)
    assert "Урок" not in str(line.facts)
    assert line.words["items"] == ["Урок", "Отчёт", "Собрание"]
