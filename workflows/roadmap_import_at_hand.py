"""An import taken up by somebody: the stored row, the review it amounts to, the local life around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection

from engine.actors import By
from engine.permissions import Verb
from engine.refusals import Reason, Refused
from engine.roadmap_making import Made, made_of
from engine.roadmap_mending import Mended, MendedRow, mended
from engine.roadmap_reading.model import ReadRoadmap
from engine.roadmaps import OrganisationKind
from engine.words import Words
from storage import people, roadmap_imports
from storage.roadmap_imports import ImportRow
from storage.visitors import held_today
from workflows.access import forbidden, sees, unknown
from workflows.answers.readings import origin_document, question_document, reading_of
from workflows.local_life import LocalLife, local_life

_NOT_READ_YET = ReadRoadmap("", None, None, "", (), (), (), (), ())


@dataclass(frozen=True, slots=True)
class ImportAtHand:
    row: ImportRow
    review: Mended
    life: LocalLife
    refused: Refused | None

    @property
    def subject(self) -> str:
        return f"roadmap-import:{self.row.id}"

    @property
    def key(self) -> str:
        """The template of the roadmap it becomes: schools that import the same file follow the same one."""
        return f"file-{self.row.sha256[:12]}"

    @property
    def school(self) -> str:
        """The organisation's name where a roadmap may be told to be another one's."""
        return self.life.name if self.life.kind == "school" else ""

    def made(self, taken: tuple[str, ...] = ()) -> Made:
        """What would come into force; the period must be known."""
        period = self.review.period
        assert period is not None  # noqa: S101  # the caller has asked for it
        return made_of(
            self.review, key=self.key, period=period, kind=cast(OrganisationKind, self.life.kind), taken=taken
        )


def take_import(tx: Connection, *, by: By, import_id: int, verb: Verb) -> ImportAtHand:
    """The import as `by` finds it. Raises BadInput when there is none that this person may see."""
    row = roadmap_imports.get(tx, import_id)
    if row is None or not reads(tx, by, row):
        raise unknown("import", import_id)
    review = mended(reading_of(row.reading) if row.reading else _NOT_READ_YET, row.edits)
    return ImportAtHand(row, review, local_life(tx, row.organisation_id), forbidden(tx, by, verb, row.organisation_id))


def reads(tx: Connection, by: By, row: ImportRow) -> bool:
    """Whether the import exists for the actor. It holds the file's own words, people's names among them: it is there
    for whoever sent it and for those who work in the organisation itself, not for the offices above.
    """
    if not sees(tx, by, row.organisation_id):
        return False
    return by.person_id in (None, row.actor_id) or row.organisation_id in workplaces(tx, by)


def workplaces(tx: Connection, by: By) -> frozenset[int]:
    """The organisations whose people are named to this person: the own one, and where he holds an office himself."""
    if by.person_id is None:
        return frozenset()
    itself = people.by_id(tx, by.person_id)
    held = {one.organisation_id for one in held_today(tx, by.person_id, at=by.at)}
    return frozenset(held if itself is None else held | {itself.organisation_id})


def not_a_draft(row: ImportRow) -> Refused | None:
    """None for a draft; otherwise why it cannot be changed any more."""
    if row.state == "draft":
        return None
    told = {
        "reading": Words("Файл ещё читается", "The file is still being read"),
        "failed": Words("Файл не прочитан", "The file was not read"),
        "accepted": Words("Эта загрузка уже принята", "This import was accepted already"),
        "undone": Words("Эта загрузка отменена", "This import was undone"),
        "dropped": Words("Этот черновик убран", "This draft was dropped"),
    }
    mend = Words("Загрузите файл ещё раз", "Upload the file once more")
    return Refused((Reason("import", told[row.state], mend),))


def beside(row: MendedRow) -> dict[str, Any]:
    """The columns a live row has only because it came from a file."""
    return {
        "source": origin_document(row.read or row.item),
        "questions": [question_document(question) for question in row.open],
        "responsible_id": row.person_id,
    }


def headings_of(review: Mended) -> Mapping[str, Any]:
    return {"headings": [list(heading) for heading in review.read.headings]}
