"""`nastavnik demo`: a school year of a district, played in a folder of its own, then open in a browser."""

import sys
from datetime import date
from typing import Annotated

from engine.words import Words
from nastavnik.cli import output
from nastavnik.cli.arguments import flag, option
from nastavnik.cli.frame import Frame, command, reads
from nastavnik.cli.output import sentence, table
from nastavnik.demo.figures import Figures, count
from nastavnik.demo.folder import DATABASE, fresh_folder
from nastavnik.demo.living import live
from nastavnik.demo.play import FIRST_DAY, LAST_DAY, Played, Told, play
from nastavnik.demo.script import STORIES
from nastavnik.demo.telling import document, farewell, sign_ins, tables
from nastavnik.demo.watching import watching
from nastavnik.logs import log_to_stderr
from nastavnik.serving import address_of, listen
from storage.database import Database

app = command()

_HOST = "127.0.0.1"


@reads(app, "demo", "Показ: учебный год района из трёх школ", "A school year of a district")
def demo(
    frame: Frame,
    port: Annotated[int, option("--port", "Порт страниц", "Port of the pages")] = 8000,
    no_serve: Annotated[bool, flag("--no-serve", "Сыграть, показать и закончить", "Play, print and end")] = False,
) -> None:
    if no_serve:
        _tell(frame, _played(frame, f"http://localhost:{port}"), address=None)
        return
    with listen(_HOST, port) as door:  # a taken port is told before the play, not after it
        address = address_of(door, _HOST)
        played = _played(frame, address)
        log_to_stderr()

        def ready() -> None:
            _tell(frame, played, address=address)
            sys.stdout.flush()  # into a pipe or a service's log, too

        live(played.folder, at=played.at, base_url=address, door=door, ready=ready)


def _played(frame: Frame, base_url: str) -> Played:
    folder = fresh_folder(frame.settings.data_dir)
    if not frame.as_json:
        sentence(_opening(), frame.language)
    with watching(FIRST_DAY, LAST_DAY, silent=frame.as_json, language=frame.language) as reach:

        def watch(day: date, told: Told | None) -> None:
            reach(day)
            if told is not None and not frame.as_json:
                sentence(f"  {told.on:%d.%m.%Y}  {told.organisation}: {told.what}", frame.language)

        return play(folder, base_url=base_url, watch=watch)


def _tell(frame: Frame, played: Played, *, address: str | None) -> None:
    figures = _figures(played)
    if frame.as_json:
        output.document(document(played, figures, address=address))
        return
    for heading, shown in tables(figures, frame.language):
        sentence(Words(f"\n{heading.ru}", f"\n{heading.en}"), frame.language)
        table(shown, frame.language)
    sentence(_summary(played, figures), frame.language)
    if address is not None:
        sentence(Words("\nКто может войти", "\nWho can sign in"), frame.language)
        table(sign_ins(played, frame.language), frame.language)
    for line in farewell(played, address=address):
        sentence(line, frame.language)


def _figures(played: Played) -> Figures:
    database = Database(f"sqlite:///{played.folder / DATABASE}")
    try:
        with database.read() as tx:
            return count(tx, at=played.at)
    finally:
        database.dispose()


def _opening() -> Words:
    return Words(
        f"Речной район, три школы, пар и групп: {len(STORIES)}. Настоящие планы наставничества, учебный год"
        " 2025-2026 и осень после него: часы переводятся от срока к сроку, письма идут по SMTP в местный ящик.",
        f"A district of three schools, pairs and groups: {len(STORIES)}. Real mentoring plans, the school year"
        " 2025-2026 and the autumn after it: the clock jumps from due moment to due moment, letters go over SMTP into"
        " a local mailbox.",
    )


def _summary(played: Played, figures: Figures) -> Words:
    sent, late = figures.sent, len(figures.overdue)
    return Words(
        f"\nПисем ушло: {sent}, просрочено: {late}, проходов: {played.ticks}, за {played.seconds:.0f} с.",
        f"\nLetters sent: {sent}, overdue: {late}, ticks: {played.ticks}, in {played.seconds:.0f} s.",
    )
