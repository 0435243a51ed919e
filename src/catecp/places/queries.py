from datetime import date

from django.db.models import QuerySet

from catecp.places.models import Country, Region

CHINA, CAMBODIA, RUSSIA = "CN", "KH", "RU"
SOUTH_EAST_ASIA = ("BN", "ID", "KH", "LA", "MM", "MY", "PH", "SG", "TH", "TL", "VN")


def countries_of_cooperation() -> QuerySet[Country]:
    return Country.objects.order_by("code")


def country_names() -> dict[str, str]:
    """{code: name in the page's language}."""
    return {country.code: str(country.name) for country in Country.objects.all()}


def asean_members(*, on: date) -> QuerySet[Country]:
    return Country.objects.filter(asean_member_from__lte=on).order_by("code")


def region_named(*, country: str, name: str) -> Region | None:
    return next((region for region in Region.objects.filter(country=country) if region.name["en"].lower() == name.lower()), None)
