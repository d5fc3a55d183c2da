"""Common events with their attendance, and what was written about the programme."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.tables import Named, table
from storage.types import Instant


class Event(Named, table=True):
    """An event of an organisation or of one programme: networking, closing game, council, training, contest.

    `invited`, `came`: numbers entered from the minutes where people are not listed one by one; None = the list counts.
    """

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    programme_id: int | None = Field(default=None, foreign_key="programme.id", index=True)
    item_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    kind: str  # networking | closing | council | training | seminar | contest | other
    level: str = "school"  # school | municipality | region | country
    title: str
    planned_on: date
    at_time: str = ""  # local, HH:MM; empty = the whole day
    minutes: int = 60
    place: str = ""
    note: str = ""  # erasable
    hours: int | None = None  # academic hours of a training, for its certificates
    invited: int | None = None
    came: int | None = None
    held_on: date | None = None
    called_off_on: date | None = None
    uid: str  # of the calendar entry
    sequence: int = 0
    version: int = 1


class EventPerson(Named, table=True):
    """Somebody invited to an event. `coming`: what the invited answered, None = not yet; it counts for nothing but the
    preparations. `came` None: nobody has said yet. `result`: place in a contest, theme of a talk.
    """

    __table_args__ = (UniqueConstraint("event_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    event_id: int = Field(foreign_key="event.id")
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str = "participant"  # participant | speaker | expert | organiser
    coming: bool | None = None
    came: bool | None = None
    result: str = ""  # erasable
    certificate: str = ""  # its number
    certified_on: date | None = None


class Article(Named, table=True):
    """Something public about the programme: an article, a post, a rubric on the site or in a network."""

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    item_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)  # the author
    kind: str = "article"  # article | post | rubric
    title: str
    url: str
    published_on: date
    at: datetime = Field(sa_type=Instant)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)


class Practice(Named, table=True):
    """One practice of the bank. `search_key` is of title, summary and tags; sent ones name the day they went."""

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    pair_id: int | None = Field(default=None, foreign_key="pair.id", index=True)
    title: str
    summary: str = ""
    body: str = ""  # erasable, like the title and summary, when it is a person's own
    author_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    form: str = ""  # lifecycle key
    year: int
    tags: str = ""  # comma-separated, as typed
    url: str = ""
    result: str = ""
    state: str = "draft"  # draft | published | sent
    sent_on: date | None = None
    search_key: str = Field(index=True)
    at: datetime = Field(sa_type=Instant)
    version: int = 1


events = table(Event)
event_people = table(EventPerson)
articles = table(Article)
practices = table(Practice)
