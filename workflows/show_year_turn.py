"""The turn of the school year before it is made: programmes, pairs, rows as they would be; nothing is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from engine.actors import OPERATOR, By
from engine.lifecycle import OUTCOMES, Definition, Facts, Moved, Outcome, decide
from engine.lifecycle.definition import Move, moves_from
from engine.lifecycle.needs import Notice
from engine.periods import Period
from engine.refusals import Reason, Refused
from engine.words import Words
from engine.year_turn import PairDecision, decision, next_period, retitled
from storage import facts, journal, pairs, programmes, roadmaps
from storage.organisations import OrganisationRow
from storage.pairs import PairListed
from storage.programmes import ProgrammeRow
from storage.tables.programmes import pairs as pair_table
from storage.tables.programmes import programmes as programme_table
from workflows.access import forbidden, unknown
from workflows.definitions.lifecycle_files import lifecycle, lifecycles
from workflows.displaced_stages import DisplacedStage, displaced_stages
from workflows.local_life import LocalLife, local_life
from workflows.migrate_pairs import older_versions, preview
from workflows.next_roadmap import NextRoadmap, RowChoices, next_roadmap
from workflows.pinned_lifecycle import pinned_lifecycle
from workflows.publish_lifecycle import published_lifecycle
from workflows.show_today import names_of_pairs

SOON = timedelta(days=120)
"""A programme that ends within these days is proposed for the turn."""

YEAR_VERBS = ("year.turn", "year.unturn")
_MOST_PAIRS = 1000
_COMPLETED: Outcome = "completed"


@dataclass(frozen=True, slots=True)
class YearChoices:
    """What has been chosen so far; None and absent keys: as proposed.

    `programmes`: ids to turn. `pairs`: id → close | prolong | leave; `outcomes`: of those closed. `titles`: of
    programmes by id. `stages`: lifecycle → old stage → new stage.
    """

    programmes: frozenset[int] | None = None
    pairs: Mapping[int, PairDecision] = field(default_factory=dict[int, PairDecision])
    outcomes: Mapping[int, str] = field(default_factory=dict[int, str])
    titles: Mapping[int, str] = field(default_factory=dict[int, str])
    rows: RowChoices = field(default_factory=RowChoices)
    stages: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, Mapping[str, str]])


@dataclass(frozen=True, slots=True)
class WayOut:
    """An outcome that is possible from where the pair stands. `notice`: working days it takes to come."""

    outcome: Outcome
    title: Words
    lacking: tuple[Reason, ...]
    notice: int


@dataclass(frozen=True, slots=True)
class PairAhead:
    """A live pair. `names` "" where the reader may not know people. `to_stage`: where a prolonged pair would stand."""

    id: int
    number: int
    programme_id: int
    names: str
    stage: Words
    to_stage: Words
    changes_stage: bool
    ways: tuple[WayOut, ...]
    decision: PairDecision
    outcome: str
    ending_on: date | None

    @property
    def way(self) -> WayOut | None:
        """How it would end as chosen."""
        return next((one for one in self.ways if one.outcome == self.outcome), None)


@dataclass(frozen=True, slots=True)
class ProgrammeAhead:
    """A programme and the one that would follow it. `turned`: it has been followed already."""

    row: ProgrammeRow
    lifecycle: str
    version: int
    to_version: int
    title: str
    period: Period
    chosen: bool
    turned: bool
    roadmap: NextRoadmap | None
    live: int


@dataclass(frozen=True, slots=True)
class YearAhead:
    """`displaced`: stages of pairs that go on which the new version lacks. `faults` keep the turn from being made."""

    organisation: OrganisationRow
    today: date
    programmes: tuple[ProgrammeAhead, ...]
    pairs: tuple[PairAhead, ...]
    displaced: tuple[DisplacedStage, ...]
    faults: tuple[Reason, ...]

    @property
    def chosen(self) -> tuple[ProgrammeAhead, ...]:
        return tuple(one for one in self.programmes if one.chosen)

    @property
    def roadmaps(self) -> tuple[NextRoadmap, ...]:
        """The roadmaps of the chosen programmes, each once."""
        found = {one.roadmap.roadmap.id: one.roadmap for one in self.chosen if one.roadmap is not None}
        return tuple(found.values())

    def of(self, what: PairDecision) -> tuple[PairAhead, ...]:
        return tuple(one for one in self.pairs if one.decision == what)


def show_year_turn(
    tx: Connection, *, by: By, organisation: OrganisationRow, choices: YearChoices, named: bool
) -> YearAhead | Refused:
    """Refused to whoever may not turn the year there. Raises BadInput for a programme of another organisation."""
    if (no := forbidden(tx, by, "year.turn", organisation.id)) is not None:
        return no
    life = local_life(tx, organisation.id)
    today = life.today(by.at)
    listed = programmes.listing(tx, visible=(programme_table.c.organisation_id == organisation.id))
    known = {one.programme.id for one in listed}
    if strange := sorted((choices.programmes or frozenset()) - known):
        raise unknown("programme", strange[0])
    followed = _turned(tx, organisation.id)
    versions = {key: _newest(tx, key).version for key in {one.lifecycle for one in listed}}
    ahead: list[ProgrammeAhead] = []
    for one in listed:
        row = one.programme
        period = next_period(Period(row.period_start, row.period_end))
        title = choices.titles.get(row.id) or retitled(row.title)
        turned = row.id in followed
        proposed = row.period_end <= today + SOON and one.live > 0
        chosen = not turned and (proposed if choices.programmes is None else row.id in choices.programmes)
        roadmap = None if row.roadmap_id is None or not chosen else roadmaps.get(tx, row.roadmap_id)
        ahead.append(
            ProgrammeAhead(
                row,
                one.lifecycle,
                one.definition_version,
                versions[one.lifecycle],
                title,
                period,
                chosen,
                turned,
                None if roadmap is None else _next(tx, roadmap, period, choices, ahead),
                one.live,
            )
        )
    leading = [one for one in ahead if one.chosen]
    found, displaced, faults = _pairs(tx, leading, organisation, life, today, choices, named=named)
    return YearAhead(organisation, today, tuple(ahead), tuple(found), displaced, tuple(faults))


def _next(
    tx: Connection, roadmap: Row[Any], year: Period, choices: YearChoices, before: Sequence[ProgrammeAhead]
) -> NextRoadmap:
    """Programmes that live by one roadmap follow one roadmap in the next year, too."""
    same = (one.roadmap for one in before if one.roadmap is not None and one.roadmap.roadmap.id == roadmap.id)
    return next(same, None) or next_roadmap(tx, roadmap, year=year, choices=choices.rows)


def _turned(tx: Connection, organisation_id: int) -> frozenset[int]:
    """The programmes that were followed by next year's, as the journal tells; undone turns do not count."""
    turns: list[frozenset[int]] = []
    for line in reversed(journal.entries(tx, organisation_id, verbs=YEAR_VERBS)):
        if line.verb == "year.turn":
            turns.append(frozenset(int(old) for old in line.facts["programmes"]))
        elif turns:
            turns.pop()
    return frozenset().union(*turns)


def _newest(tx: Connection, key: str) -> Definition:
    """The newest version, also one that is only built in yet."""
    if key in lifecycles():
        built_in = lifecycle(key)
        stored = _published(tx, key)
        return built_in if stored is None or built_in.version >= stored.version else stored
    found = published_lifecycle(tx, key)
    return pinned_lifecycle(tx, found.id, found.hash)


def _published(tx: Connection, key: str) -> Definition | None:
    found = older_versions(tx, key, below=10**9)
    return pinned_lifecycle(tx, found[0].id, found[0].hash) if found else None


def _pairs(
    tx: Connection,
    chosen: Sequence[ProgrammeAhead],
    organisation: OrganisationRow,
    life: LocalLife,
    today: date,
    choices: YearChoices,
    *,
    named: bool,
) -> tuple[list[PairAhead], tuple[DisplacedStage, ...], list[Reason]]:
    wanted = {one.row.id: one for one in chosen}
    listed = [
        one
        for one in pairs.listing(
            tx, visible=(pair_table.c.organisation_id == organisation.id), open_only=True, most=_MOST_PAIRS
        )
        if one.pair.programme_id in wanted
    ]
    of = {one.pair.id: pinned_lifecycle(tx, one.pair.definition_id, one.definition_hash) for one in listed}
    ways = _ways(tx, listed, of, life, today)
    names = names_of_pairs(tx, [one.pair.id for one in listed]) if named else {}
    newest = {key: _newest(tx, key) for key in {one.lifecycle for one in listed}}
    decided: dict[int, PairDecision] = {
        one.pair.id: choices.pairs.get(one.pair.id) or _proposed(one, ways[one.pair.id]) for one in listed
    }
    going = [one for one in listed if decided[one.pair.id] == "prolong"]
    places, faults = _places(tx, going, newest, choices)
    found: list[PairAhead] = []
    for one in listed:
        pair, open_ways = one.pair, ways[one.pair.id]
        whole = _whole(open_ways)
        new = newest[one.lifecycle]
        stage = of[pair.id].stage(pair.stage).title
        to = places.get(pair.id, pair.stage)
        titles = {each.key: each.title for each in new.stages}
        found.append(
            PairAhead(
                pair.id,
                pair.number,
                pair.programme_id,
                names.get(pair.id, ""),
                stage,
                titles.get(to, stage),
                to != pair.stage,
                open_ways,
                decided[pair.id],
                choices.outcomes.get(pair.id, _COMPLETED if whole else open_ways[0].outcome if open_ways else ""),
                pair.ending_on,
            )
        )
    return found, displaced_stages(going, of, newest, choices.stages), faults


def _whole(ways: Sequence[WayOut]) -> WayOut | None:
    return next((way for way in ways if way.outcome == _COMPLETED), None)


def _proposed(one: PairListed, ways: Sequence[WayOut]) -> PairDecision:
    whole = _whole(ways)
    return decision(
        may_complete=whole is not None and not whole.lacking,
        suspended=one.pair.suspended_from is not None,
        ending=one.pair.ending_on is not None,
    )


def _places(
    tx: Connection, going: Sequence[PairListed], newest: Mapping[str, Definition], choices: YearChoices
) -> tuple[dict[int, str], list[Reason]]:
    """Where pairs that go on would stand in the newest version of their lifecycle, and what speaks against it."""
    places: dict[int, str] = {}
    faults: list[Reason] = []
    for key, new in sorted(newest.items()):
        moving = [one.pair for one in going if one.lifecycle == key and one.definition_version < new.version]
        if moving:
            older = older_versions(tx, key, below=new.version)
            rows, wrong = preview(tx, older, new, choices.stages.get(key, {}), moving)
            places |= {row.pair_id: row.to_stage for row in rows}
            faults += wrong
    return places, faults


def _ways(
    tx: Connection, listed: Sequence[PairListed], of: Mapping[int, Definition], life: LocalLife, today: date
) -> dict[int, tuple[WayOut, ...]]:
    """Every outcome that can be given from here, with what it lacks; the facts are read once for all pairs."""
    moves = {
        one.pair.id: [move for move in moves_from(of[one.pair.id], one.pair.stage) if move.outcomes] for one in listed
    }
    needs = {key: tuple(need for move in found for need in move.needs) for key, found in moves.items()}
    known = facts.load_many(tx, [one.pair for one in listed], needs, today=today)
    return {
        one.pair.id: tuple(
            WayOut(outcome, OUTCOMES[outcome], lacking, notice)
            for move in moves[one.pair.id]
            for lacking, notice in [_lacking(of[one.pair.id], move, known[one.pair.id], life, today)]
            for outcome in move.outcomes
        )
        for one in listed
    }


def _lacking(
    definition: Definition, move: Move, known: Facts, life: LocalLife, today: date
) -> tuple[tuple[Reason, ...], int]:
    """What the move needs besides the notice, which is given by saying so."""
    notice = max((need.working_days for need in move.needs if isinstance(need, Notice)), default=0)
    if notice:
        unmet = (need.unmet(known, today, life.calendar) for need in move.needs if not isinstance(need, Notice))
        return tuple(reason for reason in unmet if reason is not None), notice
    decided = decide(definition, known, move.key, OPERATOR, today, life.calendar)
    return (() if isinstance(decided, Moved) else decided.reasons), 0
