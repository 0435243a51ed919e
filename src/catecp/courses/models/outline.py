from django.db import models
from django.utils import timezone

from catecp.courses.enums import BlockKind
from catecp.courses.models.asset import Asset
from catecp.courses.models.course import Course, Version
from catecp.languages.models import Segment


class Unit(models.Model):
    """A row means: a part of one version: a chapter, or a lesson inside it. `key` is the same in every version of the course."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="units")
    key = models.CharField(max_length=12)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")
    position = models.PositiveIntegerField()  # among all units of the version, in reading order
    title = models.CharField(max_length=300)  # in the course's own language
    title_segment = models.ForeignKey(Segment, null=True, on_delete=models.PROTECT, related_name="+")
    settings = models.JSONField(default=dict)  # {"pool": {"draw": 5}}: questions of this unit are drawn, so many of them

    class Meta:
        ordering = ["version", "position"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="unit_key_once")]

    def __str__(self) -> str:
        return self.title


class BlockContent(models.Model):
    """A row means: what a block holds, in the course's own language, kept once by checksum. It never changes.

    `body` is as `content.py` describes it for the kind; `sha256` is of its canonical JSON.
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=BlockKind.choices)
    body = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["course", "sha256"], name="content_once_in_its_course")]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:8]}"


class ContentSegment(models.Model):
    """A row means: this sentence stands in the content, at this place in reading order."""

    content = models.ForeignKey(BlockContent, on_delete=models.CASCADE, related_name="content_segments")
    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["content", "position"]
        constraints = [models.UniqueConstraint(fields=["content", "position"], name="content_segment_place_once")]

    def __str__(self) -> str:
        return f"{self.content_id}:{self.position}"


class Block(models.Model):
    """A row means: a place in a lesson of one version and what stands there. Progress hangs on `key`, which all versions share."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="blocks")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="blocks")
    key = models.CharField(max_length=12)
    position = models.PositiveIntegerField()  # in the unit
    content = models.ForeignKey(BlockContent, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)  # two people at once do not overwrite each other

    class Meta:
        ordering = ["version", "unit__position", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="block_key_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.key}"


class Edit(models.Model):
    """A row means: somebody changed this block of the draft so. Kept for the history; nothing reads it to show the course."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    block_key = models.CharField(max_length=12, blank=True)  # empty: the outline or the passport
    what = models.CharField(max_length=20)  # added, changed, removed, moved, outline, passport, restored
    before = models.ForeignKey(BlockContent, null=True, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(BlockContent, null=True, on_delete=models.PROTECT, related_name="+")
    detail = models.JSONField(default=dict)
    edited_by = models.BigIntegerField(null=True)
    edited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-edited_at", "-pk"]
        indexes = [models.Index(fields=["version", "block_key"], name="edit_of_block")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.block_key} {self.what}"


class ContentAsset(models.Model):
    """A row means: the content uses this asset."""

    content = models.ForeignKey(BlockContent, on_delete=models.CASCADE, related_name="content_assets")
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content", "asset"], name="content_asset_once")]

    def __str__(self) -> str:
        return f"{self.content_id} {self.asset_id}"
