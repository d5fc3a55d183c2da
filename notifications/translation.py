"""The English of the letters: each folder's `en.po` beside its Russian templates.

The English of the whole house is one table, so a sentence that two folders share must be translated alike in both.
"""

import re
from collections.abc import Mapping
from pathlib import Path

from babel.messages.pofile import read_po
from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.ext import InternationalizationExtension
from jinja2.parser import Parser

from engine.words import Language
from notifications.wording import tied

_VARIABLE = re.compile(r"%\((\w+)\)s")


def catalogue(folder: Path, language: Language) -> dict[str, str]:
    """Every translated sentence of `folder`/*/LANGUAGE.po by its Russian source; empty for Russian itself.

    Two folders that translate one sentence differently raise `ValueError`.
    """
    sentences: dict[str, str] = {}
    if language == "ru":
        return sentences
    for path in sorted(folder.glob(f"*/{language}.po")):
        with path.open("rb") as file:
            messages = read_po(file, locale=language, abort_invalid=True)
        for message in messages:
            source, translated = message.id, message.string
            if (
                isinstance(source, str)
                and isinstance(translated, str)
                and source
                and sentences.setdefault(source, translated) != translated
            ):
                raise ValueError(f"{path}: «{source}» is translated differently elsewhere")
    return sentences


def install(house: Environment, sentences: Mapping[str, str]) -> None:
    """Let the templates of `house` say these sentences instead of their Russian."""
    house.add_extension(type("Translated", (TranslatedOnce,), {"sentences": sentences}))
    house.newstyle_gettext = True  # type: ignore[attr-defined]  # from jinja2.ext: variables come as keywords
    house.policies["ext.i18n.trimmed"] = True


class TranslatedOnce(InternationalizationExtension):
    """`{% trans %}` resolved when a template is compiled, not at every letter: one environment has one language.

    Counted words have three forms in Russian and come from the filters of `wording`, so `{% pluralize %}` is refused.
    """

    sentences: Mapping[str, str] = {}  # `install` makes a class of its own for each environment

    def parse(self, parser: Parser) -> nodes.Output:
        output = super().parse(parser)
        if not isinstance(output, nodes.Output) or not isinstance(call := output.nodes[0], nodes.Call):
            raise TemplateSyntaxError("count with a filter of notifications.wording", parser.stream.current.lineno)
        source = call.args[0].as_const()
        values = {keyword.key: keyword.value for keyword in call.kwargs}
        pieces = _VARIABLE.split(tied(self.sentences.get(source, source)))
        return nodes.Output(
            [
                values[piece] if at % 2 else nodes.TemplateData(piece.replace("%%", "%"))
                for at, piece in enumerate(pieces)
                if piece
            ]
        )
