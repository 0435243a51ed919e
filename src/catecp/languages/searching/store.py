"""The tokens of documents in the database's own full text: FTS5 on SQLite, tsvector with GIN on PostgreSQL. Two tables, one interface.

Both get words cut, stemmed and normalised by us and do nothing of their own to them, so both find the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from catecp.languages.searching.asking import Ask, for_fts5, for_tsquery, quoted_lexeme
from catecp.languages.searching.tokens import BREAK

TABLE = "languages_searchtokens"  # made in migration 0004
_LAST_POSITION = 16_383  # of a tsvector
_MOST_POSITIONS = 200  # of one token; PostgreSQL keeps 255


def put(rows: Iterable[tuple[int, Sequence[str]]], *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Keep the tokens of documents (pk, tokens), in place of those kept before."""
    connection = connections[using]
    rows = list(rows)
    take_out([pk for pk, _ in rows], using=using)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                f"INSERT INTO {TABLE} (rowid, tokens) VALUES (%s, %s)",  # noqa: S608 -- the name is our own
                [(pk, " ".join(tokens)) for pk, tokens in rows],
            )
        else:
            cursor.executemany(
                f"INSERT INTO {TABLE} (document, tokens) VALUES (%s, %s::tsvector)",  # noqa: S608 -- the names are our own, what was asked goes in as parameters
                [(pk, _tsvector(tokens)) for pk, tokens in rows],
            )


def take_out(pks: Sequence[int], *, using: str = DEFAULT_DB_ALIAS) -> None:
    connection = connections[using]
    column = "rowid" if connection.vendor == "sqlite" else "document"
    with connection.cursor() as cursor:
        for start in range(0, len(pks), 500):
            batch = list(pks[start : start + 500])
            marks = ", ".join(["%s"] * len(batch))
            cursor.execute(f"DELETE FROM {TABLE} WHERE {column} IN ({marks})", batch)  # noqa: S608 -- the names are our own, what was asked goes in as parameters


def matching(ask: Ask, *, using: str = DEFAULT_DB_ALIAS) -> tuple[str, list[Any]]:
    """(SQL, parameters) of the pks of the documents that match; to stand inside an IN."""
    if connections[using].vendor == "sqlite":
        return f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s", [for_fts5(ask)]  # noqa: S608 -- the names are our own, what was asked goes in as parameters
    return f"SELECT document FROM {TABLE} WHERE tokens @@ %s::tsquery", [for_tsquery(ask)]  # noqa: S608 -- the names are our own, what was asked goes in as parameters


def _tsvector(tokens: Sequence[str]) -> str:
    """Each stream of tokens counts its own positions, so long texts keep theirs."""
    places: dict[str, list[int]] = {}
    counters: dict[str, int] = {}
    for stream, text in _streams(tokens):
        counters[stream] = counters.get(stream, 0) + 1
        if text != BREAK and len(places.setdefault(text, [])) < _MOST_POSITIONS:
            places[text].append(min(counters[stream], _LAST_POSITION))
    return " ".join(f"{quoted_lexeme(text)}:{','.join(map(str, sorted(set(at))))}" for text, at in places.items())


def _streams(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    stream = ""
    for text in tokens:
        if text != BREAK:
            stream = text[:2] if text[0] == "t" else text[0]
        yield stream, text
