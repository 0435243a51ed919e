"""Institutions of the directory: the reference list, new ones, and changes of their profile."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catecp.accounts.models import User
from catecp.kernel import ledger
from catecp.kernel.errors import Refused
from catecp.kernel.plaintext import clean_line
from catecp.kernel.translated import REVIEWED, Translated
from catecp.network.enums import InstitutionKind, NameKind
from catecp.network.facts import InstitutionAdded, InstitutionEdited
from catecp.network.models import Institution, InstitutionName, InstitutionPlace, PartyRole
from catecp.network.reference import ListedInstitution, listed_institutions
from catecp.network.searchable import fold, names_text, sort_name
from catecp.places.models import Country
from catecp.places.services import ensure_region


class NamelessInstitution(Refused):
    """An institution needs a name."""


class AlreadyInDirectory(Refused):
    """An institution of exactly this name and country is in the directory."""


class MergedAway(Refused):
    """The institution was merged into another one; changes belong there."""


@transaction.atomic
def load_institutions(*, at: datetime | None = None) -> int:
    """Load the reference lists; loading again adds only what is new and changes nothing a person has changed.

    Countries must be there (`places.services.load_countries`). Returns the number of institutions added.
    """
    at = at or timezone.now()
    countries = {country.code: country for country in Country.objects.all()}
    known = _known_names()
    listed = [item for item in listed_institutions() if (item.country, fold(item.name)) not in known]
    for item in listed:
        _load_listed(item, country=countries[item.country], at=at)
    for institution in Institution.objects.prefetch_related("names").order_by("pk"):
        refresh_search_text(institution)
    return len(listed)


def _known_names() -> set[tuple[str, str]]:
    """(country, folded name) of every institution, by whatever name and whether or not it was merged."""
    known = set()
    for institution in Institution.objects.prefetch_related("names").order_by("pk"):
        texts = [*institution.name.texts.values(), *(name.text for name in institution.names.all())]
        known |= {(institution.country_id or "", fold(text)) for text in texts}
    return known


def _load_listed(item: ListedInstitution, *, country: Country, at: datetime) -> Institution:
    institution = Institution.objects.create(name={"en": item.name}, kind=item.kind, country=country, created_at=at)
    InstitutionName.objects.bulk_create(
        InstitutionName(institution=institution, text=text, kind=kind) for kind, text in item.also_named
    )
    if item.province:
        InstitutionPlace.objects.create(institution=institution, region=ensure_region(country=country, name=item.province))
    if item.party_role:
        initiative, role = item.party_role
        PartyRole.objects.create(institution=institution, initiative=initiative, role=role)
    ledger.record(InstitutionAdded(institution_id=institution.pk, source="reference list"), by=None, at=at)
    return institution


def refresh_search_text(institution: Institution) -> None:
    """Bring what is searched and sorted by up to date with the names; writes only when something changed."""
    names = [*institution.name.texts.values(), *(name.text for name in institution.names.all())]
    found = names_text(names)
    order = sort_name(institution.name["en"] or str(institution.name))
    if (institution.search_text, institution.sort_name) != (found, order):
        institution.search_text, institution.sort_name = found, order
        institution.save(update_fields=["search_text", "sort_name"])


def cleaned_texts(texts: Mapping[str, str], *, original: str = "en") -> Translated:
    """Names by language, each one clean line; empty ones fall away. An official name in a second language counts as reviewed."""
    cleaned = {language: clean_line(text) for language, text in texts.items() if clean_line(text)}
    first = original if original in cleaned else next(iter(cleaned), original)
    return Translated(texts=cleaned, original=first, states={language: REVIEWED for language in cleaned if language != first})


@transaction.atomic
def add_institution(
    *,
    names: Mapping[str, str],
    country: Country | None,
    kind: str = InstitutionKind.COLLEGE,
    website: str = "",
    about: Translated | None = None,
    source: str = "directory page",
    at: datetime,
    by: User | None,
) -> Institution:
    """A new institution with its official name in each language it is known in ({"en": …, "zh-hans": …})."""
    name = cleaned_texts(names)
    if not name:
        raise NamelessInstitution(_("Give the institution's name in at least one language."))
    order = sort_name(name["en"] or str(name))
    if Institution.objects.filter(sort_name=order, country=country, merged_into=None).exists():
        words = _("“%(name)s” is already in the directory. Open it there and add what is missing.")
        raise AlreadyInDirectory(words % {"name": name})
    institution = Institution.objects.create(
        name=name,
        sort_name=order,
        country=country,
        kind=InstitutionKind(kind),
        website=website,
        about=about or Translated(),
        created_at=at,
    )
    refresh_search_text(institution)
    ledger.record(InstitutionAdded(institution_id=institution.pk, source=source), by=by, at=at)
    return institution


def locked(institution: Institution) -> Institution:
    """The row as it is now, locked for this transaction; refuses one that was merged away."""
    institution = Institution.objects.select_for_update().get(pk=institution.pk)
    if institution.merged_into_id is not None:
        raise MergedAway(_("This institution was merged into another one. Make the change there, or undo the merge first."))
    return institution


@transaction.atomic
def edit_institution(
    *,
    institution: Institution,
    name: Translated,
    kind: str,
    country: Country | None,
    website: str,
    about: Translated,
    at: datetime,
    by: User,
) -> Institution:
    """Change the profile. A replaced name stays as a variant, so that whoever knows it still finds the institution."""
    institution = locked(institution)
    if not name:
        raise NamelessInstitution(_("Give the institution's name in at least one language."))
    changes = {"name": name, "kind": InstitutionKind(kind), "country": country, "website": website, "about": about}
    changed = sorted(field for field, value in changes.items() if getattr(institution, field) != value)
    if not changed:
        return institution
    _keep_replaced_names(institution, name)
    for field, value in changes.items():
        setattr(institution, field, value)
    institution.save(update_fields=list(changes))
    refresh_search_text(institution)
    ledger.record(InstitutionEdited(institution_id=institution.pk, fields=changed), by=by, at=at)
    return institution


def _keep_replaced_names(institution: Institution, new: Translated) -> None:
    for language, text in institution.name.texts.items():
        if text and text not in new.texts.values() and not institution.names.filter(text=text).exists():
            InstitutionName.objects.create(institution=institution, text=text, kind=NameKind.VARIANT, language=language)
