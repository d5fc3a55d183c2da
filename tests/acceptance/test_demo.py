"""The played year is looked at from outside: the Maildir, the database, what the command prints."""

import json
import mailbox
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from email import message_from_binary_file, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from nastavnik.cli.main import Result, call
from nastavnik.demo.cast import DISTRICT, PLACES, SCHOOLS, UNKNOWN, WARY
from nastavnik.demo.figures import count
from nastavnik.demo.telling import tables
from storage.database import Database
from tests.support.played_demo import once

KIROV = ZoneInfo("Europe/Kirov")
EVERYBODY = {person.surname: person for place in PLACES for person in place.everybody()}
OFFICIAL = EVERYBODY[DISTRICT.people[0].surname]
# Russia's days off of this year that are no Sundays; the Monday after a weekend holiday included.
DAYS_OFF = {date(2025, 11, 4), date(2025, 12, 31), *(date(2026, 1, day) for day in range(1, 10))} | {
    date(2026, 2, 23),
    date(2026, 3, 9),
    date(2026, 5, 1),
    date(2026, 5, 11),
    date(2026, 6, 12),
    date(2026, 11, 4),
}


@dataclass(frozen=True)
class Year:
    """One played year: what the command answered, the letters, the database."""

    data_dir: Path
    told: dict[str, Any]
    letters: tuple[EmailMessage, ...]
    database: Database

    @property
    def at(self) -> datetime:
        """Where the clock stands at the end."""
        return datetime.fromisoformat((self.folder / "clock").read_text().strip())

    @property
    def folder(self) -> Path:
        return self.data_dir / "demo"

    @property
    def env(self) -> dict[str, str]:
        return {"NASTAVNIK_DATA_DIR": str(self.folder), "NASTAVNIK_CLOCK_FILE": str(self.folder / "clock")}

    def rows(self, sql: str) -> list[Any]:
        with self.database.read() as tx:
            return list(tx.execute(text(sql)))

    def to(self, surname: str) -> list[EmailMessage]:
        return [letter for letter in self.letters if letter["To"] == EVERYBODY[surname].email]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    def make(folder: Path) -> None:
        result = demo(folder, "--json")
        assert result.exit_code == 0, result
        (folder / "told.json").write_text(result.stdout, encoding="utf-8")

    data_dir = once(tmp_path_factory, "year", make)
    told = json.loads((data_dir / "told.json").read_text(encoding="utf-8"))
    database = Database(f"sqlite:///{told['database']}")
    yield Year(data_dir, told, tuple(read_letters(Path(told["maildir"]))), database)
    database.dispose()


def demo(data_dir: Path, *more: str) -> Result:
    return call(["demo", "--no-serve", *more], {"NASTAVNIK_DATA_DIR": str(data_dir)})


def read_letters(maildir: Path) -> list[EmailMessage]:
    box = mailbox.Maildir(maildir, factory=None, create=False)
    found = []
    for key in sorted(box.keys()):
        with box.get_file(key) as file:
            found.append(cast(EmailMessage, message_from_binary_file(file, policy=policy.default)))
    return found


def when(letter: EmailMessage) -> datetime:
    return cast(datetime, letter["Date"].datetime).astimezone(KIROV)


def words(letter: EmailMessage) -> str:
    """The text and the HTML of a letter with its subject."""
    parts = [letter.get_body((kind,)) for kind in ("plain", "html")]
    return " ".join([str(letter["Subject"]), *(str(part.get_content()) for part in parts if part is not None)])


def test_every_letter_that_counts_as_sent_lies_in_the_maildir_once(year: Year) -> None:
    sent = year.rows("SELECT message_id FROM v_letter WHERE state = 'sent'")
    assert Counter(str(letter["Message-ID"]) for letter in year.letters) == Counter(row.message_id for row in sent)
    assert len(sent) == len({row.message_id for row in sent}) == year.told["sent"] > 500


def test_nothing_is_left_undecided(year: Year) -> None:
    assert year.rows("SELECT * FROM v_letter WHERE state IN ('queued', 'claimed', 'in_data', 'uncertain')") == []
    assert year.rows("SELECT * FROM v_reminder WHERE state = 'waiting'") == []
    silent = "SELECT state, reason FROM v_reminder WHERE state NOT IN ('waiting', 'lettered')"
    assert year.rows(f"{silent} AND coalesce(reason, '') = ''") == []


def test_every_kind_of_letter_is_played(year: Year) -> None:
    sent = {row["kind"] for row in year.told["letters"] if row["state"] == "sent"}
    assert sent == {
        "pair_formed",
        "stage_opened",
        "appointment",
        "survey_opened",
        "reminder",
        "due_today",
        "escalation_curator",
        "escalation_head",
        "escalation_municipality",
        "digest",
        "date_moved",
        "move_refused",
        "pair_closed",
        "correction",
    }


def test_no_letter_goes_at_night_or_on_a_day_off(year: Year) -> None:
    six_days = {row.message_id for row in year.rows(_OF_SIX_DAYS)}
    for letter in year.letters:
        at = when(letter)
        assert time(8) <= at.time() < time(20), at
        assert at.date() not in DAYS_OFF, at
        worked = 5 if letter["Message-ID"] in six_days or at.date() == date(2025, 11, 1) else 4
        assert at.weekday() <= worked, (at, letter["To"])


_OF_SIX_DAYS = (
    "SELECT letter.message_id FROM letter JOIN organisation ON organisation.id = letter.organisation_id"
    " WHERE organisation.week = 6"
)


def test_a_letter_says_today_only_on_the_due_day(year: Year) -> None:
    said = {"Сегодня срок": "срок сегодня", "Завтра срок": "срок завтра", "Срок в выходной": "срок (через|завтра)"}
    for begins, meant in said.items():
        letters = [letter for letter in year.letters if str(letter["Subject"]).startswith(begins)]
        assert letters, begins
        assert [letter["Subject"] for letter in letters if not re.search(meant, words(letter))] == []


def test_nobody_is_named_above_the_school(year: Year) -> None:
    named = re.compile("|".join(person.surname for school in SCHOOLS for person in school.people))
    letters = year.to(OFFICIAL.surname)
    assert len(letters) > 10
    assert [letter["Subject"] for letter in letters if named.search(words(letter))] == []


def test_minors_hear_nothing_and_their_parents_everything(year: Year) -> None:
    for person in EVERYBODY.values():
        if person.parent:
            assert year.to(person.surname) == []
    assert "Крылов" in words(year.to("Крылова")[0])


def test_a_suspended_pair_is_silent_and_a_closed_one_too(year: Year) -> None:
    [(resumed, pair_id)] = year.rows("SELECT at, pair_id FROM v_transition WHERE move = 'resume'")
    [(paused,)] = year.rows(f"SELECT at FROM v_transition WHERE move = 'suspend' AND pair_id = {pair_id}")
    about = f"SELECT sent_at FROM ({_ABOUT_PAIRS}) AS told WHERE"
    assert year.rows(f"{about} pair_id = {pair_id} AND sent_at > '{paused}' AND sent_at < '{resumed}'") == []
    assert year.rows(f"{about} kind <> 'pair_closed' AND closed_on IS NOT NULL AND date(sent_at) > closed_on") == []
    assert len(year.rows(f"{about} pair_id = {pair_id}")) > 5


_ABOUT_PAIRS = (
    "SELECT letter.kind, letter.sent_at, pair.id AS pair_id, pair.closed_on FROM letter"
    " JOIN pair ON pair.id = letter.pair_id WHERE letter.state = 'sent'"
    " UNION ALL SELECT letter.kind, letter.sent_at, pair.id, pair.closed_on FROM letter"
    " JOIN reminder ON reminder.letter_id = letter.id AND reminder.state = 'lettered'"
    " JOIN obligation ON obligation.id = reminder.obligation_id JOIN pair ON pair.id = obligation.pair_id"
    " WHERE letter.state = 'sent'"
)


def test_an_announced_end_closes_the_pair_on_its_day(year: Year) -> None:
    ended = {row.pair_id: date.fromisoformat(day) for row in year.rows(_ENDS) if (day := row.ending_on)}
    assert len(ended) == 5
    for row in year.rows("SELECT pair_id, at FROM v_transition WHERE actor = 'clock'"):
        midnight = datetime.combine(ended.pop(row.pair_id), time(), KIROV)
        assert datetime.fromisoformat(row.at) == midnight
    assert ended == {}


_ENDS = (
    "SELECT v_transition.pair_id, pair.ending_on FROM v_transition JOIN pair ON pair.id = v_transition.pair_id"
    " WHERE move = 'end'"
)


def test_an_address_that_does_not_exist_is_tried_once_and_a_mended_one_serves(year: Year) -> None:
    assert [letter for letter in year.letters if letter["To"] in UNKNOWN] == []
    assert [row["state"] for row in year.told["troubled"]] == ["failed"] * len(UNKNOWN)
    assert all("550" in row["reason"] for row in year.told["troubled"])
    mended = [letter for letter in year.letters if letter["To"] == "noskov@lyceum-9.example"]
    assert min(when(letter) for letter in mended) > datetime(2025, 10, 6, tzinfo=KIROV)


def test_a_letter_that_a_server_puts_off_goes_later(year: Year) -> None:
    put_off = year.rows("SELECT recipient, state FROM v_letter WHERE attempts > 1")
    assert {row.recipient for row in put_off if row.state == "sent"} == set(WARY)


def test_a_deputy_reads_the_curators_letters_during_the_leave(year: Year) -> None:
    first, last = date(2025, 11, 6), date(2025, 11, 24)
    away = [when(letter).date() for letter in year.to("Белова")]
    assert [day for day in away if first <= day <= last] == []
    assert any(day > last for day in away)
    [told] = [letter for letter in year.to("Котельникова") if first <= when(letter).date() <= date(2025, 11, 17)][-1:]
    assert "замещаете: Белова М. П." in words(told)


def test_the_figures_are_those_of_the_database(year: Year) -> None:
    letters = year.rows("SELECT kind, state, count(*) AS number FROM v_letter GROUP BY kind, state")
    assert {(row["kind"], row["state"]): row["number"] for row in year.told["letters"]} == {
        (row.kind, row.state): row.number for row in letters
    }
    pairs = Counter((row.stage, row.outcome or "") for row in year.rows("SELECT stage, outcome FROM v_pair"))
    told: Counter[tuple[str, str]] = Counter()
    for row in year.told["pairs"]:
        told[row["stage"], row["outcome"]] += row["number"]
    assert told == pairs
    overdue = year.rows("SELECT id FROM v_obligation WHERE status = 'open' AND due_on < '2026-11-24'")
    assert sorted(row["obligation"] for row in year.told["overdue"]) == sorted(row.id for row in overdue)
    assert {row["holder"] for row in year.told["overdue"]}.isdisjoint(EVERYBODY)


def test_the_year_leads_pairs_to_every_kind_of_end(year: Year) -> None:
    outcomes = {row["outcome"] for row in year.told["pairs"]}
    assert outcomes == {"", "completed", "by_agreement", "mentor_left", "transferred", "never_started"}
    moves = {row.move for row in year.rows("SELECT DISTINCT move FROM v_transition")}
    assert moves >= {"back_to_acquaintance", "suspend", "resume", "replace_mentor", "undo", "end", "end_early"}


def test_the_curtain_falls_on_a_day_full_of_things_to_do(year: Year) -> None:
    living = {(row["lifecycle"], row["stage"]): row["number"] for row in year.told["pairs"] if not row["outcome"]}
    assert {stage for _, stage in living} == {
        "formed",
        "acquaintance",
        "trial_meeting",
        "planning",
        "work",
        "final_meeting",
        "suspended",
    }
    assert {form for form, _ in living} == {"teacher-pair", "pupil-pair", "employer-pupil", "student-pupil", "group"}
    assert sum(row["number"] for row in year.told["pairs"]) >= 30
    assert len(year.rows("SELECT id FROM person")) >= 60
    assert {row["org"] for row in year.told["overdue"]} >= {"kirov/rechnoy/school-14", "kirov/rechnoy/lyceum-9"}
    assert year.told["troubled"] != []
    today = {letter["To"] for letter in year.letters if when(letter).date() == year.at.astimezone(KIROV).date()}
    assert EVERYBODY["Лаптева"].email in today


def test_the_data_left_behind_are_sound(year: Year) -> None:
    result = call(["verify", "--json"], year.env)
    assert (result.exit_code, json.loads(result.stdout)["pending"]) == (0, []), result.stdout


def test_what_people_see_are_the_same_figures(year: Year) -> None:
    with year.database.read() as tx:
        figures = count(tx, at=year.at)
    headed = {heading.ru: table for heading, table in tables(figures, "ru")}
    assert list(headed["Письма"].rows[-1])[:2] == ["всего", len(year.letters)]
    assert sum(cast(int, row[3]) for row in headed["Пары"].rows) == len(year.rows("SELECT id FROM v_pair"))
    english = " ".join(str(cell) for _, table in list(tables(figures, "en"))[:2] for row in table.rows for cell in row)
    assert re.search("[а-яё]", english) is None


def test_the_same_year_is_played_each_time(year: Year, played_apart: tuple[Path, int]) -> None:
    folder, ticks = played_apart
    assert ticks == year.told["ticks"]
    assert Counter(map(_what_and_when, read_letters(folder / "mail"))) == Counter(map(_what_and_when, year.letters))


def _what_and_when(letter: EmailMessage) -> tuple[str, str, str]:
    """Letters of one moment may arrive in any order, they go by several connections."""
    return str(letter["Date"]), str(letter["To"]), str(letter["Subject"])


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    mine = tmp_path / "demo" / "thesis.txt"
    mine.write_text("three years of work")
    result = demo(tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "somebody else" in demo(tmp_path, "--lang", "en").stderr
    assert mine.read_text() == "three years of work"
