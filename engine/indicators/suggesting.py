"""What the words of a yearly indicator ask to be counted: a suggestion, which a person confirms.

Read are the ages, the role, who they are, and whether the whole lies outside the organisation: nobody here can count
the children of a town, somebody has to enter them.
"""

import re
from dataclasses import dataclass

from engine.indicators.counting import Counting, counting

_AGES = re.compile(r"(?:от|с)?\s*(\d{1,2})\s*(?:-|–|—|до)\s*(\d{1,2})\s*(?:-?\s*лет|год)")
_OUTSIDE = re.compile(
    r"прожива|живущ|регион|област|район|город|муниципал|субъект|кра[йяе]\b|республик|территор|округ|осуществляющ"
)
_ENTERPRISES = re.compile(r"предприят|работодател|организаци[йия][^;]*(?:предостав|осуществля)")
_NEWCOMERS = re.compile(r"молод[а-яё]+\s+(?:учител|педагог|специалист|работник)|(?:опыт|стаж)[а-яё]*")
_STAFF = re.compile(r"учител|педагог|специалист|работник|сотрудник")
_STUDENTS = re.compile(r"студент")
_CHILDREN = re.compile(r"дет(?:и|ей|ям)|подростк|обучающ|учащ|ученик|школьник|воспитанник|несовершеннолетн|молод[её]ж")
_MENTEES = re.compile(r"наставляем")
_MENTORS = re.compile(r"наставник")
_CATEGORIES = re.compile(
    r"выдающ|неудовлетворит|неуспева|ограниченн[а-яё]+ возможност|жизненн[а-яё]+ ситуаци|поведени|отстран[её]нн"
)
_POTENTIAL = re.compile(r"потенциальн|возможн[а-яё]+ наставляем|категори")
_OF_WHOM = re.compile(r"\bк\s+общ[а-яё]+\s+(?:количеств|числ)|\s[:÷/]\s")
_FEW_CATEGORIES = 2
_USUAL_YEARS = 3  # «молодой специалист», where the words name no number


@dataclass(frozen=True, slots=True)
class Suggested:
    """Both sides of a yearly share; a side of None could not be made out and is entered by hand."""

    numerator: Counting | None
    denominator: Counting | None


def suggest(title: str, formula: str, numerator: str, denominator: str) -> Suggested:
    """What to count for an indicator with these words.

    >>> made = suggest("Доля", "", "дети 10–18 лет, вошедшие наставляемыми", "все дети города в возрасте 10–18 лет")
    >>> str(made.numerator), str(made.denominator)
    ('people(from_age=10, kind=pupil, role=mentee, to_age=18)', 'entered(what=children-10-18)')
    """
    above, below = _sides(formula)
    upper = _plain(numerator or above or title)
    lower = _plain(denominator or below)
    whole = _plain(f"{title} {formula}")
    return Suggested(_numerator(upper, whole), _denominator(lower, whole))


def _numerator(words: str, whole: str) -> Counting | None:
    # who the enterprises belong to is said by the title where the numerator only says «предоставивших»
    if _ENTERPRISES.search(words):
        return counting("enterprises", role="mentor")
    who = _who(words) or _who(whole)
    role = _role(words) or _role(whole)
    if who is None or role is None:
        return None
    return counting("people", kind=who, role=role, **_limits(who, words, whole))


def _denominator(words: str, whole: str) -> Counting | None:
    if not words:
        return None
    outside = bool(_OUTSIDE.search(words))
    if _ENTERPRISES.search(words) or "предприят" in words:
        return counting("entered", what="enterprises")
    categories = {found.group() for found in _CATEGORIES.finditer(words)}
    if _POTENTIAL.search(words) or len(categories) >= _FEW_CATEGORIES:
        return counting("entered", what="potential-mentees")
    who = _who(words)
    if who is None:
        return None
    # «все дети региона» are all of them: ages of the title do not narrow a whole whose words name none
    limits = _limits(who, words, whole if who == "staff" else words)
    if not outside:
        return counting("people", kind=who, **limits)
    return counting("entered", what=_outside_name(who, limits))


def _outside_name(who: str, limits: dict[str, int | None]) -> str:
    if limits.get("hired_years") is not None:
        return "young-teachers"
    group = {"pupil": "children", "student": "students"}.get(who, "teachers")
    ages = [str(age) for age in (limits.get("from_age"), limits.get("to_age")) if age is not None]
    return "-".join([group, *ages])


def _limits(who: str, words: str, whole: str) -> dict[str, int | None]:
    if who == "staff":
        newcomers = _NEWCOMERS.search(words) or _NEWCOMERS.search(whole)
        found = _AGES.search(words) or _AGES.search(whole)
        return {"hired_years": (int(found[2]) if found else _USUAL_YEARS) if newcomers else None}
    found = _AGES.search(words) or _AGES.search(whole)
    return {"from_age": int(found[1]), "to_age": int(found[2])} if found else {}


def _who(words: str) -> str | None:
    for who, pattern in (("student", _STUDENTS), ("pupil", _CHILDREN), ("staff", _STAFF)):
        if pattern.search(words) and not (who == "pupil" and _STAFF.search(words) and _NEWCOMERS.search(words)):
            return who
    return None


def _role(words: str) -> str | None:
    """«в программы наставничества в роли наставляемого»: the role, not the programme."""
    if _MENTEES.search(words):
        return "mentee"
    return "mentor" if _MENTORS.search(words) else None


def _sides(formula: str) -> tuple[str, str]:
    """«отношение … к общему количеству …» and «… : …»."""
    found = _OF_WHOM.search(formula)
    return (formula[: found.start()], formula[found.end() :]) if found else ("", "")


def _plain(words: str) -> str:
    return " ".join(words.lower().replace("ё", "е").split())
