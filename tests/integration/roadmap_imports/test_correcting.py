"""A corrected file changes the live roadmap: what is the same keeps its id, evidence and history."""

from dataclasses import replace
from datetime import date

from sqlalchemy import func, select

from engine.refusals import Refused
from storage import roadmaps
from storage.database import Database
from storage.tables.obligations import reminders
from storage.tables.roadmaps import evidences, postponements
from tests.support.importing import PROOF, imported, open_tasks, owed, started, stored
from tests.support.pair_life import MONDAY, Story, needs, story
from tests.support.readings import row, school_year
from workflows.accept_import import accept_import
from workflows.assign_item import assign_item
from workflows.complete_item import complete_item
from workflows.reschedule_item import reschedule_item
from workflows.roadmap_changes import RoadmapDifference, roadmap_changes
from workflows.roadmap_import_at_hand import take_import
from workflows.undo_import import undo_import

ORDER = row("1", "Назначить куратора приказом директора", "до 20 сентября", roles=("head",), responsible="Директор")
FORMS = row("2", "Собрать анкеты наставников и наставляемых", "до 10 октября")
PARENTS = row("3", "Провести встречу с родителями первоклассников", "до 15 ноября")
CORRECTED = (
    ORDER,
    row("2", "Выбрать наставников из опытных учителей", "до 1 октября"),
    row("3", "Собрать анкеты наставников и наставляемых", "до 25 октября"),
)


def difference(told: Story, import_id: int) -> RoadmapDifference:
    return told.read(
        lambda tx: roadmap_changes(tx, take_import(tx, by=told.by, import_id=import_id, verb="roadmap.import"))
    )


def live_and_corrected(database: Database) -> tuple[Story, int, int]:
    """A live roadmap of three rows; a draft that moves one, changes its date, adds one and leaves one out."""
    told = story(database)
    made = imported(told, school_year(ORDER, FORMS, PARENTS))
    draft = started(told, school_year(*CORRECTED), name="b", into=made.roadmap_id)
    return told, made.roadmap_id, draft


def test_the_difference_is_told_row_by_row(database: Database) -> None:
    told, _, draft = live_and_corrected(database)
    found = difference(told, draft)
    assert [mended.item.activity.text for mended, _ in found.added] == ["Выбрать наставников из опытных учителей"]
    assert [one.facts.title for one in found.gone] == ["Провести встречу с родителями первоклассников"]
    [changed] = found.changed
    assert [(one.field, one.before, one.after) for one in changed.fields] == [
        ("number", "2", "3"),
        ("deadline", "до 10 октября", "до 25 октября"),
        ("understood", "до 10 октября 2025 г.", "до 25 октября 2025 г."),
    ]
    assert [one.live.row.number for one in found.same] == ["1"]


def test_accepting_keeps_ids_and_evidence_and_raises_the_revision(database: Database) -> None:
    told, roadmap_id, draft = live_and_corrected(database)
    before = stored(told, roadmap_id)
    told.done(complete_item, item_id=before["1"].id, proof=PROOF)
    made = told.done(accept_import, import_id=draft)
    assert made.corrected is not None
    corrected = made.corrected
    assert (corrected.added, corrected.changed, corrected.gone, corrected.same, corrected.moved) == (1, 1, 1, 1, 1)
    after = stored(told, roadmap_id)
    assert [*after] == ["1", "2", "3"]
    assert (after["1"].id, after["3"].id) == (before["1"].id, before["2"].id)
    assert owed(told, after["3"].id) == [("2025-10-25", "open", 2)]
    assert owed(told, before["3"].id) == [("2025-11-15", "cancelled", 1)]
    assert owed(told, after["1"].id) == [("2025-09-20", "done", 1)]
    assert told.read(lambda tx: tx.execute(select(func.count()).select_from(evidences)).scalar()) == 1
    gone = told.read(lambda tx: roadmaps.item(tx, before["3"].id))
    assert gone is not None
    assert gone.dropped_on == MONDAY


def test_taken_back_it_is_as_it_was(database: Database) -> None:
    told, roadmap_id, draft = live_and_corrected(database)
    before = stored(told, roadmap_id)
    told.done(accept_import, import_id=draft)
    told.done(undo_import, import_id=draft)
    after = stored(told, roadmap_id)
    kept = ("id", "number", "key", "title", "deadline_text", "deadline_value", "position", "source", "responsible_role")
    assert {number: [getattr(one, name) for name in kept] for number, one in after.items()} == {
        number: [getattr(one, name) for name in kept] for number, one in before.items()
    }
    assert owed(told, after["2"].id) == [("2025-10-10", "open", 3)]
    assert owed(told, after["3"].id) == [("2025-11-15", "open", 1)]
    head = told.read(lambda tx: roadmaps.get(tx, roadmap_id))
    assert head is not None
    assert head.dropped_on is None
    again = started(told, school_year(*CORRECTED), name="b", into=roadmap_id)
    assert len(difference(told, again).changed) == 1


def test_evidence_on_an_added_row_keeps_the_correction(database: Database) -> None:
    told, roadmap_id, draft = live_and_corrected(database)
    told.done(accept_import, import_id=draft)
    told.done(complete_item, item_id=stored(told, roadmap_id)["2"].id, proof=PROOF)
    refused = told.run(undo_import, import_id=draft)
    assert isinstance(refused, Refused)
    assert needs(refused) == ["evidence"]


def test_a_file_that_says_the_same_is_said_to_change_nothing(database: Database) -> None:
    told = story(database)
    made = imported(told, school_year())
    draft = started(told, school_year(), name="b", into=made.roadmap_id)
    refused = told.run(accept_import, import_id=draft)
    assert isinstance(refused, Refused)
    assert needs(refused) == ["changes"]


def test_what_people_decided_since_stays_where_the_file_says_the_same(database: Database) -> None:
    told = story(database)
    made = imported(told, school_year(ORDER, FORMS, PARENTS))
    live = stored(told, made.roadmap_id)
    told.done(assign_item, item_id=live["2"].id, person_id=told.cast.curator.id)
    told.done(reschedule_item, item_id=live["1"].id, to_day=date(2025, 9, 26), reason="Карантин")
    corrected = (ORDER, replace(FORMS, result=row("", "", result="Анкеты всех").result), PARENTS)
    told.done(accept_import, import_id=started(told, school_year(*corrected), name="b", into=made.roadmap_id))
    after = stored(told, made.roadmap_id)
    assert (after["2"].responsible_id, after["2"].result) == (told.cast.curator.id, "Анкеты всех")
    assert owed(told, live["1"].id) == [("2025-09-26", "open", 2)]


def test_a_corrected_deadline_wins_over_a_day_moved_by_hand(database: Database) -> None:
    told = story(database)
    made = imported(told, school_year(ORDER, FORMS, PARENTS))
    live = stored(told, made.roadmap_id)
    told.done(reschedule_item, item_id=live["2"].id, to_day=date(2025, 10, 17), reason="Карантин")
    draft = started(told, school_year(*CORRECTED), name="b", into=made.roadmap_id)
    told.done(accept_import, import_id=draft)
    assert owed(told, live["2"].id) == [("2025-10-25", "open", 3)]
    told.done(undo_import, import_id=draft)
    assert owed(told, live["2"].id) == [("2025-10-17", "open", 4)]
    reasons = select(postponements.c.reason).order_by(postponements.c.id)
    assert told.read(lambda tx: tx.execute(reasons).scalars().all()) == [
        "Карантин",
        "срок исправлен по файлу",
        "загрузка дорожной карты отменена",
    ]


def test_questions_follow_the_corrected_file(database: Database) -> None:
    told = story(database)
    made = imported(told, school_year())
    undated = stored(told, made.roadmap_id)["3"].id
    assert {kind for kind, _ in open_tasks(told)} == {"assign", "set-date"}
    base = school_year()
    known = row("3", "Провести встречу с родителями", "до 15 мая", section="II")
    corrected = replace(base, items=(*base.items[:2], known, row("4", "Подвести итоги", "", section="II")))
    draft = started(told, corrected, name="b", into=made.roadmap_id)
    told.done(accept_import, import_id=draft)
    added = stored(told, made.roadmap_id)["4"].id
    assert open_tasks(told) == [("set-date", added)]
    told.done(undo_import, import_id=draft)
    assert sorted(open_tasks(told)) == [("assign", undated), ("set-date", undated)]


def test_nobody_is_reminded_of_a_row_that_is_gone(database: Database) -> None:
    told, roadmap_id, draft = live_and_corrected(database)
    gone = stored(told, roadmap_id)["3"].id
    told.done(accept_import, import_id=draft)
    waiting = select(func.count()).select_from(reminders).where(reminders.c.state == "waiting")
    assert told.read(lambda tx: tx.execute(waiting).scalar()) == 0
    assert gone not in {one.facts.id for one in told.read(lambda tx: roadmaps.live_items(tx, roadmap_id))}
