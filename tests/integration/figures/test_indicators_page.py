"""The page of figures: a school's own, entering a number, what a figure is made of, the table from above."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from io import BytesIO
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # ships no types
from sqlalchemy import select

from storage.database import Database
from storage.tables.roadmaps import items
from tests.support.cast import consent, player
from tests.support.pair_life import Story, story
from tests.support.site import Site, served
from workflows.apply_roadmap import apply_roadmap
from workflows.rows_behind import MOST
from workflows.withdraw_consent import withdraw_consent


@pytest.fixture
def told(sqlite_database: Database) -> Story:
    made = story(sqlite_database)
    for key in ("s1-teachers-2025", "s0-school-2020"):
        made.done(apply_roadmap, organisation_id=made.cast.school.id, template_key=key, past="not-ours")
    made.form()
    return made


@pytest.fixture
def site(told: Story) -> Iterator[Site]:
    with served(told.database, at=told.at) as made:
        yield made


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)).replace("\N{NO-BREAK SPACE}", " ")


def test_a_curator_sees_series_thresholds_and_what_is_lacking(told: Story, site: Site) -> None:
    page = site.browser(told.cast.curator.id).get("/indicators")
    assert page.status_code == 200
    words = plain(page.text)
    assert "Доля детей 10–19 лет в роли наставляемых" in words
    assert "Согласия участников" in words
    assert "2 из 2" in words
    assert page.text.count('class="trajectory"') == 4
    assert "style=" not in page.text


def test_a_number_entered_in_place_is_counted_at_once(told: Story, site: Site) -> None:
    browser = site.browser(told.cast.curator.id)
    path = told.cast.school.path
    sent = {"org": path, "what": "children", "year": "2024", "value": "40", "source": "Письмо района"}
    page = browser.post("/indicators/enter", sent)
    assert page.url.path == "/indicators"
    words = plain(page.text)
    assert "0 из 40" in words
    assert "Письмо района" in words
    assert "не хватает" not in words.partition("Пороги пунктов")[0] or "28" in words  # 70 % of 40


def test_a_number_without_a_source_is_asked_for_again(told: Story, site: Site) -> None:
    sent = {"org": told.cast.school.path, "what": "children", "year": "2024", "value": "40", "source": ""}
    page = site.browser(told.cast.curator.id).post("/indicators/enter", sent)
    assert page.status_code == 422
    assert 'role="alert"' in page.text


def test_what_a_series_counts_is_confirmed(told: Story, site: Site) -> None:
    browser = site.browser(told.cast.curator.id)
    before = browser.get("/indicators").text
    [series, *_] = re.findall(r'name="series" value="(\d+)"', before)
    sent = {
        "org": told.cast.school.path,
        "series": series,
        "numerator": "people(kind=pupil, role=mentee, from_age=10, to_age=19)",
        "denominator": "people(kind=pupil)",
    }
    after = browser.post("/indicators/link", sent)
    assert after.text.count("Так поняты слова источника") == before.count("Так поняты слова источника") - 1
    wrong = browser.post("/indicators/link", sent | {"denominator": "everybody()"})
    assert wrong.status_code == 422


def test_the_rows_behind_a_number_name_people_inside_only(told: Story, site: Site) -> None:
    item = re.search(
        r"figure=(item%3A\d+)&amp;measure=consents", site.browser(told.cast.curator.id).get("/indicators").text
    )
    assert item is not None
    path = f"/indicators/rows?org={told.cast.school.path}&figure={item[1]}&measure=consents"
    assert "Иванова Мария Петровна" in site.browser(told.cast.curator.id).get(path).text
    above = site.browser(told.cast.administrator.id).get(path)
    assert above.status_code == 200
    assert "Иванова" not in above.text
    assert site.browser(told.cast.outsider.id).get(path).status_code == 404


@pytest.mark.parametrize("from_page", ["/indicators", "/roadmap/items/{item}"])
def test_a_number_of_things_leads_to_them(told: Story, site: Site, from_page: str) -> None:
    curator, item = site.browser(told.cast.curator.id), row_id(told, "21")
    curator.post("/indicators/enter", {"org": told.cast.school.path, "item": str(item), "link": "https://vk.test/one"})
    page = curator.get(from_page.format(item=item))
    assert "https://vk.test/one" in curator.get(behind(page.text, item, "publications")).text


def test_a_number_entered_leads_to_where_it_is_from(told: Story, site: Site) -> None:
    curator, item = site.browser(told.cast.curator.id), row_id(told, "26")
    sent = {"org": told.cast.school.path, "item": str(item), "what": "representatives", "year": "2025", "value": "2"}
    page = curator.post("/indicators/enter", sent | {"source": "Отчёт о форуме"})
    assert "Отчёт о форуме: 2" in plain(curator.get(behind(page.text, item, "representatives")).text)


def test_a_long_list_says_how_many_there_are(told: Story, site: Site) -> None:
    curator, item = site.browser(told.cast.curator.id), row_id(told, "6")
    url = f"/indicators/rows?org={told.cast.school.path}&figure=item:{item}&measure=consents"
    with told.database.write() as tx:
        made = [
            player(tx, told.cast.school, f"Рябов Ян {number}", f"r{number}", role="mentee") for number in range(MOST)
        ]
        for one in made[:-2]:
            consent(tx, one, "personal-data")
    assert "показаны первые" not in plain(curator.get(url).text)  # two and 198 signed, two did not
    with told.database.write() as tx:
        consent(tx, made[-1], "personal-data")
    assert "показаны первые 200 из 201" in plain(curator.get(url).text)


def behind(page: str, item: int, measure: str) -> str:
    """Where the number of this row and measure leads on the page."""
    links = [unescape(one) for one in re.findall(r'href="(/indicators/rows[^"]+)"', page)]
    [found] = [
        one
        for one in links
        if {f"figure=item:{item}", f"measure={measure}"} <= set(unquote(one).partition("?")[2].split("&"))
    ]
    return found


def test_links_behind_a_number_stay_in_the_school(told: Story, site: Site) -> None:
    curator, above = (site.browser(one.id) for one in (told.cast.curator, told.cast.administrator))
    path, item = told.cast.school.path, str(row_id(told, "21"))
    curator.post("/indicators/enter", {"org": path, "item": item, "link": "https://vk.test/petrova"})
    url = f"/indicators/rows?org={path}&figure=item:{item}&measure=publications"
    assert "vk.test/petrova" in curator.get(url).text
    seen = above.get(url)
    assert seen.status_code == 200
    assert "vk.test/petrova" not in seen.text
    assert "подтверждение" in plain(seen.text)


def test_from_above_schools_are_compared_and_small_numbers_hidden(told: Story, site: Site) -> None:
    page = site.browser(told.cast.administrator.id).get("/indicators")
    words = plain(page.text)
    assert "Школа № 5" in words
    assert "Школа № 7" in words
    assert "менее 5" in words
    assert "2 из 2" not in words
    assert f"/indicators?org={told.cast.school.path.replace('/', '%2F')}" in page.text or "data-walk" in page.text


def test_the_file_has_the_same_figures(told: Story, site: Site) -> None:
    answer = site.browser(told.cast.administrator.id).get(f"/indicators/xlsx?org={told.cast.school.path}")
    book = load_workbook(BytesIO(answer.content))
    rows = [[cell.value for cell in row] for row in book.worksheets[1].iter_rows()]
    consents = next(row for row in rows if row[1] == "Согласия участников")
    assert consents[2:5] == [2, 2, 100]


def test_nothing_to_measure_says_the_next_step(told: Story, site: Site) -> None:
    page = site.browser(told.cast.outsider.id).get("/indicators")
    assert "/roadmap/new" in page.text


def test_english(told: Story, site: Site) -> None:
    browser = site.browser(told.cast.curator.id)
    browser.post("/language", {"language": "en"})
    page = browser.get("/indicators")
    assert page.status_code == 200
    assert "Consents of participants" in plain(page.text) or "Согласия участников" in plain(page.text)


def test_an_observer_enters_nothing(told: Story, site: Site) -> None:
    sent = {"org": told.cast.school.path, "what": "children", "year": "2024", "value": "40", "source": "Письмо"}
    assert site.browser(told.cast.mentor.id).post("/indicators/enter", sent).status_code == 404


def test_the_page_of_a_row_shows_its_figure_and_what_lacks(told: Story, site: Site) -> None:
    browser = site.browser(told.cast.curator.id)
    number = row_id(told, "11")
    page = browser.get(f"/roadmap/items/{number}")
    words = plain(page.text)
    assert "Явка на встречи" in words
    assert "0 из 2" in words
    assert "не хватает 2" in words
    assert "Иванова Мария Петровна" in words.partition("Чего не хватает")[2]
    above = site.browser(told.cast.administrator.id).get(f"/roadmap/items/{number}")
    assert "0 из 2" in plain(above.text)
    assert "Иванова" not in above.text


def test_a_publication_is_given_on_the_page_of_its_row(told: Story, site: Site) -> None:
    browser = site.browser(told.cast.curator.id)
    number = row_id(told, "21")
    sent = {"org": told.cast.school.path, "item": str(number), "from": "item", "link": "https://vk.test/1"}
    page = browser.post("/indicators/enter", sent)
    assert page.url.path == f"/roadmap/items/{number}"
    assert "не хватает 2" in plain(page.text)
    assert "https://vk.test/1" in page.text


def test_a_row_is_done_with_a_reason(told: Story, site: Site) -> None:
    browser = site.browser(told.cast.curator.id)
    number = row_id(told, "18")
    empty = browser.post(f"/roadmap/items/{number}/complete", {"proof": "reason", "why": ""})
    assert empty.status_code == 422
    page = browser.post(f"/roadmap/items/{number}/complete", {"proof": "reason", "why": "Учёт ведёт район"})
    assert page.url.path == f"/roadmap/items/{number}"
    assert "без документа: Учёт ведёт район" in plain(page.text)


def test_a_row_whose_figure_fell_says_why_it_is_open(told: Story, site: Site) -> None:
    browser = site.browser(told.cast.curator.id)
    browser.post("/indicators/compute", {"org": told.cast.school.path})
    told.done(withdraw_consent, person_id=told.cast.mentee.id, kind="personal-data")
    told.day += timedelta(days=1)
    site.turn(told.at)
    page = browser.post("/indicators/compute", {"org": told.cast.school.path})
    assert page.status_code == 200
    words = plain(browser.get(f"/roadmap/items/{row_id(told, '6')}").text)
    assert "показатель снизился: 50 % < 100 %: 1 из 2" in words.replace("&lt;", "<")


def row_id(told: Story, number: str) -> int:
    found = select(items.c.id).where(items.c.number == number, items.c.organisation_id == told.cast.school.id)
    return int(told.read(lambda tx: tx.execute(found).scalars().first()) or 0)


def test_today_says_why_a_row_is_open_again(told: Story, site: Site) -> None:
    browser = site.browser(told.cast.curator.id)
    browser.post("/indicators/compute", {"org": told.cast.school.path})
    told.done(withdraw_consent, person_id=told.cast.mentee.id, kind="personal-data")
    told.day += timedelta(days=19)
    site.turn(told.at)
    browser.post("/indicators/compute", {"org": told.cast.school.path})
    assert "показатель снизился" in plain(browser.get("/").text)
