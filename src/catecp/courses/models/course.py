from django.db import models
from django.urls import reverse
from django.utils import timezone

from catecp.courses.enums import VersionState
from catecp.kernel.models import PublicIdField
from catecp.kernel.translated import TranslatedField
from catecp.languages.models import TextBody
from catecp.network.models import Institution


class Field(models.Model):
    """A row means: a field of study. Our working list, keyed to the Chinese catalogue (2021) and to ISCED-F 2013; editable."""

    key = models.SlugField(max_length=40, unique=True)
    name = TranslatedField()
    cn_code = models.CharField(max_length=12, blank=True)  # category or class of the Chinese vocational catalogue
    isced_code = models.CharField(max_length=6, blank=True)  # ISCED-F 2013
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "key"]

    def __str__(self) -> str:
        return str(self.name)


class Course(models.Model):
    """A row means: a course, timeless. What is taught stands in its versions; the catalogue shows `published`, authors edit `draft`."""

    public_id = PublicIdField()
    title = TranslatedField()
    summary = TranslatedField()
    owner = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    body = models.OneToOneField(TextBody, on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey("Version", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    published = models.ForeignKey("Version", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    cover = models.ForeignKey("Asset", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=300, blank=True)  # where an imported course came from, with its licence
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("courses:course", args=[self.public_id])

    @property
    def language(self) -> str:
        """The language the course is written in."""
        return self.body.language


class Version(models.Model):
    """A row means: one state of a course. A draft changes; once published nothing of it changes but its translations."""

    public_id = PublicIdField()
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=VersionState.choices, default=VersionState.DRAFT)
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    change_note = TranslatedField()  # what is new, for those who use the version before
    revision = models.PositiveIntegerField(default=1)  # of the outline
    manifest = models.JSONField(default=dict)  # at publishing: checksum, counts and bytes by language and rendition
    published_at = models.DateTimeField(null=True)
    published_by = models.BigIntegerField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["course", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["course", "number"], name="version_number_once"),
            models.UniqueConstraint(fields=["course"], condition=models.Q(state="draft"), name="one_draft_a_course"),
            models.CheckConstraint(
                condition=models.Q(state=VersionState.DRAFT) | models.Q(published_at__isnull=False),
                name="published_version_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} v{self.number}"


class Passport(models.Model):
    """A row means: what a college must know about a version before it takes it. Lists hold {"text": …} or the keys named here."""

    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="passport")
    field = models.ForeignKey(Field, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    licence = models.CharField(max_length=40, blank=True)  # an SPDX id (CC-BY-4.0), or "agreement": by agreement only
    rights_holder = models.CharField(max_length=300, blank=True)
    rights_note = TranslatedField()
    level_national = models.CharField(max_length=120, blank=True)  # as the owner's own framework says it
    level_aqrf = models.PositiveSmallIntegerField(null=True, blank=True)  # 1 to 8, ASEAN Qualifications Reference Framework
    hours = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)  # of learning, all kinds
    hours_practical = models.DecimalField(max_digits=6, decimal_places=1, null=True, blank=True)
    outcomes = models.JSONField(default=list)  # [{"text": Translated json}]
    equipment = models.JSONField(default=list)  # [{"what": Translated json, "substitute": Translated json}]
    safety = TranslatedField()
    prerequisites = TranslatedField()
    assessment = TranslatedField()  # how learning is assessed and when it counts as completed
    accessibility = TranslatedField()
    support = TranslatedField()  # who helps learners
    rules = models.JSONField(default=dict)  # completion: {"lessons_percent": 80, "score_percent": 60, "practicals": "all"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level_aqrf__isnull=True) | models.Q(level_aqrf__gte=1, level_aqrf__lte=8),
                name="aqrf_one_to_eight",
            )
        ]

    def __str__(self) -> str:
        return f"passport of {self.version_id}"
