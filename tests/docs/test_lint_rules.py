"""The page of the linter's rules says what the rules say: a rule added or reworded without its page fails here."""

import re
from pathlib import Path

from engine.roadmap_lint import RULES

_PAGE = Path(__file__).parents[2] / "docs" / "reference" / "lint-rules.md"
_SEVERITIES = {"warning": "предупреждение", "hint": "подсказка"}


def test_every_rule_has_its_words_on_the_page_in_order() -> None:
    parts = re.split(r"^## (.+)$", _PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    written = [(key, " ".join(text.split())) for key, text in zip(parts[::2], parts[1::2], strict=True)]
    assert written == [
        (rule.key, f"**{rule.title.ru}** · {_SEVERITIES[rule.severity]} {rule.explanation.ru}") for rule in RULES
    ]


def test_rules_have_names_for_scripts() -> None:
    assert len({rule.key for rule in RULES}) == len(RULES)
    assert [rule.key for rule in RULES if not re.fullmatch(r"[a-z]+(?:-[a-z]+)*", rule.key)] == []
    assert [rule.key for rule in RULES if not (rule.title.en and rule.explanation.en)] == []
