"""Matching by the API: proposed, looked at, taken, given back, changed by hand, excluded."""

from storage.database import Database
from tests.support.cast import consent, player
from tests.support.pair_life import story
from tests.support.programs import program
from tests.support.site import served
from workflows.change_profile import change_profile


def test_a_programme_is_matched_by_a_program(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    mentor, mentee = told.cast.mentor.id, told.cast.mentee.id
    with sqlite_database.write() as tx:
        second = player(tx, told.cast.school, "Юдин Яков Ильич", "second", role="mentee", at=told.at)
        consent(tx, second, "personal-data", at=told.at)
    told.done(change_profile, person_id=mentor, changes={"competences": ["оценивание"]})
    told.done(change_profile, person_id=mentee, changes={"needs": ["Оценивание"]})
    with served(sqlite_database, at=told.at) as site, program(site, told.cast.curator.id, language="en") as curator:
        made = curator.post(f"/programmes/{told.programme_id}/matches")
        assert made.status_code == 201
        address = f"/matches/{made.json()['id']}"
        assert (made.json()["pairs"], made.json()["left"]) == (1, 1)
        shown = curator.get(address).json()
        [pair] = shown["pairs"]
        assert pair["mentees"][0]["reasons"] == ["asks for help with Оценивание: the mentor has it"]
        assert [(one["id"], one["why"]) for one in shown["unmatched"]] == [(second.id, "taken")]
        moved = curator.post(f"{address}/exchange", json={"mentee": second.id, "mentor": mentor})
        assert (moved.json()["swaps"], moved.json()["alone"], moved.json()["loss"]) == (mentee, True, 40)
        stale = curator.post(f"{address}/pairs", json={"pair": 2}, headers={"If-Match": '"1"'})
        assert stale.status_code == 412
        taken = curator.post(f"{address}/pairs", json={})
        assert (len(taken.json()["pairs"]), taken.json()["left"]) == (1, 0)
        assert curator.post(f"{address}/return", json={}).json()["pairs"] == taken.json()["pairs"]
        couple = {"mentor": mentor, "mentee": mentee}
        exclusions = f"/programmes/{told.programme_id}/exclusions"
        assert curator.post(exclusions, json={**couple, "reason": "Родные"}).status_code == 201
        assert curator.get(address).json()["stale"] is True
        assert curator.post(f"{exclusions}/withdrawal", json=couple).status_code == 200
        assert curator.post(f"{exclusions}/withdrawal", json=couple).status_code == 422


def test_above_the_school_people_have_no_names_and_no_words(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    told.done(change_profile, person_id=told.cast.mentor.id, changes={"competences": ["оценивание"]})
    told.done(change_profile, person_id=told.cast.mentee.id, changes={"needs": ["Оценивание"]})
    with (
        served(sqlite_database, at=told.at) as site,
        program(site, told.cast.curator.id) as curator,
        program(site, told.cast.administrator.id) as above,
        program(site, told.cast.outsider.id) as outsider,
    ):
        address = f"/matches/{curator.post(f'/programmes/{told.programme_id}/matches').json()['id']}"
        shown = above.get(address)
        assert shown.status_code == 200
        assert "Иванова" not in shown.text
        assert "ценивание" not in shown.text
        assert outsider.get(address).status_code == 404
