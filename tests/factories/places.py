import factory

from catecp.places.models import Country


class CountryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Country
        django_get_or_create = ("code",)

    code = "KH"
    name = factory.LazyAttribute(
        lambda country: {"en": {"KH": "Cambodia", "CN": "China", "TH": "Thailand"}.get(country.code, country.code)}
    )
