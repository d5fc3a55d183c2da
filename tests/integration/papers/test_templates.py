"""A school's own templates and its words for names: whose counts where, who may, what stands in the journal."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from sqlalchemy import Connection

from documents.papers.building import built_in_template
from documents.papers.checking import CheckedTemplate, check_template
from engine.names import short_name
from engine.refusals import BadInput, Refused
from storage import journal, word_forms
from storage.database import Database
from storage.erasing import strike_rows
from storage.organisations import OrganisationRow
from storage.personal_export import rows_about
from tests.support.cast import District, district, operator
from tests.support.installation import Installation, installation
from tests.support.papers import words_in
from workflows.add_person import NewPerson, PersonAdded, add_person
from workflows.definitions.paper_files import paper_form
from workflows.inflecting import inflect_at
from workflows.set_word_forms import WordFormsSet, set_word_forms
from workflows.template_in_force import template_in_force
from workflows.try_template import try_template
from workflows.upload_template import TemplateUploaded, upload_template
from workflows.withdraw_template import TemplateStands, restore_template, withdraw_template

FORM = paper_form("order-curator")


@pytest.fixture
def running(database: Database) -> Iterator[Installation]:
    with installation(database) as made:
        yield made


@pytest.fixture
def cast(running: Installation) -> District:
    with running.database.write() as tx:
        return district(tx)


def template_saying(words: str) -> CheckedTemplate:
    """Our own template with a line of somebody's."""
    document = Document(BytesIO(built_in_template(FORM)))
    document.paragraphs[0].insert_paragraph_before(words)
    made = BytesIO()
    document.save(made)
    return check_template(FORM, made.getvalue())


OURS = template_saying("Бланк школы")
ABOVE = template_saying("Бланк района")


def upload(tx: Connection, by: Any, where: OrganisationRow, checked: CheckedTemplate) -> TemplateUploaded:
    made = upload_template(tx, by=by, organisation_id=where.id, form=FORM.key, checked=checked)
    assert isinstance(made, TemplateUploaded)
    return made


def first_line(tx: Connection, where: OrganisationRow) -> str:
    return words_in(template_in_force(tx, where, FORM.key).docx).split("\n")[0]


def test_the_nearest_template_counts(running: Installation, cast: District) -> None:
    with running.database.write() as tx:
        built_in = first_line(tx, cast.school)
        upload(tx, operator(), cast.municipality, ABOVE)
        assert first_line(tx, cast.school) == first_line(tx, cast.other_school) == "Бланк района"
        upload(tx, cast.curator.acts(), cast.school, OURS)
        assert first_line(tx, cast.school) == "Бланк школы"
        assert first_line(tx, cast.other_school) == "Бланк района"
        assert "Бланк" not in built_in


def test_a_withdrawn_one_gives_way_and_comes_back(running: Installation, cast: District) -> None:
    with running.database.write() as tx:
        upload(tx, operator(), cast.municipality, ABOVE)
        made = upload(tx, cast.curator.acts(), cast.school, OURS)
        gone = withdraw_template(tx, by=cast.curator.acts(), template_id=made.id)
        assert gone == TemplateStands(made.id, FORM.key, 1, counts=False)
        assert first_line(tx, cast.school) == "Бланк района"
        restore_template(tx, by=cast.curator.acts(), template_id=made.id)
        assert first_line(tx, cast.school) == "Бланк школы"


def test_a_later_version_takes_the_place_of_the_one_before(running: Installation, cast: District) -> None:
    with running.database.write() as tx:
        upload(tx, operator(), cast.school, OURS)
        later = upload(tx, operator(), cast.school, ABOVE)
        assert later.version == 2
        withdraw_template(tx, by=operator(), template_id=later.id)
        assert "Бланк" not in first_line(tx, cast.school)


def test_the_same_file_again_changes_nothing(running: Installation, cast: District) -> None:
    with running.database.write() as tx:
        first = upload(tx, operator(), cast.school, OURS)
        again = upload(tx, operator(), cast.school, OURS)
    assert (again.id, again.version, again.again) == (first.id, 1, True)


def test_a_template_with_errors_is_refused_with_all_of_them(running: Installation, cast: District) -> None:
    bad = template_saying("{{ school.nmae }} {{ 7*7 }}")
    with running.database.write() as tx:
        refused = upload_template(tx, by=operator(), organisation_id=cast.school.id, form=FORM.key, checked=bad)
    assert isinstance(refused, Refused)
    assert {reason.need for reason in refused.reasons} == {"template"}
    assert len(refused.reasons) == 2


def test_who_may(running: Installation, cast: District) -> None:
    with running.database.write() as tx:
        refused = upload_template(
            tx, by=cast.mentor.acts(), organisation_id=cast.school.id, form=FORM.key, checked=OURS
        )
        assert isinstance(refused, Refused)
        made = upload(tx, cast.curator.acts(), cast.school, OURS)
        with pytest.raises(BadInput):
            withdraw_template(tx, by=cast.outsider.acts(), template_id=made.id)
        with pytest.raises(BadInput):
            upload_template(tx, by=operator(), organisation_id=cast.school.id, form="no-such", checked=OURS)


def test_the_journal_names_the_file_by_its_hash(running: Installation, cast: District) -> None:
    with running.database.write() as tx:
        made = upload(tx, cast.curator.acts(), cast.school, OURS)
        withdraw_template(tx, by=cast.curator.acts(), template_id=made.id)
        lines = [line for line in journal.entries(tx, cast.school.id) if line.verb.startswith("template.")]
    told = {line.verb: line.facts for line in lines}
    assert told.keys() == {"template.upload", "template.withdraw"}
    assert len(told["template.upload"]["sha256"]) == 64


def test_a_template_is_tried_on_real_data(running: Installation, cast: District) -> None:
    with running.database.read() as tx:
        made = try_template(tx, by=cast.curator.acts(), organisation=cast.school, form=FORM.key, template=OURS.docx)
    shown = words_in(made)
    assert "Бланк школы" in shown
    assert "Школа № 5" in shown
    assert "{{" not in shown


def set_forms(tx: Connection, by: Any, where: OrganisationRow, **forms: str) -> WordFormsSet:
    made = set_word_forms(tx, by=by, organisation_id=where.id, kind="name", nominative="Кравец Пётр Ильич", forms=forms)
    assert isinstance(made, WordFormsSet)
    return made


def test_typed_cases_stand_over_the_rules_and_end_the_doubt(running: Installation, cast: District) -> None:
    with running.database.write() as tx:
        assert inflect_at(tx, cast.school.path)("name", "Кравец Пётр Ильич", "m").doubtful
        set_forms(tx, cast.curator.acts(), cast.school, gen="Кравеца Петра Ильича")
        made = inflect_at(tx, cast.school.path)("name", "Кравец Пётр Ильич", "m")
        assert (made.cases.gen, made.doubtful) == ("Кравеца Петра Ильича", False)
        assert made.cases.dat == "Кравцу Петру Ильичу"
        assert inflect_at(tx, cast.other_school.path)("name", "Кравец Пётр Ильич", "m").doubtful


def test_cases_of_the_nearest_count_and_may_be_taken_back(running: Installation, cast: District) -> None:
    with running.database.write() as tx:
        set_forms(tx, operator(), cast.municipality, gen="А")
        set_forms(tx, operator(), cast.school, gen="Б")
        assert inflect_at(tx, cast.school.path)("name", "Кравец Пётр Ильич", "").cases.gen == "Б"
        assert set_forms(tx, operator(), cast.school).forms == {}
        assert inflect_at(tx, cast.school.path)("name", "Кравец Пётр Ильич", "").cases.gen == "А"


def test_cases_know_whose_they_are(running: Installation, cast: District) -> None:
    """In full or with initials; a post, a stranger's name and the name of two belong to nobody."""
    mentor = cast.mentor
    namesake = NewPerson(name=cast.mentee.name, email="other@school.example", kind="staff")
    typed = (("name", mentor.name), ("name", short_name(mentor.name)), ("position", "учитель"), ("name", "Ким Ли"))
    with running.database.write() as tx:
        add_person(tx, by=operator(), organisation_id=cast.school.id, told=namesake)
        for kind, words in (*typed, ("name", cast.mentee.name)):
            place = cast.school.id
            set_word_forms(tx, by=operator(), organisation_id=place, kind=kind, nominative=words, forms={"gen": "А"})
        kept = {one.nominative: one.person_id for one in word_forms.in_force(tx, cast.school.path).values()}
        told = dict(rows_about(tx, mentor.id))["word_forms"]
    assert kept == {
        mentor.name: mentor.id,
        short_name(mentor.name): mentor.id,
        "учитель": None,
        "Ким Ли": None,
        cast.mentee.name: None,
    }
    assert {row["nominative"] for row in told} == {mentor.name, short_name(mentor.name)}


def test_cases_of_somebody_added_later_are_told_and_go(running: Installation, cast: District) -> None:
    with running.database.write() as tx:
        set_forms(tx, cast.curator.acts(), cast.school, gen="Кравеца Петра Ильича")
        added = add_person(
            tx,
            by=operator(),
            organisation_id=cast.school.id,
            told=NewPerson(name="Кравец Пётр Ильич", email="k@school.example", kind="staff"),
        )
        assert isinstance(added, PersonAdded)
        assert len(dict(rows_about(tx, added.id))["word_forms"]) == 1
        strike_rows(tx, added.id)
        assert word_forms.in_force(tx, cast.school.path) == {}


def test_cases_are_checked(running: Installation, cast: District) -> None:
    with running.database.write() as tx:
        for kind, words, forms in (
            ("name", "", {}),
            ("verb", "Ким", {}),
            ("name", "Ким", {"voc": "Киме"}),
            ("name", "Ким", {"gen": "Ким\nКим"}),
        ):
            with pytest.raises(BadInput):
                set_word_forms(
                    tx, by=operator(), organisation_id=cast.school.id, kind=kind, nominative=words, forms=forms
                )
        refused = set_word_forms(
            tx, by=cast.mentor.acts(), organisation_id=cast.school.id, kind="name", nominative="Ким", forms={}
        )
        assert isinstance(refused, Refused)


def test_names_in_the_journal_may_be_erased(running: Installation, cast: District) -> None:
    with running.database.write() as tx:
        set_forms(tx, cast.curator.acts(), cast.school, gen="Кравеца Петра Ильича")
        (line,) = [line for line in journal.entries(tx, cast.school.id) if line.verb == "word_forms.change"]
    assert "Кравец" not in str(line.facts)
    assert line.words is not None
    assert line.words["gen"] == "Кравеца Петра Ильича"
