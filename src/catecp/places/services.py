import csv
from datetime import date
from pathlib import Path

import yaml
from django.db import transaction

from catecp.kernel.translated import Translated
from catecp.places.models import Country, Region

DATA = Path(__file__).parent / "data"


@transaction.atomic
def load_countries() -> int:
    """Load or refresh the reference data that comes with the program. Returns the number of countries."""
    names = yaml.safe_load((DATA / "names.yaml").read_text(encoding="utf-8"))
    with (DATA / "countries.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        Country.objects.update_or_create(
            code=row["country"],
            defaults={
                "name": Translated.from_json(names.get(row["country"], {"en": row["name"]})),
                "is_seameo_member": row["seameo_member"] == "yes",
                "asean_member_from": date.fromisoformat(row["asean_member_from"]) if row["asean_member_from"] else None,
                "languages": row["languages"].split(";"),
                "scripts": row["scripts"].split(";"),
                "mobile_broadband_per_100": int(row["connectivity_mobile_broadband_per_100"] or 0) or None,
            },
        )
    return len(rows)


@transaction.atomic
def ensure_region(*, country: Country, name: str) -> Region:
    """The region called so in any language, made when it is new, with the names the program knows it by."""
    asked = name.casefold()
    for region in Region.objects.filter(country=country).order_by("pk"):
        if asked in {text.casefold() for text in region.name.texts.values()}:
            return region
    known = next((texts for texts in _known_regions(country.code) if asked in {text.casefold() for text in texts.values()}), {})
    return Region.objects.create(country=country, name=Translated(texts=known or {"en": name}))


def _known_regions(country: str) -> list[dict[str, str]]:
    with (DATA / "regions.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["country"] == country]
    return [{language: text for language, text in row.items() if language != "country" and text} for row in rows]
