"""Overdue over the tree: what is counted where, whose day decides, what each filter shows, what a row says."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from storage import organisations
from storage.database import Database
from storage.overdue_tree import SHOWS, Show
from storage.tables.roadmaps import Item, Roadmap
from tests.support import rows
from tests.support.statements import counted
from workflows.show_overdue import Branch, LateLine, LatePage, Note, OverdueFigures, overdue_figures, overdue_page

WEDNESDAY = date(2025, 9, 24)
NOON = datetime(2025, 9, 24, 9, tzinfo=UTC)  # in Kirov


def tree(tx: Connection) -> dict[str, int]:
    """region > town > two schools; the region's other school lies in Kamchatka."""
    region = rows.organisation(tx, "region", kind="region")
    town = rows.organisation(tx, "region/town", kind="municipality", parent_id=region)
    return {
        "region": region,
        "town": town,
        "first": rows.organisation(tx, "region/town/first", parent_id=town),
        "second": rows.organisation(tx, "region/town/second", parent_id=town),
        "far": rows.organisation(tx, "region/far", parent_id=region, timezone="Asia/Kamchatka"),
    }


def owe(tx: Connection, place: int, name: str, due_on: date | None, **more: object) -> int:
    return rows.obligation(tx, place, occurrence=f"{place}-{name}", title=name, due_on=due_on, **more)


def figures(database: Database, path: str, at: datetime = NOON) -> OverdueFigures:
    with database.read() as tx:
        place = organisations.by_path(tx, path)
        assert place is not None
        return overdue_figures(tx, place, at=at)


def page(
    database: Database,
    path: str,
    *,
    show: Show = "all",
    most: int = 50,
    own: str = "",
    at: datetime = NOON,
    after: tuple[date, int] | None = None,
) -> LatePage:
    with database.read() as tx:
        place = organisations.by_path(tx, path)
        assert place is not None
        return overdue_page(tx, place, show=show, most=most, named=lambda where: where == own, at=at, after=after)


def line(database: Database) -> LateLine:
    [found] = page(database, "region").lines
    return found


def test_figures_count_what_lies_below(database: Database) -> None:
    with database.write() as tx:
        ids = tree(tx)
        owe(tx, ids["first"], "old", WEDNESDAY - timedelta(days=9))
        owe(tx, ids["first"], "today", WEDNESDAY)
        owe(tx, ids["first"], "in a week", WEDNESDAY + timedelta(days=7))
        owe(tx, ids["second"], "yesterday", WEDNESDAY - timedelta(days=1))
        owe(tx, ids["second"], "done", WEDNESDAY - timedelta(days=9), status="done")
        owe(tx, ids["second"], "gone", WEDNESDAY - timedelta(days=9), status="cancelled")
        owe(tx, ids["second"], "a look", WEDNESDAY - timedelta(days=9), ladder="review")
        owe(tx, ids["town"], "dateless", None, status="needs_date")
    found = figures(database, "region")
    assert (found.late, found.places, found.late_days, found.soon, found.done, found.total, found.schools) == (
        2,
        2,
        7,
        1,
        1,
        6,
        3,
    )
    assert [(one.path, one.late, one.total) for one in found.branches] == [("region/town", 2, 6), ("region/far", 0, 0)]
    assert figures(database, "region/town").branches == (
        Branch(ids["first"], "region/town/first", "first", "school", late=1, soon=1, total=3, oldest=date(2025, 9, 15)),
        Branch(ids["second"], "region/town/second", "second", "school", 1, 0, 1, 2, oldest=date(2025, 9, 23)),
        Branch(ids["town"], "region/town", "town", "municipality", total=1, own=True),
    )
    assert [(one.title, one.organisations, one.late) for one in found.titles] == [("old", 1, 1), ("yesterday", 1, 1)]


def test_every_organisation_has_its_own_day(database: Database) -> None:
    with database.write() as tx:
        ids = tree(tx)
        owe(tx, ids["first"], "here", WEDNESDAY)
        owe(tx, ids["far"], "there", WEDNESDAY)
    evening = datetime(2025, 9, 24, 15, tzinfo=UTC)  # 18:00 in Kirov, 03:00 of Thursday in Kamchatka
    assert [one.title for one in page(database, "region", at=evening).lines] == ["there"]
    assert (figures(database, "region", evening).late, figures(database, "region", evening).soon) == (1, 1)
    assert [one.title for one in page(database, "region", at=evening + timedelta(hours=7)).lines] == ["here", "there"]


def test_pages_follow_one_another_by_day_and_number(database: Database) -> None:
    with database.write() as tx:
        ids = tree(tx)
        for number in range(5):
            owe(tx, ids["first" if number % 2 else "second"], str(number), WEDNESDAY - timedelta(days=3 - number // 2))
    first = page(database, "region", most=2)
    second = page(database, "region", most=2, after=first.following)
    third = page(database, "region", most=2, after=second.following)
    shown = [[one.title for one in each.lines] for each in (first, second, third)]
    assert shown == [["0", "1"], ["2", "3"], ["4"]]
    assert third.following is None


def test_filters(database: Database) -> None:
    late = WEDNESDAY - timedelta(days=2)
    with database.write() as tx:
        ids = tree(tx)
        place = ids["first"]
        pair = rows.pair(tx, place, number=17)
        live: dict[str, Any] = {"organisation_id": place, "title": "К", "past": "open"}
        row: dict[str, Any] = {"organisation_id": place, "number": "1.4", "key": "a", "document_kind": "order"}
        item = rows.add(tx, Item(roadmap_id=rows.add(tx, Roadmap(**live)), **row))
        owe(tx, place, "pair", late, pair_id=pair, responsible_role="mentor")
        owe(tx, place, "order", late, item_id=item, responsible_role="head")
        owe(tx, place, "nobody", late)
        unread = owe(tx, place, "unread", late, responsible_role="curator")
        reader = rows.person(tx, place)
        letter = rows.letter(tx, place, reader, state="failed", next_attempt_at=None)
        rows.reminder(tx, unread, place, reader, letter_id=letter, state="lettered")
    expected = {
        "all": ["pair", "order", "nobody", "unread"],
        "pairs": ["pair"],
        "orders": ["order"],
        "undelivered": ["unread"],
        "nobody": ["nobody"],
    }
    assert {show: [one.title for one in page(database, "region", show=show).lines] for show in SHOWS} == expected
    assert figures(database, "region").kinds == {show: len(titles) for show, titles in expected.items()}


def test_people_are_named_only_in_their_own_school(database: Database) -> None:
    with database.write() as tx:
        ids = tree(tx)
        mentor = rows.person(tx, ids["first"], "Иванова Мария Петровна")
        pair = rows.pair(tx, ids["first"], number=17, members=(mentor,))
        owe(tx, ids["first"], "plan", WEDNESDAY - timedelta(days=2), pair_id=pair, responsible_role="mentee")
        owe(tx, ids["first"], "row", WEDNESDAY - timedelta(days=1), responsible_id=mentor)
    above = page(database, "region").lines
    assert [(one.pair_number, one.pair, one.holder.ru) for one in above] == [
        (17, "", "наставляемый"),
        (None, "", "назначенный сотрудник"),
    ]
    inside = page(database, "region/town/first", own="region/town/first").lines
    assert [one.pair for one in inside] == ["Иванова М. П.", ""]


@pytest.mark.parametrize(
    ("state", "audience", "expected"),
    [
        ("sent", "responsible", Note("reminded", date(2025, 9, 22), "responsible", 1)),
        ("sent", "head", Note("escalated", date(2025, 9, 22), "head", 1)),
        ("failed", "responsible", Note("undelivered", date(2025, 9, 22), "responsible", 1)),
        ("queued", "curator", Note("queued", None, "curator", 1)),
        ("cancelled", "responsible", Note("ahead", date(2025, 9, 25))),
    ],
)
def test_a_row_says_what_went_about_it(database: Database, state: str, audience: str, expected: Note) -> None:
    monday = datetime(2025, 9, 22, 6, tzinfo=UTC)
    with database.write() as tx:
        ids = tree(tx)
        owed = owe(tx, ids["first"], "row", date(2025, 9, 22), responsible_role="curator")
        reader = rows.person(tx, ids["first"])
        sent: dict[str, Any] = {"sent_at": monday} if state == "sent" else {}
        letter = rows.letter(tx, ids["first"], reader, state=state, **sent)
        told: dict[str, Any] = {"letter_id": letter, "state": "lettered", "due_at": monday, "audience": audience}
        rows.reminder(tx, owed, ids["first"], reader, **told)
    assert line(database).note == expected


def test_the_last_letter_decides(database: Database) -> None:
    monday = datetime(2025, 9, 22, 6, tzinfo=UTC)
    with database.write() as tx:
        ids = tree(tx)
        owed = owe(tx, ids["first"], "row", date(2025, 9, 19), responsible_role="curator")
        reader = rows.person(tx, ids["first"])
        failed = rows.letter(tx, ids["first"], reader, key="one", state="failed")
        came = rows.letter(tx, ids["first"], reader, key="two", state="sent", sent_at=monday)
        rows.reminder(tx, owed, ids["first"], reader, rung=0, letter_id=failed, state="lettered")
        due_at = rows.MORNING + timedelta(days=1)
        rows.reminder(tx, owed, ids["first"], reader, rung=1, letter_id=came, state="lettered", due_at=due_at)
    assert line(database).note == Note("reminded", date(2025, 9, 22), "responsible", came)


def test_the_statements_do_not_grow_with_the_rows(sqlite_database: Database) -> None:
    def statements(path: str) -> int:
        with sqlite_database.read() as tx:
            place = organisations.by_path(tx, path)
            assert place is not None
            with counted(tx) as seen:
                overdue_figures(tx, place, at=NOON)
                overdue_page(tx, place, most=50, named=lambda _: True, at=NOON)
            return len(seen)

    with sqlite_database.write() as tx:
        ids = tree(tx)
        pair = rows.pair(tx, ids["first"], members=(rows.person(tx, ids["first"]),))
        owe(tx, ids["first"], "one", WEDNESDAY - timedelta(days=2), pair_id=pair, responsible_role="mentee")
    few = statements("region")
    with sqlite_database.write() as tx:
        for number in range(40):
            school = rows.organisation(tx, f"region/town/s{number}", parent_id=ids["town"])
            pair = rows.pair(tx, school, members=(rows.person(tx, school),))
            owe(tx, school, "more", WEDNESDAY - timedelta(days=2), pair_id=pair, responsible_role="mentee")
    assert statements("region") == few
