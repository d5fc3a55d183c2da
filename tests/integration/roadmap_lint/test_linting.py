"""Findings of a roadmap in force: the same as of its file, mended by moving dates, silenced by people with a reason."""

from datetime import date

import pytest
from sqlalchemy import Connection, select

from engine.refusals import BadInput, Refused
from engine.roadmap_lint import lint
from storage.database import Database
from storage.tables.journal import journal_entries as journal
from storage.tables.roadmaps import items
from tests.support.cast import District, district, operator
from tests.support.seed_words import seed_to_lint
from workflows.apply_roadmap import apply_roadmap
from workflows.lint_roadmap import Linted, lint_roadmap
from workflows.reschedule_item import Rescheduled, reschedule_item
from workflows.silence_finding import Silenced, silence_finding, unsilence_finding

ORDER_OF_PAIRS = "16"
RULE = "contradictory-order"
REASON = "Пары переназначены после аттестации"


def live(tx: Connection) -> tuple[District, int]:
    cast = district(tx)
    applied = apply_roadmap(tx, by=operator(), organisation_id=cast.school.id, template_key="s1-teachers-2025")
    assert not isinstance(applied, Refused)
    return cast, applied.roadmap_id


def row_id(tx: Connection, number: str) -> int:
    return int(tx.execute(select(items.c.id).where(items.c.number == number)).scalar_one())


def told(tx: Connection, roadmap_id: int, number: str, rule: str = RULE) -> Linted | None:
    found = lint_roadmap(tx, by=operator(), roadmap_id=roadmap_id)
    return next((one for one in found if one.finding.items[0] == number and one.finding.rule.key == rule), None)


def test_a_live_roadmap_has_the_order_of_its_source(database: Database) -> None:
    with database.write() as tx:
        _, roadmap_id = live(tx)
        found = {one.finding.items for one in lint_roadmap(tx, by=operator(), roadmap_id=roadmap_id) if one.counts}
    of_file = {one.items for one in lint(seed_to_lint("S1")) if one.rule.key in (RULE, "needs-undated-row")}
    assert found == of_file


def test_a_moved_date_mends_the_order(database: Database) -> None:
    with database.write() as tx:
        cast, roadmap_id = live(tx)
        assert told(tx, roadmap_id, ORDER_OF_PAIRS) is not None
        for number, day in ((ORDER_OF_PAIRS, date(2025, 9, 24)), ("5", date(2025, 9, 19))):
            moved = reschedule_item(
                tx, by=cast.curator.acts(), item_id=row_id(tx, number), to_day=day, reason="Порядок"
            )
            assert isinstance(moved, Rescheduled)
        assert told(tx, roadmap_id, ORDER_OF_PAIRS) is None


def test_a_finding_is_silenced_with_its_reason_and_speaks_again(database: Database) -> None:
    with database.write() as tx:
        cast, roadmap_id = live(tx)
        row, by = row_id(tx, ORDER_OF_PAIRS), cast.curator.acts()
        made = silence_finding(tx, by=by, item_id=row, rule_key=RULE, reason=f" {REASON} ")
        assert made == Silenced(row, roadmap_id, RULE, silenced=True)
        kept = told(tx, roadmap_id, ORDER_OF_PAIRS)
        assert kept is not None
        assert (kept.silenced, kept.silenced_by, kept.counts) == (REASON, cast.curator.name, False)
        assert told(tx, roadmap_id, "15").silenced is None  # type: ignore[union-attr]  # the other rows speak on
        again = silence_finding(tx, by=by, item_id=row, rule_key=RULE, reason=REASON)
        assert isinstance(again, Silenced)
        assert not again.changed
        other = silence_finding(tx, by=by, item_id=row, rule_key=RULE, reason="Иначе нельзя")
        assert isinstance(other, Silenced)
        assert other.changed
        unsilence_finding(tx, by=by, item_id=row, rule_key=RULE)
        spoken = told(tx, roadmap_id, ORDER_OF_PAIRS)
        assert spoken is not None
        assert spoken.counts
        verbs = tx.execute(select(journal.c.verb).where(journal.c.subject == f"item:{row}").order_by(journal.c.seq))
        assert verbs.scalars().all()[-3:] == ["finding.silence", "finding.silence", "finding.unsilence"]


def test_a_reason_is_plain_words(database: Database) -> None:
    with database.write() as tx:
        cast, _ = live(tx)
        row, by = row_id(tx, ORDER_OF_PAIRS), cast.curator.acts()
        for reason in ("", " \n ", "а\x00", "а\u202eб", "а\x1b[31m", "о" * 1001):
            with pytest.raises(BadInput):
                silence_finding(tx, by=by, item_id=row, rule_key=RULE, reason=reason)
        several = silence_finding(tx, by=by, item_id=row, rule_key=RULE, reason="Так\nи надо")
        assert isinstance(several, Silenced)


def test_who_may_not_and_what_is_not_there(database: Database) -> None:
    with database.write() as tx:
        cast, roadmap_id = live(tx)
        row = row_id(tx, ORDER_OF_PAIRS)
        refused = silence_finding(tx, by=cast.mentor.acts(), item_id=row, rule_key=RULE, reason=REASON)
        assert isinstance(refused, Refused)
        assert [one.need for one in refused.reasons] == ["permission"]
        curator, outsider = cast.curator.acts(), cast.outsider.acts()
        for by, rule, reason in ((outsider, RULE, REASON), (curator, "nonsense", REASON), (curator, RULE, "  ")):
            with pytest.raises(BadInput):
                silence_finding(tx, by=by, item_id=row, rule_key=rule, reason=reason)
        with pytest.raises(BadInput):
            unsilence_finding(tx, by=curator, item_id=row, rule_key=RULE)
        with pytest.raises(BadInput):
            lint_roadmap(tx, by=outsider, roadmap_id=roadmap_id)
