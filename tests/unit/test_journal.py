"""The chain: what a seal covers, what erasing leaves, which faults are told."""

from dataclasses import replace
from datetime import date

import pytest

from engine.journal import START, ChainFault, Entry, Erasable, Head, body, canonical, digest, faults, link

SALT = "5a" * 16


def chain(length: int = 3) -> list[Entry]:
    made: list[Entry] = []
    previous = ""
    for seq in range(1, length + 1):
        entry = Entry(
            organisation_id=7,
            seq=seq,
            at=f"2025-09-0{seq}T06:00:00.000000Z",
            verb="advance",
            subject="pair:1",
            facts=canonical({"by": "person", "visit": seq}),
            actor_id=4,
            people=Erasable.of({"actor": 4, "mentees": [5, 6]}, salt=SALT),
            words=Erasable.of({"reason": "болезнь"}, salt=SALT),
            pair_id=1,
            pair_seq=seq,
            move="acquaint",
            from_stage="formed",
            to_stage="acquaintance",
        )
        previous = link(previous, seq=seq, body=body(entry))
        made.append(replace(entry, hash=previous))
    return made


def told(entries: list[Entry], head: Head | None = None) -> list[ChainFault]:
    end = head or (Head(seq=entries[-1].seq, hash=entries[-1].hash) if entries else START)
    return list(faults(entries, end, organisation_id=7))


def test_an_untouched_chain_has_no_faults() -> None:
    assert told(chain()) == []
    assert told([]) == []


@pytest.mark.parametrize(
    "change",
    [
        {"organisation_id": 8},
        {"at": "2025-09-02T06:00:00.000001Z"},
        {"verb": "advancf"},
        {"subject": "pair:2"},
        {"facts": canonical({"by": "person", "visit": 3})},
        {"actor_id": 5},
        {"actor_id": None},
        {"pair_id": None},
        {"pair_seq": 9},
        {"move": None},
        {"from_stage": "work"},
        {"to_stage": ""},
        {"people": Erasable(text=canonical({"actor": 4, "mentees": [5]}), salt=SALT, digest=digest("", salt=SALT))},
        {"words": Erasable.of({"reason": "отпуск"}, salt=SALT)},
        {"hash": "0" * 64},
    ],
)
def test_a_changed_column_is_told(change: dict[str, object]) -> None:
    entries = chain()
    entries[1] = replace(entries[1], **change)  # type: ignore[arg-type]  # each case names a real column
    assert 2 in {fault.seq for fault in told(entries, Head(seq=3, hash=entries[2].hash))}


def test_a_changed_text_is_told_although_its_digest_stands() -> None:
    entries = chain()
    words = entries[1].words
    entries[1] = replace(entries[1], words=replace(words, text=canonical({"reason": "отпуск"})))
    assert [fault.seq for fault in told(entries)] == [2]


def test_a_text_put_where_there_was_none_is_told() -> None:
    nothing = Erasable.of({}, salt=SALT)
    assert nothing.intact
    assert not replace(nothing, text="{}", salt=SALT).intact
    assert not replace(nothing, salt=SALT).intact


@pytest.mark.parametrize("gone", [0, 1])
def test_a_missing_entry_is_told(gone: int) -> None:
    entries = chain()
    del entries[gone]
    assert told(entries)


def test_a_cut_end_is_told_by_the_head() -> None:
    whole = chain()
    assert [fault.seq for fault in told(whole[:2], Head(seq=3, hash=whole[2].hash))] == [3]


def test_erasing_keeps_the_chain_valid() -> None:
    entries = chain()
    one = entries[1]
    entries[1] = replace(one, actor_id=None, people=one.people.erased(), words=one.words.erased())
    assert told(entries) == []


def test_erasing_half_of_an_entry_is_told() -> None:
    entries = chain()
    entries[1] = replace(entries[1], people=entries[1].people.erased())  # but the actor still stands in his column
    assert [fault.seq for fault in told(entries)] == [2]


def test_the_order_of_facts_does_not_matter() -> None:
    assert canonical({"b": date(2025, 9, 1), "a": [1, None]}) == canonical({"a": [1, None], "b": date(2025, 9, 1)})


def test_the_journal_refuses_what_has_no_one_spelling() -> None:
    with pytest.raises(TypeError, match="set"):
        canonical({"people": {1, 2}})
