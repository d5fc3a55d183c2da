"""What the page of a pair is made of: the steps, the needs with their remarks, the story in words."""

from datetime import date, timedelta

import pytest

from engine.actors import By
from engine.refusals import BadInput
from storage.database import Database
from tests.support.pair_life import Story, story
from tests.support.statements import counted
from workflows.end_pair import end_pair
from workflows.mark_plan import mark_plan
from workflows.record_feedback import record_feedback
from workflows.reschedule_stage import reschedule_stage
from workflows.show_pair_page import PairPage, show_pair_page
from workflows.undo_move import undo_move

MONDAY = date(2025, 9, 1)


def page(told: Story, *, person: int | None = None, named: bool = True, whole: bool = False) -> PairPage:
    with told.database.read() as tx:
        by = By(at=told.at, person_id=person)
        return show_pair_page(tx, by=by, pair_id=told.pair_id, named=named, whole_story=whole)


def test_steps_behind_here_and_ahead(database: Database) -> None:
    told = story(database)
    told.form()
    told.walk_to("trial_meeting")
    shown = page(told)
    assert [(step.key, step.state, step.day) for step in shown.steps][:4] == [
        ("formed", "done", date(2025, 9, 1)),
        ("acquaintance", "done", date(2025, 9, 2)),
        ("trial_meeting", "current", date(2025, 9, 16)),
        ("planning", "ahead", date(2025, 9, 30)),
    ]
    assert [step.key for step in shown.steps][-1] == "closed"
    told.on(date(2025, 9, 24))
    assert page(told).steps[2].state == "late"


def test_an_undone_step_is_not_behind(database: Database) -> None:
    told = story(database)
    told.form()
    told.walk_to("acquaintance")
    told.on(MONDAY, 12)
    assert page(told).undoable
    told.done(undo_move, pair_id=told.pair_id)
    shown = page(told)
    assert [step.state for step in shown.steps][:2] == ["current", "ahead"]
    assert (shown.undoable, shown.story[0].what.ru) == (False, "Последний переход отменён, снова «Сформирована»")


def test_needs_say_who_is_waited_for(database: Database) -> None:
    told = story(database)
    told.form()
    told.walk_to("final_meeting")
    told.done(record_feedback, pair_id=told.pair_id, person_id=told.cast.mentor.id, text="Готова продолжать")
    shown = page(told)
    assert shown.forward is not None
    assert [(need.standing.title.ru, need.standing.met) for need in shown.needs] == [
        ("Итоговая встреча проведена", False),
        ("Отчёт наставника о работе с парой", False),
        ("Отзыв наставника", True),
        ("Отзыв наставляемого", False),
    ]
    assert (shown.met, len(shown.lacking), shown.to_title.ru) == (1, 3, "Завершена")
    assert shown.needs[3].standing.proof.ru == "Нет обратной связи: Смирнов Е. О."


def test_letters_that_went_and_will_go(database: Database) -> None:
    told = story(database)
    told.form()
    shown = page(told)
    assert {letter.kind for letter in shown.letters} == {"pair_formed"}
    first = shown.ahead[0]
    assert (first.at.date(), first.who.ru, first.titles) == (
        date(2025, 9, 5),
        "Иванова М. П.",
        ("Этап «Сформирована»",),
    )


def test_the_story_is_told_in_words(database: Database) -> None:
    told = story(database)
    told.form()
    told.walk_to("work")
    told.done(reschedule_stage, pair_id=told.pair_id, to_day=date(2026, 5, 20), reason="Каникулы")
    told.done(mark_plan, pair_id=told.pair_id, position=1, done_on=told.day)
    told.done(end_pair, pair_id=told.pair_id, outcome="by_agreement")
    lines = page(told, whole=True).story
    assert [line.what.ru for line in lines][:4] == [
        "Объявлено прекращение с 10.09.2025",
        "Выполнен пункт плана 1 (05.09.2025)",
        "Срок этапа перенесён: 31.05.2026 → 20.05.2026",
        "Переведена: «Планирование» → «Работа по плану»",
    ]
    assert (lines[2].reason, lines[2].who.ru) == ("Каникулы", "Оператор")
    assert lines[-1].what.ru == "Пара сформирована: «Сформирована»"
    assert len(page(told).story) == 8 < page(told).story_count


def test_from_above_nobody_is_named(database: Database) -> None:
    told = story(database, consents=False)
    told.form()
    told.who = told.cast.curator
    told.on(MONDAY + timedelta(days=2))
    told.done(reschedule_stage, pair_id=told.pair_id, to_day=date(2025, 9, 20), reason="Смирнов болеет")
    shown = page(told, person=told.cast.administrator.id, named=False)
    told_words = repr((shown.needs, shown.story, shown.card, [one.who for one in shown.ahead]))
    for name in ("Иванова", "Смирнов", "Белова"):
        assert name not in told_words
    assert shown.story[0].who.ru == "куратор"


def test_a_mentor_sees_his_own_pair_with_what_he_may(database: Database) -> None:
    told = story(database)
    told.form()
    shown = page(told, person=told.cast.mentor.id)
    assert "meeting.record" in shown.may
    assert "pair.replace" not in shown.may
    assert (shown.forward_allowed, "end" in shown.moves_allowed) == (False, True)


def test_a_stranger_sees_nothing(database: Database) -> None:
    told = story(database)
    told.form()
    with pytest.raises(BadInput):
        page(told, person=told.cast.outsider.id)


def test_the_statements_do_not_grow_with_what_happened(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    told.form()
    told.walk_to("work")

    told.meet("work")
    told.on(told.day + timedelta(days=20))
    told.done(record_feedback, pair_id=told.pair_id, person_id=told.cast.mentor.id, text="Хорошо")

    def count() -> int:
        with sqlite_database.read() as tx, counted(tx) as statements:
            show_pair_page(tx, by=told.by, pair_id=told.pair_id, named=True)
        return len(statements)

    few = count()
    for number in range(12):
        told.meet("work")
        told.paper("order", "other", number=str(number))
        told.done(record_feedback, pair_id=told.pair_id, person_id=told.cast.mentor.id, text="Хорошо")
    assert count() == few < 60
