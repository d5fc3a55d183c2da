"""A signed consent is recorded: which text, by whom, when, on paper or by word, for how long."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import cast, get_args

from sqlalchemy import Connection

from engine.actors import By
from engine.consents import ASKED_BY_WITHDRAWAL, TERMS, doubts_about_terms, outdated
from engine.minors import is_minor
from engine.refusals import BadInput, Reason, Refused
from engine.words import Words
from storage import consents, journal, organisations, roles
from storage.consents import ConsentKind, ConsentRow
from storage.people import PersonRow
from workflows.access import forbidden
from workflows.complete_item import Proof
from workflows.consent_clocks import of_kind, start_renewal, stop_clocks
from workflows.consent_texts import TextHere, registered, renewals_of, text_for, texts_of
from workflows.find import find_person
from workflows.plain_text import one_of, plain_text

CONSENT_KINDS: tuple[ConsentKind, ...] = get_args(ConsentKind)
_EARLIEST = date(2000, 1, 1)
_LONGEST_TERM = timedelta(days=366 * 50)
_LONGEST_WORDS = 1000


@dataclass(frozen=True, slots=True)
class SignedPaper:
    """What the signed paper says beside its day.

    `scan` None = confirmed by word; `text_id` None = the text in force on the day of the signature; `signer_id` None =
    the person, for a minor the first representative. `terms`: of the duty, by the keys of `engine.consents.TERMS`.
    """

    scan: Proof | None = None
    text_id: int | None = None
    signer_id: int | None = None
    valid_to: date | None = None
    terms: Mapping[str, str] = field(default_factory=lambda: MappingProxyType[str, str]({}))


BY_WORD = SignedPaper()


@dataclass(frozen=True, slots=True)
class ConsentRecorded:
    """`signed_by_id` is the representative who signed for a minor, None = the person. `text`: key and version of what
    was signed. `doubts`: what a lawyer would mark in the terms.
    """

    id: int
    person_id: int
    kind: ConsentKind
    signed_by_id: int | None
    text: str = ""
    valid_to: date | None = None
    scanned: bool = False
    doubts: tuple[Words, ...] = ()


def record_consent(
    tx: Connection, *, by: By, person_id: int, kind: str, signed_on: date, paper: SignedPaper = BY_WORD
) -> ConsentRecorded | Refused:
    """Store a consent signed on a day that is not ahead. The clock of a withdrawal stops: there is a ground again.

    A minor's is signed by the representative; while there is none the flow is refused. Raises BadInput for an
    unknown person, kind or text, a day ahead, and a consent of this kind that is in force already: only one whose term
    ends, or whose text asks for a new consent, is signed anew.
    """
    person = find_person(tx, person_id, by=by)
    refused = forbidden(tx, by, "consent.record", person.organisation_id)
    if refused is not None:
        return refused
    known = cast(ConsentKind, one_of(kind, CONSENT_KINDS, "kind"))
    today = local_day(tx, person, by)
    check_day(signed_on, "signed", today=today)
    minor = is_minor(person.kind, person.born, today)
    texts = texts_of(tx, person.org_path)
    before = of_kind(consents.of_person(tx, person_id), known)
    _check_new(before, known, signed_on, texts)
    signer = _signer(tx, person_id, paper.signer_id, today) if minor else None
    if isinstance(signer, Refused):
        return signer
    terms, valid_to = _agreed(known, paper, signed_on)
    chosen = _chosen(texts, paper.text_id, known, minor=minor, day=signed_on)
    consent_id = consents.add(
        tx,
        person_id=person_id,
        kind=known,
        signed_on=signed_on,
        at=by.at,
        definition_id=registered(tx, chosen, at=by.at),
        signed_by_id=signer,
        scan=paper.scan.reference if paper.scan else "",
        valid_to=valid_to,
        terms=terms,
    )
    _settle(tx, by, person, known, before, consent_id, valid_to, today)
    made = ConsentRecorded(
        consent_id,
        person_id,
        known,
        signer,
        text=f"{chosen.text.key}@{chosen.text.version}",
        valid_to=valid_to,
        scanned=paper.scan is not None,
        doubts=doubts_about_terms(terms) if known == "mentoring-duty" else (),
    )
    _note(tx, by, person, made, signed_on)
    return made


def local_day(tx: Connection, person: PersonRow, by: By) -> date:
    """Today where the person belongs."""
    organisation = organisations.by_id(tx, person.organisation_id)
    assert organisation is not None  # noqa: S101  # the foreign key says so
    return organisation.today(by.at)


def check_day(day: date, field: str, *, today: date, earliest: date = _EARLIEST) -> None:
    """Raises BadInput for a day that is ahead or before `earliest`."""
    if earliest <= day <= today:
        return
    raise BadInput(
        field,
        f"{field}: {day} не подходит, нужен день от {earliest} до сегодня ({today})",
        f"{field}: {day} does not fit, write a day from {earliest} to today ({today})",
    )


def _check_new(before: list[ConsentRow], kind: ConsentKind, signed_on: date, texts: tuple[TextHere, ...]) -> None:
    renewals = renewals_of(texts)
    for known in before:
        again = known.valid_to is not None or outdated(known.signature, renewals)
        if known.signed_on == signed_on or (known.withdrawn_on is None and not (again and known.signed_on < signed_on)):
            raise BadInput(
                "kind",
                f"kind: согласие {kind} уже записано (id {known.id}, подписано {known.signed_on})",
                f"kind: the consent {kind} is recorded (id {known.id}, signed {known.signed_on})",
            )


def _signer(tx: Connection, person_id: int, told: int | None, today: date) -> int | Refused:
    present = [one.person_id for one in roles.representatives(tx, person_id, day=today)]
    if not present:
        return nobody_signs(person_id)
    if told is not None and told not in present:
        raise BadInput(
            "signed_by",
            f"signed_by: участник {told} не представитель этого несовершеннолетнего",
            f"signed_by: person {told} does not represent this minor",
        )
    return present[0] if told is None else told


def _agreed(kind: ConsentKind, paper: SignedPaper, signed_on: date) -> tuple[dict[str, str], date | None]:
    """The terms that were told and the last day of the consent."""
    terms = {key: plain_text(said, key, longest=_LONGEST_WORDS) for key, said in paper.terms.items() if said.strip()}
    if strange := sorted(terms.keys() - TERMS.keys()) or (sorted(terms) if kind != "mentoring-duty" else []):
        raise BadInput(
            strange[0],
            f"{strange[0]}: условия бывают только у согласия mentoring-duty: {', '.join(TERMS)}",
            f"{strange[0]}: only mentoring-duty has terms: {', '.join(TERMS)}",
        )
    days = {key: _term_day(terms[key], key) for key in ("from", "to") if key in terms}
    valid_to = paper.valid_to or days.get("to")
    earliest = max(signed_on, days.get("from", signed_on))
    if valid_to is not None and not earliest <= valid_to <= signed_on + _LONGEST_TERM:
        raise BadInput(
            "to" if paper.valid_to is None else "valid_to",
            f"последний день {valid_to} раньше первого ({earliest}) или слишком далеко",
            f"the last day {valid_to} is before the first ({earliest}) or too far ahead",
        )
    return terms, valid_to


def _term_day(said: str, field: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise BadInput(
            field,
            f"{field}: «{said}» не дата, нужно ГГГГ-ММ-ДД",
            f"{field}: “{said}” is no date, write YYYY-MM-DD",
        ) from None


def _chosen(texts: tuple[TextHere, ...], told: int | None, kind: ConsentKind, *, minor: bool, day: date) -> TextHere:
    if told is None:
        return text_for(texts, kind, minor=minor, day=day)
    for one in texts:
        if one.id == told and one.text.document == "consent" and one.text.fits(kind, minor=minor):
            return one
    raise BadInput(
        "text",
        f"text: версия {told} не для этого согласия (список: consent texts)",
        f"text: version {told} is not for this consent (list: consent texts)",
    )


def _settle(
    tx: Connection,
    by: By,
    person: PersonRow,
    kind: ConsentKind,
    before: list[ConsentRow],
    consent_id: int,
    valid_to: date | None,
    today: date,
) -> None:
    """Questions about earlier consents are answered by this one; a term asks its own."""
    stop_clocks(tx, by=by, signed=before, kind=ASKED_BY_WITHDRAWAL[kind], on=today)
    stop_clocks(tx, by=by, signed=before, kind="renew", on=today)
    if valid_to is not None:
        start_renewal(tx, by=by, person=person, consent_id=consent_id, valid_to=valid_to)


def _note(tx: Connection, by: By, person: PersonRow, made: ConsentRecorded, signed_on: date) -> None:
    journal.append(
        tx,
        organisation_id=person.organisation_id,
        by=by,
        verb="consent.record",
        subject=f"person:{person.id}",
        facts={
            "consent": made.id,
            "kind": made.kind,
            "signed_on": signed_on.isoformat(),
            "text": made.text,
            **({"scanned": True} if made.scanned else {}),
            **({"valid_to": made.valid_to.isoformat()} if made.valid_to else {}),
        },
        people={"person": person.id, **({} if made.signed_by_id is None else {"signed_by": made.signed_by_id})},
    )


def nobody_signs(person_id: int) -> Refused:
    return Refused(
        (
            Reason(
                "representative",
                Words(
                    "За несовершеннолетнего подписывает законный представитель, а он не указан",
                    "A legal representative signs for a minor, and none is named",
                ),
                Words(
                    f"Добавьте его: role grant --person НОМЕР --role representative --for {person_id}",
                    f"Add one: role grant --person ID --role representative --for {person_id}",
                ),
            ),
        )
    )
