"""The whole phrase: each place is offered to the rules in turn; what none takes is a note or a stray."""

from collections.abc import Callable

from engine.deadlines.cursor import Cursor
from engine.deadlines.findings import Break, Choice, Finding, Note, Piece, Span, Stray, Then
from engine.deadlines.grammar_always import always, elsewhere, soon
from engine.deadlines.grammar_bound import bound, piece_ahead
from engine.deadlines.grammar_often import often
from engine.deadlines.grammar_spans import spans
from engine.deadlines.tokens import Token

_RULES: tuple[Callable[[Cursor], list[Finding] | None], ...] = (often, soon, spans, elsewhere, bound, always)
_SEPARATORS = frozenset({",", ".", ":", "(", ")", "and", "-", "meanwhile", "?", "!", "[", "]", '"', "+"})
_SOFT_TAGS = (
    "word v na za s po k all plan agreement individual bound deadline course measure request need working current "
    "period frame newword include date day holidaykind moment from season unset reporting flow key accordance according"
)
_SOFT = frozenset(_SOFT_TAGS.split())
_NUMBERED_BEFORE = tuple(
    {"каб", "ауд", "школ", "сош", "групп", "прилож", "пункт", "приказ", "протокол", "корпус", "дом", "зал", "детск"}
    | {"оу", "доу", "гимназ", "лице", "этап", "модул", "блок", "раздел", "кв", "ул"}
)
_NUMBERED_AFTER = tuple(
    {"клас", "кл", "чел", "участ", "учащ", "этап", "пар", "смен", "урок", "групп", "тур", "модул", "часов", "каб"}
    | {"част", "блок", "курс", "этаж", "школ", "наставн", "встреч", "занят", "консульт"}
)
_SCRAP = 3


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
    if not scrap and cursor.tag != "-":
        return False
    return (cursor.peek(1).tag == "" and not scrap) or piece_ahead(Cursor(cursor.tokens[cursor.at + 1 :]))


def _next(cursor: Cursor) -> list[Finding]:
    if _noise(cursor):
        return []
    if taken := cursor.first_of(*_RULES):
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
        case tag if tag in _SOFT and not any(letter.isdigit() for letter in token.text):
            return [Note(token.text)]
        case "time":
            return [Note(token.text)]
        case _:
            return [Stray(token.text)]


def _noise(cursor: Cursor) -> bool:
    """Hours, numbers of rooms, classes and schools, list numbers: taken and forgotten."""
    return bool(cursor.first_of(_hours, _room, _class, _list_number))


def _hours(cursor: Cursor) -> bool:
    """«в 14.00», «с 10:00 до 12:00», «14 часов»"""
    cursor.phrase("v|s|do|k|po|na|-")
    if cursor.take("time") or cursor.phrase("daymonth|num", "hour"):
        cursor.skip("hour")
        return True
    # «10.10» after «в» and a whole date is an hour, not the tenth of October
    full = any(token.tag == "date" for token in cursor.tokens[: cursor.at])
    return full and cursor.peek(-1).tag == "v" and cursor.take("daymonth") is not None


def _room(cursor: Cursor) -> bool:
    """«каб. 12», «№ 5», «школа 7»"""
    if cursor.take("#"):
        cursor.phrase("num|roman|ordinal")
        return True
    token = cursor.take("word")
    if token is None or not token.text.startswith(_NUMBERED_BEFORE):
        return False
    cursor.phrase("#")
    return cursor.phrase("num") or cursor.phrase("-", "num")


def _class(cursor: Cursor) -> bool:
    """«5–11 классы», «8 человек», «I этап»"""
    if cursor.count() is None:
        return False
    if cursor.take("-", ","):
        cursor.count()
    token = cursor.take("word")
    return token is not None and token.text.startswith(_NUMBERED_AFTER)


def _list_number(cursor: Cursor) -> bool:
    """«1) сентябрь»; «1. Сентябрь» only at the very beginning."""
    first = cursor.at == 0
    if not cursor.take("num"):
        return False
    return cursor.phrase(")") or (first and cursor.phrase(".") and cursor.peek().gap)
