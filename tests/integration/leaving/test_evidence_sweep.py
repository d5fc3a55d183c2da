"""Files nobody refers to leave the folder of evidence after a day; whatever a row refers to stays."""

import os
from pathlib import Path

import pytest

from storage import consents
from storage.database import Database
from storage.evidence_files import keep, read
from storage.evidence_sweep import sweep_evidence
from storage.forgetting import forget
from tests.support.cast import consent, district, operator
from workflows.complete_item import Proof
from workflows.erase_person import PersonErased, erase_person
from workflows.keep_consent_scan import ScanKept, keep_consent_scan

PDF = b"%PDF-1.4 "
_TWO_DAYS = 2 * 24 * 60 * 60


def stored(folder: Path, words: bytes, *, old: bool = True) -> Proof:
    name, digest = keep(folder, PDF + words, suffix=".pdf")
    if old:
        _age(folder / "evidence" / name)
    return Proof("file", name, sha256=digest)


def test_a_replaced_scan_goes_and_the_one_referred_to_stays(database: Database, tmp_path: Path) -> None:
    first, second = stored(tmp_path, b"first"), stored(tmp_path, b"second")
    with database.write() as tx:
        cast = district(tx)
        consent(tx, cast.mentee, "photo")
        [row] = [one for one in consents.of_person(tx, cast.mentee.id) if one.kind == "photo"]
        for scan in (first, second):
            assert isinstance(keep_consent_scan(tx, by=operator(), consent_id=row.id, scan=scan), ScanKept)
    assert sweep_evidence(database, tmp_path) == 1
    assert read(tmp_path, first.reference) is None
    assert read(tmp_path, second.reference) == PDF + b"second"


def test_what_a_failed_change_left_goes_after_a_day_only(sqlite_database: Database, tmp_path: Path) -> None:
    old, fresh = stored(tmp_path, b"old"), stored(tmp_path, b"fresh", old=False)
    given_again = stored(tmp_path, b"again")
    keep(tmp_path, PDF + b"again", suffix=".pdf")
    assert sweep_evidence(sqlite_database, tmp_path) == 1
    assert read(tmp_path, old.reference) is None
    assert read(tmp_path, fresh.reference) is not None
    assert read(tmp_path, given_again.reference) is not None


def test_a_write_cut_off_goes_and_a_file_of_somebody_else_stays(sqlite_database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "evidence"
    folder.mkdir()
    cut, strange = folder / f"{'a' * 64}.pdf.4711", folder / "notes.txt"
    for file in (cut, strange):
        file.write_bytes(PDF)
        _age(file)
    assert sweep_evidence(sqlite_database, tmp_path) == 1
    assert (cut.exists(), strange.exists()) == (False, True)


@pytest.mark.parametrize("days", [0, 2])
def test_it_passes_once_a_day(sqlite_database: Database, tmp_path: Path, days: int) -> None:
    stored(tmp_path, b"first")
    assert sweep_evidence(sqlite_database, tmp_path) == 1
    stored(tmp_path, b"second")
    if days:
        _age(tmp_path / "evidence" / ".swept")
    assert sweep_evidence(sqlite_database, tmp_path) == (1 if days else 0)


def test_erasing_leaves_no_earlier_scan(database: Database, tmp_path: Path) -> None:
    first, second = stored(tmp_path, b"first"), stored(tmp_path, b"second")
    with database.write() as tx:
        cast = district(tx)
        consent(tx, cast.mentee, "photo")
        [row] = [one for one in consents.of_person(tx, cast.mentee.id) if one.kind == "photo"]
        for scan in (first, second):
            keep_consent_scan(tx, by=operator(), consent_id=row.id, scan=scan)
    with database.write() as tx:
        assert isinstance(erase_person(tx, by=operator(), person_id=cast.mentee.id), PersonErased)
    assert forget(database, tmp_path)
    assert [file.name for file in (tmp_path / "evidence").iterdir() if not file.name.startswith(".")] == []


def test_without_a_folder_there_is_nothing_to_do(sqlite_database: Database, tmp_path: Path) -> None:
    assert sweep_evidence(sqlite_database, tmp_path) == 0
    assert not (tmp_path / "evidence").exists()


def _age(file: Path) -> None:
    then = file.stat().st_mtime - _TWO_DAYS
    os.utime(file, (then, then))
