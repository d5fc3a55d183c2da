"""`nastavnik person import|undo-import|template`: many people at once from a workbook."""

from pathlib import Path
from typing import Annotated, Any

from documents.people_workbook import people_template
from engine.words import Words
from nastavnik.cli.arguments import argument, flag, option, read_file
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.progress_steps import STEPS, steps
from nastavnik.cli.whole_file import write_whole
from workflows.import_people import import_people, read_decisions
from workflows.read_people_file import PeopleFile, read_people_file
from workflows.undo_people import undo_people

app = noun()

_READING = Words("Чтение файла", "Reading the file")
_STORING = Words("Сверка и запись", "Comparing and storing")


@changes(app, "import", "Загрузить участников из XLSX", "Load people from XLSX")
def import_(
    frame: Frame,
    file: Annotated[Path, argument("FILE", "Файл XLSX (шаблон: person template)", "XLSX file")],
    good_rows: Annotated[
        bool, flag("--good-rows", "Только правильные строки, остальные пропустить", "Good rows only, skip the rest")
    ] = False,
    decide: Annotated[
        list[str] | None,
        option("--decide", "СТРОКА=НОМЕР (тот же человек), =new (другой), =skip (пропустить)", "ROW=ID|new|skip"),
    ] = None,
) -> int:
    decisions = read_decisions(decide or (), "--decide")
    found = _read(frame, file)
    with frame.progress(_STORING, found.rows) as advance:
        return frame.change(
            lambda tx, by: import_people(
                tx,
                by=by,
                organisation_id=frame.organisation(tx).id,
                found=found,
                good_only=good_rows,
                decisions=decisions,
                progress=advance,
            ),
            answer=lambda made: {"id": made.import_id, **made.counts},
            say=_loaded,
        )


@changes(app, "undo-import", "Отменить загрузку участников (в течение суток)", "Take a loading back within a day")
def undo(frame: Frame, import_id: Annotated[int, argument("IMPORT", "Номер загрузки", "Id of the import")]) -> int:
    return frame.change(
        lambda tx, by: undo_people(tx, by=by, import_id=import_id),
        answer=lambda undone: {"id": undone.import_id, "removed": undone.removed, "restored": undone.restored},
        say=lambda undone: Words(
            f"Загрузка {undone['id']} отменена: убрано {undone['removed']}, возвращено прежнее у {undone['restored']}",
            f"Import {undone['id']} is undone: {undone['removed']} removed, {undone['restored']} restored",
        ),
    )


@reads(app, "template", "Шаблон XLSX для загрузки участников", "The XLSX template for people")
def template(frame: Frame, out: Annotated[Path, option("--out", "Куда записать", "Where to write")]) -> None:
    write_whole(out, people_template(frame.language))
    frame.show({"file": str(out)}, Words(f"Шаблон записан: {out}", f"The template is written: {out}"))


def _read(frame: Frame, file: Path) -> PeopleFile:
    """The file, with a bar for a long one. The name of a file is never kept."""
    content = read_file(file, "FILE")
    with frame.progress(_READING, STEPS) as advance:
        return read_people_file(content, progress=steps(advance))


def _loaded(made: Any) -> Words:
    left = f"; пропущено строк {made['left']}" if made["left"] else ""
    stripped = f"; без согласия записаны только имя, почта и должность: {made['stripped']}" if made["stripped"] else ""
    skipped = f"; {made['left']} rows left out" if made["left"] else ""
    bare = f"; stored without what waits for a consent: {made['stripped']}" if made["stripped"] else ""
    return Words(
        f"Загрузка {made['id']}: добавлено {made['added']}, изменено {made['changed']}, без изменений {made['same']}"
        f"{left}{stripped}. Отменить: nastavnik person undo-import {made['id']}",
        f"Import {made['id']}: {made['added']} added, {made['changed']} changed, {made['same']} as they were"
        f"{skipped}{bare}. Undo: nastavnik person undo-import {made['id']}",
    )
