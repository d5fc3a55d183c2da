"""Registered papers, the drafts they come from, the school's own templates and numbering."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field

from storage.tables import Named, table
from storage.types import Instant


class Paper(Named, table=True):
    """A registered paper: number and date as in the school's own register."""

    __table_args__ = (Index("paper_by_purpose", "organisation_id", "purpose"),)
    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    kind: str
    purpose: str
    number: str
    dated: date
    title: str = ""  # in the register; erasable
    form: str = ""  # which of our forms made it; empty: made elsewhere
    recorded_at: datetime = Field(sa_type=Instant)
    annulled_on: date | None = None


class PaperPair(Named, table=True):
    """Which pairs a paper is about; a paper without rows is about the organisation."""

    paper_id: int = Field(foreign_key="paper.id", primary_key=True)
    pair_id: int = Field(foreign_key="pair.id", primary_key=True, index=True)


class PaperPerson(Named, table=True):
    """Whom a paper names: found when a person asks for everything about him, and when he is erased."""

    paper_id: int = Field(foreign_key="paper.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)


class PaperFile(Named, table=True):
    """The document itself, as it was registered. `pdf` None: nobody has asked for a PDF copy yet."""

    paper_id: int = Field(foreign_key="paper.id", primary_key=True)
    docx: bytes
    sha256: str
    pdf: bytes | None = None
    scan: str = ""  # stored name of the signed scan in the folder of evidence


class PaperDraft(Named, table=True):
    """A paper being written: which form, about what, and what was typed over the values taken from the data.

    `subject` names what it is about besides the pairs: people, an event, an item, a day. `paper_id` once registered.
    """

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    form: str
    pairs: list[int] = Field(default_factory=list, sa_type=JSON)
    people: list[int] = Field(default_factory=list, sa_type=JSON)
    subject: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    typed: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # erasable
    item_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    paper_id: int | None = Field(default=None, foreign_key="paper.id", index=True)
    dropped_on: date | None = None
    made_at: datetime = Field(sa_type=Instant)
    actor_id: int | None = Field(default=None, foreign_key="person.id")
    version: int = 1


class PaperTemplate(Named, table=True):
    """A school's own DOCX for one form; the latest not withdrawn counts for it and everything below."""

    __table_args__ = (UniqueConstraint("organisation_id", "form", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    form: str
    version: int
    docx: bytes
    sha256: str
    placeholders: list[str] = Field(default_factory=list, sa_type=JSON)
    uploaded_at: datetime = Field(sa_type=Instant)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Instant)
    actor_id: int | None = Field(default=None, foreign_key="person.id")


class PaperNumbering(Named, table=True):
    """How an organisation numbers papers of one kind: `pattern` holds `{n}` and perhaps `{year}`, e.g. `{n}-н`."""

    organisation_id: int = Field(foreign_key="organisation.id", primary_key=True)
    kind: str = Field(primary_key=True)
    pattern: str
    version: int = 1


class WordForms(Named, table=True):
    """The six cases of a name or a position as a person typed them: an exception to the rules; erasable."""

    __table_args__ = (UniqueConstraint("organisation_id", "kind", "nominative"),)
    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    kind: str  # name | position
    nominative: str
    forms: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)


papers = table(Paper)
paper_pairs = table(PaperPair)
paper_people = table(PaperPerson)
paper_files = table(PaperFile)
paper_drafts = table(PaperDraft)
paper_templates = table(PaperTemplate)
paper_numberings = table(PaperNumbering)
word_forms = table(WordForms)
