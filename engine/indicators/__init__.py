"""Figures: shares with a declared numerator and denominator, against thresholds, yearly plans and the pace so far."""
