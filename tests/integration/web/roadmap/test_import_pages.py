"""A file is uploaded, looked through, mended, accepted, corrected and taken back, by pages without scripts."""

import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from engine.roadmap_reading.model import Question, Unused
from engine.source import Spot
from engine.words import Words
from storage.database import Database
from storage.tables.imports import roadmap_imports
from storage.tables.roadmaps import items, roadmaps
from tests.support.importing import started
from tests.support.pair_life import Story, story
from tests.support.readings import row, school_year
from tests.support.site import Browser, Site, served
from tests.support.statements import counted
from web import long_readings
from workflows.read_roadmap_file import read_roadmap_file
from workflows.show_import import show_import
from workflows.start_import import FileRead

_LONG = 60.0  # seconds after which a thread is given up: never reached by a sound one
PLAN = """Дорожная карта наставничества на 2025-2026 учебный год
№\tМероприятие\tСрок\tОтветственный\tРезультат
1\tИздать приказ о назначении куратора\tдо 20 сентября\tДиректор\tПриказ
2\tСобрать согласия участников\tдо 30 сентября\tБелова А. С.\tСогласия
3\tПровести итоговую встречу пар\tв первых числах мая\tКуратор\tПротокол
"""


@pytest.fixture
def told(sqlite_database: Database) -> Story:
    return story(sqlite_database)


@pytest.fixture
def site(told: Story, tmp_path: Path) -> Iterator[Site]:
    with served(told.database, at=told.at, data_dir=tmp_path) as running:
        yield running


@pytest.fixture
def curator(site: Site, told: Story) -> Browser:
    return site.browser(told.cast.curator.id)


def uploaded(curator: Browser, told: Story, text: str = PLAN, **more: str) -> str:
    """The address of the draft."""
    sent = {"org": told.cast.school.path, **more}
    answer = curator.post("/roadmap/imports", sent, files={"file": ("карта.txt", text.encode(), "text/plain")})
    assert answer.status_code == 200, answer.text
    return str(answer.url.path)


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page).replace("\u00a0", " ").replace("&nbsp;", " "))


def test_the_words_of_the_file_stand_beside_what_was_understood(curator: Browser, told: Story) -> None:
    assert 'type="file"' in curator.get("/roadmap/new").text
    address = uploaded(curator, told)
    page = words(curator.get(address).text)
    assert "01.09.2025 – 31.08.2026" in page
    assert "так понято: до 20 сентября 2025 г." in page
    assert "Нужен ваш ответ" in page
    assert "строка 3" in page
    assert "карта.txt" not in page


def test_a_question_is_answered_by_one_click(curator: Browser, told: Story) -> None:
    address = uploaded(curator, told)
    page = curator.post(f"{address}/rows/r2/answer", {"field": "deadline", "value": "до 5 мая"})
    assert page.status_code == 200
    assert "до 5 мая 2026 г." in words(page.text)
    assert "исправлено вами" in words(page.text)


def test_a_person_named_in_the_file_is_offered(curator: Browser, told: Story) -> None:
    address = uploaded(curator, told)
    page = curator.get(address)
    assert f'value="{told.cast.curator.id}"' in page.text
    page = curator.post(f"{address}/rows/r1/answer", {"field": "person", "value": str(told.cast.curator.id)})
    assert "Белова А. С." in words(page.text)


def test_everybody_without_a_responsible_gets_one_by_one_answer(curator: Browser, told: Story) -> None:
    nobody = PLAN.replace("\tДиректор\t", "\t\t").replace("\tКуратор\t", "\t\t")
    address = uploaded(curator, told, nobody)
    page = curator.post(f"{address}/unassigned", {"who": f"person:{told.cast.curator.id}"})
    assert page.status_code == 200
    assert words(page.text).count("Кто отвечает Белова А. С.") == 3
    assert curator.post(f"{address}/unassigned", {"who": ""}).status_code == 422


def test_a_row_is_mended_on_its_own_page_and_bad_input_is_kept(curator: Browser, told: Story) -> None:
    address = uploaded(curator, told)
    form = curator.get(f"{address}/rows/r0").text
    seen = re.search(r'name="seen" value="(\w+)"', form)
    assert seen is not None
    told_twice = {"seen": seen[1], "activity": "Назначить куратора", "number": "1" * 30, "deadline": "до 22 сентября"}
    wrong = curator.post(f"{address}/rows/r0", told_twice)
    assert wrong.status_code == 422
    assert "до 22 сентября" in wrong.text
    assert "Назначить куратора" in wrong.text
    right = curator.post(f"{address}/rows/r0", {**told_twice, "number": "1"})
    assert "так понято: до 22 сентября 2025 г." in words(right.text)
    late = curator.post(f"{address}/rows/r0", {**told_twice, "number": "7"})
    assert late.status_code == 409
    assert "кто-то уже изменил" in late.text


def test_the_understanding_is_told_while_typing(curator: Browser, told: Story) -> None:
    address = uploaded(curator, told)
    assert "до 20 мая 2026 г." in words(curator.post(f"{address}/understood", {"deadline": "до 20 мая"}).text)
    doubt = words(curator.post(f"{address}/understood", {"deadline": "когда-нибудь"}).text)
    assert "так понято" not in doubt


def test_it_is_accepted_and_taken_back(curator: Browser, told: Story) -> None:
    address = uploaded(curator, told)
    live = curator.post(f"{address}/accept", {"version": "1"})
    assert live.url.path.startswith("/roadmap/")
    assert "Дорожная карта действует: пунктов 3" in words(live.text)
    assert told.read(lambda tx: tx.execute(select(func.count()).select_from(items)).scalar()) == 3
    assert "Открыть дорожную карту" in curator.get(address).text
    undone = curator.post(f"{address}/undo")
    assert "Загрузка отменена" in undone.text
    assert told.read(lambda tx: tx.execute(select(roadmaps.c.dropped_on)).scalar()) is not None


def test_what_was_not_seen_is_not_accepted(curator: Browser, told: Story) -> None:
    address = uploaded(curator, told)
    curator.post(f"{address}/rows/r0/answer", {"field": "drop", "value": "1"})
    refused = curator.post(f"{address}/accept", {"version": "1"})
    assert refused.status_code == 409
    assert told.read(lambda tx: tx.execute(select(func.count()).select_from(items)).scalar()) == 0


def test_a_corrected_file_shows_what_changes_and_changes_it(curator: Browser, told: Story) -> None:
    live = curator.post(f"{uploaded(curator, told)}/accept", {"version": "1"}).url.path
    roadmap_id = live.rpartition("/")[2]
    assert "Исправленный файл" in curator.get(f"{live}/file").text
    corrected = PLAN.replace("до 30 сентября", "до 10 октября").replace("3\tПровести итоговую", "3\tОтметить итоговую")
    address = uploaded(curator, told, corrected, into=roadmap_id)
    page = words(curator.get(address).text)
    assert "Что изменится в действующей карте" in page
    assert "до 30 сентября → до 10 октября" in page
    done = curator.post(f"{address}/accept", {"version": "1"})
    assert "Карта исправлена" in words(done.text)
    assert done.url.path == live
    assert "Карта снова такая, как была" in words(curator.post(f"{address}/undo").text)


def test_a_file_without_a_period_asks_for_it_on_the_page(curator: Browser, told: Story) -> None:
    address = uploaded(curator, told, PLAN.replace(" на 2025-2026 учебный год", ""))
    assert "нужен период" in words(curator.get(address).text)
    assert curator.post(f"{address}/accept", {"version": "1"}).status_code == 422
    half = curator.post(f"{address}/head", {"title": "Наша карта", "from": "1.9.25", "to": ""})
    assert half.status_code == 422
    assert "Наша карта" in half.text
    dated = curator.post(f"{address}/head", {"title": "Наша карта", "from": "1.9.25", "to": "31 августа 2026"})
    assert "01.09.2025 – 31.08.2026" in words(dated.text)


def test_a_line_left_over_becomes_a_row(curator: Browser, told: Story) -> None:
    left = Unused("Провести субботник", Spot(line=40), Words("не пункт", "no row"))
    draft = started(told, school_year(unused=[left]))
    address = f"/roadmap/imports/{draft}"
    form = curator.post(f"{address}/lines/0", {"said": "item"})
    assert form.url.path == f"{address}/rows/u0"
    curator.post(f"{address}/rows/u0", {"deadline": "до 20 мая", "responsible": "curator"})
    assert "до 20 мая 2026 г." in words(curator.get(address).text)
    curator.post(f"{address}/lines/0", {"said": ""})
    assert curator.get(f"{address}/rows/u0").status_code == 404


def test_a_draft_waits_in_the_list_and_may_be_dropped(curator: Browser, told: Story) -> None:
    address = uploaded(curator, told)
    assert address in curator.get("/roadmap/new").text
    dropped = curator.post(f"{address}/drop")
    assert address not in re.sub(r"<form.*?</form>", "", dropped.text, flags=re.DOTALL)
    curator.post(f"{address}/keep")
    assert address in curator.get("/roadmap/new").text


@pytest.mark.parametrize("content", [b"", b"\x00\x01" * 50, b"PK\x03\x04broken", "Просто письмо без плана".encode()])
def test_what_is_no_roadmap_gets_a_sentence_beside_the_field(curator: Browser, told: Story, content: bytes) -> None:
    answer = curator.post(
        "/roadmap/imports", {"org": told.cast.school.path}, files={"file": ("x.docx", content, "text/plain")}
    )
    assert answer.status_code == 422
    assert 'id="w-file"' in answer.text
    assert told.read(lambda tx: tx.execute(select(func.count()).select_from(roadmap_imports)).scalar()) == 0


def test_a_long_file_is_shown_on_its_way(curator: Browser, told: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    handed_over, half_way, released = threading.Event(), threading.Event(), threading.Event()

    def held(data: bytes, *, progress: Callable[[int, int], None]) -> FileRead:
        assert handed_over.wait(_LONG)
        progress(50, 100)
        half_way.set()
        assert released.wait(_LONG)
        return read_roadmap_file(data, progress=progress)

    monkeypatch.setattr(long_readings, "PATIENCE", 0.0)
    monkeypatch.setattr(long_readings, "read_roadmap_file", held)
    try:
        address = uploaded(curator, told)
        [reading] = [thread for thread in threading.enumerate() if thread.name == "reading"]
        begun = curator.get(address).text
        assert re.search(r"<progress (?![^>]*value)[^>]*>", begun)
        handed_over.set()
        assert half_way.wait(_LONG)
        page = curator.get(address).text
        assert re.search(r'<progress [^>]*value="50" max="100">', page)
        assert "Издать приказ" not in page
    finally:
        handed_over.set()
        released.set()
    reading.join(_LONG)
    page = curator.get(address).text
    assert "<progress" not in page
    assert "так понято: до 20 сентября 2025 г." in words(page)


def test_a_doubt_left_unanswered_waits_at_the_row_and_is_settled(curator: Browser, told: Story) -> None:
    doubt = Question("document", Words("Какой документ ждём?", "Which paper?"), ("order",))
    draft = started(told, school_year(row("1", "Издать", "20 мая", questions=[doubt])))
    curator.post(f"/roadmap/imports/{draft}/accept", {"version": "1"})
    assert "Уточнить пункт" in curator.get("/").text
    item_id = told.read(lambda tx: tx.execute(select(items.c.id)).scalar())
    assert "Какой документ ждём?" in words(curator.get(f"/roadmap/items/{item_id}").text)
    settled = curator.post(f"/roadmap/items/{item_id}/clarify")
    assert "Пункт верен как есть" in words(settled.text)
    assert "Какой документ ждём?" not in words(settled.text)
    assert "Уточнить пункт" not in curator.get("/").text


def test_another_school_does_not_see_it(site: Site, curator: Browser, told: Story) -> None:
    address = uploaded(curator, told)
    outsider = site.browser(told.cast.outsider.id)
    assert outsider.get(address).status_code == 404
    assert outsider.post(f"{address}/accept").status_code == 404


def test_the_review_is_downloaded(curator: Browser, told: Story) -> None:
    answer = curator.get(f"{uploaded(curator, told)}/xlsx")
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


def test_two_thousand_rows_are_paged_by_as_many_statements_as_three(curator: Browser, told: Story) -> None:
    few = started(told, school_year(row("1", "Отчёт", "20 мая"), row("2", "План", "25 мая")))
    many = started(told, school_year(*(row(str(n), f"Отчёт номер {n}", "20 мая") for n in range(2000))), name="b")

    def spent(draft: int) -> int:
        def shown(tx: Connection) -> int:
            with counted(tx) as statements:
                show_import(tx, by=told.by, import_id=draft, named=lambda _: True)
            return len(statements)

        return told.read(shown)

    assert spent(few) == spent(many)
    page = curator.get(f"/roadmap/imports/{many}")
    assert page.text.count('class="import-row"') == 50
    assert "страница 1 из 40" in words(page.text)
    assert len(page.content) < 600_000
