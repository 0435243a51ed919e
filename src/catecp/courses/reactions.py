"""What follows when something happened to courses."""

from django.utils import timezone
from django.utils.translation import gettext as _

from catecp.courses.facts import AssetKept, RenditionsMade, VersionPublished, VersionWithdrawn
from catecp.courses.models import Asset, Block, Course
from catecp.courses.services.indexing import index_course
from catecp.courses.services.renditions import JOB, wants_renditions
from catecp.kernel import jobs
from catecp.kernel.ledger import reacts_to
from catecp.kernel.models import LedgerEntry
from catecp.languages.facts import TranslationKept, TranslationReviewed, TranslationsChanged


@reacts_to(AssetKept)
def make_smaller_forms(entry: LedgerEntry) -> None:
    asset = Asset.objects.filter(pk=entry.body["asset_id"]).first()
    if asset is None or not wants_renditions(asset) or asset.renditions.exists():
        return
    title = _("Smaller forms of %(name)s") % {"name": asset.name}
    jobs.start(kind=JOB, title=title, arguments={"asset": asset.pk}, by=asset.stored_by, at=timezone.now())


@reacts_to(VersionPublished, VersionWithdrawn)
def index_published(entry: LedgerEntry) -> None:
    index_course(entry.body["course_id"])


@reacts_to(TranslationKept, TranslationReviewed, TranslationsChanged)
def index_translated(entry: LedgerEntry) -> None:
    for course in Course.objects.filter(body=entry.body["body_id"], published__isnull=False).values_list("pk", flat=True):
        index_course(course)


@reacts_to(RenditionsMade)
def count_data_anew(entry: LedgerEntry) -> None:
    using = Block.objects.filter(content__content_assets__asset=entry.body["asset_id"]).order_by().values("version")
    for course in Course.objects.filter(published__in=using).values_list("pk", flat=True):
        index_course(course)
