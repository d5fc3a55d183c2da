"""Reads texts of consents: file → schema → sense → `ConsentText`; the built-in ones by key; the stored form."""

import json
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from typing import Any

from engine.consent_texts import ConsentText, faults_of
from workflows.definitions.built_in import keys, load, schema
from workflows.definitions.faults import Fault, in_reading_order
from workflows.definitions.schema_check import check
from workflows.definitions.yaml_source import Source, read_source


@cache
def consent_keys() -> tuple[str, ...]:
    """The keys of the built-in texts; an organisation publishes versions of these."""
    return keys("consents")


@cache
def consent_text(key: str) -> ConsentText:
    """A built-in text; BadInput (field `consent`) when there is no such key or its file is broken."""
    return load("consents", key, read_consent_text, field="consent")


def read_consent_text(text: str, file: str) -> ConsentText | tuple[Fault, ...]:
    """The text in `text`, or every fault of it from the top down. `file` is a name for messages only."""
    source = read_source(text, file)
    faults = check(source, schema("consent")) or in_reading_order(list(_sense_faults(source)))
    return tuple(faults) if faults else _text(source.data)


def consent_to_json(text: ConsentText) -> str:
    """The canonical JSON that is stored and hashed."""
    data = {
        "consent": text.key,
        "version": text.version,
        "purpose": text.purpose,
        "signed_for": text.signed_for,
        "document": text.document,
        "title": text.title,
        "renew": text.renew,
        "paragraphs": list(text.paragraphs),
    }
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def consent_hash(text: ConsentText) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return sha256(consent_to_json(text).encode()).hexdigest()


def consent_from_json(body: str) -> ConsentText:
    """The text that `consent_to_json` wrote; stored ones were checked before they were stored."""
    return _text(json.loads(body))


def _text(data: Any) -> ConsentText:
    """`data` has passed the schema and the sense check, so its fields are what their names say."""
    return ConsentText(
        key=data["consent"],
        version=data["version"],
        purpose=data["purpose"],
        signed_for=data["signed_for"],
        document=data["document"],
        title=data["title"],
        paragraphs=tuple(data["paragraphs"]),
        renew=data.get("renew", False),
    )


def _sense_faults(source: Source) -> Iterator[Fault]:
    data: Any = source.data
    for at, why in faults_of(tuple(data["paragraphs"])):
        yield source.fault(("paragraphs", at), why.ru, why.en)
    for _, why in faults_of((data["title"],)):
        yield source.fault(("title",), why.ru, why.en)
