"""Icons as inlined SVG: drawn by Lucide (ISC), decorative unless a title is given."""

import re
from functools import cache
from pathlib import Path

from markupsafe import Markup, escape

_FOLDER = Path(__file__).parent / "icons"
_INSIDE = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)


@cache
def icon(name: str, size: str = "", title: str = "") -> Markup:
    """The icon of `icons/NAME.svg`; `size` is "" or "s". OSError for an unknown name."""
    found = _INSIDE.search((_FOLDER / f"{name}.svg").read_text(encoding="utf-8"))
    assert found is not None, name  # noqa: S101  # our own files
    shapes = " ".join(found[1].split())
    told = f'role="img" aria-label="{escape(title)}"' if title else 'aria-hidden="true"'
    kind = f"ic {size}".strip()
    return Markup(f'<svg class="{kind}" viewBox="0 0 24 24" {told}>{shapes}</svg>')  # noqa: S704  # our own drawings
