"""What the settings of an organisation say, each in a line: the page that leads to all of them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from engine.reminders.policy import Policy
from storage import channel, organisations
from storage.channel import ChannelState
from storage.scope import Scope
from workflows.change_policy import policy_in_force
from workflows.local_life import local_life
from workflows.preview_letter_text import worded_kinds
from workflows.show_lifecycles import show_lifecycles


@dataclass(frozen=True, slots=True)
class SettingsShown:
    """`own_rules`: the organisation itself published the policy. `own_words`, `given_words`: kinds of letters worded by
    it and by somebody above. `own_days`: working-day overrides of its own from today on; `known_until` as in
    `YearShown`. `live`: live pairs of the visitor's scope, in `lifecycles` of theirs.
    """

    policy: Policy
    own_rules: bool
    own_words: int
    given_words: int
    week: int
    own_days: int
    known_until: int
    way: ChannelState
    lifecycles: int
    live: int


def show_settings(tx: Connection, scope: Scope, *, organisation_id: int, today: date) -> SettingsShown:
    """By a number of queries that does not grow with anything."""
    rules = policy_in_force(tx, organisation_id)
    life = local_life(tx, organisation_id)
    worded = worded_kinds(tx, organisation_id)
    used = [line for line in show_lifecycles(tx, scope) if line.live]
    return SettingsShown(
        rules.policy,
        own_rules=rules.own,
        own_words=sum(worded.values()),
        given_words=len(worded) - sum(worded.values()),
        week=life.calendar.week,
        own_days=sum(day >= today for day in organisations.overrides(tx, organisation_id)),
        known_until=life.calendar.known_until or today.year,
        way=channel.state(tx),
        lifecycles=len(used),
        live=sum(line.live for line in used),
    )
