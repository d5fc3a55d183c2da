"""Prints the run and writes RESULTS.md: ratios first, with the machine named."""

from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import Figure, Row, Section

RESULTS = Path(__file__).parent / "RESULTS.md"
_INTRODUCTION = """# Results of `make bench`

Written by the run itself; do not edit. Medians over the rounds of one interleaved run: every contender gets a slice in
every round, on the same machine and the same minute. Read the ratios; the absolute figures are this machine's own.
"""


def shown(section: Section) -> str:
    """One section for the terminal."""
    lines = ["", section.title]
    for row in section.rows:
        ratio = "" if row.ratio is None else f"{row.ratio:6.2f} ×"
        lines.append(f"  {row.contender:<52} {_value(row):>16} {ratio:>9}  {row.note}".rstrip())
    lines.extend("  " + told(figure) for figure in section.figures)
    return "\n".join(lines)


def told(figure: Figure) -> str:
    """One promise in one line."""
    verdict = "reached" if figure.reached else "MISSED "
    note = f" ({figure.note})" if figure.note else ""
    return f"{verdict} {figure.promise}: {_figure(figure)}, wanted {figure.wanted}{note}"


def write(sections: Sequence[Section], machine: dict[str, str], *, day: str, rounds: int, path: Path = RESULTS) -> None:
    """The whole report. `day`: ISO date of the run."""
    parts = [_INTRODUCTION, _machine(machine, day, rounds), _promises(sections)]
    parts.extend(_table(section) for section in sections if section.rows)
    path.write_text("\n".join(parts), encoding="utf-8")


def _machine(machine: dict[str, str], day: str, rounds: int) -> str:
    facts = "\n".join(f"| {name} | {value} |" for name, value in {"day": day, **machine, "rounds": str(rounds)}.items())
    return f"## Machine\n\n| | |\n|-|-|\n{facts}\n"


def _promises(sections: Sequence[Section]) -> str:
    lines = ["## Promises\n", "| | promise | wanted | measured | |", "|-|-|-|-|-|"]
    for section in sections:
        for figure in section.figures:
            verdict = "reached" if figure.reached else "**missed**"
            lines.append(
                f"| {section.title} | {figure.promise} | {figure.wanted} | {_figure(figure)} | {verdict}"
                f"{': ' if figure.note else ''}{_cell(figure.note)} |"
            )
    return "\n".join(lines) + "\n"


def _table(section: Section) -> str:
    lines = [f"## {section.title}\n", "| contender | ratio | measured here | |", "|-|-|-|-|"]
    for row in section.rows:
        ratio = "–" if row.ratio is None else f"{row.ratio:.2f}"
        lines.append(f"| {row.contender} | {ratio} | {_value(row)} | {_cell(row.note)} |")
    return "\n".join(lines) + "\n"


def _value(row: Row) -> str:
    return "absent" if row.value is None else f"{_number(row.value)} {row.unit}"


def _figure(figure: Figure) -> str:
    return "not measured" if figure.value is None else _number(figure.value)


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value >= 1 else f"{value:.3g}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
