"""Reading: what stays text, what is refused, and where."""

import pytest

from workflows.definitions.yaml_source import MOST_BYTES, MOST_LEVELS, Plain, read_source


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("010", "010"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("+7", "+7"),
        ("1.10", "1.10"),
        ("1e3", "1e3"),
        ("12:30", "12:30"),
        ("2025-09-01", "2025-09-01"),
        ('"7"', "7"),
        ("'true'", "true"),
        ("True", "True"),
        ("9" * 30, "9" * 30),
        ("7", 7),
        ("-1", -1),
        ("0", 0),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("[a, 1, {b: no}]", ["a", 1, {"b": "no"}]),
        ("|\n  две\n  строки\n", "две\nстроки\n"),
    ],
)
def test_only_what_json_reads_so_becomes_a_number_or_a_boolean(written: str, read: Plain) -> None:
    source = read_source(f"key: {written}", "f.yaml")
    assert source.faults == ()
    assert source.data == {"key": read}
    assert type(source.data["key"]) is type(read)


def test_places_count_from_one_in_characters() -> None:
    source = read_source("имя: Ирина\nсписок:\n  - ключ: 5\n  - {да: нет}\n", "f.yaml")
    assert str(source.place(("имя",))) == "Place(line=1, column=6, word='Ирина')"
    assert source.place(("имя",), key=True).column == 1
    assert (source.place(("список", 0, "ключ")).line, source.place(("список", 0, "ключ")).column) == (3, 11)
    assert source.place(("список", 1)).word == "да"
    assert source.place(("список",)).word == "список"
    assert source.place(("список", 0, "нет такого")).word == "ключ"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "f.yaml:1:1: f.yaml: the file is empty"),
        ("# only a remark\n", "f.yaml:1:1: f.yaml: the file is empty"),
        ("a: 1\nb: 2\na: 3\n", "f.yaml:3:1: a: the field is repeated"),
        ("a: &x 1\n", "f.yaml:1:4: &x: anchors (&) are not allowed"),
        ("a: *x\n", "f.yaml:1:4: *x: aliases (*) are not allowed"),
        ("a: !!int 1\n", "f.yaml:1:4: !!int: tags (!) are not allowed"),
        ("a: !!python/object:os.system x\n", "f.yaml:1:4: !!python/object:os.system: tags (!) are not allowed"),
        ("a: {<<: {b: 1}}\n", "f.yaml:1:5: <<: merging by `<<` is not allowed"),
        ("a: 1\n---\nb: 1\n", "f.yaml:2:1: ---: more than one document in the file"),
        ("%YAML 1.1\n---\na: no\n", "f.yaml:2:1: %: YAML directives are not allowed"),
        ("? [a, b]\n: c\n", "f.yaml:1:3: ?: only a word can name a field"),
        ("a:\n\tb: 1\n", "f.yaml:2:1: ↵: cannot be read: a tab instead of spaces"),
        ("a: [1, 2\n", "f.yaml:2:1: ↵: cannot be read: the text breaks off, a quote or bracket is open"),
        ('a: "b\n', "f.yaml:2:1: ↵: cannot be read: the text breaks off, a quote or bracket is open"),
        ("a: b: c\n", "f.yaml:1:5: :: cannot be read: one colon too many; put the text in quotes"),
        ("a: 1\n b: 2\n", "f.yaml:2:3: :: cannot be read: one colon too many; put the text in quotes"),
        ("a: @b\n", "f.yaml:1:4: @: cannot be read: look at indents, colons, quotes and brackets"),
        ("a: \x07\n", "f.yaml:1:4: \x07: cannot be read: such a character is not allowed in the file"),
        ("x" * (MOST_BYTES + 1), "f.yaml:1:1: f.yaml: the file is larger than 256 KB"),
        ("ж" * (MOST_BYTES // 2 + 1), "f.yaml:1:1: f.yaml: the file is larger than 256 KB"),
        ("[" * 1000, f"f.yaml:1:{MOST_LEVELS + 2}: …: nested deeper than {MOST_LEVELS}"),
    ],
)
def test_what_is_refused(text: str, expected: str) -> None:
    source = read_source(text, "f.yaml")
    assert [fault.in_("en") for fault in source.faults] == [expected]
    assert any("а" <= letter <= "я" for letter in source.faults[0].message.ru)


def test_every_fault_is_listed_from_the_top_down() -> None:
    source = read_source("a: &x 1\na: 2\nb: !t 3\nc: *x\n", "f.yaml")
    assert [(fault.line, fault.word) for fault in source.faults] == [(1, "&x"), (2, "a"), (3, "!t"), (4, "*x")]


def test_a_bomb_of_aliases_stays_small() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
    source = read_source("\n".join(lines), "f.yaml")
    assert len(source.faults) == 40 + 2 * 39
    assert len(source.places) < 500
