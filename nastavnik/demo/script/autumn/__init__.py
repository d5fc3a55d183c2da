"""The autumn of 2026: the second school year as far as the curtain, with pairs in every stage and things to act on."""
