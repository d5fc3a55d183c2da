"""The flows: one file is one verb a person or the clock does, one transaction's worth."""
