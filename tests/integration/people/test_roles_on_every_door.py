"""Who may give which role is the same on every door: a page, a call of a program, a command, a file of people."""

import base64
from pathlib import Path
from typing import Any

import pytest

from engine.actors import By
from engine.refusals import BadInput, Refused
from storage import roles
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER, Player, district
from tests.support.cli import Cli
from tests.support.people_files import GOOD, but, people_file
from tests.support.programs import program
from tests.support.site import served
from workflows.grant_role import NewGrant, RoleGranted, grant_role
from workflows.import_people import import_people
from workflows.load_people import PeopleLoaded
from workflows.read_people_file import read_people_file
from workflows.revoke_role import RoleRevoked, revoke_role

WHO_MAY = [
    ("curator", "mentor", True),
    ("curator", "mentee", True),
    ("curator", "curator", False),
    ("curator", "head", False),
    ("curator", "observer", False),
    ("curator", "administrator", False),
    ("director", "head", True),
    ("director", "observer", True),
    ("director", "administrator", False),
    ("administrator", "administrator", True),
    ("mentor", "mentor", False),
    ("mentor", "mentee", False),
]
IN_A_FILE = {
    "mentor": "наставник",
    "mentee": "наставляемый",
    "curator": "куратор",
    "head": "руководитель",
    "observer": "наблюдатель",
}


def held(database: Database, person: Player) -> set[str]:
    with database.read() as tx:
        return {one.role for one in roles.of_person(tx, person.id)}


@pytest.mark.parametrize(("who", "role", "may"), WHO_MAY)
def test_a_role_is_given_and_ended_by_whom_the_table_names(database: Database, who: str, role: str, may: bool) -> None:
    with database.write() as tx:
        cast = district(tx)
        by: By = getattr(cast, who).acts()
        told = NewGrant(person_id=cast.parent.id, role=role, organisation_id=cast.school.id)
        given = grant_role(tx, by=by, told=told)
        assert isinstance(given, RoleGranted) is may, given
        there = given if isinstance(given, RoleGranted) else grant_role(tx, by=By(at=by.at), told=told)
        assert isinstance(there, RoleGranted)
        assert isinstance(revoke_role(tx, by=by, grant_id=there.id), RoleRevoked) is may


@pytest.mark.parametrize(("who", "role", "may"), [one for one in WHO_MAY if one[1] in IN_A_FILE])
def test_a_file_gives_what_its_sender_may_give(database: Database, who: str, role: str, may: bool) -> None:
    found = read_people_file(people_file(but(GOOD, role=IN_A_FILE[role])))
    with database.write() as tx:
        cast = district(tx)
        made = import_people(tx, by=getattr(cast, who).acts(), organisation_id=cast.school.id, found=found)
    assert isinstance(made, PeopleLoaded) is may
    if isinstance(made, Refused) and who == "curator":
        [reason] = made.reasons
        assert reason.reason.ru.startswith("Строка 2, столбец C «Роль»: Это могут сделать только: администратор")
        assert "уберите роль из строки" in reason.reason.ru


def test_the_page_offers_and_takes_what_the_visitor_may_give(sqlite_database: Database) -> None:
    with sqlite_database.write() as tx:
        cast = district(tx)
    with served(sqlite_database, at=FIRST_OF_SEPTEMBER) as site:
        curator, url = site.browser(cast.curator.id), f"/people/{cast.parent.id}"
        page = curator.get(url).text
        assert '<option value="mentor"' in page
        assert '<option value="head"' not in page
        told = {"org": cast.school.path, "from": "01.09.2025"}
        assert "Роль дана: наставник" in curator.post(f"{url}/roles", told | {"role": "mentor"}).text
        refused = curator.post(f"{url}/roles", told | {"role": "head"})
        assert (refused.status_code, "Это могут сделать только" in refused.text) == (409, True)
        of_the_head = curator.get(f"/people/{cast.director.id}").text
        assert "Закончить роль" not in of_the_head
        mentor = site.browser(cast.mentor.id)
        assert mentor.post(f"{url}/roles", told | {"role": "mentee"}).status_code == 404
    assert held(sqlite_database, cast.parent) == {"mentor", "representative"}


def test_a_program_gives_roles_of_participants_and_with_the_scope_admin_offices(sqlite_database: Database) -> None:
    with sqlite_database.write() as tx:
        cast = district(tx)
    url, told = f"/people/{cast.parent.id}/roles", {"org": cast.school.path}
    with served(sqlite_database, at=FIRST_OF_SEPTEMBER) as site:
        with program(site, cast.curator.id, scopes=["people:write"]) as curator:
            made = curator.post(url, json={"role": "mentor", **told})
            assert made.status_code == 201, made.text
            assert curator.delete(f"{url}/{made.json()['id']}").status_code == 200
            assert curator.post(url, json={"role": "head", **told}).status_code == 403
            file = base64.b64encode(people_file(but(GOOD, role="руководитель"))).decode()
            assert curator.post("/people-imports", json={"file": file, **told}).status_code == 409
            [own] = [one for one in granted(sqlite_database, cast.curator) if one.role == "curator"]
            assert curator.delete(f"/people/{cast.curator.id}/roles/{own.id}").status_code == 403
        with program(site, cast.administrator.id, scopes=["people:write"]) as narrow:
            assert narrow.post(url, json={"role": "administrator", **told}).status_code == 403
        with program(site, cast.administrator.id, scopes=["admin"]) as wide:
            assert wide.post(url, json={"role": "head", **told}).status_code == 201
            assert wide.post(url, json={"role": "mentee", **told}).status_code == 201
    assert held(sqlite_database, cast.parent) == {"mentor", "mentee", "head", "representative"}


def granted(database: Database, person: Player) -> list[roles.Grant]:
    with database.read() as tx:
        return list(roles.of_person(tx, person.id))


def test_a_command_gives_what_its_actor_may_give(tmp_path: Path) -> None:
    cli = Cli(tmp_path)
    cli.json("org", "add", "--name", "Школа № 5", "--kind", "school", "--slug", "school")
    here = ("--org", "school")

    def added(name: str, mailbox: str) -> Any:
        return cli.json("person", "add", *here, "--name", name, "--email", f"{mailbox}@school.test")["id"]

    curator, other = added("Белова Анна Сергеевна", "curator"), added("Орлова Вера Ивановна", "orlova")
    cli.json("role", "grant", "--person", curator, "--role", "curator", *here)
    acting = ("--actor", "curator@school.test")
    given = cli.json("role", "grant", "--person", other, "--role", "mentor", *here, *acting)
    refused = cli.json("role", "grant", "--person", other, "--role", "head", *here, *acting, exit_code=1)
    assert [one["need"] for one in refused["refused"]] == ["permission"]
    assert cli.json("role", "revoke", given["id"], *acting)["id"] == given["id"]
    file = tmp_path / "people.xlsx"
    file.write_bytes(people_file(but(GOOD, role="руководитель", email="orlova@school.test", consent=None)))
    said = cli.json("person", "import", file, *here, *acting, exit_code=1)
    assert "Это могут сделать только" in said["refused"][0]["reason"]


def test_a_cast_of_another_school_is_out_of_reach(database: Database) -> None:
    with database.write() as tx:
        cast = district(tx)
        told = NewGrant(person_id=cast.curator.id, role="mentor", organisation_id=cast.other_school.id)
        with pytest.raises(BadInput):
            grant_role(tx, by=cast.curator.acts(), told=told)
