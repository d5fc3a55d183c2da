"""Lifecycles: a drawing with live counts, what each move needs, and moving live pairs to another version."""

from collections.abc import Mapping

from fastapi import APIRouter, Response
from markupsafe import Markup

from engine.lifecycle.picture import svg
from engine.refusals import BadInput
from engine.words import Words
from storage.scope import Scope
from web.entering import Entered
from web.faults import NONE, Faults
from web.refusing import Missing
from web.visit import Visit
from web.went import Went
from workflows.preview_migration import migrate_within, preview_migration
from workflows.show_lifecycles import LifecycleShown, show_lifecycle, show_lifecycles

router = APIRouter()

_STAGE = "stage."  # the fields of the mapping: `stage.trial_meeting`
_MOST_STAGES = 100


@router.get("/settings/lifecycles")
def lifecycles(visit: Entered) -> Response:
    with visit.read() as tx:
        lines = show_lifecycles(tx, visit.scope)
    return visit.page("lifecycles/list.html", lines=lines)


@router.get("/settings/lifecycles/{key}")
def lifecycle(visit: Entered, key: str) -> Response:
    shown = _shown(visit, key, visit.asked("version"))
    # Everything in the drawing that a person wrote is escaped by `svg` itself.
    drawing = Markup(svg(shown.definition, visit.language, shown.counts))  # noqa: S704  # escaped by the drawing
    may_move = not visit.roles.isdisjoint({"administrator", "head"})
    return visit.page("lifecycles/one.html", shown=shown, drawing=drawing, may_move=may_move)


@router.get("/settings/lifecycles/{key}/migrate")
def migration(visit: Entered, key: str) -> Response:
    return _migration(visit, key)


@router.post("/settings/lifecycles/{key}/migrate")
def migrate(visit: Entered, key: str) -> Response:
    """`do`: `look` shows the pairs by this mapping, `move` moves them."""
    if visit.fields.raw("do") != "move":
        return _migration(visit, key)
    to = _version(visit.fields.raw("to"))
    if to is None:
        raise Missing
    return visit.change(
        lambda tx: migrate_within(tx, _mine(visit), by=visit.by, key=key, to=to, stages=_mapping(visit)),
        done=lambda made: Went(
            f"/settings/lifecycles/{key}",
            Words(f"Перенесено пар: {len(made.rows)}", f"Pairs moved: {len(made.rows)}"),
        ),
        again=lambda faults: _migration(visit, key, faults),
    )


def _migration(visit: Visit, key: str, faults: Faults = NONE) -> Response:
    newest = _shown(visit, key, "")
    published = [one.version for one in newest.versions if one.published_at is not None]
    given = visit.fields.raw("to") or visit.asked("to")
    to = _version(given) if given else next(iter(published), None)
    if to is None or to not in published:
        raise Missing
    with visit.read() as tx:
        shown = preview_migration(tx, _mine(visit), key=key, to=to, stages=_mapping(visit))
    targets = [(stage.key, stage.title.in_(visit.language)) for stage in shown.target.stages if not stage.final]
    return visit.page(
        "lifecycles/migrate.html",
        shown=shown,
        published=published,
        targets=targets,
        faults=faults,
        asked=visit.request.method == "POST",
    )


def _mine(visit: Visit) -> Scope:
    """Where the visitor leads: a curator of another school sees its pairs but does not move them."""
    return Scope(paths=tuple(one.path for one in visit.offices if one.role in ("administrator", "head")))


def _mapping(visit: Visit) -> Mapping[str, str]:
    found = {
        name.removeprefix(_STAGE): value
        for name, value in list(visit.fields.items())[:_MOST_STAGES]
        if name.startswith(_STAGE) and value
    }
    return {source: target for source, target in found.items() if source != target}


def _shown(visit: Visit, key: str, version: str) -> LifecycleShown:
    number = _version(version) if version else None
    if version and number is None:
        raise Missing
    try:
        with visit.read() as tx:
            return show_lifecycle(tx, visit.scope, key, number)
    except BadInput:
        raise Missing from None


def _version(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else None
