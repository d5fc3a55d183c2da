"""From a document's lines and tables to a roadmap: columns by their headings, rows, sections, meanings, questions."""
