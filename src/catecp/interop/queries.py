"""What a person may see of packages being imported."""

from django.db.models import QuerySet

from catecp.accounts.queries import Actor
from catecp.accounts.roles import Permission
from catecp.interop.models import PackageUpload
from catecp.network.models import Institution
from catecp.network.queries.canonical import institutions_held


def uploads_visible_to(actor: Actor) -> QuerySet[PackageUpload]:
    """One's own uploads, newest first."""
    return PackageUpload.objects.filter(uploaded_by=actor.pk or 0).select_related("owner", "course", "job")


def owners_for(actor: Actor) -> QuerySet[Institution]:
    """Institutions a person may import courses for."""
    held = institutions_held(actor, Permission.WRITE_COURSE)
    found = Institution.objects.filter(merged_into=None)
    return (found if held is None else found.filter(pk__in=held)).order_by("sort_name", "pk")
