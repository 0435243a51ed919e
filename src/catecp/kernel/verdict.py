"""A rule's answer: yes, or no with the reason and who can."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils.functional import Promise


@dataclass(frozen=True)
class Verdict:
    """Truthy when allowed; otherwise `reason` is a translated sentence and `who_can` names who may."""

    allowed: bool
    reason: str | Promise = ""
    who_can: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(allowed=True)


def denied(reason: str | Promise, *, who_can: str | Promise = "") -> Verdict:
    return Verdict(allowed=False, reason=reason, who_can=who_can)


def require(verdict: Verdict) -> None:
    """Turn a denial into a 403 that says why."""
    if not verdict:
        raise PermissionDenied(str(verdict.reason))
