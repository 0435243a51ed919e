"""A course as schema.org says it: `Course` with its instances. Pure; the caller gives addresses."""

from typing import Any

from catecp.courses.models import Course, Offering, Passport
from catecp.courses.passport import LanguageState
from catecp.kernel.translated import Translated

_LICENCES = "https://spdx.org/licenses/"


def language_tag(tag: str) -> str:
    """As BCP 47 writes it: zh-Hans, not zh-hans."""
    language, _dash, script = tag.partition("-")
    return f"{language}-{script.title()}" if script else language


def course_data(
    course: Course, passport: Passport | None, *, address: str, languages: tuple[LanguageState, ...], offerings: list[Offering]
) -> dict[str, Any]:
    """schema.org Course; empty values are left out. `address` is absolute."""
    readable = [language_tag(state.tag) for state in languages if state.percent >= 100]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "@id": address,
        "url": address,
        "identifier": course.public_id,
        "name": str(course.title),
        "description": str(course.summary),
        "inLanguage": language_tag(course.language),
        "availableLanguage": readable,
        "provider": {"@type": "EducationalOrganization", "name": str(course.owner), "url": course.owner.website},
        "isAccessibleForFree": True,
    }
    if passport is not None:
        data |= _of_passport(passport)
    data["hasCourseInstance"] = [_instance(offering) for offering in offerings]
    return {key: value for key, value in data.items() if value not in ("", None, [], {})}


def _of_passport(passport: Passport) -> dict[str, Any]:
    licence = passport.licence
    return {
        "license": f"{_LICENCES}{licence}.html" if licence and licence != "agreement" else None,
        "copyrightHolder": {"@type": "Organization", "name": passport.rights_holder} if passport.rights_holder else None,
        "educationalLevel": f"AQRF {passport.level_aqrf}" if passport.level_aqrf else None,
        "timeRequired": f"PT{passport.hours.normalize():f}H" if passport.hours else None,
        "teaches": [text for text in (str(Translated.from_json(item.get("text"))) for item in passport.outcomes) if text],
        "coursePrerequisites": str(passport.prerequisites),
        "about": _field(passport),
    }


def _field(passport: Passport) -> dict[str, Any] | None:
    if passport.field is None:
        return None
    return {
        "@type": "DefinedTerm",
        "name": str(passport.field),
        "termCode": passport.field.isced_code,
        "inDefinedTermSet": "ISCED-F 2013",
    }


def _instance(offering: Offering) -> dict[str, Any]:
    data = {
        "@type": "CourseInstance",
        "courseMode": "online",
        "name": str(offering.name or offering.channel.name),
        "startDate": offering.starts_on.isoformat() if offering.starts_on else "",
        "endDate": offering.ends_on.isoformat() if offering.ends_on else "",
        "inLanguage": [language_tag(tag) for tag in offering.languages],
    }
    return {key: value for key, value in data.items() if value}
