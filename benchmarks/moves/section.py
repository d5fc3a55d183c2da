"""(a) Durable moves beside peers, on both databases in one interleaved run."""

from collections.abc import Callable
from importlib import import_module
from itertools import count

from benchmarks.databases import Files, Server
from benchmarks.figures import Row, Section
from benchmarks.interleaving import Lane, Medians, interleave, rate, reason_of
from benchmarks.moves.raw import RawPostgres, RawSqlite
from benchmarks.moves.shape import Mover, Opener, prepare

RAW, OURS, FLOW = "raw driver", "nastavnik, storage path", "nastavnik, full advance_pair"
PEERS = {
    "Django + viewflow.fsm": "benchmarks.moves.django_viewflow:ViewflowMover",
    "SpiffWorkflow + SQLAlchemy": "benchmarks.moves.spiff:SpiffMover",
    "python-statemachine + SQLAlchemy": "benchmarks.moves.statemachine_sqlalchemy:StatemachineMover",
}
PRODUCT = {OURS: "benchmarks.moves.ours:StorageMover", FLOW: "benchmarks.moves.flow:FlowMover"}
TEMPLATE = "moves"
SLICE_SECONDS = 0.35
SQLITE, POSTGRES = "SQLite, WAL, synchronous=FULL", "PostgreSQL, one connection"


def measure(files: Files, server: Server, *, rounds: int) -> list[Section]:
    """Two sections: SQLite and PostgreSQL."""
    _templates(files, server)
    lanes: list[Lane] = []
    movers: list[Mover] = []
    absent: dict[str, str] = {}
    for database in (SQLITE, POSTGRES):
        for contender, opener in _contenders(files, server, database).items():
            name = f"{contender} | {database}"
            try:
                mover = opener()
            except Exception as error:  # absent peers are reported, whatever broke
                absent[name] = reason_of(error)
                continue
            movers.append(mover)
            lanes.append(Lane(name, _slice(mover)))
    medians = interleave(lanes, rounds=rounds, absent=absent)
    for mover in movers:
        mover.close()
    return [_sqlite(medians), _postgres(medians)]


def _templates(files: Files, server: Server) -> None:
    files.open(TEMPLATE).close()
    server.create(TEMPLATE)
    for url in (files.url(TEMPLATE), server.url(TEMPLATE)):
        prepare(url)


def _contenders(files: Files, server: Server, database: str) -> dict[str, Callable[[], Mover]]:
    """Every contender gets its own copy of the same template."""
    on_files = database == SQLITE

    def raw() -> Mover:
        if on_files:
            files.copy(TEMPLATE, "moves-raw")
            return RawSqlite(files.open("moves-raw"))
        server.create("moves-raw", template=TEMPLATE)
        return RawPostgres(server.open("moves-raw"))

    def other(number: int, place: str) -> Callable[[], Mover]:
        def open_it() -> Mover:
            name = f"moves-{number}"
            if on_files:
                files.copy(TEMPLATE, name)
                return _class_at(place)(files.url(name))
            server.create(name, template=TEMPLATE)
            return _class_at(place)(server.url(name))

        return open_it

    others = {**PRODUCT, **PEERS}
    return {RAW: raw, **{name: other(number, place) for number, (name, place) in enumerate(others.items())}}


def _class_at(place: str) -> Opener:
    """Imported late: a missing library makes one contender absent, not the whole run."""
    module, _, name = place.partition(":")
    found: Opener = getattr(import_module(module), name)
    return found


def _slice(mover: Mover) -> Callable[[], float]:
    numbers = count()
    return lambda: rate(lambda: mover.move(next(numbers)), seconds=SLICE_SECONDS)


def _sqlite(medians: Medians) -> Section:
    section = _section(medians, SQLITE)
    ours = f"{OURS} | {SQLITE}"
    section.at_least("storage path to raw driver", medians.ratio(ours, f"{RAW} | {SQLITE}"), 0.45)
    best = medians.best([f"{name} | {SQLITE}" for name in PEERS])
    named = best.partition(" | ")[0] if best else "nobody"
    section.at_least(
        "storage path to the best peer", medians.ratio(ours, best) if best else None, 2.0, note=f"it is {named}"
    )
    return section


def _postgres(medians: Medians) -> Section:
    section = _section(medians, POSTGRES)
    ours = f"{OURS} | {POSTGRES}"
    section.at_least("storage path to raw driver", medians.ratio(ours, f"{RAW} | {POSTGRES}"), 0.65)
    return section


def _section(medians: Medians, database: str) -> Section:
    """All contenders; each absent one is a missed promise."""
    section = Section(f"Durable moves on {database}")
    for contender in (RAW, *PRODUCT, *PEERS):
        name = f"{contender} | {database}"
        reason = medians.absent.get(name, "")
        section.rows.append(
            Row(contender, medians.figures.get(name), "moves/s", medians.ratio(name, f"{RAW} | {database}"), reason)
        )
        if reason:
            section.missing(contender, reason)
    return section
