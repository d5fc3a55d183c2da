"""What is done on the page of a pair: from the refusal to the toast that takes it back."""

import html
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from storage import memberships, pair_sheet, pairs, plans
from storage.database import Database
from tests.support.pair_life import MONDAY, Story, story
from tests.support.site import Browser, Site, served


@pytest.fixture
def told(database: Database) -> Story:
    made = story(database)
    made.form()
    return made.on(MONDAY, 12)


@pytest.fixture
def site(told: Story) -> Iterator[Site]:
    with served(told.database, at=told.at) as running:
        yield running


@pytest.fixture
def curator(told: Story, site: Site) -> Browser:
    return site.browser(told.cast.curator.id)


def at(told: Story, act: str = "") -> str:
    return f"/pairs/{told.pair_id}{act}"


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


def test_refused_mended_advanced_undone(told: Story, curator: Browser) -> None:
    page = curator.get(at(told))
    assert 'aria-disabled="true"' in page.text
    assert f'href="{at(told, "/paper?")}kind=order&amp;purpose=pairing"' in page.text
    refused = curator.post(at(told, "/advance"), {"move": "acquaint"})
    assert refused.status_code == 409
    assert "Не зарегистрирован приказ о закреплении пары" in plain(refused.text)
    assert "<title>Ошибка:" in refused.text

    order = {"kind": "order", "purpose": "pairing", "number": "14-н", "date": "1.9.25"}
    mended = curator.post(at(told, "/paper"), order)
    assert "Внесён документ: приказ № 14-н 01.09.2025" in plain(mended.text).replace("\N{NO-BREAK SPACE}", " ")
    assert 'aria-disabled="true"' not in mended.text

    moved = curator.post(at(told, "/advance"), {"move": "acquaint", "once": "abc"})
    assert told.pair.stage == "acquaintance"
    assert "переведена: «Знакомство»" in plain(moved.text)
    again = curator.post(at(told, "/advance"), {"move": "acquaint", "once": "abc"})
    assert again.status_code == 200
    assert told.pair.pair_seq == 2

    address, fields = undo_of(moved.text)
    undone = curator.post(address, fields)
    assert told.pair.stage == "formed"
    assert "Отменено, снова «Сформирована»" in plain(undone.text)


def test_a_consent_is_entered_for_somebody(database: Database) -> None:
    told = story(database, consents=False)
    told.form()
    with served(database, at=told.at) as site:
        curator = site.browser(told.cast.curator.id)
        page = curator.get(at(told))
        assert f'{at(told, "/consent?")}kind=personal-data&amp;person={told.cast.mentee.id}"' in page.text
        sent = {"person": str(told.cast.mentee.id), "kind": "personal-data", "signed": "31 августа 2025"}
        assert "Записано согласие" in plain(curator.post(at(told, "/consent"), sent).text)
        stranger = curator.post(at(told, "/consent"), sent | {"person": str(told.cast.director.id)})
        assert stranger.status_code == 422
    signed = told.read(lambda tx: pair_sheet.consents_of(tx, told.pair_id))
    assert [(one.person_id, one.signed_on) for one in signed] == [(told.cast.mentee.id, date(2025, 8, 31))]


def test_a_meeting_is_agreed_moved_held_and_taken_back(told: Story, curator: Browser) -> None:
    agreed = curator.post(at(told, "/meeting"), {"kind": "acquaintance", "what": "planned", "on": "5.9.25"})
    assert "Назначена встреча-знакомство на 05.09.2025" in plain(agreed.text)
    held = {"kind": "acquaintance", "what": "held", "held": "сегодня", "mentor_verdict": "go", "mentee_verdict": ""}
    wrong = curator.post(at(told, "/meeting"), held | {"held": "32.13.2025"})
    assert wrong.status_code == 422
    assert "32.13.2025" in wrong.text
    done = curator.post(at(told, "/meeting"), held | {"held": "01.09.2025"})
    [meeting] = told.read(lambda tx: pair_sheet.meetings_of(tx, told.pair_id))
    assert (meeting.held_on, meeting.mentor_verdict, meeting.mentee_verdict) == (MONDAY, "go", None)
    curator.post(*undo_of(done.text))
    assert told.read(lambda tx: pair_sheet.meetings_of(tx, told.pair_id)) == []
    off = curator.post(at(told, "/meeting"), {"kind": "acquaintance", "what": "off", "reason": ""})
    assert off.status_code == 422


def test_the_mentor_reports_and_cannot_do_the_curators_work(told: Story, site: Site) -> None:
    mentor = site.browser(told.cast.mentor.id)
    page = mentor.get(at(told))
    assert "Иванова Мария Петровна" in plain(page.text)
    assert at(told, "/mentor") not in page.text
    held = {"kind": "work", "what": "held", "held": "01.09.2025", "mentor_verdict": "", "mentee_verdict": ""}
    assert mentor.post(at(told, "/meeting"), held).status_code == 200
    assert mentor.post(at(told, "/paper"), {}).status_code == 404
    assert mentor.get(at(told, "/mentor")).status_code == 404
    assert mentor.post(at(told, "/advance"), {"move": "acquaint"}).status_code == 409
    assert site.browser(told.cast.outsider.id).post(at(told, "/meeting"), held).status_code == 404


def test_feedback_is_entered_for_a_participant(told: Story, curator: Browser, site: Site) -> None:
    sent = {"by": str(told.cast.mentee.id), "text": "Было <b>полезно</b>"}
    page = curator.post(at(told, "/feedback"), sent)
    assert "Было &lt;b&gt;полезно&lt;/b&gt;" in page.text
    assert "полезно" not in site.browser(told.cast.mentor.id).get(at(told)).text
    address, fields = undo_of(page.text)
    curator.post(address, fields)
    assert told.read(lambda tx: pair_sheet.feedback_of(tx, told.pair_id)) == []


def test_the_plan_is_written_marked_and_approved(told: Story, curator: Browser) -> None:
    half = {"title-1": "Открытый урок", "due-1": "", "title-2": "", "due-2": ""}
    wrong = curator.post(at(told, "/plan"), half)
    assert wrong.status_code == 422
    assert "Открытый урок" in wrong.text
    more = curator.post(at(told, "/plan"), half | {"more": "1"})
    assert more.status_code == 200
    assert 'name="title-6"' in more.text
    whole = half | {"due-1": "20 октября", "title-2": "Отчёт", "due-2": "1.12.25"}
    assert "План сохранён, пунктов: 2" in plain(curator.post(at(told, "/plan"), whole).text)
    done = curator.post(at(told, "/plan/mark"), {"position": "1"})
    assert "Пункт 1 выполнен: 1 из 2" in plain(done.text)
    curator.post(*undo_of(done.text))
    items = told.read(lambda tx: plans.items(tx, told.pair_id))
    assert [(one.title, one.due_on, one.done_on) for one in items] == [
        ("Открытый урок", date(2025, 10, 20), None),
        ("Отчёт", date(2025, 12, 1), None),
    ]
    approved = curator.post(at(told, "/plan/approval"), {"number": "20-п", "date": "01.09.2025"})
    assert "План утверждён 01.09.2025" in plain(approved.text)


def test_the_day_of_the_stage_moves_and_back(told: Story, curator: Browser) -> None:
    assert curator.post(at(told, "/due"), {"to": "15.09.2025", "reason": ""}).status_code == 422
    moved = curator.post(at(told, "/due"), {"to": "15.09.2025", "reason": "Курсы"})
    assert "перенесён на 15.09.2025" in plain(moved.text)
    assert told.obligations[0]["due_on"] == date(2025, 9, 15)
    curator.post(*undo_of(moved.text))
    assert told.obligations[0]["due_on"] == date(2025, 9, 8)


def test_suspended_and_resumed(told: Story, curator: Browser) -> None:
    page = curator.post(at(told, "/suspend"), {"reason": "Болезнь"})
    assert "приостановлена" in plain(page.text)
    assert told.pair.stage == "suspended"
    page = curator.post(at(told, "/resume"))
    assert told.pair.stage == "formed"
    assert "Болезнь" in page.text


def test_an_end_is_confirmed_announced_and_withdrawn(told: Story, curator: Browser) -> None:
    asked = {"outcome": "by_agreement", "notice": "", "effective": "", "reason": "Переезд"}
    assert curator.post(at(told, "/end"), asked | {"outcome": ""}).status_code == 422
    sure = curator.post(at(told, "/end"), asked)
    assert "4 сентября 2025" in plain(sure.text)
    assert told.pair.ending_on is None
    done = curator.post(at(told, "/end"), asked | {"sure": "1"})
    assert told.pair.ending_on == date(2025, 9, 4)
    assert "прекращение по соглашению" in plain(done.text) or "прекращено по соглашению" in plain(done.text)
    kept = curator.post(at(told, "/keep"))
    assert told.pair.ending_on is None
    assert "Прекращение отозвано" in plain(kept.text)
    early = curator.post(at(told, "/end"), asked | {"effective": "02.09.2025"})
    assert early.status_code == 409


def test_another_mentor_after_a_look_at_what_it_means(told: Story, curator: Browser) -> None:
    newcomer = told.newcomer()
    page = curator.get(at(told, "/mentor"))
    assert newcomer.name in page.text
    assert told.cast.mentee.name not in page.text[page.text.index('class="choices') :]
    assert curator.post(at(told, "/mentor"), {"mentor": ""}).status_code == 422
    sure = curator.post(at(told, "/mentor"), {"mentor": str(newcomer.id), "reason": "Уходит"})
    assert "Письма, которые уйдут" in plain(sure.text)
    assert told.pair.pair_seq == 1
    # The letters are shown as they would go, and looking at them sends nothing and changes nobody.
    greeting = newcomer.name.split(maxsplit=1)[1]
    assert f"Здравствуйте, {greeting}!" in plain(sure.text)
    assert "http" not in plain(sure.text)
    assert not [letter for letter in told.letters if letter[1] == newcomer.name]
    assert newcomer.id not in {one.person_id for one in told.members}
    done = curator.post(at(told, "/mentor"), {"mentor": str(newcomer.id), "reason": "Уходит", "sure": "1"})
    live = told.read(lambda tx: memberships.live(tx, told.pair_id))
    assert newcomer.id in {one.person_id for one in live}
    address, fields = undo_of(done.text)
    curator.post(address, fields)
    live = told.read(lambda tx: memberships.live(tx, told.pair_id))
    assert told.cast.mentor.id in {one.person_id for one in live}


def test_a_new_pair_also_one_at_work_already(told: Story, curator: Browser) -> None:
    form = curator.get("/pairs/new")
    assert told.cast.pupil.name in form.text
    mentor = told.newcomer()
    sent = {"programme": str(told.programme_id), "mentor": str(mentor.id), "mentee": "", "curator": "", "since": ""}
    wrong = curator.post("/pairs/new", sent)
    assert wrong.status_code == 422
    assert f'<option value="{mentor.id}" selected>' in wrong.text
    whole = sent | {"mentee": str(told.cast.pupil.id), "stage": "acquaintance", "since": "01.09.2025"}
    done = curator.post("/pairs/new", whole)
    assert "Пара № 2 сформирована" in plain(done.text).replace("\N{NO-BREAK SPACE}", " ")
    made = told.read(lambda tx: pairs.get(tx, told.pair_id + 1))
    assert made is not None
    assert (made.stage, made.entered) == ("acquaintance", "back-dated")


def test_a_reminder_goes_now_and_only_once_a_day(told: Story, curator: Browser) -> None:
    assert "Напоминание уйдёт" in plain(curator.post(at(told, "/remind")).text)
    assert curator.post(at(told, "/remind")).status_code == 409


def test_what_was_changed_meanwhile_is_said(told: Story, curator: Browser) -> None:
    """Somebody else moved the pair on while the page was open."""
    told.meet_needs("acquaint")
    told.on(MONDAY + timedelta(days=1))
    told.move("acquaint")
    late = curator.post(at(told, "/advance"), {"move": "acquaint"})
    assert late.status_code == 409
    assert "сейчас «Знакомство»" in plain(late.text)
