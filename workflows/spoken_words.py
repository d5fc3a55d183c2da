"""Whose words about a pair may be kept: after the consent to process personal data, and not in another's name."""

from sqlalchemy import Connection

from engine.actors import Role
from engine.lifecycle import Facts
from engine.lifecycle.needs import Consents
from engine.refusals import BadInput, Refused
from storage import facts as stored_facts
from storage import memberships, roles
from workflows.pair_at_hand import PairAtHand

_CONSENT = Consents(kind="personal-data")
_OFFICE: frozenset[Role] = frozenset({"administrator", "head", "curator"})


def check_speaker(tx: Connection, hand: PairAtHand, person_id: int, *, field: str = "--by") -> None:
    """An office writes down anybody's words; people of the pair speak for themselves or for the minor they represent.

    Raises BadInput of `field` for words put into somebody else's mouth.
    """
    actor = hand.actor
    own = actor.may_everything or not actor.roles.isdisjoint(_OFFICE) or person_id == actor.person_id
    if not own and actor.person_id not in {
        one.person_id for one in roles.representatives(tx, person_id, day=hand.today)
    }:
        raise BadInput(field, f"{field}: говорят только за себя", f"{field}: everybody speaks for himself")


def check_side(hand: PairAtHand, side: str, *, field: str) -> None:
    """A mentee or a representative tells the mentees' decision only; the mentor, who leads, may note both.

    Raises BadInput of `field` otherwise.
    """
    actor = hand.actor
    if side == "mentor" and not actor.may_everything and actor.roles.isdisjoint(_OFFICE | {"mentor"}):
        raise BadInput(field, f"{field}: решение наставника говорит он сам", f"{field}: the mentor says it himself")


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


def words_without_consent(tx: Connection, hand: PairAtHand) -> Refused | None:
    """The refusal of free text about a pair while one of its people has given no consent; None = it may be kept."""
    facts = stored_facts.load(tx, hand.pair, [_CONSENT], today=hand.today)
    reason = _CONSENT.unmet(facts, hand.today, hand.calendar)
    return None if reason is None else Refused((reason,))


def speaks_as(tx: Connection, hand: PairAtHand) -> tuple[int, ...]:
    """Members in whose name the actor's own word counts: his own, or the minors he represents; () for an office."""
    person_id = hand.actor.person_id
    if person_id is None:
        return ()
    members = [one for one in memberships.on_day(tx, hand.pair.id, hand.today) if one.role in ("mentor", "mentee")]
    if any(one.person_id == person_id for one in members):
        return (person_id,)
    return tuple(
        one.person_id
        for one in members
        if any(each.person_id == person_id for each in roles.representatives(tx, one.person_id, day=hand.today))
    )
