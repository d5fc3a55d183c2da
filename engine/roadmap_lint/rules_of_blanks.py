"""Rules about what is missing: cells, numbers, something to measure by."""

from collections.abc import Callable, Iterator

from engine.deadlines.model import Empty
from engine.roadmap_lint.model import Found, LintRoadmap, LintRow, Rule
from engine.words import Words

_COLUMN: dict[str, Words] = {
    "deadline": Words("срок", "deadline"),
    "responsible": Words("ответственный", "responsible"),
    "result": Words("результат или документ", "result or document"),
}


def _blank(field: str, missing: Callable[[LintRow], bool]) -> Callable[[LintRoadmap], Iterator[Found]]:
    """One finding a row; when all rows are blank, the roadmap has no such column and one finding says so."""

    def find(roadmap: LintRoadmap) -> Iterator[Found]:
        blank = [row for row in roadmap.rows if missing(row)]
        title = _COLUMN[field]
        if len(blank) > 1 and len(blank) == len(roadmap.rows):
            yield Found(
                tuple(blank),
                "",
                Words(f"В карте нет графы «{title.ru}»", f"The roadmap has no column “{title.en}”"),
                Words("Добавьте графу или заполните её при проверке", "Add the column or fill it in when reviewing"),
            )
            return
        for row in blank:
            merged = field in row.asked
            yield Found(
                (row,),
                row.activity,
                Words(
                    f"{title.ru[:1].upper()}{title.ru[1:]} не указан"
                    + (": ячейка пуста или объединена с соседней" if merged else ""),
                    f"No {title.en} is given" + (": the cell is blank or merged with its neighbour" if merged else ""),
                ),
                Words(
                    f"Заполните графу «{title.ru}» пункта {row.number}", f"Fill in the {title.en} of row {row.number}"
                ),
            )

    return find


def merged_cell(roadmap: LintRoadmap) -> Iterator[Found]:
    """A cell the reader filled from its neighbour and asked about."""
    for row in roadmap.rows:
        for field, words in (("responsible", row.responsible), ("result", row.result or row.document)):
            if field in row.asked and words and not (field == "responsible" and row.answerable is False):
                title = _COLUMN[field]
                yield Found(
                    (row,),
                    words,
                    Words(
                        f"Графа «{title.ru}» читается двояко: ячейка объединена или разорвана",
                        f"The {title.en} can be read in two ways: the cell is merged or torn",
                    ),
                    Words(f"Впишите значение в пункт {row.number}", f"Write the value into row {row.number}"),
                )


def numbering_gap(roadmap: LintRoadmap) -> Iterator[Found]:
    """A number is left out between neighbours: 3.2, then 3.4."""
    by_parent: dict[tuple[int, ...], dict[int, LintRow | None]] = {}
    for row in roadmap.rows:
        if parts := _parts(row.number):
            by_parent.setdefault(parts[:-1], {})[parts[-1]] = row
            for depth in range(1, len(parts)):  # 6.1.1 says that there is a 6.1
                by_parent.setdefault(parts[: depth - 1], {}).setdefault(parts[depth - 1], None)
    for section in roadmap.sections:
        if parts := _parts(section):
            by_parent.setdefault(parts[:-1], {}).setdefault(parts[-1], None)
    for parent, children in sorted(by_parent.items()):
        before = 0
        for last in sorted(children):
            after = children[last]
            if last > before + 1 and after is not None:
                absent = [".".join(map(str, (*parent, one))) for one in range(before + 1, last)]
                yield Found(
                    (after,),
                    after.number,
                    Words(
                        f"Перед пунктом {after.number} нет {', '.join(absent[:5])}",
                        f"Before row {after.number} there is no {', '.join(absent[:5])}",
                    ),
                    Words(
                        "Исправьте нумерацию или верните пропавший пункт", "Mend the numbers or restore the lost row"
                    ),
                )
            before = last


def numbering_repeated(roadmap: LintRoadmap) -> Iterator[Found]:
    """Two rows bear one number."""
    seen: dict[str, LintRow] = {}
    for row in roadmap.rows:
        first = seen.setdefault(row.number, row)
        if first is not row and row.number:
            yield Found(
                (row, first),
                row.number,
                Words(f"Номер {row.number} стоит у двух пунктов", f"Two rows have the number {row.number}"),
                Words("Дайте каждому пункту свой номер", "Give every row a number of its own"),
            )


def unmeasurable(roadmap: LintRoadmap) -> Iterator[Found]:
    """Where a roadmap has a column of indicators, rows that neither a figure nor a paper can prove."""
    if not any(row.indicator for row in roadmap.rows):
        return
    vague = tuple(row for row in roadmap.rows if not row.measured and (row.result or row.document))
    if vague:
        numbers = ", ".join(row.number for row in vague)
        yield Found(
            vague,
            vague[0].result or vague[0].document,
            Words(
                f"Результат нельзя проверить ни числом, ни документом: пункты {numbers}",
                f"Neither a figure nor a paper can prove the result of rows {numbers}",
            ),
            Words("Допишите документ или число («не менее …»)", "Add a paper or a figure (“at least …”)"),
        )


def _parts(number: str) -> tuple[int, ...]:
    pieces = number.strip(". ").split(".")
    return tuple(int(piece) for piece in pieces) if all(piece.isascii() and piece.isdigit() for piece in pieces) else ()


BLANKS: tuple[Rule, ...] = (
    Rule(
        "empty-deadline",
        Words("Нет срока", "No deadline"),
        Words(
            "Графа срока пуста: напоминаний не будет, пока срок не назначен.", "The deadline is blank: no reminders."
        ),
        "warning",
        _blank("deadline", lambda row: isinstance(row.deadline, Empty)),
    ),
    Rule(
        "empty-responsible",
        Words("Нет ответственного", "Nobody is responsible"),
        Words(
            "Графа ответственного пуста. «Определяется организацией» ошибкой не считается: это задание назначить.",
            "The responsible is blank. “Set by the school” is no mistake: it is a task to assign somebody.",
        ),
        "warning",
        _blank("responsible", lambda row: not row.responsible.strip() and not row.answerable),
    ),
    Rule(
        "empty-result",
        Words("Нет результата", "No result"),
        Words(
            "Не назван ни результат, ни документ, ни показатель: непонятно, чем доказать выполнение.",
            "Neither a result nor a paper nor an indicator is named: nothing proves that the row is done.",
        ),
        "warning",
        _blank("result", lambda row: not any(text.strip() for text in (row.result, row.document, row.indicator))),
    ),
    Rule(
        "merged-cell",
        Words("Объединённая ячейка", "A merged cell"),
        Words(
            "Значение взято из соседней строки, потому что ячейка объединена или разорвана: к какому пункту оно "
            "относится, "
            "решает человек.",
            "The value was taken from a neighbouring row, because the cell is merged or torn: a person decides "
            "whose it is.",
        ),
        "warning",
        merged_cell,
    ),
    Rule(
        "numbering-gap",
        Words("Пропуск в нумерации", "A gap in the numbers"),
        Words(
            "Между соседними номерами пропущен один или несколько.", "Between neighbouring numbers some are left out."
        ),
        "warning",
        numbering_gap,
    ),
    Rule(
        "numbering-repeated",
        Words("Повторный номер", "A repeated number"),
        Words("У двух пунктов один номер.", "Two rows bear the same number."),
        "warning",
        numbering_repeated,
    ),
    Rule(
        "unmeasurable-result",
        Words("Результат нечем измерить", "An unmeasurable result"),
        Words(
            "В карте есть графа показателей, а у пункта нет ни числа, ни документа. Одна подсказка на всю карту.",
            "The roadmap has a column of indicators, but the row has neither a figure nor a paper. One hint for "
            "the roadmap.",
        ),
        "hint",
        unmeasurable,
    ),
)
