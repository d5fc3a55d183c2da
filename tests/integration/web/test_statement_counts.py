"""The number of SQL statements of a page does not grow with its rows: every page, a small school and a big one."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from engine.actors import By
from engine.refusals import Refused
from storage.database import Database
from storage.schema import migrate
from storage.tables.letters import Letter
from storage.tables.organisations import organisations
from tests.support import rows
from tests.support.cast import consent, organisation, player
from tests.support.realm import AT, Realm, realm
from tests.support.site import Site, served
from tests.support.statements import traced
from web.policy import policy
from workflows.advance_pair import advance_pair
from workflows.find import find_organisation
from workflows.form_pair import form_pair
from workflows.record_feedback import record_feedback
from workflows.record_meeting import record_meeting
from workflows.register_paper import register_paper
from workflows.start_programme import start_programme

FEW, MANY = 4, 16  # the few are of every kind already: another kind of fact may cost a statement, another row not
WALKERS = ("curator", "head", "municipal", "mentor")
# A download or a drawing of everything there is reads everything there is; a session noted as seen is a write.
LEFT_OUT = re.compile(r"/static/|/api/|/help|\.ics|/sign-|/invitation|/first-run|/m/")


def test_no_page_asks_more_because_there_is_more(tmp_path: Path) -> None:
    few, many = statements_of(tmp_path / "few.db", more=FEW), statements_of(tmp_path / "many.db", more=MANY)
    grown = [f"{key}: {few[key]} -> {many[key]}" for key in sorted(few) if many.get(key, 0) > few[key]]
    assert not grown, "\n".join(grown)
    assert len(few) > 30, "hardly any page was asked"


def statements_of(file: Path, *, more: int) -> dict[str, int]:
    """Statements by walker and page; only pages that are shown count."""
    database = Database(f"sqlite:///{file}")
    migrate(database)
    with database.write() as tx:
        made = realm(tx)
        grow(tx, made, more)
    database.dispose()
    found: dict[str, int] = {}
    with traced(database) as seen, served(database, at=AT) as site:
        for name in WALKERS:
            found |= pages_of(site, made, name, seen)
    database.dispose()
    return found


def pages_of(site: Site, made: Realm, name: str, seen: list[str]) -> dict[str, int]:
    [kind] = [kind for kind in made.visitors if kind.name == name]
    browser = site.browser(kind.person_id)
    found: dict[str, int] = {}
    for rule in policy().values():
        method, _, path = rule.route.partition(" ")
        if method != "GET" or LEFT_OUT.search(path):
            continue
        url = re.sub(r"\{(\w+?)(?:_id)?(?::\w+)?\}", lambda part: str(made.objects["own"].get(part[1], "1")), path)
        browser.get(url)  # what is remembered for a while is remembered now
        seen.clear()
        answer = browser.get(url)
        if answer.status_code == 200:
            found[f"{name} {url}"] = len(seen)
    return found


def grow(tx: Connection, made: Realm, more: int) -> None:
    """More of everything in the own school and more schools beside it."""
    by = By(at=AT)
    path = tx.scalars(
        select(organisations.c.path).where(organisations.c.id == made.objects["own"]["organisation"])
    ).one()
    own = find_organisation(tx, path, by=by, field="org")
    parent = find_organisation(tx, path.rpartition("/")[0], by=by, field="org")
    programme = done(
        start_programme(
            tx,
            by=by,
            organisation=own,
            title="Ещё одна",
            lifecycle="teacher-pair",
            roadmap_id=None,
            starts=date(2025, 9, 1),
            ends=date(2026, 5, 31),
        )
    )
    for number in range(more):
        mentor = player(tx, own, f"Наставник{number} Анна Ильинична", f"more-mentor-{number}", at=AT)
        mentee = player(tx, own, f"Ученик{number} Анна Ильинична", f"more-mentee-{number}", at=AT)
        for person in (mentor, mentee):
            consent(tx, person, "personal-data", at=AT)
        consent(tx, mentor, "mentoring-duty", at=AT)
        pair = done(form_pair(tx, by=by, programme_id=programme.id, mentor_id=mentor.id, mentee_ids=[mentee.id]))
        done(
            register_paper(
                tx,
                by=by,
                organisation=own,
                kind="order",
                purpose="pairing",
                number=f"{number}-н",
                dated=date(2025, 11, 20),
                pair_ids=[pair.id],
            )
        )
        if number % 2:
            done(advance_pair(tx, by=by, pair_id=pair.id, move="acquaint"))
            done(record_meeting(tx, by=by, pair_id=pair.id, kind="acquaintance", held_on=date(2025, 11, 20)))
            done(record_feedback(tx, by=by, pair_id=pair.id, person_id=mentor.id, text="Хорошо"))
        for pair_id in (pair.id, made.objects["own"]["pair"]):
            told = {"organisation_id": own.id, "recipient_id": mentor.id, "pair_id": pair_id}
            rows.add(tx, Letter(key=f"more-{number}-{pair_id}", kind="stage_opened", state="failed", **told))
        school = organisation(tx, f"Школа № {100 + number}", "school", parent=parent, at=AT)
        player(tx, school, f"Куратор{number} Анна Ильинична", f"more-curator-{number}", role="curator", at=AT)


def done(outcome: Any) -> Any:
    assert not isinstance(outcome, Refused), outcome
    return outcome
