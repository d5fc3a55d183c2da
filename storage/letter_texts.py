"""The words organisations chose for their letters; the nearest organisation above that has any gives them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from engine.letter_texts import LetterWords
from engine.refusals import ChangedMeanwhile
from storage.given import among
from storage.hot import Hot
from storage.surroundings import line_of
from storage.tables.organisations import organisations
from storage.tables.outward import letter_texts

_text = letter_texts.c


@dataclass(frozen=True, slots=True)
class OwnWords:
    """Words of one organisation. All three parts empty: it took its words back, what is above it holds again."""

    organisation_id: int
    kind: str
    language: str
    words: LetterWords
    changed_at: datetime
    version: int


_COLUMNS = (
    _text.organisation_id,
    _text.kind,
    _text.language,
    _text.subject,
    _text.opening,
    _text.closing,
    _text.changed_at,
    _text.version,
)
_OF_PATHS = Hot(
    select(organisations.c.path, *_COLUMNS)
    .join_from(letter_texts, organisations, organisations.c.id == _text.organisation_id)
    .where(
        among(organisations.c.path, "paths"),
        func.length(_text.subject) + func.length(_text.opening) + func.length(_text.closing) > 0,
    )
)
_ONE = select(*_COLUMNS).where(
    _text.organisation_id == bindparam("organisation"),
    _text.kind == bindparam("kind"),
    _text.language == bindparam("language"),
)


def one(tx: Connection, organisation_id: int, kind: str, language: str) -> OwnWords | None:
    """What the organisation itself keeps for a kind and language, words taken back included."""
    row = tx.execute(_ONE, {"organisation": organisation_id, "kind": kind, "language": language}).first()
    return None if row is None else _own(tuple(row))


def in_force(tx: Connection, paths: Iterable[str]) -> Mapping[str, Mapping[tuple[str, str], OwnWords]]:
    """By path, then by (kind, language): the words of the organisation or of the nearest one above. One query."""
    wanted = set(paths)
    lines = {path: line_of(path) for path in wanted}
    stored: dict[str, dict[tuple[str, str], OwnWords]] = {}
    for path, *row in _OF_PATHS.all(tx, {"paths": {each for line in lines.values() for each in line}}):
        own = _own(tuple(row))
        stored.setdefault(path, {})[own.kind, own.language] = own
    found: dict[str, dict[tuple[str, str], OwnWords]] = {}
    for path in wanted:
        merged: dict[tuple[str, str], OwnWords] = {}
        for each in lines[path]:
            merged |= stored.get(each, {})
        found[path] = merged
    return found


def save(
    tx: Connection,
    *,
    organisation_id: int,
    kind: str,
    language: str,
    words: LetterWords,
    seen: int,
    at: datetime,
) -> int:
    """Store the words over version `seen` (0 = there were none) and return the new version.

    Raises ChangedMeanwhile when somebody else has stored other words since; of two who write the first words at the
    same moment the second meets the unique key (IntegrityError) and is to ask again.
    """
    standing = one(tx, organisation_id, kind, language)
    if (standing.version if standing else 0) != seen:
        raise ChangedMeanwhile
    parts = {"subject": words.subject, "opening": words.opening, "closing": words.closing, "changed_at": at}
    if standing is None:
        place = {"organisation_id": organisation_id, "kind": kind, "language": language}
        tx.execute(insert(letter_texts).values(**place, **parts, version=1))
        return 1
    changed = tx.execute(
        update(letter_texts)
        .where(
            _text.organisation_id == organisation_id,
            _text.kind == kind,
            _text.language == language,
            _text.version == seen,
        )
        .values(**parts, version=seen + 1)
    )
    if changed.rowcount != 1:
        raise ChangedMeanwhile
    return seen + 1


def _own(row: tuple[object, ...]) -> OwnWords:
    organisation_id, kind, language, subject, opening, closing, changed_at, version = row
    words = LetterWords(str(subject), str(opening), str(closing))
    assert isinstance(organisation_id, int)  # noqa: S101  # the column's type
    assert isinstance(version, int)  # noqa: S101  # the column's type
    assert isinstance(changed_at, datetime)  # noqa: S101  # the column's type
    return OwnWords(organisation_id, str(kind), str(language), words, changed_at, version)
