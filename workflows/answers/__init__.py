"""How things are told to programs: the documents of `nastavnik … --json` and of the HTTP API, made in one place."""
