from django.db import models
from django.utils import timezone

from catecp.accounts.models import Person
from catecp.courses.models import Offering
from catecp.kernel.models import PublicIdField
from catecp.learning.enums import IdentityKind
from catecp.network.models import Institution
from catecp.places.models import Country, Region


class Learner(models.Model):
    """A row means: a learner as first met. Rows that turn out to be one human being point at the same `root`; nothing else moves.

    `root` is the row itself until a merge; counts of people count distinct roots. A learner may have no account, no address and
    no name but the one on a class list.
    """

    public_id = PublicIdField()
    root = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="same")  # set by the service at once
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # who signs in, if anybody
    name = models.CharField(max_length=300, blank=True)
    original_name = models.CharField(max_length=300, blank=True)
    name_language = models.CharField(max_length=10, blank=True)
    country = models.ForeignKey(Country, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_minor = models.BooleanField(null=True)  # None: not known
    language = models.CharField(max_length=10, blank=True)  # the one they read lessons in
    is_invented = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name or self.public_id


class Identity(models.Model):
    """A row means: whoever shows this is that learner: a phone number, an address, a class-list entry, a subject elsewhere, a device.

    `issuer` is who vouches for the value (a class's public id, a system's address; empty for phone and e-mail); `value` is normalised.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="identities")
    kind = models.CharField(max_length=10, choices=IdentityKind.choices)
    issuer = models.CharField(max_length=200, blank=True)
    value = models.CharField(max_length=200)
    source = models.CharField(max_length=120, blank=True)  # how we came to know it: join, roster import 12, account
    verified_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "issuer", "value"], name="identity_once")]
        indexes = [models.Index(fields=["learner", "kind"], name="identity_of_learner")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.learner_id}"


class LearnerMerge(models.Model):
    """A row means: two rows were found to be one person, by a rule or by somebody, and why. Undoing gives back exactly what was."""

    public_id = PublicIdField()
    kept = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="+")
    absorbed = models.ForeignKey(Learner, on_delete=models.PROTECT, related_name="+")
    repointed = models.JSONField(default=list)  # ids whose `root` changed with it
    rule = models.CharField(max_length=40)  # verified_phone, verified_email, claim, by_hand …
    reason = models.CharField(max_length=300, blank=True)
    merged_at = models.DateTimeField()
    merged_by = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.BigIntegerField(null=True)
    undone_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-merged_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.absorbed_id} into {self.kept_id}"


class ClaimCase(models.Model):
    """A row means: these two may be one person; a rule says so but not surely. Somebody decides, or the learner claims it."""

    public_id = PublicIdField()
    first = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(max_length=40)
    score = models.FloatField(default=0)  # 0 to 1
    evidence = models.JSONField(default=dict)
    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")  # whose staff may decide
    outcome = models.CharField(max_length=10, blank=True)  # same, different
    opened_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-score", "pk"]
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="claim_case_once")]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"


class LearnerSession(models.Model):
    """A row means: this browser acts for the learner, after a class code and a name, a code by phone or mail, or an account."""

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    identity = models.ForeignKey(Identity, null=True, on_delete=models.SET_NULL, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"session of {self.learner_id}"


class JoinCode(models.Model):
    """A row means: a one-time code was sent to this phone or address; who enters it in time shows that it is theirs."""

    public_id = PublicIdField()
    kind = models.CharField(max_length=10, choices=IdentityKind.choices)  # phone or email
    value = models.CharField(max_length=200)  # normalised
    name = models.CharField(max_length=300, blank=True)  # as they wrote it when they asked
    language = models.CharField(max_length=10, blank=True)
    offering = models.ForeignKey(Offering, null=True, on_delete=models.CASCADE, related_name="+")  # to join with it
    code_digest = models.CharField(max_length=128)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["value", "sent_at"], name="join_code_by_value")]

    def __str__(self) -> str:
        return f"code {self.public_id}"
