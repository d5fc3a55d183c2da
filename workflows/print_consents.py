"""Blank consents with people's data in them: one for one person, or everything a programme still lacks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.consent_texts import FilledText, fill
from engine.consents import wanted_kinds
from engine.lifecycle.facts import ConsentKind
from engine.minors import is_minor
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import consent_coverage, organisations
from workflows.access import forbidden
from workflows.consent_texts import TextHere, agreement_of, text_for, texts_of
from workflows.find import find_person
from workflows.plain_text import one_of
from workflows.record_consent import CONSENT_KINDS
from workflows.show_consents import Covered, show_consents

BLANK_KINDS: tuple[str, ...] = (*CONSENT_KINDS, "mentoring-agreement")


@dataclass(frozen=True, slots=True)
class _About:
    """Who a blank is for."""

    person_id: int
    name: str
    position: str
    email: str
    born: date | None
    minor: bool
    representative: str


def blank_for(tx: Connection, *, by: By, person_id: int, kind: str) -> tuple[FilledText, ...] | Refused:
    """The blank of one kind for one person, in the version of today: `mentoring-duty` comes with the additional
    agreement, `mentoring-agreement` is that alone. BadInput for an unknown person or kind.
    """
    person = find_person(tx, person_id, by=by)
    refused = forbidden(tx, by, "consent.record", person.organisation_id)
    if refused is not None:
        return refused
    one_of(kind, BLANK_KINDS, "kind")
    organisation = organisations.by_id(tx, person.organisation_id)
    assert organisation is not None  # noqa: S101  # the foreign key says so
    today = organisation.today(by.at)
    speaker = consent_coverage.representatives(tx, [person_id], day=today).get(person_id)
    about = _About(
        person_id,
        person.name,
        person.position,
        person.email,
        person.born,
        is_minor(person.kind, person.born, today),
        speaker[1] if speaker else "",
    )
    mentees = consent_coverage.mentees_of(tx, [person_id])
    around = {
        "organisation": organisation.name,
        "head": consent_coverage.head_of(tx, organisation.id, day=today),
    }
    return tuple(_filled(texts_of(tx, organisation.path), about, kind, around, mentees))


def blanks_missing(
    tx: Connection, *, by: By, programme_id: int, kind: str | None = None
) -> tuple[FilledText, ...] | Refused:
    """Everything that participants of a programme still have to sign (`kind`: only that), by name.

    Refused when there is nothing to print. BadInput for an unknown programme or kind.
    """
    page = show_consents(tx, by=by, programme_id=programme_id)
    refused = forbidden(tx, by, "consent.record", page.organisation.id)
    if refused is not None:
        return refused
    if kind is not None:
        one_of(kind, CONSENT_KINDS, "kind")
    wanted = [(one, each) for one in page.lines for each in _lacking(one, kind)]
    if not wanted:
        return _nothing()
    mentees = consent_coverage.mentees_of(tx, [one.person_id for one, each in wanted if each == "mentoring-duty"])
    around = {
        "organisation": page.organisation.name,
        "head": consent_coverage.head_of(tx, page.organisation.id, day=page.today),
        "term_from": _said(page.programme.period_start),
        "term_to": _said(page.programme.period_end),
    }
    return tuple(blank for one, each in wanted for blank in _filled(page.texts, _about(one), each, around, mentees))


def _lacking(one: Covered, kind: str | None) -> tuple[ConsentKind, ...]:
    if kind == "photo":
        return () if one.standings["photo"].covered else ("photo",)
    return tuple(each for each in one.lacks if kind in (None, each))


def _about(one: Covered) -> _About:
    speaker = one.representative[1] if one.representative else ""
    return _About(one.person_id, one.name, one.position, one.email, one.born, one.minor, speaker)


def _filled(
    texts: tuple[TextHere, ...],
    about: _About,
    kind: str,
    around: Mapping[str, str],
    mentees: Mapping[int, Iterable[str]],
) -> Iterable[FilledText]:
    values = {
        **around,
        "name": about.name,
        "position": about.position,
        "email": about.email,
        "born": _said(about.born) if about.born else "",
        "representative": about.representative,
        "mentees": ", ".join(mentees.get(about.person_id, ())),
    }
    for known in CONSENT_KINDS:
        if kind == known:
            yield fill(text_for(texts, known, minor=about.minor).text, values)
    if kind in ("mentoring-duty", "mentoring-agreement"):
        yield fill(agreement_of(texts).text, values)


def _said(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _nothing() -> Refused:
    return Refused(
        (
            Reason(
                "consents",
                Words("Печатать нечего: все согласия подписаны", "Nothing to print: every consent is signed"),
                Words("Посмотрите список: consent coverage", "Look at the list: consent coverage"),
            ),
        )
    )


@dataclass(frozen=True, slots=True)
class OfferedBlank:
    """A blank that can be printed for somebody, with the version of its text."""

    person_id: int
    name: str
    kind: ConsentKind
    title: str
    version: int


def blanks_offered(
    tx: Connection, *, path: str, members: Iterable[tuple[int, str, bool, tuple[str, str]]]
) -> list[OfferedBlank]:
    """For people of a pair: (id, name, minor, (role, kind of person)); what each signs, in the versions of today."""
    texts = texts_of(tx, path)
    return [
        OfferedBlank(person_id, name, kind, found.text.title, found.text.version)
        for person_id, name, minor, (role, of) in members
        for kind in wanted_kinds([role], of)
        for found in (text_for(texts, kind, minor=minor),)
    ]
