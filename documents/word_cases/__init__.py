"""Russian grammatical cases of people's names and of their posts, by rules, dictionaries and a list of exceptions."""
