"""Pages for people and the HTTP API for programs, over the same flows as the commands."""
