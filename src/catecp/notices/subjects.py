"""What messages can be about. A higher module says how its things are called; the outbox itself knows only "event:12"."""

from collections.abc import Callable, Iterable

_namers: dict[str, Callable[[set[int]], dict[int, str]]] = {}


def names_subjects(kind: str) -> Callable[[Callable[[set[int]], dict[int, str]]], Callable[[set[int]], dict[int, str]]]:
    """Register a function that gives names for ids of this kind."""

    def register(namer: Callable[[set[int]], dict[int, str]]) -> Callable[[set[int]], dict[int, str]]:
        _namers[kind] = namer
        return namer

    return register


def names_of(subjects: Iterable[str]) -> dict[str, str]:
    """A name for each subject; one nobody can name keeps its own words."""
    subjects = [subject for subject in subjects if subject]
    named = {subject: subject for subject in subjects}
    for kind, namer in _namers.items():
        ids = {
            int(subject.partition(":")[2])
            for subject in subjects
            if subject.startswith(f"{kind}:") and subject.partition(":")[2].isdigit()
        }
        named |= {f"{kind}:{found}": name for found, name in namer(ids).items()} if ids else {}
    return named
