"""The register of papers, the drafts, one paper with what it closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row

from engine.actors import By
from engine.search_keys import search_key
from storage import organisations, paper_drafts, paper_files, paper_rows, paper_values, papers
from storage.paper_drafts import DraftRow
from storage.papers import PaperRow, Wanted
from workflows.access import forbidden
from workflows.close_by_paper import Offer, offers
from workflows.find_paper import find_paper

MOST = 500


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """One paper. `filed`: we hold its DOCX. `may`: the reader may change it."""

    paper: PaperRow
    organisation: str
    path: str
    pairs: Sequence[Row[Any]]
    proved: Sequence[Row[Any]]
    offered: tuple[Offer, ...]
    filed: bool
    scan: str
    draft: DraftRow | None
    may: bool


def list_papers(tx: Connection, *, visible: ColumnElement[bool], wanted: Wanted) -> Sequence[Row[Any]]:
    """The register, the newest first, at most five hundred. A text is looked for in number and title."""
    found = papers.register(tx, visible=visible, wanted=wanted, most=None if wanted.text else MOST)
    keys = search_key(wanted.text).split()
    if not keys:
        return found
    return [row for row in found if all(key in search_key(f"{row.number} {row.title}") for key in keys)][:MOST]


def list_drafts(tx: Connection, *, visible: ColumnElement[bool]) -> Sequence[Row[Any]]:
    """The drafts being written, the newest first."""
    return paper_drafts.listing(tx, visible=visible, most=MOST)


def show_paper(tx: Connection, *, by: By, paper_id: int) -> PaperSheet:
    """Raises BadInput when there is no such paper the reader may see."""
    paper = find_paper(tx, by=by, paper_id=paper_id)
    place = organisations.by_id(tx, paper.organisation_id)
    assert place is not None  # noqa: S101  # a foreign key says so
    file = paper_files.get(tx, paper_id)
    return PaperSheet(
        paper=paper,
        organisation=place.name,
        path=place.path,
        pairs=paper_values.pairs_named(tx, papers.pairs_of(tx, paper_id)),
        proved=paper_rows.proved_by(tx, paper_id),
        offered=offers(tx, paper),
        filed=bool(file and file.docx),
        scan=file.scan if file else "",
        draft=paper_drafts.of_paper(tx, paper_id),
        may=forbidden(tx, by, "paper.register", paper.organisation_id) is None,
    )
