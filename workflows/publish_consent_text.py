"""An organisation publishes its own version of a consent's text: from then on it holds there and below."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from engine.actors import By
from engine.consent_texts import ConsentText, doubts_about
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import definitions, journal
from storage.organisations import OrganisationRow
from workflows.access import forbidden
from workflows.carry_out_move import refused
from workflows.consent_texts import texts_of
from workflows.definitions.consent_files import consent_hash, consent_keys, consent_text, consent_to_json
from workflows.definitions.schema_check import did_you_mean


@dataclass(frozen=True, slots=True)
class ConsentTextPublished:
    """`fresh` is false when this very version had been published before. `doubts`: what 152-FZ wants besides."""

    id: int
    key: str
    version: int
    hash: str
    fresh: bool
    doubts: tuple[Words, ...] = ()


def publish_consent_text(
    tx: Connection, *, by: By, organisation: OrganisationRow, text: ConsentText, numbered: bool = True
) -> ConsentTextPublished | Refused:
    """Register the text for ever. Consents signed on earlier versions stay in force; a text with `renew` asks everybody
    who signed before for a new one, and until then they do not count towards the 100 %.

    `numbered` false: the next free number is taken. Refused when the number is taken or too low. Raises BadInput for a
    key the product does not know, or a text of another purpose than its key's.
    """
    refusal = forbidden(tx, by, "consent_text.publish", organisation.id)
    if refusal is not None:
        return refusal
    _check_kind(text)
    known = [one for one in texts_of(tx, organisation.path) if one.text.key == text.key]
    highest = max(one.text.version for one in known)
    if not numbered:
        text = replace(text, version=highest + 1)
    digest = consent_hash(text)
    for one in known:
        if one.id is not None and one.hash == digest and one.org_path == organisation.path:
            return ConsentTextPublished(one.id, text.key, text.version, digest, fresh=False)
    if text.version <= highest:
        return refused(
            "version",
            f"Версия {text.version} не новее известной {highest}, а опубликованное не меняется",
            f"Version {text.version} is not newer than {highest}, and what is published never changes",
            mend_ru=f"Поставьте version: {highest + 1}",
            mend_en=f"Write version: {highest + 1}",
        )
    made = definitions.add(
        tx,
        kind="consent",
        key=text.key,
        version=text.version,
        digest=digest,
        body=consent_to_json(text),
        organisation_id=organisation.id,
        at=by.at,
    )
    journal.append(
        tx,
        organisation_id=organisation.id,
        by=by,
        verb="consent.publish",
        subject=f"definition:{made}",
        facts={"text": f"{text.key}@{text.version}", "hash": digest, "renew": text.renew},
    )
    return ConsentTextPublished(made, text.key, text.version, digest, fresh=True, doubts=doubts_about(text))


def _check_kind(text: ConsentText) -> None:
    if text.key not in consent_keys():
        ru, en = did_you_mean(text.key, consent_keys())
        raise BadInput(
            "consent", f"consent: нет текста «{text.key}»; {ru}", f"consent: there is no text `{text.key}`; {en}"
        )
    own = consent_text(text.key)
    for name in ("purpose", "signed_for", "document"):
        if getattr(text, name) != getattr(own, name):
            raise BadInput(
                name,
                f"{name}: у текста {text.key} это {getattr(own, name)}: каждое согласие — отдельный документ",
                f"{name}: of {text.key} it is {getattr(own, name)}: each consent is a document of its own",
            )
