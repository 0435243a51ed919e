"""Which certificates are revoked, as a Bitstring Status List credential. One bit a certificate. Pure."""

import gzip
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from catecp.credentials.issuer import issuer_id

BITS = 131_072  # the least a list may hold, so that one certificate is hidden among many
VALID_FOR = timedelta(days=7)


def list_address(site: str, number: int) -> str:
    return f"{site}/certificates/status/{number}"


def entry(site: str, index: int) -> dict[str, str]:
    """What a credential says of its bit. `index` counts through all lists."""
    number, bit = divmod(index, BITS)
    address = list_address(site, number)
    return {
        "id": f"{address}#{bit}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(bit),
        "statusListCredential": address,
    }


def encoded(revoked: Iterable[int]) -> str:
    """Bits of one list, most significant first, gzipped, base64url with the multibase letter `u`."""
    bits = bytearray(BITS // 8)
    for bit in revoked:
        bits[bit // 8] |= 0x80 >> (bit % 8)
    return "u" + urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).rstrip(b"=").decode()


def list_credential(*, site: str, number: int, revoked: Iterable[int], at: datetime) -> dict[str, Any]:
    """The JWT payload of list `number`; `revoked` are its bits."""
    address = list_address(site, number)
    issuer = issuer_id(site)
    return {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "validUntil": (at + VALID_FOR).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(revoked),
        },
        "iss": issuer,
        "jti": address,
        "nbf": int(at.timestamp()),
    }
