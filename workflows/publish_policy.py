"""An organisation puts a reminder policy in force for itself and everything below it."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Reason, Refused
from engine.reminders.policy import Policy
from engine.words import Words
from storage import definitions, journal, organisations, policies
from workflows.access import forbidden
from workflows.definitions.policy_files import policies as built_in_policies
from workflows.definitions.policy_files import policy as built_in_policy
from workflows.definitions.policy_files import policy_hash, policy_to_json, read_policy
from workflows.forecast_letters import Foreseen
from workflows.local_life import local_life
from workflows.todays_ladder import todays_ladder


@dataclass(frozen=True, slots=True)
class PolicyPublished:
    """`fresh` False: exactly this version was in force already and nothing changed.

    `today`: the letters its ladder would still send before the organisation's midnight.
    """

    id: int
    key: str
    version: int
    hash: str
    fresh: bool
    today: tuple[Foreseen, ...]


def publish_policy(tx: Connection, *, by: By, organisation_id: int, policy: Policy) -> PolicyPublished | Refused:
    """Store a version and leave a mark: ticks plan everything below by the new ladder, by batches.

    Nothing goes about the past: rungs at or before this instant are not climbed. Refused when this version was
    published with other words, since a published version never changes, and when it is not the newest.
    """
    refused = forbidden(tx, by, "policy.publish", organisation_id)
    if refused is not None:
        return refused
    digest = policy_hash(policy)
    known = [each for each in policies.of_organisation(tx, organisation_id) if each.key == policy.key]
    if known and known[0].hash == digest:
        return PolicyPublished(known[0].id, policy.key, policy.version, digest, fresh=False, today=())
    if known and policy.version <= known[0].version:
        return _taken(policy, known[0].version)
    if (ours := _built_in(policy.key)) is not None and policy.version <= ours.version and digest != policy_hash(ours):
        return _taken(policy, ours.version)
    made = definitions.add(
        tx,
        kind="policy",
        organisation_id=organisation_id,
        key=policy.key,
        version=policy.version,
        digest=digest,
        body=policy_to_json(policy),
        at=by.at,
    )
    organisations.mark(tx, kind="policy", organisation_id=organisation_id, at=by.at)
    journal.append(
        tx,
        organisation_id=organisation_id,
        by=by,
        verb="policy.publish",
        subject=f"definition:{made}",
        facts={"key": policy.key, "version": policy.version, "hash": digest},
    )
    today = _today(tx, organisation_id, by)
    return PolicyPublished(made, policy.key, policy.version, digest, fresh=True, today=today)


def policy_in(text: str, file: str) -> Policy:
    """The policy of a file. Raises BadInput with the first fault, `file:line:column: word: message`."""
    found = read_policy(text, file)
    if isinstance(found, Policy):
        return found
    rest = len(found) - 1
    more = Words(f" (и ещё {rest}: policy check)", f" (and {rest} more: policy check)") if rest else Words("", "")
    raise BadInput("file", found[0].in_("ru") + more.ru, found[0].in_("en") + more.en)


def _today(tx: Connection, organisation_id: int, by: By) -> tuple[Foreseen, ...]:
    """What goes today by the policy just stored, by the same code as the forecast."""
    life = local_life(tx, organisation_id)
    return todays_ladder(tx, life, now=by.at).letters


def _built_in(key: str) -> Policy | None:
    """The product's own policy of this key: its versions are published from the beginning."""
    return built_in_policy(key) if key in built_in_policies() else None


def _taken(policy: Policy, newest: int) -> Refused:
    return Refused(
        (
            Reason(
                "version",
                Words(
                    f"Версия {newest} правил «{policy.key}» уже опубликована и не меняется",
                    f"Version {newest} of the policy “{policy.key}” is published and never changes",
                ),
                Words(
                    f"Напишите в файле version: {newest + 1}",
                    f"Write version: {newest + 1} in the file",
                ),
            ),
        )
    )
