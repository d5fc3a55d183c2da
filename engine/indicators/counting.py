"""What is counted: the name of a rule with typed parameters, as data. The rules' queries stand in `storage`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from engine.events import EVENT_KINDS
from engine.refusals import BadInput
from engine.words import Words

Value = str | int
Kind = Literal["word", "number"]
_CALL = re.compile(r"([a-z_]+)\(([^()]*)\)")
_SLUG = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
_BIGGEST = 200  # years of age or of work, nothing else is a number here


@dataclass(frozen=True, slots=True)
class Parameter:
    """`choices` empty: any slug. A parameter that is not `needed` may be left out."""

    kind: Kind
    choices: tuple[str, ...] = ()
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """`people`: it counts people, so small numbers of them are hidden above. `by_hand`: somebody enters the number."""

    title: Words
    parameters: Mapping[str, Parameter]
    people: bool
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Counting:
    """A rule with its parameters in alphabetical order.

    >>> str(Counting("people", (("from_age", 10), ("kind", "pupil"), ("role", "mentee"))))
    'people(from_age=10, kind=pupil, role=mentee)'
    """

    rule: str
    parameters: tuple[tuple[str, Value], ...] = ()

    def __str__(self) -> str:
        return f"{self.rule}({', '.join(f'{name}={value}' for name, value in self.parameters)})"

    def word(self, name: str) -> str:
        """A parameter that is a word; "" when it was left out."""
        return str(dict(self.parameters).get(name, ""))

    def number(self, name: str) -> int | None:
        found = dict(self.parameters).get(name)
        return found if isinstance(found, int) else None


_AGES = {"from_age": Parameter("number"), "to_age": Parameter("number")}
_ROLE = Parameter("word", ("mentor", "mentee", "either"))
_MEETING = Parameter("word", ("any", "acquaintance", "trial", "planning", "work", "final", "of-row"))
_EVENT = Parameter("word", EVENT_KINDS)
_NONE: Mapping[str, Parameter] = MappingProxyType({})

RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "people": Rule(
            Words("люди организации", "people of the organisation"),
            {
                "kind": Parameter("word", ("staff", "pupil", "student", "employer")),
                "role": _ROLE,
                "hired_years": Parameter("number"),
                **_AGES,
            },
            people=True,
        ),
        "participants": Rule(Words("участники: наставники и наставляемые", "mentors and mentees"), _NONE, people=True),
        "consenting": Rule(
            Words("участники с действующим согласием", "participants with a consent in force"),
            {"consent": Parameter("word", ("personal-data", "photo", "mentoring-duty"), needed=True)},
            people=True,
        ),
        "met": Rule(
            Words("участники, которые были хотя бы на одной встрече", "participants who came to a meeting"),
            _NONE,
            people=True,
        ),
        "answered": Rule(
            Words("участники, ответившие на последнюю анкету", "participants who answered the latest survey"),
            {"survey": Parameter("word", needed=True)},
            people=True,
        ),
        "expected": Rule(
            Words("кого ждали на встречах", "who was expected at meetings"), {"meeting": _MEETING}, people=True
        ),
        "present": Rule(Words("кто был на встречах", "who came to meetings"), {"meeting": _MEETING}, people=True),
        "plan_items": Rule(
            Words("пункты индивидуальных планов", "items of individual plans"),
            {"state": Parameter("word", ("all", "done"))},
            people=False,
        ),
        "pairs": Rule(
            Words("пары, которые идут или завершены", "pairs that go on or were completed"),
            {"plan": Parameter("word", ("written", "approved"))},
            people=False,
        ),
        "rows": Rule(
            Words("пункты дорожной карты", "rows of the roadmap"),
            {"state": Parameter("word", ("all", "done", "on_time"))},
            people=False,
        ),
        "proofs": Rule(
            Words("ссылки и публикации пункта", "links and publications of the row"),
            _NONE,
            people=False,
        ),
        "enterprises": Rule(
            Words("предприятия-партнёры", "partner enterprises"), {"role": Parameter("word", ("mentor",))}, people=False
        ),
        "entered": Rule(
            Words("внесено вручную", "entered by hand"),
            {"what": Parameter("word", needed=True)},
            people=False,
            by_hand=True,
        ),
        "came": Rule(Words("кто был на событиях", "who came to events"), {"event": _EVENT}, people=True),
        "invited": Rule(
            Words("кого приглашали на события", "who was invited to events"), {"event": _EVENT}, people=True
        ),
        "invited_or_whole": Rule(
            Words("кого приглашали на события, иначе сотрудники", "who was invited to events, else the staff"),
            {"event": _EVENT, "what": Parameter("word", needed=True)},
            people=True,
        ),
        "guests": Rule(
            Words("разные люди, которые были на событиях", "different people who came to events"),
            {"event": _EVENT, "kind": Parameter("word", ("staff", "pupil", "student", "employer"))},
            people=True,
        ),
        "experts": Rule(Words("эксперты на занятиях", "experts at lessons"), _NONE, people=True),
        "lessons": Rule(
            Words("занятия группы, у которой их меньше всего", "lessons of the group with the fewest"),
            _NONE,
            people=False,
        ),
        "attended": Rule(
            Words("кто был на событиях пункта, иначе на встречах", "who came to the row's events, else to meetings"),
            {"meeting": _MEETING},
            people=True,
        ),
        "awaited": Rule(
            Words("кого ждали на событиях пункта, иначе на встречах", "who was expected there"),
            {"meeting": _MEETING},
            people=True,
        ),
        "whole": Rule(
            Words("из скольких: внесено вручную, иначе сотрудники", "of how many: as entered, else the staff"),
            {"what": Parameter("word", needed=True)},
            people=True,
        ),
    }
)


def counting(rule: str, **parameters: Value | None) -> Counting:
    """A counting of code; what is None is left out.

    >>> str(counting("people", role="mentor", to_age=None))
    'people(role=mentor)'
    """
    return Counting(rule, tuple(sorted((name, value) for name, value in parameters.items() if value is not None)))


def counting_in(text: str, field: str) -> Counting:
    """Reads what `str` of a counting wrote. Raises BadInput of `field` for anything else.

    >>> str(counting_in("people( role=mentee, kind = pupil )", "--numerator"))
    'people(kind=pupil, role=mentee)'
    """
    found = _CALL.fullmatch(text.strip())
    if found is None:
        raise _bad(field, text, "правило с параметрами, например people(kind=pupil)", "a rule like people(kind=pupil)")
    given: dict[str, Value] = {}
    for part in filter(None, (one.strip() for one in found[2].split(","))):
        name, _, value = (one.strip() for one in part.partition("="))
        given[name] = int(value) if value.isascii() and value.isdigit() else value
    made = counting(found[1], **given)
    for ru, en in faults(made):
        raise _bad(field, text, ru, en)
    return made


def faults(one: Counting) -> list[tuple[str, str]]:
    """What is wrong with a counting, in both languages; empty when nothing is.

    >>> faults(counting("people", kind="pupl"))[0][1]
    '`kind` is one of: staff, pupil, student, employer'
    """
    rule = RULES.get(one.rule)
    if rule is None:
        return [(f"бывает: {', '.join(RULES)}", f"known: {', '.join(RULES)}")]
    found: list[tuple[str, str]] = []
    given = dict(one.parameters)
    for name, parameter in rule.parameters.items():
        if parameter.needed and name not in given:
            found.append((f"не хватает «{name}»", f"`{name}` is missing"))
    for name, value in given.items():
        wanted = rule.parameters.get(name)
        if wanted is None:
            known = ", ".join(rule.parameters) or "—"
            found.append((f"нет параметра «{name}», бывает: {known}", f"no parameter `{name}`, known: {known}"))
        elif wanted.choices and value not in wanted.choices:
            listed = ", ".join(wanted.choices)
            found.append((f"«{name}» — одно из: {listed}", f"`{name}` is one of: {listed}"))
        elif wanted.kind == "number" and not (isinstance(value, int) and 0 <= value <= _BIGGEST):
            found.append((f"«{name}» — целое число до {_BIGGEST}", f"`{name}` is a whole number up to {_BIGGEST}"))
        elif wanted.kind == "word" and not _SLUG.fullmatch(str(value)):
            found.append((f"«{name}» — слово латиницей", f"`{name}` is a word like this-one"))
    return found


def _bad(field: str, text: str, ru: str, en: str) -> BadInput:
    return BadInput(field, f"{field}: «{text}»: {ru}", f"{field}: “{text}”: {en}")
