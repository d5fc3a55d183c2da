"""`nastavnik year`: from one school year to the next."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from engine.words import Words
from engine.year_turn import PairDecision
from nastavnik.cli.arguments import option, read_text
from nastavnik.cli.frame import Frame, changes, noun, reads
from nastavnik.cli.output import Table
from workflows.answers.plainly import plain
from workflows.answers.years import year_document
from workflows.definitions.migration_files import StageMap, read_stage_map
from workflows.next_roadmap import RowChoices
from workflows.show_year_turn import YearChoices, show_year_turn
from workflows.turn_year import YearTurned, turn_year
from workflows.undo_year import YearUnturned, undo_year

app = noun()

_Programmes = Annotated[
    list[int] | None,
    option("--programme", "Какие программы (id), иначе кончающиеся", "Which programmes, else ending ones"),
]
_Close = Annotated[list[str] | None, option("--close", '"ПАРА:ИСХОД"', '"PAIR:OUTCOME"')]
_Prolong = Annotated[list[int] | None, option("--prolong", "Продлить пару (id)", "The pair goes on")]
_Leave = Annotated[list[int] | None, option("--leave", "Не трогать пару (id)", "Leave the pair alone")]
_Rows = Annotated[list[int] | None, option("--row", "Пункт нового года (id), иначе как предложено", "A row to take")]
_Map = Annotated[Path | None, option("--map", "Файл соответствия этапов", "File that maps stages")]
_DIGITS = 9
_PLAIN: tuple[PairDecision, PairDecision] = ("prolong", "leave")


@reads(app, "preview", "Что будет при переходе на новый год", "What the turn of the year would do")
def preview(
    frame: Frame,
    programme: _Programmes = None,
    close: _Close = None,
    prolong: _Prolong = None,
    leave: _Leave = None,
    row: _Rows = None,
    stage_map: _Map = None,
) -> int:
    choices = _choices(programme, close, prolong, leave, row, stage_map)
    with frame.read() as tx:
        ahead = show_year_turn(tx, by=frame.reader, organisation=frame.organisation(tx), choices=choices, named=False)
    if isinstance(ahead, Refused):
        return frame.refuse(ahead)
    frame.show(
        {key: plain(value) for key, value in year_document(ahead).items()},
        Table(
            (Words("Пара", "Pair"), Words("Этап", "Stage"), Words("Что будет", "What happens")),
            [(one.number, one.stage.in_(frame.language), one.decision) for one in ahead.pairs],
        ),
    )
    return 1 if ahead.faults else 0


@changes(app, "turn", "Начать новый учебный год", "Begin the new school year")
def turn(
    frame: Frame,
    programme: _Programmes = None,
    close: _Close = None,
    prolong: _Prolong = None,
    leave: _Leave = None,
    row: _Rows = None,
    stage_map: _Map = None,
) -> int:
    choices = _choices(programme, close, prolong, leave, row, stage_map)

    def flow(tx: Connection, by: By) -> YearTurned | Refused:
        return turn_year(tx, by=by, organisation=frame.organisation(tx), choices=choices)

    return frame.change(
        flow,
        answer=lambda made: {
            "id": next(iter(made.programmes.values()), None),
            "programmes": {str(old): new for old, new in made.programmes.items()},
            "roadmaps": {str(old): new for old, new in made.roadmaps.items()},
            "closed": made.closed,
            "announced": made.announced,
            "prolonged": made.prolonged,
            "left": made.left,
            "carried": made.carried,
        },
        say=lambda made: Words(
            f"Новый год начат: пар продлено {len(made['prolonged'])}, закрыто {len(made['closed'])},"
            f" пунктов перенесено {len(made['carried'])}",
            f"The new year has begun: {len(made['prolonged'])} pairs go on, {len(made['closed'])} closed,"
            f" {len(made['carried'])} rows carried over",
        ),
    )


@changes(app, "undo", "Отменить начало нового года", "Undo the turn of the year")
def undo(frame: Frame) -> int:
    def flow(tx: Connection, by: By) -> YearUnturned | Refused:
        return undo_year(tx, by=by, organisation=frame.organisation(tx))

    return frame.change(
        flow,
        answer=lambda made: {"id": next(iter(made.programmes), None), "pairs": made.pairs, "rows": made.rows},
        say=lambda made: Words(
            f"Отменено: пар возвращено {made['pairs']}, новые программы остались пустыми",
            f"Undone: {made['pairs']} pairs are back, the new programmes stay empty",
        ),
    )


def _choices(
    programme: Sequence[int] | None,
    close: Sequence[str] | None,
    prolong: Sequence[int] | None,
    leave: Sequence[int] | None,
    row: Sequence[int] | None,
    stage_map: Path | None,
) -> YearChoices:
    closes = dict(_closing(one) for one in close or ())
    plainly: dict[int, PairDecision] = {
        pair: what for what, pairs in zip(_PLAIN, (prolong, leave), strict=True) for pair in pairs or ()
    }
    mapping = None if stage_map is None else _mapping(stage_map)
    return YearChoices(
        programmes=frozenset(programme) if programme else None,
        pairs={**plainly, **dict.fromkeys(closes, _CLOSE)},
        outcomes={pair: outcome for pair, outcome in closes.items() if outcome},
        rows=RowChoices(rows=frozenset(row) if row else None),
        stages={} if mapping is None else {mapping.lifecycle: mapping.stages},
    )


_CLOSE: PairDecision = "close"


def _closing(told: str) -> tuple[int, str]:
    pair, _, outcome = told.partition(":")
    if not (pair.isascii() and pair.isdigit() and len(pair) <= _DIGITS):
        raise BadInput("--close", f"--close: «{told}»: нужно ПАРА:ИСХОД", "--close: write PAIR:OUTCOME")
    return int(pair), outcome


def _mapping(file: Path) -> StageMap:
    found = read_stage_map(read_text(file, "--map"), file.name)
    if isinstance(found, StageMap):
        return found
    said = "; ".join(str(fault) for fault in found)
    raise BadInput("--map", f"--map: {said}", f"--map: {said}")
