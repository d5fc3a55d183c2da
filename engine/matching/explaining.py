"""The words of matching: why these two, how strong a pair is, why somebody stays alone and what to do next."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Literal

from engine.matching.model import Unmatched
from engine.matching.scoring import BASE, Why
from engine.words import Words

Strength = Literal["strong", "good", "weak"]
STRENGTHS: Mapping[Strength, Words] = MappingProxyType(
    {
        "strong": Words("очень подходят", "a very good fit"),
        "good": Words("подходят", "a good fit"),
        "weak": Words("мало общего", "little in common"),
    }
)
_STRONG, _GOOD = BASE + 40, BASE + 15
_RANKS_RU = ("первым", "вторым", "третьим")
_RANKS_EN = ("first", "second", "third")

_FIXED: Mapping[str, Words] = MappingProxyType(
    {
        "mutual_first": Words("оба указали друг друга первыми", "both named each other first"),
        "place": Words("из одной организации", "of the same organisation"),
        "subject": Words("одна и та же должность", "the same position"),
        "age": Words("возраст такой, какой просил наставник", "of the age the mentor wished"),
        "wrong_age": Words("возраст не тот, какой просил наставник", "not of the age the mentor wished"),
        "superior": Words(
            "наставник — руководитель организации наставляемого", "the mentor heads the mentee's organisation"
        ),
        "past_completed": Words(
            "прежнюю программу довели до конца вместе", "they finished an earlier programme together"
        ),
        "past_completed_early": Words(
            "прежнюю программу вместе завершили досрочно", "they finished an earlier programme together ahead of time"
        ),
        "past_by_agreement": Words("прежняя пара разошлась по соглашению", "their earlier pair was ended by agreement"),
        "past_mentor_left": Words("из прежней пары вышел наставник", "the mentor left their earlier pair"),
        "past_mentee_left": Words("из прежней пары вышел наставляемый", "the mentee left their earlier pair"),
    }
)


def said(why: Why) -> Words:
    """A reason in words.

    >>> said(Why("needs", 40, ("методика урока",))).ru
    'просит помощь: методика урока — у наставника есть'
    >>> said(Why("mentee_prefers", 22, ("2",))).en
    'the mentee named the mentor second'
    """
    return _FIXED[why.key] if why.key in _FIXED else _SPOKEN[why.key](why.facts)


def strength(points: int) -> Strength:
    """How strong a pair is.

    >>> strength(BASE + 70), strength(BASE)
    ('strong', 'weak')
    """
    return "strong" if points >= _STRONG else "good" if points >= _GOOD else "weak"


def why_alone(one: Unmatched) -> tuple[Words, Words]:
    """Why somebody has no pair, and the next step.

    >>> why_alone(Unmatched(5, "mentee", "full", 3))[1].ru
    'Найдите ещё одного наставника или спросите, кто возьмёт вторую пару'
    """
    return _ALONE[one.why](one.count), _NEXT[one.why]


def _needs(facts: tuple[str, ...]) -> Words:
    told = ", ".join(facts)
    return Words(f"просит помощь: {told} — у наставника есть", f"asks for help with {told}: the mentor has it")


def _interests(facts: tuple[str, ...]) -> Words:
    told = ", ".join(facts)
    return Words(f"общие интересы: {told}", f"interests in common: {told}")


def _mutual(facts: tuple[str, ...]) -> Words:
    by_mentee, by_mentor = _rank(facts[0]), _rank(facts[1])
    return Words(
        f"указали друг друга: наставляемый наставника {by_mentee.ru}, наставник его {by_mentor.ru}",
        f"they named each other: the mentee {by_mentee.en}, the mentor {by_mentor.en}",
    )


def _one_sided(ru: str, en: str) -> Callable[[tuple[str, ...]], Words]:
    def told(facts: tuple[str, ...]) -> Words:
        rank = _rank(facts[0])
        return Words(f"{ru} {rank.ru}", f"{en} {rank.en}")

    return told


def _rank(text: str) -> Words:
    rank = int(text)
    if rank <= len(_RANKS_RU):
        return Words(_RANKS_RU[rank - 1], _RANKS_EN[rank - 1])
    return Words(f"на {rank}-м месте", f"in place {rank}")


_SPOKEN: Mapping[str, Callable[[tuple[str, ...]], Words]] = MappingProxyType(
    {
        "needs": _needs,
        "interests": _interests,
        "mutual": _mutual,
        "mentee_prefers": _one_sided("наставляемый указал наставника", "the mentee named the mentor"),
        "mentor_prefers": _one_sided("наставник указал наставляемого", "the mentor named the mentee"),
    }
)


def _same(ru: str, en: str) -> Callable[[int], Words]:
    return lambda count: Words(ru.format(count), en.format(count))


_ALONE: Mapping[str, Callable[[int], Words]] = MappingProxyType(
    {
        "no_mentors": _same("в программе пока нет ни одного наставника", "the programme has no mentor yet"),
        "form": _same("форма программы не подходит ни одному наставнику", "the form fits none of the mentors"),
        "barred": _same("со всеми подходящими ({}) стоит запрет", "all who would fit ({}) are excluded"),
        "full": _same("у всех подходящих ({}) нет свободных мест", "all who would fit ({}) have no place free"),
        "taken": _same(
            "свободные места подходящих ({}) нужнее другим наставляемым",
            "the places of those who would fit ({}) went to others",
        ),
        "small_group": _same("на группу не набралось людей: нужно {}", "too few people for a group: {} are needed"),
        "mentor_full": _same("мест нет, уже ведёт пар: {}", "no place free, leads {} pairs"),
        "no_mentees": _same("наставляемых без наставника нет", "nobody waits for a mentor"),
        "mentor_form": _same("форма программы не подходит наставляемым", "the form fits none of the mentees"),
        "mentor_barred": _same("со всеми наставляемыми ({}) стоит запрет", "all mentees ({}) are excluded"),
        "all_led": _same("у всех наставляемых уже есть наставник", "every mentee has a mentor"),
        "nobody_left": _same(
            "наставляемые, которых он мог бы вести ({}), распределены иначе",
            "the mentees he could lead ({}) are placed otherwise",
        ),
    }
)
_NEXT: Mapping[str, Words] = MappingProxyType(
    {
        "no_mentors": Words(
            "Внесите наставников: роль «наставник» на странице участника",
            "Enter mentors: the role “mentor” on a person's page",
        ),
        "form": Words(
            "Проверьте, кем внесён участник, или начните программу другой формы",
            "Check the person's kind, or start a programme of another form",
        ),
        "barred": Words(
            "Снимите один из запретов или найдите ещё одного наставника",
            "Lift one of the exclusions or find another mentor",
        ),
        "full": Words(
            "Найдите ещё одного наставника или спросите, кто возьмёт вторую пару",
            "Find another mentor or ask who would take a second pair",
        ),
        "taken": Words(
            "Найдите ещё одного наставника или выберите вручную, кого передвинуть",
            "Find another mentor or choose by hand whom to move",
        ),
        "small_group": Words("Добавьте наставляемых или начните программу пар", "Add mentees or start pairs instead"),
        "mentor_full": Words(
            "Если готов взять ещё пару, поднимите число мест в его карточке",
            "If he would take one more, raise his number of places",
        ),
        "no_mentees": Words(
            "Внесите наставляемых: роль «наставляемый» на странице участника",
            "Enter mentees: the role “mentee” on a person's page",
        ),
        "mentor_form": Words(
            "Проверьте, кем внесены участники, или начните программу другой формы",
            "Check the kinds of people, or start a programme of another form",
        ),
        "mentor_barred": Words("Проверьте запреты этой программы", "Look through the exclusions"),
        "all_led": Words("Он понадобится следующим наставляемым", "The next mentee may need him"),
        "nobody_left": Words("Посмотрите его варианты и поменяйте вручную", "Look at his other choices, swap by hand"),
    }
)
