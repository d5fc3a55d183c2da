"""The five seeds as plans: their rows, sections and indicators from tests/fixtures, their heads by hand."""

import csv
from pathlib import Path

from tests.support.typesetting.plan import Indicator, Plan, Row, Section

_SEEDS = Path(__file__).parents[2] / "fixtures" / "seeds"
_FIELDS = ("activity", "deadline", "responsible", "result", "document", "indicator", "number")
_YEARS = (2020, 2021, 2022, 2023, 2024)


def plans() -> tuple[Plan, ...]:
    """In the order S0 … S4."""
    return (_pashino(), _school_plan(), _multifunctional(), _lyceum(), _district())


def read(name: str) -> list[dict[str, str]]:
    """A file of answers: `rows`, `sections` or `indicators`."""
    with (_SEEDS / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _sections(seed: str) -> tuple[Section, ...]:
    """In the order of the page: a row of 6 that follows those of 6.1 stands after them."""
    headings = [section for section in read("sections") if section["seed"] == seed]
    order = [section["number"] for section in headings]
    rows: list[list[Row]] = []
    for row in read("rows"):
        if row["id"].startswith(f"{seed}-"):
            while len(rows) <= order.index(row["section"]):
                rows.append([])
            rows[-1].append(Row(**{name: row[name] for name in _FIELDS}))
    return tuple(
        # S1's letters are ours, its page has none
        Section("" if seed == "S1" else one["number"], one["title"], tuple(own), one["result"])
        for one, own in zip(headings, rows, strict=True)
    )


def _indicators(seed: str) -> tuple[Indicator, ...]:
    return tuple(
        Indicator(one["title"], one["formula"], {year: one[str(year)] for year in _YEARS})
        for one in read("indicators")
        if one["id"].startswith(f"{seed}-")
    )


_MODEL_HEADINGS = {
    "number": "№ п/п",
    "activity": "Мероприятия",
    "result": "Ключевой результат",
    "deadline": "Сроки реализации",
    "responsible": "Ответственный исполнитель",
    "document": "Документы (мероприятия, ресурсы), закрепляющие результат",
}


def _pashino() -> Plan:
    return Plan(
        "S0",
        "Дорожная карта внедрения целевой модели наставничества в МБОУ СОШ с. Пашино на 2020-2024 годы",
        _MODEL_HEADINGS,
        _sections("S0"),
        tasks=(
            "создание психологически комфортной среды для развития и повышения квалификации педагогов, увеличение "
            "числа закрепившихся в профессии педагогических кадров;",
            "создание канала эффективного обмена личностным, жизненным и профессиональным опытом для каждого субъекта "
            "образовательной и профессиональной деятельности;",
        ),
        indicators=_indicators("S0"),
        indicators_title="Показатели эффективности внедрения целевой модели наставничества в Кировской области",
        footnote="* Органы, участвующие в реализации плана по согласованию.",
    )


def _school_plan() -> Plan:
    return Plan(
        "S1",
        "ПЛАН МЕРОПРИЯТИЙ внедрения методологии (Целевой модели) наставничества педагогов организаций, осуществляющих "
        "образовательную деятельность по общеобразовательным программам среднего образования на 2025-2026 уч. год "
        "(далее – модель наставничества)",
        {
            "activity": "Содержание",
            "deadline": "Сроки",
            "result": "Ожидаемый результат (вид документа)",
            "indicator": "Показатели эффективности",
            "responsible": "Ответственный",
        },
        _sections("S1"),
    )


def _multifunctional() -> Plan:
    return Plan(
        "S2",
        "ПЛАН МЕРОПРИЯТИЙ по внедрению региональной программы многофункционального наставничества педагогических "
        "работников.",
        {
            "number": "№ п/п",
            "activity": "Наименование мероприятия",
            "deadline": "Срок реализации",
            "responsible": "Ответственный исполнитель",
            "result": "Результат",
        },
        _sections("S2"),
        goal="Цель - внедрение региональной программы многофункционального наставничества педагогических работников.",
        tasks=(
            "1. Организовать транслирование педагогами-профессионалами наставляемым ценностно-смысловых ориентиров, "
            "традиций, лучших педагогических практик.",
            "2. Снизить долю оттока кадров из общеобразовательных организаций.",
        ),
    )


def _lyceum() -> Plan:
    return Plan(
        "S3",
        "ДОРОЖНАЯ КАРТА внедрения целевой модели наставничества в Кировском областном государственном "
        "общеобразовательном автономном учреждении «Вятский многопрофильный лицей» на 2020-2024 годы",
        _MODEL_HEADINGS,
        _sections("S3"),
        approval=(
            "УТВЕРЖДАЮ",
            "Директор Вятского многопрофильного лицея",
            "В.Д. Смирнов",
            "Приказ от 07.12.2020 № 256/2020-О",
        ),
        goal="Целью внедрения целевой модели наставничества является максимально полное раскрытие потенциала личности "
        "наставляемого, необходимое для успешной личной и профессиональной самореализации.",
        tasks=(
            "- улучшение показателей лицея в образовательной, социокультурной, спортивной и других сферах;",
            "- раскрытие личностного, творческого, профессионального потенциала каждого обучающегося;",
        ),
        indicators=_indicators("S3"),
        indicators_title="Показатели эффективности внедрения целевой модели наставничества в лицее",
    )


def _district() -> Plan:
    return Plan(
        "S4",
        "Комплекс мер («дорожная карта») по внедрению системы (целевой модели) наставничества педагогических "
        "работников в образовательных учреждениях района",
        {
            "number": "№ п/п",
            "activity": "Наименование мероприятия",
            "deadline": "Сроки реализации",
            "responsible": "Ответственный исполнитель",
            "result": "Ожидаемый результат",
            "document": "Вид документа",
        },
        _sections("S4"),
    )
