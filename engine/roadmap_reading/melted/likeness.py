"""What a cell's first words say about the column it stands in."""

import re
from functools import lru_cache

from engine.roadmap_reading.melted.headings import ACTIVITY, DOCUMENT, RESPONSIBLE, RESULT
from engine.roadmap_reading.melted.visual import begins

_ROLE = re.compile(
    r"\b(?:и\.?\s?о\.?\s+)?(?:(?:за)?местител|зам\b|зам\.|руковод|куратор|директор|администраци|наставник|педагог|учител|"
    r"преподавател|классн|методист|методическ\w+ (?:служб|объединени|совет)|психолог|советник|тьютор|рабоч\w+ групп|"
    r"школ[аы]\b|образовательн\w+ (?:организац|учрежд)|общеобразовательн\w+ (?:организац|учрежд)|оо\b|ооо?\b|оу\b|"
    r"доо?у?\b|иро\b|мо\b|моуо\b|омсу?\b|мбоу|маоу|мкоу|мбу\b|мау\b|мдоу|мбдоу|гбоу|гау\b|гбу\b|ау\b|цнппм|рмц|рц\b|"
    r"имц|ммц|рнц|министерств|департамент|комитет|управлени|отдел|центр|совет\b|председател|заведующ|зав\.|секретар|"
    r"библиотекар|старш|вожат|завуч|родител|определяется|назначенн|ответственн|все\b|весь\b|коллектив|команд|"
    r"координатор|эксперт|сотрудник|работник|специалист|главн|начальник|мастер|профсоюз|служб|ученик|обучающ|участник|"
    r"партнер|предприят|работодател|социальн\w+ педагог|руководств|воспитател|логопед|организатор|инспектор|члены)"
)
_PAPER = re.compile(
    r"(?:приказ|распоряжени|постановлени|положени|справк|протокол|план|программ|отч[её]т|реестр|баз[аы]|банк|соглашени|"
    r"анкет|договор|дорожн|пакет|список|списки|журнал|график|сценари|фото|пост-?релиз|пресс-?релиз|аналитическ|"
    r"информационно|сертификат|диплом|удостоверени|материал|публикац|методическ|рекомендац|локальн|утвержд|сформирован|"
    r"разработан|заполненн|наличие|создан|проведен|определен|подготовлен|обеспечен|участи|повышени|индивидуальн|"
    r"согласи|сайт|раздел|стать|презентац|листы?|не менее|\d+\s*%|100|заключен|выявлен|составлен|фиксаци|тематическ|"
    r"нормативн|дополнительн|электронн|перечень|предложени|мониторинг|чек-лист|карт[аы]|письм|запис|заявлени|доклад)"
)
_DOING = re.compile(r"[А-ЯЁ][а-яё-]+(?:ние|ция|ка|тие|ы|и|ение|оры|ь)\b")
_MOST_LINES_OF_RESPONSIBLE, _SIGHT = 8, 200


@lru_cache(maxsize=16384)
def fits(kind: str, text: str, lines: int) -> float:
    """How well whole cells' words suit their column; about −2 to 4.

    >>> fits("responsible", "Куратор", 1) > fits("responsible", "Приказ", 1)
    True
    """
    if kind == RESPONSIBLE:
        return _responsible(" ".join(text.split()), lines)
    small = text.lower()
    role, paper = _ROLE.match(small) is not None, _PAPER.match(small.lstrip("«-– ")) is not None
    if kind in {RESULT, DOCUMENT}:
        return (1.2 if paper else 0.0) - (1.8 if role and not paper else 0.0)
    if kind == ACTIVITY:
        short = len(text) < 8
        return (0.8 if _DOING.match(text) else 0.0) - (1.2 if role else 0.0) - (2.0 if short else 0.0)
    return 0.0


@lru_cache(maxsize=16384)
def is_role(text: str) -> bool:
    """Whether words begin with somebody's role or an organisation's kind."""
    return _ROLE.match(text.lower()) is not None


def _responsible(text: str, lines: int) -> float:
    score = -0.4 * max(0, lines - _MOST_LINES_OF_RESPONSIBLE)
    small = text.lower()
    role, paper = _ROLE.match(small) is not None, _PAPER.match(small) is not None
    if role or begins(text) == "name":
        return score + 2.5
    score -= 1.5 if text.startswith("«") else 0.0
    return score - 1.2 + (1.0 if _ROLE.search(small, 0, _SIGHT) else 0.0) - (1.5 if paper else 0.0)
