"""Which text of a consent holds where and when: the product's own, or the one an organisation published."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from engine.consent_texts import ConsentText
from engine.consents import Renewal
from storage import consent_texts, definitions
from storage.consent_texts import TextRow
from storage.consents import ConsentKind
from workflows.definitions.consent_files import (
    consent_from_json,
    consent_hash,
    consent_keys,
    consent_text,
    consent_to_json,
)


@dataclass(frozen=True, slots=True)
class TextHere:
    """A version as it holds for an organisation. `id` None: the product's own, which nobody has signed yet.

    `org_path` "" and `since` None: the product's own, there since always.
    """

    id: int | None
    text: ConsentText
    hash: str
    org_path: str = ""
    since: date | None = None


def texts_of(tx: Connection, path: str) -> tuple[TextHere, ...]:
    """Every version that holds or held for the organisation of a path: by key, the oldest first."""
    stored = [_here(row) for row in consent_texts.along(tx, path)]
    known = {(one.text.key, one.hash) for one in stored if not one.org_path}
    fresh = [TextHere(None, one, consent_hash(one)) for one in map(consent_text, consent_keys())]
    found = [*(one for one in fresh if (one.text.key, one.hash) not in known), *stored]
    return tuple(sorted(found, key=lambda one: (one.text.key, one.since or date.min, one.id or 0)))


def current(texts: tuple[TextHere, ...], key: str, *, day: date | None = None) -> TextHere:
    """The version of a key in force on a day: the last published by then; before the first, the product's own."""
    mine = [one for one in texts if one.text.key == key]
    held = [one for one in mine if one.since is None or day is None or one.since <= day]
    return held[-1]


def text_for(texts: tuple[TextHere, ...], kind: ConsentKind, *, minor: bool, day: date | None = None) -> TextHere:
    """What somebody signs for a purpose on a day."""
    keys = sorted({one.text.key for one in texts})
    held = [current(texts, key, day=day) for key in keys]
    return next(one for one in held if one.text.document == "consent" and one.text.fits(kind, minor=minor))


def agreement_of(texts: tuple[TextHere, ...]) -> TextHere:
    """The additional agreement of Labour Code 351.8, in its version of today."""
    held = [current(texts, key) for key in sorted({one.text.key for one in texts})]
    return next(one for one in held if one.text.document == "agreement")


def renewals_of(texts: tuple[TextHere, ...]) -> tuple[Renewal, ...]:
    """The published texts that ask everybody for a new consent."""
    return tuple(
        Renewal(
            one.id,
            one.text.purpose,
            one.since,
            None if one.text.signed_for == "anybody" else one.text.signed_for == "minor",
        )
        for one in texts
        if one.text.renew and one.id is not None and one.since is not None and one.text.document == "consent"
    )


def registered(tx: Connection, one: TextHere, *, at: datetime) -> int:
    """The id of a version in the register; the product's own is registered when somebody first signs it."""
    if one.id is not None:
        return one.id
    return definitions.add(
        tx,
        kind="consent",
        key=one.text.key,
        version=one.text.version,
        digest=one.hash,
        body=consent_to_json(one.text),
        organisation_id=None,
        at=at,
    )


def _here(row: TextRow) -> TextHere:
    since = row.published_at.astimezone(ZoneInfo(row.timezone)).date() if row.org_path else None
    return TextHere(row.id, consent_from_json(row.body), row.hash, row.org_path, since)
