"""Other names of an institution: variants, abbreviations and earlier names."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.network.enums import NameKind
from catecp.network.facts import InstitutionNamed, InstitutionNameRemoved
from catecp.network.models import Institution, InstitutionName
from catecp.network.services.institutions import locked, refresh_search_text


class EmptyName(Refused):
    """A name consists of at least one letter or digit."""


class NameAlreadyThere(Refused):
    """The institution already has this name of this kind."""


class NotADuration(Refused):
    """Something ends before it starts."""


@transaction.atomic
def add_name(
    *,
    institution: Institution,
    text: str,
    kind: str,
    language: str = "en",
    valid_from: date | None = None,
    valid_to: date | None = None,
    at: datetime,
    by: User | None,
) -> InstitutionName:
    """One more name by which the institution is found. An earlier name may say from and until when it was used."""
    institution = locked(institution)
    text = clean_line(text)
    if not any(letter.isalnum() for letter in text):
        raise EmptyName(_("Write the name with at least one letter."))
    if valid_from and valid_to and valid_to < valid_from:
        raise NotADuration(_("The last day of the name lies before its first day. Exchange or correct the two dates."))
    if institution.names.filter(text=text, kind=kind).exists():
        raise NameAlreadyThere(_("“%(name)s” is already listed.") % {"name": text})
    name = InstitutionName.objects.create(
        institution=institution, text=text, kind=NameKind(kind), language=language, valid_from=valid_from, valid_to=valid_to
    )
    refresh_search_text(institution)
    ledger.record(InstitutionNamed(institution_id=institution.pk, text=text, name_kind=name.kind), by=by, at=at)
    return name


@transaction.atomic
def remove_name(*, name: InstitutionName, at: datetime, by: User) -> None:
    """The institution is no longer found by this name; the ledger keeps that it was."""
    institution = locked(name.institution)
    fact = InstitutionNameRemoved(institution_id=institution.pk, text=name.text, name_kind=name.kind)
    name.delete()
    refresh_search_text(institution)
    ledger.record(fact, by=by, at=at)
