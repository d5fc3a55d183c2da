"""Durable moves: a pair loaded, the move checked, then state, journal line and letter stored in one commit."""
