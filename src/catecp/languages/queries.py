"""What the desk and the glossary read."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q, QuerySet

from catecp.accounts.queries import Actor, holds_anywhere
from catecp.accounts.roles import Permission
from catecp.languages import bodies
from catecp.languages.bodies import Stand
from catecp.languages.differences import Part, difference
from catecp.languages.models import Segment, Term, TermWord, TextBody, Translation, TranslationNote, TranslationState
from catecp.languages.tags import LANGUAGES
from catecp.languages.translation_checks import TermWords, terms_in

MISSING = "missing"
STATES = (MISSING, *TranslationState.values)


@dataclass
class StateCounts:
    """How many sentences of a body are in which state in one language; the states and `missing` sum to `total`."""

    total: int = 0
    machine: int = 0
    translated: int = 0
    reviewed: int = 0
    outdated: int = 0

    @property
    def missing(self) -> int:
        return self.total - self.machine - self.translated - self.reviewed - self.outdated

    @property
    def readable(self) -> int:
        """Sentences a learner reads in this language: a person stands behind them and they are of the present wording."""
        return self.translated + self.reviewed

    def of(self, state: str) -> int:
        return int(getattr(self, state))


@dataclass(frozen=True)
class DeskFilter:
    state: str = ""
    q: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.state and not self.q


@dataclass
class DeskRow:
    """One sentence at the desk with everything beside it."""

    segment: Segment
    stand: Stand
    translation: Translation | None = None
    terms: list[TermWords] = field(default_factory=list)
    changes: list[Part] = field(default_factory=list)  # from the wording the outdated translation was made for
    memory: list["Remembered"] = field(default_factory=list)
    notes: list[TranslationNote] = field(default_factory=list)

    @property
    def state(self) -> str:
        return self.translation.state if self.translation else MISSING


@dataclass(frozen=True)
class Remembered:
    """The same sentence was translated so in another body."""

    text: str
    state: str
    where: str


def bodies_visible_to(actor: Actor) -> QuerySet[TextBody]:
    """Bodies the actor may work on at the desk: none without a translator's or reviewer's permission."""
    if holds_anywhere(actor, Permission.TRANSLATE) or holds_anywhere(actor, Permission.REVIEW_TRANSLATION):
        return bodies.source().visible_to(actor)
    return TextBody.objects.none()


def state_counts(of: Collection[int]) -> dict[int, dict[str, StateCounts]]:
    """{body id: {language: counts}} over the sentences that stand there now; every body has every language but its own."""
    current = bodies.source().current(of).order_by()
    totals = dict(Segment.objects.filter(pk__in=current.values("pk")).values_list("body").annotate(number=Count("pk")).order_by())
    owns = dict(TextBody.objects.filter(pk__in=of).values_list("pk", "language"))
    found = {
        pk: {tag: StateCounts(total=totals.get(pk, 0)) for tag in LANGUAGES if tag != language} for pk, language in owns.items()
    }
    rows = Translation.objects.filter(segment__in=current.values("pk")).order_by()
    for body, language, state, number in rows.values_list("segment__body", "language", "state").annotate(number=Count("pk")):
        if language in found.get(body, {}):
            setattr(found[body][language], state, number)
    return found


def found_stands(body: TextBody, language: str, asked: DeskFilter) -> list[Stand]:
    """The places of the body's sentences that the filter keeps, in reading order."""
    stands = bodies.source().stands(body)
    if asked.state in STATES:
        states = dict(Translation.objects.filter(segment__body=body, language=language).values_list("segment", "state"))
        stands = [stand for stand in stands if states.get(stand.segment, MISSING) == asked.state]
    if asked.q:
        text = asked.q[:200]
        in_target = Q(translations__language=language, translations__text__icontains=text)
        hits = set(Segment.objects.filter(Q(text__icontains=text) | in_target, body=body).order_by().values_list("pk", flat=True))
        stands = [stand for stand in stands if stand.segment in hits or text.lower() in stand.where.lower()]
    return stands


def desk_rows(body: TextBody, language: str, stands: Iterable[Stand]) -> list[DeskRow]:
    """The rows of one page of the desk; a fixed number of queries however many there are."""
    stands = list(stands)
    ids = [stand.segment for stand in stands]
    segments = Segment.objects.filter(pk__in=ids, body=body).select_related("replaces").in_bulk()
    translations = {row.segment_id: row for row in Translation.objects.filter(segment__in=ids, language=language)}
    notes = defaultdict(list)
    for note in TranslationNote.objects.filter(segment__in=ids, language=language, settled_at=None).order_by("pk"):
        notes[note.segment_id].append(note)
    remembered = memory_of([segments[pk] for pk in ids if pk in segments], language)
    terms = term_words(body.language, language)
    wordings = _wordings_translated(
        [segments[row.segment_id] for row in translations.values() if row.state == TranslationState.OUTDATED], language
    )
    rows = []
    for stand in stands:
        segment = segments.get(stand.segment)
        if segment is None:
            continue
        row = DeskRow(segment, stand, translations.get(segment.pk), notes=notes[segment.pk])
        row.terms = terms_in(segment.text, body.language, terms)
        row.memory = remembered.get(segment.digest, [])
        if segment.pk in wordings:
            row.changes = difference(wordings[segment.pk], segment.text)
        rows.append(row)
    return rows


def _wordings_translated(outdated: Iterable[Segment], language: str, most: int = 5) -> dict[int, str]:
    """{segment id: the wording its outdated translation was made for}: a sentence may have changed several times since."""
    earlier = {segment.pk: segment.replaces for segment in outdated if segment.replaces is not None}
    for _step in range(most):
        ids = {segment.pk for segment in earlier.values()}
        carried = Translation.objects.filter(segment__in=ids, language=language, state=TranslationState.OUTDATED)
        still = (
            Segment.objects.filter(pk__in=carried.values("segment"), replaces__isnull=False).select_related("replaces").in_bulk()
        )
        if not still:
            break
        earlier = {
            pk: still[segment.pk].replaces or segment if segment.pk in still else segment for pk, segment in earlier.items()
        }
    return {pk: segment.text for pk, segment in earlier.items()}


def memory_of(segments: Collection[Segment], language: str) -> dict[str, list[Remembered]]:
    """{digest: how the same sentence reads in other bodies}, reviewed ones first, each wording once."""
    own = {segment.body_id for segment in segments}
    rows = (
        Translation.objects.filter(
            segment__digest__in={segment.digest for segment in segments},
            language=language,
            state__in=[TranslationState.REVIEWED, TranslationState.TRANSLATED],
        )
        .exclude(segment__body__in=own)
        .select_related("segment__body")
        .order_by("state", "-written_at", "pk")  # "reviewed" comes before "translated"
    )
    found: dict[str, list[Remembered]] = defaultdict(list)
    for row in rows:
        known = found[row.segment.digest]
        if len(known) < 3 and row.text not in {item.text for item in known}:
            known.append(Remembered(row.text, row.state, str(row.segment.body)))
    return dict(found)


def term_words(source: str, target: str) -> tuple[TermWords, ...]:
    """Every term that has a word in the source language, with the words translations into `target` must use."""
    words: dict[str, dict[str, list[str]]] = defaultdict(lambda: {"source": [], "target": []})
    rows = TermWord.objects.filter(language__in=[source, target]).order_by("term__key", "-is_preferred", "pk")
    for key, language, text, is_preferred in rows.values_list("term__key", "language", "text", "is_preferred"):
        if language == source:
            words[key]["source"].append(text)
        elif is_preferred:
            words[key]["target"].append(text)
    return tuple(TermWords(key, tuple(row["source"]), tuple(row["target"])) for key, row in words.items() if row["source"])


def published_translations(segments: Collection[int], language: str) -> dict[int, Translation]:
    """{segment id: translation} of what learners may see: written, accepted or reviewed by a person, and not outdated."""
    rows = Translation.objects.filter(
        segment__in=segments, language=language, state__in=[TranslationState.TRANSLATED, TranslationState.REVIEWED]
    )
    return {row.segment_id: row for row in rows}


# The glossary is public.


@dataclass(frozen=True)
class TermFilter:
    field: str = ""
    q: str = ""
    unreviewed_in: str = ""


def terms_found(asked: TermFilter) -> QuerySet[Term]:
    """Terms by field and by a word in any language, with their words."""
    found = Term.objects.all()
    if asked.field:
        found = found.filter(field=asked.field)
    if asked.q:
        text = asked.q.strip()[:100]
        by_word = TermWord.objects.filter(Q(text__icontains=text) | Q(romanised__icontains=text)).values("term")
        found = found.filter(Q(key__icontains=text) | Q(pk__in=by_word))
    if asked.unreviewed_in:
        unreviewed = TermWord.objects.filter(language=asked.unreviewed_in).exclude(state=TranslationState.REVIEWED)
        found = found.filter(pk__in=unreviewed.values("term"))
    return found.prefetch_related(words_in_order()).select_related("picture").order_by("field", "key", "pk")


def words_in_order() -> Prefetch:
    return Prefetch("words", queryset=TermWord.objects.select_related("audio").order_by("language", "-is_preferred", "pk"))


def words_by_field() -> dict[str, int]:
    """{field: number of terms}."""
    return dict(Term.objects.order_by().values_list("field").annotate(number=Count("pk")))


def glossary_review_state() -> dict[str, tuple[int, int]]:
    """{language: (words, of them reviewed by a native speaker)}."""
    rows = (
        TermWord.objects.order_by()
        .values_list("language")
        .annotate(number=Count("pk"), reviewed=Count("pk", filter=Q(state=TranslationState.REVIEWED)))
    )
    return {language: (number, reviewed) for language, number, reviewed in rows}
