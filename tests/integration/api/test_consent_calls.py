"""Consents by the API: scans, texts, withdrawals settled, grounds told, a day's records taken back."""

from base64 import b64encode

from storage import consents
from storage.database import Database
from tests.support.cast import consent
from tests.support.pair_life import story
from tests.support.programs import program
from tests.support.site import served

PDF = b64encode(b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer << >>\n%%EOF\n").decode()
TEXT = """consent: photo-adult
version: 2
purpose: photo
signed_for: adult
document: consent
title: "Согласие на съёмку"
paragraphs:
  - "Я, {{ name }}, согласен на съёмку."
"""


def test_papers_of_consents_by_a_program(sqlite_database: Database) -> None:
    told = story(sqlite_database, consents=False)
    told.form()
    mentee = told.cast.mentee
    with sqlite_database.write() as tx:
        consent(tx, mentee, "photo", at=told.at)
        consent(tx, mentee, "personal-data", at=told.at)
        ids = {one.kind: one.id for one in consents.of_person(tx, mentee.id)}
    with (
        served(sqlite_database, at=told.at) as site,
        program(site, told.cast.curator.id, language="en") as curator,
        program(site, told.cast.administrator.id) as above,
        program(site, told.cast.outsider.id) as outsider,
    ):
        photo = f"/people/{mentee.id}/consents/{ids['photo']}"
        assert curator.post(f"{photo}/scan", json={"file": PDF}).json() == {"id": ids["photo"], "person": mentee.id}
        assert curator.post(f"{photo}/scan", json={"file": "AAAA"}).status_code == 422
        other = f"/people/{told.cast.mentor.id}/consents/{ids['photo']}/scan"
        assert curator.post(other, json={"file": PDF}).status_code == 404
        assert outsider.post(f"{photo}/scan", json={"file": PDF}).status_code == 404
        assert [one["scanned"] for one in curator.get(f"/people/{mentee.id}").json()["consents"]] == [True, False]

        for kind in ids:
            gone = curator.post(f"/people/{mentee.id}/consents/withdrawal", json={"kind": kind}).json()
            assert (gone["settle_by"], gone["erase_by"]) == (
                "2025-10-01",
                gone["settle_by"] if kind[1] == "e" else None,
            )
        listed = curator.get("/consents/withdrawn").json()["items"]
        assert {one["id"]: one["shown"] for one in listed} == {key: [] for key in ids.values()}
        assert {one["shown"] for one in above.get("/consents/withdrawn").json()["items"]} == {None}
        assert outsider.get("/consents/withdrawn").json()["items"] == []
        assert curator.post(f"{photo}/settlement", json={"done": "снято"}).status_code == 200
        assert curator.post(f"{photo}/settlement", json={"done": "снято"}).status_code == 422
        assert curator.post(f"/people/{mentee.id}/consents/ground", json={"ground": "договор"}).status_code == 200
        assert curator.get("/consents/withdrawn").json()["items"] == []


def test_a_list_is_taken_back_and_a_text_published(sqlite_database: Database) -> None:
    told = story(sqlite_database, consents=False)
    told.form()
    place = f"/programmes/{told.programme_id}/consents"
    people = [told.cast.mentor.id, told.cast.mentee.id]
    with (
        served(sqlite_database, at=told.at) as site,
        program(site, told.cast.curator.id, language="en") as curator,
        program(site, told.cast.outsider.id) as outsider,
    ):
        sent = {"kind": "personal-data", "signed": "2025-09-01", "people": people}
        made = curator.post(place, json=sent).json()["ids"]
        assert outsider.post(f"{place}/undo", json={"ids": made}).status_code == 404
        assert curator.post(f"{place}/undo", json={"ids": made}).json() == {"ids": made}
        assert curator.post(place, json=sent).json()["known"] == []

        org = told.cast.school.path
        published = curator.post("/consent-texts", json={"org": org, "yaml": TEXT})
        assert (published.status_code, published.json()["version"]) == (201, 2)
        assert published.json()["fresh"] is True
        assert curator.post("/consent-texts", json={"org": org, "yaml": "key: 1"}).status_code == 422
        listed = curator.get(f"/consent-texts?org={org}").json()["items"]
        assert [one["version"] for one in listed if one["text"] == "photo-adult"] == [1, 2]
        assert outsider.get(f"/consent-texts?org={org}").status_code == 422
