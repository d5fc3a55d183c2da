"""The tree region -> municipality -> school (and partners), its people, their dated roles and consents."""

from datetime import date, datetime

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from storage.tables import Named, table
from storage.types import Instant


class Organisation(Named, table=True):
    """A node of the tree. `path` is the slugs from the root joined by `/`; a prefix of it is an ancestor."""

    id: int | None = Field(default=None, primary_key=True)
    parent_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    kind: str  # region | municipality | school | partner
    name: str
    slug: str
    path: str = Field(unique=True)
    timezone: str
    week: int = 5
    search_key: str
    version: int = 1


class DayOverride(Named, table=True):
    """A regional day off or working day, for the organisation and everything below it."""

    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True)
    day: date = Field(primary_key=True)
    working: bool


class Person(Named, table=True):
    """A participant. `born` and `hired` stay empty until a personal-data consent is recorded."""

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    name: str
    email: str = Field(default="", index=True)
    kind: str = "staff"  # staff | pupil | student | employer
    position: str = ""
    born: date | None = None
    hired: date | None = None
    search_key: str = Field(index=True)
    language: str = "ru"
    address_fault: str = ""  # SMTP code and words when a server said the address does not exist
    disabled: bool = False
    version: int = 1


class RoleGrant(Named, table=True):
    """A role held on an organisation from `from_day` to `to_day`, both included; None = open end.

    A deputy holds the grant with `deputy_of_id` set; a representative has `for_person_id` (the minor).
    """

    __table_args__ = (Index("role_by_organisation", "organisation_id", "role"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str
    organisation_id: int = Field(foreign_key="organisation.id")
    from_day: date | None = None
    to_day: date | None = None
    deputy_of_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    for_person_id: int | None = Field(default=None, foreign_key="person.id", index=True)


class Consent(Named, table=True):
    """A signed consent of one kind; withdrawal keeps the row and dates it."""

    __table_args__ = (UniqueConstraint("person_id", "kind", "signed_on"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: str  # personal-data | photo | mentoring-duty
    signed_on: date
    withdrawn_on: date | None = None
    recorded_at: datetime = Field(sa_type=Instant)
    definition_id: int | None = Field(default=None, foreign_key="definition.id")  # the version of text that was signed
    signed_by_id: int | None = Field(default=None, foreign_key="person.id", index=True)  # the minor's representative
    scan: str = ""  # stored name of the signed paper in the folder of evidence; empty: confirmed by word
    valid_to: date | None = None  # None = until withdrawn
    terms: dict[str, str] = Field(default_factory=dict, sa_type=JSON)  # mentoring duty: content, term, form, payment
    destroy_by: date | None = None  # set by a withdrawal of any kind: thirty days, 152-FZ art. 21
    destroyed_on: date | None = None


organisations = table(Organisation)
day_overrides = table(DayOverride)
people = table(Person)
role_grants = table(RoleGrant)
consents = table(Consent)
