from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catecp.events.models import Event
from catecp.files.models import Document
from catecp.kernel.models import PublicIdField
from catecp.kernel.translated import TranslatedField


class FigureValue(models.Model):
    """A row means: a named figure as computed at one moment, with the records it counted and those it left out, and why."""

    public_id = PublicIdField()
    metric = models.CharField(max_length=80)  # the name in the registry: participants, participants.by_group …
    scope = models.CharField(max_length=60)  # what it was asked for: "event:12"
    part = models.CharField(max_length=60, blank=True)  # the part of a partition, "" for the whole
    value = models.DecimalField(max_digits=18, decimal_places=4)
    unit = models.CharField(max_length=30)
    nature = models.CharField(max_length=5)  # stock or flow
    as_of = models.DateField(null=True)  # of a stock
    period_from = models.DateField(null=True)  # of a flow
    period_to = models.DateField(null=True)
    definition = models.JSONField()  # the words at that moment, by language
    record_kind = models.CharField(max_length=40)
    counted = models.JSONField(default=list)  # ids of the records counted
    excluded = models.JSONField(default=list)  # [{"id", "reason"}]
    check_code = models.CharField(max_length=16)  # of metric, scope, part, value and ids
    computed_at = models.DateTimeField()
    release = models.ForeignKey("insights.Release", null=True, blank=True, on_delete=models.PROTECT, related_name="figures")

    class Meta:
        ordering = ["metric", "part", "-computed_at", "-pk"]
        indexes = [models.Index(fields=["metric", "scope", "part"], name="figure_value_of")]

    def __str__(self) -> str:
        return f"{self.metric} {self.part} = {self.value}"


class Claim(models.Model):
    """A row means: somebody else states a number. It stands beside ours with its source and is never merged in."""

    public_id = PublicIdField()
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)  # participants.china
    metric = models.CharField(max_length=80, blank=True)  # our figure it stands beside, if there is one
    metric_part = models.CharField(max_length=60, blank=True)
    part_of = models.CharField(max_length=80, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    is_at_least = models.BooleanField(default=False)
    unit = models.CharField(max_length=30)
    nature = models.CharField(max_length=8, default="unstated")  # stock, flow, unstated
    period = models.CharField(max_length=40, blank=True)
    statement = TranslatedField()  # the sentence, as the source has it
    source = models.CharField(max_length=300)
    source_on = models.DateField(null=True)
    note = TranslatedField()
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["event", "key", "pk"]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class ReportState(models.TextChoices):
    DRAFT = "draft", _("draft")
    RELEASED = "released", _("released")


class Report(models.Model):
    """A row means: the report of an event as it is being written."""

    public_id = PublicIdField()
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+")
    title = TranslatedField()
    languages = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=ReportState.choices, default=ReportState.DRAFT)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("insights:report", args=[self.public_id])


class ReportSection(models.Model):
    """A row means: one part of a report: text in several languages with figures by name, and what the program adds to it."""

    public_id = PublicIdField()
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField()
    kind = models.CharField(
        max_length=20
    )  # text, participants, remarks, visits, session, survey, calls, contacts, agreements, closing
    heading = TranslatedField()
    body = TranslatedField()  # paragraphs; {{participants}} and {{participants.by_group:china}} are figures
    settings = models.JSONField(default=dict)  # which session, which question …
    revision = models.PositiveIntegerField(default=1)  # two people at once do not overwrite each other

    class Meta:
        ordering = ["report", "position", "pk"]

    def __str__(self) -> str:
        return str(self.heading)


class Waiver(models.Model):
    """A row means: a person let a finding of the linter stand, by name and with the reason."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="waivers")
    finding = models.CharField(max_length=64)  # the finding's fingerprint
    what = models.TextField()
    reason = models.TextField()
    waived_by = models.BigIntegerField()
    waived_by_name = models.CharField(max_length=300)
    waived_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "finding"], name="waiver_once")]

    def __str__(self) -> str:
        return self.what[:80]


class Release(models.Model):
    """A row means: the report as it was released: frozen with its values, its text and its files."""

    public_id = PublicIdField()
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    content = models.JSONField()  # {language: blocks}
    sha256 = models.CharField(max_length=64)
    released_at = models.DateTimeField()
    released_by = models.BigIntegerField(null=True)
    released_by_name = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["report", "-number"]
        constraints = [models.UniqueConstraint(fields=["report", "number"], name="release_number_once")]

    def __str__(self) -> str:
        return f"{self.report_id} v{self.number}"


class ReleaseFile(models.Model):
    """A row means: one file of a release, in one language and format."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="files")
    language = models.CharField(max_length=10)
    format = models.CharField(max_length=4)  # pdf, docx
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "language", "format"], name="release_file_once")]

    def __str__(self) -> str:
        return f"{self.release_id} {self.language} {self.format}"


class Erratum(models.Model):
    """A row means: after release something was found wrong; it is said, never silently changed."""

    public_id = PublicIdField()
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="errata")
    figure = models.ForeignKey(FigureValue, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    was = models.CharField(max_length=300)
    now = models.CharField(max_length=300)
    reason = TranslatedField()
    published_at = models.DateTimeField()
    published_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["release", "published_at", "pk"]

    def __str__(self) -> str:
        return f"{self.was} → {self.now}"
