"""People's names as papers and letters shorten them."""


def spoken_name(full: str) -> str:
    """How a letter greets: name and patronymic without the surname.

    >>> spoken_name("Гусева Анна Сергеевна")
    'Анна Сергеевна'
    """
    words = full.split()
    return " ".join(words[1:]) if len(words) > 1 else full


def short_name(full: str) -> str:
    """Surname with initials.

    >>> short_name("Гусева Анна Сергеевна")
    'Гусева А. С.'
    """
    words = full.split()
    return " ".join([*words[:1], *(f"{word[0]}." for word in words[1:])])
