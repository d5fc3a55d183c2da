"""The frame of every command: what all of them accept, how they reach the database, how they answer.

    @changes(app, "add", "Добавить организацию", "Add an organisation")
    def add(frame: Frame, name: Annotated[str, option("--name", "…", "…")]) -> int:
        return frame.change(
            lambda tx, by: add_organisation(tx, by=by, name=name),
            answer=lambda made: {"id": made.id},
            say=lambda answer: Words(f"Организация {answer['id']}", f"Organisation {answer['id']}"),
        )

A command is a function that takes a `Frame` and its own arguments and returns its exit code (None = 0).
"""

import functools
import inspect
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Annotated, Any, Concatenate, Final, ParamSpec, TypeVar

import typer
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from engine.actors import By
from engine.refusals import BadInput, Refused
from engine.words import Language, Words
from nastavnik.cli import output
from nastavnik.cli.arguments import both, sane
from nastavnik.cli.opening import opened
from nastavnik.clock import Clock
from nastavnik.settings import Settings, read_settings
from storage import idempotency
from storage.database import Collided, Database
from storage.organisations import OrganisationRow
from workflows.access import acting_person
from workflows.answers.plainly import plain
from workflows.find import find_organisation
from workflows.plain_text import plain_text

P = ParamSpec("P")
T = TypeVar("T")
Body = Callable[Concatenate["Frame", P], int | None]
Sayable = Callable[[Mapping[str, Any]], Words]

ENVIRONMENT: ContextVar[Mapping[str, str]] = ContextVar("ENVIRONMENT")
"""The environment of the call under way; `main.call` sets it."""

REFUSED: Final = 1

_Json = Annotated[bool, typer.Option("--json", help=both("Ответ одним документом JSON", "Answer as one JSON document"))]
_Org = Annotated[str | None, typer.Option("--org", metavar="PATH", help=both("Организация", "Organisation"))]
_Lang = Annotated[str, typer.Option("--lang", metavar="ru|en", help=both("Язык ответа", "Language of the answer"))]
_Key = Annotated[
    str | None,
    typer.Option(
        "--idempotency-key",
        metavar="KEY",
        help=both("Повтор с тем же ключом ничего не меняет", "A repeat with this key changes nothing"),
    ),
]
_Actor = Annotated[str | None, typer.Option("--actor", metavar="EMAIL", help=both("От чьего имени", "On whose behalf"))]
_DryRun = Annotated[
    bool, typer.Option("--dry-run", help=both("Показать и ничего не записать", "Show and store nothing"))
]

_SHARED: Mapping[str, tuple[Any, Any]] = {"as_json": (_Json, False), "org": (_Org, None), "lang": (_Lang, "ru")}
_CHANGING: Mapping[str, tuple[Any, Any]] = {
    "idempotency_key": (_Key, None),
    "actor": (_Actor, None),
    "dry_run": (_DryRun, False),
}


@dataclass(slots=True)
class Frame:
    """One call of one command. `command` is `org add`; `arguments` are its own, with `org` and `actor`."""

    command: str
    arguments: Mapping[str, Any]
    environ: Mapping[str, str]
    settings: Settings
    as_json: bool
    language: Language
    org: str | None = None
    actor: str | None = None
    idempotency_key: str | None = None
    dry_run: bool = False
    _database: Database | None = field(default=None, repr=False)
    _by: By | None = field(default=None, repr=False)

    @property
    def clock(self) -> Clock:
        return self.settings.clock

    @property
    def database(self) -> Database:
        """The database, opened at the first use and closed with the call; see `opening.py` for its schema."""
        if self._database is None:
            self._database = opened(self.settings)
        return self._database

    @property
    def reader(self) -> By:
        """Who reads at the console: the operator."""
        return By(at=self.clock.now())

    def read(self) -> AbstractContextManager[Connection]:
        """A transaction that can only read."""
        return self.database.read()

    def change(
        self,
        flow: Callable[[Connection, By], T | Refused],
        *,
        answer: Callable[[T], Mapping[str, Any]],
        say: Sayable,
    ) -> int:
        """Run one flow in one transaction, print its answer and return the exit code.

        A refusal and `--dry-run` roll everything back. With `--idempotency-key` a repeat prints the first answer
        again and does nothing; the same key with other arguments raises BadInput.
        """
        try:
            return self._changed(flow, answer, say)
        except (IntegrityError, Collided):
            # On PostgreSQL two may pass the same check at once (a key, a number, a name) or wait for one another; the
            # second one now sees what the first stored and gets its answer or a sentence.
            return self._changed(flow, answer, say)

    @contextmanager
    def writing(self) -> Generator[tuple[Connection, By]]:
        """A transaction that may write, and who acts in it, for the few commands that `change` does not fit."""
        with self.database.write() as tx:
            person_id = None if self.actor is None else acting_person(tx, self.actor)
            self._by = By(at=self.clock.now(), person_id=person_id)
            yield tx, self._by

    def organisation(self, tx: Connection) -> OrganisationRow:
        """The organisation named by `--org`. Raises BadInput when it is missing or does not exist."""
        if self.org is None:
            raise BadInput(
                "--org",
                "--org: укажите путь организации, например kirov/school-5 (список: nastavnik org list)",
                "--org: name the organisation's path, such as kirov/school-5 (list: nastavnik org list)",
            )
        return find_organisation(tx, self.org, by=self._by or self.reader, field="--org")

    def organisation_if_named(self, tx: Connection) -> OrganisationRow | None:
        """The same, None when `--org` was not given."""
        return None if self.org is None else self.organisation(tx)

    def show(self, answer: output.Answer, shown: output.Table | Words) -> None:
        """Print an answer: `answer` with `--json`, `shown` to people."""
        if self.as_json:
            output.document(answer)
        elif isinstance(shown, Words):
            output.sentence(shown, self.language)
        else:
            output.table(shown, self.language)

    def refuse(self, refused: Refused) -> int:
        """Print every reason and return exit code 1."""
        output.refusal(refused.reasons, as_json=self.as_json, language=self.language)
        return REFUSED

    def progress(self, words: Words, total: int) -> AbstractContextManager[Callable[[int], None]]:
        """A progress bar for work of more than a second; silent with `--json` and without a terminal."""
        return output.progress(words, total, silent=self.as_json, language=self.language)

    def close(self) -> None:
        if self._database is not None:
            self._database.dispose()
            self._database = None

    def _changed(
        self,
        flow: Callable[[Connection, By], T | Refused],
        answer: Callable[[T], Mapping[str, Any]],
        say: Sayable,
    ) -> int:
        try:
            with self.writing() as (tx, by):
                told = self._remembered(tx)
                if told is None:
                    outcome = flow(tx, by)
                    if isinstance(outcome, Refused):
                        raise _RolledBack(outcome)
                    told = {key: plain(value) for key, value in answer(outcome).items()}
                    if self.dry_run:
                        raise _RolledBack(told | {"dry_run": True})
                    self._remember(tx, told, by)
        except _RolledBack as back:
            if isinstance(back.outcome, Refused):
                return self.refuse(back.outcome)
            self._tell(back.outcome, say)
        else:
            self._tell(told, say)
        return 0

    def _tell(self, answer: Mapping[str, Any], say: Sayable) -> None:
        words = say(answer)
        if "dry_run" in answer:
            words = Words(f"Проверка, ничего не записано. {words.ru}", f"Dry run, nothing stored. {words.en}")
        self.show(answer, words)

    def _remembered(self, tx: Connection) -> dict[str, Any] | None:
        if self.idempotency_key is None:
            return None
        found = idempotency.answer(tx, self.idempotency_key, self._fingerprint())
        return None if found is None else dict(found)

    def _remember(self, tx: Connection, told: dict[str, Any], by: By) -> None:
        if self.idempotency_key is not None:
            idempotency.remember(tx, self.idempotency_key, self._fingerprint(), told, at=by.at)

    def _fingerprint(self) -> str:
        return idempotency.fingerprint(self.command, {key: _plain(value) for key, value in self.arguments.items()})


class _RolledBack(Exception):  # noqa: N818  # not an error: how a transaction is left without a trace
    def __init__(self, outcome: Refused | dict[str, Any]) -> None:
        super().__init__()
        self.outcome = outcome


def noun() -> typer.Typer:
    """An empty noun. Its commands are added by `reads` and `changes`, its help stands in `main.py`."""
    return typer.Typer(add_completion=False, callback=_nothing, pretty_exceptions_enable=False)


def command() -> typer.Typer:
    """The file of a command that stands alone (`nastavnik worker`): the same, only `main.py` lists it otherwise."""
    return noun()


def reads(app: typer.Typer, name: str, ru: str, en: str) -> Callable[[Body[P]], Body[P]]:
    """A command that changes nothing: `--json`, `--org`, `--lang`."""
    return _command(app, name, both(ru, en), _SHARED)


def changes(app: typer.Typer, name: str, ru: str, en: str) -> Callable[[Body[P]], Body[P]]:
    """A command that changes something: also `--idempotency-key`, `--actor`, `--dry-run`."""
    return _command(app, name, both(ru, en), {**_SHARED, **_CHANGING})


def _nothing() -> None:
    # A callback makes typer keep the verb even when a noun has only one; its docstring would be shown as help.
    pass


def _command(
    app: typer.Typer, name: str, told: str, shared: Mapping[str, tuple[Any, Any]]
) -> Callable[[Body[P]], Body[P]]:
    def register(body: Body[P]) -> Body[P]:
        own = list(inspect.signature(body).parameters.values())[1:]

        @functools.wraps(body)
        def called(**given: Any) -> int:
            common = {key: given.pop(key) for key in shared}
            for each in own:
                sane(given[each.name], _called(each))
            frame = _frame(_full_name(body, name), given, common)
            try:
                return body(frame, **given) or 0  # type: ignore[call-arg]  # typer calls by the signature below
            finally:
                frame.close()

        extra = [
            inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
            for key, (annotation, default) in shared.items()
        ]
        parameters = [each.replace(kind=inspect.Parameter.KEYWORD_ONLY) for each in own] + extra
        called.__dict__["__signature__"] = inspect.Signature(parameters)
        called.__annotations__ = {each.name: each.annotation for each in parameters}
        app.command(name, help=told)(called)
        return body

    return register


def _called(parameter: inspect.Parameter) -> str:
    """What people call an argument: `--pair`; of one without a dash, its name in the code."""
    [told, *_] = getattr(parameter.annotation, "__metadata__", (None,))
    first = getattr(told, "default", None)
    return first if isinstance(first, str) else parameter.name


def _full_name(body: Callable[..., Any], name: str) -> str:
    """`org add`: the verb and the file it stands in, stable enough for the fingerprint of a repeated command."""
    return f"{body.__module__.rpartition('.')[2]} {name}"


def _frame(command: str, own: Mapping[str, Any], common: dict[str, Any]) -> Frame:
    environ = ENVIRONMENT.get()
    settings = read_settings(environ)
    language = _language(common.pop("lang"))
    if common.get("idempotency_key") is not None:
        common["idempotency_key"] = plain_text(common["idempotency_key"], "--idempotency-key")
    arguments = {**own, "org": common["org"], "actor": common.get("actor")}
    return Frame(command, arguments, environ, settings, language=language, **common)


def _plain(value: object) -> object:
    return value if isinstance(value, str | int | float | list | None) else str(value)


def _language(text: str) -> Language:
    match text:
        case "ru" | "en":
            return text
        case _:
            raise BadInput("--lang", "--lang: ru или en", "--lang: ru or en")
