"""Reading the age a mentor wishes, as people write it: «10–12 лет», «от 14», «5-7 классы», «старше 16»."""

import re

_NUMBER = re.compile(r"\d{1,2}")
_FIRST_CLASS_AT = 6  # full years at the beginning of the first class, so a class holds its number plus 6 and plus 7


def wished_ages(text: str) -> tuple[int, int] | None:
    """Youngest and oldest full years wished, both included; None when the words name no age.

    >>> wished_ages("10–12 лет"), wished_ages("5-7 классы"), wished_ages("от 14"), wished_ages("любой")
    ((10, 12), (11, 14), (14, 99), None)
    """
    told = text.casefold()
    numbers = [int(one) for one in _NUMBER.findall(told)]
    if not numbers:
        return None
    low, high = min(numbers), max(numbers)
    if len(numbers) == 1:
        if any(word in told for word in ("от ", "старше", "с ", "+", "from ", "over ")):
            high = 99
        elif any(word in told for word in ("до ", "младше", "under ", "up to ")):
            low = 0
    if "кл" in told or "grade" in told or "class" in told:
        low = low + _FIRST_CLASS_AT if low else 0
        high = high + _FIRST_CLASS_AT + 1 if high < 99 else 99
    return low, high
