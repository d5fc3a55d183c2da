"""Writes the blanks of `nastavnik consent blank` into a file."""

from collections.abc import Sequence
from pathlib import Path

from documents.consent_blanks import consent_blanks
from engine.consent_texts import FilledText
from engine.refusals import BadInput


def keep_file(out: Path, blanks: Sequence[FilledText]) -> None:
    """Raises BadInput when the file cannot be written."""
    try:
        out.write_bytes(consent_blanks(blanks))
    except OSError:
        raise BadInput(
            "--out",
            f"--out: файл {out} не записывается, проверьте путь и права",
            f"--out: the file {out} cannot be written, check its path and rights",
        ) from None
