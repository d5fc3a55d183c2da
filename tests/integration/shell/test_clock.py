"""The clock is the machine's, or one instant in a file that is read at every use."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.refusals import BadInput
from nastavnik.clock import Clock


def test_a_turned_clock_is_read_again_at_every_use(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = Clock(file)
    file.write_text("2025-09-25T09:00:00+03:00\n", encoding="ascii")
    assert clock.now() == datetime(2025, 9, 25, 6, tzinfo=UTC)
    file.write_text("2025-09-26T09:00:00Z", encoding="ascii")
    assert clock.now() == datetime(2025, 9, 26, 9, tzinfo=UTC)
    assert clock.now().utcoffset() == timedelta(0)


@pytest.mark.parametrize("text", ["", "завтра", "2025-09-25", "2025-09-25T09:00:00", "2025-09-25T09:00:00+03:00 и ещё"])
def test_anything_but_one_instant_with_an_offset_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "clock"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        Clock(file).now()
    assert caught.value.field == "NASTAVNIK_CLOCK_FILE"


def test_elapsed_time_is_never_turned(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_text("2025-09-25T09:00:00+03:00", encoding="ascii")
    assert abs(Clock(file).elapsed() - Clock().now().timestamp()) < 60
