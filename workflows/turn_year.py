"""The school year turns: pairs are closed or go on, the next roadmaps and programmes begin, in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from engine.actors import By
from engine.refusals import Reason, Refused
from engine.words import Words
from storage import journal, programmes, publications
from storage.organisations import OrganisationRow
from storage.programmes import ProgrammeRow
from workflows.end_pair import EndingAnnounced, end_pair
from workflows.local_life import LocalLife, local_life
from workflows.next_roadmap import make_next
from workflows.prolong_pair import programme_of, prolong_pair
from workflows.show_year_turn import PairAhead, ProgrammeAhead, YearAhead, YearChoices, show_year_turn
from workflows.start_programme import start_programme


@dataclass(frozen=True, slots=True)
class YearTurned:
    """`announced` ends come by themselves after their notice. New ids by the old ones."""

    programmes: dict[int, int]
    roadmaps: dict[int, int]
    closed: tuple[int, ...]
    announced: tuple[int, ...]
    prolonged: tuple[int, ...]
    left: tuple[int, ...]
    carried: tuple[int, ...]


def turn_year(tx: Connection, *, by: By, organisation: OrganisationRow, choices: YearChoices) -> YearTurned | Refused:
    """Make the turn as `show_year_turn` shows it. Refused with everything that speaks against it, and nothing stored.

    A programme that was turned once is not turned again.
    """
    ahead = show_year_turn(tx, by=by, organisation=organisation, choices=choices, named=True)
    if isinstance(ahead, Refused):
        return ahead
    if (no := _not_now(ahead, choices)) is not None:
        return no
    life = local_life(tx, organisation.id)
    closed = _close(tx, by, ahead)
    if isinstance(closed, Refused):
        return closed
    roadmaps = {
        one.roadmap.id: one.roadmap.id if one.goes_on else make_next(tx, one, by=by, life=life)
        for one in ahead.roadmaps
    }
    begun = _begin(tx, by, organisation, ahead, roadmaps)
    if isinstance(begun, Refused):
        return begun
    prolonged = _prolong(tx, by, ahead, begun, choices)
    if isinstance(prolonged, Refused):
        return prolonged
    made = YearTurned(
        programmes={old: new.id for old, new in begun.items()},
        roadmaps=roadmaps,
        closed=closed[0],
        announced=closed[1],
        prolonged=prolonged,
        left=tuple(one.id for one in ahead.of("leave")),
        carried=tuple(row.row.id for one in ahead.roadmaps for row in one.carried),
    )
    _note(tx, by, organisation, made, ahead, life)
    return made


def _not_now(ahead: YearAhead, choices: YearChoices) -> Refused | None:
    turned = [one for one in ahead.programmes if one.turned and one.row.id in (choices.programmes or ())]
    reasons: list[Reason] = [
        Reason(
            "turned",
            Words(f"«{one.row.title}»: новый год уже начат", f"“{one.row.title}”: the next year has begun already"),
            Words("Откройте новую программу", "Open the new programme"),
        )
        for one in turned
    ]
    if not ahead.chosen and not reasons:
        reasons.append(
            Reason(
                "programmes",
                Words("Не выбрано ни одной программы", "No programme is chosen"),
                Words("Отметьте программы, которые кончаются", "Tick the programmes that end"),
            )
        )
    reasons += ahead.faults
    return Refused(tuple(reasons)) if reasons else None


def _close(tx: Connection, by: By, ahead: YearAhead) -> tuple[tuple[int, ...], tuple[int, ...]] | Refused:
    """Pairs closed now, and those whose end is announced; or every reason why one cannot be."""
    closed: list[int] = []
    announced: list[int] = []
    reasons: list[Reason] = []
    for one in ahead.of("close"):
        made = end_pair(tx, by=by, pair_id=one.id, outcome=one.outcome)
        if isinstance(made, Refused):
            reasons += _of_pair(one, made.reasons)
        elif isinstance(made, EndingAnnounced):
            announced.append(one.id)
        else:
            closed.append(one.id)
    return Refused(tuple(reasons)) if reasons else (tuple(closed), tuple(announced))


def _begin(
    tx: Connection, by: By, organisation: OrganisationRow, ahead: YearAhead, roadmaps: dict[int, int]
) -> dict[int, ProgrammeRow] | Refused:
    begun: dict[int, ProgrammeRow] = {}
    for one in ahead.chosen:
        made = _started(tx, by, organisation, one, roadmaps, {each.id for each in begun.values()})
        if isinstance(made, Refused):
            return made
        begun[one.row.id] = made
    return begun


def _started(
    tx: Connection,
    by: By,
    organisation: OrganisationRow,
    one: ProgrammeAhead,
    roadmaps: dict[int, int],
    begun: set[int],
) -> ProgrammeRow | Refused:
    """The next programme; one that an undone turn left empty is used again."""
    roadmap_id = None if one.roadmap is None else roadmaps[one.roadmap.roadmap.id]
    empty = publications.empty_programmes(tx, organisation.id, title=one.title, starts=one.period.start)
    if again := [known for known in empty if known not in begun]:
        programmes.follow_roadmap(tx, programme_of(tx, again[0]), roadmap_id)
        return programme_of(tx, again[0])
    made = start_programme(
        tx,
        by=by,
        organisation=organisation,
        title=one.title,
        lifecycle=one.lifecycle,
        roadmap_id=roadmap_id,
        starts=one.period.start,
        ends=one.period.end,
    )
    return made if isinstance(made, Refused) else programme_of(tx, made.id)


def _prolong(
    tx: Connection, by: By, ahead: YearAhead, begun: dict[int, ProgrammeRow], choices: YearChoices
) -> tuple[int, ...] | Refused:
    lifecycles = {one.row.id: one.lifecycle for one in ahead.chosen}
    reasons: list[Reason] = []
    prolonged: list[int] = []
    for one in ahead.of("prolong"):
        stages = choices.stages.get(lifecycles[one.programme_id], {})
        made = prolong_pair(tx, by=by, pair_id=one.id, programme=begun[one.programme_id], stages=stages)
        if isinstance(made, Refused):
            reasons += _of_pair(one, made.reasons)
        else:
            prolonged.append(one.id)
    return Refused(tuple(reasons)) if reasons else tuple(prolonged)


def _of_pair(one: PairAhead, reasons: tuple[Reason, ...]) -> Iterator[Reason]:
    for reason in reasons:
        words = Words(f"Пара № {one.number}: {reason.reason.ru}", f"Pair {one.number}: {reason.reason.en}")
        yield Reason(reason.need, words, reason.mend)


def _note(
    tx: Connection, by: By, organisation: OrganisationRow, made: YearTurned, ahead: YearAhead, life: LocalLife
) -> None:
    adoption = {str(row.row.id): row.row.adoption for one in ahead.roadmaps for row in one.carried}
    journal.append(
        tx,
        organisation_id=organisation.id,
        by=by,
        verb="year.turn",
        subject=f"organisation:{organisation.id}",
        facts={
            "on": life.today(by.at),
            "programmes": {str(old): new for old, new in made.programmes.items()},
            "roadmaps": {str(old): new for old, new in made.roadmaps.items()},
            "closed": list(made.closed),
            "announced": list(made.announced),
            "prolonged": list(made.prolonged),
            "carried": adoption,
        },
    )
