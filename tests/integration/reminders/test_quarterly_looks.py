"""The quarter's look at a row that goes on all the time, when the server was off on its day."""

from datetime import UTC, datetime

import pytest

from storage.database import Database
from tests.support.cast import district, operator
from tests.support.installation import installation
from workflows.apply_roadmap import Applied, apply_roadmap

BY_DAY = datetime(2025, 10, 2, 7, 0, tzinfo=UTC)  # 10:00 in Kirov, two days after the end of the quarter
AT_NIGHT = datetime(2025, 10, 2, 20, 0, tzinfo=UTC)
NEXT_MORNING = datetime(2025, 10, 3, 6, 0, tzinfo=UTC)  # with that day's rungs


@pytest.mark.parametrize(("back", "goes"), [(BY_DAY, BY_DAY), (AT_NIGHT, NEXT_MORNING)])
def test_a_look_missed_by_downtime_is_asked_for_afterwards(
    sqlite_database: Database, back: datetime, goes: datetime
) -> None:
    with sqlite_database.write() as tx:
        cast = district(tx)
        made = apply_roadmap(tx, by=operator(), organisation_id=cast.school.id, template_key="s1-teachers-2025")
        assert isinstance(made, Applied)
    with installation(sqlite_database) as running:
        running.tick(datetime(2025, 9, 26, 9, tzinfo=UTC))
        before = len(running.recorder.letters)
        running.tick(back)
        running.tick(goes)
        [digest] = [one for one in running.recorder.letters[before:] if one.recipient == cast.curator.email]
    late, _, now = digest.words.partition("Сегодня:")
    assert "Собрать базу наставников (п. 2) идёт постоянно, проверка за квартал" in now
    assert "Срок прошёл" in late
    assert "идёт постоянно" not in late  # a look is never overdue
