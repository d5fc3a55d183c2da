"""Organisations as programs are told of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from storage.organisations import OrganisationRow
from workflows.answers.plainly import plainly
from workflows.school_holidays import YearInForce


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


def holidays_document(told: YearInForce) -> dict[str, Any]:
    """The school holidays of a year; `path` is whose word they are, "" = the recommended ones."""
    return {
        "year": told.key,
        "version": None if told.year is None else told.year.version,
        "source": "" if told.year is None else told.year.source,
        "path": told.path,
        "holidays": [] if told.year is None else [plainly(one) for one in told.year.holidays],
    }
