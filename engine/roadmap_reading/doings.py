"""What rows of mentoring roadmaps do, told by their words: one row may do several things.

`in_activity` is looked for in the activity alone, `in_result` in the result and document; `but` in the activity says
that another thing is meant. Patterns see small letters without `ё` (see `wording.plain`).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from engine.roadmap_reading.wording import plain


@dataclass(frozen=True, slots=True)
class Doing:
    """One kind of activity. `key` is the name rows of the built-in roadmaps and lifecycles use for it."""

    key: str
    in_activity: re.Pattern[str] | None
    in_result: re.Pattern[str] | None = None
    but: re.Pattern[str] | None = None


def _doing(key: str, activity: str = "", *, result: str = "", but: str = "") -> Doing:
    return Doing(
        key,
        re.compile(activity) if activity else None,
        re.compile(result) if result else None,
        re.compile(but) if but else None,
    )


_MAKE = r"(?:с?формиров|созда|сбор|собрать|собира|составл|ведени|вести|обновл|актуализ|пополн|наполн)[а-я]*"
_BASE = r"(?:баз|банк|реестр|спис)[а-я]*(?: данных)?"
_PAIRS = r"(?:наставническ[а-я]+ |тандем[а-я]* |рабоч[а-я]+ |новы[а-я]+ )*(?:пар|групп|диад|тандем|триад)[а-я]*"
_PLANS = (
    r"(?:(?:индивидуальн|персонализированн|персональн|личн)[а-я]+ (?:[а-я]+ )?(?:план|программ|маршрут)|"
    r"план[а-я]* (?:работы )?(?:пар|наставни[кч]|прохождени)|ипр\b)[а-я]*"
)
_MAKE_PLANS = r"(?:состав|разраб(?!отанн)|подготов|оформ|написа|создан|проектиров)[а-я]*"
_APPROVE = r"утвер[жд][а-я]*"
_CLOSING = r"(?:заключительн|итогов|завершающ|финальн)[а-я]+"
_OWN = r"(?:[а-я]+ ){0,4}?"

DOINGS: tuple[Doing, ...] = (
    _doing(
        "consents",
        rf"(?:сбор|собр|собир|получ|оформ|подпис|заполн|обеспеч|взя)[а-я]* {_OWN}согласи|^согласи|наличие согласи",
        result=r"(?:оформлен|собран|получен|подписан)[а-я]* (?:[а-я]+ )?согласи",
        but=r"(?:форм[аыу]|бланк[а-я]*|образ[а-я]+) согласи",
    ),
    _doing(
        "pairs-order",
        rf"(?:приказ|распоряжени)[а-я]* {_OWN}об? (?:закреплении|утверждении|формировании|назначении) {_PAIRS}|"
        rf"закреп[а-я]+ {_OWN}{_PAIRS}",
        result=rf"(?:приказ|распоряжени)[а-я]* (?:[а-я]+ ){{0,3}}?об? (?:закреплении|утверждении|"
        rf"формировании|назначении) "
        rf"{_OWN}(?:{_PAIRS}|наставник[а-я]+ за)|закреплен[а-я]+ {_OWN}{_PAIRS}",
    ),
    _doing(
        "mentors-appointed",
        r"назнач[а-я]+ (?:педагогов-)?наставник|(?:о|об) назначении (?:педагогов-)?наставник|закреп[а-я]+ наставник",
        result=r"приказ[а-я]* (?:[а-я]+ ){0,3}?о назначении (?:педагогов-)?наставник",
    ),
    _doing("curator-appointed", r"назнач[а-я]+ (?:[а-я]+ )?куратор|о назначении куратор"),
    _doing(
        "requests-analysed",
        r"(?:анали[а-я]+|выявл[а-я]+|изуч[а-я]+|определ[а-я]+|разобр[а-я]+|сбор) .*запрос[а-я]*",
        but=rf"{_MAKE} .*{_BASE}",
    ),
    _doing(
        "networking",
        r"нетворкинг|общ[а-я]+ встреч[а-я]+ .*(?:потенциальн|наставник)",
        but=rf"анали|разобр|обработ|{_CLOSING}",
    ),
    _doing("networking-analysed", r"(?:анали|разобр|обработ)[а-я]+ .*(?:нетворкинг|общей встречи)"),
    _doing(
        "mentee-base",
        rf"{_MAKE} {_OWN}{_BASE} {_OWN}(?:наставляем|молод[а-я]+ (?:специалист|педагог))",
        but=r"наставник",
    ),
    _doing(
        "mentor-base",
        rf"{_MAKE} {_OWN}{_BASE} {_OWN}(?:потенциальн[а-я]+ )?(?:педагогов-)?наставник",
        but=r"наставляем",
    ),
    _doing(
        "participant-base",
        rf"{_MAKE} {_OWN}{_BASE} {_OWN}(?:участник|наставник[а-я]+ (?:и|,) (?:базы )?наставляем|"
        rf"наставляем[а-я]+ (?:и|,) (?:базы )?наставник)",
    ),
    _doing(
        "pairs-formed",
        rf"(?:(?:с?формиров|созда|подбор|образова|комплектов|подобра)[а-я]*|определени[а-я]+) {_OWN}{_PAIRS}",
        but=r"рабоч[а-я]+ групп|проектн[а-я]+ групп|творческ[а-я]+ групп|инициативн[а-я]+ групп|анали|команд|план|"
        r"материал|рубрик|базы|групп[а-я]* (?:в |вк|социальн)",
    ),
    _doing(
        "first-meeting",
        r"(?:перв[а-я]+|установочн[а-я]+|организационн[а-я]+) (?:[а-я]+ )?(?:встреч|собран|"
        r"собеседован)[а-я]*.*(?:пар|наставник|наставляем|групп)|"
        r"встреч[а-я]+[ -]знакомств",
        but=r"пробн|итогов",
    ),
    _doing("plans-approved", rf"{_APPROVE} {_OWN}{_PLANS}", result=rf"приказ[а-я]* .*{_APPROVE} {_OWN}{_PLANS}"),
    _doing("plans-made", rf"{_MAKE_PLANS} {_OWN}{_PLANS}", but=r"форм[аыу] индивид"),
    _doing(
        "plans-done", rf"(?:реализац|выполн|исполнен)[а-я]* {_OWN}{_PLANS}", but=r"оценк|мониторинг|контрол|анали|отчет"
    ),
    _doing(
        "closing-game",
        rf"{_CLOSING} {_OWN}(?:встреч|игр|мероприяти|собран|форум)[а-я]*|"
        rf"завершени[а-я]+ (?:программ[а-я]+ )?(?:работы )?"
        r"(?:наставничеств|наставническ)[а-я]*|завершить наставничество|деловая игра",
        but=r"пробн[а-я]+ встреч|анали|сборник|отчет",
    ),
    _doing(
        "pair-work",
        rf"(?:организаци[яию]|организовать|обеспечени[ея]|сопровождени[ея]|ведени[ея]|вести|"
        rf"поддержк[аи]) {_OWN}(?:работ[а-я]* |деятельност[а-я]+ )?{_PAIRS}",
        but=r"рабоч[а-я]+ групп|(?<!итогов)(?<!итоговая) анкет|групп[а-я]* (?:в |вк)",
    ),
    _doing("mentoring-report", r"отчет[а-я]* .*(?:наставник|наставнич)", but=r"аналитическ|сбор|мониторинг|куратор"),
    _doing("roadmap-approved", rf"{_APPROVE} .*дорожн[а-я]+ карт"),
    _doing("roadmap", r"(?:разраб|состав|утвер)[а-я]* .*дорожн[а-я]+ карт", but=r"контрол|выполнени|мониторинг"),
)


@lru_cache(maxsize=4096)
def doings_of(activity: str, result: str = "") -> tuple[str, ...]:
    """What the row does, in the order of the table.

    >>> doings_of("Подбор пар", "Приказ о закреплении пар")
    ('pairs-order', 'pairs-formed')
    """
    told, proved = plain(activity), plain(result)
    return tuple(doing.key for doing in DOINGS if _fits(doing, told, proved))


def _fits(doing: Doing, activity: str, result: str) -> bool:
    if doing.in_result is not None and doing.in_result.search(result):
        return True
    if doing.in_activity is None or not doing.in_activity.search(activity):
        return False
    return doing.but is None or not doing.but.search(activity)
