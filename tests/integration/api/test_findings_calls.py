"""Programs lint a roadmap in force, silence a finding with a reason and let it speak again."""

from storage.database import Database
from tests.support.pair_life import story
from tests.support.programs import program
from tests.support.site import served
from workflows.apply_roadmap import apply_roadmap

GAP = "numbering-gap"


def test_findings_are_listed_silenced_and_spoken(sqlite_database: Database) -> None:
    told = story(sqlite_database)
    made = told.done(apply_roadmap, organisation_id=told.cast.school.id, template_key="s2-multifunctional-2021")
    with served(sqlite_database, at=told.at) as site, program(site, told.cast.curator.id, language="en") as curator:
        address = f"/roadmaps/{made.roadmap_id}/findings"
        [gap] = [one for one in curator.get(address).json()["items"] if one["rule"] == GAP]
        assert (gap["items"], gap["severity"], gap["silenced"]) == (["3.4"], "warning", None)
        assert gap["why"] == "Before row 3.4 there is no 3.3"
        row = gap["ids"][0]
        sent = {"rule": GAP, "reason": "Строка исключена приказом"}
        assert curator.post(f"/items/{row}/silence", json=sent).json() == {"id": row, "rule": GAP, "silenced": True}
        [kept] = [one for one in curator.get(address).json()["items"] if one["rule"] == GAP]
        assert kept["silenced"] == "Строка исключена приказом"
        assert curator.post(f"/items/{row}/unsilence", json={"rule": GAP}).json()["silenced"] is False
        assert curator.post(f"/items/{row}/silence", json={"rule": "nonsense", "reason": "р"}).status_code == 422
