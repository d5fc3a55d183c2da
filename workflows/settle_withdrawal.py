"""After a withdrawal the curator tells what was done about it: photos taken down, the mentor released."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.consents import ASKED_BY_WITHDRAWAL
from engine.refusals import BadInput, Refused
from storage import consents, journal
from storage.consents import ConsentKind
from workflows.access import forbidden, unknown
from workflows.consent_clocks import of_kind, stop_clocks
from workflows.find import find_person
from workflows.plain_text import plain_text
from workflows.record_consent import local_day


@dataclass(frozen=True, slots=True)
class WithdrawalSettled:
    """`id` is the withdrawn consent's."""

    id: int
    person_id: int
    kind: ConsentKind


def settle_withdrawal(tx: Connection, *, by: By, consent_id: int, done: str) -> WithdrawalSettled | Refused:
    """Note what was done and close the question that the withdrawal had opened.

    Raises BadInput for an unknown consent, for empty words, when no clock runs, and for personal data: that question
    is answered by erasing them or by another lawful ground.
    """
    rows = consents.by_ids(tx, [consent_id])
    if not rows:
        raise unknown("id", consent_id)
    [one] = rows
    person = find_person(tx, one.person_id, by=by, field="id", even_erased=True)
    refused = forbidden(tx, by, "consent.record", person.organisation_id)
    if refused is not None:
        return refused
    if one.kind == "personal-data":
        raise BadInput(
            "id",
            "id: после отзыва согласия на обработку данные удаляют (person erase) или указывают основание"
            " (consent ground)",
            "id: after this withdrawal the data are erased (person erase) or a ground is told (consent ground)",
        )
    said = plain_text(done, "done", longest=500)
    today = local_day(tx, person, by)
    signed = of_kind(consents.of_person(tx, one.person_id), one.kind)
    if not stop_clocks(tx, by=by, signed=[one], kind=ASKED_BY_WITHDRAWAL[one.kind], on=today):
        raise BadInput(
            "id",
            f"id: по согласию {consent_id} срок не идёт",
            f"id: no clock runs for consent {consent_id}",
        )
    settled = [each.id for each in signed if each.withdrawn_on is not None and each.destroyed_on is None]
    consents.destroyed(tx, settled, on=today)
    journal.append(
        tx,
        organisation_id=person.organisation_id,
        by=by,
        verb="consent.settle",
        subject=f"person:{person.id}",
        facts={"consent": consent_id, "kind": one.kind},
        people={"person": person.id},
        words={"done": said},
    )
    return WithdrawalSettled(consent_id, person.id, one.kind)
