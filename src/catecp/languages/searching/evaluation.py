"""Recall and precision of the index over a set of texts and queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catecp.languages.searching import index
from catecp.languages.searching.query import search

KIND = "eval"


class NotASet(ValueError):
    """The file is not a set of documents and queries."""


@dataclass
class Result:
    """Counted over all queries of a language: documents expected, found, and both. `wrong` names queries that were not perfect."""

    language: str
    expected: int = 0
    found: int = 0
    right: int = 0
    queries: int = 0
    wrong: list[tuple[str, list[str], list[str]]] = field(default_factory=list)  # (query, missed, too many)

    @property
    def recall(self) -> float:
        """Percent of the expected documents that were found."""
        return 100 * self.right / self.expected if self.expected else 100.0

    @property
    def precision(self) -> float:
        """Percent of the found documents that were expected."""
        return 100 * self.right / self.found if self.found else 100.0


def read_set(data: Any) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """(documents, queries) of a decoded file; raises NotASet with what is wrong."""
    if not isinstance(data, dict) or not isinstance(data.get("documents"), dict) or not isinstance(data.get("queries"), list):
        raise NotASet('A set is {"documents": {id: text}, "queries": [{"q": text, "lang": code, "expect": [ids]}]}.')
    documents = {str(name): str(text) for name, text in data["documents"].items()}
    for number, query in enumerate(data["queries"], start=1):
        if not isinstance(query, dict) or not isinstance(query.get("q"), str) or not isinstance(query.get("expect"), list):
            raise NotASet(f'Query {number} lacks "q" or "expect".')
        unknown = [name for name in map(str, query["expect"]) if name not in documents]
        if unknown:
            raise NotASet(f"Query {number} expects {unknown[0]}, which is no document.")
    return documents, data["queries"]


def fill(documents: Mapping[str, str]) -> None:
    """Put the documents into the index; nothing says in which language they are, so that is guessed."""
    index.put(index.Text(kind=KIND, subject=f"{number}", title="", text=text) for number, text in enumerate(documents.values()))


def evaluate(documents: Mapping[str, str], queries: Sequence[Mapping[str, Any]]) -> list[Result]:
    """One result a language, in the order of their first queries. The answer to a query is its best group of hits (`Found.best`)."""
    names = list(documents)
    results: dict[str, Result] = {}
    for query in queries:
        language = str(query.get("lang", ""))
        result = results.setdefault(language, Result(language))
        expected = set(map(str, query["expect"]))
        found = {names[int(hit.subject)] for hit in search(query["q"], language=language, kinds=(KIND,)).best()}
        result.queries += 1
        result.expected += len(expected)
        result.found += len(found)
        result.right += len(found & expected)
        if found != expected:
            result.wrong.append((query["q"], sorted(expected - found), sorted(found - expected)))
    return list(results.values())
