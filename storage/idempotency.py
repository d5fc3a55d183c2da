"""Commands that may be repeated: the same key gets the same answer and nothing happens twice."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from engine.journal import canonical
from engine.refusals import BadInput
from storage.tables.journal import idempotent_answers

_ANSWER = select(idempotent_answers).where(idempotent_answers.c.key == bindparam("asked"))
_REMEMBER = insert(idempotent_answers)


def fingerprint(verb: str, arguments: Mapping[str, object]) -> str:
    """What was asked, in 64 hex digits: the same verb with the same arguments in any order."""
    return sha256(canonical({"verb": verb, "arguments": arguments}).encode()).hexdigest()


def answer(tx: Connection, key: str, fingerprint: str) -> Mapping[str, Any] | None:
    """What this key was answered before, None when it is new. BadInput when it belonged to another command."""
    known = tx.execute(_ANSWER, {"asked": key}).one_or_none()
    if known is None:
        return None
    if known.fingerprint != fingerprint:
        raise BadInput(
            "idempotency-key",
            "Этот ключ повтора уже использован для другой команды: возьмите новый.",
            "This idempotency key was already used for another command: take a new one.",
        )
    given: Mapping[str, Any] = known.answer
    return given


def remember(tx: Connection, key: str, fingerprint: str, answer: Mapping[str, Any], *, at: datetime) -> None:
    """Keep the answer in the transaction that did the work. IntegrityError when another one was first."""
    tx.execute(_REMEMBER, {"key": key, "fingerprint": fingerprint, "answer": dict(answer), "at": at})
