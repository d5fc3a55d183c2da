"""A curator hands over every pair of a mentor who leaves: looks, decides, sees what will happen, may undo."""

import html
import re
from collections.abc import Iterator

import pytest

from storage import memberships, pairs
from storage.database import Database
from tests.support.pair_life import Story, story
from tests.support.site import Browser, Site, served


@pytest.fixture
def told(sqlite_database: Database) -> Story:
    made = story(sqlite_database)
    made.form()
    made.form(mentee_ids=[made.newcomer("Котов Илья Андреевич").id])
    return made


@pytest.fixture
def site(told: Story) -> Iterator[Site]:
    with served(told.database, at=told.at) as running:
        yield running


@pytest.fixture
def curator(told: Story, site: Site) -> Browser:
    return site.browser(told.cast.curator.id)


def mentors(told: Story, pair_id: int) -> list[int]:
    return [one.person_id for one in told.read(lambda tx: memberships.live(tx, pair_id)) if one.role == "mentor"]


def test_both_pairs_are_decided_on_one_page_and_taken_back_together(told: Story, curator: Browser) -> None:
    heir = told.newcomer()
    first, second = told.pair_id - 1, told.pair_id
    at = f"/pairs/{first}/handover"
    assert at in curator.get(f"/pairs/{first}").text
    page = curator.get(at)
    assert {f'name="pair_{first}"', f'name="pair_{second}"'} <= set(re.findall(r'name="pair_\d+"', page.text))
    assert f'value="{heir.id}" selected' in page.text  # matching proposes whoever is free
    nothing = curator.post(at, {f"pair_{first}": "", f"pair_{second}": ""})
    assert nothing.status_code == 422
    assert "хотя бы с одной парой" in plain(nothing.text)
    chosen = {f"pair_{first}": str(heir.id), f"pair_{second}": "end", "notice": "01.09.2025", "reason": "Переезд"}
    sure = curator.post(at, chosen)
    assert "проекты приказов: 2" in plain(sure.text)
    assert "завершится 4 сентября 2025" in plain(sure.text).replace("\N{NO-BREAK SPACE}", " ")
    assert mentors(told, first) == [told.cast.mentor.id]
    back = curator.post(at, chosen | {"back": "1"})
    assert f'value="{heir.id}" selected' in back.text
    done = curator.post(at, chosen | {"sure": "1"})
    assert "Пар с новым наставником: 1, завершается: 1, проектов приказов: 2" in plain(done.text)
    assert "/papers/drafts/" in done.text
    assert mentors(told, first) == [heir.id]
    address, fields = undo_of(done.text)
    curator.post(address, fields)
    assert mentors(told, first) == mentors(told, second) == [told.cast.mentor.id]
    ending = told.read(lambda tx: pairs.get(tx, second))
    assert ending is not None
    assert ending.ending_on is None


def test_the_reasons_name_the_pair(told: Story, curator: Browser) -> None:
    at = f"/pairs/{told.pair_id}/handover"
    stranger = curator.post(at, {f"pair_{told.pair_id}": str(told.cast.outsider.id)})
    assert stranger.status_code == 422
    assert f'id="w-pair_{told.pair_id}"' in stranger.text


def test_a_mentor_does_not_see_the_page(told: Story, site: Site) -> None:
    assert site.browser(told.cast.mentor.id).get(f"/pairs/{told.pair_id}/handover").status_code == 404


def plain(text: str) -> str:
    """The words of a page, spaces collapsed."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text)))


def undo_of(text: str) -> tuple[str, dict[str, str]]:
    """The form in the toast: where it leads, with its hidden fields."""
    toast = text[text.index('class="toast"') :]
    action = re.search(r'action="([^"]+)"', toast)
    assert action
    fields = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', toast))
    return html.unescape(action[1]), {key: html.unescape(value) for key, value in fields.items() if key != "csrf"}
