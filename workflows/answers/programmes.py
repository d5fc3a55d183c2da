"""Programmes as programs are told of them."""

from typing import Any

from storage.programmes import ProgrammeListed


def programme_document(one: ProgrammeListed) -> dict[str, Any]:
    return {
        "id": one.programme.id,
        "org": one.path,
        "title": one.programme.title,
        "lifecycle": one.lifecycle,
        "version": one.definition_version,
        "roadmap": one.programme.roadmap_id,
        "from": one.programme.period_start,
        "to": one.programme.period_end,
        "pairs": one.pairs,
        "live": one.live,
    }
