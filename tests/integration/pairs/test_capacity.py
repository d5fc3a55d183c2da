"""A mentor leads no more pairs than he is willing to; the refusal says how the number is raised."""

from datetime import date

from engine.refusals import Refused
from storage.database import Database
from tests.support.cast import FIRST_OF_SEPTEMBER, district, player
from workflows.change_profile import change_profile
from workflows.form_pair import PairFormed, form_pair
from workflows.replace_mentor import replace_mentor
from workflows.start_programme import start_programme


def test_the_pair_over_the_capacity_is_refused_until_it_is_raised(database: Database) -> None:
    with database.write() as tx:
        made = district(tx)
        by = made.curator.acts()
        programme = start_programme(
            tx,
            by=by,
            organisation=made.school,
            title="Учитель — учитель",
            lifecycle="teacher-pair",
            roadmap_id=None,
            starts=date(2025, 9, 1),
            ends=date(2026, 5, 31),
        )
        assert not isinstance(programme, Refused)
        second = player(tx, made.school, "Лисин Олег Ильич", "lisin", at=FIRST_OF_SEPTEMBER)
        third = player(tx, made.school, "Рыбин Олег Ильич", "rybin", at=FIRST_OF_SEPTEMBER)
        change_profile(tx, by=by, person_id=made.mentor.id, changes={"capacity": 1})

        def formed(mentor_id: int, mentee_id: int) -> PairFormed | Refused:
            return form_pair(tx, by=by, programme_id=programme.id, mentor_id=mentor_id, mentee_ids=[mentee_id])

        assert isinstance(formed(made.mentor.id, made.mentee.id), PairFormed)
        refused = formed(made.mentor.id, second.id)
        assert isinstance(refused, Refused)
        assert refused.reasons[0].need == "mentor_capacity"
        assert "готов вести пар: 1" in refused.reasons[0].reason.ru
        assert f"person profile {made.mentor.id} --capacity 2" in refused.reasons[0].mend.ru
        other = formed(third.id, second.id)
        assert isinstance(other, PairFormed)
        swapped = replace_mentor(tx, by=by, pair_id=other.id, mentor_id=made.mentor.id)
        assert isinstance(swapped, Refused)
        assert swapped.reasons[0].need == "mentor_capacity"
        change_profile(tx, by=by, person_id=made.mentor.id, changes={"capacity": 2})
        fourth = player(tx, made.school, "Волков Олег Ильич", "volkov", at=FIRST_OF_SEPTEMBER)
        assert isinstance(formed(made.mentor.id, fourth.id), PairFormed)
