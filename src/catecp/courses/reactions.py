"""What follows when something happened to courses."""

from django.utils import timezone
from django.utils.translation import gettext as _

from catecp.courses.facts import AssetKept
from catecp.courses.models import Asset
from catecp.courses.services.renditions import JOB, wants_renditions
from catecp.kernel import jobs
from catecp.kernel.ledger import reacts_to
from catecp.kernel.models import LedgerEntry


@reacts_to(AssetKept)
def make_smaller_forms(entry: LedgerEntry) -> None:
    asset = Asset.objects.filter(pk=entry.body["asset_id"]).first()
    if asset is None or not wants_renditions(asset) or asset.renditions.exists():
        return
    title = _("Smaller forms of %(name)s") % {"name": asset.name}
    jobs.start(kind=JOB, title=title, arguments={"asset": asset.pk}, by=asset.stored_by, at=timezone.now())
