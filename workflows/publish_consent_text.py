"""An organisation publishes its own version of a consent's text: from then on it holds there and below."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from engine.actors import By
from engine.consent_texts import ConsentText, doubts_about
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage.organisations import OrganisationRow
from workflows.access import forbidden
from workflows.consent_texts import texts_of
from workflows.definitions.consent_files import consent_hash, consent_keys, consent_text, consent_to_json
from workflows.definitions.schema_check import did_you_mean
from workflows.publish_own import OwnVersion, publish_own


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
    highest = max(one.text.version for one in texts_of(tx, organisation.path) if one.text.key == text.key)
    if not numbered:
        text = replace(text, version=highest + 1)
    told = OwnVersion("consent", text.key, text.version, consent_hash(text), consent_to_json(text), above=highest)
    facts = {"text": f"{text.key}@{text.version}", "renew": text.renew}
    made = publish_own(tx, by=by, organisation=organisation, told=told, verb="consent.publish", facts=facts)
    if isinstance(made, Refused):
        return made
    doubts = doubts_about(text) if made.fresh else ()
    return ConsentTextPublished(made.id, text.key, text.version, told.hash, made.fresh, doubts)


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
