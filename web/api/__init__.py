"""`/api/v1`: the commands' verbs for programs. One file per noun."""
