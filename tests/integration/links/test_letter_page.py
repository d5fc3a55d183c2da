"""A letter came by SMTP; its link opens a page without signing in, answers once, and may be taken back within a day."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import httpx
import pytest
from sqlalchemy import select, update

from engine.refusals import Refused
from storage.database import Database
from storage.tables.answers import curator_calls, link_uses, planned_meetings
from storage.tables.obligations import obligations
from storage.tables.organisations import people
from storage.tables.programmes import feedbacks, meetings, plan_items
from storage.tables.roadmaps import evidences
from tests.support.installation import Installation, installation
from tests.support.pair_life import Story, story
from tests.support.site import SECRET, Browser, Site, served
from workflows.apply_roadmap import Applied, apply_roadmap
from workflows.assign_item import assign_item
from workflows.letter_link import Link, opened, signed

LINK = re.compile(r"/m/([\w-]+)")


@dataclass
class Scene:
    """A pair in its trial stage, whose letters went over SMTP and lead to the running site."""

    told: Story
    running: Installation
    site: Site

    def token(self, kind: str, *, of: str) -> str:
        """The link in the person's letter that is about a `kind` of subject."""
        for letter in reversed(self.running.recorder.to(of)):
            for token in LINK.findall(f"{letter.words} {letter.message['List-Unsubscribe']}"):
                found = opened(SECRET, token)
                if found is not None and found.kind == kind:
                    return str(token)
        raise AssertionError(f"no letter to {of} leads to a {kind}")

    @property
    def mentor(self) -> str:
        return self.token("pair", of=self.told.cast.mentor.email)

    @property
    def mentee(self) -> str:
        return self.token("pair", of=self.told.cast.mentee.email)

    def browser(self) -> Browser:
        return self.site.browser()

    def rows(self, table: object) -> list[dict[str, object]]:
        return self.told.read(lambda tx: [dict(row._mapping) for row in tx.execute(select(table))])  # type: ignore[call-overload]  # any table

    def answer(self, token: str, **fields: str) -> httpx.Response:
        return self.browser().post(f"/m/{token}/answer", fields)

    def go_on(self, *moves: str) -> None:
        """From the trial stage on, a day a move."""
        for move in moves:
            self.told.meet_needs(move)
            self.told.move(move)
            self.told.day += timedelta(days=1)

    def trials(self) -> list[dict[str, object]]:
        return [row for row in self.rows(meetings) if row["kind"] == "trial"]


@pytest.fixture
def scene(database: Database) -> Iterator[Scene]:
    told = story(database)
    told.form()
    told.walk_to("trial_meeting")
    with installation(database) as running, served(database, at=told.at + timedelta(hours=2)) as site:
        running.secret, running.base_url = SECRET, site.address
        running.clock.instant = told.at
        running.play(told.at + timedelta(hours=2))
        yield Scene(told, running, site)


def on(scene: Scene) -> str:
    return f"{scene.told.day:%d.%m.%Y}"


class TestOpening:
    def test_the_letter_leads_to_a_page_without_signing_in(self, scene: Scene) -> None:
        letter = scene.running.recorder.to(scene.told.cast.mentor.email)[-1]
        [address] = re.findall(r"http://\S+/m/\S+", letter.words)
        page = httpx.get(address)
        assert page.status_code == 200
        assert "Встреча прошла" in page.text
        assert "Смирнов" in page.text
        assert "3&nbsp;из" in page.text or "3 из" in page.text.replace("\u00a0", " ")
        assert "nastavnik_session" not in page.headers.get("set-cookie", "")

    def test_a_mail_scanner_changes_nothing(self, scene: Scene) -> None:
        for token in (scene.mentor, scene.mentee, scene.token("mute", of=scene.told.cast.mentor.email)):
            for address in (f"/m/{token}", f"/m/{token}/answer", f"/m/{token}/undo"):
                scene.browser().get(address)
                httpx.head(f"{scene.site.address}{address}")
        assert scene.rows(link_uses) == []
        assert scene.trials() == []

    def test_what_opens_nothing_looks_like_nothing(self, scene: Scene) -> None:
        good = scene.mentor
        link = opened(SECRET, good)
        assert link is not None
        other = scene.told.cast.outsider.id
        wrong = [
            "x",
            good[:-1],
            good + "A",
            ("A" if good[5] != "A" else "B").join((good[:5], good[6:])),
            signed("another secret", link),
            signed(SECRET, Link("pair", other, link.subject_id, link.until, link.visit)),
            signed(SECRET, Link("pair", link.person_id, 999, link.until)),
            signed(SECRET, Link("obligation", link.person_id, 999, link.until)),
            signed(SECRET, Link("pair", link.person_id, link.subject_id, scene.told.day - timedelta(days=1))),
        ]
        missing = scene.browser().get("/nowhere")
        for token in wrong:
            page = scene.browser().get(f"/m/{token}")
            assert (page.status_code, page.content) == (404, missing.content), token
            sent = scene.answer(token, answer="call")
            assert (sent.status_code, sent.content) == (404, missing.content), token
        assert scene.rows(curator_calls) == []

    def test_it_ends_after_two_weeks(self, scene: Scene) -> None:
        token = scene.mentor
        scene.site.turn(scene.told.at + timedelta(days=14))
        assert scene.browser().get(f"/m/{token}").status_code == 200
        scene.site.turn(scene.told.at + timedelta(days=15))
        assert scene.browser().get(f"/m/{token}").status_code == 404

    def test_nobody_disabled_gets_in(self, scene: Scene) -> None:
        with scene.told.database.write() as tx:
            tx.execute(update(people).where(people.c.id == scene.told.cast.mentor.id).values(disabled=True))
        assert scene.browser().get(f"/m/{scene.mentor}").status_code == 404

    def test_the_readers_language(self, scene: Scene) -> None:
        with scene.told.database.write() as tx:
            tx.execute(update(people).where(people.c.id == scene.told.cast.mentor.id).values(language="en"))
        page = scene.browser().get(f"/m/{scene.mentor}").text
        assert 'lang="en"' in page
        assert "We met" in page


class TestMeeting:
    def test_met_once_however_often_sent(self, scene: Scene) -> None:
        token = scene.mentor
        pages = [scene.answer(token, answer="met", held=on(scene), asked="1", verdict="go") for _ in range(3)]
        assert {page.status_code for page in pages} == {200}
        [trial] = scene.trials()
        assert (trial["mentor_verdict"], trial["mentee_verdict"]) == ("go", None)
        assert trial["held_on"] == scene.told.day
        assert len(scene.rows(link_uses)) == 1
        assert "Отмечено: встреча прошла" in pages[-1].text

    def test_both_sides_tell_of_one_meeting_and_the_pair_may_go_on(self, scene: Scene) -> None:
        scene.answer(scene.mentor, answer="met", held=on(scene), asked="1", verdict="go")
        page = scene.browser().get(f"/m/{scene.mentee}")
        assert "уже отмечена" in page.text
        [trial] = scene.trials()
        scene.answer(scene.mentee, answer="verdict", verdict="go", meeting=str(trial["id"]))
        [trial] = scene.trials()
        assert (trial["mentor_verdict"], trial["mentee_verdict"]) == ("go", "go")
        scene.told.move("plan")

    def test_undone_within_a_day_and_told_anew(self, scene: Scene) -> None:
        token = scene.mentor
        scene.answer(token, answer="met", held=on(scene), asked="1", verdict="stop")
        [use] = scene.rows(link_uses)
        for _ in range(2):
            undone = scene.browser().post(f"/m/{token}/undo", {"use": str(use["token_hash"])})
            assert undone.status_code == 200
        [trial] = scene.trials()
        assert trial["withdrawn_at"] is not None
        scene.answer(token, answer="met", held=on(scene), asked="1", verdict="go")
        assert [row["withdrawn_at"] is None for row in scene.trials()] == [False, True]

    def test_not_after_a_day(self, scene: Scene) -> None:
        scene.answer(scene.mentor, answer="met", held=on(scene), asked="1", verdict="go")
        [use] = scene.rows(link_uses)
        scene.site.turn(scene.site.now() + timedelta(hours=24, minutes=1))
        late = scene.browser().post(f"/m/{scene.mentor}/undo", {"use": str(use["token_hash"])})
        assert late.status_code == 409
        assert "в течение суток" in late.text
        assert scene.trials()[0]["withdrawn_at"] is None

    def test_nobody_undoes_anothers_answer(self, scene: Scene) -> None:
        scene.answer(scene.mentor, answer="met", held=on(scene), asked="1", verdict="go")
        [use] = scene.rows(link_uses)
        scene.browser().post(f"/m/{scene.mentee}/undo", {"use": str(use["token_hash"])})
        assert scene.trials()[0]["withdrawn_at"] is None

    def test_moved_the_stages_day_stays(self, scene: Scene) -> None:
        due = scene.told.obligations[-1]["due_on"]
        token, later = scene.mentor, scene.told.day + timedelta(days=3)
        scene.answer(token, answer="moved", on=f"{later:%d.%m}")
        scene.answer(token, answer="moved", on=f"{later + timedelta(days=1):%d.%m.%Y}", why="болеем")
        found = [(str(row["planned_on"]), row["state"], row["note"]) for row in scene.rows(planned_meetings)]
        assert sorted(found) == [(str(later), "moved", "болеем"), (str(later + timedelta(days=1)), "planned", "")]
        assert scene.told.obligations[-1]["due_on"] == due
        use = next(one for one in scene.rows(link_uses) if str(later + timedelta(days=1)) in str(one["answer"]))
        scene.browser().post(f"/m/{token}/undo", {"use": str(use["token_hash"])})
        now = [(str(row["planned_on"]), row["state"]) for row in scene.rows(planned_meetings)]
        assert sorted(now) == [(str(later), "planned"), (str(later + timedelta(days=1)), "withdrawn")]
        scene.site.turn(scene.site.now() + timedelta(days=3))
        scene.answer(token, answer="met", held=f"{later:%d.%m.%Y}", asked="1", verdict="go")
        assert {row["state"] for row in scene.rows(planned_meetings)} == {"held", "withdrawn"}

    def test_called_off_says_why(self, scene: Scene) -> None:
        silent = scene.answer(scene.mentor, answer="off", reason="")
        assert silent.status_code == 422
        assert silent.text.count("Ошибка") >= 1
        scene.answer(scene.mentor, answer="off", reason="карантин в классе")
        [row] = scene.rows(planned_meetings)
        assert (row["state"], row["note"]) == ("called_off", "карантин в классе")

    @pytest.mark.parametrize("held", ["", "завтра", "31.02.2025", "<b>вчера</b>", "01.01.2020"])
    def test_a_wrong_day_keeps_the_input(self, scene: Scene, held: str) -> None:
        page = scene.answer(scene.mentor, answer="met", held=held, asked="1", verdict="go")
        assert page.status_code == 422
        assert "<b>вчера" not in page.text
        assert scene.trials() == []

    @pytest.mark.parametrize("typed", ["сегодня", "{day:%d.%m.%y}", "{day:%-d} сентября"])
    def test_a_day_as_people_type_it(self, scene: Scene, typed: str) -> None:
        scene.answer(scene.mentor, answer="met", held=typed.format(day=scene.told.day), asked="1", verdict="go")
        assert [row["held_on"] for row in scene.trials()] == [scene.told.day]

    def test_from_another_site_nothing_is_taken(self, scene: Scene) -> None:
        forged = scene.browser().post_bare(
            f"/m/{scene.mentor}/answer",
            {"answer": "met", "held": on(scene), "asked": "1", "verdict": "go"},
            headers={"Origin": "https://elsewhere.test"},
        )
        assert forged.status_code == 403
        assert scene.trials() == []


class TestOtherAnswers:
    def test_the_curator_is_called_once_and_hears_at_once(self, scene: Scene) -> None:
        for words in ("нужна другая тема", "ещё раз"):
            assert scene.answer(scene.mentee, answer="call", words=words).status_code == 200
        [call] = scene.rows(curator_calls)
        assert (call["text"], call["person_id"]) == ("нужна другая тема", scene.told.cast.mentee.id)
        scene.running.tick(scene.site.now())
        letter = scene.running.recorder.to(scene.told.cast.curator.email)[-1]
        assert "с вами хотят поговорить" in letter.subject
        assert "нужна другая тема" in letter.words
        assert "/m/" not in letter.words

    def test_hostile_words_stay_words(self, scene: Scene) -> None:
        hostile = "<script>alert(1)</script> {{ 7 * 7 }} {% raw %}"
        for fields in ({"answer": "off", "reason": hostile}, {"answer": "met", "held": hostile, "asked": "1"}):
            page = scene.answer(scene.mentor, **fields)
            assert "<script>alert" not in page.text
        scene.answer(scene.mentee, answer="call", words=hostile)
        scene.running.tick(scene.site.now())
        letter = scene.running.recorder.to(scene.told.cast.curator.email)[-1]
        html = letter.message.get_body(("html",))
        assert html is not None
        assert "<script>alert" not in html.get_content()
        assert "{{ 7 * 7 }}" in letter.words
        assert scene.answer(scene.mentor, answer="off", reason="а\u202eб").status_code == 422
        assert scene.answer(scene.mentor, answer="feedback", text="щ" * 10_000).status_code == 422
        assert scene.answer(scene.mentor, answer="nothing").status_code == 422

    def test_a_call_taken_back_before_the_letter(self, scene: Scene) -> None:
        scene.answer(scene.mentee, answer="call", words="")
        [use] = scene.rows(link_uses)
        scene.browser().post(f"/m/{scene.mentee}/undo", {"use": str(use["token_hash"])})
        before = len(scene.running.recorder.to(scene.told.cast.curator.email))
        scene.running.tick(scene.site.now())
        assert len(scene.running.recorder.to(scene.told.cast.curator.email)) == before
        assert scene.rows(curator_calls)[0]["answered_at"] is not None

    def test_feedback_is_forgotten_when_taken_back(self, scene: Scene) -> None:
        scene.answer(scene.mentee, answer="feedback", text="Всё понятно\nи полезно")
        [words] = scene.rows(feedbacks)
        assert words["text"] == "Всё понятно и полезно"
        [use] = scene.rows(link_uses)
        scene.browser().post(f"/m/{scene.mentee}/undo", {"use": str(use["token_hash"])})
        [words] = scene.rows(feedbacks)
        assert (words["text"], words["withdrawn_at"] is None) == ("", False)

    def test_later_please(self, scene: Scene) -> None:
        duty = scene.told.obligations[-1]["id"]
        later = scene.told.day + timedelta(days=5)
        page = scene.answer(scene.mentor, answer="rest", duty=str(duty), until=f"{later:%d.%m.%Y}")
        assert "Напоминания отдыхают до" in page.text.replace("\u00a0", " ")
        far = scene.answer(scene.mentor, answer="rest", duty=str(duty), until=f"{later + timedelta(days=30):%d.%m.%Y}")
        assert far.status_code == 422

    def test_a_closed_pair_asks_for_nothing(self, scene: Scene) -> None:
        told, token = scene.told, scene.mentor
        scene.go_on("plan", "start_work", "finish", "close")
        scene.site.turn(told.at + timedelta(hours=1))
        page = scene.browser().get(f"/m/{token}")
        assert page.status_code == 200
        assert "Пара завершена" in page.text
        assert "/answer" not in page.text
        before = len(scene.rows(meetings))
        assert scene.answer(token, answer="met", held=on(scene)).status_code in (404, 409, 422)
        assert len(scene.rows(meetings)) == before

    def test_a_line_of_the_plan(self, scene: Scene) -> None:
        scene.go_on("plan", "start_work")
        scene.site.turn(scene.told.at)
        page = scene.browser().get(f"/m/{scene.mentor}")
        assert "Открытый урок" in page.text
        scene.answer(scene.mentor, answer="plan", position="1")
        done = {row["position"]: row["done_on"] for row in scene.rows(plan_items)}
        assert done == {1: scene.told.day, 2: None}
        [use] = scene.rows(link_uses)
        scene.browser().post(f"/m/{scene.mentor}/undo", {"use": str(use["token_hash"])})
        assert {row["done_on"] for row in scene.rows(plan_items)} == {None}


class TestBeforeConsentAndForMinors:
    @pytest.fixture
    def formed(self, database: Database) -> Iterator[Scene]:
        told = story(database, consents=False)
        told.form(mentee_ids=[told.cast.pupil.id])
        with installation(database) as running, served(database, at=told.at + timedelta(hours=2)) as site:
            running.secret, running.base_url = SECRET, site.address
            running.clock.instant = told.at
            running.play(told.at + timedelta(hours=2))
            yield Scene(told, running, site)

    def test_what_is_missing_is_said_and_no_words_are_kept(self, formed: Scene) -> None:
        page = formed.browser().get(f"/m/{formed.mentor}")
        assert "Чего не хватает" in page.text
        assert "Встреча прошла" not in page.text
        silent = formed.answer(formed.mentor, answer="call", words="позвоните мне")
        assert silent.status_code == 409
        assert formed.rows(curator_calls) == []
        assert formed.answer(formed.mentor, answer="feedback", text="рано").status_code == 409
        assert formed.answer(formed.mentor, answer="call").status_code == 200
        assert [row["text"] for row in formed.rows(curator_calls)] == [""]

    def test_a_minors_letter_and_link_are_the_representatives(self, formed: Scene) -> None:
        cast = formed.told.cast
        assert formed.running.recorder.to(cast.pupil.email) == []
        token = formed.token("pair", of=cast.parent.email)
        link = opened(SECRET, token)
        assert link is not None
        assert link.person_id == cast.parent.id
        assert formed.answer(token, answer="call").status_code == 200
        assert [row["person_id"] for row in formed.rows(curator_calls)] == [cast.parent.id]


class TestUnsubscribing:
    def test_one_click_as_mail_programs_send_it(self, scene: Scene) -> None:
        letter = scene.running.recorder.to(scene.told.cast.mentor.email)[-1].message
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = str(letter["List-Unsubscribe"]).strip("<>")
        answer = httpx.post(address, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert "Такие письма больше не придут" in answer.text
        assert httpx.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
        assert len(scene.rows(link_uses)) == 1
        scene.told.meet("trial")
        scene.told.move("plan")
        scene.running.play(scene.told.at + timedelta(hours=3))
        news = [(who, state) for kind, who, state in scene.told.letters if kind == "stage_opened"][-2:]
        assert sorted(state for _, state in news) == ["cancelled", "sent"]

    def test_other_links_do_not_act_on_a_bare_post(self, scene: Scene) -> None:
        posted = httpx.post(f"{scene.site.address}/m/{scene.mentor}", data={"List-Unsubscribe": "One-Click"})
        assert posted.status_code == 404
        assert scene.rows(link_uses) == []


class TestDigestAndMine:
    def test_a_digest_leads_to_everything_of_its_reader(self, scene: Scene) -> None:
        person = scene.told.cast.mentor.id
        token = signed(SECRET, Link("person", person, 0, scene.told.day + timedelta(days=1)))
        page = scene.browser().get(f"/m/{token}")
        [to_pair] = {one for one in LINK.findall(page.text) if (found := opened(SECRET, one)) and found.kind == "pair"}
        assert scene.browser().get(f"/m/{to_pair}").status_code == 200

    def test_an_overdue_stage_is_answered_as_its_pair(self, scene: Scene) -> None:
        duty, person = scene.told.obligations[-1]["id"], scene.told.cast.mentor.id
        token = signed(SECRET, Link("obligation", person, duty, scene.told.day + timedelta(days=1)))
        assert "Встреча прошла" in scene.browser().get(f"/m/{token}").text
        scene.answer(token, answer="met", held=on(scene), asked="1", verdict="go")
        assert len(scene.trials()) == 1

    def test_a_row_of_the_roadmap_closes_by_a_link_to_its_proof(self, scene: Scene) -> None:
        told = scene.told
        with told.database.write() as tx:
            applied = apply_roadmap(
                tx, by=told.by, organisation_id=told.cast.school.id, template_key="s1-teachers-2025"
            )
            assert isinstance(applied, Applied)
            row = tx.execute(
                select(obligations)
                .where(obligations.c.subject_kind == "item", obligations.c.status == "open")
                .order_by(obligations.c.id)
                .limit(1)
            ).one()
            made = assign_item(tx, by=told.by, item_id=row.item_id, person_id=told.cast.mentor.id)
            assert not isinstance(made, Refused)
        token = signed(SECRET, Link("obligation", told.cast.mentor.id, row.id, told.day + timedelta(days=1)))
        assert "Отметить как сделанное" in scene.browser().get(f"/m/{token}").text
        assert scene.answer(token, answer="done", proof="").status_code == 422
        done = scene.answer(token, answer="done", proof="https://school.test/page")
        assert "Это уже сделано" in done.text
        assert len(scene.rows(evidences)) == 1
        [use] = scene.rows(link_uses)
        again = scene.browser().post(f"/m/{token}/undo", {"use": str(use["token_hash"])})
        assert "Отметить как сделанное" in again.text
        assert scene.rows(evidences) == []

    def test_my_pairs_of_a_signed_in_mentor(self, scene: Scene) -> None:
        mine = scene.site.browser(scene.told.cast.mentor.id).get("/my")
        assert mine.status_code == 200
        assert "Смирнов" in mine.text
        assert LINK.search(mine.text)


def test_no_personal_data_in_a_link() -> None:
    link = Link("pair", 7, 17, date(2026, 11, 26), visit=3)
    assert len(signed("secret", link)) < 42
    assert opened("secret", "й" * 39) is None
    assert opened("secret", "") is None
