"""The board of one school and the figures above it are answered by indexes made for them."""

from datetime import date

import pytest
from sqlalchemy import insert, text

from storage import board
from storage.database import Database
from storage.tables import table
from storage.tables.obligations import Obligation
from tests.support import rows
from tests.support.statements import counted

MANY, FEW = 2000, 50
DAY = date(2025, 9, 25)


@pytest.mark.parametrize(
    ("index", "ask"),
    [
        ("pair_live", lambda tx: board.branches(tx, 1, days={"Europe/Kirov": DAY})),
        ("obligation_stage", lambda tx: board.dues(tx, 1)),
        ("obligation_stage", lambda tx: board.branches(tx, 1, days={"Europe/Kirov": DAY})),
    ],
    ids=["stages", "dues", "late"],
)
def test_the_index_is_used(sqlite_database: Database, index: str, ask: object) -> None:
    with sqlite_database.write() as tx:
        school = rows.organisation(tx)
        rows.pair(tx, school)
        duty = Obligation(
            organisation_id=school,
            subject_kind="item",
            subject_id=1,
            occurrence="",
            title="Приказ",
            watched_from=rows.MORNING,
            looked_at=rows.MORNING,
            due_on=DAY,
        ).model_dump(exclude={"id"}, exclude_none=True)
        others = [duty | {"occurrence": str(number)} for number in range(MANY)]
        stages = [duty | {"subject_kind": "pair", "subject_id": number, "occurrence": "1"} for number in range(FEW)]
        tx.execute(insert(table(Obligation)), [*others, *stages])
        tx.execute(text("ANALYZE"))
    with sqlite_database.read() as tx:
        with counted(tx) as statements:
            ask(tx)  # type: ignore[operator]  # a question to the board
        plans = [
            str(row[-1])
            for statement in statements
            if statement.lstrip().upper().startswith(("SELECT", "WITH"))
            for row in tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")
        ]
    assert any(index in plan for plan in plans), plans
