"""A person's data are erased: from every row, with an act of what was struck out. Counts and the journal's chain stay.

What lies outside the transaction (files, free pages, the write-ahead log) is cleared by `storage/forgetting.py`, which
the caller runs after the commit and each tick runs again until it has succeeded.
"""

import secrets
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from dateutil.relativedelta import relativedelta
from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Reason, Refused
from engine.striking import strike_of
from engine.words import Words
from storage import erasing, journal, leaving, letters, paper_drafts, people_imports, roles
from storage.erasing import Struck
from storage.people import PersonRow
from workflows.access import forbidden
from workflows.add_user import above_oneself
from workflows.asking import account_key
from workflows.consent_clocks import data_destroyed
from workflows.derive_asked import derive_asked
from workflows.find import erased, find_person
from workflows.plain_text import one_of
from workflows.record_consent import local_day
from workflows.strike_papers import strike_papers

GROUNDS: dict[str, Words] = {
    "withdrawal": Words("отзыв согласия", "the consent was withdrawn"),
    "request": Words("требование субъекта данных", "the person's demand"),
    "purpose_reached": Words("цель обработки достигнута", "the purpose of processing is reached"),
}
_KEPT = relativedelta(years=3)  # order of Roskomnadzor 28.10.2022 No. 179: the act and the extract of the log
_CANCELLED = "данные адресата удалены"


@dataclass(frozen=True, slots=True)
class PersonErased:
    """`struck` is the act's extract: table, how, rows. `files` are to be removed after the commit."""

    id: int
    person_id: int
    reference: str
    struck: tuple[Struck, ...]
    files: tuple[str, ...]
    keep_until: date


def erase_person(tx: Connection, *, by: By, person_id: int, ground: str = "request") -> PersonErased | Refused:
    """Strike out everything personal and write the act.

    Refused while others depend on the person: live pairs, open rows of a roadmap, a minor represented. Raises BadInput
    for an unknown person or ground, for oneself, and for somebody erased already.
    """
    person = find_person(tx, person_id, by=by, even_erased=True)
    refused = forbidden(tx, by, "person.erase", person.organisation_id) or above_oneself(tx, by, person)
    if refused is not None:
        return refused
    why = one_of(ground, tuple(GROUNDS), "ground")
    _check(by, person)
    today = local_day(tx, person, by)
    if reasons := depending(tx, person_id, today=today):
        return Refused(reasons)
    files = erasing.scans_of(tx, person_id)
    _leave(tx, by, person, today=today)
    struck = _strike(tx, person)
    derive_asked(tx, person_id, at=by.at)
    return _act(tx, by, person, why, today=today, struck=struck, files=files)


def _check(by: By, person: PersonRow) -> None:
    if by.person_id == person.id:
        raise BadInput(
            "person",
            "person: себя не удаляют, попросите администратора",
            "person: nobody erases himself, ask an administrator",
        )
    if erased(person):
        raise BadInput("person", "person: данные уже удалены", "person: the data are erased already")


def depending(tx: Connection, person_id: int, *, today: date) -> tuple[Reason, ...]:
    """What would be left hanging. Ending and handing over come first: they notify people, erasing cannot."""
    reasons: list[Reason] = []
    if pairs := leaving.live_pairs(tx, person_id):
        numbers = ", ".join(f"№ {number}" for number in pairs)
        reasons.append(
            Reason(
                "live_pairs",
                Words(f"Участник состоит в парах: {numbers}", f"The person belongs to pairs: {numbers}"),
                Words("Завершите пары или замените наставника", "End the pairs or replace the mentor"),
            )
        )
    reasons += answering(tx, person_id)
    if minors := leaving.minors_represented(tx, person_id, day=today):
        reasons.append(
            Reason(
                "representative",
                Words(f"Участник представляет несовершеннолетних: {minors}", f"The person represents minors: {minors}"),
                Words("Укажите им другого законного представителя", "Name another representative for them"),
            )
        )
    return tuple(reasons)


def answering(tx: Connection, person_id: int) -> tuple[Reason, ...]:
    """Rows of a roadmap that name the person as responsible: nobody would hear of them any more."""
    rows = leaving.open_rows(tx, person_id)
    if not rows:
        return ()
    why = Words(f"За участником пункты дорожной карты: {rows}", f"The person answers for roadmap rows: {rows}")
    mend = Words("Назначьте этим пунктам другого ответственного", "Name somebody else for these rows")
    return (Reason("open_rows", why, mend),)


def _leave(tx: Connection, by: By, person: PersonRow, *, today: date) -> None:
    """Letters stop, roles end, the questions about the consents are answered."""
    letters.cancel(tx, leaving.queued_letters(tx, person.id), reason=_CANCELLED)
    for grant_id in leaving.open_grants(tx, person.id, day=today):
        roles.end(tx, grant_id, last_day=today)
    data_destroyed(tx, by=by, person_id=person.id, on=today)


def _strike(tx: Connection, person: PersonRow) -> tuple[Struck, ...]:
    addresses = [address for address in (person.email, leaving.telephone(tx, person.id)) if address]
    alone = not erasing.same_surname(tx, person.name)
    strike = strike_of(person.name, addresses, alone=alone)
    leaving.forget_attempts(tx, account_key(person.email))
    entries = journal.erase_person(tx, person.id)
    loadings = people_imports.forget(tx, person.id, organisation_id=person.organisation_id, strike=strike)
    drafts = paper_drafts.forget(tx, person.id)
    answers = erasing.forget_answers(tx, person.id)
    documents = 0 if strike is None else strike_papers(tx, person.id, strike)
    struck = (*erasing.strike_rows(tx, person.id), *(() if strike is None else erasing.sweep(tx, strike)))
    more = (
        Struck("journal_entry", "struck", entries),
        Struck("paper_file", "struck", documents),
        Struck("people_import", "struck", loadings),
        Struck("paper_draft", "struck", drafts),
        Struck("idempotent_answer", "gone", answers),
    )
    return (*struck, *(each for each in more if each.rows))


def _act(
    tx: Connection,
    by: By,
    person: PersonRow,
    ground: str,
    *,
    today: date,
    struck: tuple[Struck, ...],
    files: tuple[str, ...],
) -> PersonErased:
    # The salt is thrown away: the act proves that one person was erased, and nobody can try out which.
    reference = sha256(f"{secrets.token_hex(16)}\n{person.id}".encode()).hexdigest()
    keep_until = today + _KEPT
    extract = [{"table": each.table, "how": each.how, "rows": each.rows} for each in struck]
    act_id = erasing.add_act(
        tx,
        {
            "organisation_id": person.organisation_id,
            "reference": reference,
            "ground": ground,
            "on": today,
            "at": by.at,
            "extract": [*extract, *({"file": name} for name in files)],
            "keep_until": keep_until,
            "actor_id": by.person_id,
        },
    )
    journal.append(
        tx,
        organisation_id=person.organisation_id,
        by=by,
        verb="person.erase",
        subject=f"erasure:{act_id}",
        facts={"ground": ground, "rows": sum(each.rows for each in struck), "reference": reference},
    )
    return PersonErased(act_id, person.id, reference, struck, files, keep_until)
