"""Two regions with everything in them, and every kind of visitor: for tests of who may what.

North has a municipality with two schools (`own` and `sibling`); South has a school of its own (`foreign`). Each of the
four places (`own`, `sibling`, `parent`, `foreign`) owns one object of each kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Literal

from sqlalchemy import Connection, select

from engine.actors import By, Role
from engine.refusals import Refused
from storage.organisations import OrganisationRow
from storage.tables.events import Event
from storage.tables.imports import RoadmapImport
from storage.tables.letters import Letter
from storage.tables.obligations import obligations
from storage.tables.organisations import RoleGrant
from storage.tables.outward import Webhook
from storage.tables.participants import Erasure, PeopleImport
from storage.tables.programmes import pairs
from storage.tables.publications import Publication
from storage.tables.roadmaps import Evidence, items
from tests.support import rows
from tests.support.cast import Player, consent, organisation, player
from tests.support.readings import school_year
from workflows.answers.readings import reading_document
from workflows.apply_roadmap import apply_roadmap
from workflows.draft_paper import draft_paper
from workflows.form_pair import form_pair
from workflows.keep_practice import Practice, keep_practice
from workflows.open_survey import open_survey
from workflows.propose_pairs import propose_pairs
from workflows.register_paper import register_paper
from workflows.start_programme import start_programme

AT = datetime(2025, 11, 20, 9, tzinfo=UTC)
Where = Literal["own", "sibling", "parent", "foreign"]
WHERES: tuple[Where, ...] = ("own", "sibling", "parent", "foreign")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of visitor: who they are, and the roles they hold at each of the four places (by offices or the pair)."""

    name: str
    person_id: int | None
    session: Literal["none", "good", "expired"] = "good"
    offices: Mapping[Where, frozenset[Role]] | None = None
    in_own_pair: frozenset[Role] = frozenset()

    @property
    def signed_in(self) -> bool:
        return self.session == "good"

    def roles_on(self, where: Where, *, of_pair: bool) -> frozenset[Role]:
        offices = (self.offices or {}).get(where, frozenset())
        return offices | (self.in_own_pair if of_pair and where == "own" else frozenset())

    @property
    def roles_anywhere(self) -> frozenset[Role]:
        return frozenset().union(*(self.offices or {}).values()) | self.in_own_pair


@dataclass(frozen=True, slots=True)
class Realm:
    """`objects`: id by place and kind of object, named like the scopes of `web/policy.yaml`."""

    objects: Mapping[Where, Mapping[str, int]]
    visitors: tuple[Kind, ...]


def realm(tx: Connection) -> Realm:
    """Make everything."""
    north = organisation(tx, "Северная область", "region", at=AT, timezone="Europe/Kirov")
    parent = organisation(tx, "Речной район", "municipality", parent=north, at=AT)
    own = organisation(tx, "Школа № 1", "school", parent=parent, at=AT)
    sibling = organisation(tx, "Школа № 2", "school", parent=parent, at=AT)
    south = organisation(tx, "Южная область", "region", at=AT, timezone="Europe/Kirov")
    foreign = organisation(tx, "Школа № 3", "school", parent=south, at=AT)
    places: dict[Where, OrganisationRow] = {"own": own, "sibling": sibling, "parent": parent, "foreign": foreign}
    objects = {where: _furnished(tx, place, where) for where, place in places.items()}
    _hand_down(tx, places, {"own": north, "sibling": north, "parent": north, "foreign": south}, objects)
    members = {role: objects["own"][role] for role in ("mentor", "mentee", "parent")}
    plain = {
        where: {kind: number for kind, number in found.items() if kind not in members}
        for where, found in objects.items()
    }
    return Realm(plain, _visitors(tx, north, parent, own, foreign, members))


def _visitors(
    tx: Connection,
    north: OrganisationRow,
    parent: OrganisationRow,
    own: OrganisationRow,
    foreign: OrganisationRow,
    members: Mapping[str, int],
) -> tuple[Kind, ...]:
    below: tuple[Where, ...] = ("own", "sibling", "parent")

    def office(name: str, place: OrganisationRow, role: Role, wheres: tuple[Where, ...], **more: Any) -> Kind:
        one = player(tx, place, f"{name.title()} Вера Павловна", name, role=role, at=AT)
        return Kind(name, one.id, offices={where: frozenset({role}) for where in wheres}, **more)

    former = player(tx, own, "Бывший Пётр Ильич", "former", at=AT)
    rows.add(
        tx,
        RoleGrant(
            person_id=former.id,
            organisation_id=own.id,
            role="curator",
            from_day=date(2025, 9, 1),
            to_day=date(2025, 11, 19),
        ),
    )
    return (
        Kind("nobody", None, "none"),
        office("expired", own, "head", ("own",), session="expired"),
        office("disabled", own, "head", ("own",), session="expired"),
        Kind("former", former.id, offices={}),
        office("observer", own, "observer", ("own",)),
        office("curator", own, "curator", ("own",)),
        office("head", own, "head", ("own",)),
        Kind("mentor", members["mentor"], in_own_pair=frozenset({"mentor"})),
        Kind("mentee", members["mentee"], in_own_pair=frozenset({"mentee"})),
        Kind("representative", members["parent"], in_own_pair=frozenset({"representative"})),
        office("municipal", parent, "administrator", below),
        office("regional", north, "administrator", below),
        office("stranger", foreign, "administrator", ("foreign",)),
    )


def _furnished(tx: Connection, place: OrganisationRow, where: Where) -> dict[str, int]:
    """One object of each kind in this place, and the people of its pair."""
    by = By(at=AT)
    mentor = player(tx, place, "Иванова Мария Петровна", f"{where}-mentor", at=AT)
    mentee = player(tx, place, "Смирнов Егор Олегович", f"{where}-mentee", at=AT)
    parent = player(tx, place, "Соколова Вера Павловна", f"{where}-parent", kind="employer", at=AT)
    pupil = player(tx, place, "Соколов Лев Игоревич", f"{where}-pupil", kind="pupil", represented_by=parent, at=AT)
    for person in (mentor, mentee, parent, pupil):
        consent(tx, person, "personal-data", at=AT)
    applied = _done(apply_roadmap(tx, by=by, organisation_id=place.id, template_key="s1-teachers-2025"))
    programme = _done(
        start_programme(
            tx,
            by=by,
            organisation=place,
            title="Наставничество",
            lifecycle="group",
            roadmap_id=applied.roadmap_id,
            starts=date(2025, 9, 1),
            ends=date(2026, 5, 31),
        )
    )
    pair = _done(form_pair(tx, by=by, programme_id=programme.id, mentor_id=mentor.id, mentee_ids=[mentee.id, pupil.id]))
    paper = _done(
        register_paper(
            tx, by=by, organisation=place, kind="order", purpose="introduction", number="1", dated=date(2025, 11, 1)
        )
    )
    survey = _done(open_survey(tx, by=by, programme_id=programme.id, kind="diagnostics", period="2025-Q4"))
    obligation = tx.scalars(select(obligations.c.id).where(obligations.c.pair_id == pair.id)).first()
    assert obligation is not None
    rows_of = select(items.c.id).where(items.c.roadmap_id == applied.roadmap_id).order_by(items.c.position)
    item = tx.scalars(rows_of).first()
    definition = tx.scalars(select(pairs.c.definition_id).where(pairs.c.id == pair.id)).one()
    assert item is not None
    told = {"organisation_id": place.id}
    return {
        "organisation": place.id,
        "person": mentee.id,
        "pair": pair.id,
        "item": item,
        "roadmap": applied.roadmap_id,
        "programme": programme.id,
        "letter": rows.add(tx, Letter(key=f"test-{where}", kind="test", recipient_id=mentee.id, state="sent", **told)),
        "evidence": rows.add(tx, Evidence(obligation_id=obligation, kind="link", reference="https://school.example/1")),
        "definition": definition,
        "webhook": rows.add(tx, Webhook(url="https://hooks.example/1", secret="s", events=[], **told)),
        "paper": paper.id,
        "event": rows.add(
            tx, Event(kind="council", title="Педсовет", planned_on=date(2025, 12, 1), uid=f"event-{where}", **told)
        ),
        "practice": _done(
            keep_practice(tx, by=by, organisation_id=place.id, told=Practice("Практика", body="Опыт"))
        ).id,
        "draft": _done(draft_paper(tx, by=by, organisation_id=place.id, form="order-curator")).id,
        "survey": survey.id,
        "match": _done(propose_pairs(tx, by=By(at=AT), programme_id=programme.id)).id,
        "obligation": obligation,
        "import": _draft(tx, place),
        "mentor": mentor.id,
        "mentee": mentee.id,
        "parent": parent.id,
    }


def _hand_down(
    tx: Connection,
    places: Mapping[Where, OrganisationRow],
    tops: Mapping[Where, OrganisationRow],
    objects: Mapping[Where, dict[str, int]],
) -> None:
    """Each region offers a roadmap of its own to each of its places."""
    made: dict[int, int] = {}
    for where, place in places.items():
        top = tops[where]
        if top.id not in made:
            applied = _done(
                apply_roadmap(
                    tx, by=By(at=AT), organisation_id=top.id, template_key="s4-district-2022", past="not-ours"
                )
            )
            made[top.id] = applied.roadmap_id
        offer = Publication(roadmap_id=made[top.id], organisation_id=place.id, offered_at=AT)
        objects[where]["publication"] = rows.add(tx, offer)
        objects[where]["erasure"] = rows.add(
            tx,
            Erasure(
                organisation_id=place.id,
                reference=f"{place.id:064d}",
                ground="request",
                on=AT.date(),
                at=AT,
                keep_until=AT.date(),
            ),
        )
        objects[where]["people_import"] = _people(tx, place)


def _people(tx: Connection, place: OrganisationRow) -> int:
    """A list of people that was checked and waits to be loaded."""
    sheet = {"title": "Лист", "heading": 1, "fields": {"1": "name", "2": "email"}, "titles": {}, "above": []}
    row = {"at": 0, "row": 2, "cells": {"1": "Новикова Вера Ильинична", "2": "novikova@school.test"}}
    made = PeopleImport(
        organisation_id=place.id, sha256=f"{place.id:064d}", size=1, told=[{"sheet": sheet}, row], created_at=AT
    )
    return rows.add(tx, made)


def _draft(tx: Connection, place: OrganisationRow) -> int:
    """A roadmap's file under review."""
    read = reading_document(school_year())
    draft = RoadmapImport(
        organisation_id=place.id, kind="text", sha256="0" * 64, size=1, source={}, reading=read, created_at=AT
    )
    return rows.add(tx, draft)


def _done(outcome: Any) -> Any:
    assert not isinstance(outcome, Refused), outcome
    return outcome


__all__ = ["AT", "WHERES", "Kind", "Player", "Realm", "Where", "realm"]
