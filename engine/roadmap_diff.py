"""What a corrected file changes in a live roadmap: which rows are the same, changed, new, gone.

Rows are paired by their words first, since numbers move when a row is put in between; then by the name lifecycles
know them by, by their number, and at last by the likeness of what they say.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from engine.search_keys import search_key

_SAME_NUMBER = 0.45  # how alike rows of one number must be: below it the number went to another row
_LIKE = 0.72  # how alike rows of different numbers must be
_MOST_COMPARED = 6  # candidates by shared words whose letters are compared
_SHORT = 3  # letters of a word that says nothing about a row


@dataclass(frozen=True, slots=True)
class DiffRow:
    """What a row of one of the sides is known by. `name` is unique on its side."""

    name: str
    number: str
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Pairing:
    """`pairs`: (live row, file's row) in the order of the file; `added` likewise; `gone` in the roadmap's order."""

    pairs: tuple[tuple[str, str], ...]
    added: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def old_of(self) -> dict[str, str]:
        """The live row of a row of the file."""
        return {new: old for old, new in self.pairs}


@dataclass(frozen=True, slots=True)
class FieldChange:
    field: str
    before: str
    after: str


def paired(old: Sequence[DiffRow], new: Sequence[DiffRow]) -> Pairing:
    """Which rows are one.

    >>> one = DiffRow("7", "1", "", "Издать приказ")
    >>> paired([one], [DiffRow("r0", "2", "", "Издать приказ"), DiffRow("r1", "1", "", "Собрать совет")])
    Pairing(pairs=(('7', 'r0'),), added=('r1',), gone=())
    """
    pairs = _Pairs(old, new)
    pairs.match(lambda row: (search_key(row.title), row.number))
    pairs.match(lambda row: search_key(row.title))
    pairs.match(lambda row: row.key)
    pairs.match(lambda row: row.number, alike=_SAME_NUMBER)
    pairs.match_by_words()
    return Pairing(pairs.found(), tuple(pairs.new), tuple(pairs.old))


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FieldChange, ...]:
    """What differs, field by field; line breaks and spaces of a table's cell do not."""
    return tuple(
        FieldChange(field, before.get(field, ""), value)
        for field, value in after.items()
        if before.get(field, "").split() != value.split()
    )


class _Pairs:
    """Rows of both sides that have no partner yet, and the pairs found so far."""

    def __init__(self, old: Iterable[DiffRow], new: Iterable[DiffRow]) -> None:
        self.old = {row.name: row for row in old}
        self.new = {row.name: row for row in new}
        self._order = {name: place for place, name in enumerate(self.new)}
        self._found: list[tuple[DiffRow, DiffRow]] = []

    def found(self) -> tuple[tuple[str, str], ...]:
        ordered = sorted(self._found, key=lambda pair: self._order[pair[1].name])
        return tuple((before.name, after.name) for before, after in ordered)

    def match(self, by: Callable[[DiffRow], object], *, alike: float = 0.0) -> None:
        """Pair rows that say the same; of several each takes the next in its order."""
        waiting: dict[object, list[DiffRow]] = defaultdict(list)
        for row in self.old.values():
            if by(row):
                waiting[by(row)].append(row)
        for row in tuple(self.new.values()):
            candidates = waiting.get(by(row), []) if by(row) else []
            fitting = next((one for one in candidates if not alike or _likeness(one, row) >= alike), None)
            if fitting is not None:
                candidates.remove(fitting)
                self._pair(fitting, row)

    def match_by_words(self) -> None:
        """Pair what is left by likeness, the most alike first. Only rows that share words are compared letter by
        letter: two thousand against two thousand would take minutes."""
        holding: dict[str, list[DiffRow]] = defaultdict(list)
        for row in self.old.values():
            for word in _words(row):
                holding[word].append(row)
        scored: list[tuple[float, DiffRow, DiffRow]] = []
        for row in self.new.values():
            shared = Counter(one.name for word in _words(row) for one in holding.get(word, ()))
            for name, _ in shared.most_common(_MOST_COMPARED):
                scored.append((_likeness(self.old[name], row), self.old[name], row))
        for likeness, before, after in sorted(scored, key=lambda one: -one[0]):
            if likeness >= _LIKE and before.name in self.old and after.name in self.new:
                self._pair(before, after)

    def _pair(self, before: DiffRow, after: DiffRow) -> None:
        del self.old[before.name], self.new[after.name]
        self._found.append((before, after))


def _likeness(one: DiffRow, other: DiffRow) -> float:
    """How alike what they say is; 0 when a quick look shows that it is too little."""
    matcher = SequenceMatcher(None, search_key(one.title), search_key(other.title), autojunk=False)
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < _SAME_NUMBER:
        return 0.0
    return matcher.ratio()


def _words(row: DiffRow) -> set[str]:
    return {word for word in search_key(row.title).split() if len(word) > _SHORT}
