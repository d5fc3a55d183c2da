"""May somebody's own words about a pair be kept? Not before his consent to process personal data."""

from sqlalchemy import Connection

from engine.lifecycle import Facts
from engine.lifecycle.needs import Consents
from engine.refusals import BadInput, Refused
from storage import facts as stored_facts
from workflows.pair_at_hand import PairAtHand

_CONSENT = Consents(kind="personal-data")


def without_consent(tx: Connection, hand: PairAtHand, person_id: int, *, field: str = "--by") -> Refused | None:
    """The refusal for want of consent of the member who speaks or is spoken for; None = the words may be kept.

    Raises BadInput of `field` when the person is neither a member nor the representative of one.
    """
    facts = stored_facts.load(tx, hand.pair, [_CONSENT], today=hand.today)
    givers = [member for member in facts.members if person_id in (member.person_id, member.representative_id)]
    if not givers:
        raise BadInput(
            field,
            f"{field}: участник {person_id} не состоит в этой паре",
            f"{field}: person {person_id} does not belong to this pair",
        )
    of_giver = Facts(facts.stage, facts.entered_on, members=tuple(givers[:1]), consents=facts.consents)
    reason = _CONSENT.unmet(of_giver, hand.today, hand.calendar)
    return None if reason is None else Refused((reason,))
