"""A finding of the linter is known and kept: its reason stays beside it, and it may be taken back."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import BadInput, Refused
from engine.roadmap_lint import rule
from storage import journal, silenced_findings
from workflows.access import unknown
from workflows.item_at_hand import take_item
from workflows.plain_text import plain_text

_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Silenced:
    """`changed`: False = it was so already, with the same reason."""

    item_id: int
    roadmap_id: int
    rule: str
    silenced: bool
    changed: bool = True


def silence_finding(tx: Connection, *, by: By, item_id: int, rule_key: str, reason: str) -> Silenced | Refused:
    """Keep what a rule finds about a row; a new reason takes the place of the old one.

    Raises BadInput for an unknown row or rule, for an empty reason and for one that is endless or no plain text.
    """
    item = take_item(tx, by=by, item_id=item_id, verb="finding.silence")
    if item.refused is not None:
        return item.refused
    chosen, told = rule(rule_key), " ".join(reason.split())
    if not told:
        raise BadInput("--reason", "--reason: напишите, почему так и надо", "--reason: say why it is right as it is")
    told = plain_text(told, "--reason", longest=_LONGEST)
    standing = silenced_findings.get(tx, item_id=item_id, rule=chosen.key)
    if standing is not None and standing.reason == told:
        return Silenced(item_id, item.row.roadmap_id, chosen.key, silenced=True, changed=False)
    silenced_findings.drop(tx, item_id=item_id, rule=chosen.key)
    silenced_findings.add(tx, item_id=item_id, rule=chosen.key, reason=told, actor_id=by.person_id, at=by.at)
    journal.append(
        tx,
        organisation_id=item.row.organisation_id,
        by=by,
        verb="finding.silence",
        subject=item.subject,
        facts={"rule": chosen.key},
        words={"reason": told},
    )
    return Silenced(item_id, item.row.roadmap_id, chosen.key, silenced=True)


def unsilence_finding(tx: Connection, *, by: By, item_id: int, rule_key: str) -> Silenced | Refused:
    """Let the rule speak about the row again. Raises BadInput when it was not silenced there."""
    item = take_item(tx, by=by, item_id=item_id, verb="finding.silence")
    if item.refused is not None:
        return item.refused
    chosen = rule(rule_key)
    if not silenced_findings.drop(tx, item_id=item_id, rule=chosen.key):
        raise unknown("--rule", chosen.key)
    journal.append(
        tx,
        organisation_id=item.row.organisation_id,
        by=by,
        verb="finding.unsilence",
        subject=item.subject,
        facts={"rule": chosen.key},
    )
    return Silenced(item_id, item.row.roadmap_id, chosen.key, silenced=False)
