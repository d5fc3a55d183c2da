"""Which organisation a row of a file names: by its path, its short name in the path, or its name as people write it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from engine.refusals import BadInput
from engine.search_keys import search_key

_MARKS = re.compile(r"[^\w/-]+")
_MOST_ALIKE = 3  # paths named when one name belongs to several


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation a file may fill. `path` is its slugs from the root."""

    id: int
    path: str
    name: str


class Places:
    """The organisation chosen for a file and everything below it; nothing else exists for the file."""

    def __init__(self, chosen: Place, below: Iterable[Place], distance: Callable[[str, str], int]) -> None:
        self.chosen = chosen
        self._distance = distance
        self._listed = {one.id: one for one in (chosen, *below)}
        self._known: dict[str, set[int]] = {}
        self._near: dict[str, Place] = {}  # a column repeats its mistakes
        for one in self._listed.values():
            for said in (one.path, one.path.rpartition("/")[2], _key(one.name)):
                self._known.setdefault(said, set()).add(one.id)

    def by_id(self, place_id: int) -> Place:
        return self._listed[place_id]

    @property
    def several(self) -> bool:
        """Whether there is anything to choose from."""
        return len(self._listed) > 1

    def named(self, said: str) -> Place:
        """The organisation a cell names, the chosen one when it names none.

        Raises BadInput for an unknown one, with the nearest there is, and for a name that several bear.

        >>> school = Place(2, "district/school-5", "Школа № 5")
        >>> places = Places(Place(1, "district", "Район"), [school], lambda one, other: abs(len(one) - len(other)))
        >>> [places.named(said).id for said in ("", "школа №5", "district/school-5", "school-5")]
        [1, 2, 2, 2]
        """
        text = " ".join(said.split())
        if not text:
            return self.chosen
        found = self._known.get(text.strip("/").lower()) or self._known.get(_key(text)) or set()
        if len(found) == 1:
            return self._listed[next(iter(found))]
        if found:
            paths = sorted(self._listed[one].path for one in found)[:_MOST_ALIKE]
            raise _bad(
                f"так называются несколько организаций: впишите путь одной из них: {', '.join(paths)}",
                f"several organisations bear this name: write the path of one of them: {', '.join(paths)}",
            )
        near = self._nearest(text)
        raise _bad(
            f"организации «{text[:60]}» здесь нет; ближе всего «{near.name}» ({near.path}). Место работы вне "
            "её организаций впишите в столбец «Место работы или учёбы»",
            f"there is no organisation “{text[:60]}” here; the nearest is “{near.name}” ({near.path}). A place of work "
            "outside belongs into the column “Место работы или учёбы”",
        )

    def _nearest(self, text: str) -> Place:
        key, low = _key(text)[:200], text.lower()[:200]
        if key not in self._near:
            self._near[key] = min(
                self._listed.values(),
                key=lambda one: min(
                    self._distance(_key(one.name), key), self._distance(one.path.rpartition("/")[2], low)
                ),
            )
        return self._near[key]


def _key(name: str) -> str:
    return search_key(_MARKS.sub(" ", name))


def _bad(ru: str, en: str) -> BadInput:
    return BadInput("organisation", ru[:1].upper() + ru[1:], en[:1].upper() + en[1:])
