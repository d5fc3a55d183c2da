"""`nastavnik NOUN VERB`: finds the noun's file, runs the command, turns every outcome into an exit code.

0 done · 1 refused by a rule or something found · 2 bad input or usage · 3 the system failed. Never a traceback.
"""

import io
import itertools
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

from typer.core import TyperGroup
from typer.exceptions import Abort, TyperException
from typer.main import get_group

from engine.refusals import BadInput, ChangedMeanwhile, Reason
from engine.words import Language, Words
from nastavnik.cli import output
from nastavnik.cli.frame import ENVIRONMENT
from nastavnik.cli.lazily import lazily
from nastavnik.cli.unexpected import note
from nastavnik.cli.usage import usage_words
from storage.database import DatabaseFailed

DONE, REFUSED, BAD_INPUT, FAILED = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A word after `nastavnik` and the file in this folder that has its typer app."""

    name: str
    module: str
    words: Words
    alone: bool


def _noun(name: str, ru: str, en: str) -> Entry:
    """A noun: its verbs stand in the file of the same name."""
    return Entry(name, name, Words(ru, en), alone=False)


def _command(name: str, module: str, ru: str, en: str) -> Entry:
    """A word that is a command itself."""
    return Entry(name, module, Words(ru, en), alone=True)


ENTRIES = (
    _command(
        "demo",
        "demo",
        "Показ: учебный год района из трёх школ",
        "A school year of a district",
    ),
    _command("serve", "serve", "Страницы и рабочий процесс", "The pages and the worker"),
    _command("worker", "worker", "Рабочий процесс: сроки и письма", "The worker: deadlines and letters"),
    _command("tick", "tick", "Один проход: сроки, напоминания, письма", "One pass: derive, remind, deliver"),
    _command("migrate", "maintenance", "Довести схему базы до последней", "Bring the schema to head"),
    _command(
        "doctor",
        "doctor",
        "Проверить окружение, почту, базу",
        "Check environment, mail, database",
    ),
    _command(
        "verify",
        "maintenance",
        "Сверить журнал, связи, обязательства",
        "Check journal, references, obligations",
    ),
    _command("backup", "maintenance", "Сделать копию базы на ходу", "Back the database up while running"),
    _command("restore", "maintenance", "Восстановить базу из копии", "Restore the database from a backup"),
    _command("settings", "maintenance", "Показать настройки", "Show the settings"),
    _noun("org", "Организации", "Organisations"),
    _noun("person", "Участники", "People"),
    _noun("role", "Роли", "Roles"),
    _noun("user", "Учётные записи", "Accounts"),
    _noun("consent", "Согласия", "Consents"),
    _noun("programme", "Программы", "Programmes"),
    _noun("pair", "Пары и группы", "Pairs and groups"),
    _noun("meeting", "Встречи", "Meetings"),
    _noun("event", "События", "Events"),
    _noun("article", "Публикации", "Articles"),
    _noun("feedback", "Отзывы", "Feedback"),
    _noun("plan", "Индивидуальные планы", "Individual plans"),
    _noun("paper", "Документы", "Papers"),
    _noun("practice", "Банк практик", "Bank of practices"),
    _noun("template", "Шаблоны документов", "Templates of papers"),
    _noun("survey", "Анкеты", "Surveys"),
    _noun("match", "Подбор пар", "Matching"),
    _noun("questionnaire", "Вопросы анкет", "Questions of surveys"),
    _noun("deadline", "Чтение сроков", "Reading deadlines"),
    _noun("roadmap", "Дорожные карты", "Roadmaps"),
    _noun("year", "Новый учебный год", "The new school year"),
    _noun("indicator", "Показатели", "Indicators"),
    _noun("outbox", "Письма", "Letters"),
    _command("forecast", "forecast", "Что уйдёт в любой будущий день", "What would go on any future day"),
    _noun("workflow", "Описания этапов", "Lifecycle definitions"),
    _noun("policy", "Правила напоминаний", "Reminder policies"),
)


@dataclass(frozen=True, slots=True)
class Result:
    """What one call left behind."""

    exit_code: int
    stdout: str
    stderr: str


def run() -> None:
    """The program `nastavnik`."""
    try:
        code = execute(sys.argv[1:], os.environ)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader went away (`nastavnik … | head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = DONE
    raise SystemExit(code)


def call(args: Sequence[str], env: Mapping[str, str]) -> Result:
    """The same without a process: `env` is the whole environment the command sees."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = execute(list(args), env)
    return Result(code, out.getvalue(), err.getvalue())


def execute(args: list[str], environ: Mapping[str, str]) -> int:
    """Run one command and return its exit code; prints to the process's stdout and stderr."""
    as_json, language = "--json" in args, _language_of(args)
    token = ENVIRONMENT.set(environ)
    try:
        return _dispatch(args, language)
    except TyperException as error:
        words, details = usage_words(error)
        output.failure(words, code="usage", details=details, as_json=as_json, language=language)
        return BAD_INPUT
    except BadInput as error:
        output.failure(
            error.words, code="bad_input", details={"field": error.field}, as_json=as_json, language=language
        )
        return BAD_INPUT
    except ChangedMeanwhile:
        output.refusal((_CHANGED,), as_json=as_json, language=language)
        return REFUSED
    except DatabaseFailed as error:
        output.failure(error.words, code="database", details={}, as_json=as_json, language=language)
        return FAILED
    except (Abort, KeyboardInterrupt):
        output.failure(
            Words("Прервано", "Interrupted"), code="interrupted", details={}, as_json=as_json, language=language
        )
        return FAILED
    except BrokenPipeError:
        raise
    except Exception as error:  # the last door: a person gets a sentence, the log gets the place
        words = note(error, environ)
        output.failure(words, code="unexpected", details={}, as_json=as_json, language=language)
        return FAILED
    finally:
        ENVIRONMENT.reset(token)


def _dispatch(args: list[str], language: Language) -> int:
    match args:
        case [] | ["--help" | "-h" | "help", *_] | ["--lang", _, "--help"]:
            _overview(language)
            return DONE
        case ["--version", *_]:
            output.sentence(version("nastavnik"), language)
            return DONE
        case [name, *rest]:
            entry = next((entry for entry in ENTRIES if entry.name == name), None)
            if entry is None:
                raise _unknown(name)
            program = "nastavnik" if entry.alone else f"nastavnik {name}"
            given: Any = group_of(entry.module).main(
                args if entry.alone else rest or ["--help"], prog_name=program, standalone_mode=False
            )
            return given if isinstance(given, int) else DONE
        case _:  # `match` cannot know that the cases above cover every list
            return DONE


@cache
def group_of(module: str) -> TyperGroup:
    """The commands of a file in this folder; the file is imported at the first use."""
    return get_group(lazily(f"nastavnik.cli.{module}").app)


def _overview(language: Language) -> None:
    output.sentence(Words("nastavnik КОМАНДА [--help]", "nastavnik COMMAND [--help]"), language)
    for entry in ENTRIES:
        output.sentence(f"  {entry.name:<10} {entry.words.in_(language)}", language)


def _language_of(args: Sequence[str]) -> Language:
    """The language of errors, known before the arguments are understood."""
    return "en" if "--lang=en" in args or ("--lang", "en") in itertools.pairwise(args) else "ru"


def _unknown(name: str) -> BadInput:
    return BadInput(
        "command",
        f"Нет команды «{name}»; список команд: nastavnik --help",
        f"There is no command “{name}”; the list: nastavnik --help",
    )


_CHANGED = Reason(
    "version",
    Words("Это успел изменить кто-то другой", "Somebody else changed this meanwhile"),
    Words("Посмотрите, что изменилось, и повторите", "Look at what changed and repeat"),
)
