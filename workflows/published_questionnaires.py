"""Questionnaires by key: the newest an organisation may use, and the version a survey was opened with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Connection

from engine.questionnaires import Questionnaire, from_canonical
from engine.refusals import BadInput
from storage import definitions
from storage import questionnaires as stored
from storage.questionnaires import QuestionnaireRow
from workflows.definitions.questionnaire_files import questionnaire, questionnaires
from workflows.definitions.schema_check import did_you_mean


@dataclass(frozen=True, slots=True)
class Offered:
    """A questionnaire that may be opened. `path`: whose own it is, "" = ours."""

    questionnaire: Questionnaire
    path: str


@lru_cache(maxsize=512)
def _read(digest: str, body: str) -> Questionnaire:
    return from_canonical(body)


def of_row(row: QuestionnaireRow) -> Questionnaire:
    """The questionnaire of a published row."""
    return _read(row.hash, row.body)


def pinned(tx: Connection, definition_ids: Iterable[int | None]) -> dict[int, Questionnaire]:
    """The questionnaires surveys were opened with, by the id of the published version."""
    wanted = {one for one in definition_ids if one is not None}
    return {key: of_row(row) for key, row in stored.by_ids(tx, wanted).items()} if wanted else {}


def offered(tx: Connection, path: str) -> list[Offered]:
    """The newest version of every questionnaire an organisation at `path` may open: its own and those of the
    organisations above it first, then ours.
    """
    own: dict[str, Offered] = {}
    for row in sorted(stored.own_of(tx, _line(path)), key=lambda row: (len(row.path or ""), row.version)):
        own[row.key] = Offered(of_row(row), row.path or "")  # the nearest organisation's newest stands last
    ours = [Offered(questionnaire(key), "") for key in questionnaires()]
    return [own[key] for key in sorted(own)] + ours


def chosen(tx: Connection, key: str, path: str) -> Offered:
    """The newest version of a key for an organisation at `path`. BadInput of `--questionnaire` when there is none."""
    found = {one.questionnaire.key: one for one in reversed(offered(tx, path))}
    if key not in found:
        ru, en = did_you_mean(key, found)
        raise BadInput("--questionnaire", f"Нет анкеты «{key}»: {ru}", f"No questionnaire `{key}`: {en}")
    return found[key]


def published(tx: Connection, one: Offered, *, at: datetime) -> int:
    """The id of the published version; ours are published at their first use."""
    if one.path:
        rows = [row for row in stored.own_of(tx, [one.path]) if row.key == one.questionnaire.key]
        return rows[0].id
    known = stored.versions(tx, one.questionnaire.key, organisation_id=None)
    same = next((row.id for row in known if row.version == one.questionnaire.version), None)
    return same or definitions.add(
        tx,
        kind="questionnaire",
        key=one.questionnaire.key,
        version=one.questionnaire.version,
        digest=one.questionnaire.hash,
        body=one.questionnaire.canonical(),
        organisation_id=None,
        at=at,
    )


def every_version(tx: Connection, definition_id: int) -> list[int]:
    """The ids of all versions of the questionnaire this one is a version of."""
    row = stored.by_ids(tx, [definition_id])[definition_id]
    return [one.id for one in stored.versions(tx, row.key, organisation_id=row.organisation_id)]


def _line(path: str) -> list[str]:
    """The path itself and those of everything above it."""
    parts = path.split("/")
    return ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]
