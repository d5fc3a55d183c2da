"""The whole phrase: each place is offered to the rules in turn; what none takes is a note or a stray."""

from collections.abc import Callable

from engine.deadlines.cursor import COUNTS, Cursor
from engine.deadlines.findings import Break, Choice, Finding, Note, Piece, Span, Stray, Then
from engine.deadlines.grammar_always import always, elsewhere, soon
from engine.deadlines.grammar_bound import bound, piece_ahead
from engine.deadlines.grammar_often import UNITS, often
from engine.deadlines.grammar_pieces import piece
from engine.deadlines.grammar_spans import spans
from engine.deadlines.tokens import Token

_RULES: tuple[Callable[[Cursor], list[Finding] | None], ...] = (often, soon, spans, elsewhere, bound, always)
_WORD_RULES = (elsewhere, always)  # an unknown word begins nothing else
_SIGNS = frozenset({",", ".", ":", "(", ")"})
_SEPARATORS = frozenset({",", ".", ":", "(", ")", "and", "-", "meanwhile", "?", "!", "[", "]", '"', "+"})
_SOFT_TAGS = (
    "word v na za s po k all plan agreement individual bound deadline course measure request need working current "
    "period frame newword include dateword day holidaykind moment from season unset reporting flow key accordance "
    "according"
)
_SOFT = frozenset(_SOFT_TAGS.split())
_NUMBERED_BEFORE = tuple(
    {"каб", "ауд", "школ", "сош", "групп", "прилож", "пункт", "приказ", "протокол", "корпус", "дом", "зал", "детск"}
    | {"оу", "доу", "гимназ", "лице", "этап", "модул", "блок", "раздел", "кв", "ул"}
)
_NUMBERED_AFTER = tuple(
    {"клас", "кл", "чел", "участ", "учащ", "этап", "пар", "смен", "урок", "групп", "тур", "модул", "корпус", "каб"}
    | {"част", "блок", "курс", "этаж", "школ", "наставн", "встреч", "занят", "консульт", "засед", "педсов", "семинар"}
)
_STREETS = frozenset({"ул", "улица", "пр", "пер", "проспект", "переулок", "пос"})
_HOUSES = frozenset({"д", "к", "стр", "корп", "оф", "пом", "эт"})
_TIME_TAGS = (
    "month weekday week decade quarter schoolquarter trimester semester half halfyear halfpart year fullyear years "
    "begin middle end date daymonth monthyear do k s before after each onceword holidays season"
)
_TIMES = frozenset(_TIME_TAGS.split())
_SCRAP = 3
_LAST_HOUR = 23


def findings_of(tokens: list[Token]) -> list[Finding]:
    """Everything found, in the order of the phrase."""
    cursor = Cursor(tokens)
    found: list[Finding] = []
    while not cursor.done:
        if found and isinstance(found[-1], Span) and _cut_off(cursor):
            found.append(Stray(cursor.peek().text))
        beside = cursor.peek(-1)
        taken = _next(cursor)
        if taken and beside.tag == "word" and _is_year(taken[0]):
            found.append(Stray(beside.text))  # «июкь 2026»: perhaps a month that was not recognised
        found.extend(taken)
    return found


def _is_year(finding: Finding) -> bool:
    return isinstance(finding, Span) and all(isinstance(one, Piece) and one.from_year for one in finding.items)


def _cut_off(cursor: Cursor) -> bool:
    """A dash after dates that leads nowhere or to dates it cannot join, or a scrap of a word between dates."""
    scrap = cursor.tag == "word" and len(cursor.peek().text) <= _SCRAP
    if cursor.tag in {"daymonth", "v"} and _perhaps_an_hour(cursor):
        return True
    if not scrap and cursor.tag != "-":
        return False
    if cursor.tag == "-" and cursor.peek(1).tag in {"begin", "end", "finish"}:
        return True  # «сентябрь – конец учебного года»
    return (cursor.peek(1).tag == "" and not scrap) or piece_ahead(Cursor(cursor.tokens[cursor.at + 1 :]))


def _perhaps_an_hour(cursor: Cursor) -> bool:
    """«15.05.2026, 10.10» and «10.10 в 11.10»: the last may be an hour or a day."""
    after_v = cursor.tag == "v"
    token = cursor.peek(1 if after_v else 0)
    if token.tag != "daymonth" or token.numbers[0] > _LAST_HOUR:
        return False
    before = {one.tag for one in cursor.tokens[: cursor.at]}
    return "daymonth" in before if after_v else "date" in before


def _next(cursor: Cursor) -> list[Finding]:
    if cursor.tag in _SIGNS:  # nothing begins with a sign
        cursor.at += 1
        return []
    if cursor.tag in COUNTS and cursor.first_of(_class):
        return [Note("")]  # what follows a label begins anew: «5–7 классы – октябрь, 8–9 классы – ноябрь»
    if _noise(cursor):
        return []
    if cursor.peek(-1).tag == "word" and (about := _about(cursor)):
        return [about]
    if taken := cursor.first_of(*(_WORD_RULES if cursor.tag == "word" else _RULES)):
        return taken
    token = cursor.peek()
    cursor.at += 1
    match token.tag:
        case "then":
            return [Then()]
        case ";":
            return [Break()]
        case "or" | "/" | "\\":
            return [Choice()]
        case tag if tag in _SEPARATORS:
            return []
        case _:
            return [_left(token)]


def _left(token: Token) -> Note | Stray:
    """A word that no rule took."""
    soft = token.tag in _SOFT and not any(letter.isdigit() for letter in token.text)
    if soft or token.tag == "time" or (token.tag == "school" and token.text.startswith("школьн")):
        return Note(token.text)  # «школьный этап»
    return Stray(token.text, of_time=token.tag in _TIMES)


def _about(cursor: Cursor) -> Note | None:
    """«отчёт за III квартал», «план на 2026 год»: what the thing is about, not when it is due."""
    start = cursor.at
    lead = cursor.take("za", "na")
    found = piece(cursor) if lead else None
    if lead and found and (lead.tag == "za" or found.from_year):
        return Note(" ".join(token.text for token in cursor.tokens[start : cursor.at]))
    cursor.at = start
    return None


def _noise(cursor: Cursor) -> bool:
    """Hours, numbers of rooms and schools, list numbers: taken and forgotten."""
    return bool(cursor.first_of(_hours, _room, _list_number))


def _hours(cursor: Cursor) -> bool:
    """«в 14.00», «с 10:00 до 12:00», «14 часов»"""
    if cursor.phrase("s", "num", "do|po", "num", "hour"):
        return True
    cursor.phrase("v|s|do|k|po|na|-")
    if cursor.take("time") or cursor.phrase("daymonth|num", "hour"):
        cursor.skip("hour")
        return True
    # «10.10» after «в» and a whole date is an hour, not the tenth of October
    full = any(token.tag in {"date", "month"} for token in cursor.tokens[: cursor.at])
    return full and cursor.peek(-1).tag == "v" and cursor.take("daymonth") is not None


def _room(cursor: Cursor) -> bool:
    """«каб. 12», «№ 5», «школа 7»"""
    if cursor.take("#"):
        cursor.phrase("num|roman|ordinal")
        return True
    token = cursor.take("word")
    if token is not None and token.text in _STREETS:
        cursor.phrase(".")
        cursor.skip("word")
        return cursor.phrase(",?", "word?", ".?", "num")
    if token is None or not (token.text in _HOUSES or token.text.startswith(_NUMBERED_BEFORE)):
        return False
    cursor.phrase(".")
    cursor.phrase("#")
    return cursor.phrase("num|daymonth|time") or cursor.phrase("-", "num")


def _class(cursor: Cursor) -> bool:
    """«5–11 классы», «8 человек», «I этап»"""
    if cursor.count() is None:
        return False
    if cursor.take("-", ","):
        cursor.count()
    if cursor.tag == "word" and len(cursor.peek().text) == 1:
        cursor.at += 1  # «8 «А» класс»
    token = cursor.take("word")
    often = cursor.tag == "v" and cursor.peek(1).tag in UNITS  # «1 встреча в месяц»
    return token is not None and token.text.startswith(_NUMBERED_AFTER) and not often


def _list_number(cursor: Cursor) -> bool:
    """«1) сентябрь»; «1. Сентябрь» only at the very beginning."""
    first = cursor.at == 0
    if not cursor.take("num"):
        return False
    return cursor.phrase(")") or (first and cursor.phrase(".") and cursor.peek().gap)
