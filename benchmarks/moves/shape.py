"""The work of one move: which pair, which stages, and the rows that all contenders store alike."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import insert

from storage.database import Database
from storage.schema import migrate
from storage.tables.organisations import organisations, people
from storage.tables.programmes import definitions, pairs, programmes

STAGES = ("formed", "acquaintance", "trial_meeting", "planning", "work", "final_meeting", "closed")
FIRST = STAGES[0]
# From the end back to the start: only here, so that a fast contender never runs out of moves.
MOVES = {stage: (f"to_{following}", following) for stage, following in zip(STAGES, (*STAGES[1:], FIRST), strict=True)}
PAIRS = 2000
NOW = datetime(2025, 10, 1, 9, tzinfo=UTC)
TODAY = date(2025, 10, 1)
DIGEST = "5d41402abc4b2a76b9719d911017c592ae2d3c1f8a0b4e6d7c9f1e2a3b4c5d6e"


class Mover(Protocol):
    """One contender on one database. A context that is already open; `move(i)` is the i-th durable move."""

    def move(self, i: int) -> None: ...

    def close(self) -> None: ...


Opener = Callable[[str], Mover]


def pair_id(i: int) -> int:
    return i % PAIRS + 1


def changed_pair(pair: dict[str, Any], to_stage: str) -> dict[str, Any]:
    """The columns of `pair` that a move changes."""
    return {
        "stage": to_stage,
        "stage_since": TODAY,
        "visit": pair["visit"] + 1,
        "visits": pair["visits"] + 1,
        "pair_seq": pair["pair_seq"] + 1,
        "version": pair["version"] + 1,
    }


def journal_line(pair: dict[str, Any], i: int, move: str, to_stage: str) -> dict[str, Any]:
    """A journal row in plain values. `i` counts all moves of one contender: the organisation's sequence."""
    return {
        "organisation_id": pair["organisation_id"],
        "seq": i + 1,
        "pair_id": pair["id"],
        "pair_seq": pair["pair_seq"] + 1,
        "at": NOW,
        "verb": "advance",
        "subject": f"pair:{pair['id']}",
        "move": move,
        "from_stage": pair["stage"],
        "to_stage": to_stage,
        "facts": json.dumps({"visit": pair["visit"] + 1, "today": "2025-10-01"}),
        "actor_id": 1,
        "people_digest": DIGEST,
        "words_digest": DIGEST,
        "hash": DIGEST,
    }


def queued_letter(pair: dict[str, Any], i: int, to_stage: str) -> dict[str, Any]:
    """An outbox row in plain values; `facts` is a dict for a JSON column."""
    return {
        "key": f"stage-opened/{pair['id']}/{i}",
        "kind": "stage_opened",
        "organisation_id": pair["organisation_id"],
        "recipient_id": 1,
        "pair_id": pair["id"],
        "facts": {"pair": pair["id"], "stage": to_stage},
        "state": "queued",
        "subject": "",
        "message_id": "",
        "attempts": 0,
        "ambiguous": 0,
        "created_at": NOW,
        "next_attempt_at": NOW + timedelta(minutes=10),
        "owner": "",
        "reason": "",
    }


def prepare(url: str) -> None:
    """The product's tables with one school of `PAIRS` pairs in their first stage."""
    database = Database(url)
    migrate(database)
    with database.write() as transaction:
        transaction.execute(
            insert(organisations),
            {
                "id": 1,
                "kind": "school",
                "name": "Школа № 1",
                "slug": "school-1",
                "path": "school-1",
                "timezone": "Europe/Moscow",
                "week": 5,
                "search_key": "школа № 1",
                "version": 1,
            },
        )
        transaction.execute(insert(people), _person())
        transaction.execute(insert(definitions), _definition())
        transaction.execute(
            insert(programmes),
            {
                "id": 1,
                "organisation_id": 1,
                "title": "Учитель — учитель",
                "definition_id": 1,
                "period_start": date(2025, 9, 1),
                "period_end": date(2026, 5, 31),
                "version": 1,
            },
        )
        transaction.execute(insert(pairs), [_pair(number) for number in range(1, PAIRS + 1)])
    database.dispose()


def _person() -> dict[str, Any]:
    return {
        "id": 1,
        "organisation_id": 1,
        "name": "Смирнова Анна Петровна",
        "email": "curator@school.test",
        "kind": "staff",
        "position": "",
        "search_key": "смирнова анна петровна",
        "language": "ru",
        "address_fault": "",
        "disabled": False,
        "version": 1,
    }


def _definition() -> dict[str, Any]:
    return {
        "id": 1,
        "kind": "lifecycle",
        "key": "bench",
        "version": 1,
        "hash": DIGEST,
        "body": "{}",
        "published_at": NOW,
    }


def _pair(number: int) -> dict[str, Any]:
    return {
        "id": number,
        "programme_id": 1,
        "organisation_id": 1,
        "definition_id": 1,
        "number": number,
        "stage": FIRST,
        "stage_since": date(2025, 9, 1),
        "visit": 1,
        "visits": 1,
        "suspended_days": 0,
        "entered": "formed",
        "pair_seq": 0,
        "version": 1,
    }
