"""An organisation changes its reminder rules on a page: it sees what would go today, then puts them in force."""

import json
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, ChangedMeanwhile, Refused
from engine.reminders.policy import Policy
from storage import policies
from workflows.access import forbidden
from workflows.definitions.faults import Fault
from workflows.definitions.policy_files import policies as built_in_policies
from workflows.definitions.policy_files import policy as built_in
from workflows.definitions.policy_files import policy_hash, policy_to_json, read_policy
from workflows.local_life import Trial, local_life
from workflows.publish_policy import PolicyPublished, publish_policy
from workflows.todays_ladder import TodaysLadder, todays_ladder


@dataclass(frozen=True, slots=True)
class PolicyInForce:
    """`own`: the organisation itself published it. `seen` is what a change hands back, to notice another one."""

    policy: Policy
    own: bool
    seen: str


@dataclass(frozen=True, slots=True)
class PolicyPreview:
    """Today by the rules in force and by the new ones. `same`: the new ones say nothing else."""

    now: TodaysLadder
    then: TodaysLadder
    same: bool


def policy_in_force(tx: Connection, organisation_id: int) -> PolicyInForce:
    """The rules that hold in an organisation, its own or from above."""
    found = local_life(tx, organisation_id).policy
    published = policies.of_organisation(tx, organisation_id)
    return PolicyInForce(found, bool(published), policy_hash(found))


def preview_policy(tx: Connection, *, by: By, organisation_id: int, policy: Policy) -> PolicyPreview | Refused:
    """What these rules would send today, by the code of the tick; nothing is stored. Raises BadInput for a fault."""
    refused = forbidden(tx, by, "policy.publish", organisation_id)
    if refused is not None:
        return refused
    check_policy(policy)
    life = local_life(tx, organisation_id)
    return PolicyPreview(
        now=todays_ladder(tx, life, now=by.at),
        then=todays_ladder(tx, life, now=by.at, trial=Trial(life.path, policy)),
        same=_alike(policy, life.policy),
    )


def change_policy(
    tx: Connection, *, by: By, organisation_id: int, policy: Policy, seen: str
) -> PolicyPublished | Refused:
    """Publish these rules as the next version; `seen` is the hash of those the page showed.

    Raises BadInput for a fault, ChangedMeanwhile when other rules have come into force since.
    """
    refused = forbidden(tx, by, "policy.publish", organisation_id)
    if refused is not None:
        return refused
    standing = policy_in_force(tx, organisation_id)
    if standing.seen != seen:
        raise ChangedMeanwhile
    check_policy(policy)
    next_version = 1 + max(
        [
            standing.policy.version if standing.policy.key == policy.key else 0,
            built_in(policy.key).version if policy.key in built_in_policies() else 0,
            *(one.version for one in policies.of_organisation(tx, organisation_id) if one.key == policy.key),
        ]
    )
    return publish_policy(tx, by=by, organisation_id=organisation_id, policy=replace(policy, version=next_version))


def check_policy(policy: Policy) -> None:
    """The gate of the policy files for rules put together on a page. Raises BadInput with the first fault."""
    found = read_policy(as_file(policy), "form")
    if isinstance(found, Policy):
        return
    first: Fault = found[0]
    raise BadInput("", first.message.ru, first.message.en)


def as_file(policy: Policy) -> str:
    """The rules as a policy file; JSON is YAML."""
    data: dict[str, Any] = json.loads(policy_to_json(policy))
    return json.dumps(data, ensure_ascii=False, indent=2)


def _alike(one: Policy, other: Policy) -> bool:
    return replace(one, version=1) == replace(other, version=1)
