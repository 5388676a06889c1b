"""How answers and tests, each in a process of its own, deal with each other."""
