"""`nastavnik deadline`: how a deadline phrase is understood."""

from datetime import date
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from engine.calendar import WorkCalendar
from engine.periods import Period
from engine.refusals import BadInput
from engine.words import Words
from nastavnik.cli.arguments import argument, day_option, option, read_text
from nastavnik.cli.frame import Frame, noun, reads
from nastavnik.cli.output import document
from workflows.answers.deadlines import deadline_document
from workflows.calendars import calendar_for
from workflows.local_life import local_life
from workflows.read_deadlines import Phrase, phrases_of, read_deadline

app = noun()

_ZONE = ZoneInfo("Europe/Moscow")  # whose today it is when no organisation is named


@reads(app, "read", "Прочесть срок: одна строка JSON на фразу", "Read a deadline: one JSON line per phrase")
def read(
    frame: Frame,
    phrase: Annotated[str | None, argument("PHRASE", "Срок словами", "The deadline in words")] = None,
    from_day: Annotated[date | None, day_option("--from", "Начало плана", "The plan begins")] = None,
    to_day: Annotated[date | None, day_option("--to", "Конец плана", "The plan ends")] = None,
    batch: Annotated[Path | None, option("--batch", "TSV: id, phrase, context_start, context_end", "the same")] = None,
) -> None:
    window = _window(from_day, to_day)
    today, calendar = _local(frame)
    phrases = _phrases(phrase, batch, window)
    with frame.progress(Words("Чтение сроков", "Reading deadlines"), len(phrases)) as advance:
        for each in phrases:
            found = read_deadline(each, window=window, today=today, calendar=calendar)
            document(deadline_document(found, frame.language))
            advance(1)


def _phrases(phrase: str | None, batch: Path | None, window: Period | None) -> list[Phrase]:
    if (phrase is None) == (batch is None):
        raise BadInput(
            "PHRASE",
            "PHRASE: нужна либо фраза, либо файл (--batch FILE)",
            "PHRASE: either a phrase or a file is needed (--batch FILE)",
        )
    if batch is not None:
        return list(phrases_of(read_text(batch, "--batch"), batch.name))
    return [Phrase(None, phrase or "", window)]


def _window(from_day: date | None, to_day: date | None) -> Period | None:
    if from_day is None and to_day is None:
        return None
    if from_day is None or to_day is None or to_day < from_day:
        raise BadInput(
            "--from",
            "--from и --to: нужны оба дня, конец не раньше начала",
            "--from and --to: both days are needed, the end not before the beginning",
        )
    return Period(from_day, to_day)


def _local(frame: Frame) -> tuple[date, WorkCalendar]:
    """Today and the working days of `--org`; without it the country's, and no database is opened."""
    now = frame.clock.now()
    if frame.org is None:
        return now.astimezone(_ZONE).date(), calendar_for(week=5, overrides={})
    with frame.read() as tx:
        life = local_life(tx, frame.organisation(tx).id)
    return life.today(now), life.calendar
