"""Which decisions can move a figure. Everything else that is written into the journal leaves the figures alone."""

_NOUNS = frozenset(
    {
        "consent",
        "count",
        "meeting",
        "organisation",
        "pair",
        "paper",
        "people",
        "person",
        "plan",
        "programme",
        "roadmap",
        "role",
        "series",
        "survey",
        "user",
        "year",
    }
)


def moves_figures(verb: str) -> bool:
    """Whether figures of the organisation must be looked at again after a decision.

    >>> moves_figures("meeting.record"), moves_figures("letter.mute"), moves_figures("roadmap.prove")
    (True, False, False)
    """
    # What the figures themselves decided is their answer, not a new question.
    return verb.partition(".")[0] in _NOUNS and verb not in ("roadmap.prove", "roadmap.fall-back")
