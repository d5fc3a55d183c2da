"""A form of papers a school writes itself: a file, no code; written, numbered and changed in Word as ours are."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

import pytest
from docx import Document
from sqlalchemy import Connection

from documents.papers.building import built_in_template
from documents.papers.checking import check_template
from engine.papers.model import PaperField, PaperForm
from engine.refusals import BadInput, Refused
from engine.words import Words
from storage import paper_files, papers
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER, District, district, operator
from tests.support.cli import Cli
from tests.support.papers import words_in
from tests.support.site import served
from workflows.definitions.built_in import schema
from workflows.definitions.paper_files import paper_form, paper_form_text, paper_keys
from workflows.draft_paper import draft_paper
from workflows.issue_paper import issue_paper, write_draft
from workflows.paper_forms import form_for, forms_for, text_of
from workflows.papers.collecting import SOURCES, collect
from workflows.papers.ground import Ground
from workflows.publish_paper_form import OwnForm, PaperFormPublished, own_form, publish_paper_form
from workflows.upload_template import TemplateUploaded, upload_template

T = TypeVar("T")
TEXT = """
key: order-open-lesson
version: 1
kind: order
purpose: other
about: person
title: {ru: "Приказ об открытом уроке", en: "Order on an open lesson"}
use: [paper.number, paper.date, school.full, school.place, head.name, head.position, curator.name]
fields:
  - {name: lesson.theme, title: {ru: "Тема урока", en: "Theme"}}
layout:
  - heading: {text: "ПРИКАЗ", level: 0}
  - requisites: ["{{ paper.date }}", "{{ school.place }}", "№ {{ paper.number }}"]
  - paragraph: "Провести открытый урок «{{ lesson.theme }}», ответственным назначить {{ curator.name.acc }}."
  - signatures: {lines: [{post: "{{ head.position.capital }}", name: "{{ head.name.initials }}"}]}
"""
THEME = "Дроби <без> {{ страха }}"
TYPED = {"school.full": "Школа № 5", "school.place": "г. Киров", "lesson.theme": THEME}


def done(made: T | Refused) -> T:
    assert not isinstance(made, Refused), made
    return made


def own(text: str = TEXT) -> OwnForm:
    return own_form(text, "own.yaml", field="file")


def publish(tx: Connection, cast: District, text: str = TEXT) -> PaperFormPublished:
    return done(publish_paper_form(tx, by=cast.curator.acts(), organisation=cast.school, own=own(text)))


def refusal(tx: Connection, cast: District, text: str) -> str:
    made = publish_paper_form(tx, by=cast.curator.acts(), organisation=cast.school, own=own(text))
    assert isinstance(made, Refused)
    return made.reasons[0].need


@pytest.fixture
def cast(database: Database) -> District:
    with database.write() as tx:
        return district(tx)


def test_it_is_written_and_registered_as_ours_are(database: Database, cast: District) -> None:
    with database.write() as tx:
        publish(tx, cast)
        by, place = cast.curator.acts(), cast.school.id
        typed = {"fields": TYPED}
        draft = done(draft_paper(tx, by=by, organisation_id=place, form="order-open-lesson", typed=typed)).id
        told = words_in(write_draft(tx, by=by, draft_id=draft).docx)
        assert f"Провести открытый урок «{THEME}», ответственным назначить Белову" in told
        made = done(issue_paper(tx, by=by, draft_id=draft, number="auto", dated=date(2025, 9, 1)))
        assert papers.numbered(tx, organisation_id=place, kind="order", year=2025)
        kept = paper_files.get(tx, made.id)
        assert kept is not None
        assert f"№\u00a0{made.number}" in words_in(kept.docx)


def test_it_belongs_to_the_organisation_and_everything_below(database: Database, cast: District) -> None:
    with database.write() as tx:
        done(publish_paper_form(tx, by=operator(), organisation=cast.municipality, own=own()))
        above = [one for one in forms_for(tx, cast.school.path) if one.form.key == "order-open-lesson"]
        assert [(one.path, one.organisation) for one in above] == [(cast.municipality.path, cast.municipality.name)]
        publish(tx, cast, TEXT.replace("об открытом уроке", "об уроке").replace("version: 1", "version: 7"))
        assert form_for(tx, cast.school.path, "order-open-lesson").title.ru == "Приказ об уроке"
        assert form_for(tx, cast.other_school.path, "order-open-lesson").title.ru == "Приказ об открытом уроке"


def test_a_neighbour_has_none(database: Database, cast: District) -> None:
    with database.write() as tx:
        publish(tx, cast)
        with pytest.raises(BadInput, match="order-open-lesson"):
            form_for(tx, cast.other_school.path, "order-open-lesson")
        by = operator()
        with pytest.raises(BadInput):
            draft_paper(tx, by=by, organisation_id=cast.other_school.id, form="order-open-lesson")


def test_what_is_published_never_changes(database: Database, cast: District) -> None:
    with database.write() as tx:
        first = publish(tx, cast)
        again = publish(tx, cast)
        assert (first.fresh, again.fresh, again.id) == (True, False, first.id)
        assert refusal(tx, cast, TEXT.replace("ПРИКАЗ", "РАСПОРЯЖЕНИЕ")) == "version"
        assert publish(tx, cast, TEXT.replace("version: 1", "version: 2")).version == 2
        assert refusal(tx, cast, TEXT.replace("order-open-lesson", "order-pairing")) == "key"


def test_only_an_office_publishes(database: Database, cast: District) -> None:
    with database.write() as tx:
        made = publish_paper_form(tx, by=cast.mentor.acts(), organisation=cast.school, own=own())
        assert isinstance(made, Refused)
        assert len(forms_for(tx, cast.school.path)) == len(paper_keys())


def test_the_stored_form_does_not_depend_on_our_common_fields(database: Database, cast: District) -> None:
    stored = json.loads(own().body)
    assert "use" not in stored
    assert {one["name"] for one in stored["fields"]} >= {"paper.number", "curator.name", "lesson.theme"}
    with database.write() as tx:
        publish(tx, cast)
        assert form_for(tx, cast.school.path, "order-open-lesson") == own().form


def test_its_look_is_changed_in_word_too(database: Database, cast: District) -> None:
    with database.write() as tx:
        publish(tx, cast)
        form = form_for(tx, cast.school.path, "order-open-lesson")
        document = Document(BytesIO(built_in_template(form)))
        document.paragraphs[0].insert_paragraph_before("Бланк школы")
        changed = BytesIO()
        document.save(changed)
        checked = check_template(form, changed.getvalue())
        made = upload_template(
            tx, by=cast.curator.acts(), organisation_id=cast.school.id, form=form.key, checked=checked
        )
        assert isinstance(made, TemplateUploaded)


@pytest.mark.parametrize("key", paper_keys())
def test_each_of_ours_can_be_the_beginning_of_another(sqlite_database: Database, key: str) -> None:
    text = paper_form_text(key).replace(f"key: {key}", f"key: own-{key}", 1)
    with sqlite_database.write() as tx:
        cast = district(tx)
        publish(tx, cast, text)
        ours, theirs = paper_form(key), form_for(tx, cast.school.path, f"own-{key}")
        assert (theirs.fields, theirs.layout) == (ours.fields, ours.layout)
        again = text_of(tx, cast.school.path, f"own-{key}").replace(f"own-{key}", f"third-{key}")
        assert publish(tx, cast, again).fresh


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("curator.name.acc", "curator.nam.acc", "curator.name.acc"),
        ("purpose: other", "purpose: othr", "other"),
        ("about: person", "about: persn", "person"),
        ("use: [paper.number", "use: [paper.numbr", "paper.number"),
        ("{name: lesson.theme,", "{name: lesson.theme, source: cuurator,", "curator"),
    ],
)
def test_a_fault_names_its_line_and_the_word_that_was_meant(old: str, new: str, said: str) -> None:
    assert old in TEXT
    with pytest.raises(BadInput, match=r"^own\.yaml:\d+:\d+: ") as fault:
        own(TEXT.replace(old, new))
    assert said in str(fault.value)


def test_the_schema_knows_exactly_the_sources_there_are() -> None:
    assert set(schema("paper")["$defs"]["source"]["enum"]) == set(SOURCES)


@pytest.mark.parametrize("source", sorted(SOURCES))
def test_any_source_may_stand_in_a_form_about_nobody(sqlite_database: Database, source: str) -> None:
    """A field the source knows nothing of stays empty; nothing breaks."""
    field = PaperField("some.thing", Words("Что-то", "Something"), source=source)
    form = PaperForm("own", 1, "order", "other", Words("Своё", "Own"), "organisation", (field,), ())
    with sqlite_database.write() as tx:
        cast = district(tx)
        ground = Ground(tx, cast.curator.acts(), cast.school, date(2025, 9, 1), form)
        assert collect(ground) == {}


def test_from_the_console(tmp_path: Path) -> None:
    cli = Cli(tmp_path)
    cli.json("org", "add", "--name", "Школа № 5", "--kind", "school", "--slug", "school-5")
    file = tmp_path / "own.yaml"
    cli.json("paper", "form-text", "order-curator", "--out", file)
    assert cli.json("paper", "form-check", file)["valid"]
    file.write_text(file.read_text("utf-8").replace("key: order-curator", "key: order-of-ours"), "utf-8")
    there = ("--org", "school-5")
    assert cli.json("paper", "form-publish", file, *there, "--dry-run")["fresh"]
    made = cli.json("paper", "form-publish", file, *there)
    assert (next(iter(made)), made["form"]) == ("id", "order-of-ours")
    listed: dict[str, Any] = {one["id"]: one["org"] for one in cli.json("paper", "forms", *there)}
    assert (listed["order-of-ours"], listed["order-curator"]) == ("school-5", None)
    assert "order-of-ours" not in {one["id"] for one in cli.json("paper", "forms")}
    assert cli.json("paper", "issue", "--form", "order-of-ours", *there)["id"]
    file.write_text("key: [", "utf-8")
    assert not cli.json("paper", "form-check", file, exit_code=2)["valid"]


def test_on_the_page_of_templates(database: Database, cast: District) -> None:
    with served(database, at=FIRST_OF_SEPTEMBER) as site:
        curator = site.browser(cast.curator.id)
        wrong = curator.post("/settings/templates", {"text": TEXT.replace("other", "othr")})
        assert wrong.status_code == 422
        assert "order-open-lesson" in wrong.text  # what was typed is kept
        made = curator.post("/settings/templates", files={"file": ("форма.yaml", TEXT.encode(), "text/yaml")})
        assert (made.status_code, made.url.path) == (200, "/settings/templates/order-open-lesson")
        assert "своя форма" in curator.get("/settings/templates").text
        assert "form=order-open-lesson" in curator.get("/papers/new").text
        assert "Приказ об открытом уроке" in curator.get("/papers/new?form=order-open-lesson").text
        text = curator.get("/settings/templates/order-open-lesson/yaml")
        assert text.headers["content-disposition"].startswith("attachment")
        assert own(text.text).form == own().form
        assert curator.get("/settings/templates/order-curator/yaml").text == paper_form_text("order-curator")
