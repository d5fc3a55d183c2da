"""(h) How long a roadmap of 2,000 rows takes to be read and understood from a cold start, and in what memory."""

import subprocess
import sys
import time
from statistics import median

from benchmarks.figures import Row, Section
from benchmarks.interleaving import reason_of
from documents.reading_roadmaps import limits
from documents.reading_roadmaps.reading import read_file
from engine.source import Source, SourceTable
from tests.support.typesetting.layout import LAYOUTS
from tests.support.typesetting.plan import Plan
from tests.support.typesetting.plan import Row as PlanRow
from tests.support.typesetting.plan import Section as PlanSection
from tests.support.typesetting.typeset import Format, typeset

ROWS = 2_000
SECONDS: dict[Format, float] = {"docx": 5, "xlsx": 5, "pdf": 20}
MEMORY_MB = limits.MEMORY // limits.MEGABYTE
MOST_ROUNDS = 3  # a PDF takes long; the promise is absolute, not a ratio
_PARSES = "import runpy, sys; runpy.run_module('documents.reading_roadmaps.child', run_name='__main__')"
_READS = (
    "import sys; from workflows.read_roadmap_file import read_roadmap_file; read_roadmap_file(sys.stdin.buffer.read())"
)


def measure(*, rounds: int) -> list[Section]:
    section = Section(f"A roadmap of {ROWS:,} rows is read")
    plan = _plan()
    for form, most in SECONDS.items():
        try:
            data = typeset(plan, LAYOUTS[0], form)
            _checked(read_file(data))
            seconds = median(_timed(data) for _ in range(min(rounds, MOST_ROUNDS)))
            parsing = _peak(_PARSES, data)
            reading = _peak(_READS, data)
        except Exception as error:  # one kind that fails must not hide the others
            section.missing(form, reason_of(error))
            continue
        section.rows.append(Row(f"{form}, {len(data) / limits.MEGABYTE:.1f} MB", seconds, "s"))
        section.rows.append(Row(f"{form}: the parsing process at its peak", parsing, "MB"))
        section.rows.append(Row(f"{form}: the process that understands, at its peak", reading, "MB"))
        section.at_most(f"{form}: seconds", seconds, most, unit=" s")
        section.at_most(f"{form}: memory of both", parsing + reading, MEMORY_MB, unit=" MB")
    return [section]


def _plan() -> Plan:
    """Rows as long as those of real roadmaps, no two alike."""
    rows = [
        PlanRow(
            activity=f"Проведение мероприятия № {at} для наставников и наставляемых организации, анализ его итогов",
            deadline=f"до {at % 28 + 1:02}.{at % 12 + 1:02}.2026",
            responsible="Куратор внедрения целевой модели наставничества, руководитель организации",
            result=f"Справка № {at}, не менее {at % 90 + 10} % участников",
            number=f"{at // 50 + 1}.{at % 50 + 1}",
        )
        for at in range(ROWS)
    ]
    sections = tuple(
        PlanSection(str(at + 1), f"Направление {at + 1}", tuple(rows[at * 50 : at * 50 + 50]))
        for at in range(ROWS // 50)
    )
    headings = {
        "number": "№",
        "activity": "Мероприятие",
        "deadline": "Срок",
        "responsible": "Ответственный",
        "result": "Ожидаемый результат",
    }
    return Plan("2000", "Дорожная карта", headings, sections)


def _checked(source: Source) -> None:
    found = sum(len(block.rows) for block in source.blocks if isinstance(block, SourceTable))
    if found < ROWS:
        raise ValueError(f"only {found} rows of {ROWS} came back")


def _timed(data: bytes) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", _READS], input=data, capture_output=True, check=True)
    return time.perf_counter() - began


def _peak(program: str, data: bytes) -> float:
    """Highest resident size of one process, in megabytes.

    It is the system's own figure of the process: what `getrusage` tells begins with the size of whoever started it.
    """
    asked = f"{program}; sys.stderr.write(open('/proc/self/status').read())"
    done = subprocess.run([sys.executable, "-c", asked], input=data, capture_output=True, check=True)
    [line] = [line for line in done.stderr.decode().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024
