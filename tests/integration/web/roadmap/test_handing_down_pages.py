"""The pages of roadmaps handed down: offered, taken, seen from above, collected, changed; without any script."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook  # type: ignore[import-untyped]  # ships no types

from storage import roadmaps
from storage.database import Database
from tests.support.cascade import Cascade, cascade
from tests.support.site import Browser, Site, served
from workflows.adopt_roadmap import adopt_roadmap
from workflows.assign_item import assign_item
from workflows.complete_item import Proof, complete_item
from workflows.publish_roadmap import publish_roadmap
from workflows.register_paper import register_paper
from workflows.reschedule_item import reschedule_item


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[tuple[Site, Cascade]]:
    told = cascade(sqlite_database)
    with served(sqlite_database, at=told.at) as site:
        yield site, told


def test_handed_down_by_the_district_and_taken_by_a_school(world: tuple[Site, Cascade]) -> None:
    site, told = world
    above, school = site.browser(told.cast.administrator.id), site.browser(told.cast.curator.id)
    form = above.get(f"/roadmap/{told.upper}/publish")
    assert form.status_code == 200
    rows = re.findall(r'name="row" value="(\d+)"', form.text)
    assert len(rows) == 14
    done = above.post(f"/roadmap/{told.upper}/publish", {"whom": "schools", "row": rows})
    assert "Предложено организациям: 3" in done.text
    assert "ответили 0 из 3" in done.text
    offer = told.offer_to(told.cast.school)
    for page in ("/", "/roadmap", "/publications"):
        assert f"/publications/{offer}" in school.get(page).text, page
    shown = school.get(f"/publications/{offer}").text
    assert "Утвердить муниципальную дорожную карту" in shown
    first, last = told.upper_item("1.1"), told.upper_item("3.6")
    taken = school.post(
        f"/publications/{offer}/adopt",
        {
            "take": [str(first), str(last)],
            f"deadline_{first}": "15 апреля 2022",
            f"person_{last}": str(told.cast.director.id),
        },
    )
    assert "Принято пунктов: 2, не взято: 12" in taken.text
    assert "15 апреля 2022" in taken.text
    assert "ответили 1 из 3" in above.get(f"/roadmap/{told.upper}/below").text


def test_a_deadline_nobody_understands_keeps_the_input(world: tuple[Site, Cascade]) -> None:
    site, told = world
    told.does(told.cast.administrator, publish_roadmap, roadmap_id=told.upper)
    offer, first = told.offer_to(told.cast.school), told.upper_item("1.1")
    school = site.browser(told.cast.curator.id)
    wrong = school.post(f"/publications/{offer}/adopt", {"take": [str(first)], f"deadline_{first}": "абракадабра"})
    assert wrong.status_code == 422
    assert "абракадабра" in wrong.text
    assert f'href="#f-deadline_{first}"' in wrong.text


def test_declined_and_undone(world: tuple[Site, Cascade]) -> None:
    site, told = world
    told.does(told.cast.administrator, publish_roadmap, roadmap_id=told.upper)
    offer = told.offer_to(told.cast.school)
    school = site.browser(told.cast.curator.id)
    page = school.post(f"/publications/{offer}/decline", {"why": "nobody", "words": "Кузнецова больна"})
    assert "некому выполнить" in page.text
    above = site.browser(told.cast.administrator.id)
    for url in (f"/roadmap/{told.upper}/below", f"/publications/{offer}", "/publications", "/journal"):
        assert "Кузнецова" not in above.get(url).text, url
    assert "ждёт ответа" in school.post(f"/publications/{offer}/undo").text


def test_delegated_from_the_row(world: tuple[Site, Cascade]) -> None:
    site, told = world
    item = taken_row(told, "1.1")
    school = site.browser(told.cast.curator.id)
    assert "Спектр" in school.get(f"/roadmap/items/{item}/delegate").text
    assert "Пункт передан" in school.post(f"/roadmap/items/{item}/delegate", {"to": str(told.spektr.id)}).text
    partner = site.browser(told.methodist.id)
    [offer] = set(re.findall(r"/publications/\d+", partner.get("/publications").text))
    shown = partner.get(offer).text
    assert "Утвердить муниципальную" in shown
    assert "Заключить соглашения" not in shown  # one row was delegated, not the roadmap
    assert "Пункт снова ваш" in school.post(f"/roadmap/items/{item}/take-back").text
    back = {"to": str(told.cast.municipality.id), "why": "no-means", "words": "нет денег у Петровой"}
    assert "возвращён наверх" in school.post(f"/roadmap/items/{item}/delegate", back).text
    above = site.browser(told.cast.administrator.id)
    seen = above.get(f"/roadmap/items/{told.upper_item('1.1')}/below").text
    assert "нет средств или помещений" in seen
    assert "Петровой" not in seen


def test_drill_down_and_the_reference(world: tuple[Site, Cascade]) -> None:
    site, told = world
    items = [taken_row(told, "1.1")]
    for place, who in ((told.cast.other_school, told.cast.outsider), (told.third, told.third_curator)):
        made = told.does(who, adopt_roadmap, publication_id=told.offer_to(place))
        items.append(told.item(made.roadmap_id, "1.1"))
    for number, (school, item, who) in enumerate(
        zip(told.schools, items, (told.cast.curator, told.cast.outsider, told.third_curator), strict=True), start=1
    ):
        told.does(
            who,
            register_paper,
            organisation=school,
            kind="order",
            purpose="introduction",
            number=f"{number}-од",
            dated=date(2022, 4, 1),
            item_id=item,
        )
    above = site.browser(told.cast.administrator.id)
    upper = told.upper_item("1.1")
    assert "выполнено в 3 из 3" in above.get(f"/roadmap/items/{upper}").text
    page = above.get(f"/roadmap/items/{upper}/below").text
    assert "2-од" in page
    assert "Подтвердить и закрыть" in page
    assert "Отмечено выполненным по данным снизу" in above.post(f"/roadmap/items/{upper}/below/close").text
    row = told.upper_item("3.6")
    reference = above.get(f"/roadmap/items/{row}/reference")
    assert "Справка о результатах мониторинга" in reference.text
    assert "3-од" in reference.text
    book = load_workbook(BytesIO(above.get(f"/roadmap/items/{row}/reference/xlsx").content))
    assert len(book.sheetnames) == 2
    assert {cell.value for cell in book.worksheets[1]["H"]} >= {"1-од", "2-од", "3-од"}
    assert above.get(f"/roadmap/{told.upper}/below/xlsx").status_code == 200


def test_links_lead_down_to_a_school_and_up_again(world: tuple[Site, Cascade]) -> None:
    site, told = world
    item = taken_row(told, "1.1")
    above, upper = site.browser(told.cast.administrator.id), told.upper_item("1.1")
    cascade_page = above.get(linked(above.get(f"/roadmap/{told.upper}").text, r"/roadmap/\d+/below")).text
    lines = above.get(linked(cascade_page, rf"/roadmap/items/{upper}/below"))
    down = above.get(linked(section(lines.text, "lines"), r"/roadmap/items/\d+"))
    assert (down.status_code, down.url.path) == (200, f"/roadmap/items/{item}")
    up = above.get(linked(section(down.text, "above"), r"/roadmap/items/\d+/below"))
    assert (up.status_code, up.url.path) == (200, f"/roadmap/items/{upper}/below")


def test_a_school_is_led_up_to_the_words_of_its_offer_only(world: tuple[Site, Cascade]) -> None:
    site, told = world
    item, upper = taken_row(told, "1.1"), told.upper_item("1.1")
    school = site.browser(told.cast.curator.id)
    card = section(school.get(f"/roadmap/items/{item}").text, "above")
    assert f"/roadmap/items/{upper}" not in card
    link = linked(card, r"/publications/\d+#row-\d+")
    offer = school.get(link.partition("#")[0])
    assert offer.status_code == 200
    assert f'id="{link.partition("#")[2]}"' in offer.text


def test_a_change_above_is_compared_and_taken(world: tuple[Site, Cascade]) -> None:
    site, told = world
    item = taken_row(told, "3.6")
    told.does(
        told.cast.administrator,
        reschedule_item,
        item_id=told.upper_item("3.6"),
        to_day=date(2022, 12, 9),
        reason="по просьбе школ",
    )
    school = site.browser(told.cast.curator.id)
    roadmap = roadmap_of(told, item)
    assert "Наверху изменили карту" in school.get(f"/roadmap/{roadmap}").text
    page = school.get(f"/roadmap/{roadmap}/changes").text
    assert "9 декабря 2022" in page
    assert "по просьбе школ" not in page
    assert "Выберите, что сделать" in school.post(f"/roadmap/{roadmap}/changes", {f"take_{item}": ""}).text
    done = school.post(f"/roadmap/{roadmap}/changes", {f"take_{item}": "all"})
    assert "Принято: 1" in done.text
    assert "были" in school.post(f"/roadmap/{roadmap}/changes/undo").text


def test_neighbours_and_strangers_see_nothing(world: tuple[Site, Cascade]) -> None:
    site, told = world
    item = taken_row(told, "1.1")
    offer, upper = told.offer_to(told.cast.school), told.upper_item("1.1")
    closed = (
        f"/publications/{offer}",
        f"/roadmap/items/{item}/below",
        f"/roadmap/items/{item}",
        f"/roadmap/items/{upper}/below",
        f"/roadmap/items/{upper}/reference",
        f"/roadmap/{told.upper}/below",
        f"/roadmap/{told.upper}/below/xlsx",
        f"/roadmap/{told.upper}/publish",
    )
    for who in (told.third_curator, told.stranger):
        browser = site.browser(who.id)
        for url in closed:
            assert browser.get(url).status_code == 404, (who.name, url)
    own = site.browser(told.third_curator.id).get(f"/publications/{told.offer_to(told.third)}")
    assert own.status_code == 200  # its own offer: the words from above, nothing of the schools beside
    assert "Громов" not in own.text
    school = site.browser(told.cast.curator.id)
    for url in closed[3:]:
        assert school.get(url).status_code == 404, url


def test_no_name_and_no_word_of_a_school_is_seen_above(world: tuple[Site, Cascade]) -> None:
    site, told = world
    item = taken_row(told, "1.1")
    told.does(told.cast.curator, complete_item, item_id=item, proof=Proof("link", "https://school.test/kuznetsova"))
    other = taken_row_of(told, "3.4")
    told.does(told.cast.curator, reschedule_item, item_id=other, to_day=date(2022, 12, 20), reason="заболела Кузнецова")
    site.turn(told.at + timedelta(hours=1))
    above: Browser = site.browser(told.cast.administrator.id)
    upper = told.upper_item("1.1")
    for url in (
        f"/roadmap/items/{upper}",
        f"/roadmap/items/{upper}/below",
        f"/roadmap/items/{told.upper_item('3.4')}/below",
        f"/roadmap/items/{told.upper_item('3.6')}/reference",
        f"/roadmap/{told.upper}/below",
        f"/roadmap/{told.upper}",
        f"/roadmap/items/{item}",
        f"/roadmap/items/{other}",
        f"/roadmap/{roadmap_of(told, item)}",
        "/publications",
    ):
        page = above.get(url).text
        for secret in ("Громов", "Белова", "Кузнецова", "kuznetsova", "Иванова"):
            assert secret not in page, (url, secret)
    for url in (f"/roadmap/{told.upper}/below/xlsx", f"/roadmap/items/{told.upper_item('3.6')}/reference/xlsx"):
        book = load_workbook(BytesIO(above.get(url).content))
        cells = " ".join(str(cell.value) for sheet in book.worksheets for row in sheet.rows for cell in row)
        for secret in ("Громов", "Белова", "Кузнецова", "kuznetsova"):
            assert secret not in cells, (url, secret)


def section(page: str, labelled: str) -> str:
    """The part of the page under this heading."""
    found = re.search(rf'<section[^>]*aria-labelledby="{labelled}".*?</section>', page, re.DOTALL)
    assert found is not None, labelled
    return found[0]


def linked(page: str, pattern: str) -> str:
    """The one address of this shape that the page leads to."""
    [found] = set(re.findall(rf'href="({pattern})"', page))
    return str(found)


def taken_row(told: Cascade, number: str) -> int:
    """The school takes the whole offer; the id of the row with this number there."""
    told.does(told.cast.administrator, publish_roadmap, roadmap_id=told.upper)
    made = told.does(told.cast.curator, adopt_roadmap, publication_id=told.offer_to(told.cast.school))
    item = told.item(made.roadmap_id, number)
    told.does(told.cast.curator, assign_item, item_id=item, person_id=told.cast.director.id)
    return item


def taken_row_of(told: Cascade, number: str) -> int:
    with told.database.read() as tx:
        found = roadmaps.same(tx, told.cast.school.id, "s4-district-2022", starts=date(2022, 4, 1))
    assert found is not None
    return told.item(found, number)


def roadmap_of(told: Cascade, item_id: int) -> int:
    with told.database.read() as tx:
        row = roadmaps.item(tx, item_id)
    assert row is not None
    return int(row.roadmap_id)
