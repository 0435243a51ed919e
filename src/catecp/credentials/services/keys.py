"""The network's signing keys: made at first need, replaced when asked; old ones go on verifying."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from catecp.accounts.models import User
from catecp.credentials import signing
from catecp.credentials.facts import SigningKeyMade, SigningKeyRetired
from catecp.credentials.models import SigningKey
from catecp.kernel import ledger
from catecp.kernel.identifiers import code


@transaction.atomic
def signing_key(*, at: datetime) -> SigningKey:
    """The key that signs now, locked until the transaction ends; made when there is none."""
    found = SigningKey.objects.select_for_update().filter(retired_at=None).first()
    return found or _make(by=None, at=at)


def present_key(*, at: datetime) -> SigningKey:
    """The same key for pages that only read: no lock, so a crowd that checks certificates waits for nobody."""
    return SigningKey.objects.filter(retired_at=None).first() or signing_key(at=at)


@transaction.atomic
def rotate_key(*, at: datetime, by: User) -> SigningKey:
    """A new key signs from now on. The old ones are kept, so that every certificate they signed still verifies."""
    for old in SigningKey.objects.select_for_update().filter(retired_at=None):
        old.retired_at = at
        old.save(update_fields=["retired_at"])
        ledger.record(SigningKeyRetired(key_id=old.pk, kid=old.kid), by=by, at=at)
    return _make(by=by, at=at)


def private_pem(key: SigningKey) -> bytes:
    return signing.unsealed(key.private_pem, secret=settings.SECRET_KEY)


def _make(*, by: User | None, at: datetime) -> SigningKey:
    pem, kid = signing.new_private_pem(), code(6)
    key = SigningKey.objects.create(
        kid=kid,
        algorithm=signing.ALGORITHM,
        public_jwk=signing.public_jwk(pem, kid=kid),
        private_pem=signing.sealed(pem, secret=settings.SECRET_KEY),
        created_at=at,
    )
    ledger.record(SigningKeyMade(key_id=key.pk, kid=kid), by=by, at=at)
    return key
