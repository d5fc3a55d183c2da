"""Papers by the API: a draft step by step, cases, templates, numbers, the bank of practices."""

import base64
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from documents.papers.building import built_in_template
from storage.database import Database
from tests.support.pair_life import Story, story
from tests.support.papers import words_in
from tests.support.programs import program
from tests.support.site import served
from workflows.definitions.paper_files import paper_form

POSTS = {f"{who}.position": "учитель" for who in ("head", "curator")}
VALUES = {"school.place": "г. Киров", **POSTS}


def school(told: Story) -> str:
    return told.cast.school.path


def document(answer: dict[str, Any]) -> str:
    return words_in(base64.b64decode(answer["file"])).replace("\N{NO-BREAK SPACE}", " ")


def test_a_draft_is_filled_looked_at_and_registered(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    told.form()
    with (
        served(sqlite_database, at=told.at) as site,
        program(site, told.cast.curator.id, language="en") as curator,
        program(site, told.cast.outsider.id) as outsider,
        program(site, told.cast.administrator.id) as above,
    ):
        made = curator.post("/papers/issue", json={"org": school(told), "form": "order-curator"}).json()
        address = f"/paper-drafts/{made['draft']}"
        assert outsider.get(address).status_code == above.get(address).status_code == 404
        shown = curator.get(address)
        assert "school.place" in {lack["field"] for lack in shown.json()["missing"]}
        typed = {"values": {**VALUES, "curator.name.acc": "Белову А. С."}}
        assert curator.patch(address, json=typed).status_code == 428
        seen = {"If-Match": shown.headers["etag"]}
        assert curator.patch(address, json=typed, headers=seen).json()["version"] == 2
        assert curator.patch(address, json=typed, headers=seen).status_code == 412
        assert "curator.name.acc" in curator.get(address).json()["typed"]
        assert "Назначить куратором наставничества Белову А. С." in document(curator.get(f"{address}/document").json())
        assert [each["id"] for each in curator.get("/paper-drafts").json()["items"]] == [made["draft"]]
        assert curator.delete(address).json() == {"id": made["draft"]}
        assert curator.post(f"{address}/registration", json={}).status_code == 409
        assert curator.post(f"{address}/return").status_code == 200
        again = {"Idempotency-Key": "register-1"}
        paper = curator.post(f"{address}/registration", json={"number": "17-н"}, headers=again)
        assert (paper.status_code, paper.json()["number"]) == (201, "17-н")
        assert curator.post(f"{address}/registration", json={"number": "17-н"}, headers=again).json() == paper.json()
        words = document(curator.get(f"/papers/{paper.json()['id']}/document").json())
        assert "№ 17-н" in words
        assert above.get(f"/papers/{paper.json()['id']}/document").status_code == 404


def test_templates_and_numbers_are_the_schools_own(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    with served(sqlite_database, at=told.at) as site, program(site, told.cast.curator.id) as curator:
        where = {"org": school(told)}
        template = base64.b64encode(built_in_template(paper_form("order-curator"))).decode()
        made = curator.post("/paper-templates", json={**where, "form": "order-curator", "file": template})
        assert (made.status_code, made.json()["version"], made.json()["findings"]) == (201, 1, [])
        forms = {each["form"]: each for each in curator.get("/paper-forms", params=where).json()["forms"]}
        assert forms["order-curator"]["template"] == made.json()["id"]
        assert forms["order-pairing"]["template"] is None
        address = f"/paper-templates/{made.json()['id']}"
        assert curator.delete(address).json()["counts"] is False
        assert curator.post(f"{address}/return").json()["counts"] is True
        broken = base64.b64encode(b"no docx at all").decode()
        assert curator.post(
            "/paper-templates", json={**where, "form": "order-curator", "file": broken}
        ).status_code in (409, 422)
        changed = curator.put("/paper-numberings", json={**where, "kind": "order", "pattern": "{n}-н"})
        assert (changed.status_code, changed.json()["pattern"]) == (200, "{n}-н")
        lines = {each["kind"]: each for each in curator.get("/paper-numberings", params=where).json()["numberings"]}
        assert (lines["order"]["next"], lines["order"]["version"]) == ("1-н", 1)
        stale = curator.put(
            "/paper-numberings", json={**where, "kind": "order", "pattern": "{n}-к"}, headers={"If-Match": '"7"'}
        )
        assert stale.status_code == 412


def test_practices_are_kept_changed_published_and_sent(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    with (
        served(sqlite_database, at=told.at) as site,
        program(site, told.cast.curator.id) as curator,
        program(site, told.cast.administrator.id) as above,
    ):
        author = told.cast.mentor.id
        kept = curator.post("/practices", json={"org": school(told), "title": "Урок вдвоём", "author": author})
        assert (kept.status_code, kept.json()["state"]) == (201, "draft")
        address = f"/practices/{kept.json()['id']}"
        assert above.get(address).status_code == 404
        assert curator.post(f"{address}/publication").status_code == 409  # it is not described yet
        seen = {"If-Match": curator.get(address).headers["etag"]}
        assert curator.patch(address, json={"body": "Как её повторить"}, headers=seen).status_code == 200
        assert curator.post(f"{address}/publication").json()["state"] == "published"
        assert (above.get(address).json()["author"], curator.get(address).json()["pair"]) == (None, None)
        assert [each["title"] for each in above.get("/practices").json()["items"]] == ["Урок вдвоём"]
        package = curator.get("/practice-packages", params={"org": school(told)}).json()
        with ZipFile(BytesIO(base64.b64decode(package["file"]))) as file:
            assert "collection.docx" in file.namelist()
        gone = curator.post("/practice-packages", json={"org": school(told)}).json()
        assert gone["practices"] == package["practices"] == [kept.json()["id"]]
        assert curator.get("/practices", params={"state": "sent"}).json()["items"][0]["sent_on"] == gone["sent_on"]
