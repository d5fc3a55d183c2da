"""Django's ORM with viewflow.fsm: a flow class around a loaded model, its success handler saves."""

from typing import Any

from django.db import connections, models, transaction
from sqlalchemy import JSON, Boolean, Column, Date, Integer, LargeBinary, Table, make_url

from benchmarks.databases import PRAGMAS, demand_full
from benchmarks.django_ground import add_database, lay
from benchmarks.moves.shape import MOVES, STAGES, changed_pair, journal_line, pair_id, queued_letter
from storage.tables.journal import journal_entries
from storage.tables.letters import letters
from storage.tables.programmes import pairs
from storage.types import Instant

lay()  # viewflow asks for Django's settings while it is imported, so it comes after them
# isort: split
from viewflow import fsm  # noqa: E402  # see above

FIELDS: tuple[tuple[type, Any], ...] = (
    (Instant, models.DateTimeField),
    (Date, models.DateField),
    (Boolean, models.BooleanField),
    (Integer, models.IntegerField),
    (JSON, models.JSONField),
    (LargeBinary, models.BinaryField),
)


def _model(name: str, table: Table) -> Any:
    """A Django model on a table of the product, column by column."""
    meta = type("Meta", (), {"app_label": "benchmarks", "db_table": table.name, "managed": False})
    key = [column.name for column in table.primary_key.columns]
    columns = {column.name: _field(column, alone=len(key) == 1) for column in table.columns}
    if len(key) > 1:
        columns["pk"] = models.CompositePrimaryKey(*key)
    return type(name, (models.Model,), {**columns, "Meta": meta, "__module__": __name__})


def _field(column: Column[Any], *, alone: bool) -> Any:
    if column.primary_key and alone:
        return models.AutoField(primary_key=True)
    for kind, field in FIELDS:
        if isinstance(column.type, kind):
            return field(null=column.nullable)
    return models.TextField(null=column.nullable)


Pair = _model("Pair", pairs)
JournalLine = _model("JournalLine", journal_entries)
QueuedLetter = _model("QueuedLetter", letters)


class PairFlow:
    """As in viewflow's manual: the state lives in the model, a successful transition saves it and its company."""

    stage = fsm.State(STAGES, default=STAGES[0])

    def __init__(self, pair: Any, i: int, alias: str) -> None:
        self.pair, self.i, self.alias = pair, i, alias

    @stage.getter()
    def _stage(self) -> str:
        return str(self.pair.stage)

    @stage.setter()
    def _set_stage(self, value: str) -> None:
        self.pair.stage = value

    @stage.on_success()
    def _store(self, descriptor: Any, source: str, target: str, **_: Any) -> None:
        before = {name: value for name, value in vars(self.pair).items() if name[0] != "_"} | {"stage": source}
        new = changed_pair(before, target)
        for name, value in new.items():
            setattr(self.pair, name, value)
        self.pair.save(using=self.alias, update_fields=tuple(new))
        line = journal_line(before, self.i, MOVES[source][0], target)
        JournalLine(**line).save(using=self.alias, force_insert=True)
        QueuedLetter(**queued_letter(before, self.i, target)).save(using=self.alias, force_insert=True)


def _transition(stage: str) -> Any:
    def act(self: PairFlow) -> None:
        """The whole work stands in the success handler."""

    act.__name__ = MOVES[stage][0]
    return PairFlow.__dict__["stage"].transition(source=stage, target=MOVES[stage][1])(act)


for _each in STAGES:
    setattr(PairFlow, MOVES[_each][0], _transition(_each))


class ViewflowMover:
    """`url` is SQLAlchemy's. One connection that stays open, an atomic block per move."""

    def __init__(self, url: str) -> None:
        self._alias = "bench-" + url.rpartition("/")[2]
        parts = make_url(url)
        if parts.get_backend_name() == "sqlite":
            description: dict[str, Any] = {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": parts.database,
                "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": ";".join(PRAGMAS)},
            }
        else:
            description = {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": parts.database,
                "USER": parts.username,
                "HOST": parts.query["host"],
                "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5},  # the faster of its two ways
            }
        add_database(self._alias, {**description, "CONN_MAX_AGE": None})
        if parts.get_backend_name() == "sqlite":
            with connections[self._alias].cursor() as cursor:
                cursor.execute("PRAGMA synchronous")
                demand_full(cursor.fetchone()[0])

    def move(self, i: int) -> None:
        with transaction.atomic(using=self._alias):
            pair = Pair._base_manager.using(self._alias).get(pk=pair_id(i))
            getattr(PairFlow(pair, i, self._alias), MOVES[pair.stage][0])()

    def close(self) -> None:
        connections[self._alias].close()
