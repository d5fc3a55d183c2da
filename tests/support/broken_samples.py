"""A sound text broken in one place, and where the fault must be told."""

from workflows.definitions.faults import Fault


def break_at(sample: str, sound: str, broken: str) -> tuple[str, int, int]:
    """`sample` with `sound` replaced by `broken`, and the line and column (from 1) of the sign § in `broken`.

    The sign itself does not get into the text.
    """
    assert sample.count(sound) == 1, f"{sound!r} must stand once in the sample"
    before, after = sample.split(sound)
    lead = before + broken[: broken.index("§")]
    return before + broken.replace("§", "") + after, lead.count("\n") + 1, len(lead) - lead.rfind("\n")


def assert_told(faults: object, line: int, column: int, said: str) -> None:
    """One of `faults` points at the place and says so in English; a value that is no tuple was accepted."""
    assert isinstance(faults, tuple), "the broken file was accepted"
    told: list[Fault] = list(faults)
    assert any((one.line, one.column) == (line, column) and said in one.message.en for one in told), [
        one.in_("en") for one in told
    ]
