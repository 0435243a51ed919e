"""Many translations at once, from a file that came with a course."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from catecp.languages.models import Segment, TextBody, Translation, TranslationState
from catecp.languages.segmentation import digest_of, lost_marks

CHUNK = 500


@transaction.atomic
def load_translations(
    *, body: TextBody, language: str, pairs: Iterable[tuple[str, str]], source: str, at: datetime, by: object | None
) -> list[str]:
    """Keep (sentence, translation) pairs as translated, unreviewed; what somebody wrote already stays. Returns the sentences left out:
    unknown in this body, or with other marks than the original."""
    wanted = {digest_of(sentence): (sentence, text) for sentence, text in pairs if text.strip()}
    known = dict(Segment.objects.filter(body=body).values_list("digest", "pk"))
    fitting = {digest: text for digest, (sentence, text) in wanted.items() if digest in known and not lost_marks(sentence, text)}
    rows = [
        Translation(
            segment_id=known[digest],
            language=language,
            text=text.strip(),
            state=TranslationState.TRANSLATED,
            drafted_by=source[:120],
            written_by=getattr(by, "pk", None),
            written_at=at,
        )
        for digest, text in fitting.items()
    ]
    Translation.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
    return [sentence for digest, (sentence, _text) in wanted.items() if digest not in fitting]
