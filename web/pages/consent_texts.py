"""`/consents/texts`: versions of the texts, what a version changed, and publishing the organisation's own."""

from dataclasses import replace
from difflib import SequenceMatcher

from fastapi import APIRouter, Response
from sqlalchemy import Connection

from engine.consent_texts import PLACES, faults_of
from engine.lifecycle.needs.consents import CONSENT_KINDS
from engine.permissions import PERMISSIONS
from engine.refusals import BadInput, Refused
from engine.words import Words
from web.consent_fields import paragraphs
from web.entering import Entered
from web.faults import NONE, Faults
from web.refusing import Missing
from web.tree import spot
from web.visit import Visit
from web.went import Went
from workflows.consent_texts import TextHere, current, texts_of
from workflows.find import find_organisation
from workflows.publish_consent_text import ConsentTextPublished, publish_consent_text

router = APIRouter()

_LONGEST = 40_000
_LONGEST_PARAGRAPH = 4000
_MOST_PARAGRAPHS = 60


@router.get("/consents/texts")
def texts(visit: Entered) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        found = texts_of(tx, here.place.path)
    now = [current(found, key) for key in dict.fromkeys(one.text.key for one in found)]
    return visit.page("consents/texts.html", here=here, now=now, purposes=CONSENT_KINDS)


@router.get("/consents/texts/{key}")
def text(visit: Entered, key: str) -> Response:
    return _text(visit, key, NONE)


@router.post("/consents/texts/{key}")
def publish(visit: Entered, key: str) -> Response:
    fields = visit.fields

    def flow(tx: Connection) -> ConsentTextPublished | Refused:
        place = find_organisation(tx, fields.line("org"), by=visit.by, field="org")
        found = [one for one in texts_of(tx, place.path) if one.text.key == key]
        if not found:
            raise Missing
        told = replace(
            found[-1].text,
            title=fields.line("title"),
            paragraphs=_checked(paragraphs(fields.text("paragraphs", longest=_LONGEST))),
            renew=fields.ticked("renew"),
        )
        return publish_consent_text(tx, by=visit.by, organisation=place, text=told, numbered=False)

    def done(made: ConsentTextPublished) -> Went:
        told = [Words(f"Опубликована версия {made.version}", f"Version {made.version} is published"), *made.doubts]
        words = Words(". ".join(one.ru for one in told), ". ".join(one.en for one in told))
        return Went(f"/consents/texts/{key}", words)

    return visit.change(flow, done=done, again=lambda faults: _text(visit, key, faults))


def _text(visit: Visit, key: str, faults: Faults) -> Response:
    with visit.read() as tx:
        here = spot(tx, visit)
        versions = [one for one in texts_of(tx, here.place.path) if one.text.key == key]
    if not versions:
        raise Missing
    asked = visit.asked("version")
    at = int(asked) - 1 if asked.isascii() and asked.isdigit() and 0 < int(asked) <= len(versions) else -1
    shown = versions[at]
    place = versions.index(shown)
    older = versions[place - 1] if place else None
    return visit.page(
        "consents/text.html",
        here=here,
        shown=shown,
        older=older,
        versions=versions[::-1],
        lines=_lines(older, shown),
        places=PLACES,
        may=not visit.roles_on(here.place.path).isdisjoint(PERMISSIONS["consent_text.publish"]),
        given=visit.fields,
        faults=faults,
    )


def _lines(older: TextHere | None, shown: TextHere) -> list[tuple[str, str]]:
    """Paragraphs as they are, taken away (`-`) and added (`+`)."""
    new = list(shown.text.paragraphs)
    if older is None:
        return [("", one) for one in new]
    old = list(older.text.paragraphs)
    found: list[tuple[str, str]] = []
    for tag, first, last, since, until in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [("", one) for one in new[since:until]]
        else:
            found += [("-", one) for one in old[first:last]] + [("+", one) for one in new[since:until]]
    return found


def _checked(told: tuple[str, ...]) -> tuple[str, ...]:
    """Raises BadInput for places nobody can fill, for a paragraph too long and for too many."""
    for at, why in faults_of(told):
        raise BadInput("paragraphs", f"Абзац {at + 1}: {why.ru}", f"Paragraph {at + 1}: {why.en}")
    if len(told) > _MOST_PARAGRAPHS or any(len(one) > _LONGEST_PARAGRAPH for one in told):
        raise BadInput(
            "paragraphs",
            f"Не больше {_MOST_PARAGRAPHS} абзацев по {_LONGEST_PARAGRAPH} знаков",
            f"At most {_MOST_PARAGRAPHS} paragraphs of {_LONGEST_PARAGRAPH} characters",
        )
    return told
