"""`nastavnik workflow`: descriptions of a pair's life."""

from pathlib import Path
from typing import Annotated, Any

from engine.lifecycle import Definition
from engine.lifecycle.graph import mermaid
from engine.lifecycle.picture import svg
from engine.refusals import BadInput
from engine.words import Words
from nastavnik.cli import output
from nastavnik.cli.arguments import argument, option, read_text
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from workflows.answers.plainly import plainly
from workflows.chosen_lifecycle import chosen_lifecycle, newest_lifecycle
from workflows.definitions.faults import Fault
from workflows.definitions.lifecycle_files import lifecycle_schema, lifecycles, read_lifecycle
from workflows.definitions.migration_files import StageMap, read_stage_map
from workflows.migrate_pairs import migrate_pairs
from workflows.publish_definition import publish_definition

app = noun()

BAD_FILE = 2

_File = Annotated[Path, argument("FILE", "Файл описания (YAML)", "Definition file (YAML)")]
_Name = Annotated[str, argument("NAME", "Ключ жизненного цикла", "Key of the lifecycle")]
_Map = Annotated[Path | None, option("--map", "Файл соответствия этапов", "File that maps stages")]


@reads(app, "check", "Проверить файл описания", "Check a definition file")
def check(frame: Frame, file: _File) -> int:
    found = read_lifecycle(read_text(file, "FILE"), file.name)
    if isinstance(found, Definition):
        words = Words(
            f"{file.name}: ошибок нет ({found.key}, версия {found.version})",
            f"{file.name}: sound ({found.key}, version {found.version})",
        )
        answer = {"lifecycle": found.key, "version": found.version, "hash": found.hash}
        frame.show({"valid": True, **answer, "faults": []}, words)
        return 0
    listed = [_fault(fault, frame) for fault in found]
    lines = "\n".join(fault.in_(frame.language) for fault in found)
    frame.show({"valid": False, "faults": listed}, Words(lines, lines))
    words = Words(f"{file.name}: ошибок: {len(found)}", f"{file.name}: {len(found)} faults")
    details = {"faults": listed}
    output.failure(words, code="bad_definition", details=details, as_json=frame.as_json, language=frame.language)
    return BAD_FILE


@reads(app, "list", "Список описаний", "List definitions")
def list_(frame: Frame) -> None:
    with frame.read() as tx:
        found = [newest_lifecycle(tx, key) for key in lifecycles()]
    frame.show(
        [{"lifecycle": one.key, "version": one.version, "title": one.title.in_(frame.language)} for one in found],
        Table(
            (Words("Ключ", "Key"), Words("Версия", "Version"), Words("Название", "Title")),
            [(one.key, one.version, one.title.in_(frame.language)) for one in found],
        ),
    )


@reads(app, "show", "Показать описание", "Show a definition")
def show(
    frame: Frame,
    name: _Name,
    version: Annotated[int | None, option("--version", "Версия, иначе новейшая", "Version, else the newest")] = None,
) -> None:
    with frame.read() as tx:
        found = chosen_lifecycle(tx, name, version)
    rows = [(stage.key, stage.title.in_(frame.language), _ways(found, stage.key)) for stage in found.stages]
    frame.show(
        {**found.plain(), "hash": found.hash},
        Table((Words("Этап", "Stage"), Words("Название", "Title"), Words("Переходы", "Moves")), rows),
    )


@reads(app, "graph", "Нарисовать описание (Mermaid или SVG)", "Draw a definition (Mermaid or SVG)")
def graph(
    frame: Frame,
    name: _Name,
    as_svg: Annotated[bool, option("--svg", "SVG вместо Mermaid", "SVG instead of Mermaid")] = False,
    version: Annotated[int | None, option("--version", "Версия, иначе новейшая", "Version, else the newest")] = None,
) -> None:
    with frame.read() as tx:
        found = chosen_lifecycle(tx, name, version)
    drawn = svg(found, frame.language) if as_svg else mermaid(found, frame.language)
    frame.show({"lifecycle": found.key, "version": found.version, "graph": drawn}, Words(drawn, drawn))


@reads(app, "schema", "JSON Schema описания", "JSON Schema of a definition")
def schema(frame: Frame) -> None:
    output.document(dict(lifecycle_schema()))


@changes(app, "publish", "Опубликовать описание", "Publish a definition")
def publish(frame: Frame, file: _File, stage_map: _Map = None) -> int:
    found = read_lifecycle(read_text(file, "FILE"), file.name)
    if not isinstance(found, Definition):
        raise _bad_file("FILE", found)
    mapping = None if stage_map is None else _stage_map(stage_map)
    return frame.change(
        lambda tx, by: publish_definition(tx, by=by, definition=found, stage_map=mapping),
        answer=plainly,
        say=lambda made: Words(
            f"{made['lifecycle']}, версия {made['version']}: "
            + ("опубликовано" if made["fresh"] else "уже опубликовано"),
            f"{made['lifecycle']}, version {made['version']}: "
            + ("published" if made["fresh"] else "published already"),
        ),
    )


@changes(app, "migrate-pairs", "Перевести пары на другую версию", "Move pairs to another version")
def migrate(
    frame: Frame,
    stage_map: Annotated[Path, option("--map", "Файл соответствия этапов", "File that maps stages")],
    programme: Annotated[int | None, option("--programme", "Только эта программа", "This programme only")] = None,
) -> int:
    mapping = _stage_map(stage_map)
    return frame.change(
        lambda tx, by: migrate_pairs(tx, by=by, stage_map=mapping, programme_id=programme),
        answer=lambda done: {
            "lifecycle": done.lifecycle,
            "to": done.to,
            "pairs": [plainly(row) for row in done.rows],
            "programmes": list(done.programmes),
        },
        say=lambda done: _say_migrated(done["pairs"], done["to"]),
    )


def _say_migrated(rows: list[dict[str, Any]], version: int) -> Words:
    lines = "\n".join(f"{row['pair_id']}: {row['from_stage']} → {row['to_stage']}" for row in rows)
    tail = f"\n{lines}" if lines else ""
    return Words(f"На версию {version} пар: {len(rows)}{tail}", f"Pairs to version {version}: {len(rows)}{tail}")


def _ways(found: Definition, stage: str) -> str:
    return ", ".join(f"{move.key} → {move.to}" for move in found.moves if stage in move.from_)


def _stage_map(path: Path) -> StageMap:
    found = read_stage_map(read_text(path, "--map"), path.name)
    if isinstance(found, StageMap):
        return found
    raise _bad_file("--map", found)


def _bad_file(field: str, faults: tuple[Fault, ...]) -> BadInput:
    return BadInput(field, "; ".join(map(str, faults)), "; ".join(fault.in_("en") for fault in faults))


def _fault(fault: Fault, frame: Frame) -> dict[str, Any]:
    return {
        "file": fault.file,
        "line": fault.line,
        "column": fault.column,
        "word": fault.word,
        "message": fault.message.in_(frame.language),
    }
