"""The rules of the house that no linter knows."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("engine", "workflows", "notifications", "storage", "documents", "web", "nastavnik")
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-bench.lock")
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
# import-linter forbids the engine what is known to be impure; this is all it may use.
VALUES = {"abc", "calendar", "collections", "dataclasses", "datetime", "difflib", "enum", "fractions", "functools"}
VALUES |= {"hashlib", "html", "itertools", "json", "math", "operator", "re", "types", "typing", "unicodedata"}
VALUES |= {"zoneinfo"}
OF_ENGINE = {"engine", "transitions", "dateutil"}
GENERATED = ROOT / "storage" / "migrations" / "versions"
SILENCED = re.compile(r"# (?:noqa|type: ignore|pyright: ignore)\S*")
EXPLAINED = re.compile(
    r"# (?:noqa: [A-Z0-9]+(?:, ?[A-Z0-9]+)*|type: ignore\[[a-z, -]+\]|pyright: ignore\[[A-Za-z, ]+\])  # \S"
)


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (file for file in sorted((ROOT / folder).rglob("*.py")) if GENERATED not in file.parents)


def texts() -> Iterator[Path]:
    """Every text file of the project, without what tools leave behind."""
    kept = {".py", ".md", ".toml", ".yaml", ".json", ".txt", ".html", ".po", ".tsv", ".lock", ".mako", ""}
    for top in sorted(ROOT.iterdir()):
        if top.is_file():
            yield from [top] if top.suffix in kept else []
        elif top.name == ".ci" or not top.name.startswith((".", "var", "build", "dist")):
            yield from (file for file in sorted(top.rglob("*")) if file.is_file() and file.suffix in kept)


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def test_a_file_is_about_one_thing() -> None:
    long = {name_of(file): count for file in sources(*PACKAGES) if (count := len(lines_of(file))) > LONGEST_FILE}
    assert long == {}


def test_a_function_fits_a_screen() -> None:
    long: dict[str, int] = {}
    for file in sources(*PACKAGES):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                length = node.end_lineno - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long[f"{name_of(file)}: {node.name}"] = length
    assert long == {}


def test_imports_stand_at_the_top() -> None:
    hidden = [
        f"{name_of(file)}:{inner.lineno}"
        for file in sources(*PACKAGES)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_a_silenced_rule_has_its_reason_beside_it() -> None:
    bare = [
        f"{name_of(file)}:{number}"
        for file in sources(*PACKAGES, "tests", "benchmarks")
        if file != Path(__file__)
        for number, line in enumerate(lines_of(file), start=1)
        if SILENCED.search(line) and not EXPLAINED.search(line)
    ]
    assert bare == []


def test_an_exception_in_pyproject_has_its_reason_beside_it() -> None:
    lines = lines_of(ROOT / "pyproject.toml")
    loosening = re.compile(
        r'^(?:ignore_missing_imports|disable_error_code|exclude|extend-exclude|report\w+ = false|"\w+/\*\*" =)'
        r'|^    "[A-Z]+[0-9]+",'
    )
    loose = [number for number, line in enumerate(lines) if loosening.match(line)]
    assert len(loose) >= 8
    assert [lines[number] for number in loose if not re.search(r"  ?# \S", lines[number])] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_names_versions_and_hashes_only(lock: str) -> None:
    pinned = re.compile(r"[a-z0-9][a-z0-9.-]*(?:\[[a-z,]+\])?==[\w.+!]+(?: ; [\w'<>=.! ]+)? \\")
    digest = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")
    odd = [line for line in lines_of(ROOT / lock) if not (pinned.fullmatch(line) or digest.fullmatch(line))]
    assert odd == []


def test_a_wider_lock_has_the_versions_of_the_narrower() -> None:
    runtime, dev, bench = ({line.split(" ")[0] for line in lines_of(ROOT / lock) if "==" in line} for lock in LOCKS)
    assert runtime <= dev <= bench


def test_everything_that_is_needed_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = {line.split("==")[0] for line in lines_of(ROOT / "requirements.lock") if "==" in line}
    needed = {re.split(r"[^\w.-]", one)[0].lower().replace(".", "-") for one in project["dependencies"]}
    assert needed <= locked


def test_nothing_names_the_machine_it_was_made_on() -> None:
    private = re.compile(rf"{re.escape(str(ROOT))}\b|(?<![\w.])/(?:root|tmp|Users)/\w")
    told = [
        name_of(file) for file in texts() if file != Path(__file__) and private.search(file.read_text(encoding="utf-8"))
    ]
    assert told == []


def test_every_package_is_typed() -> None:
    assert [name for name in PACKAGES if not (ROOT / name / "py.typed").is_file()] == []


def test_the_engine_imports_itself_values_and_two_libraries() -> None:
    imported: set[str] = set()
    for file in sources("engine"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module is not None:
                imported.add(node.module.partition(".")[0])
    assert imported - VALUES - OF_ENGINE == set()
    assert imported >= OF_ENGINE


def test_only_the_clock_reads_the_time() -> None:
    asked = re.compile(r"\b(?:datetime\.now|datetime\.utcnow|date\.today|time\.time)\(")
    inner = ("engine", "workflows", "notifications", "storage", "documents", "web")
    asking = [
        f"{name_of(file)}:{number}"
        for file in sources(*inner)
        for number, line in enumerate(lines_of(file), start=1)
        if asked.search(line)
    ]
    assert asking == []


def lines_of(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines()
