"""Practices go to the regional centre as one package: the collection, its list, what is inside. Nobody is named in it
who has not consented.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from documents.packing import digests, packed
from documents.spreadsheet import Sheet, spreadsheet
from engine.actors import By
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import journal, practices
from storage.organisations import OrganisationRow
from storage.tables.events import practices as table
from workflows.access import forbidden, unknown
from workflows.papers.pairs import form_title
from workflows.write_paper import PaperAsked, preview_paper

_HEADINGS = ("Название", "Год", "Форма", "Автор", "Кратко", "Результат", "Метки", "Ссылка")
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Package:
    """`practices` are their ids; `named` how many authors are named."""

    practices: tuple[int, ...]
    named: int
    content: bytes


@dataclass(frozen=True, slots=True)
class PracticesSent:
    """`id` is the organisation's."""

    id: int
    sent_on: date
    practices: tuple[int, ...]


def pack_practices(
    tx: Connection, *, by: By, organisation: OrganisationRow, ids: Sequence[int] = ()
) -> Package | Refused:
    """The chosen ones, else every published or sent practice of the organisation. Refused when there is none."""
    if (no := forbidden(tx, by, "practice.send", organisation.id)) is not None:
        return no
    found = _chosen(tx, organisation.id, ids)
    if not found:
        reason = Words("Опубликованных практик нет", "No practice is published")
        return Refused((Reason("practices", reason, Words("Опубликуйте хотя бы одну", "Publish one at least")),))
    named = practices.consenting(tx, {one.author_id for one in found if one.author_id is not None})
    asked = PaperAsked("collection", subject={"practices": [one.id for one in found]})
    written = preview_paper(tx, by=by, organisation=organisation, asked=asked)
    if isinstance(written, Refused):
        return written
    files = {"collection.docx": written.docx, "practices.xlsx": _list(found, named)}
    told = {
        "format": _FORMAT,
        "organisation": organisation.name,
        "path": organisation.path,
        "made_on": organisation.today(by.at).isoformat(),
        "practices": [_told(one, named) for one in found],
        "files": digests(files),
    }
    files["manifest.json"] = json.dumps(told, ensure_ascii=False, indent=2).encode()
    return Package(tuple(one.id for one in found), len(named), packed(files))


def send_practices(
    tx: Connection, *, by: By, organisation: OrganisationRow, ids: Sequence[int] = ()
) -> PracticesSent | Refused:
    """Note that they went; the package itself is sent by people."""
    if (no := forbidden(tx, by, "practice.send", organisation.id)) is not None:
        return no
    wanted = [one.id for one in _chosen(tx, organisation.id, ids)]
    if not wanted:
        reason = Words("Опубликованных практик нет", "No practice is published")
        return Refused((Reason("practices", reason, Words("Опубликуйте хотя бы одну", "Publish one at least")),))
    on = organisation.today(by.at)
    practices.mark_sent(tx, wanted, on=on)
    journal.append(
        tx,
        organisation_id=organisation.id,
        by=by,
        verb="practice.send",
        subject=f"organisation:{organisation.id}",
        facts={"practices": wanted, "on": on},
    )
    return PracticesSent(organisation.id, on, tuple(wanted))


def _chosen(tx: Connection, organisation_id: int, ids: Sequence[int]) -> list[Row[Any]]:
    """Raises BadInput for one that is not there, of another organisation or still a draft."""
    if not ids:
        here = table.c.organisation_id == organisation_id
        return [one for one in practices.listing(tx, visible=here) if one.state != "draft"]
    found = {one.id: one for one in practices.chosen(tx, ids)}
    for key in ids:
        one = found.get(key)
        if one is None or one.organisation_id != organisation_id or one.state == "draft":
            raise unknown("practice", key)
    return [found[key] for key in dict.fromkeys(ids)]


def _list(found: Sequence[Row[Any]], named: set[int]) -> bytes:
    rows = [
        (
            one.title,
            one.year,
            form_title(one.form) if one.form else "",
            one.author if one.author_id in named else "",
            one.summary,
            one.result,
            one.tags,
            one.url,
        )
        for one in found
    ]
    return spreadsheet(Sheet("Практики", _HEADINGS, rows))


def _told(one: Row[Any], named: set[int]) -> dict[str, Any]:
    told = {"id": one.id, "title": one.title, "year": one.year, "form": one.form, "tags": one.tags, "url": one.url}
    return told | ({"author": one.author} if one.author_id in named else {})
