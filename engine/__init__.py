"""The rules: values in, decisions out. No clock, no I/O, no settings (enforced by import-linter)."""
