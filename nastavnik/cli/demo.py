"""`nastavnik demo`: a school year of a district, played in a folder of its own."""

from datetime import date
from typing import Annotated

from engine.words import Words
from nastavnik.cli import output
from nastavnik.cli.arguments import flag, option
from nastavnik.cli.frame import Frame, command, reads
from nastavnik.cli.output import sentence, table
from nastavnik.demo.figures import Figures, count
from nastavnik.demo.folder import DATABASE, fresh_folder
from nastavnik.demo.play import FIRST_DAY, LAST_DAY, Played, Told, play
from nastavnik.demo.script import STORIES
from nastavnik.demo.telling import document, farewell, tables
from nastavnik.demo.watching import watching
from storage.database import Database

app = command()


@reads(app, "demo", "Показ: учебный год района из трёх школ", "A school year of a district")
def demo(
    frame: Frame,
    port: Annotated[int, option("--port", "Порт страниц (будут позже)", "Port of the pages to come")] = 8000,
    no_serve: Annotated[bool, flag("--no-serve", "Сыграть, показать и закончить", "Play, print and end")] = False,
) -> None:
    """Both arguments are part of the promise; there are no pages yet, so both ways play, print and end."""
    began = frame.clock.elapsed()
    played = _played(frame)
    figures = _figures(played)
    if frame.as_json:
        output.document(document(played, figures))
        return
    for heading, shown in tables(figures, frame.language):
        sentence(Words(f"\n{heading.ru}", f"\n{heading.en}"), frame.language)
        table(shown, frame.language)
    sentence(_summary(played, figures, seconds=frame.clock.elapsed() - began), frame.language)
    for line in farewell(played):
        sentence(line, frame.language)


def _played(frame: Frame) -> Played:
    folder = fresh_folder(frame.settings.data_dir)
    if not frame.as_json:
        sentence(_opening(), frame.language)
    with watching(FIRST_DAY, LAST_DAY, silent=frame.as_json, language=frame.language) as reach:

        def watch(day: date, told: Told | None) -> None:
            reach(day)
            if told is not None and not frame.as_json:
                sentence(f"  {told.on:%d.%m.%Y}  {told.organisation}: {told.what}", frame.language)

        return play(folder, watch=watch)


def _figures(played: Played) -> Figures:
    database = Database(f"sqlite:///{played.folder / DATABASE}")
    try:
        with database.read() as tx:
            return count(tx, at=played.at)
    finally:
        database.dispose()


def _opening() -> Words:
    return Words(
        f"Речной район, три школы, пар и групп: {len(STORIES)}. Настоящий план наставничества на 2025-2026 год,"
        " часы переводятся от срока к сроку, письма идут по SMTP в местный ящик.",
        f"A district of three schools, pairs and groups: {len(STORIES)}. A real mentoring plan of 2025-2026,"
        " the clock jumps from due moment to due moment, letters go over SMTP into a local mailbox.",
    )


def _summary(played: Played, figures: Figures, *, seconds: float) -> Words:
    sent, late = figures.sent, len(figures.overdue)
    return Words(
        f"\nПисем ушло: {sent}, просрочено: {late}, проходов: {played.ticks}, за {seconds:.0f} с.",
        f"\nLetters sent: {sent}, overdue: {late}, ticks: {played.ticks}, in {seconds:.0f} s.",
    )
