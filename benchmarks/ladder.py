"""The tick's planning half on many due obligations: rungs climbed, letters composed, as the worker's tick runs them."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select

from storage.database import Database
from storage.tables.letters import letters
from workflows.compose_letters import compose_letters
from workflows.plan_reminders import plan_reminders


def ladder(database: Database, now: datetime, due: int) -> Callable[[], object]:
    """Answers the work to be timed; each call must put `due` letters into the outbox."""

    def work() -> None:
        more = True
        while more:
            with database.write() as tx:
                more = plan_reminders(tx, at=now).more
        more = True
        while more:
            with database.write() as tx:
                more = compose_letters(tx, at=now).more

    def checked() -> None:
        work()
        with database.read() as tx:
            found = tx.execute(
                select(func.count()).select_from(letters).where(letters.c.state == "queued")
            ).scalar_one()
        assert found == due, f"{found} letters queued instead of {due}"

    return checked
