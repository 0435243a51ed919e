from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catecp.kernel.models import PublicIdField


class Person(models.Model):
    """A row means: one human being, whether or not they ever sign in.

    `name` is as they write it in Latin letters (the name on the badge), `original_name` in their own script,
    `sort_name` what lists are ordered by. A name is never split into given and family name.
    """

    public_id = PublicIdField()
    title = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=300)
    original_name = models.CharField(max_length=300, blank=True)
    original_language = models.CharField(max_length=10, blank=True)  # language tag of `original_name`
    sort_name = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=100, blank=True)  # as written: a number, a WeChat id
    preferred_language = models.CharField(max_length=10, blank=True)
    is_invented = models.BooleanField(default=False)  # a demo person; every page says so
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sort_name", "pk"]
        indexes = [
            models.Index(fields=["email"], name="person_email"),
            models.Index(fields=["sort_name"], name="person_sort_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        self.sort_name = self.sort_name or self.name.casefold()[:300]
        super().save(*args, **options)

    @property
    def initials(self) -> str:
        return " ".join(f"{word[0].upper()}." for word in self.name.split()[:4] if word[0].isalpha())


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, *, person: Person | None = None) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), person=person)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A row means: a way to sign in. What the user may do stands in `Grant`."""

    person = models.OneToOneField(Person, null=True, on_delete=models.PROTECT, related_name="user")
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    def __str__(self) -> str:
        return str(self.person) if self.person else self.email

    is_staff = False  # there is no back door: pages ask the rules
    is_superuser = False


class Scope(models.TextChoices):
    NETWORK = "network", _("the whole network")
    INSTITUTION = "institution", _("an institution")
    EVENT = "event", _("an event")


class Grant(models.Model):
    """A row means: this user holds this role in this scope. `scope_id` is the row id there; 0 for the whole network.

    It is not a foreign key because institutions and events live in higher modules. Merging institutions moves no grants.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=30)
    scope = models.CharField(max_length=12, choices=Scope.choices)
    scope_id = models.BigIntegerField(default=0)
    granted_at = models.DateTimeField(default=timezone.now)
    granted_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    meant_ids: frozenset[int]  # `scope_id` and the ids that mean the same; set where grants are read (queries.grants_of)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "scope", "scope_id"], name="grant_once"),
            models.CheckConstraint(
                condition=models.Q(scope="network", scope_id=0) | ~models.Q(scope="network") & models.Q(scope_id__gt=0),
                name="grant_scope_has_id",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.scope}:{self.scope_id}"


class Consent(models.Model):
    """A row means: this person agreed to this purpose at this time; withdrawing keeps the row."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} {self.person_id}"
