"""A query as a boolean expression over tokens, in the syntax of either database. Pure."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from catecp.languages.searching.segmenting import Piece
from catecp.languages.searching.stemming import LATIN
from catecp.languages.searching.tokens import BREAK, Run, Word, form_tokens, pair_tokens, stem_tokens
from catecp.languages.searching.wordlists import NOUN_MAKERS, SMALL_PIECES


@dataclass(frozen=True)
class Ask:
    """`kind` is token, phrase (tokens in a row), and, or; `of` holds tokens or further expressions."""

    kind: str
    of: tuple

    def __bool__(self) -> bool:
        return bool(self.of)


def token(text: str) -> Ask:
    return Ask("token", (text,))


def phrase(tokens: Iterable[str]) -> Ask:
    tokens = tuple(tokens)
    return Ask("phrase", tokens) if len(tokens) > 1 else Ask("token", tokens)


def both(parts: Iterable[Ask]) -> Ask:
    return _joined("and", parts)


def either(parts: Iterable[Ask]) -> Ask:
    return _joined("or", parts)


def _joined(kind: str, parts: Iterable[Ask]) -> Ask:
    kept = tuple(dict.fromkeys(part for part in parts if part))
    return kept[0] if len(kept) == 1 else Ask(kind, kept)


def in_title(ask: Ask) -> Ask:
    """The same, asked of titles only."""
    if ask.kind in {"token", "phrase"}:
        return Ask(ask.kind, tuple("t" + text for text in ask.of))
    return Ask(ask.kind, tuple(in_title(part) for part in ask.of))


def for_fts5(ask: Ask) -> str:
    if ask.kind in {"token", "phrase"}:
        return '"' + " ".join(text.replace('"', "") for text in ask.of) + '"'
    return "(" + f" {ask.kind.upper()} ".join(for_fts5(part) for part in ask.of) + ")"


def for_tsquery(ask: Ask) -> str:
    if ask.kind in {"token", "phrase"}:
        return "(" + " <-> ".join(quoted_lexeme(text) for text in ask.of) + ")"
    return "(" + (" & " if ask.kind == "and" else " | ").join(for_tsquery(part) for part in ask.of) + ")"


def quoted_lexeme(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


_INFLECTED = tuple(language for language in LATIN if language != "en")  # whose stems are those of inflected forms


def ask_word(word: Word, *, loose: bool = False) -> Ask:
    """A word as written or in an inflected form of it; with any accents and in words derived from it when `loose`."""
    tokens = ["x" + word.text, *form_tokens(word, LATIN), *stem_tokens(word, LATIN if loose else _INFLECTED)]
    return either(token(text) for text in ([*tokens, "f" + word.folded] if loose else tokens))


def ask_run(run: Run, *, loose: bool = False) -> Ask:
    """The words of an unspaced stretch, next to each other; anywhere in the text when `loose`."""
    pieces = _telling(run)
    makers = NOUN_MAKERS.get(run.script, set())
    if len(pieces) == 1 and len(run.pieces) > 1 and not loose:
        return either([phrase("w" + piece.text for piece in run.pieces), token("w" + pieces[0].text)])  # not ดัน in แรงดัน
    if len(pieces) == 1:
        return ask_piece(pieces[0], makers, loose=loose)
    if loose:
        return both(_ask_stretch(stretch, run.script, makers) for stretch in _stretches(pieces))
    asks = [phrase("w" + piece.text for piece in run.pieces), phrase("w" + piece.text for piece in pieces)]
    pairs = pair_tokens(run)
    if any(piece.clusters == 1 for piece in pieces) and BREAK not in pairs:
        asks.append(phrase(pairs))  # words no list knows: by their neighbouring clusters
    return either(asks)


def _stretches(pieces: list[Piece]) -> list[list[Piece]]:
    """Each word of several clusters alone; single clusters in a row together, for they are a word no list knows."""
    found: list[list[Piece]] = []
    for piece in pieces:
        if piece.clusters == 1 and found and found[-1][-1].clusters == 1:
            found[-1].append(piece)
        else:
            found.append([piece])
    return found


def _ask_stretch(stretch: list[Piece], script: str, makers: Collection[str]) -> Ask:
    if len(stretch) == 1:
        return ask_piece(stretch[0], makers, loose=True)
    return phrase(pair_tokens(Run("".join(piece.text for piece in stretch), script, tuple(stretch))))


def _telling(run: Run) -> list[Piece]:
    """The words of a run without those that a query may leave out."""
    makers, small = NOUN_MAKERS.get(run.script, set()), SMALL_PIECES.get(run.script, set())
    kept = [piece for piece in run.pieces if piece.text not in makers]
    if len(kept) > 2:
        kept = [piece for piece in kept if piece.text not in small]
    return kept or list(run.pieces)


def ask_piece(piece: Piece, makers: Collection[str] = (), *, loose: bool = False) -> Ask:
    """A word, alone or nested in another; also without what makes a noun of it, nested in any other word when `loose`."""
    asks = [token("w" + piece.text), token("p" + piece.text)]
    bare = {piece.text.removeprefix(maker) for maker in makers} | {piece.text.removesuffix(maker) for maker in makers}
    for verb in sorted(bare & set(piece.parts)):
        asks += [token("w" + verb), token("p" + verb)] if loose else [token("w" + verb)]
    return either(asks)


def ask_syllables(words: list[Word], *, loose: bool = False) -> Ask:
    """Vietnamese writes words syllable by syllable: each must stand beside a neighbour it has in the query."""
    stream = "f" if loose else "x"
    texts = [stream + (word.folded if stream == "f" else word.text) for word in words]
    return either(both(phrase(texts[start:end]) for start, end in cut) for cut in _cuts(len(words)))


def _cuts(size: int) -> list[list[tuple[int, int]]]:
    """Ways to cut so many syllables into pairs and threes, one single at most when their number asks for it."""
    if size <= 2:
        return [[(0, size)]]
    found: list[list[tuple[int, int]]] = [[(0, size)]]
    if size == 3:
        return [*found, [(0, 2), (2, 3)], [(0, 1), (1, 3)]]
    pairs = [(place, min(place + 2, size)) for place in range(0, size, 2)]
    found.append(pairs)
    if size % 2:
        found.append([(0, 1), *((place, place + 2) for place in range(1, size, 2))])
        found.append([(0, 3), *((place, place + 2) for place in range(3, size, 2))])
    return found
