"""The read-only views that scripts and checks rely on: names and columns are a promise, in this order.

Their SQL stands in the migrations. People may read them with any SQL tool; ids of people never appear, addresses do.
"""

from sqlalchemy import TableClause, column, table


def _view(name: str, columns: str) -> TableClause:
    return table(name, *(column(one) for one in columns.split()))


v_pair = _view("v_pair", "id org_path programme_id lifecycle version stage stage_since outcome")
v_transition = _view("v_transition", "pair_id seq move from_stage to_stage at actor reason hash")
v_obligation = _view(
    "v_obligation",
    "id org_path subject occurrence title starts_on due_on first_due_on revision status done_at",
)
v_reminder = _view("v_reminder", "id obligation_id revision rung recipient due_at state letter_id reason")
v_letter = _view("v_letter", "id key kind recipient state message_id attempts created_at sent_at reason")

VIEWS = (v_pair, v_transition, v_obligation, v_reminder, v_letter)
