"""Whether what a template holds fits its form."""

from engine.papers.fitting import Use, findings, unplaced
from engine.papers.model import Column, PaperField, PaperForm, Paragraph, Table
from engine.words import Words

TITLE = Words("Пары", "Pairs")
PLACE = Words("Абзац 1", "Paragraph 1")
FORM = PaperForm(
    "f",
    1,
    "order",
    "other",
    TITLE,
    "organisation",
    (
        PaperField("school.name", Words("Школа", "School")),
        PaperField("never.shown", Words("Не показано", "Never shown")),
        PaperField("pairs", TITLE, "rows", fields=(PaperField("mentor.name", TITLE, "name"),)),
    ),
    (Paragraph("{{ school.name }}"), Table("pairs", (Column("Н", "{{ row.mentor.name }}"),))),
)
SOUND = (Use("school.name", PLACE), Use("row.mentor.name.gen", PLACE, "pairs", "row"))
LISTS = (Use("pairs", PLACE),)


def test_a_sound_template_has_no_findings() -> None:
    assert findings(FORM, SOUND, LISTS) == ()


def test_an_unknown_field_is_an_error_with_the_nearest_known_one() -> None:
    (found,) = findings(FORM, (*SOUND, Use("schol.name", PLACE)), LISTS)
    assert found.level == "error"
    assert found.words.ru == "Абзац 1: поля «schol.name» у этого документа нет; возможно, «school.name»?"


def test_a_field_of_rows_outside_its_list_is_unknown() -> None:
    (found,) = findings(FORM, (*SOUND, Use("row.mentor.name", PLACE)), LISTS)
    assert found.level == "error"


def test_rows_may_be_called_anything() -> None:
    uses = (SOUND[0], Use("pair.mentor.name", PLACE, "pairs", "pair"))
    assert findings(FORM, uses, LISTS) == ()


def test_an_unknown_list_is_told_once() -> None:
    uses = (*SOUND, Use("row.name", PLACE, "paris", "row"), Use("row.post", PLACE, "paris", "row"))
    (found,) = findings(FORM, uses, (*LISTS, Use("paris", PLACE)))
    assert "возможно, «pairs»?" in found.words.ru


def test_a_required_field_that_our_layout_shows_is_missed() -> None:
    found = findings(FORM, (), ())
    assert [one.level for one in found] == ["warning", "warning"]
    assert [one.name for one in unplaced(FORM, ())] == ["school.name", "pairs"]
    assert list(unplaced(FORM, ["school.name.capital", "pairs"])) == []
