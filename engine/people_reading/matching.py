"""Who of a file is there already: the same person, perhaps the same, somebody new."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from engine.people_reading.names import alike, blocks, fits_initials, initials_of
from engine.search_keys import search_key

Distance = Callable[[str, str], int]
"""How many letters must be typed otherwise; `storage` and `engine` know no library for it."""

_MOST_ALIKE = 5  # shown to choose from


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody to compare with: a stored person (`id`) or an earlier row of the file (a negative `id`)."""

    id: int
    name: str
    key: str
    email: str
    born: date | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """`same`: surely this one; `alike`: perhaps one of these, a person decides. Both empty: somebody new."""

    same: Known | None = None
    alike: tuple[Known, ...] = ()


class Register:
    """People by what two spellings of one name have in common: everything is compared with few, never with all."""

    def __init__(self, people: Iterable[Known], distance: Distance) -> None:
        self._distance = distance
        self._by_key: dict[str, list[Known]] = {}
        self._by_block: dict[str, list[Known]] = {}
        self._by_email: dict[str, list[Known]] = {}
        self._short: dict[str, list[tuple[Known, tuple[str, str]]]] = {}
        for one in people:
            self.add(one)

    def add(self, one: Known) -> None:
        if (short := initials_of(one.name)) is not None:
            self._short.setdefault(short[0], []).append((one, short))
        self._by_key.setdefault(one.key, []).append(one)
        for block in blocks(one.name):
            self._by_block.setdefault(block, []).append(one)
        if one.email:
            self._by_email.setdefault(one.email.lower(), []).append(one)

    def find(self, name: str, email: str, born: date | None = None) -> Match:
        """
        >>> known = Known(7, "Иванова Мария Петровна", "иванова мария петровна", "m@school.ru")
        >>> register = Register([known], lambda one, other: 99)
        >>> register.find("ИВАНОВА Мария Петровна", "m@school.ru").same.id
        7
        >>> register.find("Иванова М.П.", "").alike[0].id
        7
        """
        short = initials_of(name)
        if short is not None:
            fitting = [one for one in self._by_block.get(f"1 {short[0]}", ()) if fits_initials(one.name, short)]
            return Match(alike=tuple(fitting[:_MOST_ALIKE]))
        key = search_key(name)
        named = self._by_key.get(key, ())
        sure = [one for one in named if email and one.email.lower() == email.lower()]
        namesakes = [one for one in named if not _contradict(one.born, born)]
        if not sure and len(namesakes) == 1 and not (email and namesakes[0].email):
            sure = namesakes  # one of the two has no address: a pupil who was given one, a list without addresses
        if len(sure) == 1:
            return Match(same=sure[0])
        found = {one.id: one for one in [*namesakes, *self._alike(name, key, email, born)]}
        return Match(alike=tuple(found.values())[:_MOST_ALIKE])

    def _alike(self, name: str, key: str, email: str, born: date | None) -> Iterable[Known]:
        seen: set[int] = set()
        for nearby in (
            *(self._by_block.get(block, ()) for block in blocks(name)),
            self._by_email.get(email.lower(), ()) if email else (),
        ):
            for one in nearby:
                if one.key == key or one.id in seen or _contradict(one.born, born):
                    continue
                seen.add(one.id)
                if alike(one.key, key, self._distance(one.key, key)):
                    yield one
        for one, short in self._short.get(key.partition(" ")[0], ()):
            if fits_initials(name, short):
                yield one


def _contradict(one: date | None, other: date | None) -> bool:
    return one is not None and other is not None and one != other
