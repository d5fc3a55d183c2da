"""The turn of a school year, as programs are told of it."""

from typing import Any

from workflows.displaced_stages import DisplacedStage
from workflows.next_roadmap import NextRoadmap, NextRow
from workflows.show_year_turn import PairAhead, ProgrammeAhead, YearAhead


def year_document(ahead: YearAhead) -> dict[str, Any]:
    """What would happen: programmes, pairs, rows, and what keeps it from being made."""
    return {
        "org": ahead.organisation.path,
        "programmes": [_programme(one) for one in ahead.programmes],
        "pairs": [_pair(one) for one in ahead.pairs],
        "displaced": [_displaced(one) for one in ahead.displaced],
        "roadmaps": [_roadmap(one) for one in ahead.roadmaps],
        "faults": [{"need": one.need, "reason": one.reason.ru, "mend": one.mend.ru} for one in ahead.faults],
    }


def _programme(one: ProgrammeAhead) -> dict[str, Any]:
    return {
        "id": one.row.id,
        "title": one.row.title,
        "to_title": one.title,
        "from": one.period.start,
        "to": one.period.end,
        "lifecycle": one.lifecycle,
        "version": one.version,
        "to_version": one.to_version,
        "chosen": one.chosen,
        "turned": one.turned,
        "roadmap": None if one.roadmap is None else one.roadmap.roadmap.id,
    }


def _pair(one: PairAhead) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "programme": one.programme_id,
        "stage": one.stage.ru,
        "to_stage": one.to_stage.ru,
        "decision": one.decision,
        "outcome": one.outcome if one.decision == "close" else None,
        "outcomes": [
            {
                "outcome": way.outcome,
                "notice": way.notice,
                "lacking": [{"need": each.need, "reason": each.reason.ru} for each in way.lacking],
            }
            for way in one.ways
        ],
    }


def _displaced(one: DisplacedStage) -> dict[str, Any]:
    return {
        "lifecycle": one.lifecycle,
        "stage": one.key,
        "pairs": one.count,
        "to_stage": one.chosen or None,
        "possible": [key for key, _ in one.targets],
    }


def _roadmap(roadmap: NextRoadmap) -> dict[str, Any]:
    return {
        "id": roadmap.roadmap.id,
        "title": roadmap.title,
        "from": roadmap.period.start,
        "to": roadmap.period.end,
        "goes_on": roadmap.goes_on,
        "items": [_row(one) for one in roadmap.rows],
    }


def _row(one: NextRow) -> dict[str, Any]:
    return {
        "id": one.row.id,
        "number": one.row.number,
        "title": one.title,
        "take": one.taken,
        "because": one.proposal.because,
        "deadline_text": one.proposal.deadline_text,
        "kind": one.proposal.deadline.kind,
        "value": one.proposal.deadline.value,
        "first_promised": one.proposal.carried,
        "stale_years": list(one.proposal.stale),
    }
