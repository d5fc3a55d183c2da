"""Surveys by the API: opened with a questionnaire, answered, listed, shown with who is missing."""

from storage.database import Database
from tests.support.pair_life import story
from tests.support.programs import program
from tests.support.site import served

SCALES = ("lesson", "class", "method", "assessment", "digital", "communication", "regular", "trust", "goal")


def test_a_program_opens_a_survey_answers_it_and_reads_who_is_missing(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    told.form()
    mentor, mentee = told.cast.mentor.id, told.cast.mentee.id
    with (
        served(sqlite_database, at=told.at) as site,
        program(site, told.cast.curator.id, language="en") as curator,
        program(site, told.cast.outsider.id) as outsider,
    ):
        asked = {"programme": told.programme_id, "period": "2025-Q3", "questionnaire": "quarterly-teachers"}
        made = curator.post("/surveys", json=asked | {"due": "2025-09-15"})
        assert (made.status_code, made.json()["letters"], made.json()["due_on"]) == (201, 2, "2025-09-15")
        address = f"/surveys/{made.json()['id']}"
        wrong = curator.post(f"{address}/answers", json={"person": mentor, "answers": {"lesson": "7"}})
        assert wrong.status_code == 422
        given = {"person": mentor, "answers": dict.fromkeys(SCALES, "4")}
        assert curator.post(f"{address}/answers", json=given).json()["pair_id"] == told.pair_id
        shown = curator.get(address).json()
        assert shown["missing"] == [{"person_id": mentee, "pair_id": told.pair_id}]
        assert (shown["asked"], shown["answered"], shown["questions"][0]["median"]) == (2, 1, 4.0)
        [line] = curator.get("/surveys").json()["surveys"]
        assert (line["asked"], line["answered"]) == (2, 1)
        assert curator.post(f"{address}/reminders").json()["letters"] == 1
        assert curator.post(f"{address}/close").json()["answered"] == 1
        assert curator.post(f"{address}/reopening").json()["answered"] == 1
        assert outsider.get(address).status_code == 404


def test_without_a_questionnaire_any_words_are_taken_as_before(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    told.form()
    with served(sqlite_database, at=told.at) as site, program(site, told.cast.curator.id) as curator:
        made = curator.post("/surveys", json={"programme": told.programme_id, "period": "2025-Q3"})
        assert (made.status_code, made.json()["kind"], made.json()["letters"]) == (201, "diagnostics", 0)
        said = {"person": told.cast.mentee.id, "answers": {"Чему научились?": "Всему"}}
        assert curator.post(f"/surveys/{made.json()['id']}/answers", json=said).status_code == 201
