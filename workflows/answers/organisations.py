"""Organisations as programs are told of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from storage.organisations import OrganisationRow


def organisation_document(made: OrganisationRow) -> dict[str, Any]:
    return {
        "id": made.id,
        "path": made.path,
        "kind": made.kind,
        "name": made.name,
        "timezone": made.timezone,
        "week": made.week,
        "version": made.version,
    }


def calendar_document(days: Mapping[date, bool]) -> list[dict[str, Any]]:
    """The organisation's own days; True = worked."""
    return [{"day": day, "working": working} for day, working in days.items()]
