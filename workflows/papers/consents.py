"""Texts of consents and of the additional agreement, in the version in force, filled for one person."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row

from engine.consent_texts import ConsentText, fill
from engine.lifecycle.facts import ConsentKind
from engine.minors import is_minor
from engine.names import short_name
from engine.papers.spelling import date_in_figures
from storage import paper_values, roles
from workflows.consent_texts import TextHere, agreement_of, text_for, texts_of
from workflows.papers.ground import Found, Ground
from workflows.papers.school import head, remembered

_NOTHING: Mapping[str, str] = MappingProxyType({})


def personal_data(ground: Ground) -> Found:
    return _consent(ground, "personal-data")


def photo(ground: Ground) -> Found:
    return _consent(ground, "photo")


def duty(ground: Ground) -> Found:
    return _consent(ground, "mentoring-duty")


def duty_agreement(ground: Ground) -> Found:
    return _filled(ground, agreement_of(texts_of(ground.tx, ground.organisation.path)))


def _consent(ground: Ground, kind: ConsentKind) -> Found:
    texts = texts_of(ground.tx, ground.organisation.path)
    one = _person(ground)
    minor = one is not None and is_minor(one.kind, one.born, ground.today)
    return _filled(ground, text_for(texts, kind, minor=minor, day=ground.today))


def _filled(ground: Ground, text: TextHere) -> Found:
    told = fill(text.text, _values(ground, text.text))
    return {
        "consent.title": told.title,
        "consent.text": "\n".join(told.paragraphs),
        "consent.version": str(text.text.version),
    }


def _values(ground: Ground, text: ConsentText) -> Mapping[str, str]:
    one = _person(ground)
    if one is None:
        return _NOTHING
    standing = paper_values.standing_consent(ground.tx, one.id, text.purpose)
    terms: Mapping[str, Any] = standing.terms if standing is not None else _NOTHING
    values = {
        "name": one.name,
        "position": one.position,
        "email": one.email,
        "born": date_in_figures(one.born) if one.born else "",
        "organisation": ground.organisation.name,
        "operator_address": _said(remembered(ground).get("school.address")),
        "mentees": _mentees(ground),
        "valid_to": _said(standing.valid_to if standing is not None else None),
    }
    for office in [head(ground).get("head.name")]:
        values["head"] = short_name(getattr(office, "full", "") or "")
    if is_minor(one.kind, one.born, ground.today):
        grants = roles.representatives(ground.tx, one.id, day=ground.today)
        values["representative"] = grants[0].name if grants else ""
    return values | {f"term_{key}" if key in ("from", "to") else key: _said(value) for key, value in terms.items()}


def _mentees(ground: Ground) -> str:
    members = paper_values.members_of(ground.tx, ground.pairs) if ground.pairs else ()
    return ", ".join(one.name for one in members if one.role == "mentee")


def _person(ground: Ground) -> Row[Any] | None:
    """The person chosen, else the mentor of the paper's pair."""
    if ground.people:
        return next(iter(paper_values.named(ground.tx, ground.people[:1])), None)
    mentors = [one for one in paper_values.members_of(ground.tx, ground.pairs[:1]) if one.role == "mentor"]
    return next(iter(paper_values.named(ground.tx, [one.person_id for one in mentors[:1]])), None) if mentors else None


def _said(value: object) -> str:
    return date_in_figures(value) if isinstance(value, date) else str(value or "")
