"""The door for names and other one-line texts."""

import unicodedata

from engine.refusals import BadInput

_LONGEST = 200
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # they make a text look like another one


def plain_text(text: str, field: str, *, longest: int = _LONGEST) -> str:
    """The text with runs of spaces collapsed.

    Raises BadInput when it is empty, longer than `longest`, or has line breaks, NUL, marks that turn the
    direction of writing or other control characters.
    """
    if breaks_the_line(text):
        raise BadInput(
            field,
            f"{field}: переводы строк и управляющие знаки недопустимы, оставьте одну строку",
            f"{field}: line breaks and control characters are not allowed, write one line",
        )
    shown = " ".join(text.split())
    if not any(letter.isprintable() and letter != " " for letter in shown):
        raise BadInput(field, f"{field}: заполните это поле", f"{field}: a text is needed")
    if len(shown) > longest:
        raise BadInput(
            field,
            f"{field}: не больше {longest} знаков, сейчас {len(shown)}",
            f"{field}: at most {longest} characters, there are {len(shown)}",
        )
    return shown


def long_text(text: str, field: str, *, longest: int) -> str:
    """Several lines, or nothing; line ends become `\\n`. Raises BadInput like `plain_text`, but not for emptiness."""
    given = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if len(given) > longest:
        raise BadInput(
            field,
            f"{field}: не больше {longest} знаков, сейчас {len(given)}",
            f"{field}: at most {longest} characters, there are {len(given)}",
        )
    if any(breaks_the_line(line.replace("\t", " ")) for line in given.split("\n")):
        raise BadInput(field, f"{field}: уберите управляющие знаки", f"{field}: remove the control characters")
    return given


def breaks_the_line(text: str) -> bool:
    """Whether the text has line breaks, control characters or marks that turn the direction of writing."""
    return any(unicodedata.category(letter) in ("Cc", "Zl", "Zp", "Cs") or letter in _TURNING for letter in text)


def one_of(text: str, allowed: tuple[str, ...], field: str) -> str:
    """The text itself when it is one of the allowed words. Raises BadInput that lists them."""
    if text in allowed:
        return text
    words = ", ".join(allowed)
    raise BadInput(field, f"{field}: «{text}» не подходит, одно из: {words}", f"{field}: one of: {words}")
