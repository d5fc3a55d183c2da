"""Pairs as programs are told of them."""

from typing import Any

from engine.refusals import Reason
from engine.words import Language
from storage.memberships import Member
from storage.pairs import PairListed, PairRow
from workflows.answers.plans import plan_of
from workflows.describe_pair import PairDescription, Step


def listing_documents(found: list[PairListed], members: list[Member]) -> list[dict[str, Any]]:
    """One document a pair, in the order found."""
    return [
        {
            "id": one.pair.id,
            "number": one.pair.number,
            "org": one.path,
            "programme": one.pair.programme_id,
            "lifecycle": one.lifecycle,
            "version": one.definition_version,
        }
        | _place(one.pair)
        | _people(members, one.pair.id)
        for one in found
    ]


def description_document(found: PairDescription, language: Language, *, words: bool = True) -> dict[str, Any]:
    """Everything `pair show --json` tells; texts in the language asked for. `words`: see `plan_of`."""
    pair, definition = found.pair, found.definition
    return (
        {
            "id": pair.id,
            "number": pair.number,
            "org": found.path,
            "programme": pair.programme_id,
            "lifecycle": definition.key,
            "version": definition.version,
        }
        | _place(pair)
        | {
            "stage_title": definition.stage(pair.stage).title.in_(language),
            "due_on": found.due_on,
            "visit": pair.visit,
            "visits": pair.visits,
            "entered": pair.entered,
            "suspended_days": pair.suspended_days,
            "row_version": pair.version,
            "members": [_member(one) for one in found.members],
            "plan": plan_document(found, words=words),
            "moves": [
                {
                    "move": option.move,
                    "title": option.title.in_(language),
                    "to": option.to,
                    "allowed": option.allowed,
                    "refused": [reason_document(reason, language) for reason in option.reasons],
                }
                for option in found.moves
            ],
        }
    )


def history_document(steps: list[Step], language: Language) -> list[dict[str, Any]]:
    return [
        {
            "seq": step.line.pair_seq,
            "at": step.line.at,
            "move": step.line.move,
            "title": step.title.in_(language),
            "from": step.line.from_stage,
            "from_title": step.from_title.in_(language) if step.from_title else None,
            "to": step.line.to_stage,
            "to_title": step.to_title.in_(language) if step.to_title else None,
            "actor": step.actor,
            "reason": step.line.words.get("reason", ""),
            "undone": step.line.facts.get("undone"),
            "hash": step.line.hash,
        }
        for step in steps
    ]


def _place(pair: PairRow) -> dict[str, Any]:
    live = pair.closed_on is None
    return {
        "stage": pair.stage,
        "stage_since": pair.stage_since,
        "outcome": pair.outcome,
        "closed_on": pair.closed_on,
        "notice_on": pair.notice_on if live else None,
        "ending_on": pair.ending_on if live else None,
        "ending_outcome": pair.ending_outcome if live else None,
        "suspended_from": pair.suspended_from,
        "suspended_on": pair.suspended_on,
    }


def _people(members: list[Member], pair_id: int) -> dict[str, Any]:
    ours = [member for member in members if member.pair_id == pair_id]
    return {
        "mentor": next((member.person_id for member in ours if member.role == "mentor"), None),
        "mentees": [member.person_id for member in ours if member.role == "mentee"],
        "curator": next((member.person_id for member in ours if member.role == "curator"), None),
    }


def _member(member: Member) -> dict[str, Any]:
    return {
        "person": member.person_id,
        "name": member.name,
        "role": member.role,
        "from": member.from_day,
        "to": member.to_day,
    }


def plan_document(found: PairDescription, *, words: bool = True) -> dict[str, Any] | None:
    if found.plan is None:
        return None
    return plan_of(found.plan, found.plan_items, words=words)


def reason_document(reason: Reason, language: Language) -> dict[str, str]:
    return {"need": reason.need, "reason": reason.reason.in_(language), "mend": reason.mend.in_(language)}
