"""What has no day of its own: continuous work, and dates that another plan sets."""

from engine.deadlines import whys
from engine.deadlines.cursor import Cursor
from engine.deadlines.findings import After, Always, Elsewhere, Finding, Settled
from engine.deadlines.grammar_bound import piece_ahead, rest
from engine.deadlines.model import Ambiguous, Empty
from engine.deadlines.names import event_key, holiday_key, plan_key

_NEAR = 4  # how many words may stand between «по» and «плану»
_ONCE = frozenset({"hire-date", "pair-order"})  # «при …»: these happen once, anything else again and again
_REPEATS = frozenset({"yearly", "monthly", "weekly", "quarterly", "daily", "always"})
_TERMS = {"schoolquarter": "school-quarter", "trimester": "school-trimester", "semester": "school-semester"}
_OPEN = frozenset({"word", "school", "individual", "calendarword", "bound", "working", "year", "current", "monthword"})


def _feast(cursor: Cursor) -> list[Finding] | None:
    """«ко Дню учителя»: a day with a name is another calendar's business."""
    if cursor.phrase("k|do", "day") and cursor.tag == "word":
        return [Elsewhere(plan_key("день " + rest(cursor)))]
    return None


def elsewhere(cursor: Cursor) -> list[Finding] | None:
    """Another plan, holidays, school quarters; None takes nothing."""
    return cursor.first_of(_feast, _unset, _holidays, _school_quarter, _by_plan, _set_terms)


def always(cursor: Cursor) -> list[Finding] | None:
    """Continuous work; None takes nothing."""
    return cursor.first_of(_adverb, _as_needed, _whole_time, _course_of)


def soon(cursor: Cursor) -> list[Finding] | None:
    """«незамедлительно», «в кратчайшие сроки»: no day follows from that."""
    if cursor.phrase("v|do|k|na?", "end|begin|middle", "current|reporting?", "monthword|quarter|half|week"):
        return [Settled(Ambiguous(whys.NO_DATE))]  # «в конце месяца»: of which one?
    cursor.phrase("v|na")
    if cursor.phrase("holidaykind", "period"):
        return [Settled(Ambiguous(whys.NO_BORDER))]  # «в осенний период»
    if not cursor.take("soon"):
        return None
    cursor.skip("deadline", "word")
    return [Settled(Ambiguous(whys.NO_DATE))]


def _adverb(cursor: Cursor) -> list[Finding] | None:
    cursor.phrase("na")
    if not cursor.take("always"):
        return None
    if cursor.peek(-2).tag == "na":
        cursor.take("word")  # «на постоянной основе»
    return [Always(steadily=True)]


def _as_needed(cursor: Cursor) -> list[Finding] | None:
    """«по мере …», «по запросу …», «при необходимости», «в случае …», «без ограничения срока»"""
    if cursor.phrase("po", "measure") or cursor.phrase("po", "request|need"):
        rest(cursor)
        return [Always()]
    if cursor.phrase("v", "working") and cursor.peek().text == "порядке":
        cursor.at += 1
        return [Always()]
    if cursor.peek().text == "при":
        key = event_key(rest(cursor))
        return [After(key)] if key in _ONCE else [Always()]
    if cursor.peek().text == "без" and cursor.peek(1).text.startswith("огранич"):
        rest(cursor)
        return [Always()]
    if cursor.tag == "v" and cursor.peek(1).text == "случае":
        rest(cursor)
        return [Always()]
    return None


def _whole_time(cursor: Cursor) -> list[Finding] | None:
    """«весь период …», «весь учебный год», «на протяжении года», «учебный год»."""
    led = cursor.phrase("v|na", "flow") or cursor.phrase("flow")
    if not led:
        cursor.phrase("v|na|za")
    cursor.skip("s")
    whole = False
    while cursor.take("all", "each"):
        whole = True
    kind = cursor.take("school", "calendarword", "current", "reporting")
    cursor.phrase("school|calendarword")
    if cursor.take("year", "period", "deadline") or (whole and cursor.phrase("word")):
        last = cursor.peek(-1)
        if (last.tag == "deadline" or cursor.tag in {":", "-"}) and not (led or whole):
            return None  # «период: октябрь – декабрь»
        if last.tag == "year" and not (led or whole or kind):
            return None
        rest(cursor)
        return [Always()]
    if led and cursor.tag in {"schoolquarter", "half", "quarter", "week", "trimester", "semester", "monthword"}:
        cursor.at += 1
        return [Settled(Ambiguous(whys.NO_DATE))]
    if led and cursor.tag == "word" and not piece_ahead(cursor):
        rest(cursor)
        return [Always()]
    return None


def _course_of(cursor: Cursor) -> list[Finding] | None:
    """«в ходе …», «в процессе …», «в рамках …», «в период реализации …»"""
    if cursor.phrase("v", "course|frame") or cursor.phrase("v|na", "period"):
        if cursor.tag in {"holidays", "holidaykind"} or piece_ahead(cursor):
            return None
        rest(cursor)
        return [Always()]
    return None


def _unset(cursor: Cursor) -> list[Finding] | None:
    """«срок не указан», «дата уточняется»."""
    cursor.skip("deadline", "dateword")
    missing = cursor.take("not") is not None
    token = cursor.take("unset")
    if token is None:
        return None
    rest(cursor)
    return [Settled(Empty())] if missing else [Elsewhere("to-be-announced")]


def _holidays(cursor: Cursor) -> list[Finding] | None:
    cursor.phrase("v|na|za|k|do|po")
    cursor.skip("period", "word", "begin", "end", "finish", "middle")
    kind = cursor.take("holidaykind")
    if not cursor.take("holidays"):
        return None
    if cursor.peek().text in {"время", "период", "дни", "неделя", "неделю"} or cursor.tag in {"period", "day"}:
        cursor.at += 1
    cursor.phrase("v|na?", "fullyear|years", "school?", "year?")
    return [Elsewhere(holiday_key(kind.number if kind else 0))]


def _school_quarter(cursor: Cursor) -> list[Finding] | None:
    """«I четверть», «в конце 2 четверти», «II триместр»: the school's own calendar knows the days."""
    cursor.phrase("v|na|do|k|za|po")
    cursor.phrase("flow")
    edge = cursor.take("end", "begin", "finish", "results", "middle")
    numbers: list[int] = []
    while (number := cursor.count()) is not None:
        cursor.phrase("school?", "schoolquarter|trimester|semester?")
        numbers.append(number)
        if not cursor.take("-", ",", "and"):
            break
    cursor.phrase("school")
    unit = cursor.peek(-1) if cursor.peek(-1).tag in _TERMS else None
    unit = unit or cursor.take(*_TERMS)
    if unit is None or not (numbers or edge):
        return None
    cursor.phrase("fullyear|years")
    cursor.phrase("school")
    cursor.skip("year")
    name = _TERMS[unit.tag]
    where = {"end": "-end", "finish": "-end", "results": "-end", "begin": "-start"}.get(edge.tag if edge else "", "")
    return [Elsewhere("-".join([name, *map(str, numbers)]) + where)]


def _by_plan(cursor: Cursor) -> list[Finding] | None:
    """«по плану …», «согласно …», «в соответствии с …», «по согласованию»."""
    start = cursor.at
    if cursor.take("according") or cursor.phrase("v", "accordance", "s?"):
        return [Elsewhere(plan_key(_referred(cursor, start)))]
    if not cursor.take("po"):
        return [Elsewhere(plan_key(_referred(cursor, start)))] if cursor.take("plan") else None
    ahead = 0
    while ahead < _NEAR and cursor.peek(ahead).tag in _OPEN:
        ahead += 1
    if cursor.peek(ahead).tag not in {"plan", "agreement", "deadline"}:
        return None
    cursor.at += ahead + 1
    return [Elsewhere(plan_key(_referred(cursor, start)))]


def _set_terms(cursor: Cursor) -> list[Finding] | None:
    """«в сроки, установленные …», «в установленные сроки», «в сроки реализации …»"""
    start = cursor.at
    cursor.phrase("v")
    if cursor.phrase("bound", "word?", "deadline") or (cursor.take("bound") and cursor.peek().text == "порядке"):
        return [Elsewhere(plan_key(_referred(cursor, start)))]
    if not cursor.take("deadline"):
        return None
    cursor.phrase(",")
    if cursor.take("bound") or (cursor.tag == "word" and cursor.peek(-1).tag == "deadline" and start + 1 < cursor.at):
        return [Elsewhere(plan_key(_referred(cursor, start)))]
    return None


def _referred(cursor: Cursor, start: int) -> str:
    """All words of the reference, taken up to a sign after which dates or a frequency follow."""
    while not cursor.done and cursor.tag not in {";", "(", "then"}:
        if cursor.tag in _REPEATS or _own_date(cursor):
            break
        if cursor.tag in {",", ".", ":"}:
            cursor.at += 1
            follows = piece_ahead(cursor) or cursor.tag in {"yearly", "monthly", "weekly", "quarterly", "number", "num"}
            cursor.at -= 1
            if follows or cursor.peek(1).tag in {"v", "po", "always", "not", "s", "do", "meanwhile"}:
                break
        cursor.at += 1
    return " ".join(token.text for token in cursor.tokens[start : cursor.at] if token.tag not in {"-", ","})


def _own_date(cursor: Cursor) -> bool:
    """A date or a frequency straight after the plan's name: «по графику сентябрь – май», «по плану 1 раз в месяц»."""
    if cursor.tag == "times" or (cursor.tag in {"num", "number"} and cursor.peek(1).tag == "times"):
        return True
    named = cursor.peek(-1).tag in {"word", "plan", "school"}
    return named and cursor.tag in {"month", "do"} and piece_ahead(cursor)
