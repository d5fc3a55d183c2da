"""The board: pairs by stage with what matters now, what a reader from above may see, and what it costs."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from engine.actors import By
from engine.refusals import BadInput
from engine.words import Words
from storage.database import Database
from storage.scope import EVERYTHING, Scope
from storage.tables.answers import planned_meetings
from tests.support.pair_life import Story, story
from tests.support.statements import counted
from workflows.board_cards import Card
from workflows.end_pair import end_pair
from workflows.show_board import Board, Figures, Show, Wish, merged, show_pairs

NBSP = "\N{NO-BREAK SPACE}"
MONDAY = date(2025, 9, 1)


def board(told: Story, *, named: bool = True, person: int | None = None, **wish: object) -> Board:
    with told.database.read() as tx:
        made = show_pairs(
            tx,
            by=By(at=told.at, person_id=person),
            scope=EVERYTHING,
            path=told.cast.school.path,
            named=named,
            wish=replace(Wish(), **wish),  # type: ignore[arg-type]  # the names and types of a Wish
        )
    assert isinstance(made, Board)
    return made


def tag(ru: str, en: str, day: str) -> Words:
    return Words(f"{ru}{NBSP}{day}", f"{en}{NBSP}{day}")


def card(told: Story) -> Card:
    [found] = board(told).cards
    return found


def test_a_pair_stands_in_the_column_of_its_stage(database: Database) -> None:
    told = story(database)
    told.form()
    told.walk_to("trial_meeting")
    told.form(mentee_ids=[told.newcomer().id])
    shown = board(told)
    assert {column.key: column.count for column in shown.columns if column.count} == {"formed": 1, "trial_meeting": 1}
    assert [column.key for column in shown.columns] == [
        "formed",
        "acquaintance",
        "trial_meeting",
        "planning",
        "work",
        "final_meeting",
    ]
    [one] = shown.columns[2].cards
    assert (one.standing.mentor, one.standing.mentees) == ("Иванова Мария Петровна", ("Смирнов Егор Олегович",))
    assert (one.standing.met, len(one.standing.lines), one.standing.curator) == (0, 1, "Белова Анна Сергеевна")


def test_what_presses_first(database: Database) -> None:
    told = story(database)
    told.form()
    assert (card(told).mark, card(told).tag, card(told).why) == ("", tag("до", "by", "08.09"), None)
    told.on(MONDAY + timedelta(days=4))
    near = card(told)
    assert (near.mark, near.tag) == ("warn", tag("до", "by", "08.09"))
    assert near.why is not None
    assert near.why.ru == "Не зарегистрирован приказ о закреплении пары"
    told.on(MONDAY + timedelta(days=9))
    late = card(told)
    assert late.tag is not None
    assert (late.mark, late.tag.ru) == ("bad", f"\N{MINUS SIGN}2{NBSP}раб.{NBSP}дня")
    told.meet_needs("acquaint")
    ready = card(told)
    assert (ready.mark, ready.standing.ready, str(ready.why)) == (
        "bad",
        True,
        "Всё готово: переведите дальше",
    )


def test_ready_in_time_is_green(database: Database) -> None:
    told = story(database)
    told.form()
    told.meet_needs("acquaint")
    assert (card(told).mark, str(card(told).tag)) == ("ok", "готова дальше")
    assert [one.key for one in board(told, show="ready").columns if one.count] == ["formed"]
    assert board(told).counts == {"all": 1, "attention": 0, "ready": 1, "mine": 0, "closed": 0}


def test_silence_in_a_watched_stage_is_red(database: Database) -> None:
    told = story(database)
    told.form()
    told.walk_to("work")
    since = told.pair.stage_since
    told.on(since + timedelta(days=30))
    assert card(told).mark == ""
    told.on(since + timedelta(days=31))
    assert (card(told).mark, str(card(told).tag)) == ("bad", f"нет встреч 31{NBSP}дн.")
    told.meet("work")
    assert card(told).mark == ""


def test_an_agreed_meeting_and_an_announced_end(database: Database) -> None:
    told = story(database)
    told.form()
    told.walk_to("work")
    with database.write() as tx:
        agreed = {"pair_id": told.pair_id, "kind": "work", "planned_on": date(2025, 9, 20), "state": "planned"}
        tx.execute(insert(planned_meetings).values(**agreed, note="", at=told.at))
    assert card(told).tag == tag("встреча", "meeting", "20.09")
    told.done(end_pair, pair_id=told.pair_id, outcome="by_agreement")
    assert (card(told).mark, str(card(told).tag)[:11]) == ("warn", "прекращение")


def test_a_closed_pair_is_only_in_its_own_list(database: Database) -> None:
    told = story(database)
    told.form()
    told.walk_to("closed")
    assert board(told).cards == ()
    shown = board(told, show="closed")
    [over] = shown.over
    assert (shown.counts["closed"], over.mentor, over.found.pair.outcome) == (1, "Иванова Мария Петровна", "completed")
    assert board(told, show="closed", search="смирнов").over == shown.over
    assert board(told, show="closed", search="Гусев").over == ()


@pytest.mark.parametrize(
    ("show", "numbers"),
    [("all", [1, 2]), ("mine", [2]), ("ready", [2]), ("attention", []), ("closed", [])],
)
def test_filters(database: Database, show: Show, numbers: list[int]) -> None:
    told = story(database)
    told.form(curator_id=told.cast.director.id)
    told.form(mentee_ids=[told.newcomer().id])
    told.meet_needs("acquaint")
    shown = board(told, person=told.cast.curator.id, show=show)
    assert sorted(one.standing.pair.number for one in shown.cards) == numbers


@pytest.mark.parametrize(("wanted", "numbers"), [("иванОва", [1]), ("№ 1", [1]), ("Смирнов Е", [1]), ("ноль", [])])
def test_search(database: Database, wanted: str, numbers: list[int]) -> None:
    told = story(database)
    told.form()
    assert [one.standing.pair.number for one in board(told, search=wanted).cards] == numbers


def test_a_column_shows_its_first_cards_or_all(database: Database) -> None:
    told = story(database)
    for number in range(9):
        told.form(mentee_ids=[told.newcomer(f"Ученик {number} Иванович").id])
    assert (len(board(told).columns[0].cards), board(told).columns[0].more) == (6, 3)
    assert (len(board(told, open_stage="formed").columns[0].cards), len(board(told).cards)) == (9, 9)


def test_from_above_nobody_is_named(database: Database) -> None:
    told = story(database, consents=False)
    told.form()
    told.on(MONDAY + timedelta(days=9))
    with told.database.read() as tx:
        scope = Scope(paths=(told.cast.municipality.path,))
        path = told.cast.school.path
        made = show_pairs(tx, by=told.by, scope=scope, path=path, named=False, wish=Wish())
    told_words = repr(made)
    for name in ("Иванова", "Смирнов", "Белова"):
        assert name not in told_words
    assert isinstance(made, Board)
    [one] = made.cards
    assert one.why is not None
    assert one.why.ru == "Нет согласия на обработку персональных данных: наставник"
    assert one.why.en == "No consent to the processing of personal data: mentor"


def test_above_the_school_there_are_figures(database: Database) -> None:
    told = story(database)
    told.form()
    told.form(mentee_ids=[told.newcomer().id])
    told.meet_needs("acquaint")
    told.move("acquaint")
    told.on(MONDAY + timedelta(days=9))
    with told.database.read() as tx:
        top = told.cast.municipality.path
        made = show_pairs(tx, by=told.by, scope=Scope(paths=(top,)), path=top, named=False, wish=Wish())
    assert isinstance(made, Figures)
    assert [(one.name, dict(one.by_stage), one.late) for one in made.branches] == [
        ("Школа № 5", {"formed": 1, "acquaintance": 1}, 1),
        ("Школа № 7", {}, 0),
    ]
    assert [key for key, _ in made.stages] == ["formed", "acquaintance"]
    assert (made.total, made.late, made.sum_of("formed")) == (2, 1, 1)


def test_outside_the_scope_there_is_nothing(database: Database) -> None:
    told = story(database)
    scope = Scope(paths=(told.cast.other_school.path,))
    with told.database.read() as tx, pytest.raises(BadInput):
        show_pairs(tx, by=told.by, scope=scope, path=told.cast.school.path, named=True, wish=Wish())


def test_the_statements_do_not_grow_with_the_pairs(sqlite_database: Database) -> None:
    told = story(sqlite_database)

    def count() -> int:
        with sqlite_database.read() as tx, counted(tx) as statements:
            path = told.cast.school.path
            show_pairs(tx, by=By(at=told.at, person_id=1), scope=EVERYTHING, path=path, named=True, wish=Wish())
        return len(statements)

    for stage in ("formed", "acquaintance", "trial_meeting", "planning", "work", "final_meeting"):
        told.form(mentee_ids=[told.newcomer(f"Первый {stage} Иванович").id])
        told.walk_to(stage)
    few = count()
    for number in range(12):
        mentor = told.newcomer(f"Наставник {number} Иванович")
        told.form(mentor_id=mentor.id, mentee_ids=[told.newcomer(f"Второй {number} Иванович").id])
        told.walk_to("planning" if number % 2 else "work")
    assert count() == few < 30


def test_stages_of_several_lifecycles_are_merged_in_order(database: Database) -> None:
    told = story(database)
    told.form()
    told.start("employer-pupil")
    told.form(mentee_ids=[told.cast.pupil.id])
    shown = board(told)
    assert len({column.key for column in shown.columns}) == len(shown.columns) == 6
    [first, second] = shown.cards
    odd = replace(second.standing.definition, stages=second.standing.definition.stages[3:])
    assert [stage.key for stage in merged([odd, first.standing.definition])] == [
        stage.key for stage in first.standing.definition.stages
    ]
