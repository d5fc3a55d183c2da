"""Rules about what comes after what."""

from collections.abc import Iterator
from datetime import date, timedelta

from engine.deadlines.model import Continuous, Empty, External
from engine.roadmap_lint.model import Found, LintRoadmap, LintRow, Rule
from engine.roadmap_lint.order import BASES, NEEDS, ORDER, TITLES
from engine.words import Words

_LAW = Words(
    ". До согласия хранят только имя, адрес, организацию и должность (152-ФЗ)",
    ". Before a consent only name, address, organisation and position may be kept (152-FZ)",
)
_MOST = 20
"""Of many rows of one kind these, the earliest, are named."""


def contradictory_order(roadmap: LintRoadmap) -> Iterator[Found]:
    """One finding for each late row, with the rows it should have come before."""
    dated = _dated(roadmap)
    earliest = {doing: rows[0].due for doing, rows in dated.items()}
    for late in roadmap.rows:
        due, doings = late.due, late.doings
        if due is None or not doings:
            continue
        against: dict[int, LintRow] = {}
        reasons: dict[tuple[str, str], None] = {}
        for pair in ORDER:
            if pair.first not in doings:
                continue
            for other in dated.get(pair.then, ())[:_MOST]:
                assert other.due is not None  # noqa: S101  # the table holds dated rows only
                if due <= other.due + timedelta(days=pair.slack):
                    break
                if other is not late and pair.first not in other.doings:
                    against[id(other)] = other
                    reasons[pair.first, pair.then] = None
        if against and not _said_earlier(reasons, dated, earliest, due):
            places = {id(row) for row in against.values()}
            yield _late(late, due, [row for row in roadmap.rows if id(row) in places], list(reasons))


def _dated(roadmap: LintRoadmap) -> dict[str, list[LintRow]]:
    """What is done → the rows with a day that do it, the earliest first."""
    found: dict[str, list[LintRow]] = {}
    for row in roadmap.rows:
        if row.due is not None:
            for doing in row.doings:
                found.setdefault(doing, []).append(row)
    return {doing: sorted(rows, key=lambda row: row.due or date.max) for doing, rows in found.items()}


def _said_earlier(
    reasons: dict[tuple[str, str], None],
    dated: dict[str, list[LintRow]],
    earliest: dict[str, date | None],
    late: date,
) -> bool:
    """Other rows do the same early enough: the late one only repeats it."""
    firsts = {first for first, _ in reasons}
    needed = min(day for _, then in reasons if (day := earliest[then]) is not None)
    return needed < late and all((day := dated[first][0].due) is not None and day <= needed for first in firsts)


def _late(late: LintRow, due: date, against: list[LintRow], reasons: list[tuple[str, str]]) -> Found:
    first = TITLES[reasons[0][0]]
    thens = [TITLES[then] for then in dict.fromkeys(then for _, then in reasons)]
    dated = ", ".join(f"{row.number} ({row.deadline_text})" for row in against)
    numbers = ", ".join(row.number for row in against)
    ru, en = ", ".join(one.ru for one in thens), ", ".join(one.en for one in thens)
    rows = _rows(against)
    law = _LAW if any(first == "consents" and then in BASES for first, then in reasons) else Words("", "")
    return Found(
        (late, *against),
        late.deadline_text,
        Words(
            f"{_upper(first.ru)} — срок {_day(due)}, а раньше по карте: {ru} — {rows.ru} {dated}{law.ru}",
            f"{_upper(first.en)} is due on {due}, but earlier there is: {en} — {rows.en} {dated}{law.en}",
        ),
        Words(
            f"Поставьте срок пункта {late.number} раньше или перенесите {rows.ru} {numbers}",
            f"Date row {late.number} earlier or move {rows.en} {numbers}",
        ),
    )


def needs_undated(roadmap: LintRoadmap) -> Iterator[Found]:
    """A row has a day, but what it needs is promised only «within the whole period»."""
    dated = _dated(roadmap)
    for row in roadmap.rows:
        if not isinstance(row.deadline, Continuous | Empty | External):
            continue
        needers: dict[int, LintRow] = {}
        named = ""
        for needed, needer in NEEDS:
            if needed in row.doings and not _dated_elsewhere(dated, needed):
                named = named or (needed if needer in dated else "")
                needers |= {id(other): other for other in dated.get(needer, ())[:_MOST] if other is not row}
        if needers:
            yield _undated(row, [other for other in roadmap.rows if id(other) in needers], TITLES[named])


def _dated_elsewhere(dated: dict[str, list[LintRow]], doing: str) -> bool:
    if doing == "participant-base":
        return "mentor-base" in dated and "mentee-base" in dated
    return doing in dated or "participant-base" in dated


def _undated(row: LintRow, others: list[LintRow], needed: Words) -> Found:
    numbers, rows = ", ".join(f"{one.number} ({one.deadline_text})" for one in others), _rows(others)
    return Found(
        (row, *others),
        row.deadline_text,
        Words(
            f"Нужна {needed.ru}, чтобы выполнить {rows.ru} {numbers}, а её срок — «{row.deadline_text or 'не указан'}»",
            f"{_upper(needed.en)} is needed for {rows.en} {numbers}, but is due “{row.deadline_text or 'unset'}”",
        ),
        Words(
            f"Назначьте пункту {row.number} первый срок — не позже пункта {others[0].number}",
            f"Give row {row.number} a first date no later than row {others[0].number}",
        ),
    )


def no_consents(roadmap: LintRoadmap) -> Iterator[Found]:
    """Bases of people are kept, but no row collects consents."""
    if any("consents" in row.doings for row in roadmap.rows):
        return
    bases = tuple(row for row in roadmap.rows if {"mentee-base", "mentor-base", "participant-base"} & set(row.doings))
    if bases:
        yield Found(
            bases[:1],
            bases[0].activity,
            Words(
                "Карта велит собирать базы с персональными данными, но пункта о согласиях в ней нет",
                "The roadmap has bases with personal data collected, but no row about consents",
            ),
            Words(
                f"Добавьте пункт о согласиях на обработку персональных данных со сроком до пункта {bases[0].number}",
                f"Add a row about consents to the processing of personal data, due before row {bases[0].number}",
            ),
        )


def _rows(rows: list[LintRow]) -> Words:
    return Words("пункт", "row") if len(rows) == 1 else Words("пункты", "rows")


def _upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def _day(day: date) -> str:
    return day.strftime("%d.%m.%Y")


ORDERING: tuple[Rule, ...] = (
    Rule(
        "contradictory-order",
        Words("Сроки идут в неверном порядке", "Dates contradict the order of things"),
        Words(
            "Срок пункта позже того, что без него делать нельзя: согласия — после сбора баз или работы пар, "
            "анализ запросов "
            "или приказ о назначении наставников — после формирования пар, приказ о закреплении пар — после "
            "утверждения "
            "планов или заключительной встречи. Сравниваются только пункты, у которых назван день, месяц или "
            "промежуток.",
            "A row is due after things that cannot be done without it: consents after the bases or the work of "
            "pairs, the "
            "analysis of requests or the order appointing mentors after the pairs are formed, the order fixing "
            "pairs after "
            "plans are approved or the closing meeting. Only rows that name a day, a month or a span are compared.",
        ),
        "warning",
        contradictory_order,
    ),
    Rule(
        "needs-undated-row",
        Words("Пункту с датой нужен пункт без даты", "A dated row needs an undated one"),
        Words(
            "Общая встреча или формирование пар назначены на день, а база, без которой их не провести, "
            "собирается «весь "
            "период» или без срока.",
            "The common meeting or the forming of pairs has a day, while the base they need is collected “all "
            "the time” or "
            "has no date.",
        ),
        "warning",
        needs_undated,
    ),
    Rule(
        "no-consents",
        Words("Нет пункта о согласиях", "No row about consents"),
        Words(
            "Карта требует баз участников, но нигде не велит получить согласия на обработку персональных данных "
            "(152-ФЗ).",
            "The roadmap asks for bases of participants but nowhere for consents to the processing of personal data.",
        ),
        "hint",
        no_consents,
    ),
)
