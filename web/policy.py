"""Who may call which route: `policy.yaml`, read once; the table is also what the test of every route compares with."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from engine.actors import Role
from workflows.definitions.yaml_source import read_source

Scope = Literal[
    "open",
    "self",
    "below",
    "organisation",
    "person",
    "pair",
    "item",
    "roadmap",
    "programme",
    "letter",
    "evidence",
    "webhook",
    "paper",
    "event",
    "survey",
    "obligation",
    "publication",
    "import",
    "draft",
    "practice",
    "match",
    "erasure",
    "people_import",
]
"""`open`: anybody, signed in or not. `self`: everybody signed in, about themselves. `below`: whoever holds one of the
roles somewhere; the page shows what lies in the visitor's scope. Any other: the object whose id stands in the path as
`{<scope>_id}`; one of the roles must hold on its organisation or above, or in the pair itself.
"""

Forgery = Literal["token", "origin", "none"]
"""What guards an unsafe call of a browser: `token` and origin (the rule), only the origin (the address itself is
the authority), nothing (programs of other people: one-click unsubscribe)."""

OBJECTS: frozenset[Scope] = frozenset(get_args(Scope)) - {"open", "self", "below"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table. `token` names the scope of a bearer token that may call it, `or_token` another that is
    enough as well; "" = browsers only."""

    route: str
    scope: Scope
    roles: frozenset[Role] = frozenset()
    forgery: Forgery = "token"
    token: str = ""
    or_token: str = ""

    @property
    def tokens(self) -> frozenset[str]:
        return frozenset({self.token, self.or_token} - {""})


class PolicyFault(Exception):  # noqa: N818  # a sentence for the developer who added a route
    """The table does not fit the program; the product does not start."""


@cache
def policy() -> Mapping[str, Rule]:
    """The rules by route (`GET /pairs/{pair_id}`)."""
    file = Path(__file__).with_name("policy.yaml")
    source = read_source(file.read_text(encoding="utf-8"), file.name)
    if source.faults:
        raise PolicyFault("; ".join(str(fault) for fault in source.faults))
    data: Any = source.data
    groups: dict[str, list[Role]] = data["groups"]
    rules = [_rule(row, groups) for row in data["routes"]]
    found = {rule.route: rule for rule in rules}
    if len(found) != len(rules):
        doubled = sorted({rule.route for rule in rules if [one.route for one in rules].count(rule.route) > 1})
        raise PolicyFault(f"policy.yaml names a route twice: {', '.join(doubled)}")
    return found


def check(routes: frozenset[str]) -> None:
    """Raises PolicyFault for a route without a rule, or a rule without a route."""
    known = frozenset(policy())
    if nameless := sorted(routes - known):
        raise PolicyFault(f"policy.yaml has no rule for: {', '.join(nameless)}")
    if idle := sorted(known - routes):
        raise PolicyFault(f"policy.yaml rules routes that do not exist: {', '.join(idle)}")


def _rule(row: Any, groups: Mapping[str, list[Role]]) -> Rule:
    roles: set[Role] = set()
    for name in row.get("roles", []):
        roles |= set(groups.get(name, [name]))
    tokens = (row.get("token", ""), row.get("or_token", ""))
    rule = Rule(row["route"], row["scope"], frozenset(roles), row.get("forgery", "token"), *tokens)
    _make_sense(rule, row)
    return rule


def _make_sense(rule: Rule, row: Mapping[str, Any]) -> None:
    if unknown := row.keys() - {"route", "scope", "roles", "forgery", "token", "or_token"}:
        raise PolicyFault(f"{rule.route}: unknown key {', '.join(sorted(unknown))}")
    if rule.scope not in get_args(Scope) or rule.forgery not in get_args(Forgery):
        raise PolicyFault(f"{rule.route}: unknown scope or forgery")
    if rule.roles - set(get_args(Role)):
        raise PolicyFault(f"{rule.route}: unknown role {', '.join(sorted(rule.roles - set(get_args(Role))))}")
    if bool(rule.roles) is (rule.scope in ("open", "self")):
        raise PolicyFault(f"{rule.route}: roles belong to every scope but `open` and `self`")
    if rule.scope in OBJECTS and f"{{{rule.scope}_id}}" not in rule.route:
        raise PolicyFault(f"{rule.route}: the path lacks {{{rule.scope}_id}}")
