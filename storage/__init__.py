"""The memory: tables, named queries, outbox, journal, read views, migrations."""
