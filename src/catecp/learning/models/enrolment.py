from django.db import models
from django.utils import timezone

from catecp.accounts.models import Person
from catecp.courses.models import Channel, Course, Offering, Version
from catecp.kernel.models import PublicIdField
from catecp.kernel.translated import TranslatedField
from catecp.learning.models.identity import Identity, Learner
from catecp.network.models import Institution


class StudyClass(models.Model):
    """A row means: learners of one institution who take an offering together, with their teacher and a code to join by."""

    public_id = PublicIdField()
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=8, unique=True)  # said aloud in class; Crockford letters
    teacher = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10, default="en")
    has_minors = models.BooleanField(default=False)
    consent_by = models.CharField(max_length=300, blank=True)  # who gave consent for minors, for the institution
    consent_at = models.DateTimeField(null=True)
    is_open = models.BooleanField(default=True)  # names may be taken from the list
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class ClassEntry(models.Model):
    """A row means: this name is on the class's list. Taking it needs the class code and, once set, the learner's own four digits."""

    study_class = models.ForeignKey(StudyClass, on_delete=models.CASCADE, related_name="entries")
    number = models.CharField(max_length=40, blank=True)  # the student number of the institution
    name = models.CharField(max_length=300)
    original_name = models.CharField(max_length=300, blank=True)
    learner = models.ForeignKey(Learner, null=True, on_delete=models.PROTECT, related_name="+")
    pin_digest = models.CharField(max_length=128, blank=True)
    pin_tries = models.PositiveSmallIntegerField(default=0)  # wrong ones since the last right one; five need the teacher
    position = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["study_class", "position", "pk"]

    def __str__(self) -> str:
        return self.name


class Enrolment(models.Model):
    """A row means: this learner takes this offering, met through this channel. Denormalised ids serve counting; they never change."""

    public_id = PublicIdField()
    learner = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="+")
    identity = models.ForeignKey(Identity, null=True, on_delete=models.SET_NULL, related_name="+")  # that joined
    offering = models.ForeignKey(Offering, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="+")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+")
    study_class = models.ForeignKey(StudyClass, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=10)
    second_language = models.CharField(max_length=10, blank=True)  # read beside the first
    seed = models.BigIntegerField(default=0)  # of draws from pools; kept so that a draw can be repeated
    enrolled_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True)
    score = models.FloatField(null=True)  # 0 to 1, of the best tries
    progress = models.FloatField(default=0)  # 0 to 1
    last_at = models.DateTimeField(null=True)  # the last event
    last_block = models.CharField(max_length=12, blank=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["learner", "-enrolled_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["learner", "offering"], name="enrolled_once_in_an_offering")]
        indexes = [models.Index(fields=["study_class", "learner"], name="enrolment_of_class")]

    def __str__(self) -> str:
        return f"{self.learner_id} in {self.offering_id}"


class BlockProgress(models.Model):
    """A row means: how far the learner is with this block of the course, in whatever version, language or channel.

    Always recomputable from events and attempts, so two devices merge by computing it again.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    block_key = models.CharField(max_length=12)
    is_done = models.BooleanField(default=False)
    score = models.FloatField(null=True)  # the best, 0 to 1
    tries = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "course", "block_key"], name="progress_once_a_block")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.block_key}"


class Message(models.Model):
    """A row means: a teacher wrote to the class or to one learner of it, or a learner to the teacher."""

    study_class = models.ForeignKey(StudyClass, on_delete=models.CASCADE, related_name="+")
    learner = models.ForeignKey(Learner, null=True, blank=True, on_delete=models.CASCADE, related_name="+")  # None: everybody
    from_learner = models.BooleanField(default=False)
    block_key = models.CharField(max_length=12, blank=True)
    text = TranslatedField()
    written_by = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return f"message in {self.study_class_id}"
