"""The whole flow a curator starts with «Дальше»: permission, needs, journal chain, obligations, letters."""

from datetime import date
from typing import Any

from sqlalchemy import create_engine, delete, insert, update

from benchmarks.moves.definition import NEEDS, definition
from benchmarks.moves.shape import MOVES, NOW, PAIRS, STAGES, pair_id
from engine.actors import By
from storage.database import Database
from storage.tables.organisations import consents, people, role_grants
from storage.tables.papers import paper_pairs, papers
from storage.tables.programmes import definitions, memberships
from workflows.advance_pair import advance_pair
from workflows.carry_out_move import PairMoved

_CURATOR, _MENTOR, _MENTEE = 1, 2, 3
_BEFORE = date(2025, 9, 1)


class FlowMover:
    """The pairs of the template get people, consents and an order, so that every move is allowed."""

    def __init__(self, url: str) -> None:
        _furnish(url)
        self._database = Database(url)
        self._stages = [STAGES[0]] * (PAIRS + 1)

    def move(self, i: int) -> None:
        pair = pair_id(i)
        with self._database.write() as tx:
            done = advance_pair(tx, by=By(at=NOW, person_id=_CURATOR), pair_id=pair, move=MOVES[self._stages[pair]][0])
        assert isinstance(done, PairMoved), done
        self._stages[pair] = done.stage

    def close(self) -> None:
        self._database.dispose()


def _furnish(url: str) -> None:
    lifecycle = definition(needs=NEEDS)
    database = create_engine(url)
    with database.begin() as tx:
        tx.execute(update(definitions).values(body=lifecycle.canonical(), hash=lifecycle.hash))
        tx.execute(insert(people), [_person(_MENTOR, "Иванова Мария Павловна"), _person(_MENTEE, "Петров Олег Ильич")])
        tx.execute(
            insert(role_grants),
            {"person_id": _CURATOR, "role": "curator", "organisation_id": 1, "from_day": _BEFORE},
        )
        tx.execute(insert(consents), [_consent(one, "personal-data") for one in (_CURATOR, _MENTOR, _MENTEE)])
        tx.execute(insert(consents), _consent(_MENTOR, "mentoring-duty"))
        tx.execute(delete(memberships))
        tx.execute(
            insert(memberships),
            [
                {"pair_id": pair, "person_id": person, "role": role, "from_day": _BEFORE}
                for pair in range(1, PAIRS + 1)
                for person, role in ((_MENTOR, "mentor"), (_MENTEE, "mentee"))
            ],
        )
        tx.execute(insert(papers), _order())
        tx.execute(insert(paper_pairs), [{"paper_id": 1, "pair_id": pair} for pair in range(1, PAIRS + 1)])
    database.dispose()


def _person(key: int, name: str) -> dict[str, Any]:
    return {"id": key, "organisation_id": 1, "name": name, "email": f"p{key}@school.test", "search_key": name.lower()}


def _consent(person: int, kind: str) -> dict[str, Any]:
    return {"person_id": person, "kind": kind, "signed_on": _BEFORE, "recorded_at": NOW}


def _order() -> dict[str, Any]:
    return {
        "id": 1,
        "organisation_id": 1,
        "kind": "order",
        "purpose": "pairing",
        "number": "1",
        "dated": _BEFORE,
        "recorded_at": NOW,
    }
