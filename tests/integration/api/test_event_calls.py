"""Events and articles by the API: answers to invitations, results, and lists that come in pages."""

from storage.database import Database
from tests.support.pair_life import story
from tests.support.programs import program
from tests.support.site import served


def test_a_program_notes_who_is_coming_and_who_won(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    told.form()
    mentor = told.cast.mentor.id
    with (
        served(sqlite_database, at=told.at) as site,
        program(site, told.cast.curator.id, language="en") as curator,
        program(site, told.cast.outsider.id) as outsider,
    ):
        planned = {"org": told.cast.school.path, "kind": "contest", "title": "Лучшая пара", "on": "2025-09-20"}
        address = f"/events/{curator.post('/events', json=planned).json()['id']}"
        assert curator.post(f"{address}/guests", json={"people": [mentor]}).json()["added"] == [mentor]
        said = curator.post(f"{address}/answers", json={"person": mentor, "coming": True}).json()
        assert (said["coming"], said["before"]) == (True, None)
        won = {"person": mentor, "result": "первое место", "certificate": "17", "certified_on": "2025-09-01"}
        assert curator.post(f"{address}/guest", json=won).json()["person_id"] == mentor
        [guest] = curator.get(address).json()["people"]
        assert (guest["coming"], guest["came"], guest["result"]) == (True, None, "первое место")
        assert curator.post(f"{address}/answers", json={"person": 4000, "coming": True}).status_code == 422
        assert outsider.post(f"{address}/answers", json={"person": mentor, "coming": False}).status_code == 404


def test_events_and_articles_come_in_pages(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    place = told.cast.school.path
    with served(sqlite_database, at=told.at) as site, program(site, told.cast.curator.id) as curator:
        for day in (20, 21, 21, 22):
            planned = {"org": place, "kind": "other", "title": f"Событие {day}", "on": f"2025-09-{day}"}
            assert curator.post("/events", json=planned).status_code == 201
        for at in range(3):
            written = {"org": place, "link": f"https://vk.example/{at}", "title": f"О парах {at}"}
            assert curator.post("/articles", json=written).status_code == 201
        for address, count in (("/events", 4), ("/articles", 3)):
            seen: list[int] = []
            cursor: str | None = ""
            while cursor is not None:
                more = {"cursor": cursor} if cursor else {}
                part = curator.get(address, params={"org": place, "limit": "1", **more}).json()
                seen += [one["id"] for one in part["items"]]
                cursor = part["next"]
            assert (len(seen), len(set(seen))) == (count, count)
        days = [one["on"] for one in curator.get("/events", params={"org": place}).json()["items"]]
        assert days == ["2025-09-22", "2025-09-21", "2025-09-21", "2025-09-20"]
        assert curator.get("/events", params={"org": place, "cursor": "bm9uc2Vuc2U"}).status_code == 422
