"""How a route says no before it has begun; `failures.py` turns each into a page or a problem answer."""


class SignInNeeded(Exception):  # noqa: N818  # read aloud: `raise SignInNeeded`
    """Nobody is signed in (401; a page leads to the sign-in)."""


class SecondStepNeeded(Exception):  # noqa: N818  # read aloud: `raise SecondStepNeeded`
    """An administrator has not given the code of the second step yet."""


class Missing(Exception):  # noqa: N818  # read aloud: `raise Missing`
    """There is no such page or object, or none for this visitor (404): the same answer for both."""


class Forged(Exception):  # noqa: N818  # read aloud: `raise Forged`
    """A form that did not come from a page of ours, or from one that is too old (403)."""


class TokenTooNarrow(Exception):  # noqa: N818  # read aloud: `raise TokenTooNarrow`
    """The bearer token lacks the scope this call needs (403)."""

    def __init__(self, scope: str) -> None:
        super().__init__(scope)
        self.scope = scope
