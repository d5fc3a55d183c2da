"""The rules, in the order administrators read about them."""

from engine.refusals import BadInput
from engine.roadmap_lint.model import Rule
from engine.roadmap_lint.rules_of_blanks import BLANKS
from engine.roadmap_lint.rules_of_days import DAYS
from engine.roadmap_lint.rules_of_order import ORDERING
from engine.roadmap_lint.rules_of_words import WORDING

RULES: tuple[Rule, ...] = (*ORDERING, *DAYS, *BLANKS, *WORDING)
_BY_KEY = {rule.key: rule for rule in RULES}


def rule(key: str) -> Rule:
    """Raises BadInput for a name no rule has."""
    found = _BY_KEY.get(key)
    if found is None:
        named = ", ".join(_BY_KEY)
        raise BadInput(
            "--rule",
            f"--rule: правила «{key}» нет; есть: {named}",
            f"--rule: there is no rule `{key}`; there are: {named}",
        )
    return found
