"""A practice is kept in the bank, changed, published, taken out of publication."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, ChangedMeanwhile, Reason, Refused
from engine.search_keys import search_key
from engine.words import Words
from storage import journal, organisations, paper_values, practices
from storage.practices import PracticeRow
from workflows.access import forbidden, sees, unknown
from workflows.definitions.lifecycle_files import lifecycles
from workflows.find import find_person
from workflows.keep_evidence import link_proof
from workflows.plain_text import plain_text

_LONGEST_TITLE, _LONGEST_LINE, _LONGEST_TEXT = 200, 500, 20_000
_YEARS = range(2000, 2100)


@dataclass(frozen=True, slots=True)
class Practice:
    """What is told of a practice. `form` is a lifecycle's key, "" = any; `tags` are parted by commas."""

    title: str
    summary: str = ""
    body: str = ""
    result: str = ""
    url: str = ""
    tags: str = ""
    form: str = ""
    year: int = 0
    author_id: int | None = None
    pair_id: int | None = None


@dataclass(frozen=True, slots=True)
class PracticeKept:
    id: int
    state: str
    version: int


def keep_practice(
    tx: Connection,
    *,
    by: By,
    organisation_id: int,
    told: Practice,
    practice_id: int | None = None,
    version: int | None = None,
) -> PracticeKept | Refused:
    """A new one is a draft; `practice_id` changes one of the organisation's. Raises BadInput for a field that says
    nothing or too much, an author or a pair of another organisation, ChangedMeanwhile for another `version`.
    """
    if (no := forbidden(tx, by, "practice.keep", organisation_id)) is not None:
        return no
    values = _values(tx, by, organisation_id, told)
    if practice_id is None:
        made = practices.add(tx, at=by.at, organisation_id=organisation_id, state="draft", **values)
        kept = PracticeKept(made, "draft", 1)
    else:
        standing = find_practice(tx, by=by, practice_id=practice_id)
        if standing.organisation_id != organisation_id:
            raise unknown("practice", practice_id)
        if version is not None and version != standing.version:
            raise ChangedMeanwhile(f"practice:{practice_id}")
        practices.change(tx, standing, **values)
        kept = PracticeKept(practice_id, standing.state, standing.version + 1)
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="practice.keep",
        subject=f"practice:{kept.id}",
        facts={"form": told.form, "year": values["year"]},
    )
    return kept


def publish_practice(tx: Connection, *, by: By, practice_id: int) -> PracticeKept | Refused:
    """The bank shows it to everybody above and beside. Refused while it says nothing of itself."""
    found = find_practice(tx, by=by, practice_id=practice_id)
    if (no := forbidden(tx, by, "practice.keep", found.organisation_id)) is not None:
        return no
    if not (found.summary or found.body):
        reason = Words("Практика не описана", "The practice is not described")
        return Refused((Reason("body", reason, Words("Добавьте описание", "Describe it")),))
    practices.change(tx, found, state="published")
    _note(tx, by, found, "practice.publish")
    return PracticeKept(practice_id, "published", found.version + 1)


def withdraw_practice(tx: Connection, *, by: By, practice_id: int) -> PracticeKept | Refused:
    """It is a draft again; the day it was sent on is forgotten."""
    found = find_practice(tx, by=by, practice_id=practice_id)
    if (no := forbidden(tx, by, "practice.keep", found.organisation_id)) is not None:
        return no
    practices.change(tx, found, state="draft", sent_on=None)
    _note(tx, by, found, "practice.withdraw")
    return PracticeKept(practice_id, "draft", found.version + 1)


def find_practice(tx: Connection, *, by: By, practice_id: int) -> PracticeRow:
    """Raises BadInput when there is none the actor may see."""
    found = practices.get(tx, practice_id)
    if found is None or not sees(tx, by, found.organisation_id):
        raise unknown("practice", practice_id)
    return found


def _values(tx: Connection, by: By, organisation_id: int, told: Practice) -> dict[str, str | int | None]:
    place = organisations.by_id(tx, organisation_id)
    assert place is not None  # noqa: S101  # `forbidden` has looked
    title = plain_text(told.title, "title", longest=_LONGEST_TITLE)
    year = told.year or place.today(by.at).year
    if year not in _YEARS:
        raise BadInput("year", "Нужен год, например 2025", "A year is needed, such as 2025")
    if told.form and told.form not in lifecycles():
        raise unknown("form", told.form)
    if told.author_id is not None:
        author = find_person(tx, told.author_id, by=by, field="author")
        if author.organisation_id != organisation_id:
            raise unknown("author", told.author_id)
    if told.pair_id is not None:
        pairs = paper_values.pairs_named(tx, [told.pair_id])
        if not pairs or pairs[0].organisation_id != organisation_id:
            raise unknown("pair", told.pair_id)
    texts = {
        "summary": _text(told.summary, "summary", _LONGEST_LINE),
        "body": _text(told.body, "body", _LONGEST_TEXT),
        "result": _text(told.result, "result", _LONGEST_TEXT),
        "tags": _text(told.tags, "tags", _LONGEST_LINE),
    }
    return {
        **texts,
        "title": title,
        "url": link_proof(told.url, field="url").reference if told.url.strip() else "",
        "form": told.form,
        "year": year,
        "author_id": told.author_id,
        "pair_id": told.pair_id,
        "search_key": search_key(f"{title} {texts['summary']} {texts['tags']}"),
    }


def _text(text: str, field: str, longest: int) -> str:
    told = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(told) > longest:
        raise BadInput(field, f"Не больше {longest} знаков", f"At most {longest} characters")
    if any(ord(sign) < 32 and sign not in "\n\t" for sign in told):
        raise BadInput(field, "Уберите управляющие знаки", "Remove the control characters")
    return told


def _note(tx: Connection, by: By, found: PracticeRow, verb: str) -> None:
    journal.append(
        tx, organisation_id=found.organisation_id, by=by, verb=verb, subject=f"practice:{found.id}", facts={}
    )
