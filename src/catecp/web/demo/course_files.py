"""The demo's courses: six written by us (folders with texts, media and translations), six packages that other people made."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from catecp.courses.content import BlockSource, UnitSource
from catecp.courses.models import Course, Field, Passport, Version
from catecp.courses.services.assets import keep_bytes
from catecp.courses.services.outline import start_course, write_outline
from catecp.courses.services.publishing import publish_version
from catecp.interop.services.importing import import_course
from catecp.kernel.translated import Translated, written
from catecp.languages.services.loading import load_translations
from catecp.network.enums import InstitutionKind
from catecp.network.services.institutions import add_institution
from catecp.web.demo.workshop import institution_named

HERE = Path(__file__).parent
COURSES, PACKAGES = HERE / "courses", HERE / "packages"
_TAGS = {"zh": "zh-hans"}
_ASSET_INSIDE = re.compile(r'data-asset="(media/[^"]+)"')
_TEXTS = ("safety", "prerequisites", "assessment", "accessibility", "support")


def tag(language: str) -> str:
    return _TAGS.get(language, language)


def translated(texts: dict[str, str] | None, original: str) -> Translated:
    found = {tag(language): text for language, text in (texts or {}).items()}
    return Translated(found, original=original if original in found else next(iter(found), "en"))


@dataclass(frozen=True)
class Folder:
    """One of our own courses as it lies in the repository."""

    path: Path

    def load(self, *, at: datetime, by: Any, before_publishing: Callable[[Version], None] = lambda _version: None) -> Course:
        said = yaml.safe_load((self.path / "course.yaml").read_text(encoding="utf-8"))
        language = tag(said["language"])
        course = start_course(
            title=translated(said["title"], language),
            summary=translated(said["summary"], language),
            language=language,
            owner=institution_named(said["owner"]),
            at=at,
            by=by,
            origin="Written for the CATECP demo, CC BY 4.0",
        )
        Course.objects.filter(pk=course.pk).update(is_demo=True)
        version = course.draft
        if version is None:
            raise RuntimeError("A course begins with a draft.")
        write_outline(version=version, units=[self._unit(unit, at, by) for unit in said["units"]], at=at, by=by)
        _write_passport(version, said["passport"], language=language, field=said["field"])
        self._translate(course, at, by)
        before_publishing(version)
        publish_version(version=version, at=at, by=by)
        return Course.objects.get(pk=course.pk)

    def _unit(self, said: dict[str, Any], at: datetime, by: Any) -> UnitSource:
        return UnitSource(
            title=said["title"],
            key=said.get("key", ""),
            settings=said.get("settings", {}),
            units=tuple(self._unit(unit, at, by) for unit in said.get("units", ())),
            blocks=tuple(self._block(block, at, by) for block in said.get("blocks", ())),
        )

    def _block(self, said: dict[str, Any], at: datetime, by: Any) -> BlockSource:
        body = {name: self._bound(value, at, by) for name, value in said.items() if name != "kind"}
        return BlockSource(kind=said["kind"], body=body)

    def _bound(self, value: Any, at: datetime, by: Any) -> Any:
        """The value with names of media files replaced by the checksums they are kept under."""
        if isinstance(value, list):
            return [self._bound(item, at, by) for item in value]
        if isinstance(value, dict):
            return {name: self._bound(item, at, by) for name, item in value.items()}
        if isinstance(value, str) and value.startswith("media/"):
            return self._keep(value, at, by)
        if isinstance(value, str):
            return _ASSET_INSIDE.sub(lambda found: f'data-asset="{self._keep(found.group(1), at, by)}"', value)
        return value

    def _keep(self, name: str, at: datetime, by: Any) -> str:
        return keep_bytes(name=name, content=(self.path / name).read_bytes(), at=at, by=by).sha256

    def _translate(self, course: Course, at: datetime, by: Any) -> None:
        for file in sorted((self.path / "translations").glob("*.yaml")):
            pairs = [(row["s"], row["t"]) for row in yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)]  # noqa: S506 -- the safe loader in C
            load_translations(body=course.body, language=tag(file.stem), pairs=pairs, source="by us, unreviewed", at=at, by=by)


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _write_passport(version: Version, said: dict[str, Any], *, language: str, field: str) -> None:
    passport = Passport.objects.get(version=version)
    passport.field = Field.objects.filter(key=field).first()
    for name in ("licence", "rights_holder", "level_national", "level_aqrf", "hours", "hours_practical", "rules"):
        setattr(passport, name, said.get(name, getattr(passport, name)))
    passport.outcomes = [{"text": translated(texts, language).to_json()} for texts in said.get("outcomes", [])]
    passport.equipment = [
        {name: translated(row.get(name), language).to_json() for name in ("what", "substitute")}
        for row in said.get("equipment", [])
    ]
    for name in _TEXTS:
        setattr(passport, name, translated(said.get(name), language))
    passport.save()


@dataclass(frozen=True)
class Package:
    """A package of other people, under whose name and licence it comes in."""

    file: str
    title: str
    licence: str
    rights_holder: str
    hours: int


PACKAGE_COURSES = (
    Package("cc_allyworkshop.imscc", "Making course pages accessible", "CC-BY-SA-4.0", "as the cartridge states", 4),
    Package("cc_canvas_canvas_cc_gem_course.imscc", "A sampler of every cartridge part", "MIT", "Instructure", 2),
    Package("scorm_singlesco_scorm12.zip", "Golf explained: one SCORM activity", "CC-BY-3.0", "Moodle contributors", 1),
    Package(
        "scorm_RuntimeBasicCalls_SCORM20043rdEdition.zip", "SCORM 2004 run-time calls", "CC-BY-3.0", "Moodle contributors", 1
    ),
    Package("cmi5_masteryscore_framed.zip", "A cmi5 unit with a mastery score", "Apache-2.0", "Advanced Distributed Learning", 1),
    Package("cmi5_lts_001-essentials.zip", "The smallest cmi5 unit", "Apache-2.0", "Advanced Distributed Learning", 1),
)
LIBRARY = {"en": "Course library of the demo (invented)", "zh-hans": "演示课程库（虚构）", "km": "បណ្ណាល័យវគ្គសិក្សានៃការបង្ហាញ (ប្រឌិត)"}


def load_packages(*, at: datetime, by: Any) -> Iterator[Course]:
    """Through the same import as everybody's; they belong to nobody real."""
    owner = add_institution(names=LIBRARY, country=None, kind=InstitutionKind.OTHER, source="demo", at=at, by=by)
    for package in PACKAGE_COURSES:
        course, _looked = import_course(path=PACKAGES / package.file, owner=owner, at=at, by=by)
        title = written(package.title, "en")
        Course.objects.filter(pk=course.pk).update(is_demo=True, title=title, summary=course.summary or title)
        Passport.objects.filter(version=course.draft).update(
            licence=package.licence, rights_holder=package.rights_holder, hours=package.hours
        )
        if course.draft is None:
            raise RuntimeError("An import leaves a draft.")
        publish_version(version=course.draft, at=at, by=by)
        yield Course.objects.get(pk=course.pk)
