"""Keeps what a participant says about the work of the pair."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.next_cycle import WISHES
from engine.refusals import BadInput, Refused
from storage import pair_records
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import take_pair, write_record
from workflows.plain_text import plain_text
from workflows.spoken_words import check_speaker, without_consent

LONGEST_FEEDBACK = 4000


@dataclass(frozen=True, slots=True)
class FeedbackRecorded:
    id: int
    pair_id: int
    given_on: date


def record_feedback(
    tx: Connection, *, by: By, pair_id: int, person_id: int, text: str, wish: str = ""
) -> FeedbackRecorded | Refused:
    """Stores the words of a mentor or a mentee, or of a minor's representative, as given today.

    `wish`: whether and as whom they would go on in a next cycle (`WISHES`), "" when they were not asked.

    Refused without the giver's consent to process personal data: his words are such data. The journal does not keep
    them.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("feedback.record")) is not None:
        return no
    said = plain_text(" ".join(text.split()), "--text", longest=LONGEST_FEEDBACK)
    if wish and wish not in WISHES:
        listed = ", ".join(WISHES)
        raise BadInput("--wish", f"--wish: нет «{wish}»; есть: {listed}", f"--wish: no `{wish}`; there are: {listed}")
    check_speaker(tx, hand, person_id)
    if (silent := without_consent(tx, hand, person_id)) is not None:
        return silent
    feedback_id = pair_records.add_feedback(
        tx, pair_id=pair_id, person_id=person_id, visit=hand.pair.visit, text=said, on=hand.today, wish=wish
    )
    write_record(
        tx,
        by=by,
        pair=hand.pair,
        verb="feedback.record",
        facts={"feedback": feedback_id, **({"wish": wish} if wish else {})},
        people={"person": person_id},
    )
    derive_pair(tx, pair_id, at=by.at)
    return FeedbackRecorded(feedback_id, pair_id, hand.today)
