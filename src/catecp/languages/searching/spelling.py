"""Words near a mistyped one. Pure."""

from collections.abc import Callable

LONG = 7  # from so many letters on, two slips are forgiven
CERTAIN = 8  # letters; in shorter words two slips are forgiven only when the first letter and nearly the length agree
TWO = 2
SHORTEST = 4


def slips_forgiven(word: str) -> int:
    return 0 if len(word) < SHORTEST else 1 if len(word) < LONG else 2


def trigrams(word: str) -> set[str]:
    """Three neighbouring letters each, the ends marked with a space."""
    padded = f" {word} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}


def distance(one: str, other: str, *, most: int) -> int:
    """Letters added, left out, changed or swapped with their neighbour (optimal string alignment); `most` + 1 when it is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        older, before, row = before, row, [place]
        for column, against in enumerate(other, start=1):
            cost = min(before[column] + 1, row[column - 1] + 1, before[column - 1] + (letter != against))
            if place > 1 and column > 1 and letter == other[column - 2] and one[place - 2] == against:
                cost = min(cost, older[column - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]


def nearest(word: str, candidates: set[str], *, stem: Callable[[str], str] = str) -> list[str]:
    """The candidates with the fewest slips, sorted; those that begin with the same letter when there are such.

    Inflected forms count by their stems: контролер is nearer to контроллеры than to контроль.
    """
    most = slips_forgiven(word)
    stemmed = stem(word)
    measured = []
    for candidate in candidates:
        slips = distance(word, candidate, most=most)
        other = stem(candidate) if slips else candidate
        if slips and min(len(stemmed), len(other)) >= SHORTEST:
            slips = min(slips, max(1, distance(stemmed, other, most=most)))
        if slips == TWO and len(word) < CERTAIN and (candidate[0] != word[0] or abs(len(candidate) - len(word)) == TWO):
            continue
        measured.append((slips, candidate))
    least = min((slips for slips, _ in measured), default=most + 1)
    if least > most:
        return []
    best = sorted(candidate for slips, candidate in measured if slips == least)
    return [candidate for candidate in best if candidate[0] == word[0]] or best
