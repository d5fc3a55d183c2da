"""Durable moves: every contender loads a pair, checks the move, and stores state, journal line and letter in one commit."""
