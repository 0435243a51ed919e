"""Channels and offerings as pages show them."""

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from catecp.courses.models import Channel, Offering


def channels_with_offers() -> QuerySet[Channel]:
    """Every channel with how many open offers it has. Channels are public: who may join must know by what they join."""
    opened = Offering.objects.filter(channel=OuterRef("pk"), is_open=True).order_by().values("channel")
    offers = Coalesce(Subquery(opened.annotate(number=Count("pk")).values("number")), 0)
    return Channel.objects.select_related("owner").annotate(offers=offers).order_by("key")


def offers_of(channel: Channel) -> QuerySet[Offering]:
    """Open ones first, the newest first."""
    rows = Offering.objects.filter(channel=channel).select_related("version__course", "institution")
    return rows.order_by("-is_open", "-starts_on", "-pk")
