"""What happens to certificates and to the keys that sign them. Facts carry ids; names of people stay out."""

from dataclasses import dataclass

from catecp.kernel.ledger import Fact


@dataclass(frozen=True)
class CertificateAwarded(Fact):
    kind = "credentials.certificate.awarded"
    about = "award_id"
    award_id: int
    enrolment_id: int
    replaces_id: int | None


@dataclass(frozen=True)
class CertificateRevoked(Fact):
    kind = "credentials.certificate.revoked"
    about = "award_id"
    award_id: int
    reason: str


@dataclass(frozen=True)
class TemplateWorded(Fact):
    kind = "credentials.template.worded"
    about = "template_id"
    template_id: int
    course_id: int | None


@dataclass(frozen=True)
class SigningKeyMade(Fact):
    kind = "credentials.key.made"
    about = "key_id"
    key_id: int
    kid: str


@dataclass(frozen=True)
class SigningKeyRetired(Fact):
    kind = "credentials.key.retired"
    about = "key_id"
    key_id: int
    kid: str
