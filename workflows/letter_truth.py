"""Before the first byte goes: is the letter still true, and may this person still read it?"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from engine.reminders.recipients import Recipient, readers_by_invitation
from engine.sign_in import ACCOUNT_LETTERS, LINK_LETTER_STALE
from storage.outbox import Claimed
from storage.types import as_text
from workflows.letter_desk import Desk
from workflows.mute_letters import MUTED


@dataclass(frozen=True, slots=True)
class Untrue:
    """The letter must not go, and why. `dropped`: the reminders it carried, each with its own reason."""

    reason: str
    dropped: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Fit:
    """The letter may go to this reader. `dropped`: reminders that must leave it first, each with its reason."""

    reader: Recipient
    dropped: tuple[tuple[int, str], ...] = ()


def weigh(letter: Claimed, desk: Desk) -> Fit | Untrue:
    """Judge a letter against the data of this moment (laws 6 and 7)."""
    if letter.kind in ACCOUNT_LETTERS:
        return _about_account(letter, desk)
    if letter.kind == "test":
        return Fit(Recipient(letter.recipient_id, "operator"))
    if letter.kind == "date_moved":
        return _moved_date(letter, desk)
    if letter.kind == "roadmap_offered":
        return _offered(letter, desk)
    if letter.kind == "consent_wanted":
        return _about_consents(letter, desk)
    if letter.kind == "survey_opened":
        return _asked(letter, desk)
    if "event" in letter.facts:
        return _about_event(letter, desk)
    if letter.pair_id is not None:
        return _about_pair(letter, desk, desk.pairs[letter.pair_id])
    return _reminding(letter, desk)


def successors(letter: Claimed, desk: Desk) -> Iterator[tuple[Row[Any], Recipient]]:
    """Who should have a carried reminder now instead of the letter's recipient, who is no longer entitled."""
    for row in desk.carried.get(letter.id, ()):
        if _why_untrue(row, desk) is not None:
            continue
        entitled = desk.entitled(row)
        if all(one.person_id != letter.recipient_id for one in entitled):
            yield from ((row, one) for one in entitled)


def _reminding(letter: Claimed, desk: Desk) -> Fit | Untrue:
    rows = desk.carried.get(letter.id, ())
    dropped: list[tuple[int, str]] = []
    reader: Recipient | None = None
    pressing = any(row.rung >= 0 for row in rows)
    unwanted = (letter.recipient_id, "reminder") in desk.muted and not pressing
    for row in rows:
        mine = next((one for one in desk.entitled(row) if one.person_id == letter.recipient_id), None)
        why = _why_untrue(row, desk) or _why_not_his(mine) or (MUTED if unwanted else None)
        if why is not None:
            dropped.append((row.id, why))
        else:
            reader = reader or mine
    if reader is None:
        return Untrue(dropped[-1][1] if dropped else "напоминать больше не о чем", tuple(dropped))
    return Fit(reader, tuple(dropped))


def _why_untrue(row: Row[Any], desk: Desk) -> str | None:
    if row.status == "done":
        return "выполнено"
    if row.status != "open" and not _put_away(row):
        return "обязательства больше нет"
    if row.current_revision != row.revision:
        return "срок перенесён"
    pair = None if row.pair_id is None else desk.pairs.get(row.pair_id)
    if row.held or (pair is not None and pair.suspended_from is not None):
        return "пара приостановлена"
    if pair is not None and pair.closed_on is not None:
        return "пара закрыта"
    return None


def _put_away(row: Row[Any]) -> bool:
    """A quarter's look that was put away after its day: a letter delayed by downtime or night still asks for it.

    When the row itself is no longer asked for, its unsent reminders were cancelled with it.
    """
    return bool(row.ladder == "review" and row.status == "cancelled")


def _why_not_his(mine: Recipient | None) -> str | None:
    if mine is None:
        return "больше не отвечает за это"
    return mine.silence or None


def _moved_date(letter: Claimed, desk: Desk) -> Fit | Untrue:
    one = desk.obligations[letter.facts["obligation"]]
    if one.status != "open":
        return Untrue("выполнено" if one.status == "done" else "обязательства больше нет")
    if one.revision != letter.facts["revision"]:
        return Untrue("срок перенесён ещё раз")
    if one.held:
        return Untrue("пара приостановлена")
    # The audience of a moved date is the responsible, like that of a rung before the due day.
    entitled = desk.entitled_to(one, "responsible")
    return _reader(letter, entitled)


def _offered(letter: Claimed, desk: Desk) -> Fit | Untrue:
    offer = desk.offers[letter.facts["publication"]]
    if offer.state != "offered":
        return Untrue("предложение отозвано" if offer.state == "withdrawn" else "на предложение уже ответили")
    if as_text(offer.offered_at) != letter.facts["offered_at"]:
        return Untrue("предложено заново")
    return _reader(letter, desk.offer_readers(offer))


def _asked(letter: Claimed, desk: Desk) -> Fit | Untrue:
    one = desk.obligations[letter.facts["obligation"]]
    # Who is asked about several pairs has the others to answer about, whatever became of the first.
    if one.status != "open" and letter.facts["many"] == 1:
        return Untrue("уже ответили" if one.status == "done" else "анкета закрыта")
    return _reader(letter, desk.entitled_to(one, "responsible"))


def _about_pair(letter: Claimed, desk: Desk, pair: Row[Any]) -> Fit | Untrue:
    if letter.kind == "pair_closed":
        return _reader(letter, desk.pair_readers(letter, pair)) if pair.closed_on else Untrue("пара снова открыта")
    if pair.closed_on is not None:
        return Untrue("пара закрыта")
    if letter.kind == "curator_called" and desk.calls[letter.facts["call"]].answered_at is not None:
        return Untrue("куратор уже ответил")
    if pair.suspended_from is not None and letter.kind not in ("correction", "curator_called"):
        return Untrue("пара приостановлена")
    if letter.kind in ("stage_opened", "move_refused") and pair.visit != letter.facts["visit"]:
        return Untrue("пара уже на другом этапе")
    if "planned" in letter.facts and (why := _no_longer_agreed(letter, desk)):
        return Untrue(why)
    if (letter.recipient_id, letter.kind) in desk.muted:
        return Untrue(MUTED)
    return _reader(letter, desk.pair_readers(letter, pair))


def _no_longer_agreed(letter: Claimed, desk: Desk) -> str:
    """Why what an invitation to a meeting says is past; "" = it holds."""
    one = desk.planned[letter.facts["planned"]]
    stands = one.state == "planned"
    if letter.kind == "appointment_off":
        return "встреча снова назначена" if stands or one.state == "held" else ""
    if not stands:
        return "о встрече договорились иначе"
    return "" if one.sequence == letter.facts["sequence"] else "о встрече договорились заново"


def _about_consents(letter: Claimed, desk: Desk) -> Fit | Untrue:
    """True while one of the consents it asks for has not been recorded since. To be asked needs none."""
    person_id: int = letter.facts["person"]
    if not desk.still_wanted(letter):
        return Untrue("согласия уже подписаны")
    life = desk.home(letter)
    return _reader(letter, readers_by_invitation(desk.directory, {person_id: False}, life.today(desk.at)))


def _about_event(letter: Claimed, desk: Desk) -> Fit | Untrue:
    event = desk.events[letter.facts["event"]]
    mine = desk.invited[event.id].get(letter.recipient_id)
    if letter.kind == "appointment_off":
        if event.called_off_on is None and mine is not None:
            return Untrue("событие снова назначено")
        person = desk.people[letter.recipient_id]
        if not person.email or person.address_fault or person.disabled:
            return Untrue("адрес не принимает письма")
        return Fit(mine or Recipient(letter.recipient_id, "invited"))
    if event.called_off_on is not None:
        return Untrue("событие отменено")
    if event.held_on is not None:
        return Untrue("событие уже прошло")
    if event.sequence != letter.facts["sequence"]:
        return Untrue("о событии договорились заново")
    return _reader(letter, () if mine is None else (mine,))


def _about_account(letter: Claimed, desk: Desk) -> Fit | Untrue:
    """Asks for no consent: without a way in nobody could give one."""
    person = desk.people[letter.recipient_id]
    if person.disabled or not person.may_sign_in:
        return Untrue("учётная запись отключена")
    if person.address_fault:
        return Untrue(f"адрес не принимает письма: {person.address_fault}")
    if letter.kind == "invitation" and person.has_password and not letter.facts["again"]:
        return Untrue("пароль уже выбран")
    if letter.kind == "sign_in_link" and desk.at - letter.created_at > LINK_LETTER_STALE:
        return Untrue("ссылку попросили слишком давно")
    return Fit(Recipient(letter.recipient_id, "user"))


def _reader(letter: Claimed, entitled: tuple[Recipient, ...]) -> Fit | Untrue:
    mine = next((one for one in entitled if one.person_id == letter.recipient_id), None)
    why = _why_not_his(mine)
    if mine is None or why is not None:
        return Untrue(why or "")
    return Fit(mine)
