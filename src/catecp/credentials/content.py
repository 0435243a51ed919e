"""What a certificate says, frozen on the day of issue in every language at once: names changed later change nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings

from catecp.courses.models import Adoption, Passport
from catecp.credentials.models import Template
from catecp.credentials.wording import filled, words_in
from catecp.kernel.translated import Translated
from catecp.kernel.typeset.dates import long_date
from catecp.languages.tags import LANGUAGES
from catecp.learning.models import Enrolment
from catecp.network.models import Institution

MOST_OUTCOMES = 12
_MONTHS_UNKNOWN = frozenset({"lo", "my", "fil", "tet"})


@dataclass(frozen=True)
class Parties:
    """Who issues together; `receiver` None: the course was taken at no institution but the provider, or alone."""

    provider: Institution
    receiver: Institution | None
    adoption: Adoption | None


def frozen(*, enrolment: Enrolment, parties: Parties, template: Template | None, number: str, at: datetime) -> dict[str, Any]:
    """Plain values: ids, names, day (ISO), hours (text), score (percent or None), and `in`: {language: words}."""
    learner = enrolment.learner
    day = at.date()
    passport = Passport.objects.filter(version=enrolment.version).first()
    hours = _number(passport.hours) if passport else ""
    score = None if enrolment.score is None else round(enrolment.score * 100)
    language = enrolment.language if enrolment.language in LANGUAGES else "en"
    common = {"course": enrolment.course, "parties": parties, "template": template, "passport": passport, "at": at}
    return {
        "number": number,
        "learner_id": learner.public_id,
        "course_id": enrolment.course.public_id,
        "version": enrolment.version.number,
        "name": learner.name or learner.original_name,
        "original_name": learner.original_name,
        "name_language": learner.name_language,
        "language": language,
        "day": day.isoformat(),
        "completed_on": enrolment.completed_at.date().isoformat() if enrolment.completed_at else "",
        "hours": hours,
        "score": score,
        "level_aqrf": passport.level_aqrf if passport else None,
        "provider_address": settings.SITE_ADDRESS + parties.provider.get_absolute_url(),
        "receiver_address": settings.SITE_ADDRESS + parties.receiver.get_absolute_url() if parties.receiver else "",
        "is_specimen": learner.is_invented,  # a person of the demo: the paper says so
        "signatories": list(template.signatories) if template else [],
        "in": {tag: _words(tag, learner.name, hours, score, common) for tag in LANGUAGES},
    }


def _words(tag: str, name: str, hours: str, score: int | None, common: Mapping[str, Any]) -> dict[str, Any]:
    fixed, template, parties = words_in(tag), common["template"], common["parties"]
    title = _text(common["course"].title, tag)
    day = written_day(common["at"].date(), tag)
    statement = (template.statement[tag] if template else "") or fixed["completed"]
    return {
        "heading": (template.name[tag] if template else "") or fixed["certificate"],
        "certifies": fixed["certifies"],
        "statement": filled(statement, learner=name, course=title, hours=hours, date=day),
        "title": title,
        "summary": _text(common["course"].summary, tag),
        "hours": filled(fixed["hours"], hours=hours) if hours else "",
        "score": filled(fixed["score"], score=str(score)) if score is not None else "",
        "day": day,
        "provider": _text(parties.provider.name, tag) if template is None or template.names_provider else "",
        "receiver": _receiver(parties, tag) if template is None or template.names_receiver else "",
        "network": fixed["network_name"] if template is None or template.names_network else "",
        "outcomes": _outcomes(common["passport"], tag),
        "criteria": _criteria(common["passport"], tag) or fixed["completed"],
    }


def written_day(day: date, tag: str) -> str:
    """With the month's name where we know it in that language, otherwise in figures: 20/11/2026."""
    return f"{day:%d/%m/%Y}" if tag in _MONTHS_UNKNOWN else long_date(day, tag)


def _receiver(parties: Parties, tag: str) -> str:
    return _text(parties.receiver.name, tag) if parties.receiver else ""


def _criteria(passport: Passport | None, tag: str) -> str:
    return _text(passport.assessment, tag) if passport else ""


def _outcomes(passport: Passport | None, tag: str) -> list[str]:
    rows = passport.outcomes[:MOST_OUTCOMES] if passport else []
    return [_text(Translated.from_json(row.get("text", "")), tag) for row in rows]


def _text(text: Translated, tag: str) -> str:
    return text.best(tag)[0]


def _number(value: Decimal | None) -> str:
    """'24', '24.5': without zeros that say nothing."""
    return "" if value is None else f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
