"""People, their roles and consents as programs are told of them."""

from typing import Any

from storage.consents import ConsentRow
from storage.people import PersonRow
from storage.roles import Grant


def person_document(person: PersonRow) -> dict[str, Any]:
    return {
        "id": person.id,
        "org": person.org_path,
        "name": person.name,
        "email": person.email,
        "kind": person.kind,
        "position": person.position,
        "born": person.born,
        "hired": person.hired,
        "address_fault": person.address_fault,
        "disabled": person.disabled,
        "version": person.version,
    }


def grant_document(grant: Grant) -> dict[str, Any]:
    return {
        "id": grant.id,
        "role": grant.role,
        "org": grant.org_path,
        "from": grant.from_day,
        "to": grant.to_day,
        "deputy_of": grant.deputy_of_id,
        "for": grant.for_person_id,
    }


def consent_document(one: ConsentRow) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind,
        "signed_on": one.signed_on,
        "withdrawn_on": one.withdrawn_on,
        "valid_to": one.valid_to,
        "signed_by": one.signed_by_id,
        "text": one.definition_id,
        "scanned": bool(one.scan),
        "destroy_by": one.destroy_by,
    }
