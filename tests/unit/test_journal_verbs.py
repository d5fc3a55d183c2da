"""Every verb that a flow writes into the journal has a title, and every title a group."""

import re
from pathlib import Path

from engine.journal_verbs import GROUPS, VERBS, title_of, verbs_of

ROOT = Path(__file__).parents[2]
WRITTEN = re.compile(r'verb="([a-z_]+\.[a-z-]+)"')


def test_every_written_verb_has_a_title() -> None:
    found = {verb for file in (ROOT / "workflows").glob("*.py") for verb in WRITTEN.findall(file.read_text("utf-8"))}
    assert len(found) > 40
    assert sorted(found - VERBS.keys()) == []


def test_every_title_is_found_in_one_group() -> None:
    grouped = [verb for group in GROUPS for verb in verbs_of(group)]
    assert sorted(grouped) == sorted(VERBS)
    assert verbs_of("nonsense") == ()


def test_a_verb_without_a_title_is_told_as_it_is() -> None:
    assert title_of("thing.done").ru == "thing.done"
