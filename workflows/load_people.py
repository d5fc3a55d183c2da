"""A checked file of people comes into force: everybody in it, or the good rows only."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection

from engine.actors import By
from engine.people_reading.places import Place
from engine.people_reading.values import Kind
from engine.refusals import ChangedMeanwhile, Reason, Refused
from engine.search_keys import search_key
from engine.words import Words
from storage import journal, people_bulk, people_imports
from storage.people_bulk import Stored
from workflows.consent_texts import TextHere, registered, text_for, texts_of
from workflows.people_import_at_hand import PeopleImportAtHand, not_checked, planned, take_people_import
from workflows.people_there import People, people_of
from workflows.plan_people import RowPlan, where

_PERSON: tuple[Literal["born", "hired"], ...] = ("born", "hired")  # kept beside the name, not in the profile
_MOST_REASONS = 200
_MEND = Words(
    "Исправьте файл по замечаниям или загрузите только правильные строки (--good-rows)",
    "Mend the file by the remarks, or load the good rows only (--good-rows)",
)
_MEND_GATED = Words(
    "Исправьте файл, либо с --good-rows человек будет записан без этих сведений",
    "Mend the file; with --good-rows the person is stored without this",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleLoaded:
    """Counts of rows. `left`: left out for their faults or undecided; `stripped`: stored without what waits for a
    consent; `representatives`: people added beside the rows.
    """

    import_id: int
    added: int
    changed: int
    same: int
    left: int
    stripped: int
    consents: int
    representatives: int

    @property
    def counts(self) -> dict[str, int]:
        names = ("added", "changed", "same", "left", "stripped", "consents", "representatives")
        return {name: getattr(self, name) for name in names}


def load_people(
    tx: Connection,
    *,
    by: By,
    import_id: int,
    good_only: bool = False,
    version: int | None = None,
    progress: Callable[[int], None] = lambda rows: None,
) -> PeopleLoaded | Refused:
    """Store the rows, recognise those who are there, keep what undoing needs; the words of the file are let go.

    Refused while a row has a fault or waits for a decision; with `good_only` such rows are left out, and a row whose
    only fault is a missing consent is stored without what has to wait for it. `progress` is told each row compared.
    """
    hand = take_people_import(tx, by=by, import_id=import_id)
    if (no := hand.refused or not_checked(hand.row)) is not None:
        return no
    if version is not None and version != hand.row.version:
        raise ChangedMeanwhile(f"people-import:{import_id}")
    people = people_of(tx, hand.row.told, hand.place, today=hand.today)
    plans = planned(tx, hand, by=by, people=people, progress=progress)
    if not good_only and (no := _against(hand, plans)) is not None:
        return no
    good = [_stripped(plan) if plan.gated else plan for plan in plans if plan.action in ("add", "change", "same")]
    made = _Loading(tx, by, hand, people).load(good)
    loaded = PeopleLoaded(
        import_id=import_id,
        added=sum(plan.action == "add" for plan in good),
        changed=sum(plan.action == "change" for plan in good),
        same=sum(plan.action == "same" for plan in good),
        left=len(plans) - len(good),
        stripped=sum(plan.gated for plan in plans if plan.action in ("add", "change", "same")),
        consents=sum("consent" in one for one in made),
        representatives=sum(bool(one.get("beside")) for one in made),
    )
    whole = {"sha256": hand.row.sha256, "rows": len(plans), "good_only": good_only, **loaded.counts}
    lines = _note(tx, by, hand, whole, good)
    people_imports.change(
        tx, hand.row, told=[], made=[{"lines": lines, **loaded.counts}, *made], state="loaded", loaded_at=by.at
    )
    return loaded


def _note(
    tx: Connection, by: By, hand: PeopleImportAtHand, whole: Mapping[str, Any], good: Sequence[RowPlan]
) -> dict[str, int]:
    """A line for the chosen organisation, and one for each of the others with what is its own; their places in the
    journals by organisation. Whom they are about stands in the import itself, however many people there are.
    """
    facts: dict[int, Mapping[str, Any]] = {hand.place.id: whole}
    for place_id in sorted({plan.place.id for plan in good} - {hand.place.id}):
        mine = [plan.action for plan in good if plan.place.id == place_id]
        counts = {"added": mine.count("add"), "changed": mine.count("change"), "same": mine.count("same")}
        facts[place_id] = {"sha256": hand.row.sha256, "rows": len(mine), **counts}
    return {
        str(place_id): journal.append(
            tx,
            organisation_id=place_id,
            by=by,
            verb="people.import",
            subject=f"people-import:{hand.row.id}",
            facts=told,
        ).seq
        for place_id, told in facts.items()
    }


def _against(hand: PeopleImportAtHand, plans: Sequence[RowPlan]) -> Refused | None:
    """Every fault of every row, and every row that waits for a decision; beyond two hundred their number."""
    reasons: list[Reason] = []
    for plan in plans:
        if plan.action == "skip":
            continue
        for fault in plan.faults:
            place = where(plan, fault, hand.sheets)
            reasons.append(
                Reason(
                    "rows",
                    Words(f"{place.ru}: {fault.words.ru}", f"{place.en}: {fault.words.en}"),
                    _MEND_GATED if fault.gated else _MEND,
                )
            )
        if plan.action == "decide":
            reasons.append(Reason("duplicates", *_doubt(plan)))
    if len(reasons) <= _MOST_REASONS:
        return Refused(tuple(reasons)) if reasons else None
    more = len(reasons) - _MOST_REASONS
    last = Reason("rows", Words(f"И ещё замечаний: {more}", f"And {more} more remarks"), _MEND)
    return Refused((*reasons[:_MOST_REASONS], last))


def _doubt(plan: RowPlan) -> tuple[Words, Words]:
    said = ", ".join(f"{one.name} ({_who(one.id).ru})" for one in plan.alike)
    told = ", ".join(f"{one.name} ({_who(one.id).en})" for one in plan.alike)
    decided = f"{plan.row}={max(plan.alike[0].id, 0) or 'skip'}"
    return (
        Words(
            f"Строка {plan.row}: «{plan.read.name}» похоже на того, кто уже есть: {said}",
            f"Row {plan.row}: “{plan.read.name}” looks like somebody who is there: {told}",
        ),
        Words(
            f"Решите, тот же это человек или другой: на странице загрузки или --decide {decided}, {plan.row}=new",
            f"Say whether it is the same person: on the page of the import or --decide {decided}, {plan.row}=new",
        ),
    )


def _who(number: int) -> Words:
    if number > 0:
        return Words(f"участник {number}", f"person {number}")
    return Words("другая строка файла", "another row of the file")


def _stripped(plan: RowPlan) -> RowPlan:
    """Without what has to wait for a consent; what is stored of it already is not told of in a row without one."""
    changes = tuple(one for one in plan.changes if one not in plan.read.details)
    action = "same" if plan.action == "change" and not changes else plan.action
    return replace(plan, read=replace(plan.read, details={}), changes=changes, action=action)


@dataclass(slots=True)
class _Loading:
    """One loading. `ids` are people by the key of their row; `made` is what undoing takes back."""

    tx: Connection
    by: By
    hand: PeopleImportAtHand
    people: People
    ids: dict[str, int] = field(default_factory=dict[str, int])
    made: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    texts: dict[tuple[int, bool, date], int] = field(default_factory=dict[tuple[int, bool, date], int])
    versions: dict[int, tuple[TextHere, ...]] = field(default_factory=dict[int, tuple[TextHere, ...]])

    def load(self, plans: Sequence[RowPlan]) -> list[dict[str, Any]]:
        new = [plan for plan in plans if plan.action == "add"]
        changing = [plan for plan in plans if plan.action == "change"]
        self.ids = {plan.key: plan.person_id for plan in plans if plan.person_id is not None}
        self._add(new)
        signers = self._represent([plan for plan in (*new, *changing) if plan.read.representative])
        self._change(changing)
        self._grant([plan for plan in (*new, *changing) if plan.read.role])
        self._sign([plan for plan in (*new, *changing) if plan.signs], signers)
        return self.made

    def _add(self, plans: Sequence[RowPlan]) -> None:
        rows = [_row(plan) for plan in plans]
        found = people_bulk.add_people(self.tx, rows)
        profiles = []
        for plan, person_id in zip(plans, found, strict=True):
            self.ids[plan.key] = person_id
            self.made.append({"person": person_id, "new": True})
            if kept := _kept(plan.read.details):
                profiles.append({"person_id": person_id, **kept})
        people_bulk.add_profiles(self.tx, profiles)

    def _represent(self, plans: Sequence[RowPlan]) -> dict[str, int]:
        """The representative of each minor by the key of the row; who is not there is added, once for a family."""
        grown_ups = {key: [(one.id, one.email) for one in found] for key, found in self.people.grown_ups.items()}
        for plan in plans:
            self._note_grown_up(plan, grown_ups)
        missing: dict[tuple[int, str, str], RowPlan] = {}
        for plan in plans:
            if _one_of(grown_ups, plan) is None:
                missing.setdefault(_family(plan), plan)
        rows = [_adult(plan) for plan in missing.values()]
        for row, person_id in zip(rows, people_bulk.add_people(self.tx, rows), strict=True):
            self.made.append({"person": person_id, "new": True, "beside": True})
            here = (row["organisation_id"], search_key(row["name"]))
            grown_ups.setdefault(here, []).append((person_id, row["email"]))
        signers = {plan.key: found for plan in plans if (found := _one_of(grown_ups, plan)) is not None}
        self._bind(plans, signers)
        return signers

    def _note_grown_up(self, plan: RowPlan, grown_ups: dict[tuple[int, str], list[tuple[int, str]]]) -> None:
        if plan.kind != "pupil":
            here = (plan.place.id, search_key(plan.read.name))
            grown_ups.setdefault(here, []).append((self.ids[plan.key], plan.read.email))

    def _bind(self, plans: Sequence[RowPlan], signers: Mapping[str, int]) -> None:
        rows = [
            {
                "person_id": signers[plan.key],
                "role": "representative",
                "organisation_id": plan.place.id,
                "from_day": None,
                "for_person_id": self.ids[plan.key],
            }
            for plan in plans
            if plan.key in signers and signers[plan.key] not in self.people.represented.get(self.ids[plan.key], ())
        ]
        for row, grant in zip(rows, people_bulk.add_grants(self.tx, rows), strict=True):
            self.made.append({"person": row["person_id"], "grant": grant, "for": row["for_person_id"]})

    def _change(self, plans: Sequence[RowPlan]) -> None:
        columns: list[tuple[int, int, Mapping[str, Any]]] = []
        fresh: list[Mapping[str, Any]] = []
        profiles: list[tuple[int, Mapping[str, Any]]] = []
        for plan in plans:
            stored = self.people.stored[self.ids[plan.key]]
            own, kept = _differing(plan, stored)
            if own:
                columns.append((stored.id, stored.version, own))
            if kept and stored.profile:
                profiles.append((stored.id, kept))
            elif kept:
                fresh.append({"person_id": stored.id, **kept})
            if own or kept:
                self.made.append(_before(stored, own, kept))
        people_bulk.change_people(self.tx, columns)
        people_bulk.add_profiles(self.tx, fresh)
        people_bulk.change_profiles(self.tx, profiles)

    def _grant(self, plans: Sequence[RowPlan]) -> None:
        rows = [
            {
                "person_id": self.ids[plan.key],
                "role": plan.read.role,
                "organisation_id": plan.place.id,
                "from_day": self.hand.today,
            }
            for plan in plans
            if (self.ids[plan.key], plan.read.role, plan.place.id) not in self.people.roles
        ]
        for row, grant in zip(rows, people_bulk.add_grants(self.tx, rows), strict=True):
            self.made.append({"person": row["person_id"], "grant": grant})

    def _sign(self, plans: Sequence[RowPlan], signers: Mapping[str, int]) -> None:
        rows = [
            {
                "person_id": self.ids[plan.key],
                "signed_on": plan.read.consent,
                "definition_id": self._text(plan.place, plan.minor, plan.read.consent or self.hand.today),
                "signed_by_id": self._signer(plan, signers) if plan.minor else None,
            }
            for plan in plans
        ]
        for row, consent in zip(rows, people_bulk.add_consents(self.tx, rows, at=self.by.at), strict=True):
            self.made.append({"person": row["person_id"], "consent": consent})

    def _signer(self, plan: RowPlan, signers: Mapping[str, int]) -> int | None:
        return signers.get(plan.key) or next(iter(self.people.represented.get(self.ids[plan.key], ())), None)

    def _text(self, place: Place, minor: bool, day: date) -> int:
        """The version of text that was in force in the organisation on the day of the signature."""
        found = self.texts.get((place.id, minor, day))
        if found is None:
            versions = self.versions.get(place.id) or texts_of(self.tx, place.path)
            chosen = text_for(versions, "personal-data", minor=minor, day=day)
            found = registered(self.tx, chosen, at=self.by.at)
            # What was not registered yet is now: once, not at each signature.
            self.versions[place.id] = versions if chosen.id is not None else texts_of(self.tx, place.path)
            self.texts[place.id, minor, day] = found
        return found


def _row(plan: RowPlan) -> dict[str, Any]:
    read = plan.read
    dates: dict[str, Any] = {name: read.details.get(name) for name in _PERSON}
    return {
        "organisation_id": plan.place.id,
        "name": read.name,
        "email": read.email,
        "kind": plan.kind,
        "position": read.position,
        **dates,
    }


def _adult(plan: RowPlan) -> dict[str, Any]:
    kind: Kind = "employer"
    read = plan.read
    return {
        "organisation_id": plan.place.id,
        "name": read.representative,
        "email": read.representative_email,
        "kind": kind,
        "position": "",
    }


def _family(plan: RowPlan) -> tuple[int, str, str]:
    return plan.place.id, search_key(plan.read.representative), plan.read.representative_email.lower()


def _one_of(grown_ups: Mapping[tuple[int, str], list[tuple[int, str]]], plan: RowPlan) -> int | None:
    """Who of them the row names: by name and address, by the name alone when it tells no address."""
    place, key, email = _family(plan)
    found = [(person, own) for person, own in grown_ups.get((place, key), ()) if not email or own.lower() == email]
    return found[0][0] if found else None


def _kept(details: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: value for name, value in details.items() if name not in _PERSON}


def _differing(plan: RowPlan, stored: Stored) -> tuple[dict[str, Any], dict[str, Any]]:
    """New values of the person and of the profile."""
    changed, read = set(plan.changes), plan.read
    own: dict[str, Any] = {"kind": plan.kind} if "kind" in changed else {}
    own |= {name: getattr(read, name) for name in ("position", "email") if name in changed}
    own |= {name: read.details[name] for name in _PERSON if name in changed and name in read.details}
    return own, {name: value for name, value in _kept(read.details).items() if name in changed}


def _before(stored: Stored, own: Mapping[str, Any], kept: Mapping[str, Any]) -> dict[str, Any]:
    """What taking the change back needs; dates as ISO, since it is kept as JSON."""
    made: dict[str, Any] = {"person": stored.id, "version": stored.version + bool(own)}
    if own:
        made["before"] = {name: _plain(getattr(stored, name)) for name in own}
    if kept:
        made["profile"] = {name: _plain(stored.profile[name]) for name in kept} if stored.profile else None
    return made


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
