"""The API over a real server: who may call, what comes back, what a repeat and a stale copy get."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from storage import api_tokens
from storage.database import Database
from tests.support.cast import player
from tests.support.pair_life import Story, story
from tests.support.programs import program
from tests.support.site import Site, served
from web.pace import Pace


@dataclass
class Played:
    """A school with a pair, and the server over it."""

    told: Story
    site: Site

    def as_(self, person_id: int | None, **how: Any) -> AbstractContextManager[httpx.Client]:
        return program(self.site, person_id, **how)


@pytest.fixture
def played(database: Database) -> Iterator[Played]:
    told = story(database)
    told.form()
    with served(database, at=told.at) as site:
        yield Played(told, site)


def problem(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found: dict[str, Any] = answer.json()
    assert found["status"] == status
    return found


def test_without_a_token_with_a_narrow_or_an_old_one(played: Played) -> None:
    curator = played.told.cast.curator.id
    with played.as_(None) as nobody:
        told = nobody.get("/pairs")
        assert problem(told, 401)["type"] == "urn:nastavnik:problem:unauthorised"
        assert told.headers["www-authenticate"] == "Bearer"
        assert nobody.get("/pairs", headers={"Authorization": "Bearer nonsense"}).status_code == 401
    with played.as_(curator, scopes=["read"]) as reader:
        assert reader.get("/pairs").status_code == 200
        [used] = played.told.read(lambda tx: api_tokens.of_person(tx, curator))
        assert used.used_at == played.site.now()
        refused = problem(reader.post(f"/pairs/{played.told.pair_id}/moves", json={"move": "acquaint"}), 403)
        assert "pairs:write" in str(refused["detail"])
        played.site.turn(played.site.now().replace(year=2026))
        assert reader.get("/pairs").status_code == 401


def test_a_move_is_refused_with_every_reason_and_then_made(played: Played) -> None:
    told = played.told
    with played.as_(told.cast.curator.id) as curator:
        shown = curator.get(f"/pairs/{told.pair_id}").json()
        move = next(one for one in shown["moves"] if one["move"] == "acquaint")
        assert not move["allowed"]
        refused = problem(curator.post(f"/pairs/{told.pair_id}/moves", json={"move": "acquaint"}), 409)
        assert refused["refused"] == move["refused"]
        paper = {"org": told.cast.school.path, "kind": "order", "purpose": "pairing", "number": "7-п"}
        made = curator.post("/papers", json=paper | {"date": "2025-09-01", "pairs": [told.pair_id]})
        assert made.status_code == 201
        moved = curator.post(f"/pairs/{told.pair_id}/moves", json={"move": "acquaint"})
        assert (moved.status_code, moved.json()["stage"]) == (200, told.pair.stage)
        undone = curator.post(f"/pairs/{told.pair_id}/undo", json={"reason": "ошиблась"})
        assert undone.json()["stage"] == "formed"
        steps = curator.get(f"/pairs/{told.pair_id}/history").json()["items"]
        assert [step["move"] for step in steps] == ["form", "acquaint", "undo"]


def test_a_repeat_with_the_same_key_does_nothing_and_with_another_body_is_refused(played: Played) -> None:
    told = played.told
    meeting = {"kind": "work", "held": "2025-09-01"}
    with played.as_(told.cast.curator.id) as curator, played.as_(told.cast.director.id) as director:
        key = {"Idempotency-Key": "встреча-1".encode().hex()}
        first = curator.post(f"/pairs/{told.pair_id}/meetings", json=meeting, headers=key)
        again = curator.post(f"/pairs/{told.pair_id}/meetings", json=meeting, headers=key)
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.content == again.content
        other = curator.post(f"/pairs/{told.pair_id}/meetings", json=meeting | {"kind": "trial"}, headers=key)
        [fault] = problem(other, 422)["errors"]
        assert fault["field"] == "idempotency_key"
        own = director.post(f"/pairs/{told.pair_id}/meetings", json=meeting, headers=key)
        assert own.json()["id"] != first.json()["id"], "another person's key is another key"
        bad = curator.post(f"/pairs/{told.pair_id}/meetings", json=meeting, headers={"Idempotency-Key": "a b"})
        problem(bad, 422)


def test_what_people_edit_is_changed_only_by_who_has_seen_it(played: Played) -> None:
    told = played.told
    address = f"/people/{told.cast.mentee.id}"
    with played.as_(told.cast.curator.id) as curator:
        seen = curator.get(address)
        tag = seen.headers["etag"]
        assert curator.get(address, headers={"If-None-Match": tag}).status_code == 304
        problem(curator.patch(address, json={"position": "учитель"}), 428)
        done = curator.patch(address, json={"position": "учитель"}, headers={"If-Match": tag})
        assert (done.status_code, done.json()["changed"]) == (200, ["position"])
        problem(curator.patch(address, json={"position": "завуч"}, headers={"If-Match": tag}), 412)
        problem(curator.patch(address, json={"position": "завуч"}, headers={"If-Match": "nonsense"}), 412)
        assert curator.get(address, headers={"If-None-Match": tag}).json()["position"] == "учитель"
        stale = curator.post(f"/pairs/{told.pair_id}/suspension", headers={"If-Match": '"999"'})
        problem(stale, 412)
        shown = curator.get(f"/pairs/{told.pair_id}")
        right = curator.post(f"/pairs/{told.pair_id}/suspension", headers={"If-Match": shown.headers["etag"]})
        assert right.status_code == 200


def test_a_plan_is_written_over_the_version_that_was_read(played: Played) -> None:
    told = played.told
    address = f"/pairs/{told.pair_id}/plan"
    plan = {"items": [{"title": "Открытый урок", "due": "2025-10-01"}]}
    with played.as_(told.cast.mentor.id) as mentor:
        empty = mentor.get(address)
        assert empty.json() | {"approved_on": None, "version": 0, "goal": "", "items": []} == empty.json()
        problem(mentor.put(address, json=plan), 428)
        made = mentor.put(address, json=plan, headers={"If-Match": empty.headers["etag"]})
        assert made.json()["items"] == 1
        problem(mentor.put(address, json=plan, headers={"If-Match": empty.headers["etag"]}), 412)
        assert [one["title"] for one in mentor.get(address).json()["items"]] == ["Открытый урок"]
        marked = mentor.post(f"{address}/items/1/mark", json={"mark": "partly", "result": "Половина"})
        assert (marked.json()["mark"], marked.json()["done_on"]) == ("partly", None)
        wish = mentor.post(f"{address}/items/1/move", json={"to": "2025-11-01", "reason": "Болезнь"})
        assert (wish.status_code, wish.json()["state"]) == (201, "asked")
        assert mentor.get(f"{address}/editions").json() == {"items": []}
    with played.as_(told.cast.curator.id) as curator:
        moved = curator.post(f"{address}/moves/{wish.json()['id']}", json={"yes": True})
        assert moved.json()["state"] == "moved"
        assert curator.get("/plan-templates").json()["items"][0]["items"]
    with played.as_(told.cast.administrator.id) as above:  # words of a plan stay in its organisation
        assert [(one["title"], one["due"]) for one in above.get(address).json()["items"]] == [("", "2025-11-01")]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_what_may_not_be_known_answers_like_what_does_not_exist(played: Played, language: str) -> None:
    told = played.told
    with played.as_(told.cast.outsider.id, language=language) as outsider:
        for hidden, absent in (
            (f"/pairs/{told.pair_id}", "/pairs/999999"),
            (f"/pairs/{told.pair_id}/history", "/pairs/999999/history"),
            (f"/people/{told.cast.mentee.id}", "/people/999999"),
            (f"/organisations/{told.cast.school.id}", "/organisations/nonsense"),
        ):
            one, other = outsider.get(hidden), outsider.get(absent)
            problem(one, 404)
            assert one.content == other.content
            assert {name: value for name, value in one.headers.items() if name != "date"} == {
                name: value for name, value in other.headers.items() if name != "date"
            }
        one = outsider.post(f"/pairs/{told.pair_id}/moves", json={"move": "acquaint"})
        other = outsider.post("/pairs/999999/moves", json={"move": "acquaint"})
        problem(one, 404)
        assert one.content == other.content
        foreign = outsider.get("/pairs", params={"org": told.cast.school.path})
        absent_ = outsider.get("/pairs", params={"org": "nowhere"})
        assert problem(foreign, 422)["errors"] != []
        assert foreign.text.replace(told.cast.school.path, "nowhere") == absent_.text


def test_unknown_addresses_and_methods_are_problems_too(played: Played) -> None:
    with played.as_(played.told.cast.curator.id) as curator:
        problem(curator.get("/nonsense"), 404)
        problem(curator.delete("/pairs"), 405)


def test_bodies_that_do_not_fit(played: Played) -> None:
    told = played.told
    address = f"/pairs/{told.pair_id}/meetings"
    with played.as_(told.cast.curator.id) as curator:
        problem(curator.post(address, content=b"{", headers={"Content-Type": "application/json"}), 400)
        problem(curator.post(address, content=b"kind=work", headers={"Content-Type": "text/plain"}), 415)
        problem(curator.post(address, data={"kind": "work"}), 415)
        told_ = problem(curator.post(address, json={"kind": "party", "held": "1.9.2025", "more": 1}), 422)
        assert {one["field"] for one in told_["errors"]} == {"kind", "held", "more"}
        for hostile in ("a\u0000b", "a\u202eb", "x" * 5000, "\ud800"):
            text = f'{{"person": {told.cast.mentee.id}, "text": {hostile_json(hostile)}}}'
            answer = curator.post(
                f"/pairs/{told.pair_id}/feedback", content=text, headers={"Content-Type": "application/json"}
            )
            problem(answer, 422)
        ahead = problem(curator.post(address, json={"kind": "work", "held": "2031-01-01"}), 422)
        [fault] = ahead["errors"]
        assert fault["field"] == "held"
        assert "--held" not in fault["message"]


def hostile_json(text: str) -> str:
    return '"' + "".join(f"\\u{ord(letter):04x}" for letter in text) + '"'


def test_pages_stay_whole_while_rows_come(played: Played) -> None:
    told = played.told
    with told.database.write() as tx:
        known = [player(tx, told.cast.school, f"Участник {number:02}", f"m{number}").id for number in range(5)]
    with played.as_(told.cast.curator.id) as curator:
        seen: list[int] = []
        query: dict[str, str] = {"limit": "3"}
        while True:
            answer = curator.get("/people", params=query)
            found = answer.json()
            seen += [one["id"] for one in found["items"]]
            assert (found["next"] is None) == ("link" not in answer.headers)
            if found["next"] is None:
                break
            assert f"cursor={found['next']}" in answer.headers["link"]
            query["cursor"] = found["next"]
            if len(seen) == 3:
                with told.database.write() as tx:
                    known.append(player(tx, told.cast.school, "Новенький", "new").id)
        assert seen == sorted(set(seen))
        assert set(known) <= set(seen)
        problem(curator.get("/people", params={"cursor": "nonsense"}), 422)
        problem(curator.get("/people", params={"limit": "0"}), 422)
        [misspelt] = problem(curator.get("/people", params={"orgg": told.cast.school.path}), 422)["errors"]
        assert misspelt["field"] == "orgg"


def test_overdue_goes_on_where_it_stopped(played: Played) -> None:
    told = played.told
    for name in ("Вторая Анна Ивановна", "Третья Анна Ивановна"):
        mentee = told.newcomer(name)
        told.form(mentee_ids=[mentee.id])
    played.site.turn(played.site.now().replace(month=10))
    with played.as_(told.cast.curator.id) as curator:
        whole = curator.get("/overdue").json()["items"]
        assert len(whole) == 3
        first = curator.get("/overdue", params={"limit": 2}).json()
        rest = curator.get("/overdue", params={"limit": 2, "cursor": first["next"]}).json()
        assert [*first["items"], *rest["items"]] == whole
        assert rest["next"] is None
        assert curator.get("/overdue", params={"at": "2025-09-02"}).json()["items"] == []


def test_above_the_school_nobody_is_named(played: Played) -> None:
    told = played.told
    with played.as_(told.cast.administrator.id) as above, played.as_(told.cast.curator.id) as curator:
        texts = [
            above.get(address).text
            for address in (
                f"/pairs/{told.pair_id}",
                f"/pairs/{told.pair_id}/history",
                "/pairs",
                "/people?org=" + told.cast.school.path,
                f"/people/{told.cast.pupil.id}",
                "/overdue?at=2025-12-01",
                "/outbox",
            )
        ]
        for text in texts:
            for one in (told.cast.mentor, told.cast.mentee, told.cast.pupil):
                assert one.name not in text
                assert one.name.partition(" ")[0] not in text
                assert one.email not in text
        assert told.cast.mentor.name in curator.get(f"/pairs/{told.pair_id}").text
        assert told.cast.pupil.name in curator.get("/people").text


def test_a_mentor_sees_the_own_pair_and_no_other(played: Played) -> None:
    told = played.told
    other = told.newcomer("Другая Вера Ильинична")
    mine = told.pair_id
    told.form(mentor_id=other.id, mentee_ids=[told.newcomer("Иная Зоя Ильинична").id])
    with played.as_(told.cast.mentor.id) as mentor:
        assert [one["id"] for one in mentor.get("/pairs").json()["items"]] == [mine]
        problem(mentor.get(f"/pairs/{told.pair_id}"), 404)
        assert mentor.get(f"/pairs/{mine}").status_code == 200
        problem(mentor.get("/people"), 404)


def test_english_and_russian(played: Played) -> None:
    told = played.told
    with played.as_(told.cast.curator.id, language="en") as english, played.as_(told.cast.curator.id) as russian:
        one, other = english.get(f"/pairs/{told.pair_id}"), russian.get(f"/pairs/{told.pair_id}")
        assert one.json()["stage_title"] != other.json()["stage_title"]
        assert one.headers["etag"] != other.headers["etag"]
        assert english.get("/pairs/999").json()["title"] == "Not found"
        assert russian.get("/pairs/999").json()["title"] == "Не найдено"


def test_a_token_that_calls_too_often_waits_as_long_as_it_is_told(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    with served(sqlite_database, at=told.at, pace=Pace(a_minute=3)) as site:
        with program(site, told.cast.curator.id) as caller:
            assert [caller.get("/pairs").status_code for _ in range(3)] == [200, 200, 200]
            answer = caller.get("/pairs")
            assert problem(answer, 429)["type"] == "urn:nastavnik:problem:too-fast"
            assert 1 <= int(answer.headers["retry-after"]) <= 20
        with program(site, told.cast.curator.id) as another:
            assert another.get("/pairs").status_code == 200
