"""Today, the roadmap, a row and its acts, approvals and programmes in a browser without scripts."""

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select, update

from storage.database import Database
from storage.tables.roadmaps import evidences, items
from tests.support.cast import player
from tests.support.pair_life import Story, story
from tests.support.site import Browser, Site, served
from workflows.apply_roadmap import apply_roadmap
from workflows.assign_item import assign_item
from workflows.open_survey import open_survey
from workflows.set_plan import set_plan

PDF = b"%PDF-1.7\n1 0 obj\n"
OCTOBER = date(2025, 10, 15)


@pytest.fixture
def told(sqlite_database: Database) -> Story:
    """A school in October with a roadmap, a programme that follows it, and a pair with a plan."""
    made = story(sqlite_database)
    applied = made.done(apply_roadmap, organisation_id=made.cast.school.id, template_key="s1-teachers-2025")
    made.start(roadmap_id=applied.roadmap_id)
    made.form()
    made.done(set_plan, pair_id=made.pair_id, lines=[("Открытый урок", date(2025, 11, 1))])
    return made.on(OCTOBER)


@pytest.fixture
def site(told: Story, tmp_path: Path) -> Iterator[Site]:
    with served(told.database, at=told.at, data_dir=tmp_path) as running:
        yield running


@pytest.fixture
def curator(site: Site, told: Story) -> Browser:
    return site.browser(told.cast.curator.id)


def row_id(told: Story, number: str) -> int:
    wanted = select(items.c.id).where(items.c.number == number)
    return told.read(lambda tx: int(tx.execute(wanted).scalar_one()))


def stored(told: Story) -> list[tuple[str, str]]:
    wanted = select(evidences.c.kind, evidences.c.reference).order_by(evidences.c.id)
    return told.read(lambda tx: [(row.kind, row.reference) for row in tx.execute(wanted)])


class TestToday:
    def test_a_curator_begins_the_day(self, curator: Browser, told: Story) -> None:
        page = curator.get("/").text
        assert "Просрочено" in page
        assert f"/roadmap/items/{row_id(told, '8')}/complete" in page
        assert "Пары без приказа о закреплении" in page
        assert "Назначить ответственного" in page

    def test_an_administrator_sees_schools_and_no_participants(self, site: Site, told: Story) -> None:
        page = site.browser(told.cast.administrator.id).get("/").text
        assert "Где просрочено" in page
        assert told.cast.school.name in page.replace("\u00a0", " ")
        assert "Иванова" not in page

    def test_a_mentor_sees_the_own_pair(self, site: Site, told: Story) -> None:
        page = site.browser(told.cast.mentor.id).get("/").text
        assert "Ваши пары" in page
        assert f'href="/pairs/{told.pair_id}"' in page

    def test_a_head_is_led_to_what_waits_for_a_signature(self, site: Site, told: Story) -> None:
        assert 'href="/approvals"' in site.browser(told.cast.director.id).get("/").text


class TestRoadmap:
    def test_the_roadmap_shows_words_understanding_and_status(self, curator: Browser) -> None:
        page = curator.get("/roadmap").text
        assert "1 раз в квартал" in page
        assert "так понято:" in page
        assert "ежеквартально" in page
        assert page.count('class="g-today"') == 1
        assert " style=" not in page

    def test_a_status_filters_the_rows(self, curator: Browser) -> None:
        page = curator.get("/roadmap?status=needs-date").text
        assert len(re.findall('class="no num"', page)) == 1
        assert "Обучить педагогов" in page

    def test_rows_have_a_timeline_of_their_own(self, curator: Browser) -> None:
        assert curator.get("/roadmap?view=timeline").text.count('class="g-name"') == 26

    def test_it_is_a_file_too(self, curator: Browser) -> None:
        answer = curator.get("/roadmap/1/xlsx")
        assert answer.headers["content-disposition"] == 'attachment; filename="roadmap.xlsx"'
        [page] = load_workbook(BytesIO(answer.content)).worksheets
        assert page.max_row == 27

    def test_above_schools_there_is_an_overview(self, site: Site, told: Story) -> None:
        page = site.browser(told.cast.administrator.id).get("/roadmap").text
        assert "По организациям" in page
        assert 'href="/roadmap/1"' in page

    def test_a_strange_page_number_is_the_first_page(self, curator: Browser) -> None:
        for after in ("x", "-1", "9" * 40, "²"):
            assert curator.get(f"/roadmap?all=1&after={after}").status_code == 200

    def test_a_stranger_finds_nothing(self, site: Site, told: Story) -> None:
        outsider = site.browser(told.cast.outsider.id)
        for url in ("/roadmap/1", "/roadmap/1/xlsx", f"/roadmap/items/{row_id(told, '8')}"):
            assert outsider.get(url).status_code == 404


class TestCompleting:
    def test_a_file_is_kept_under_its_digest_and_saved_never_shown(
        self, curator: Browser, told: Story, tmp_path: Path
    ) -> None:
        here = f"/roadmap/items/{row_id(told, '8')}"
        done = curator.post(
            f"{here}/complete", {"proof": "file"}, files={"file": ("Приказ Иванова.pdf", PDF, "text/html")}
        )
        assert done.url.path == here
        assert "Отмечено выполненным" in done.text
        [(kind, reference)] = stored(told)
        assert (kind, (tmp_path / "evidence" / reference).read_bytes()) == ("file", PDF)
        assert re.fullmatch(r"[0-9a-f]{64}\.pdf", reference)
        sent = curator.get("/evidence/1")
        assert sent.content == PDF
        assert sent.headers["content-disposition"] == 'attachment; filename="evidence-1.pdf"'
        assert sent.headers["content-type"] == "application/pdf"
        assert sent.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in sent.headers["content-security-policy"]

    @pytest.mark.parametrize(
        ("name", "content"),
        [
            ("order.pdf", b"<html><script>alert(1)</script>"),
            ("order.pdf", b"MZ\x90\x00 a program"),
            ("drawing.svg", b"<svg onload='alert(1)'/>"),
            ("macros.docx", b"PK\x03\x04[Content_Types].xml word/document.xml word/vbaProject.bin"),
            ("archive.docx", b"PK\x03\x04 just an archive"),
            ("empty.pdf", b""),
        ],
    )
    def test_a_hostile_file_is_refused_by_its_content(
        self, curator: Browser, told: Story, tmp_path: Path, name: str, content: bytes
    ) -> None:
        here = f"/roadmap/items/{row_id(told, '8')}/complete"
        refused = curator.post(here, {"proof": "file"}, files={"file": (name, content, "application/pdf")})
        assert refused.status_code == 422
        assert 'id="w-file"' in refused.text
        assert stored(told) == []
        assert not (tmp_path / "evidence").exists()

    def test_a_file_of_eleven_megabytes_is_too_big(self, curator: Browser, told: Story) -> None:
        here = f"/roadmap/items/{row_id(told, '8')}/complete"
        big = PDF + b"0" * (11 * 1024 * 1024)
        assert (
            curator.post(here, {"proof": "file"}, files={"file": ("a.pdf", big, "application/pdf")}).status_code == 413
        )
        assert stored(told) == []

    def test_a_link_must_be_a_link(self, curator: Browser, told: Story) -> None:
        here = f"/roadmap/items/{row_id(told, '8')}/complete"
        refused = curator.post(here, {"proof": "link", "link": "javascript:alert(1)"})
        assert refused.status_code == 422
        assert 'value="javascript:alert(1)"' in refused.text
        assert "Ошибка:" in refused.text
        assert curator.post(here, {"proof": "link", "link": "https://school.test/a"}).status_code == 200
        assert stored(told) == [("link", "https://school.test/a")]

    def test_a_paper_is_registered_on_the_spot(self, curator: Browser, told: Story) -> None:
        here = f"/roadmap/items/{row_id(told, '9')}/complete"
        new = {"proof": "new", "kind": "order", "purpose": "plan-approval", "number": "12-п", "date": "1 октября"}
        done = curator.post(here, new)
        assert "приказ № 12-п" in done.text.replace("\u00a0", " ")
        assert stored(told) == [("paper", "1")]

    def test_it_is_undone_by_the_toast(self, curator: Browser, told: Story) -> None:
        here = f"/roadmap/items/{row_id(told, '8')}"
        done = curator.post(f"{here}/complete", {"proof": "link", "link": "https://school.test/a"})
        assert f'action="{here}/reopen"' in done.text
        undone = curator.post(f"{here}/reopen", {"evidence": "1"})
        assert "Снова открыто" in undone.text
        assert stored(told) == []

    def test_one_of_several_dates_must_be_named(self, curator: Browser, told: Story) -> None:
        here = f"/roadmap/items/{row_id(told, '17')}/complete"
        proof = {"proof": "link", "link": "https://school.test/a"}
        refused = curator.post(here, proof)
        assert (refused.status_code, "укажите один" in refused.text) == (422, True)
        assert curator.post(here, proof | {"occurrence": "2025-09-30"}).status_code == 200


class TestActs:
    @pytest.mark.parametrize("typed", ["25.12.2025", "25.12.25", "25 декабря"])
    def test_a_date_is_moved_with_its_reason(self, curator: Browser, told: Story, typed: str) -> None:
        here = f"/roadmap/items/{row_id(told, '8')}"
        done = curator.post(f"{here}/reschedule", {"to": typed, "reason": "Карантин"})
        assert "Срок перенесён на 25.12.2025" in done.text
        assert "Карантин" in done.text

    def test_without_a_reason_it_is_not_and_the_input_is_kept(self, curator: Browser, told: Story) -> None:
        refused = curator.post(f"/roadmap/items/{row_id(told, '8')}/reschedule", {"to": "25.12.2025", "reason": " "})
        assert refused.status_code == 422
        assert 'value="25.12.2025"' in refused.text
        assert 'href="#f-reason"' in refused.text

    def test_somebody_is_made_responsible(self, curator: Browser, told: Story) -> None:
        here = f"/roadmap/items/{row_id(told, '8')}"
        done = curator.post(f"{here}/assign", {"person": str(told.cast.curator.id)})
        assert "Белова" in done.text
        assert curator.post(f"{here}/assign", {"person": str(told.cast.outsider.id)}).status_code == 422

    def test_a_row_without_a_date_gets_its_day(self, curator: Browser, told: Story) -> None:
        here = f"/roadmap/items/{row_id(told, '3')}"
        assert "Назначить день" in curator.get(here).text
        assert "1.12.2025" in curator.post(f"{here}/bind", {"on": "1 декабря"}).text

    def test_what_somebody_else_changed_meanwhile_is_not_overwritten(self, curator: Browser, told: Story) -> None:
        changed = {"number": "3", "date": "1.10.2025", "org": told.cast.school.path}
        pair = str(told.pair_id)
        refused = curator.post("/approvals/plans", changed | {"pair": pair, f"seen-{pair}": "99"})
        assert refused.status_code == 409
        assert "кто-то уже изменил" in refused.text

    def test_hostile_words_are_words(self, curator: Browser, told: Story) -> None:
        hostile = '<script>alert(1)</script>{{ 7 * 7 }}=cmd|"'
        here = f"/roadmap/items/{row_id(told, '8')}"
        page = curator.post(f"{here}/reschedule", {"to": "25.12.2025", "reason": hostile}).text
        assert "<script>alert(1)" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 * 7 }}" in page
        with told.database.write() as tx:
            tx.execute(update(items).where(items.c.number == "8").values(title=hostile, deadline_text=hostile))
        for url in ("/roadmap", "/", here, f"{here}/complete", "/roadmap?view=timeline"):
            assert "<script>alert(1)" not in curator.get(url).text


class TestApprovals:
    def test_one_order_approves_the_ticked_plans(self, site: Site, told: Story) -> None:
        head = site.browser(told.cast.director.id)
        page = head.get("/approvals").text
        assert "Открытый урок" in page
        [version] = re.findall(rf'name="seen-{told.pair_id}" value="(\d+)"', page)
        sent = {"pair": str(told.pair_id), f"seen-{told.pair_id}": version, "org": told.cast.school.path}
        wrong = head.post("/approvals/plans", sent | {"number": "", "date": "вчера"})
        assert (wrong.status_code, 'value="вчера"' in wrong.text) == (422, True)
        done = head.post("/approvals/plans", sent | {"number": "15", "date": "14.10.2025"})
        assert "Утверждено планов: 1" in done.text
        assert "Открытый урок" not in done.text

    def test_pairs_are_assigned_by_an_order(self, site: Site, told: Story) -> None:
        head = site.browser(told.cast.director.id)
        sent = {"org": told.cast.school.path, "number": "16", "date": "14.10.2025"}
        assert head.post("/approvals/pairs", sent).status_code == 422
        assert "закреплено пар: 1" in head.post("/approvals/pairs", sent | {"pair": str(told.pair_id)}).text


class TestIntroducing:
    def test_a_template_becomes_live_with_answers_about_the_past(self, site: Site, told: Story) -> None:
        curator = site.browser(told.cast.curator.id)
        assert "Посмотреть и ввести" in curator.get("/roadmap/new").text
        url = f"/roadmap/new?template=s2-multifunctional-2021&org={told.cast.school.path}&start=1.04.2025"
        page = curator.get(url).text
        past = sorted(set(re.findall(r'name="past-([^"]+)"', page)))
        nobody = re.findall(r'name="person-([^"]+)"', page)
        assert past
        sent = {"template": "s2-multifunctional-2021", "org": told.cast.school.path, "start": "1.04.2025"}
        answers = {f"past-{key}": "done" for key in past} | {f"person-{key}": "" for key in nobody}
        done = curator.post("/roadmap/new", sent | answers)
        assert "Дорожная карта действует" in done.text
        assert "Просрочено пунктов" in done.text
        assert done.url.path == "/roadmap/2"
        again = curator.post("/roadmap/new", sent | answers)
        assert (again.status_code, "уже действует" in again.text) == (409, True)

    def test_an_unknown_template_is_bad_input(self, curator: Browser, told: Story) -> None:
        answer = curator.get(f"/roadmap/new?template=nothing&org={told.cast.school.path}")
        assert answer.status_code == 422
        assert curator.post("/roadmap/new", {"template": "nothing", "org": "elsewhere"}).status_code == 422


class TestProgrammes:
    def test_a_programme_is_started_and_listed(self, curator: Browser, told: Story) -> None:
        sent = {"org": told.cast.school.path, "title": "Ученик — ученику", "lifecycle": "pupil-pair", "roadmap": "1"}
        wrong = curator.post("/programmes/new", sent | {"from": "1.09.2025", "to": "1.08.2025"})
        assert (wrong.status_code, "позже, чем начинается" in wrong.text) == (422, True)
        done = curator.post("/programmes/new", sent | {"from": "1.09.2025", "to": "31.05.2026"})
        assert "Ученик" in done.text
        assert done.url.path == "/programmes"


class TestReminding:
    def test_one_click_reminds_and_a_second_one_says_that_it_did(self, site: Site, told: Story) -> None:
        curator = site.browser(told.cast.curator.id)
        here = f"/roadmap/items/{row_id(told, '9')}"
        [address] = re.findall(r'action="(/obligations/\d+/remind)"', curator.get(here).text)
        done = curator.post(address, headers={"Referer": site.address + here})
        assert done.url.path == here
        assert "Письмо уходит сейчас" in done.text
        again = curator.post(address)
        assert (again.status_code, "уже напоминали" in again.text) == (409, True)

    def test_of_a_foreign_obligation_there_is_nothing(self, site: Site, told: Story) -> None:
        assert site.browser(told.cast.outsider.id).post("/obligations/1/remind").status_code == 404


class TestOwnItems:
    @pytest.fixture
    def teacher(self, site: Site, told: Story) -> Browser:
        """Somebody of the school without any role, responsible for one row by name."""
        with told.database.write() as tx:
            made = player(tx, told.cast.school, "Попова Ольга Ивановна", "teacher")
        told.done(assign_item, item_id=row_id(told, "8"), person_id=made.id)
        return site.browser(made.id)

    def test_the_responsible_by_name_finds_and_completes_the_row(self, teacher: Browser, told: Story) -> None:
        here = f"/my/items/{row_id(told, '8')}"
        assert f'href="{here}"' in teacher.get("/").text
        page = teacher.get(here).text
        assert "документом из реестра" not in page
        done = teacher.post(f"{here}/complete", {"proof": "link", "link": "https://school.test/a"})
        assert (done.url.path, "Отмечено выполненным" in done.text) == ("/", True)
        assert "Снова открыто" in teacher.post(f"{here}/reopen", {"evidence": "1"}).text

    def test_other_rows_are_not_there(self, teacher: Browser, told: Story) -> None:
        other = row_id(told, "9")
        assert teacher.get(f"/my/items/{other}").status_code == 404
        sent = {"proof": "link", "link": "https://school.test/a"}
        assert teacher.post(f"/my/items/{other}/complete", sent).status_code == 404
        assert teacher.get(f"/roadmap/items/{row_id(told, '8')}").status_code == 404
        assert stored(told) == []


def test_an_open_questionnaire_is_closed_by_one_click(site: Site, told: Story) -> None:
    made = told.done(open_survey, programme_id=told.programme_id, kind="needs", period="2025-H2")
    curator = site.browser(told.cast.curator.id)
    assert "ответили 0 из 2" in curator.get("/").text
    done = curator.post(f"/surveys/{made.id}/close", headers={"Referer": f"{site.address}/"})
    assert "Анкета закрыта, ответов: 0" in done.text
    assert "Анкета открыта" not in done.text
