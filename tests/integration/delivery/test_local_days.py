"""Whose consent stands and who is of age is asked on the person's own day: letters leave at nine where people live."""

from datetime import UTC, date, datetime

from sqlalchemy import update

from engine.refusals import Refused
from engine.reminders.recipients import Contact
from storage.database import Database
from storage.directory import Concerned, directory
from storage.tables.organisations import people
from tests.support.cast import operator, organisation, player
from workflows.record_consent import SignedPaper, record_consent

LAST_DAY = date(2025, 9, 8)
NINE_IN_VLADIVOSTOK = datetime(2025, 9, 8, 23, tzinfo=UTC)  # on the 9th; in Kirov the 9th has begun, too
LATE_IN_KALININGRAD = datetime(2025, 9, 8, 21, 30, tzinfo=UTC)  # 23:30 on the 8th


def test_a_consent_ends_and_a_birthday_begins_where_the_person_lives(database: Database) -> None:
    with database.write() as tx:
        ids: dict[str, int] = {}
        for zone in ("Asia/Vladivostok", "Europe/Kaliningrad"):
            school = organisation(tx, f"Школа {zone}", "school", timezone=zone)
            made = player(tx, school, "Орлова Дарья Игоревна", zone.rpartition("/")[2].lower())
            signed = record_consent(
                tx,
                by=operator(),
                person_id=made.id,
                kind="personal-data",
                signed_on=date(2025, 8, 31),
                paper=SignedPaper(valid_to=LAST_DAY),
            )
            assert not isinstance(signed, Refused)
            ids[zone] = made.id
        tx.execute(update(people).values(kind="pupil", born=date(2007, 9, 9)))  # of age on the 9th
    concerned = Concerned(frozenset(), frozenset(), frozenset(ids.values()))

    def at(instant: datetime) -> dict[str, tuple[bool, bool]]:
        with database.read() as tx:
            found = directory(tx, concerned, day=instant).contacts
        told: dict[str, Contact] = {zone: found[key] for zone, key in ids.items()}
        return {zone.rpartition("/")[2]: (one.consented, one.minor) for zone, one in told.items()}

    assert at(LATE_IN_KALININGRAD) == {"Vladivostok": (False, False), "Kaliningrad": (True, True)}
    assert at(NINE_IN_VLADIVOSTOK) == {"Vladivostok": (False, False), "Kaliningrad": (False, False)}
