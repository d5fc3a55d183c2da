"""The board as its readers see it: columns, filters, table, file, figures above the school, and who sees names."""

import io
import re
from collections.abc import Iterator
from datetime import timedelta

import openpyxl
import pytest

from storage.database import Database
from tests.support.crawling import seen
from tests.support.pair_life import MONDAY, Story, story
from tests.support.site import Site, served


@pytest.fixture
def told(database: Database) -> Story:
    """Two pairs: one late in its first stage, one at work; ten days after the first of September."""
    made = story(database)
    made.form()
    made.form(mentor_id=made.newcomer("Орлова Нина Игоревна").id, mentee_ids=[made.newcomer("Жуков Пётр Ильич").id])
    made.walk_to("work")
    return made.on(MONDAY + timedelta(days=10), 12)


@pytest.fixture
def site(told: Story) -> Iterator[Site]:
    with served(told.database, at=told.at) as running:
        yield running


def words(text: str) -> str:
    return re.sub(r"\s+", " ", " ".join(seen(text).words))


def test_a_curator_sees_his_pairs_by_stage(told: Story, site: Site) -> None:
    page = site.browser(told.cast.curator.id).get("/pairs")
    assert page.status_code == 200
    said = words(page.text)
    assert "Иванова М. П." in said
    assert "и Жуков П. И." in said
    assert "\N{MINUS SIGN}3 раб. дня" in said
    assert "Не зарегистрирован приказ о закреплении пары" in said
    assert "Все 2" in said
    assert "Требуют внимания 1" in said


def test_filters_search_and_the_table(told: Story, site: Site) -> None:
    curator = site.browser(told.cast.curator.id)
    assert "Жуков" not in words(curator.get("/pairs?show=attention").text)
    assert "Иванова М. П." not in words(curator.post("/pairs/search", {"q": "жуков"}).text)
    assert "По этому отбору пар нет." in words(curator.get("/pairs?show=ready").text)
    table = words(curator.get("/pairs?view=table&sort=-number").text)
    assert table.index("Орлова") < table.index("Иванова М.")
    turned = words(curator.get("/pairs?view=table&sort=number").text)
    assert turned.index("Иванова М.") < turned.index("Орлова")
    assert curator.get("/pairs?view=table&sort=nonsense&programme=x&stage=y").status_code == 200


def test_the_file_has_the_rows_of_the_filter(told: Story, site: Site) -> None:
    answer = site.browser(told.cast.curator.id).get("/pairs/xlsx?show=attention")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert [row[:3] for row in rows] == [
        ["№", "Наставник", "Наставляемые"],
        [1, told.cast.mentor.name, told.cast.mentee.name],
    ]


def test_a_school_without_pairs_is_told_the_next_step(told: Story, site: Site) -> None:
    page = site.browser(told.cast.outsider.id).get("/pairs")
    assert "Пар пока нет. Соедините наставника и наставляемого" in words(page.text)
    assert 'href="/pairs/new"' in page.text


def test_above_the_school_there_are_figures_and_no_names(told: Story, site: Site) -> None:
    administrator = site.browser(told.cast.administrator.id)
    said = words(administrator.get("/pairs").text)
    assert "Школа № 5" in said
    assert "Школа № 7" in said
    for address in (
        f"/pairs?org={told.cast.school.path}",
        f"/pairs?org={told.cast.school.path}&view=table",
        f"/pairs/{told.pair_id}",
    ):
        page = administrator.get(address)
        assert page.status_code == 200, address
        assert "Работа по плану" in words(page.text), address
        for name in ("Иванова", "Смирнов", "Орлова", "Жуков", "Белова"):
            assert name not in page.text, address
    content = administrator.get(f"/pairs/xlsx?org={told.cast.school.path}").content
    text = repr([[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content)).active or ()])
    assert "Орлова" not in text


def test_a_foreign_organisation_is_no_page(told: Story, site: Site) -> None:
    outsider = site.browser(told.cast.outsider.id)
    assert outsider.get(f"/pairs?org={told.cast.school.path}").status_code == 404
    assert outsider.get(f"/pairs/{told.pair_id}").status_code == 404


def test_english(told: Story, site: Site) -> None:
    curator = site.browser(told.cast.curator.id)
    curator.post("/language", {"language": "en"})
    said = words(curator.get("/pairs").text)
    assert "Pairs by stage" in said
    assert "The order that assigns the pair is not registered" in said
    assert "What the next" not in said
    assert "Needed to move on to" in words(curator.get(f"/pairs/{told.pair_id}").text)
