"""`make bench` writes its region row by row, past the models: whoever adds a column learns here that it is missed."""

from benchmarks.region_rows import PER_SCHOOL, content


def test_each_column_that_a_table_demands_is_written() -> None:
    missed = {
        f"{table.name}.{column.name}"
        for table, names, _ in content(PER_SCHOOL)
        for column in table.columns
        if not column.nullable and column.server_default is None and column.name not in names
    }
    assert missed == set()


def test_each_row_has_a_value_for_each_column() -> None:
    for table, names, rows in content(PER_SCHOOL):
        assert {len(row) for row in rows} == {len(names)}, table.name
