"""What was collected becomes the words of placeholders; what is missing or doubtful is told."""

from datetime import date

from engine.papers.cases import Cases, Inflected, WordKind, uninflected
from engine.papers.model import FieldKind, PaperField, PaperForm
from engine.papers.placeholders import known
from engine.papers.values import Doubt, Person, filled, missing
from engine.words import Words

TITLE = Words("Поле", "Field")


def field(
    name: str, of: FieldKind = "text", *, required: bool = True, fields: tuple[PaperField, ...] = ()
) -> PaperField:
    return PaperField(name, TITLE, of, required, fields=fields)


def form(*fields: PaperField) -> PaperForm:
    return PaperForm("f", 1, "order", "other", TITLE, "organisation", fields, ())


def dotted(kind: WordKind, words: str, sex: str) -> Inflected:
    """Every word with its case behind it; «Кравец» is doubtful."""
    cases = Cases(words, *(" ".join(f"{word}-{case}" for word in words.split()) for case in ("г", "д", "в", "т", "п")))
    return Inflected(cases, "Кравец" in words)


PAIRS = form(
    field("head.name", "name"),
    field("head.position", "position"),
    field("paper.date", "date"),
    field("count", "number"),
    field("aim", "lines", required=False),
    field("pairs", "rows", fields=(field("mentor.name", "name"), field("note", required=False))),
)
GIVEN = {
    "head.name": Person("Гусева Анна Сергеевна", "f"),
    "head.position": "директор школы",
    "paper.date": date(2026, 9, 1),
    "count": 3,
    "pairs": [{"mentor.name": "Кравец Пётр Ильич"}, {"mentor.name": "Ким Ольга", "note": "новая"}],
}


def test_every_placeholder_of_the_form_has_words() -> None:
    values = filled(PAIRS, GIVEN, uninflected).values
    every = known(PAIRS)
    assert {name for name, value in values.items() if isinstance(value, str)} == set(every.single)
    rows = values["pairs"]
    assert isinstance(rows, tuple)
    assert [set(row) for row in rows] == [set(every.rows["pairs"])] * 2


def test_names_and_posts_in_their_cases() -> None:
    values = filled(PAIRS, GIVEN, dotted).values
    assert values["head.name.gen"] == "Гусева-г Анна-г Сергеевна-г"
    assert values["head.name.acc.initials"] == "А.\u00a0С.\u00a0Гусева-в"
    assert values["head.name.short"] == "Гусева\u00a0А.\u00a0С."
    assert values["head.position.capital"] == "Директор школы"
    assert values["head.position.dat.capital"] == "Директор-д школы-д"


def test_days_in_three_ways_and_words_instead_of_a_day() -> None:
    values = filled(PAIRS, GIVEN, dotted).values
    assert values["paper.date.short"] == "01.09.2026"
    blank = filled(PAIRS, GIVEN | {"paper.date": "«___» ______ 20__ г."}, dotted).values
    assert blank["paper.date"] == blank["paper.date.quoted"] == "«___» ______ 20__ г."


def test_rows_are_counted() -> None:
    rows = filled(PAIRS, GIVEN, dotted).values["pairs"]
    assert isinstance(rows, tuple)
    assert [row["n"] for row in rows] == ["1", "2"]


def test_doubts_name_the_words() -> None:
    assert filled(PAIRS, GIVEN, dotted).doubts == (Doubt("pairs.mentor.name", "Кравец Пётр Ильич"),)


def test_typed_words_stand_over_what_is_derived_but_never_over_a_list() -> None:
    values = filled(PAIRS, GIVEN, dotted, {"head.name.gen": "Гусевой", "pairs": "x", "strange": "y"}).values
    assert values["head.name.gen"] == "Гусевой"
    assert isinstance(values["pairs"], tuple)
    assert "strange" not in values


def test_what_is_missing() -> None:
    assert [one.name for one in missing(PAIRS, {})] == ["head.name", "head.position", "paper.date", "count", "pairs"]
    assert list(missing(PAIRS, GIVEN)) == []


def test_a_row_that_lacks_what_each_must_have_is_missing_too() -> None:
    lacking = GIVEN | {"pairs": [{"mentor.name": "Ким Ольга"}, {"note": "x"}]}
    assert [one.name for one in missing(PAIRS, lacking)] == ["mentor.name"]


def test_nothing_given_is_no_error() -> None:
    values = filled(PAIRS, {}, dotted).values
    assert values["head.name.gen.initials"] == ""
    assert values["pairs"] == ()
