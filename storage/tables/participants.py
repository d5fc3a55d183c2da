"""What the two registers (база наставляемых, база наставников) keep about people, imports of people, and leaving."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from storage.tables import Named, table
from storage.types import Instant


class Profile(Named, table=True):
    """The fields of the registers, kept from the personal-data consent on; the whole row is erasable.

    `capacity`: how many pairs a mentor leads at once; None = nobody asked. Lists stand in the order they were told.
    """

    person_id: int = Field(foreign_key="person.id", primary_key=True)
    sex: str = ""  # f | m
    phone: str = ""
    place: str = ""  # where the person works or studies, when that is not the organisation itself
    category: str = ""  # of potential mentees, as a roadmap's indicator names them (S3-K1)
    request: str = ""  # the mentee's own words
    needs: list[str] = Field(default_factory=list, sa_type=JSON)
    competences: list[str] = Field(default_factory=list, sa_type=JSON)
    interests: list[str] = Field(default_factory=list, sa_type=JSON)
    achievements: str = ""
    wished_age: str = ""
    time_resource: str = ""
    expert_in: str = ""  # empty: no expert
    capacity: int | None = None
    entered_on: date | None = None
    version: int = 1


class PeopleImport(Named, table=True):
    """One file of people. `told` holds its rows until they are loaded or dropped, `made` what loading did, for undo."""

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    sha256: str
    size: int
    told: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    made: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    state: str = "checked"  # checked | loaded | dropped | undone
    created_at: datetime = Field(sa_type=Instant)
    loaded_at: datetime | None = Field(default=None, sa_type=Instant)
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    version: int = 1


class Transfer(Named, table=True):
    """A person went from one organisation to another on a day; pairs of the old one ended as `transferred`."""

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    from_organisation_id: int = Field(foreign_key="organisation.id")
    to_organisation_id: int = Field(foreign_key="organisation.id", index=True)
    on: date
    at: datetime = Field(sa_type=Instant)
    actor_id: int | None = Field(default=None, foreign_key="person.id")


class Erasure(Named, table=True):
    """The act of an erasure: when, on what ground, how many rows where. `reference` is a salted digest, no name."""

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    reference: str = Field(unique=True)
    ground: str  # withdrawal | request | purpose_reached
    on: date
    at: datetime = Field(sa_type=Instant)
    extract: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)  # what was struck out, table by table
    keep_until: date  # three years: order of Roskomnadzor 28.10.2022 No. 179
    actor_id: int | None = Field(default=None, foreign_key="person.id")


profiles = table(Profile)
people_imports = table(PeopleImport)
transfers = table(Transfer)
erasures = table(Erasure)
