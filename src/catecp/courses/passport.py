"""How ready a course is, from 0 to 100, every point explained. Pure.

The items and their points are policy (`Checklist`); the tests they name are here. A test looks at the facts and says which share of
its points is earned, why, and what to do next.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catecp.kernel.translated import Translated

LIGHT_LESSON_BYTES = 5_000_000  # media of one lesson in the smallest form: about two minutes of 240-line film
FEW_LINES = 12  # characters below which a text says nothing


@dataclass(frozen=True)
class LanguageState:
    """How far a language is: `reviewed` + `translated` + `outdated` + `machine` of `total` segments; the rest is missing."""

    tag: str
    total: int
    reviewed: int = 0
    translated: int = 0
    outdated: int = 0
    machine: int = 0
    is_original: bool = False

    @property
    def shown(self) -> int:
        """Segments that learners read in this language."""
        return self.total if self.is_original else self.reviewed + self.translated

    @property
    def missing(self) -> int:
        return 0 if self.is_original else max(0, self.total - self.shown - self.outdated - self.machine)

    @property
    def percent(self) -> int:
        return self.shown * 100 // self.total if self.total else 0


@dataclass(frozen=True)
class Facts:
    """What is known about a version. Sizes in bytes, counts of things; texts as a reader would see them."""

    owner: str = ""
    licence: str = ""
    rights_holder: str = ""
    field_cn: str = ""
    field_isced: str = ""
    level_national: str = ""
    level_aqrf: int | None = None
    outcomes: int = 0
    hours: Decimal | None = None
    hours_practical: Decimal | None = None
    assessment: str = ""
    completion: bool = False  # rules for completion are set
    equipment: int = 0
    equipment_with_substitute: int = 0
    practicals: int = 0
    practicals_with_safety: int = 0
    safety: str = ""
    languages: tuple[LanguageState, ...] = ()
    pictures: int = 0
    pictures_described: int = 0
    recordings: int = 0  # films and sounds
    recordings_readable: int = 0  # with subtitles or a transcript
    media: int = 0  # films and sounds kept as assets
    media_small: int = 0  # those with a small form
    lessons: int = 0
    light_bytes: int = 0  # of all media in the smallest form
    blocks: int = 0
    blocks_offline: int = 0
    approved_by: tuple[str, ...] = ()
    approved_receiving: bool = False
    review_open: bool = False
    adoptions: int = 0
    countries: int = 0


@dataclass(frozen=True)
class Finding:
    """The share of the points (0 to 1), why, and what to do next (empty when nothing is left to do)."""

    share: float
    why: str
    todo: str = ""


@dataclass(frozen=True)
class Line:
    key: str
    text: Translated
    points: int
    got: int
    why: str
    todo: str
    place: str  # where it is put right: a page of the editor

    @property
    def is_full(self) -> bool:
        return self.got >= self.points


@dataclass(frozen=True)
class Readiness:
    """`score` is 0 to 100: the points got of the points there are."""

    score: int
    got: int
    points: int
    lines: tuple[Line, ...]

    @property
    def open_lines(self) -> list[Line]:
        """What is left to do, what brings most first."""
        return sorted((line for line in self.lines if line.todo), key=lambda line: line.got - line.points)


def readiness(items: Sequence[Mapping[str, Any]], facts: Facts) -> Readiness:
    """The score by these items of policy. Items whose test nobody knows are left out: `unknown_tests` names them."""
    lines = tuple(_line(item, facts) for item in items if item.get("test") in TESTS)
    points, got = sum(line.points for line in lines), sum(line.got for line in lines)
    return Readiness(score=100 * got // points if points else 0, got=got, points=points, lines=lines)


def unknown_tests(items: Sequence[Mapping[str, Any]]) -> list[str]:
    return [str(item.get("test")) for item in items if item.get("test") and item["test"] not in TESTS]


def _line(item: Mapping[str, Any], facts: Facts) -> Line:
    finding = TESTS[item["test"]](facts)
    points = int(item.get("points") or 0)
    return Line(
        key=str(item["key"]),
        text=Translated.from_json(item.get("text")),
        points=points,
        got=int(points * max(0.0, min(1.0, finding.share)) + 1e-9),
        why=finding.why,
        todo=finding.todo,
        place=_PLACES.get(item["test"], "passport"),
    )


def _owner(facts: Facts) -> Finding:
    if facts.owner:
        return Finding(1, _("%(institution)s answers for it.") % {"institution": facts.owner})
    return Finding(0, _("No institution is named."), _("Name the institution that owns the course."))


def _licence(facts: Facts) -> Finding:
    if facts.licence and facts.rights_holder:
        return Finding(1, _("%(licence)s; rights with %(holder)s.") % {"licence": facts.licence, "holder": facts.rights_holder})
    if facts.licence:
        return Finding(
            0.6, _("The licence is %(licence)s; whose rights they are is not said.") % {"licence": facts.licence},
            _("Name who holds the rights."),
        )  # fmt: skip
    return Finding(0, _("Nobody knows what they may do with it."), _("Choose a licence and name who holds the rights."))


def _field(facts: Facts) -> Finding:
    if facts.field_cn and facts.field_isced:
        return Finding(1, _("Chinese catalogue %(cn)s, ISCED-F %(isced)s.") % {"cn": facts.field_cn, "isced": facts.field_isced})
    if facts.field_cn or facts.field_isced:
        return Finding(0.5, _("The field has one code of two."), _("Ask the coordinator to add the missing code to the field."))
    return Finding(0, _("No field is chosen."), _("Choose the field."))


def _level(facts: Facts) -> Finding:
    both = (bool(facts.level_national), facts.level_aqrf is not None)
    if all(both):
        return Finding(
            1, _("%(national)s; AQRF level %(level)s.") % {"national": facts.level_national, "level": facts.level_aqrf}
        )
    if any(both):
        return Finding(0.5, _("One of the two levels is given."), _("Give the national level and the AQRF level."))
    return Finding(0, _("No level is given."), _("Give the national level and the AQRF level."))


def _outcomes(facts: Facts) -> Finding:
    if facts.outcomes >= 3:
        words = ngettext("%(count)s outcome is written.", "%(count)s outcomes are written.", facts.outcomes)
        return Finding(1, words % {"count": facts.outcomes})
    if facts.outcomes:
        words = ngettext("Only %(count)s outcome is written.", "Only %(count)s outcomes are written.", facts.outcomes)
        return Finding(
            facts.outcomes / 3, words % {"count": facts.outcomes}, _("Write at least three: what can a learner do afterwards?")
        )
    return Finding(0, _("No outcomes are written."), _("Write at least three: what can a learner do afterwards?"))


def _hours(facts: Facts) -> Finding:
    if facts.hours is None:
        return Finding(0, _("The hours are not given."), _("Give the hours of learning, and of practice among them."))
    if facts.hours_practical is None:
        return Finding(
            0.6,
            _("%(hours)s hours; how many are practice is not said.") % {"hours": facts.hours},
            _("Give the hours of practice."),
        )
    return Finding(
        1, _("%(hours)s hours, %(practical)s of them practice.") % {"hours": facts.hours, "practical": facts.hours_practical}
    )


def _assessment(facts: Facts) -> Finding:
    is_written = len(facts.assessment) >= FEW_LINES
    if is_written and facts.completion:
        return Finding(1, _("Written, and the rule for completion is set."))
    if is_written or facts.completion:
        todo = _("Set the rule for completion.") if is_written else _("Write how learning is assessed.")
        return Finding(0.5, _("One half is there: the words or the rule for completion."), todo)
    return Finding(
        0, _("Nothing says when the course counts as completed."), _("Write how learning is assessed, and set the rule.")
    )


def _equipment(facts: Facts) -> Finding:
    if not facts.equipment:
        if not facts.practicals:
            return Finding(1, _("No practical task needs equipment."))
        return Finding(
            0, _("There are practical tasks, and no equipment is named."), _("Name the equipment and what can replace it.")
        )
    of = {"count": facts.equipment, "replaced": facts.equipment_with_substitute}
    share = 0.4 + 0.6 * facts.equipment_with_substitute / facts.equipment
    why = _("%(count)s named; %(replaced)s with a local substitute.") % of
    return Finding(share, why, "" if share >= 1 else _("Say for each what can replace it where it cannot be had."))


def _safety(facts: Facts) -> Finding:
    missing = facts.practicals - facts.practicals_with_safety
    has_notes = len(facts.safety) >= FEW_LINES
    if has_notes and missing <= 0:
        return Finding(1, _("Notes for the whole course and at every practical task."))
    if has_notes:
        words = ngettext(
            "One practical task says nothing about safety.", "%(count)s practical tasks say nothing about safety.", missing
        )
        return Finding(0.5, words % {"count": missing}, _("Write at each practical task what can hurt, and what protects."))
    return Finding(0, _("Nothing is said about safety."), _("Write what can hurt, and what protects; or that nothing can."))


def _languages(facts: Facts) -> Finding:
    others = [language for language in facts.languages if not language.is_original]
    best = sorted((language.percent for language in others), reverse=True)[:2]
    share = (1 + sum(best) / 100) / 3 if facts.languages else 0.0
    whole = sum(1 for language in others if language.percent >= 100)
    why = ngettext(
        "The original, and %(count)s other language that learners can read in full.",
        "The original, and %(count)s other languages that learners can read in full.",
        whole,
    ) % {"count": whole}
    return Finding(share, why, "" if share >= 1 else _("Translate it: two languages besides its own give all points."))


def _alternatives(facts: Facts) -> Finding:
    if not facts.pictures:
        return Finding(1, _("There are no pictures."))
    of = {"done": facts.pictures_described, "all": facts.pictures}
    share = facts.pictures_described / facts.pictures
    why = _("%(done)s of %(all)s pictures have an alternative text.") % of
    return Finding(share, why, "" if share >= 1 else _("Write what each picture shows, for those who cannot see it."))


def _subtitles(facts: Facts) -> Finding:
    if not facts.recordings:
        return Finding(1, _("There are no films or sounds."))
    of = {"done": facts.recordings_readable, "all": facts.recordings}
    share = facts.recordings_readable / facts.recordings
    why = _("%(done)s of %(all)s films and sounds can be read.") % of
    return Finding(share, why, "" if share >= 1 else _("Add subtitles or a transcript."))


def _data_cost(facts: Facts) -> Finding:
    if facts.media > facts.media_small:
        of = {"done": facts.media_small, "all": facts.media}
        return Finding(
            0.5 * facts.media_small / facts.media,
            _("%(done)s of %(all)s films and sounds have a small form.") % of,
            _("Wait until the small forms are made, or upload the file again."),
        )
    average = facts.light_bytes / facts.lessons if facts.lessons else 0
    shown = {"size": f"{average / 1_000_000:.1f}"}
    if average <= LIGHT_LESSON_BYTES:
        return Finding(1, _("A lesson costs %(size)s MB of media on average, in the smallest form.") % shown)
    return Finding(
        0.5, _("A lesson costs %(size)s MB of media even in the smallest form.") % shown,
        _("Cut long films, or put them behind a choice."),
    )  # fmt: skip


def _offline(facts: Facts) -> Finding:
    if not facts.blocks:
        return Finding(0, _("There is no content yet."), _("Write a lesson."))
    missing = facts.blocks - facts.blocks_offline
    if not missing:
        return Finding(1, _("Every part works without network, or says what to do without it."))
    words = ngettext("One part needs the network.", "%(count)s parts need the network.", missing)
    return Finding(facts.blocks_offline / facts.blocks * 0.5, words % {"count": missing}, _("Give each a fallback."))


def _review(facts: Facts) -> Finding:
    if facts.approved_by and facts.approved_receiving:
        return Finding(1, _("Approved; read by %(names)s.") % {"names": ", ".join(facts.approved_by)})
    if facts.approved_by:
        return Finding(0.6, _("Approved, without a reader from the receiving region."), _("Ask for a reader there."))
    if facts.review_open:
        return Finding(0, _("It is being read."), _("Wait for the decision."))
    return Finding(0, _("Nobody has reviewed it."), _("Ask for a review."))


def _used(facts: Facts) -> Finding:
    if not facts.adoptions:
        return Finding(0, _("No institution has confirmed that it uses it."))
    words = ngettext(
        "%(count)s institution uses it; countries: %(countries)s.",
        "%(count)s institutions use it; countries: %(countries)s.",
        facts.adoptions,
    )
    return Finding(1, words % {"count": facts.adoptions, "countries": facts.countries})


TESTS: dict[str, Callable[[Facts], Finding]] = {
    "owner": _owner,
    "licence": _licence,
    "field": _field,
    "level": _level,
    "outcomes": _outcomes,
    "hours": _hours,
    "assessment": _assessment,
    "equipment": _equipment,
    "safety": _safety,
    "languages": _languages,
    "alternatives": _alternatives,
    "subtitles": _subtitles,
    "data_cost": _data_cost,
    "offline": _offline,
    "review": _review,
    "used": _used,
}
_PLACES = {
    "languages": "languages",
    "alternatives": "outline",
    "subtitles": "outline",
    "data_cost": "outline",
    "offline": "outline",
    "review": "review",
}
