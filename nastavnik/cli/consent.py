"""`nastavnik consent`: signed consents and their withdrawals."""

from datetime import date
from typing import Annotated

from engine.words import Words
from nastavnik.cli.arguments import day_option, option
from nastavnik.cli.frame import Frame, changes, noun
from workflows.record_consent import record_consent
from workflows.withdraw_consent import withdraw_consent

app = noun()

_Person = Annotated[int, option("--person", "Номер участника", "Id of the person")]
_Kind = Annotated[str, option("--kind", "personal-data|photo|mentoring-duty", "the same")]


@changes(app, "record", "Записать подписанное согласие", "Record a signed consent")
def record(
    frame: Frame,
    person: _Person,
    kind: _Kind,
    signed: Annotated[date, day_option("--signed", "День подписи", "Day of the signature")],
) -> int:
    return frame.change(
        lambda tx, by: record_consent(tx, by=by, person_id=person, kind=kind, signed_on=signed),
        answer=lambda made: {
            "id": made.id,
            "person": made.person_id,
            "kind": made.kind,
            "signed_by": made.signed_by_id,
        },
        say=lambda made: Words(
            f"Согласие {made['kind']} участника {made['person']} записано (id {made['id']})",
            f"Consent {made['kind']} of person {made['person']} is recorded (id {made['id']})",
        ),
    )


@changes(app, "withdraw", "Записать отзыв согласия", "Record a withdrawal")
def withdraw(
    frame: Frame,
    person: _Person,
    kind: _Kind = "personal-data",
    on: Annotated[date | None, day_option("--on", "День отзыва, иначе сегодня", "Day, otherwise today")] = None,
) -> int:
    return frame.change(
        lambda tx, by: withdraw_consent(tx, by=by, person_id=person, kind=kind, on=on),
        answer=lambda done: {
            "id": done.id,
            "person": done.person_id,
            "kind": done.kind,
            "erase_by": done.erase_by and done.erase_by.isoformat(),
        },
        say=lambda done: Words(
            f"Согласие {done['kind']} участника {done['person']} отозвано"
            + (f", данные удалить до {done['erase_by']}" if done["erase_by"] else ""),
            f"Consent {done['kind']} of person {done['person']} is withdrawn"
            + (f", erase the data by {done['erase_by']}" if done["erase_by"] else ""),
        ),
    )
