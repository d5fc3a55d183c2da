"""Consents as programs are told of them: what was recorded, who lacks which, which texts there are."""

from typing import Any

from engine.words import Language
from workflows.consent_texts import TextHere
from workflows.record_consent import CONSENT_KINDS, ConsentRecorded
from workflows.show_consents import ConsentsPage, Covered
from workflows.show_withdrawn import Running


def recorded_document(made: ConsentRecorded, language: Language) -> dict[str, Any]:
    return {
        "id": made.id,
        "person": made.person_id,
        "kind": made.kind,
        "signed_by": made.signed_by_id,
        "text": made.text,
        "valid_to": made.valid_to,
        "scanned": made.scanned,
        "doubts": [one.in_(language) for one in made.doubts],
    }


def coverage_document(page: ConsentsPage, *, missing: bool = False, named: bool = True) -> dict[str, Any]:
    """`missing`: only those who still must sign; `named` false: nobody is named (readers above the organisation)."""
    return {
        "programme": page.programme.id,
        "on": page.today,
        "people": page.people,
        "covered": page.covered,
        "kinds": {kind: dict(zip(("covered", "people"), page.by_kind(kind), strict=True)) for kind in CONSENT_KINDS},
        "lines": [_line(one, named=named) for one in (page.missing if missing else page.lines)],
    }


def withdrawn_document(one: Running) -> dict[str, Any]:
    """`shown`: where the person of a withdrawn photo may be seen; `pairs`: those a mentor without the duty leads."""
    return {
        "id": one.row.consent_id,
        "person": one.row.person_id,
        "kind": one.row.kind,
        "withdrawn_on": one.row.withdrawn_on,
        "settle_by": one.row.destroy_by,
        "shown": [
            {"kind": each.kind, "id": each.id, "title": each.title, "on": each.on, "url": each.url or None}
            for each in one.shown
        ],
        "pairs": [pair_id for pair_id, _ in one.pairs],
    }


def text_document(one: TextHere) -> dict[str, Any]:
    return {
        "id": one.id,
        "text": one.text.key,
        "version": one.text.version,
        "purpose": one.text.purpose,
        "for": one.text.signed_for,
        "document": one.text.document,
        "title": one.text.title,
        "renew": one.text.renew,
        "org": one.org_path or None,
        "since": one.since,
        "hash": one.hash,
    }


def _line(one: Covered, *, named: bool) -> dict[str, Any]:
    return {
        "person": one.person_id,
        "name": one.name if named else None,
        "roles": list(one.roles),
        "minor": one.minor,
        "representative": one.representative[0] if one.representative else None,
        "lacks": list(one.lacks),
        "consents": {kind: _standing(one, kind) for kind in one.standings},
    }


def _standing(one: Covered, kind: Any) -> dict[str, Any]:
    held = one.standings[kind]
    return {
        "state": held.state,
        "signed_on": held.of.signed_on if held.of else None,
        "valid_to": held.of.valid_to if held.of else None,
    }
