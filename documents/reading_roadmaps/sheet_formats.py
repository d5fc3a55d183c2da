"""How a cell of a workbook is seen: its number through its number format, days the way people here write them."""

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

_BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 14: "dd.mm.yyyy",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "dd.mm.yyyy h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss", 48: "0.0E+0", 49: "@",
}  # fmt: skip
_MONTHS = (
    *("январь", "февраль", "март", "апрель", "май", "июнь"),
    *("июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь"),
)
_UNSAID = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
_BESIDE = re.compile(_LITERAL.pattern + "|%")
_DIGITS = re.compile(r"[0#?][0#?,. ]*")
_LAST_DAY = 2_958_465  # 31 December 9999
_LONGEST = 255  # of a format; Excel allows no longer one
_MOST_DIGITS = 15  # Excel keeps no more
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)


def built_in(number: int) -> str:
    """A format by its number: those everybody knows are written in no file."""
    if 27 <= number <= 36 or 50 <= number <= 58:  # days of other countries
        return "dd.mm.yyyy"
    return _BUILT_IN.get(number, "General")


def shown(value: str, code: str, *, since_1904: bool = False) -> str:
    """The stored number as people see it; a text that is no number stays as it is.

    >>> shown("0.9", "0%"), shown("45915", "mmmm yyyy"), shown("45900", "dd.mm.yyyy")
    ('90 %', 'сентябрь 2025', '31.08.2025')
    """
    try:
        number = Decimal(value)
    except ArithmeticError:
        return value
    if not number.is_finite() or len(code) > _LONGEST or number.adjusted() > _MOST_DIGITS:
        return value
    section, signed = _section(code, number)
    bare = _UNSAID.sub("", section).lower()
    if _is_time(bare):
        return _moment(number, bare, since_1904) or _plain(number)
    if "general" in bare:
        return re.sub("general", _plain(number), _spoken(section), flags=re.IGNORECASE).strip()
    if "@" in bare or not bare.strip():
        return _plain(number)
    return _counted(number, section, signed=signed)


def _section(code: str, number: Decimal) -> tuple[str, bool]:
    """Formats say up to three ways: for what is above zero, below it, and zero; and whether a minus is still to add."""
    ways = code.split(";")
    if number < 0 and len(ways) > 1 and _DIGITS.search(ways[1]):
        return ways[1], True
    if number == 0 and len(ways) > 2 and _DIGITS.search(ways[2]):
        return ways[2], True
    return ways[0], False


def _is_time(bare: str) -> bool:
    if "general" in bare:
        return False
    return bool(re.search(r"[ymdhs]", bare)) and not _DIGITS.search(re.sub(r"s\.?0+|\.0+", "", bare))


def _moment(number: Decimal, bare: str, since_1904: bool) -> str:
    """A day, a month, a time, whichever the format shows. A day without its year gets it: it is known."""
    if number < 0 or number > _LAST_DAY:
        return ""
    seconds = int((number * 86_400).to_integral_value(ROUND_HALF_UP))
    if _ELAPSED.search(bare):
        return f"{seconds // 3600}:{seconds // 60 % 60:02}"
    timed = "h" in bare or "s" in bare
    clock = f"{seconds // 3600 % 24:02}:{seconds // 60 % 60:02}" if timed else ""
    dated = re.search(r"[yd]", bare) or ("m" in bare and not timed)
    if not dated:
        return clock
    day = _day(seconds // 86_400, since_1904)
    if day is None:
        return clock
    if "d" in bare:
        return f"{day:%d.%m.%Y} {clock}".rstrip()
    if "m" not in bare:
        return str(day.year)
    return f"{_MONTHS[day.month - 1]} {day.year}" if "mmm" in bare else f"{day:%m.%Y}"


def _day(serial: int, since_1904: bool) -> date | None:
    """Day 1 is 1 January 1900, and day 60 a 29 February that never was."""
    if since_1904:
        return _after(date(1904, 1, 1), serial)
    if serial < 1:
        return None
    return _after(date(1899, 12, 31) if serial < 60 else date(1899, 12, 30), serial)


def _after(start: date, days: int) -> date | None:
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return None


def _counted(number: Decimal, section: str, *, signed: bool) -> str:
    """Digits as the format wants them, a decimal comma, thousands apart, and the words around."""
    found = _DIGITS.search(_LITERAL.sub(lambda quoted: "\x01" * len(quoted[0]), section))
    if found is None or "/" in _UNSAID.sub("", section):  # a fraction is clearer as a decimal
        return _plain(number)
    digits = found[0].strip()
    percent = "%" in _UNSAID.sub("", section)
    _, _, after = digits.partition(".")
    places = min(sum(sign in "0#?" for sign in after), 10)
    value = (abs(number) * (100 if percent else 1)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{value:,f}" if re.search(r"[0#?][, ][0#?]", digits) else f"{value:f}"
    text = text.replace(",", " ").replace(".", ",")
    optional = len(after) - len(after.rstrip("#?"))
    while optional and "," in text and text.endswith("0"):
        text, optional = text[:-1], optional - 1
    text = text.rstrip(",")
    wanted = sum(sign == "0" for sign in digits.partition(".")[0])
    if "," not in text and " " not in text:
        text = text.rjust(wanted, "0")
    before, behind = section[: found.start()], section[found.end() :]
    said = _spoken(before) + text + (" %" if percent else "") + _spoken(behind)
    return ("-" if number < 0 and not signed else "") + said.strip()


def _spoken(part: str) -> str:
    """The words a format puts beside the number."""
    return _BESIDE.sub(lambda quoted: quoted[1] or quoted[2] or "", part)


def _plain(number: Decimal) -> str:
    """Without a format: what a calculator would show, floating tails rounded off.

    >>> _plain(Decimal("12.500000000000002")), _plain(Decimal("3.0")), _plain(Decimal("1E+2"))
    ('12,5', '3', '100')
    """
    rounded = number.quantize(Decimal("1E-9"), ROUND_HALF_UP).normalize() if abs(number) < 10**12 else number
    return f"{rounded:f}".replace(".", ",") if rounded else "0"


def iso_day(value: str) -> str:
    """A day stored as a text of ISO 8601 (`t="d"`).

    >>> iso_day("2025-09-10T00:00:00")
    '10.09.2025'
    """
    try:
        moment = datetime.fromisoformat(value.strip().removesuffix("Z"))
    except ValueError:
        return value
    clock = "" if (moment.hour, moment.minute) == (0, 0) else f" {moment:%H:%M}"
    return f"{moment:%d.%m.%Y}{clock}"
