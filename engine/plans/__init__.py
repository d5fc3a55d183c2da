"""Individual plans: their lines and head, templates that fill them, what changed between two editions."""
