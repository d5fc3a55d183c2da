"""A calendar program reads the secret address; icalendar reads back what it was given."""

from datetime import date, timedelta
from typing import Any

import httpx
from icalendar import Calendar

from storage import accounts, api_tokens
from storage.database import Database
from tests.support.cast import Player
from tests.support.pair_life import Story, story
from tests.support.site import Site, served
from workflows.add_user import add_user
from workflows.advance_pair import suspend_pair
from workflows.apply_roadmap import apply_roadmap
from workflows.disable_user import disable_user
from workflows.make_token import make_calendar_address
from workflows.plan_meeting import plan_meeting


def address(told: Story, site: Site, player: Player) -> str:
    """The secret address, as the account page makes it."""
    by = player.acts(told.at)
    with told.database.write() as tx:
        if accounts.of_person(tx, player.id) is None:
            add_user(tx, by=told.by, person_id=player.id, password="вполне длинный пароль 7")
        made = make_calendar_address(tx, by=by)
    return f"{site.address}/calendar/{made.token}.ics"


def events(answer: httpx.Response) -> dict[str, Any]:
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    found: Any = Calendar.from_ical(answer.content)
    return {str(one["uid"]): one for one in found.walk("VEVENT")}


def test_own_duties_and_meetings_by_the_number_of_the_pair(database: Database) -> None:
    told = story(database)
    told.form(mentee_ids=[told.cast.mentee.id])
    with served(database, at=told.at) as site:
        url = address(told, site, told.cast.mentor)
        [stage] = told.obligations
        told.done(plan_meeting, pair_id=told.pair_id, kind="acquaintance", on=date(2025, 9, 5))
        answer = httpx.get(url)
        found = events(answer)
        one = found[f"obligation-{stage['id']}@127.0.0.1"]
        assert one["summary"] == f"Пара № {told.pair.number}: {stage['title']}"
        assert (one["dtstart"].dt, one["dtend"].dt) == (stage["due_on"], stage["due_on"] + timedelta(days=1))
        assert one["dtstart"].params["VALUE"] == "DATE"
        assert one["url"] == f"{site.address}/pairs/{told.pair_id}"
        [meeting] = [each for uid, each in found.items() if uid.startswith("meeting-")]
        assert (meeting["dtstart"].dt, str(meeting["summary"])) == (
            date(2025, 9, 5),
            f"Пара № {told.pair.number}: знакомство",
        )
        for name in (told.cast.mentee.name, told.cast.mentor.name):
            assert name.split()[0] not in answer.text
        again = httpx.get(url, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_what_rests_or_moved_changes_the_feed(database: Database) -> None:
    told = story(database)
    told.form()
    with served(database, at=told.at) as site:
        url = address(told, site, told.cast.mentor)
        before = httpx.get(url)
        assert len(events(before)) == 1
        told.done(suspend_pair, pair_id=told.pair_id)
        after = httpx.get(url, headers={"If-None-Match": before.headers["etag"]})
        assert events(after) == {}


def test_offices_see_the_rows_of_their_role(database: Database) -> None:
    told = story(database)
    told.done(apply_roadmap, organisation_id=told.cast.school.id, template_key="s1-teachers-2025")
    told.form()
    with served(database, at=told.at) as site:
        curator = events(httpx.get(address(told, site, told.cast.curator)))
        mentee = events(httpx.get(address(told, site, told.cast.mentee)))
    assert any("п. " in one["summary"] for one in curator.values())
    assert any(one["summary"].startswith("Пара № ") for one in curator.values())
    assert not any(one["summary"].startswith("п. ") for one in mentee.values())


def test_a_revoked_or_foreign_address_is_no_page(database: Database) -> None:
    told = story(database)
    told.form()
    with served(database, at=told.at) as site:
        url = address(told, site, told.cast.mentor)
        missing = httpx.get(f"{site.address}/calendar/nonsense.ics")
        assert missing.status_code == 404
        newer = address(told, site, told.cast.mentor)
        assert httpx.get(newer).status_code == 200
        assert httpx.get(url).content == missing.content
        told.done(disable_user, person_id=told.cast.mentor.id)
        assert httpx.get(newer).content == missing.content
        with database.read() as tx:
            assert api_tokens.of_person(tx, told.cast.mentor.id)


def test_a_representative_sees_the_days_of_the_minor(database: Database) -> None:
    told = story(database, lifecycle="teacher-pair")
    told.form(mentee_ids=[told.cast.pupil.id])
    told.done(plan_meeting, pair_id=told.pair_id, kind="work", on=date(2025, 9, 5))
    with served(database, at=told.at) as site:
        found = events(httpx.get(address(told, site, told.cast.parent)))
    assert [str(one["summary"]) for one in found.values()] == [f"Пара № {told.pair.number}: встреча"]
