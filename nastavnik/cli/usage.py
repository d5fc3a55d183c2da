"""Mistakes of usage in one Russian or English sentence: typer's own are English paragraphs."""

from typing import Any

from typer.exceptions import TyperException

from engine.words import Words

_HINT = Words("подсказка: та же команда с --help", "hint: the same command with --help")


def usage_words(error: TyperException) -> tuple[Words, dict[str, Any]]:
    """The sentence for a mistake of usage, and what scripts may want to know about it.

    The library keeps its kinds of mistakes private, so they are told apart by their names.
    """
    what = _what(error)
    details = {"argument": what} if what else {}
    match type(error).__name__:
        case "MissingParameter":
            words = Words(f"Не хватает {what}", f"{what} is missing")
        case "NoSuchOption":
            words = Words(f"Нет такого параметра: {what}", f"There is no such option: {what}")
        case "BadParameter":
            words = Words(f"{what}: значение не подходит, {_wanted(error).ru}", f"{what}: {_wanted(error).en}")
        case "BadOptionUsage":
            words = Words(f"После {what} нужно значение", f"{what} needs a value")
        case _ if "No such command" in error.message:
            name = error.message.partition("'")[2].partition("'")[0]
            words = Words(f"Нет команды «{name}»", f"There is no command “{name}”")
        case _ if "unexpected extra argument" in error.message:
            words = Words("Лишние слова в команде", "There are extra words in the command")
        case _:
            words = Words("Команда не понята", "The command is not understood")
    return Words(f"{words.ru} ({_HINT.ru})", f"{words.en} ({_HINT.en})"), details


def _what(error: TyperException) -> str:
    option: str | None = getattr(error, "option_name", None)
    if option:
        return option
    parameter: Any = getattr(error, "param", None)
    if parameter is None:
        return ""
    if parameter.param_type_name == "option":
        return str(parameter.opts[0])
    return str(parameter.metavar or parameter.name).upper()


def _wanted(error: TyperException) -> Words:
    parameter: Any = getattr(error, "param", None)
    kind: Any = getattr(getattr(parameter, "type_descriptor", None), "annotation", None)
    if kind in (int, list[int]):
        return Words("нужно целое число", "a whole number is needed")
    return Words("нужно другое", "the value does not fit")
