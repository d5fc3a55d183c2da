"""The history of the schema: dated scripts, one sentence each. New ones are made by `python -m storage.migrations`."""
