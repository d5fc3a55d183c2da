"""What the script's words about papers and practices do."""

from collections.abc import Mapping
from dataclasses import replace

from documents.papers.building import built_in_template
from documents.papers.checking import check_template
from nastavnik.demo.days import Act, Scene
from nastavnik.demo.school_acts import item_of
from workflows.definitions.paper_files import paper_form
from workflows.keep_practice import Practice, keep_practice, publish_practice
from workflows.send_practices import send_practices
from workflows.upload_template import upload_template
from workflows.write_paper import PaperAsked, write_paper


def writes_paper(
    form: str,
    number: str | None = None,
    *,
    people: tuple[str, ...] = (),
    pairs: tuple[str, ...] = (),
    said: Mapping[str, str] | None = None,
    subject: Mapping[str, str] | None = None,
    row: str | None = None,
) -> Act:
    """A paper by its form, registered today under the number; without a number it stays a draft."""

    def act(scene: Scene) -> None:
        play = scene.stage
        asked = PaperAsked(
            form,
            pairs=[play.pairs[one] for one in pairs],
            people=[play.people[one] for one in people],
            subject=subject or {},
            said=said or {},
            item_id=item_of(scene, row) if row else None,
        )
        place = play.places[scene.school]
        entry = number and (number, play.today)
        play.do(scene.curator, write_paper, organisation=place, asked=asked, registered=entry or None)

    return act


def brings_template(form: str) -> Act:
    """The school uploads its own DOCX; here it looks like ours."""

    def act(scene: Scene) -> None:
        play, known = scene.stage, paper_form(form)
        checked = check_template(known, built_in_template(known))
        home = play.places[scene.school].id
        play.do(scene.curator, upload_template, organisation_id=home, form=form, checked=checked)

    return act


def keeps_practice(told: Practice, *, author: str | None = None, published: bool = True) -> Act:
    """A practice enters the bank; one that is not published is a draft."""

    def act(scene: Scene) -> None:
        play = scene.stage
        home = play.places[scene.school].id
        written = told if author is None else replace(told, author_id=play.people[author])
        kept = play.do(scene.curator, keep_practice, organisation_id=home, told=written)
        if published:
            play.do(scene.curator, publish_practice, practice_id=kept.id)

    return act


def sends_practices(scene: Scene) -> None:
    """The published ones go to the regional centre."""
    scene.stage.do(scene.curator, send_practices, organisation=scene.stage.places[scene.school])
