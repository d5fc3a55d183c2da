"""`nastavnik migrate | verify | backup | restore | settings`: keeping an installation in order."""

from pathlib import Path
from typing import Annotated, Any

from engine.words import Words
from nastavnik.cli.arguments import argument, flag
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.lazily import lazily
from nastavnik.cli.opening import connected, state_of
from nastavnik.cli.output import Table
from nastavnik.settings import shown
from storage.database import Database, DatabaseFailed

app = noun()

FOUND = 1

_File = Annotated[Path, argument("FILE", "Файл копии", "The backup")]


@changes(app, "migrate", "Довести схему базы до последней", "Bring the schema to head")
def migrate(frame: Frame) -> None:
    database = connected(frame.settings)
    try:
        before = state_of(database)
        applied = [] if frame.dry_run else lazily("storage.schema").migrate(database)
    finally:
        database.dispose()
    if frame.dry_run:
        words = Words(f"Проверка, ничего не записано. Схема: {before}", f"Dry run, nothing stored. Schema: {before}")
    else:
        words = Words(f"Схема последняя, шагов: {len(applied)}", f"The schema is at head, steps: {len(applied)}")
    frame.show({"before": before, "applied": applied, "dry_run": frame.dry_run}, words)


@reads(app, "verify", "Сверить журнал, связи, обязательства", "Check journal, references, obligations")
def verify(frame: Frame) -> int:
    flow = lazily("workflows.verify_data")
    with frame.read() as tx, frame.progress(Words("Сверка", "Checking"), flow.size(tx)) as advance:
        found = flow.verify_data(tx, at=frame.clock.now(), advance=advance)
    document = {
        "ok": found.sound,
        "journal": found.journal,
        "references": found.references,
        "obligations": found.obligations,
        "pending": found.pending,
    }
    frame.show(document, Words("Всё сходится", "Everything agrees") if found.sound else _faults(found))
    return 0 if found.sound else FOUND


@changes(app, "backup", "Сделать копию базы на ходу", "Back the database up while running")
def backup(frame: Frame, file: _File) -> None:
    if frame.dry_run:
        words = Words(f"Проверка: копия была бы в {file}", f"Dry run: the backup would be {file}")
        frame.show({"file": str(file), "dry_run": True}, words)
        return
    # An old schema is backed up as it is: that is what one does before `migrate`.
    database = connected(frame.settings)
    try:
        if state_of(database) == "empty":
            lazily("storage.schema").migrate(database)
        size = lazily("storage.backup").backup(database, file)
    finally:
        database.dispose()
    frame.show(
        {"file": str(file), "bytes": size},
        Words(f"Копия проверена: {file}, {size} байт", f"The backup is checked: {file}, {size} bytes"),
    )


@changes(app, "restore", "Восстановить базу из копии", "Restore the database from a backup")
def restore(
    frame: Frame,
    file: _File,
    hold_outbox: Annotated[
        bool, flag("--hold-outbox", "Письма старше копии ждут отпуска", "Older letters wait")
    ] = False,
) -> None:
    if frame.dry_run:
        words = Words(f"Проверка: база стала бы такой, как в {file}", f"Dry run: the database would be that of {file}")
        frame.show({"file": str(file), "dry_run": True}, words)
        return
    database = connected(frame.settings)
    try:
        seal, gone = _erased(database)
        done = lazily("storage.backup").restore(file, database, hold_outbox=hold_outbox)
        again = lazily("workflows.erase_again").erase_again(database, by=frame.reader, seal=seal, person_ids=gone)
        lazily("storage.forgetting").forget(database, frame.settings.data_dir)
    finally:
        database.dispose()
    frame.show(
        {"file": str(file), "held": done.held, "erased_again": len(again.done), "to_erase": list(again.left)},
        Words(
            f"База восстановлена, удержано писем: {done.held}" + _again_ru(again),
            f"Restored, letters held: {done.held}" + _again_en(again),
        ),
    )


@reads(app, "settings", "Показать настройки", "Show the settings")
def settings(frame: Frame) -> None:
    lines = shown(frame.settings, frame.environ)
    frame.show(
        [{"name": line.name, "value": line.value, "origin": line.origin} for line in lines],
        Table(
            (Words("Настройка", "Setting"), Words("Значение", "Value"), Words("Откуда", "From")),
            [(line.name, line.value, line.origin) for line in lines],
        ),
    )


def _erased(database: Database) -> tuple[str, list[int]]:
    """Who was erased in the database that is about to be replaced; nobody in one that cannot be read."""
    try:
        with database.read() as tx:
            seal, gone = lazily("storage.leaving").erased(tx)
    except DatabaseFailed:
        return "", []
    return seal, gone


def _again_ru(again: Any) -> str:
    done = f"; снова удалены данные людей: {len(again.done)}" if again.done else ""
    left = f"; удалите сами (person erase): {', '.join(map(str, again.left))}" if again.left else ""
    return done + left


def _again_en(again: Any) -> str:
    done = f"; people erased again: {len(again.done)}" if again.done else ""
    left = f"; erase yourself (person erase): {', '.join(map(str, again.left))}" if again.left else ""
    return done + left


def _faults(found: Any) -> Table:
    kinds = (
        (Words("журнал", "journal"), found.journal),
        (Words("связи", "references"), found.references),
        (Words("обязательства", "obligations"), found.obligations),
        (Words("ещё выводится", "pending"), found.pending),
    )
    return Table(
        (Words("Где", "Where"), Words("Что", "What")),
        [(words.ru, fault) for words, faults in kinds for fault in faults],
    )
