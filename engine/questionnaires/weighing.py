"""What mentees ask for against what mentors can share: one line for each subject, what lacks most on top."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weighed:
    """How many people ask for a subject and how many offer it."""

    subject: str
    requests: int
    resources: int

    @property
    def lacking(self) -> int:
        """How many requests nobody answers, one mentor to each."""
        return max(self.requests - self.resources, 0)


def weighed(requests: Iterable[Iterable[str]], resources: Iterable[Iterable[str]]) -> tuple[Weighed, ...]:
    """Both sides person by person, in the words of the options; a person counts once for a subject.

    >>> [(one.subject, one.requests, one.resources) for one in weighed([["Урок"], ["урок", "класс"]], [["Класс"]])]
    [('Урок', 2, 0), ('класс', 1, 1)]
    """
    titles: dict[str, str] = {}
    asked, offered = _counted(requests, titles), _counted(resources, titles)
    found = [Weighed(title, asked.get(key, 0), offered.get(key, 0)) for key, title in titles.items()]
    return tuple(sorted(found, key=lambda one: (-one.lacking, -one.requests, -one.resources, one.subject.casefold())))


def _counted(people: Iterable[Iterable[str]], titles: dict[str, str]) -> dict[str, int]:
    """By the subject as it is compared; `titles` gets the first spelling of each."""
    found: dict[str, int] = {}
    for said in people:
        own = {_key(one): " ".join(one.split()) for one in said if one.strip()}
        for key, title in own.items():
            titles.setdefault(key, title)
            found[key] = found.get(key, 0) + 1
    return found


def _key(subject: str) -> str:
    return " ".join(subject.casefold().replace("ё", "е").split())
