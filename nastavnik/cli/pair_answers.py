"""How pairs are told to scripts and to people."""

from collections.abc import Mapping
from typing import Any

from engine.lifecycle import OUTCOMES
from engine.words import Language, Words
from nastavnik.cli.output import Table
from storage.memberships import Member
from storage.pairs import PairListed, PairRow
from workflows.describe_pair import PairDescription, Step


def say_moved(made: Mapping[str, Any]) -> Words:
    """One sentence about a move that was made."""
    outcome = f" ({made['outcome']}, {made['closed_on']})" if made.get("outcome") else ""
    return Words(
        f"Пара {made['id']} (№ {made['number']}): {made['from_stage']} → {made['stage']}{outcome}",
        f"Pair {made['id']} (No {made['number']}): {made['from_stage']} → {made['stage']}{outcome}",
    )


def say_ended(made: Mapping[str, Any]) -> Words:
    """One sentence about an end: announced for a day, or made."""
    if "ending_on" not in made:
        return say_moved(made)
    return Words(
        f"Пара {made['id']}: прекращение ({made['outcome']}) {made['ending_on']}",
        f"Pair {made['id']}: ends ({made['outcome']}) on {made['ending_on']}",
    )


def listing_table(found: list[PairListed], members: list[Member]) -> Table:
    titles = (
        Words("Номер", "Id"),
        Words("Организация", "Organisation"),
        Words("№", "No"),
        Words("Наставник", "Mentor"),
        Words("Наставляемые", "Mentees"),
        Words("Этап", "Stage"),
        Words("С", "Since"),
        Words("Исход", "Outcome"),
    )
    rows = [
        (
            one.pair.id,
            one.path,
            one.pair.number,
            _names(members, one.pair.id, "mentor"),
            _names(members, one.pair.id, "mentee"),
            one.pair.stage,
            one.pair.stage_since,
            _outcome(one.pair),
        )
        for one in found
    ]
    return Table(titles, rows, empty=Words("Пар пока нет: nastavnik pair form", "No pairs yet: nastavnik pair form"))


def description_table(found: PairDescription, language: Language) -> Table:
    """What stands and what may come next, line by line."""
    pair = found.pair
    title = found.definition.stage(pair.stage).title.in_(language)
    rows: list[tuple[str, object]] = [
        (Words("Пара", "Pair").in_(language), f"{pair.id} (№ {pair.number}, {found.path})"),
        (Words("Этап", "Stage").in_(language), f"{title}, {pair.stage_since}"),
    ]
    if found.due_on is not None:
        rows.append((Words("Срок этапа", "Leave it by").in_(language), found.due_on))
    if pair.ending_on is not None and pair.closed_on is None:
        rows.append((Words("Прекращается", "Ends on").in_(language), pair.ending_on))
    if pair.outcome is not None:
        rows.append((Words("Исход", "Outcome").in_(language), f"{_outcome(pair)}, {pair.closed_on}"))
    rows.extend((_ROLES[member.role].in_(language), member.name) for member in found.members if _is_shown(member, pair))
    for option in found.moves:
        why = "; ".join(reason.reason.in_(language) for reason in option.reasons)
        can = Words("можно", "open").in_(language) if option.allowed else why
        rows.append((f"→ {option.move}", f"{option.title.in_(language)}: {can}"))
    return Table((Words("", ""), Words("", "")), rows)


def history_table(steps: list[Step], language: Language) -> Table:
    return Table(
        (
            Words("№", "No"),
            Words("Когда", "When"),
            Words("Что", "What"),
            Words("Этап", "Stage"),
            Words("Кто", "Who"),
            Words("Причина", "Reason"),
        ),
        [
            (
                step.line.pair_seq,
                step.line.at.isoformat(timespec="minutes"),
                step.title.in_(language),
                step.to_title.in_(language) if step.to_title else "",
                _ACTORS[step.actor].in_(language) if step.actor in _ACTORS else step.actor,
                step.line.words.get("reason", ""),
            )
            for step in steps
        ],
    )


_ROLES = {
    "mentor": Words("Наставник", "Mentor"),
    "mentee": Words("Наставляемый", "Mentee"),
    "curator": Words("Куратор", "Curator"),
}
_ACTORS = {
    "operator": Words("оператор", "operator"),
    "clock": Words("по часам", "the clock"),
    "person": Words("удалён", "erased"),
}


def _names(members: list[Member], pair_id: int, role: str) -> str:
    return ", ".join(member.name for member in members if member.pair_id == pair_id and member.role == role)


def _outcome(pair: PairRow) -> str:
    for outcome, words in OUTCOMES.items():
        if outcome == pair.outcome:
            return words.ru
    return ""


def _is_shown(member: Member, pair: PairRow) -> bool:
    return member.to_day is None or member.to_day == pair.closed_on
