"""The documents about roadmaps handed down: offers, answers, rows seen from above, the reference, changes."""

from datetime import date
from typing import Literal

from pydantic import Field

from web.api.shapes import Id, In, OrgPath, Out, ShortLine

Kind = Literal["not-ours", "already", "nobody", "no-means", "other"]


class OfferOut(Out):
    """A roadmap offered to an organisation. `why` is the kind of reason of a declined one."""

    id: int
    roadmap: int
    title: str
    from_org: str
    org: str
    state: str
    why: str
    own_roadmap: int | None


class OfferedItem(Out):
    """A row as it stands above. `here` is the organisation's own row, `left`: not taken on purpose."""

    id: int
    number: str
    title: str
    deadline_text: str
    kind: str
    value: str
    responsible_text: str
    result: str
    document: str | None
    here: int | None
    left: bool


class OfferShown(OfferOut):
    items: list[OfferedItem]


class PublicationIn(In):
    """Without `to` every school below; without `items` every row."""

    to: list[OrgPath] = Field(default_factory=list, max_length=2000)
    items: list[Id] = Field(default_factory=list, max_length=2000)


class PublicationMade(Out):
    """`publications` wait for an answer now; `standing` organisations had the offer already."""

    id: int
    publications: list[int]
    standing: int


class TakenItem(In):
    """A row above, with what is different here: one's own words of the deadline, a person, who does it instead."""

    item: Id
    deadline: ShortLine = ""
    person: Id | None = None
    delegate_to: OrgPath | None = None


class AdoptionIn(In):
    """Without `items` every row as it is; `into` an own roadmap, else a new one."""

    items: list[TakenItem] | None = Field(default=None, max_length=2000)
    into: Id | None = None


class AdoptionOut(Out):
    """`id` is the own roadmap's."""

    id: int
    taken: int
    left: int


class RefusalIn(In):
    """The kind of reason goes up, `words` stay in the own journal."""

    why: Kind
    words: ShortLine = ""


class IdOut(Out):
    id: int


class DelegationIn(In):
    """`why` is needed when the row goes back up."""

    to: OrgPath
    why: Kind | None = None
    words: ShortLine = ""


class DelegationOut(Out):
    """`publication` is the offer to the other organisation; null when the row went back up."""

    id: int
    publication: int | None


class SentPaper(Out):
    kind: str
    number: str
    date: date


class HandedOn(Out):
    done: int
    of: int


class LineOut(Out):
    """How a row stands in one organisation: status, number, paper."""

    org: str
    name: str
    answer: str
    why: str
    item: int | None
    status: str | None
    done: int
    total: int
    due_on: date | None
    days_late: int
    paper: SentPaper | None
    done_by: str
    below: HandedOn


class BelowOut(Out):
    """`done` of `of` organisations."""

    id: int
    number: str
    title: str
    done: int
    of: int
    above: int | None
    organisations: list[LineOut]


class PlaceOut(Out):
    """An organisation over all rows. Counts of people are null when they are hidden."""

    org: str
    name: str
    publication: int
    state: str
    why: str
    offered: int
    taken: int
    done: int
    overdue: int
    days_late: int
    percent: int
    pairs: int | None
    mentors: int | None
    mentees: int | None


class Totals(Out):
    taken: int
    done: int
    overdue: int
    pairs: int | None
    mentors: int | None
    mentees: int | None


class ReferenceRow(Out):
    id: int
    number: str
    title: str
    deadline_text: str
    done: int
    of: int
    overdue: int
    organisations: list[LineOut]


class ReferenceOut(Out):
    """The справка of monitoring, assembled from below."""

    id: int
    number: str
    title: str
    roadmap: int
    org: str
    on: date
    organisations: list[PlaceOut]
    totals: Totals
    items: list[ReferenceRow]


class FieldChange(Out):
    field: str
    old: str
    new: str


class ChangedItem(Out):
    item: int
    number: str
    title: str
    kind: str
    own_deadline: str
    changes: list[FieldChange]


class NewItem(Out):
    publication: int
    item: int
    title: str


class ChangesOut(Out):
    """What changed above since rows were taken."""

    id: int
    changed: list[ChangedItem]
    new: list[NewItem]


class TakingIn(In):
    """What is done about rows of the own roadmap, by id: `all`, `date`, `keep` or `drop`."""

    all: list[Id] = Field(default_factory=list, max_length=2000)
    date: list[Id] = Field(default_factory=list, max_length=2000)
    keep: list[Id] = Field(default_factory=list, max_length=2000)
    drop: list[Id] = Field(default_factory=list, max_length=2000)


class TakingOut(Out):
    id: int
    taken: int
    kept: int
    dropped: int
