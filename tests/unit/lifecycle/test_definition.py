"""The definition as a value: its canonical text and hash."""

import hashlib
import json
from dataclasses import replace

import pytest

from engine.lifecycle.definition import AfterEntered, Definition, Mentees, Watch
from tests.support.lifecycle_cast import lifecycle, words


def test_the_hash_is_of_the_canonical_text() -> None:
    definition = lifecycle()
    assert definition.hash == hashlib.sha256(definition.canonical().encode()).hexdigest()
    assert json.loads(definition.canonical()) == definition.plain()


def test_equal_content_has_the_same_hash() -> None:
    assert lifecycle().hash == lifecycle().hash
    assert lifecycle() == lifecycle()


def changed(definition: Definition) -> dict[str, Definition]:
    first, move = definition.stages[0], definition.moves[0]
    rest, later = definition.stages[1:], definition.moves[1:]
    return {
        "version": replace(definition, version=2),
        "title": replace(definition, title=words("other")),
        "mentees": replace(definition, mentees=Mentees(2, 9)),
        "stage title": replace(definition, stages=(replace(first, title=words("other")), *rest)),
        "due": replace(definition, stages=(replace(first, due=(AfterEntered(7),)), *rest)),
        "unit": replace(definition, stages=(replace(first, due=(AfterEntered(7, "days"),)), *rest)),
        "watch": replace(definition, stages=(replace(first, watch=Watch(9)), *rest)),
        "who": replace(definition, moves=(replace(move, who=("head",)), *later)),
        "needs": replace(definition, moves=(replace(move, needs=move.needs[:1]), *later)),
        "order of moves": replace(definition, moves=(*later, move)),
    }


def test_every_change_changes_the_hash() -> None:
    hashes = {lifecycle().hash, *(each.hash for each in changed(lifecycle()).values())}
    assert len(hashes) == 1 + len(changed(lifecycle()))


def test_stages_and_moves_by_key() -> None:
    assert lifecycle().stage("work").key == "work"
    assert lifecycle().move("suspend").kind == "suspend"
    with pytest.raises(KeyError, match="nowhere"):
        lifecycle().stage("nowhere")
    with pytest.raises(KeyError, match="fly"):
        lifecycle().move("fly")
