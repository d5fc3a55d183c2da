"""Which forms of papers an organisation has: its own, those of the organisations above it, and the built-in ones."""

import json
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection

from engine.papers.model import PaperForm
from engine.refusals import BadInput
from storage import organisations, own_definitions
from storage.own_definitions import OwnDefinition
from workflows.definitions.paper_files import (
    paper_form,
    paper_form_from_json,
    paper_form_text,
    paper_forms,
    paper_keys,
)
from workflows.definitions.schema_check import did_you_mean


@dataclass(frozen=True, slots=True)
class FormOffered:
    """`organisation` and `path` are whose it is, "" = it comes with the product."""

    form: PaperForm
    organisation: str = ""
    path: str = ""


@lru_cache(maxsize=256)
def _read(digest: str, body: str) -> PaperForm:
    return paper_form_from_json(body)


def forms_for(tx: Connection, path: str) -> tuple[FormOffered, ...]:
    """The newest version of each: own ones first, then those from above, then ours, each by key."""
    return (*_own(tx, path).values(), *(FormOffered(one) for one in paper_forms()))


def form_for(tx: Connection, path: str, key: str) -> PaperForm:
    """The newest version of a form the organisation at `path` may write. BadInput (field `form`) when it has none."""
    if key in paper_keys():
        return paper_form(key)
    own = _own(tx, path)
    if key not in own:
        ru, en = did_you_mean(key, [*own, *paper_keys()])
        raise BadInput("form", f"Нет формы документа «{key}»: {ru}", f"No form of a paper `{key}`: {en}")
    return own[key].form


def form_of(tx: Connection, organisation_id: int, key: str) -> PaperForm:
    """As `form_for`, of an organisation by its id."""
    place = organisations.by_id(tx, organisation_id)
    return form_for(tx, place.path if place else "", key)


def text_of(tx: Connection, path: str, key: str) -> str:
    """The text of a form's file, to begin another with. BadInput (field `form`) as `form_for`."""
    form_for(tx, path, key)
    if key in paper_keys():
        return paper_form_text(key)
    body = next(one.body for one in own_definitions.visible(tx, "paper", path) if one.key == key)
    return json.dumps(json.loads(body), ensure_ascii=False, indent=2)


def _own(tx: Connection, path: str) -> dict[str, FormOffered]:
    found: dict[str, OwnDefinition] = {}
    for one in own_definitions.visible(tx, "paper", path):  # the nearest organisation's newest comes first
        found.setdefault(one.key, one)
    return {key: FormOffered(_read(one.hash, one.body), one.organisation, one.path) for key, one in found.items()}
