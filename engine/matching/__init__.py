"""Matching: who could lead whom, how well, and why. Values in, a proposal out; the best solver is handed in."""

from engine.matching.alternatives import Alternative, Forced, alternatives_of, force
from engine.matching.explaining import STRENGTHS, said, strength, why_alone
from engine.matching.forms import Form, form_of
from engine.matching.greedy import greedy
from engine.matching.model import BARS, Bar, Mentee, Mentor, Pool, Proposed, Solver, Unmatched, worth
from engine.matching.proposing import ByHand, Proposal, by_hand, choices_by_hand, propose
from engine.matching.scoring import Scores, Why, explain, scores_of

__all__ = [
    "BARS",
    "STRENGTHS",
    "Alternative",
    "Bar",
    "ByHand",
    "Forced",
    "Form",
    "Mentee",
    "Mentor",
    "Pool",
    "Proposal",
    "Proposed",
    "Scores",
    "Solver",
    "Unmatched",
    "Why",
    "alternatives_of",
    "by_hand",
    "choices_by_hand",
    "explain",
    "force",
    "form_of",
    "greedy",
    "propose",
    "said",
    "scores_of",
    "strength",
    "why_alone",
    "worth",
]
