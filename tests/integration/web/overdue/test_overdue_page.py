"""The overdue page: from the top of the tree to the row, who is named, who is reminded, the file."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime

import openpyxl
import pytest
from sqlalchemy import func, select

from engine.actors import By
from storage.database import Database
from storage.tables.letters import letters
from storage.tables.obligations import reminders
from tests.support import rows
from tests.support.cast import District, district
from tests.support.crawling import seen
from tests.support.site import Site, served
from workflows.apply_roadmap import apply_roadmap

AT = datetime(2025, 9, 26, 9, tzinfo=UTC)  # Friday noon in Kirov
LATE = date(2025, 9, 1)
World = tuple[Site, District, dict[str, int]]
HOSTILE = '=1+1 <script>alert("1")</script>'


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[World]:
    with sqlite_database.write() as tx:
        cast = district(tx)
        school = cast.school.id
        pair = rows.pair(tx, school, number=17, members=(cast.mentee.id,))
        owed = {
            "row": rows.obligation(
                tx, school, occurrence="a", title=HOSTILE, due_on=LATE, responsible_id=cast.director.id
            ),
            "plan": rows.obligation(
                tx,
                school,
                occurrence="b",
                title="План пары",
                due_on=date(2025, 9, 15),
                pair_id=pair,
                responsible_role="mentee",
            ),
            "other": rows.obligation(tx, cast.other_school.id, occurrence="c", title="Чужое", due_on=date(2025, 9, 22)),
        }
    with served(sqlite_database, at=AT) as site:
        yield site, cast, owed


def queued(site: Site) -> int:
    with site.parts.database.read() as tx:
        return tx.scalars(select(func.count()).where(letters.c.state == "queued")).one()


def test_the_most_overdue_item_is_three_clicks_from_the_first_page(
    world: World,
) -> None:
    site, cast, _ = world
    administrator = site.browser(cast.administrator.id)
    assert "/overdue" in seen(administrator.get("/").text).links
    page = administrator.get("/overdue").text
    assert f"/overdue?org={cast.school.path}" in seen(page).links
    school = administrator.get(f"/overdue?org={cast.school.path}").text
    assert school.index("alert(") < school.index("План пары")


def test_from_above_pairs_are_numbers_and_holders_are_roles(world: World) -> None:
    site, cast, _ = world
    above = site.browser(cast.administrator.id).get("/overdue").text
    inside = site.browser(cast.curator.id).get("/overdue").text
    assert "Чужое" in above
    assert "Чужое" not in inside
    for words in ("Громов", "Смирнов"):
        assert words not in above
        assert words in inside
    assert "наставляемый" in above


def test_a_foreign_school_is_a_missing_page(world: World) -> None:
    site, cast, _ = world
    curator = site.browser(cast.curator.id)
    nowhere = curator.get("/overdue?org=nowhere")
    foreign = curator.get(f"/overdue?org={cast.other_school.path}")
    assert (foreign.status_code, foreign.content) == (404, nowhere.content)
    assert curator.get(f"/overdue/xlsx?org={cast.other_school.path}").status_code == 404
    answer = curator.post("/overdue/remind", {"org": cast.other_school.path})
    assert (answer.status_code, queued(site)) == (404, 0)


def test_one_row_is_reminded_and_taken_back(world: World) -> None:
    site, cast, owed = world
    curator = site.browser(cast.curator.id)
    told = curator.post("/overdue/remind-some", {"org": cast.school.path, "only": str(owed["row"])})
    assert told.url.path == "/overdue"
    assert "Письмо с напоминанием поставлено в очередь" in told.text
    assert queued(site) == 1
    with site.parts.database.read() as tx:
        [letter_id] = tx.scalars(select(reminders.c.letter_id).where(reminders.c.obligation_id == owed["row"]))
    assert ("post", f"/letters/{letter_id}/cancel") in seen(told.text).forms
    assert "Письмо отменено" in curator.post(f"/letters/{letter_id}/cancel").text
    assert queued(site) == 0


def test_reminded_twice_a_day_is_refused_with_its_reason(world: World) -> None:
    site, cast, owed = world
    curator = site.browser(cast.curator.id)
    told = {"org": cast.school.path, "only": str(owed["row"])}
    curator.post("/overdue/remind-some", told)
    answer = curator.post("/overdue/remind-some", told)
    assert (answer.status_code, queued(site)) == (409, 1)
    assert "уже напоминали" in answer.text


def test_ticked_rows_are_reminded_together(world: World) -> None:
    site, cast, owed = world
    curator = site.browser(cast.curator.id)
    chosen = [str(owed["row"]), str(owed["plan"]), str(owed["other"])]
    answer = curator.post("/overdue/remind-some", {"org": cast.school.path, "chosen": chosen})
    assert "В очереди" in answer.text
    with site.parts.database.read() as tx:
        about = set(tx.scalars(select(reminders.c.obligation_id)))
    assert about == {owed["row"], owed["plan"]}
    nothing = curator.post("/overdue/remind-some", {"org": cast.school.path})
    assert (nothing.status_code, "Отметьте хотя бы один пункт" in nothing.text) == (422, True)


def test_everybody_is_reminded_after_a_look(world: World) -> None:
    site, cast, _ = world
    administrator = site.browser(cast.administrator.id)
    look = administrator.get("/overdue/remind").text
    assert "2\N{NO-BREAK SPACE}письма" in look
    assert f"/overdue?org={cast.school.path}" in seen(look).links
    assert "некому напоминать" in look
    assert queued(site) == 0
    done = administrator.post("/overdue/remind", {"org": cast.municipality.path})
    assert (done.url.path, queued(site)) == ("/overdue", 2)


def test_the_file_holds_the_same_rows_and_no_live_formula(world: World) -> None:
    site, cast, _ = world
    answer = site.browser(cast.curator.id).get("/overdue/xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    titles = [sheet.cell(row, 2) for row in (2, 3)]
    assert [(cell.value, cell.data_type) for cell in titles] == [(HOSTILE, "s"), ("План пары", "s")]
    assert sheet.cell(2, 9).value == 19  # working days late
    assert "<script>alert" not in site.browser(cast.curator.id).get("/overdue").text


def test_filters_and_pages_that_make_no_sense_show_the_first_page(
    world: World,
) -> None:
    site, cast, _ = world
    curator = site.browser(cast.curator.id)
    for query in ("show=nonsense", "after=2025-99-99.1", "after=2025-09-01.99999999999999999999", "after=x"):
        assert "План пары" in curator.get(f"/overdue?{query}").text
    assert "План пары" not in curator.get("/overdue?show=orders").text


def test_nothing_overdue_says_what_comes_next(sqlite_database: Database) -> None:
    with sqlite_database.write() as tx:
        cast = district(tx)
    with served(sqlite_database, at=AT) as site:
        page = site.browser(cast.curator.id).get("/overdue").text
    assert "Сроков пока нет" in page


def test_the_timeline_of_the_schools_below_stands_beside_the_list(world: World) -> None:
    site, cast, _ = world
    administrator = site.browser(cast.administrator.id)
    with site.parts.database.write() as tx:
        apply_roadmap(tx, by=By(at=AT), organisation_id=cast.school.id, template_key="s1-teachers-2025")
    assert "/overdue/timeline?org=" in administrator.get("/overdue").text
    page = administrator.get("/overdue/timeline").text
    assert 'class="gantt"' in page
    assert "1\u00a0организация" in page
    assert site.browser(cast.director.id).get("/overdue/timeline").text.count("<rect") > 5
