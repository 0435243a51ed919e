from django.db import models
from django.utils import timezone

from catecp.courses.models import Channel, Course
from catecp.files.models import Document
from catecp.kernel.models import PublicIdField
from catecp.learning.enums import Rung
from catecp.learning.models.identity import Learner
from catecp.network.models import Institution
from catecp.places.models import Country, Region


class Standing(models.Model):
    """A row means: how far a learner came in one course through one channel at one institution, and on which day each rung was reached.

    Days fill downwards: whoever completed on a day was active by that day. One row an enrolment, or a row of an imported list.
    `institution` is the one that was said; `counted_institution`, `country` and `region` are what cells are counted by (the
    institution it was merged into and where that lies; without an institution, where the learner lives), so that a person's
    cells can always be taken back exactly.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    course = models.ForeignKey(Course, null=True, on_delete=models.PROTECT, related_name="+")  # None: reached by no course yet
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    counted_institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    country = models.ForeignKey(Country, null=True, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, null=True, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=40)  # "enrolment:12", "roster:3:17": with the learner, what the row is about
    reached_on = models.DateField()
    registered_on = models.DateField(null=True)
    active_on = models.DateField(null=True)
    completed_on = models.DateField(null=True)
    certified_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["learner", "source"], name="standing_once")]
        indexes = [models.Index(fields=["source"], name="standing_of_source")]

    def __str__(self) -> str:
        return f"{self.learner_id} {self.source}"


# The numbers stand in the indexes, so that a page reads an index and no rows, on both databases.
_NUMBERS = ("people", "enrolments")


class ReachCell(models.Model):
    """A row means: so many people came to this rung for the first time in this month, within this cell, and so many enrolments did.

    A cell names a place (all, country, region or institution), a course or all, a channel or all. People in cells that overlap
    (two courses) are counted in each and once in the cell that holds both. Rows of one cell **add up**: a write appends rows with
    `is_new` and never waits for another; a job folds them into one row a cell (docs/decisions/0015-reach.md). `place`, `course`
    and `channel` are spelled by `learning/ladder.py`, so that the key is whole on both databases.
    """

    level = models.CharField(max_length=11)  # all, country, region, institution
    place = models.CharField(max_length=20)  # the country's code or the row's id; "" for all; ending in "-" unclassified
    course = models.BigIntegerField(default=0)  # 0: all
    channel = models.BigIntegerField(default=0)  # 0: all, -2: people who came by two channels or more
    rung = models.CharField(max_length=10, choices=Rung.choices)
    month = models.DateField()  # its first day
    people = models.IntegerField(default=0)
    enrolments = models.IntegerField(default=0)
    is_new = models.BooleanField(default=False)  # not folded yet

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["level", "place", "course", "channel", "rung", "month"],
                condition=models.Q(is_new=False),
                name="reach_cell_once",
            )
        ]
        indexes = [
            models.Index(fields=["level", "place", "course", "channel", "rung", "month", *_NUMBERS], name="reach_by_channel"),
            models.Index(fields=["level", "course", "channel", "place", "rung", "month", *_NUMBERS], name="reach_by_place"),
            models.Index(fields=["level", "place", "channel", "course", "rung", "month", *_NUMBERS], name="reach_by_course"),
            models.Index(fields=["is_new"], condition=models.Q(is_new=True), name="reach_not_folded"),
        ]

    def __str__(self) -> str:
        return f"{self.level}:{self.place} {self.rung} {self.month}"


class RosterImport(models.Model):
    """A row means: a list of learners came from another system, with its source, what it was read as, and its report."""

    public_id = PublicIdField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, null=True, on_delete=models.PROTECT, related_name="+")
    system = models.CharField(max_length=200)  # the issuer of the subjects in it
    columns = models.JSONField(default=dict)  # {column: what it was read as}
    report = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default="read")  # read, taken, undone
    imported_by = models.BigIntegerField(null=True)
    imported_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-imported_at", "-pk"]

    def __str__(self) -> str:
        return f"roster {self.public_id}"


class RosterRow(models.Model):
    """A row means: this line of the list, as it stood there, and the learner it was found to be."""

    roster = models.ForeignKey(RosterImport, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()  # the line in the file
    cells = models.JSONField(default=dict)
    learner = models.ForeignKey(Learner, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12)  # new, matched, repeated, left_out
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["roster", "number"]

    def __str__(self) -> str:
        return f"{self.roster_id}:{self.number}"
