"""Keeps what a participant says about the work of the pair."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.actors import By
from engine.lifecycle import Facts
from engine.lifecycle.needs import Consents
from engine.refusals import BadInput, Refused
from storage import facts as stored_facts
from storage import pair_records
from workflows.derive_obligations import derive_pair
from workflows.pair_at_hand import PairAtHand, take_pair, write_record
from workflows.plain_text import plain_text

LONGEST_FEEDBACK = 4000
_CONSENT = Consents(kind="personal-data")


@dataclass(frozen=True, slots=True)
class FeedbackRecorded:
    id: int
    pair_id: int
    given_on: date


def record_feedback(tx: Connection, *, by: By, pair_id: int, person_id: int, text: str) -> FeedbackRecorded | Refused:
    """Stores the words of a mentor or a mentee, or of a minor's representative, as given today.

    Refused without the giver's consent to process personal data: his words are such data. The journal does not keep
    them.
    """
    hand = take_pair(tx, by=by, pair_id=pair_id)
    if (no := hand.may("feedback.record")) is not None:
        return no
    said = plain_text(" ".join(text.split()), "--text", longest=LONGEST_FEEDBACK)
    facts = stored_facts.load(tx, hand.pair, [_CONSENT], today=hand.today)
    if (silent := _without_consent(facts, hand, person_id)) is not None:
        return silent
    feedback_id = pair_records.add_feedback(
        tx, pair_id=pair_id, person_id=person_id, visit=hand.pair.visit, text=said, on=hand.today
    )
    write_record(
        tx,
        by=by,
        pair=hand.pair,
        verb="feedback.record",
        facts={"feedback": feedback_id},
        people={"person": person_id},
    )
    derive_pair(tx, pair_id, at=by.at)
    return FeedbackRecorded(feedback_id, pair_id, hand.today)


def _without_consent(facts: Facts, hand: PairAtHand, person_id: int) -> Refused | None:
    """The refusal for want of consent of the member who speaks or is spoken for; BadInput when there is none."""
    givers = [member for member in facts.members if person_id in (member.person_id, member.representative_id)]
    if not givers:
        raise BadInput(
            "--by",
            f"--by: участник {person_id} не состоит в этой паре",
            f"--by: person {person_id} does not belong to this pair",
        )
    of_giver = Facts(facts.stage, facts.entered_on, members=tuple(givers[:1]), consents=facts.consents)
    reason = _CONSENT.unmet(of_giver, hand.today, hand.calendar)
    return None if reason is None else Refused((reason,))
