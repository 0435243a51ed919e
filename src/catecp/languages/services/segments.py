"""Texts of a body become segments; a changed sentence replaces the one before and takes its translations along as outdated."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from difflib import SequenceMatcher

from django.db import transaction

from catecp.languages.models import Segment, TextBody, Translation, TranslationState
from catecp.languages.segmentation import normalised, segments

CHUNK = 500  # rows or parameters of one statement, within SQLite's limits


@transaction.atomic
def keep_segments(*, body: TextBody, texts: Sequence[tuple[str, bool]], at: datetime) -> list[list[Segment]]:
    """The segments of each text, in reading order; `texts` are (text, is_html). New sentences get rows, known ones theirs."""
    pieces = [segments(text, is_html=is_html) for text, is_html in texts]
    wanted = {piece.digest: normalised(piece.text) for found in pieces for piece in found}
    known = segments_by_digest(body=body, digests=list(wanted))
    missing = [
        Segment(body=body, digest=digest, text=text, created_at=at) for digest, text in wanted.items() if digest not in known
    ]
    Segment.objects.bulk_create(missing, batch_size=CHUNK, ignore_conflicts=True)
    known |= segments_by_digest(body=body, digests=[segment.digest for segment in missing])
    return [[known[piece.digest] for piece in found] for found in pieces]


def segments_by_digest(*, body: TextBody, digests: Sequence[str]) -> dict[str, Segment]:
    found: dict[str, Segment] = {}
    for start in range(0, len(digests), CHUNK):
        rows = Segment.objects.filter(body=body, digest__in=digests[start : start + CHUNK])
        found |= {segment.digest: segment for segment in rows}
    return found


def carry_over(*, before: Sequence[Segment], after: Sequence[Segment], at: datetime) -> int:
    """`carry_over_each` for one text."""
    return carry_over_each([(before, after)], at=at)


@transaction.atomic
def carry_over_each(changes: Iterable[tuple[Sequence[Segment], Sequence[Segment]]], *, at: datetime) -> int:
    """Sentences that stand in the place of a changed one take its translations, outdated. Returns how many.

    `changes` holds the segments (before, after) of each changed text. A sentence that was translated before (somebody took a
    change back) keeps its own translations.
    """
    pairs = [pair for before, after in changes for pair in _changed_pairs(before, after) if pair[0].pk != pair[1].pk]
    already = {row.segment_id for row in _translations(new for _old, new in pairs)}
    olds: dict[int, list[Translation]] = {}
    for row in _translations(old for old, new in pairs if new.pk not in already):
        if row.state != TranslationState.MACHINE:
            olds.setdefault(row.segment_id, []).append(row)
    replaced: dict[int, Segment] = {}
    for old, new in pairs:
        if new.pk not in already and (new.pk not in replaced or (old.pk in olds and replaced[new.pk].replaces_id not in olds)):
            new.replaces = old
            replaced[new.pk] = new
    Segment.objects.bulk_update(replaced.values(), ["replaces"], batch_size=CHUNK)
    rows = [_outdated(row, new, at) for new in replaced.values() for row in olds.get(new.replaces_id or 0, ())]
    return len(Translation.objects.bulk_create(rows, batch_size=CHUNK))


def _translations(of: Iterable[Segment]) -> Iterator[Translation]:
    wanted = list(dict.fromkeys(segment.pk for segment in of))
    for start in range(0, len(wanted), CHUNK):
        yield from Translation.objects.filter(segment__in=wanted[start : start + CHUNK]).order_by("pk")


def _outdated(row: Translation, segment: Segment, at: datetime) -> Translation:
    return Translation(
        segment=segment,
        language=row.language,
        text=row.text,
        state=TranslationState.OUTDATED,
        drafted_by=row.drafted_by,
        written_by=row.written_by,
        written_at=at,
    )


def _changed_pairs(before: Sequence[Segment], after: Sequence[Segment]) -> list[tuple[Segment, Segment]]:
    """Which new sentence stands for which old one: within a replaced stretch, each with the likest that is left."""
    kept = {segment.digest for segment in after}
    pairs = []
    matcher = SequenceMatcher(None, [row.digest for row in before], [row.digest for row in after], autojunk=False)
    for kind, low, high, new_low, new_high in matcher.get_opcodes():
        if kind != "replace":
            continue
        left = [row for row in before[low:high] if row.digest not in kept]
        for new in after[new_low:new_high]:
            if not left:
                break
            old = max(left, key=lambda row, text=new.text: SequenceMatcher(None, row.text, text).ratio())  # type: ignore[misc]  # -- bound default
            left.remove(old)
            pairs.append((old, new))
    return pairs
