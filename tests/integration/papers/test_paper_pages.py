"""The pages of papers: from the choice of a form to the register, the document and its annulment."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from storage.database import Database
from tests.integration.papers.test_paper_flows import AT, TYPED, School
from tests.support.site import Browser, Site, served

ORDER = "/papers/new"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


class Walk:
    """The school with its curator at a browser."""

    def __init__(self, site: Site, school: School) -> None:
        self.site, self.school = site, school
        self.curator: Browser = site.browser(school.cast.curator.id)

    def draft(self, form: str, **more: str) -> str:
        """Begin a paper; the address of its draft."""
        made = self.curator.post(ORDER, {"form": form, "org": self.school.cast.school.path, **more})
        assert made.status_code == 200, made.text
        assert "/papers/drafts/" in str(made.url)
        return made.url.path

    def fill(self, address: str, **more: str) -> None:
        told = {f"f:{name}": value for name, value in {**TYPED, **more}.items()}
        assert self.curator.post(address, told).status_code == 200


@pytest.fixture
def walk(sqlite_database: Database, tmp_path: Path) -> Iterator[Walk]:
    with sqlite_database.write() as tx:
        school = School(tx)
    with served(sqlite_database, at=AT, data_dir=tmp_path) as site:
        yield Walk(site, school)


def test_an_order_goes_from_the_form_to_the_register_and_back(walk: Walk) -> None:
    assert "В журнале пока пусто" in walk.curator.get("/papers").text
    asked = walk.curator.get(f"{ORDER}?form=order-introduction")
    assert "Чего не хватает для документа" in asked.text
    address = walk.draft("order-introduction")
    refused = walk.curator.post(f"{address}/register", {"number": "1", "date": "10.09.2025"})
    assert refused.status_code == 409
    assert "Место составления" in refused.text
    walk.fill(address, **{"curator.position": "заместитель директора"})
    shown = walk.curator.get(address).text
    assert "готов к регистрации" in shown
    assert "Белову Анну Сергеевну, заместителя директора" in shown

    paper = walk.curator.post(f"{address}/register", {"number": "1", "date": "10.09.2025"})
    assert "закрыты пункты карты: 1.1" in paper.text
    assert "Отменить" in paper.text
    docx = walk.curator.get(f"{paper.url.path}/docx").content
    with ZipFile(BytesIO(docx)) as file:
        assert "заместителя директора" in file.read("word/document.xml").decode()
    assert "Приказ о внедрении наставничества" in walk.curator.get("/papers").text

    gone = walk.curator.post(f"{paper.url.path}/annul", {"reason": "не тот номер"})
    assert "аннулирован 10.09.2025" in gone.text
    assert "аннулирован" not in walk.curator.post(f"{paper.url.path}/restore").text.split("toast")[0]


def test_what_is_typed_stays_and_the_cases_can_be_mended(walk: Walk) -> None:
    address = walk.draft("order-curator")
    walk.fill(address, **{"curator.position": "методист"})
    told = {"w:curator.name.acc": "Белову-Майскую Анну", "was:curator.name.acc": "Белову Анну Сергеевну"}
    shown = walk.curator.post(address, told).text
    assert "Белову-Майскую Анну" in shown
    assert "исправлено вами" in shown
    wrong = walk.curator.post(address, {"f:school.place": "x" * 3000})
    assert wrong.status_code == 422


def test_a_list_can_be_mended_row_by_row(walk: Walk) -> None:
    address = walk.draft("order-pairing", pair=str(walk.school.pair_id))
    page = walk.curator.get(address).text
    count = re.search(r'name="rows:signers" value="(\d+)"', page)
    assert count is not None
    told = {"rows:signers": count[1], f"r:signers:{count[1]}:name": "Новикова Ольга Ивановна"}
    shown = walk.curator.post(address, told).text
    assert "О.\u00a0И.\u00a0Новикова" in shown


def test_a_draft_prints_with_places_to_write_on_and_can_be_dropped(walk: Walk) -> None:
    address = walk.draft("regulation")
    with ZipFile(BytesIO(walk.curator.get(f"{address}/docx").content)) as file:
        assert "________" in file.read("word/document.xml").decode()
    assert "Проект убран" in walk.curator.post(f"{address}/drop").text
    assert "Проекты" not in walk.curator.get("/papers").text
    walk.curator.post(f"{address}/keep")
    assert "Проекты" in walk.curator.get("/papers").text


def test_a_scan_is_kept_beside_and_a_wrong_file_is_told(walk: Walk) -> None:
    address = walk.draft("order-curator")
    walk.fill(address, **{"curator.position": "методист"})
    paper = walk.curator.post(f"{address}/register", {"number": "5", "date": "10.09.2025"}).url.path
    wrong = walk.curator.post(f"{paper}/scan", files={"scan": ("x.exe", b"MZ...")})
    assert wrong.status_code == 422
    assert "Скан приложен" in walk.curator.post(f"{paper}/scan", files={"scan": ("scan.png", PICTURE)}).text
    assert walk.curator.get(f"{paper}/scan").content == PICTURE


def test_several_rows_are_offered_and_the_chosen_one_closes(walk: Walk) -> None:
    address = walk.draft("reference")
    walk.fill(address, **{"curator.position": "методист"})
    paper = walk.curator.post(f"{address}/register", {"number": "1", "date": "10.09.2025"})
    assert "Может закрыть" in paper.text
    [first, *_] = re.findall(r'name="row" value="(\d+)"', paper.text)
    assert walk.curator.post(f"{paper.url.path}/close").status_code == 422
    assert "Закрыты пункты" in walk.curator.post(f"{paper.url.path}/close", {"row": first}).text


def test_the_register_is_searched_filtered_and_saved(walk: Walk) -> None:
    address = walk.draft("order-curator")
    walk.fill(address, **{"curator.position": "методист"})
    walk.curator.post(f"{address}/register", {"number": "17-О", "date": "10.09.2025"})
    assert "17-О" in walk.curator.post("/papers/search", {"text": "17-о"}).text
    assert "Таких документов в журнале нет" in walk.curator.post("/papers/search", {"text": "99"}).text
    assert "Таких документов в журнале нет" in walk.curator.get("/papers?kind=protocol").text
    assert walk.curator.get("/papers/xlsx").content.startswith(b"PK")


def test_numbering_is_set_once_for_all(walk: Walk) -> None:
    done = walk.curator.post("/papers/numbering", {"pattern-order": "{n}-н", "version-order": "0"})
    assert "следующий: 1-н" in done.text
    wrong = walk.curator.post("/papers/numbering", {"pattern-order": "н", "version-order": "1"})
    assert wrong.status_code == 422
    assert 'value="1-н"' in walk.curator.get(walk.draft("order-curator")).text


def test_above_the_school_the_register_is_seen_and_no_document(walk: Walk) -> None:
    address = walk.draft("order-curator")
    walk.fill(address, **{"curator.position": "методист"})
    paper = walk.curator.post(f"{address}/register", {"number": "5", "date": "10.09.2025"}).url.path
    other = walk.draft("order-curator")
    above = walk.site.browser(walk.school.cast.administrator.id)
    assert "Приказ о назначении куратора" in above.get("/papers").text
    assert above.get(paper).status_code == 200
    assert above.get(f"{paper}/docx").status_code == 404
    assert above.get(other).status_code == 404
    assert walk.site.browser(walk.school.cast.outsider.id).get(paper).status_code == 404
