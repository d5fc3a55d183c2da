"""What a form names in its fields: of another school it is refused like what does not exist, and leaves no trace.

The walk of all routes asks about the object of the address. Here the address is the visitor's own, and the fields name
people, pairs, papers, programmes, roadmaps, organisations, records of schools beside it. Each form is sent with the
visitor's own ids at last, and must act then: a refusal for another reason would prove nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel

from engine.actors import By
from engine.refusals import Refused
from storage import memberships, organisations, publications, roadmaps
from storage.database import Database
from tests.support.cast import player
from tests.support.realm import AT, Realm, Where, realm
from tests.support.site import Browser, Site, served
from workflows.call_curator import call_curator
from workflows.plan_meeting import plan_meeting
from workflows.record_feedback import record_feedback
from workflows.record_meeting import record_meeting
from workflows.register_paper import register_paper
from workflows.set_plan import set_plan

BESIDE: tuple[Where, ...] = ("sibling", "foreign", "parent")
OPERATOR = By(at=AT)
TODAY = "20.11.2025"
_UNCOUNTED = {"session", "account", "idempotent_answer"}  # who came, and what a form sent twice was answered

Known = dict[str, str]
Form = tuple[str, str, Callable[[Known, Known], dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class World:
    """`known`: by place the ids and paths a form may name."""

    site: Site
    made: Realm
    known: dict[Where, Known]

    def browser(self, name: str) -> Browser:
        return self.site.browser(next(one.person_id for one in self.made.visitors if one.name == name))

    def rows(self) -> dict[str, int]:
        tables = SQLModel.metadata.tables
        with self.site.parts.database.read() as tx:
            return {
                name: int(tx.scalar(select(func.count()).select_from(table)) or 0)
                for name, table in tables.items()
                if name not in _UNCOUNTED
            }


@pytest.fixture
def world(sqlite_database: Database) -> Iterator[World]:
    with sqlite_database.write() as tx:
        made = realm(tx)
        known: dict[Where, Known] = {}
        for where, objects in made.objects.items():
            place = organisations.by_id(tx, objects["organisation"])
            assert place is not None
            pair_id, members = objects["pair"], memberships.live(tx, objects["pair"])
            mentor = next(one.person_id for one in members if one.role == "mentor")
            fresh = player(tx, place, "Новая Ольга Игоревна", f"{where}-fresh", at=AT)
            done(set_plan(tx, by=OPERATOR, pair_id=pair_id, lines=[("Урок", date(2025, 12, 1))]))
            paper = register_paper(
                tx,
                by=OPERATOR,
                organisation=place,
                kind="order",
                purpose="plan-approval",
                number="7",
                dated=date(2025, 11, 3),
            )
            told: dict[str, Any] = {"by": OPERATOR, "pair_id": pair_id}
            found = {
                "path": place.path,
                "mentor": mentor,
                "pupil": next(one.person_id for one in members if one.name.startswith("Соколов")),
                "fresh": fresh.id,
                "approval": done(paper).id,
                "meeting": done(record_meeting(tx, kind="work", held_on=date(2025, 11, 20), **told)).id,
                "feedback": done(record_feedback(tx, person_id=mentor, text="Хорошо", **told)).id,
                "planned": done(plan_meeting(tx, kind="trial", on=date(2025, 12, 1), **told)).id,
                "call": done(call_curator(tx, person_id=mentor, **told)).id,
            }
            offer = publications.get(tx, objects["publication"])
            assert offer is not None
            found["offered"], found["next"] = (one.row.id for one in roadmaps.live_items(tx, offer.roadmap_id)[:2])
            known[where] = {name: str(value) for name, value in (dict(objects) | found).items()}
    with served(sqlite_database, at=AT) as site:
        yield World(site, made, known)


def done(outcome: Any) -> Any:
    assert not isinstance(outcome, Refused), outcome
    return outcome


def person(known: Known) -> dict[str, str]:
    return {"name": "Лесная Анна Петровна", "email": "lesnaya@school.example", "kind": "staff", "org": known["path"]}


def programme(own: Known, place: Known, roadmap: Known) -> dict[str, str]:
    days = {"from": "01.09.2025", "to": "31.05.2026"}
    return {"title": "Вторая", "lifecycle": "group", "org": place["path"], "roadmap": roadmap["roadmap"], **days}


def paper(own: Known) -> dict[str, str]:
    return {"number": "31", "date": TODAY}


# Who sends it, where to (with the own ids), and its fields out of the own ids and those of the place that is named.
FORMS: tuple[Form, ...] = (
    ("curator", "/pairs/new", lambda o, w: pair(w["programme"], o["mentor"], o["fresh"], o["pupil"])),
    ("curator", "/pairs/new", lambda o, w: pair(o["programme"], w["fresh"], o["person"], o["pupil"])),
    ("curator", "/pairs/new", lambda o, w: pair(o["programme"], o["mentor"], o["pupil"], w["fresh"])),
    ("curator", "/pairs/{pair}/meeting", lambda o, w: meeting(w["mentor"])),
    ("curator", "/pairs/{pair}/feedback", lambda o, w: {"by": w["mentor"], "text": "Спасибо"}),
    ("curator", "/pairs/{pair}/consent", lambda o, w: {"person": w["mentor"], "kind": "photo", "signed": TODAY}),
    ("curator", "/pairs/{pair}/diagnostics", lambda o, w: {"person": w["mentor"], "text": "Да"}),
    ("curator", "/pairs/{pair}/calls/answer", lambda o, w: {"call": w["call"]}),
    ("curator", "/pairs/{pair}/undo-record", lambda o, w: {"meeting": w["meeting"]}),
    ("curator", "/pairs/{pair}/undo-record", lambda o, w: {"planned": w["planned"]}),
    ("curator", "/pairs/{pair}/undo-record", lambda o, w: {"feedback": w["feedback"]}),
    ("curator", "/pairs/{pair}/plan/approval", lambda o, w: {"paper": w["approval"]}),
    ("curator", "/roadmap/items/{item}/reopen", lambda o, w: {"evidence": w["evidence"]}),
    ("curator", "/roadmap/items/{item}/assign", lambda o, w: {"person": w["fresh"]}),
    ("curator", "/roadmap/items/{item}/complete", lambda o, w: {"proof": "paper", "paper": w["paper"]}),
    ("curator", "/approvals/pairs", lambda o, w: {"org": w["path"], "pair": w["pair"], **paper(o)}),
    ("curator", "/approvals/pairs", lambda o, w: {"org": o["path"], "pair": w["pair"], **paper(o)}),
    ("curator", "/approvals/plans", lambda o, w: plans(o["path"], w)),
    ("curator", "/approvals/plans", lambda o, w: plans(w["path"], w)),
    ("curator", "/overdue/remind", lambda o, w: {"org": w["path"]}),
    ("curator", "/overdue/remind-some", lambda o, w: {"only": w["obligation"]}),
    ("curator", "/people/new", lambda o, w: person(w)),
    ("curator", "/programmes/new", lambda o, w: programme(o, w, w)),
    ("curator", "/programmes/new", lambda o, w: programme(o, o, w)),
    ("curator", "/settings/mail/test", lambda o, w: {"org": w["organisation"]}),
    ("curator", "/roadmap/imports/{import}/rows/r1/answer", lambda o, w: {"field": "person", "value": w["fresh"]}),
    ("curator", "/roadmap/imports/{import}/rows/r0", lambda o, w: {"person": w["fresh"]}),
    ("curator", "/publications/{publication}/adopt", lambda o, w: {"take": o["offered"], "into": w["roadmap"]}),
    ("curator", "/publications/{publication}/adopt", lambda o, w: entrusted(o["next"], w["fresh"])),
    ("curator", "/roadmap/{roadmap}/changes", lambda o, w: {f"take_{w['item']}": "keep"}),
    ("curator", "/indicators/enter", lambda o, w: number(w["path"])),
    ("curator", "/indicators/enter", lambda o, w: number(o["path"]) | {"item": w["item"]}),
    ("curator", "/indicators/enter", lambda o, w: {"org": o["path"], "item": w["item"], "link": "https://a.example/"}),
    ("curator", "/indicators/compute", lambda o, w: {"org": w["path"]}),
    ("head", "/year-turn", lambda o, w: turn(w["path"], w["programme"])),
    ("head", "/year-turn", lambda o, w: turn(o["path"], w["programme"])),
    ("head", "/year-turn/undo", lambda o, w: {"org": w["path"]}),
    ("head", "/people/{fresh}/roles", lambda o, w: {"role": "curator", "org": w["path"]}),
    ("head", "/people/{pupil}/roles", lambda o, w: {"role": "representative", "person": w["fresh"]}),
    ("head", "/letters/release", lambda o, w: {"org": w["path"]}),
    ("head", "/settings/calendar", lambda o, w: {"org": w["organisation"], "first": "28.11.2025", "kind": "off"}),
    ("head", "/settings/webhooks", lambda o, w: hook(w["organisation"])),
    ("head", "/settings/first-steps/people", lambda o, w: {"org": w["organisation"], "lines": "Серова Анна Ивановна"}),
)
# Sent with the own ids these change no count of rows, or need more than the realm has.
_QUIET = (
    "/undo-record",
    "/approvals/plans",
    "/overdue/remind",
    "/letters/release",
    "/reopen",
    "/first-steps/people",
    "/changes",
    "/indicators/compute",
    "/year-turn",
    "/year-turn/undo",
)


def entrusted(row: str, to: str) -> dict[str, str]:
    return {"take": row, f"person_{row}": to}


def number(path: str) -> dict[str, str]:
    return {"org": path, "what": "children", "year": "2025", "value": "40", "source": "письмо"}


def turn(path: str, programme_id: str) -> dict[str, str]:
    return {"org": path, "do": "1", "programmes_known": "1", "programme": programme_id}


def pair(programme_id: str, mentor: str, *mentees: str) -> dict[str, Any]:
    return {"programme": programme_id, "mentor": mentor, "mentee": list(mentees)}


def meeting(absent: str) -> dict[str, Any]:
    return {
        "kind": "acquaintance",
        "what": "held",
        "held": TODAY,
        "mentor_verdict": "",
        "mentee_verdict": "",
        "absent": absent,
    }


def plans(path: str, named: Known) -> dict[str, str]:
    return {"org": path, "pair": named["pair"], f"seen-{named['pair']}": "1", "number": "32", "date": TODAY}


def hook(organisation: str) -> dict[str, str]:
    return {"org": organisation, "url": "https://hooks.example/2", "events": "stage.changed"}


def test_what_fields_name_of_other_schools_is_refused_without_a_trace(world: World) -> None:
    own, browsers = world.known["own"], {name: world.browser(name) for name in ("curator", "head")}
    for browser in browsers.values():
        browser.get("/account")
    before = world.rows()
    wrong: list[str] = []
    for name, address, fields in FORMS:
        for where in BESIDE:
            sent = fields(own, world.known[where])
            answer = browsers[name].post(address.format(**own), sent)
            after = world.rows()
            changed = {table: after[table] - before[table] for table in after if after[table] != before[table]}
            if answer.status_code not in (404, 409, 422) or changed:
                wrong.append(f"{name} {address} {where} {sent}: {answer.status_code}, changed {changed}")
            before = after
    assert not wrong, "\n".join(wrong)


def test_the_same_forms_act_on_what_is_ones_own(world: World) -> None:
    own, browsers = world.known["own"], {name: world.browser(name) for name in ("curator", "head")}
    idle: list[str] = []
    for name, address, fields in FORMS:
        if address.endswith(_QUIET):
            continue
        before = world.rows()
        answer = browsers[name].post(address.format(**own), fields(own, own))
        if answer.status_code != 200 or world.rows() == before:
            idle.append(f"{name} {address} {fields(own, own)}: {answer.status_code}")
    assert not idle, "\n".join(idle)


def test_a_row_is_delegated_within_reach_and_nowhere_else(world: World) -> None:
    own, browser = world.known["own"], world.browser("curator")
    browser.get("/account")
    address, before = f"/roadmap/items/{own['item']}/delegate", world.rows()
    for where in ("foreign", "parent"):
        sent = {"to": world.known[where]["organisation"], "why": "nobody"}
        assert browser.post(address, sent).status_code == 422, where
        adopted = browser.post(
            f"/publications/{own['publication']}/adopt",
            {"take": own["offered"], f"to_{own['offered']}": world.known[where]["organisation"]},
        )
        assert adopted.status_code == 422, where
    assert world.rows() == before
    assert browser.post(address, {"to": world.known["sibling"]["organisation"]}).status_code == 200
    assert world.rows() != before


def test_a_roadmap_is_offered_only_below_and_only_its_own_rows(world: World) -> None:
    above, browser = world.known["parent"], world.browser("municipal")
    browser.get("/account")
    address, before = f"/roadmap/{above['roadmap']}/publish", world.rows()
    own = {"whom": "some", "to": world.known["own"]["organisation"], "row": above["item"]}
    for wrong in ({"to": world.known["foreign"]["organisation"]}, {"row": world.known["own"]["item"]}):
        assert browser.post(address, own | wrong).status_code == 422, wrong
    assert world.rows() == before
    assert browser.post(address, own).status_code == 200
    assert world.rows() != before


def test_a_file_is_brought_in_only_for_ones_own(world: World) -> None:
    own, browser = world.known["own"], world.browser("curator")
    browser.get("/account")
    text = "Дорожная карта на 2025-2026 учебный год\n№\tМероприятие\tСрок\n1\tИздать приказ\tдо 20 сентября\n"
    files = {"file": ("a.txt", text.encode(), "text/plain")}
    before = world.rows()
    for where in BESIDE:
        other = world.known[where]
        for sent in ({"org": other["path"]}, {"org": own["path"], "into": other["roadmap"]}):
            assert browser.post("/roadmap/imports", sent, files=files).status_code in (404, 422), (where, sent)
    assert world.rows() == before
    taken = browser.post("/roadmap/imports", {"org": own["path"], "into": own["roadmap"]}, files=files)
    assert taken.status_code == 200
    assert world.rows() != before
