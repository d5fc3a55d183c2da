"""The pictures show every stage and every move, in both languages, with live counts, and stay well-formed."""

from dataclasses import replace
from xml.etree import ElementTree

import pytest

from engine.lifecycle.graph import edges, mermaid
from engine.lifecycle.picture import svg
from engine.words import Language, Words
from tests.support.lifecycle_cast import lifecycle

SMALL = lifecycle()
SVG = "{http://www.w3.org/2000/svg}"


def texts(picture: str) -> list[str]:
    return [element.text or "" for element in ElementTree.fromstring(picture).iter(f"{SVG}text")]


def test_edges_expand_resumption_to_every_suspendable_stage() -> None:
    resumed = [target for move, _, target in edges(SMALL) if move.key == "resume"]
    assert resumed == ["formed", "trial", "work"]


def test_mermaid_draws_each_step_once() -> None:
    lines = mermaid(SMALL, "en", {"work": 7}).splitlines()
    assert '    state "work (7)" as work' in lines
    assert '    state "trial" as trial' in lines
    assert "    [*] --> formed" in lines
    assert "    closed --> [*]" in lines
    steps = [line for line in lines if ": " in line]
    assert len(steps) == len(set(steps)) == len(list(edges(SMALL)))


def test_mermaid_survives_its_own_punctuation() -> None:
    awkward = replace(SMALL.stages[0], title=Words("«Тест»", 'a "quoted"; #1: x'))
    text = mermaid(replace(SMALL, stages=(awkward, *SMALL.stages[1:])), "en")
    assert "    state \"a 'quoted', №1 — x\" as formed" in text.splitlines()


@pytest.mark.parametrize("language", ["ru", "en"])
def test_svg_names_every_stage_and_move(language: Language) -> None:
    seen = " ".join(texts(svg(SMALL, language)))
    titles = [stage.title for stage in SMALL.stages] + [move.title for move in SMALL.moves]
    assert [title.in_(language) for title in titles if title.in_(language) not in seen] == []


def test_svg_shows_counts_and_nothing_for_none() -> None:
    assert "41" in texts(svg(SMALL, counts={"work": 41}))
    assert texts(svg(SMALL, counts={"work": 0})) == texts(svg(SMALL))


def test_svg_escapes_titles_and_needs_no_inline_style() -> None:
    spiky = replace(SMALL, title=Words("a < b & c", "x"))
    picture = svg(spiky)
    title = ElementTree.fromstring(picture).find(f"{SVG}title")
    assert title is not None
    assert title.text == "a < b & c"
    assert "style=" not in picture


def test_svg_boxes_stay_on_the_paper_and_apart() -> None:
    root = ElementTree.fromstring(svg(SMALL))
    width, height = int(root.attrib["width"]), int(root.attrib["height"])
    boxes = [
        (int(box.attrib["x"]), int(box.attrib["y"]), int(box.attrib["width"]), int(box.attrib["height"]))
        for box in root.iter(f"{SVG}rect")
        if box.get("rx") == "10"
    ]
    assert len(boxes) == len(SMALL.stages)
    assert all(x >= 0 and x + w <= width and y >= 0 and y + h <= height for x, y, w, h in boxes)
    corners = [(x, y) for x, y, _, _ in boxes]
    apart = [abs(a - c) >= 230 or abs(b - d) >= 52 for i, (a, b) in enumerate(corners) for c, d in corners[:i]]
    assert all(apart)
