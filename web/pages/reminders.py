"""The reminder rules: a form, what it would send today, and putting it in force."""

from dataclasses import replace

from fastapi import APIRouter, Response

from engine.refusals import BadInput, Refused
from engine.reminders.policy import AUDIENCES, Policy
from engine.words import Words
from web.entering import Entered
from web.faults import NONE, Faults, of_bad_input
from web.policy_form import SIDES, PolicyForm, form_of, form_sent, policy_of
from web.settings_place import SettingsPlace, place_of
from web.visit import Visit
from web.went import Went
from workflows.change_policy import PolicyPreview, change_policy, check_policy, policy_in_force, preview_policy
from workflows.definitions.policy_files import policy as built_in
from workflows.definitions.policy_files import policy_hash

router = APIRouter()


@router.get("/settings/reminders")
def reminders(visit: Entered) -> Response:
    place = place_of(visit)
    with visit.read() as tx:
        standing = policy_in_force(tx, place.id)
    return _page(visit, place, form_of(standing.policy))


@router.post("/settings/reminders")
def change_reminders(visit: Entered) -> Response:
    """`do`: `look` shows what would go today, `defaults` does so for the product's rules, `save` publishes.

    What is saved must be what was shown: rules changed after the look are shown once more.
    """
    place = place_of(visit)
    with visit.read() as tx:
        standing = policy_in_force(tx, place.id).policy
    does = visit.fields.raw("do")
    form = form_of(built_in()) if does == "defaults" else form_sent(visit.fields)
    try:
        wanted = policy_of(form, built_in() if does == "defaults" else standing)
        check_policy(wanted)
    except BadInput as error:
        return _page(visit, place, form, of_bad_input(error))
    if does == "save" and visit.fields.raw("shown") == _print_of(wanted):
        return visit.change(
            lambda tx: change_policy(
                tx, by=visit.by, organisation_id=place.id, policy=wanted, seen=visit.fields.raw("seen")
            ),
            done=lambda made: Went(
                f"/settings/reminders{place.query}",
                Words(
                    f"Правила версии {made.version} действуют с этой минуты",
                    f"Version {made.version} of the rules holds from now on",
                ),
            ),
            again=lambda faults: _page(visit, place, form, faults),
        )
    return _tried(visit, place, form, wanted, again=does == "save")


def _tried(visit: Visit, place: SettingsPlace, form: PolicyForm, wanted: Policy, *, again: bool) -> Response:
    with visit.read() as tx:
        found = preview_policy(tx, by=visit.by, organisation_id=place.id, policy=wanted)
    if isinstance(found, Refused):
        return _page(visit, place, form, Faults(reasons=found.reasons, status=409))
    return _page(visit, place, form, preview=found, shown=_print_of(wanted), again=again)


def _page(
    visit: Visit,
    place: SettingsPlace,
    form: PolicyForm,
    faults: Faults = NONE,
    *,
    preview: PolicyPreview | None = None,
    shown: str = "",
    again: bool = False,
) -> Response:
    with visit.read() as tx:
        standing = policy_in_force(tx, place.id)
    return visit.page(
        "settings/reminders.html",
        place=place,
        form=form,
        standing=standing,
        faults=faults,
        preview=preview,
        shown=shown,
        again=again,
        sides=SIDES,
        audiences=AUDIENCES,
    )


def _print_of(policy: Policy) -> str:
    """The rules without their version, which publishing gives."""
    return policy_hash(replace(policy, version=1))
