"""What the script's words about matching do."""

from nastavnik.demo.cast import Lifecycle
from nastavnik.demo.days import Act, Scene
from nastavnik.demo.stage import OutOfScriptError
from storage import match_proposals
from workflows.draft_match_order import draft_match_order
from workflows.exclude_match import exclude_match
from workflows.issue_paper import issue_paper
from workflows.propose_pairs import propose_pairs
from workflows.take_pairs import take_pairs
from workflows.type_paper import Typing, type_paper


def excludes(lifecycle: Lifecycle, mentor: str, mentee: str, *, reason: str) -> Act:
    """These two are never proposed to each other."""

    def act(scene: Scene) -> None:
        play = scene.stage
        play.do(
            scene.curator,
            exclude_match,
            programme_id=play.programmes[scene.school, lifecycle],
            mentor_id=play.people[mentor],
            mentee_id=play.people[mentee],
            reason=reason,
        )

    return act


def proposes(lifecycle: Lifecycle) -> Act:
    def act(scene: Scene) -> None:
        play, school = scene.stage, scene.school
        made = play.do(scene.curator, propose_pairs, programme_id=play.programmes[school, lifecycle])
        play.matches[school] = made.id

    return act


def are_matched(scene: Scene) -> None:
    """The pair of the story is taken from the proposal; the script says whom it expects there."""
    play, pair = scene.stage, scene.pair
    proposal = play.matches[scene.school]
    mentor, mentees = play.people[pair.mentor], tuple(play.people[one] for one in pair.mentees)
    proposed = _proposed(scene, proposal)
    number = proposed.get((mentor, mentees))
    if number is None:
        names = {key: surname for surname, key in play.people.items()}
        told = [(names[one], *(names[each] for each in others)) for one, others in proposed]
        raise OutOfScriptError(f"{pair.name} is not proposed, but {told}")
    taken = play.do(scene.curator, take_pairs, proposal_id=proposal, number=number)
    play.pairs[pair.name], play.mentors[pair.name] = taken.pairs[0], pair.mentor


def orders_matched(number: str, *, place: str) -> Act:
    """The order about everybody taken from the proposal is written and registered."""

    def act(scene: Scene) -> None:
        play = scene.stage
        draft = play.do(scene.curator, draft_match_order, proposal_id=play.matches[scene.school])
        play.do(scene.curator, type_paper, draft_id=draft.id, typing=Typing({"school.place": place}, {}, {}))
        play.do(scene.curator, issue_paper, draft_id=draft.id, number=number, dated=play.today)

    return act


def _proposed(scene: Scene, proposal: int) -> dict[tuple[int, tuple[int, ...]], int]:
    """(mentor, mentees) → the number in the proposal."""
    row = scene.stage.read(lambda tx: match_proposals.get(tx, proposal))
    assert row is not None  # noqa: S101  # the script has asked for it
    return {(one["mentor"], tuple(one["mentees"])): one["n"] for one in row.found["pairs"]}
