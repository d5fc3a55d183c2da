"""Placed rows → whole rows: what a page tore apart is put together, headings of sections are told from items."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from engine.roadmap_reading.columns import Layout
from engine.roadmap_reading.evidence import is_deadline
from engine.roadmap_reading.headings import Meaning
from engine.roadmap_reading.letters import is_list_line, is_open, starts_low
from engine.roadmap_reading.model import Unused
from engine.roadmap_reading.numbers import (
    has_label,
    heading_numbered,
    is_child,
    is_roman,
    number_of,
    numbered,
)
from engine.roadmap_reading.placing import Patch, Placed
from engine.source import Spot
from engine.words import Words

FOOTNOTE = Words("Сноска под таблицей", "A footnote under the table")
PAGE_NUMBER = Words("Номер страницы", "A page number")
_DATES: tuple[Meaning, ...] = ("deadline", "deadline_start", "deadline_end")
_LONGEST_SECTION = 420
_SURE = 1.5


@dataclass(slots=True)
class WholeRow:
    """A row of the roadmap. `unsure`: it was put together of parts and might be two rows."""

    layout: Layout
    is_section: bool
    patches: dict[int, list[Patch]] = field(default_factory=dict[int, list[Patch]])
    unsure: bool = False
    wide: bool = False

    def text(self, *meanings: Meaning) -> str:
        return "\n".join(patch.text for patch in self.parts(*meanings))

    def parts(self, *meanings: Meaning) -> list[Patch]:
        return [patch for place in self.layout.places(*meanings) for patch in self.patches.get(place, ())]

    def add(self, row: Placed) -> None:
        for place, patch in row.patches.items():
            if not (patch.from_above and place in self.patches):
                self.patches.setdefault(place, []).append(patch)

    @property
    def at(self) -> tuple[Spot, ...]:
        return tuple(
            dict.fromkeys(spot for place in sorted(self.patches) for one in self.patches[place] for spot in one.at)
        )


def whole_rows(placed: Iterable[Placed | Unused]) -> tuple[list[WholeRow], list[Unused]]:
    """Rows in order, and what is furniture. Every patch goes into exactly one of them."""
    rows: list[Placed] = []
    unused: list[Unused] = []
    for one in placed:
        if isinstance(one, Unused):
            unused.append(one)
        elif why := _aside(one):
            unused += [Unused(patch.text, patch.at[0], why) for patch in one.patches.values()]
        else:
            rows.append(one)
    numbers = _numbers(rows)
    with_numbers = sum(map(bool, numbers)) * 2 > sum(1 for row in rows if row.own("activity"))
    dated = [row.own("activity") for row in rows if row.own("activity") and row.any(*_DATES)]
    low = sum(map(starts_low, dated)) * 5 > len(dated) * 2
    made: list[WholeRow] = []
    for index, row in enumerate(rows):
        last = made[-1] if made else None
        score = _goes_on(last, row, with_numbers=with_numbers, low=low) if last and not numbers[index] else -1.0
        if _is_section(row, numbers, index, last, with_numbers=with_numbers):
            made.append(WholeRow(row.layout, is_section=True, wide=row.wide))
        elif last and score > 0:
            last.unsure = last.unsure or score < _SURE
        else:
            made.append(WholeRow(row.layout, is_section=False))
        made[-1].add(row)
    return made, unused


def _numbers(rows: Sequence[Placed]) -> list[str]:
    """Each row's number, "" where it has none; out of the activity's words only where most rows begin so."""
    cells = [row.own("number") for row in rows]
    own = [(number_of(cell) or numbered(cell).number) if cell else "" for cell in cells]
    told = [numbered(row.own("activity")).number for row in rows]
    if numbers_in_words([row.own("activity") for row in rows if not row.wide]) and sum(map(bool, own)) < len(own) / 2:
        return [first or second for first, second in zip(own, told, strict=True)]
    # A heading over the whole row tells its number itself.
    return [first or (second if row.wide else "") for first, second, row in zip(own, told, rows, strict=True)]


def numbers_in_words(activities: Sequence[str]) -> bool:
    """Whether most activities begin with a number of their own."""
    filled = [words for words in activities if words.strip()]
    return bool(filled) and sum(bool(numbered(words).number) for words in filled) * 5 >= len(filled) * 3


def _aside(row: Placed) -> Words | None:
    """A lone page number or a footnote is no row."""
    places = row.own_places()
    if len(places) != 1:
        return None
    text = row.patches[places[0]].text.strip()
    if text.startswith("*") and not text.startswith("**"):
        return FOOTNOTE
    alone = text.isdigit() and len(text) <= 3 and row.torn and row.layout.columns[places[0]].meaning != "number"
    return PAGE_NUMBER if alone else None


def _is_section(row: Placed, numbers: Sequence[str], index: int, last: WholeRow | None, *, with_numbers: bool) -> bool:
    own = row.own_places()
    if not own:
        return False
    first = own[0]
    meaning, text, number = row.layout.columns[first].meaning, row.patches[first].text, numbers[index]
    if row.wide:
        return _alone(row, text, last)
    if len(own) == 1 and meaning in _DATES:
        return first == 0 and is_deadline(text) and not row.any("activity", "responsible")
    if row.any(*_DATES, "responsible", "document"):
        return False
    if len(own) > 1:
        return bool(number and row.own("number") and row.own("activity") and _heads(numbers, index))
    if meaning not in ("number", "stage", "activity"):
        return False
    if number and with_numbers and meaning != "number":
        return bool(numbered(text).words) and (_heads(numbers, index) or has_label(text))
    return _alone(row, text, last)


def _alone(row: Placed, text: str, last: WholeRow | None) -> bool:
    """One cell and nothing else: a heading, unless it goes on with what stands above."""
    if len(text) > _LONGEST_SECTION:
        return False
    if heading_numbered(text).number or has_label(text):
        return True
    if is_deadline(text) and (row.wide or not starts_low(text)):
        return True
    if row.wide and len(row.layout.columns) > 2:
        return not (starts_low(text) and last is not None)
    if last is None:
        return True
    place = row.own_places()[0]
    above = last.patches.get(place)
    return not (starts_low(text) or is_list_line(text) or (above and is_open(above[-1].text)))


def _heads(numbers: Sequence[str], index: int) -> bool:
    """Whether the next number stands under this one: 1 before 1.1, II before 2.1, 2 before 1 of a new list."""
    number = numbers[index]
    after = next((numbers[place] for place in range(index + 1, len(numbers)) if numbers[place]), "")
    if not after:
        return False
    if is_roman(number):
        return not is_roman(after)
    if number.isdigit() and after.isdigit():
        return int(after) <= int(number)
    return is_child(after, number)


def _goes_on(last: WholeRow, row: Placed, *, with_numbers: bool, low: bool) -> float:
    """Above 0: the row goes on with the last one; the higher, the surer."""
    own = row.own_places()
    if row.any("number", "activity") and not row.own("number", "activity") and row.patches:
        return _SURE if not row.own(*_DATES) else -1.0  # merged downwards: another row only with a date of its own
    if row.own("number") or not own:
        return -1.0
    if last.is_section:
        only_words = not row.any(*_DATES, "responsible")
        return 1.0 + _SURE if only_words and starts_low(row.patches[own[0]].text) else -1.0
    score = sum(_word_by_word(last, row, place, low=low) for place in own)
    above = last.text("activity")
    if row.own("activity") and above and not starts_low(row.own("activity")) and not is_open(above):
        score -= _SURE if with_numbers else 2 * _SURE  # a sentence of its own begins
    if not row.any("activity"):
        score += 1.0
    if not row.any(*_DATES):
        score += 0.5
    if with_numbers and not row.any("number"):
        score += 1.0
    if row.torn and not any(place in last.patches for place in own):
        score += _SURE  # a page took whole cells of the row with it
    return score + (0.5 if row.torn else 0.0)


def _word_by_word(last: WholeRow, row: Placed, place: int, *, low: bool) -> float:
    """What one cell says: for (above 0) or against going on. `low`: activities of this table begin so anyway."""
    text = row.patches[place].text
    above = "\n".join(patch.text for patch in last.patches.get(place, ()))
    meaning = row.layout.columns[place].meaning
    if meaning in _DATES:
        return _dates(above, text)
    if above and is_open(above):
        return 1.0
    if is_list_line(text):
        return 1.0 if above else 0.0
    if starts_low(text):
        # Offices are written small as often as not, and so are all activities of some schools.
        return 0.0 if meaning == "activity" and low else 0.5 if meaning == "responsible" else 1.0
    return -1.0 if above else -0.25


def _dates(above: str, text: str) -> float:
    if not above:
        return -0.5 if is_deadline(text) and not starts_low(text) else 0.5
    if is_deadline(f"{above} {text}") and not (is_deadline(above) and is_deadline(text)):
        return _SURE
    if is_deadline(above) and is_deadline(text):
        return 0.0 if is_open(above) else -4.0
    return 0.5
