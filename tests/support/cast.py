"""The cast of the tests: a small district with the people every story needs, made through the flows."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Refused
from storage.consents import ConsentKind
from storage.organisations import OrganisationRow
from workflows.add_organisation import add_organisation
from workflows.add_person import NewPerson, add_person
from workflows.grant_role import NewGrant, grant_role
from workflows.record_consent import record_consent

FIRST_OF_SEPTEMBER = datetime(2025, 9, 1, 6, tzinfo=UTC)  # 09:00 in Kirov


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody of the cast."""

    id: int
    name: str
    email: str

    def acts(self, at: datetime = FIRST_OF_SEPTEMBER) -> By:
        return By(at=at, person_id=self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """A municipality with two schools. All but the outsider belong to `school`; the outsider curates `other_school`.

    `pupil` is a minor whom `parent` represents.
    """

    municipality: OrganisationRow
    school: OrganisationRow
    other_school: OrganisationRow
    administrator: Player
    director: Player
    curator: Player
    mentor: Player
    mentee: Player
    pupil: Player
    parent: Player
    outsider: Player


def operator(at: datetime = FIRST_OF_SEPTEMBER) -> By:
    return By(at=at)


def district(tx: Connection, *, at: datetime = FIRST_OF_SEPTEMBER, consents: bool = True) -> District:
    """Make the district. With `consents` everybody of the school has signed what a pair needs, on the day before."""
    municipality = organisation(tx, "Слободской район", "municipality", at=at, timezone="Europe/Kirov")
    school = organisation(tx, "Школа № 5", "school", parent=municipality, at=at)
    other_school = organisation(tx, "Школа № 7", "school", parent=municipality, at=at)
    parent = player(tx, school, "Соколова Вера Павловна", "parent", kind="employer", at=at)
    made = District(
        municipality=municipality,
        school=school,
        other_school=other_school,
        administrator=player(tx, municipality, "Лаптева Ольга Юрьевна", "administrator", role="administrator", at=at),
        director=player(tx, school, "Громов Пётр Ильич", "director", role="head", at=at),
        curator=player(tx, school, "Белова Анна Сергеевна", "curator", role="curator", at=at),
        mentor=player(tx, school, "Иванова Мария Петровна", "mentor", role="mentor", at=at),
        mentee=player(tx, school, "Смирнов Егор Олегович", "mentee", role="mentee", at=at),
        pupil=player(tx, school, "Соколов Лев Игоревич", "pupil", kind="pupil", represented_by=parent, at=at),
        parent=parent,
        outsider=player(tx, other_school, "Чужова Нина Львовна", "outsider", role="curator", at=at),
    )
    if consents:
        for each in (
            made.director,
            made.curator,
            made.mentor,
            made.mentee,
            made.pupil,
            made.parent,
            made.administrator,
        ):
            consent(tx, each, "personal-data", at=at)
        consent(tx, made.mentor, "mentoring-duty", at=at)
    return made


def organisation(
    tx: Connection,
    name: str,
    kind: str,
    *,
    parent: OrganisationRow | None = None,
    timezone: str | None = None,
    at: datetime = FIRST_OF_SEPTEMBER,
) -> OrganisationRow:
    made = add_organisation(
        tx, by=By(at=at), name=name, kind=kind, parent=parent.path if parent else None, timezone=timezone
    )
    assert not isinstance(made, Refused)
    return made


def player(
    tx: Connection,
    place: OrganisationRow,
    name: str,
    mailbox: str,
    *,
    role: str | None = None,
    kind: str = "staff",
    represented_by: Player | None = None,
    at: datetime = FIRST_OF_SEPTEMBER,
) -> Player:
    """Add a person with the address `mailbox@school.test`, and a role on the place from then on."""
    email = f"{mailbox}@school.test"
    told = NewPerson(name=name, email=email, kind=kind, representative_id=represented_by.id if represented_by else None)
    made = add_person(tx, by=By(at=at), organisation_id=place.id, told=told)
    assert not isinstance(made, Refused)
    if role is not None:
        grant = NewGrant(person_id=made.id, role=role, organisation_id=place.id)
        assert not isinstance(grant_role(tx, by=By(at=at), told=grant), Refused)
    return Player(made.id, name, email)


def consent(
    tx: Connection,
    person: Player,
    kind: ConsentKind,
    *,
    at: datetime = FIRST_OF_SEPTEMBER,
    signed_on: date | None = None,
) -> int:
    """Record a consent, signed on 31 August 2025 unless told otherwise."""
    made = record_consent(tx, by=By(at=at), person_id=person.id, kind=kind, signed_on=signed_on or date(2025, 8, 31))
    assert not isinstance(made, Refused)
    return made.id
