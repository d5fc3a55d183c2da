"""Where the values of papers come from: one file per source, each asked only by forms that name it."""
