"""What the product says it sent, in the oracle's words: the views beside the mail server's record."""

import re
from collections import Counter
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import create_engine, text

from tests.support.expected_letters import Arrival
from tests.support.recorder import Recorded


class Told:
    """The read-only views of one database. `items`: roadmap row number -> id; instants come out local to `zone`."""

    def __init__(self, url: str, zone: ZoneInfo, items: dict[str, int]) -> None:
        self._url, self._zone = url, zone
        numbers = {f"item:{key}": number for number, key in items.items()}
        self._labels = {row.id: _label(row, numbers) for row in self.rows("SELECT * FROM v_obligation")}

    def arrivals(self, came: list[tuple[datetime, Recorded]]) -> list[Arrival]:
        """What the recorder received, in order, each letter with what the views say it carries."""
        letters = {row.message_id.strip("<>"): row for row in self.rows("SELECT * FROM v_letter WHERE state = 'sent'")}
        carried: dict[int, set[tuple[str, int]]] = {}
        for row in self.rows("SELECT * FROM v_reminder WHERE state = 'lettered'"):
            carried.setdefault(row.letter_id, set()).add((self._labels[row.obligation_id], row.rung))
        found: list[Arrival] = []
        for at, received in came:
            letter = letters[received.message_id.strip("<>")]
            assert letter.recipient == received.recipient
            about = carried.get(letter.id) or {(self._subject(letter.key), 0)}
            found.append(Arrival(at, received.recipient, letter.kind, frozenset(about)))
        return found

    def ledger(self) -> Counter[tuple[str, int, int, str, datetime, str]]:
        return Counter(
            (self._labels[row.obligation_id], row.revision, row.rung, row.recipient, self._local(row.due_at), row.state)
            for row in self.rows("SELECT * FROM v_reminder")
        )

    def unsent(self) -> Counter[tuple[str, str]]:
        """(kind, recipient) of the letters that were cancelled; any other state but sent is a defect."""
        rows = self.rows("SELECT * FROM v_letter WHERE state <> 'sent'")
        assert {row.state for row in rows} <= {"cancelled"}, rows
        return Counter((row.kind, row.recipient) for row in rows)

    def sent(self) -> int:
        return int(self.rows("SELECT count(*) AS sent FROM v_letter WHERE state = 'sent'")[0].sent)

    def titles(self) -> dict[str, str]:
        """Label of an obligation -> its title, which a letter about it must name."""
        return {self._labels[row.id]: row.title for row in self.rows("SELECT id, title FROM v_obligation")}

    def rows(self, sql: str) -> list[Any]:
        engine = create_engine(self._url)
        with engine.connect() as connection:
            rows = list(connection.execute(text(sql)))
        engine.dispose()
        return rows

    def _local(self, stored: str) -> datetime:
        return datetime.fromisoformat(stored).astimezone(self._zone).replace(tzinfo=None)

    def _subject(self, key: str) -> str:
        """What news is about, by the letter's key: `stage-opened/PAIR/…`, `date-moved/OBLIGATION/…`."""
        kind, number, *_ = key.split("/")
        return self._labels[int(number)] if kind == "date-moved" else f"pair {number}"


def _label(row: Any, numbers: dict[str, str]) -> str:
    """The oracle's name of an obligation, made of what `v_obligation` tells."""
    kind, _, key = row.subject.partition(":")
    match kind:
        case "item":
            _, _, pair = row.occurrence.partition("/pair:")
            return f"{numbers[row.subject]}@{row.first_due_on}" + (f"/{pair}" if pair else "")
        case "pair":
            return f"pair {key} visit {row.occurrence}"
        case "plan-item":
            return f"plan@{row.first_due_on}"
        case _:
            told = re.match(r"Назначить (срок|ответственного): п\. (\S+) ", row.title)
            assert told is not None, row.title
            return f"{'set-date' if told[1] == 'срок' else 'assign'} {told[2]}"
