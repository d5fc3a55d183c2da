"""Deadlines that hang on an event: «в течение 3 рабочих дней после …», «за 10 дней до …», «по окончании
…»."""

from engine.deadlines import whys
from engine.deadlines.cursor import COUNTS, Cursor
from engine.deadlines.findings import After, Finding, Settled
from engine.deadlines.grammar_pieces import piece
from engine.deadlines.model import Ambiguous, Offset, Unit
from engine.deadlines.names import UNSPECIFIED, event_key

_UNITS = {
    "day": (1, Unit.DAY),
    "hours": (1, Unit.DAY),
    "week": (1, Unit.WEEK),
    "monthword": (1, Unit.MONTH),
    "quarter": (3, Unit.MONTH),
    "halfyear": (6, Unit.MONTH),
    "year": (1, Unit.YEAR),
}
_HOURS = 24
_AMOUNTS = ("-х", "-ти", "-ми", "-го", "х", "ти")  # «3-х дней», «5-ти дней»: amounts, not places in a row
_STOPS = frozenset({",", ";", "(", ")", ".", "then", "or", "/", ":"})
_TIMES = frozenset(
    {"date", "daymonth", "monthyear", "yearly", "monthly", "weekly", "quarterly", "daily", "always", "times"}
)


def bound(cursor: Cursor) -> list[Finding] | None:
    """An event, with or without an offset, that begins here; None takes nothing."""
    return cursor.first_of(_before_by, _within, _next_day, _after)


def rest(cursor: Cursor) -> str:
    """The words up to the next sign or word of time, taken."""
    words: list[str] = []
    while not cursor.done and cursor.tag not in _STOPS and cursor.tag not in _TIMES:
        at = cursor.at
        if words and cursor.tag in {"num", "month", "do"} and piece_ahead(cursor):
            break
        cursor.at = at
        words.append(cursor.peek().text)
        cursor.at += 1
    return " ".join(word for word in words if word != "-")


def piece_ahead(cursor: Cursor) -> bool:
    """Whether dates begin here; takes nothing."""
    at = cursor.at
    cursor.skip("do", "k", "v", "s")
    found = piece(cursor) is not None
    cursor.at = at
    return found


def _before_by(cursor: Cursor) -> list[Finding] | None:
    """«за 10 дней до …», «не позднее чем за неделю до …»"""
    cursor.phrase("not", "later|sooner|atleast", ",?", "than?")
    if not cursor.take("za"):
        return None
    offset = _offset(cursor)
    if offset is None:
        return None
    back = Offset(-offset.amount, offset.unit, offset.working)
    named = cursor.take("do", "before") is not None
    if cursor.done or cursor.tag in _STOPS:
        return [After(UNSPECIFIED, back)]
    return _on_event(cursor, back) if named else None


def _within(cursor: Cursor) -> list[Finding] | None:
    """«в течение 3 дней (после …)», «не позднее 3 дней», «через месяц», «3 дня со дня …»"""
    later = cursor.phrase("not", "later|atmost", ",?", "than?")
    if later:
        cursor.phrase("through|v")
        cursor.phrase("flow")
        led: bool | None = True
    else:
        led = _led_by_time(cursor)
    if led is None:
        return None
    cursor.phrase("deadline?")
    through = cursor.peek(-1).tag in {"through", "expiry"}
    counted, listed = (
        cursor.tag in {"num", "number", "ordinal", "term"},
        cursor.peek(1).tag == "-" and cursor.peek(2).tag in COUNTS,
    )
    first = _first(cursor)
    every_other = through and cursor.tag == "day"  # «через день»
    offset = _offset(cursor)
    if offset is None:
        return None
    if cursor.take("after", "from") or _since(cursor):
        return _on_event(cursor, offset)
    if first is not None:
        begun = first and cursor.tag == "word"  # «первый месяц работы»
        return _on_event(cursor, offset, "начала ") if begun else [Settled(Ambiguous(whys.NO_DATE))]
    if later and cursor.take("do", "before"):
        return _on_event(cursor, Offset(-offset.amount, offset.unit, offset.working))
    if not (cursor.done or cursor.tag in _STOPS):
        return None
    if every_other:
        return [Settled(Ambiguous(whys.SEVERAL_MEANINGS))]
    if counted or through:
        return [Settled(Ambiguous(whys.NO_DATE))] if listed and not led else [After(UNSPECIFIED, offset)]
    return _bare_unit(cursor.peek(-1).tag, offset)


def _first(cursor: Cursor) -> bool | None:
    """True before «первый месяц», «первые три месяца», False before «третья неделя», None before «3 дня»."""
    token, following = cursor.peek(), cursor.peek(1).tag
    if token.tag != "ordinal" or following == "working" or token.text.endswith(_AMOUNTS):
        return None
    if token.number == 1 and following in {"num", "number"}:
        cursor.at += 1
    return token.number == 1


def _led_by_time(cursor: Cursor) -> bool | None:
    """True after «в течение», «через», «по истечении»; False before a bare «3 дня»; None otherwise."""
    if cursor.phrase("v|na", "flow") or cursor.phrase("flow"):
        return True
    if cursor.take("through") or cursor.phrase("po", "expiry"):
        return True
    cursor.phrase("v")
    cursor.phrase("deadline")
    cursor.phrase("do")
    return False if cursor.tag in {"num", "number", "ordinal", "term"} else None


def _bare_unit(unit: str, offset: Offset) -> list[Finding] | None:
    """«в течение месяца» without an event: a month is a length, a day or a quarter rather some day or quarter."""
    if unit == "year":
        return None
    if unit in {"monthword", "hours", "halfyear"}:
        return [After(UNSPECIFIED, offset)]
    return [Settled(Ambiguous(whys.NO_DATE))]


def _since(cursor: Cursor) -> bool:
    """«со дня», «с момента», «от даты», «с»."""
    if not cursor.take("s", "from"):
        return False
    cursor.phrase("moment|day|dateword|end")
    return True


def _offset(cursor: Cursor) -> Offset | None:
    if term := cursor.take("term"):  # «в трёхдневный срок»
        cursor.phrase("working?", "deadline")
        return _term(term.number)
    if cursor.phrase("working", "term"):
        return None
    amount = cursor.count() if cursor.tag in {"num", "number", "ordinal"} else 1
    start = cursor.at
    cursor.phrase("-")
    if amount is not None and cursor.tag == "word" and cursor.peek().text.startswith("дневн"):
        cursor.at += 1
        cursor.phrase("working?", "deadline")
        return Offset(amount, Unit.DAY)
    cursor.at = start
    if cursor.take("-"):  # «2–3 дня»: the longer one binds
        longer = cursor.count() if cursor.tag in {"num", "number"} else None
        if longer is None:
            return None
        amount = longer
    if cursor.phrase("("):  # «3 (трёх) рабочих дней»
        cursor.count()
        if not cursor.phrase(")"):
            return None
    kind = cursor.take("working", "calendarword", "school")
    if kind is None and amount and amount % _HOURS == 0 and cursor.take("hour"):
        return Offset(amount // _HOURS, Unit.DAY)
    unit = cursor.take(*_UNITS)
    if unit is None or amount is None or amount < 1 or (kind and kind.tag == "school"):
        return None
    if kind is None and unit.tag == "day":
        kind = cursor.take("working")
    times, measure = _UNITS[unit.tag]
    return Offset(amount * times, measure, working=kind is not None and kind.tag == "working" and measure is Unit.DAY)


def _term(number: int) -> Offset:
    """Lexicon numbers of «…дневный»: days as they are, weeks from 100, months from 1000."""
    if number >= 1000:
        return Offset(number // 1000, Unit.MONTH)
    return Offset(number // 100, Unit.WEEK) if number >= 100 else Offset(number, Unit.DAY)


def _next_day(cursor: Cursor) -> list[Finding] | None:
    """«на следующий день после …», «в день …»"""
    if cursor.phrase("not", "later", "next", "day"):
        if cursor.take("after", "za"):
            return _on_event(cursor, Offset(1, Unit.DAY))
        return [After(UNSPECIFIED, Offset(1, Unit.DAY))] if cursor.done or cursor.tag in _STOPS else None
    if cursor.phrase("v|na", "next"):
        working = cursor.take("working") is not None
        if cursor.phrase("day", "after|za"):
            return _on_event(cursor, Offset(1, Unit.DAY, working))
        ends = cursor.take("day") is not None and (cursor.done or cursor.tag in _STOPS)
        return [After(UNSPECIFIED, Offset(1, Unit.DAY, working))] if ends else None
    if cursor.phrase("v", "day") and cursor.tag in {"word", "request"}:
        return _on_event(cursor, None)
    return None


def _after(cursor: Cursor) -> list[Finding] | None:
    """«после …», «по окончании …», «с момента …», «до начала …», «перед …»"""
    if (
        cursor.phrase("po|v", "finish|results|expiry|end")
        or cursor.take("end", "finish")
        or (cursor.phrase("do|k|v", "end|finish") and _ends_something(cursor))
    ):
        if cursor.tag in COUNTS and cursor.peek(1).tag in {"and", ","}:
            return [Settled(Ambiguous(whys.NO_BORDER))]  # «в конце 1 и 2 полугодия»
        edge = "окончания "
    elif cursor.phrase("s|from", "moment|dateword|day"):
        edge = ""
    elif cursor.take("after"):
        if piece_ahead(cursor):
            return [Settled(Ambiguous(whys.OPEN_START))]
        edge = ""
    elif cursor.take("eve"):
        return _on_event(cursor, Offset(-1, Unit.DAY))
    elif cursor.take("before", "do"):
        if cursor.tag not in {"word", "begin", "holidaykind", "holidays", "plan", "need", "agreement", "each"}:
            return None
        edge = ""
    else:
        return None
    return _on_event(cursor, None, edge)


def _ends_something(cursor: Cursor) -> bool:
    """A school year, or what the plan does not know: «до завершения программы», «до окончания срока наставничества»."""
    years, following = cursor.peek(), cursor.peek(1).tag
    if cursor.tag == "word" or (cursor.tag in {"deadline", "period"} and following == "word"):
        return True
    return cursor.tag == "school" or (cursor.tag == "years" and (following == "school" or "/" in years.text))


def _on_event(cursor: Cursor, offset: Offset | None, edge: str = "") -> list[Finding] | None:
    words = rest(cursor)
    return [After(event_key(edge + words), offset)] if words else None
