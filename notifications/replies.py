"""What a server's reply, or its silence, means for a letter: the table of outcomes of the mail contract."""

import re

from engine.delivery import ChannelHold, Failed, RetryLetter, Sent
from engine.words import Words
from notifications.wire import Reply, Trouble

START_INPUT = 354
GOING_AWAY = 421
_WRONG_ADDRESS = frozenset({501, 550, 551, 553, 556})  # 556: RFC 7504, a domain that takes no mail
_MAILBOX_FULL = 552  # RFC 5321 4.5.3.1.10: to be treated as 452
_OUR_FAULT = frozenset({500, 502, 503, 530, 535, 538})  # our commands or sign-in, not this recipient
_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")
_LONGEST_TEXT = 300

_TROUBLES = {
    "lost": Words("соединение оборвалось", "the connection was lost"),
    "silent": Words("сервер замолчал", "the server fell silent"),
    "garbage": Words("ответ сервера не разобрать", "the server's answer makes no sense"),
}


def spoken(reply: Reply) -> str:
    """The reply's text without addresses (they are people's data) and without control characters."""
    return without_addresses(reply.text)


def without_addresses(text: str) -> str:
    """`text` fit to be stored and shown: addresses are people's data, control characters are nobody's."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    if "@" in text:
        text = _ADDRESS.sub("…@…", text)
    return text[:_LONGEST_TEXT]


def trouble_words(trouble: Trouble | None) -> Words:
    return _TROUBLES[trouble or "garbage"]


def hold(reply: Reply) -> ChannelHold:
    """The server refused us, not the letter."""
    return ChannelHold(_said(reply), reply.code)


def to_recipient(reply: Reply) -> ChannelHold | RetryLetter | Failed | None:
    """The meaning of the reply to RCPT; None when the recipient was accepted."""
    if reply.positive:
        return None
    if reply.code < 400:
        return ChannelHold(trouble_words("garbage"), reply.code)
    if reply.code in _OUR_FAULT:
        return hold(reply)
    if reply.code < 500 or reply.code == _MAILBOX_FULL:
        return RetryLetter(_said(reply), reply.code)
    return Failed(_said(reply), reply.code, flag_address=reply.code in _WRONG_ADDRESS)


def to_data(reply: Reply) -> RetryLetter | Failed | None:
    """The meaning of the reply to DATA, or of one that came before the last dot; None when the letter may follow."""
    if reply.code == START_INPUT:
        return None
    if reply.code < 400:
        return RetryLetter(trouble_words("garbage"), reply.code)
    return _refusal(reply)


def to_dot(reply: Reply) -> Sent | RetryLetter | Failed | None:
    """The meaning of the reply to the last dot; None when it is neither yes nor no."""
    if reply.positive:
        return Sent(f"{reply.code} {spoken(reply)}")
    return None if reply.code < 400 else _refusal(reply)


def _refusal(reply: Reply) -> RetryLetter | Failed:
    if reply.code < 500:
        return RetryLetter(_said(reply), reply.code)
    return Failed(_said(reply), reply.code)


def _said(reply: Reply) -> Words:
    text = spoken(reply)
    return Words(f"сервер ответил: {text}", f"the server said: {text}")
