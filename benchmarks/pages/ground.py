"""The region of the other sections made fit to be looked at: real stages, mentees, papers, overdue things, sessions."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from benchmarks.region_rows import FIRST_SCHOOL, NOW, PER_PAIR, PER_SCHOOL, TODAY
from storage.types import as_text
from web.cookies import hashed
from workflows.definitions.lifecycle_files import definition_hash, lifecycle, to_json

STAGES = ("formed", "acquaintance", "trial_meeting", "planning", "work", "final_meeting")
LATE = 100  # every so many-th obligation is overdue
_MENTEES_FROM = 1_000_000  # ids of the mentees: the pair's id on top of this


@dataclass(frozen=True, slots=True)
class Reader:
    """A signed-in curator of a school, or an administrator above (`school` None)."""

    person: int
    school: int | None
    token: str


def dress(database: sqlite3.Connection, *, size: int, readers: int) -> list[Reader]:
    """Change the rows in place; the first reader is the municipality's administrator, the others are curators."""
    pairs = size // PER_PAIR
    body, digest = to_json(lifecycle("teacher-pair")), definition_hash(lifecycle("teacher-pair"))
    before = as_text(NOW - timedelta(days=1))
    database.execute("BEGIN")
    database.execute("UPDATE definition SET key = 'teacher-pair', hash = ?, body = ? WHERE id = 1", (digest, body))
    for at, stage in enumerate(STAGES):
        database.execute(
            "UPDATE pair SET stage = ?, stage_since = ? WHERE id % ? = ?",
            (stage, (TODAY - timedelta(days=3 + at)).isoformat(), len(STAGES), at),
        )
    database.executemany(
        "INSERT INTO person (id, organisation_id, name, email, kind, position, search_key, language, address_fault,"
        " disabled, version) VALUES (?, ?, ?, ?, 'staff', '', ?, 'ru', '', 0, 1)",
        _mentees(pairs),
    )
    database.executemany(
        "INSERT INTO membership (pair_id, person_id, role, from_day) VALUES (?, ?, 'mentee', '2025-09-01')",
        ((pair, _MENTEES_FROM + pair) for pair in range(1, pairs + 1)),
    )
    database.execute(
        "INSERT INTO consent (person_id, kind, signed_on, recorded_at, scan, terms)"
        " SELECT id, 'personal-data', '2025-08-25', ?, '', '{}' FROM person WHERE id > ?",
        (before, _MENTEES_FROM),
    )
    database.execute(
        "INSERT INTO consent (person_id, kind, signed_on, recorded_at, scan, terms)"
        " SELECT person_id, 'mentoring-duty', '2025-08-25', ?, '', '{}' FROM membership WHERE role = 'mentor'",
        (before,),
    )
    _papers(database, before)
    database.execute(
        "UPDATE obligation SET due_on = ?, first_due_on = ? WHERE id % ? = 7",
        ((TODAY - timedelta(days=5)).isoformat(), (TODAY - timedelta(days=5)).isoformat(), LATE),
    )
    _stage_obligations(database, before)
    found = list(_readers(readers))
    _sign_in(database, found)
    database.execute("COMMIT")
    database.execute("ANALYZE")
    return found


def _mentees(pairs: int) -> Iterator[tuple[int, int, str, str, str]]:
    for pair in range(1, pairs + 1):
        school = FIRST_SCHOOL + (pair - 1) // (PER_SCHOOL // PER_PAIR)
        name = f"Наставляемый {pair} Петрович"
        yield _MENTEES_FROM + pair, school, name, f"m{pair}@school.test", name.lower()


def _papers(database: sqlite3.Connection, before: str) -> None:
    """One order for the pairs of each school: what lets a formed pair go on."""
    database.execute(
        "INSERT INTO paper (id, organisation_id, kind, purpose, number, dated, recorded_at, title, form)"
        " SELECT id, id, 'order', 'pairing', '12', '2025-09-01', ?, '', '' FROM organisation WHERE kind = 'school'",
        (before,),
    )
    database.execute("INSERT INTO paper_pair (paper_id, pair_id) SELECT organisation_id, id FROM pair")


def _stage_obligations(database: sqlite3.Connection, before: str) -> None:
    """Each pair must leave its stage one day: what its card on the board shows."""
    database.execute(
        "INSERT INTO obligation (organisation_id, subject_kind, subject_id, occurrence, pair_id, title, ladder,"
        " responsible_role, due_on, first_due_on, revision, status, reason, held, watched_from, looked_at)"
        " SELECT organisation_id, 'pair', id, '1', id, 'Этап', 'full', 'mentor', ?, ?, 1, 'open', '', 0, ?, ?"
        " FROM pair",
        (*((TODAY + timedelta(days=12)).isoformat(),) * 2, before, before),
    )


def _readers(number: int) -> Iterator[Reader]:
    yield Reader(2, None, "token-of-the-administrator")
    for at in range(1, number):
        school = FIRST_SCHOOL + at * 7
        yield Reader(2 * school - FIRST_SCHOOL + 1, school, f"token-of-{at}")


def _sign_in(database: sqlite3.Connection, readers: list[Reader]) -> None:
    now, later = as_text(NOW), as_text(NOW + timedelta(days=30))
    for reader in readers:
        database.execute(
            "INSERT INTO account (person_id, password, totp, totp_step, recovery, made_at, version)"
            " VALUES (?, '', '', 0, '[]', ?, 1)",
            (reader.person, now),
        )
        database.execute(
            "INSERT INTO session (token_hash, person_id, made_at, seen_at, expires_at, second_step, address, browser)"
            " VALUES (?, ?, ?, ?, ?, 1, '', '')",
            (hashed(reader.token), reader.person, now, now, later),
        )
