from django.db import models
from django.utils import timezone

from catecp.courses.models import Asset, Course, Version
from catecp.kernel.models import PublicIdField
from catecp.learning.enums import Anomaly, EventKind, MarkState
from catecp.learning.models.enrolment import Enrolment, StudyClass
from catecp.learning.models.identity import Learner


class Bundle(models.Model):
    """A row means: a classroom bundle was made: which version and languages, for which class, and the key its results are signed with."""

    public_id = PublicIdField()
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+")
    study_class = models.ForeignKey(StudyClass, on_delete=models.CASCADE, related_name="+")
    languages = models.JSONField(default=list)
    media = models.CharField(max_length=8, default="240p")  # none, audio, 144p, 240p, 480p
    key = models.CharField(max_length=64)  # hex; HMAC-SHA-256 of the results file
    size = models.PositiveBigIntegerField(default=0)  # bytes
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True)  # the last time results came back

    def __str__(self) -> str:
        return f"bundle {self.public_id}"


class Device(models.Model):
    """A row means: one browser on one phone, or one seat in a bundle, with the highest sequence number we hold of it."""

    public_id = PublicIdField()
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)  # made by the device
    bundle = models.ForeignKey(Bundle, null=True, on_delete=models.PROTECT, related_name="+")
    highest = models.PositiveBigIntegerField(default=0)  # every event up to it is held
    chain = models.CharField(max_length=64, blank=True)  # SHA-256 over all events up to `highest`
    last_event_at = models.DateTimeField(null=True)  # by the device's clock
    clock_offset = models.FloatField(null=True)  # seconds the device is ahead of us, when last seen
    first_seen_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "key"], name="device_once_a_learner")]

    def __str__(self) -> str:
        return f"device {self.public_id}"


class Batch(models.Model):
    """A row means: these events came together and were acknowledged. Never changed."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="+")
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField()
    kept = models.PositiveIntegerField()  # new events; the rest were held already
    sent_at = models.DateTimeField(null=True)  # by the device's clock
    received_at = models.DateTimeField()
    route = models.CharField(max_length=10, default="sync")  # sync, page, bundle

    class Meta:
        ordering = ["device", "pk"]

    def __str__(self) -> str:
        return f"{self.device_id}: {self.first}-{self.last}"


class LearningEvent(models.Model):
    """A row means: this happened on the device, by its own clock. Append-only; the learner leads every key.

    `body` of an answer: {"answer": …, "seed": …}; of a package: {"element": value}. `seq` counts from 1 on each device.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="+")
    seq = models.PositiveBigIntegerField()
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=EventKind.choices)
    block_key = models.CharField(max_length=12, blank=True)
    happened_at = models.DateTimeField()  # the device's clock
    received_at = models.DateTimeField()  # ours
    digest = models.CharField(max_length=32)  # of what was sent: tells a re-send from another story under the same number
    body = models.JSONField(default=dict)

    class Meta:
        ordering = ["learner", "device", "seq"]
        constraints = [models.UniqueConstraint(fields=["learner", "device", "seq"], name="event_once_a_device")]

    def __str__(self) -> str:
        return f"{self.device_id}#{self.seq} {self.kind}"


class Oddity(models.Model):
    """A row means: something about these events cannot be right. It is shown to the teacher and never silently merged."""

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="+")
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    enrolment = models.ForeignKey(Enrolment, null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Anomaly.choices)
    seq = models.PositiveBigIntegerField()
    detail = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)
    judged_by = models.BigIntegerField(null=True)
    judgement = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-found_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["device", "kind", "seq"], name="oddity_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.device_id}#{self.seq}"


class Attempt(models.Model):
    """A row means: one answer to one question, made from one event."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    event = models.OneToOneField(LearningEvent, on_delete=models.CASCADE, related_name="+")
    block_key = models.CharField(max_length=12)
    number = models.PositiveIntegerField()  # 1 is the first try
    answer = models.JSONField()
    score = models.FloatField()  # 0 to 1
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["learner", "course", "block_key", "number", "pk"]
        indexes = [models.Index(fields=["learner", "course", "block_key"], name="attempt_of_block")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.block_key} #{self.number}"


class PracticalWork(models.Model):
    """A row means: a learner handed in, or was seen doing, a practical task; the local teacher marks it by the rubric."""

    public_id = PublicIdField()
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="+")
    block_key = models.CharField(max_length=12)
    evidence = models.ManyToManyField(Asset, blank=True, related_name="+")
    note = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="en")
    state = models.CharField(max_length=8, choices=MarkState.choices, default=MarkState.WAITING)
    marks = models.JSONField(default=dict)  # {rubric key: points}
    score = models.FloatField(null=True)  # 0 to 1
    remark = models.TextField(blank=True)
    handed_in_at = models.DateTimeField()
    marked_by = models.BigIntegerField(null=True)
    marked_by_name = models.CharField(max_length=300, blank=True)
    marked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-handed_in_at", "-pk"]
        indexes = [models.Index(fields=["learner", "block_key"], name="practical_of_learner")]

    def __str__(self) -> str:
        return f"practical work {self.public_id}"
