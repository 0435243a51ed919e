"""Four or six digits, kept so that a stolen database does not give them away.

A slow hash cannot protect ten thousand possibilities and would make a class of sixty wait; the server's own key can.
"""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac


def digest_of(digits: str) -> str:
    salt = secrets.token_hex(8)
    return f"{salt}${_hmac(digits, salt)}"


def matches(digits: str, digest: str) -> bool:
    salt, _sign, kept = digest.partition("$")
    return bool(kept) and constant_time_compare(_hmac(digits, salt), kept)


def _hmac(digits: str, salt: str) -> str:
    return salted_hmac(f"catecp.learning.digits:{salt}", digits, algorithm="sha256").hexdigest()
