"""The letter by which an institution states that it uses a course: in its own language and English, ready to be signed."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from catecp.courses.models import Adoption
from catecp.events.documents.letters import Addressee, Letter, LetterText, Organiser, Signatory, render_letter
from catecp.kernel.typeset.dates import long_date


def render_adoption_letter(adoption: Adoption, *, site: str, at: datetime) -> bytes:
    """A PDF; from the adopter to the owner of the course."""
    return render_letter(adoption_letter(adoption, site=site, at=at), at=at)


def adoption_letter(adoption: Adoption, *, site: str, at: datetime) -> Letter:
    adopter = adoption.institution.merged_into or adoption.institution
    owner = adoption.course.owner.merged_into or adoption.course.owner
    own = next(iter(adopter.country.languages), "en") if adopter.country else "en"
    tags = list(dict.fromkeys((own, "en")))
    return Letter(
        number=f"AD-{adoption.public_id.upper()}",
        issued_on=at.date(),
        organisers=(Organiser(name=adopter.name.best(tags[0])[0]),),
        addressee=Addressee(name=owner.name.best("en")[0], country=str(owner.country or "")),
        texts=tuple(_text(adoption, tag) for tag in tags),
        signatories=(Signatory(name=adoption.confirmed_by_name or " ", post="", institution=adopter.name.best(tags[0])[0]),),
        check_address=site + adoption.get_absolute_url(),
    )


def _text(adoption: Adoption, tag: str) -> LetterText:
    with translation.override(tag):
        adopter = adoption.institution.merged_into or adoption.institution
        values = {"institution": adopter.name.best(tag)[0], "course": adoption.course.title.best(tag)[0]}
        statement = adoption.statement.best(tag)[0]
        paragraphs = [_("%(institution)s states that it has taken the course “%(course)s” into a programme of its own.") % values]
        return LetterText(
            language=tag,
            subject=_("Letter of adoption"),
            salutation=_("To whom it may concern"),
            paragraphs=(*paragraphs, *([statement] if statement else [])),
            closing=_("Signed for the adopting institution"),
            facts=tuple(_facts(adoption, tag)),
        )


def _facts(adoption: Adoption, tag: str) -> list[tuple[str, str]]:
    period = long_date(adoption.starts_on, tag)
    if adoption.ends_on:
        period = f"{period} – {long_date(adoption.ends_on, tag)}"
    rows = [
        (_("Course"), adoption.course.title.best(tag)[0]),
        (_("Study programme"), adoption.programme.best(tag)[0]),
        (_("In use"), period),
        (_("Learners a year, planned"), str(adoption.seats or "")),
        (_("Responsible teacher"), adoption.teacher_name),
    ]
    return [(name, value) for name, value in rows if value]
