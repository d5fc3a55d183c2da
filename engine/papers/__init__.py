"""Papers of a school: what a form of a paper consists of, and which words its placeholders become. No files here."""
