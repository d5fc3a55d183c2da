"""Every need has its place in the table of what mends it, and the buttons lead to pages that exist."""

from engine.lifecycle.facts import Facts
from engine.lifecycle.needs import NEEDS, Consents, Feedback, Order
from engine.lifecycle.standing import standings
from tests.support.lifecycle_cast import CALENDAR, MENTEE, MENTOR, MONDAY
from web.pages.pair_mending import MENDING, address_of, mendings
from web.policy import policy

PAIR = Facts("formed", MONDAY, members=(MENTOR, MENTEE))


def test_every_need_is_in_the_table() -> None:
    assert set(MENDING) == set(NEEDS)


def test_the_buttons_lead_to_pages() -> None:
    acts = {one.act for row in MENDING.values() for one in row if not one.act.startswith("#")}
    assert acts
    for act in acts:
        assert f"GET /pairs/{{pair_id}}/{act}" in policy()
        assert f"POST /pairs/{{pair_id}}/{act}" in policy()


def test_what_is_known_goes_with_the_button() -> None:
    _, mentee, order = standings([Consents("personal-data"), Order()], PAIR, MONDAY, CALENDAR)
    may = frozenset({row[0].verb for row in MENDING.values() if row})
    [of_mentee], [of_order] = mendings(mentee, may), mendings(order, may)
    assert address_of(7, of_mentee, mentee) == "/pairs/7/consent?kind=personal-data&person=2"
    assert address_of(7, of_order, order) == "/pairs/7/paper?kind=order&purpose=pairing"


def test_only_what_one_may_press_is_shown() -> None:
    [mentor] = standings([Feedback("mentor")], PAIR, MONDAY, CALENDAR)
    assert mendings(mentor, frozenset()) == ()
    assert [one.act for one in mendings(mentor, frozenset({"feedback.record"}))] == ["feedback"]
