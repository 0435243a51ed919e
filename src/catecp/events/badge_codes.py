"""What a badge says and what a person's own link says. Pure.

A badge carries `SITE_ADDRESS/b/CODE` as a QR code and CODE to type. The code stands on the chest: everybody sees it, so it opens
nothing. The key of a person's own link is another secret, made from the registration and the badge code: a new badge code makes
a new key.
"""

import re

from django.utils.crypto import constant_time_compare, salted_hmac

from catecp.kernel.identifiers import ALPHABET, read_code
from catecp.kernel.plaintext import clean_line

_ADDRESS = re.compile(r"/b/([^/?#\s]{1,40})")
_KEY_LENGTH = 16
_PUBLIC_ID_LENGTH = 12


def code_on_badge(text: str) -> str:
    """The code in what a camera read or a person typed: `https://…/b/K7QLO2AB/`, `k7q-1o2ab`. Foreign codes stay as read, 40 characters."""
    text = clean_line(text, longest=2000)
    found = _ADDRESS.search(text)
    inner = found.group(1) if found else text
    code = read_code(inner) if len(inner) <= 24 else ""
    return code if len(code) == 8 else clean_line(text, longest=40)


def participant_key(*, public_id: str, badge_code: str) -> str:
    """The secret of `/me/<key>/`: the registration's public id and 80 bits only we can compute, in letters that can be typed."""
    digest = salted_hmac("catecp.events.participant", f"{public_id}:{badge_code}", algorithm="sha256").digest()
    return public_id + "".join(ALPHABET[byte % 32] for byte in digest[:_KEY_LENGTH]).lower()


def public_id_in_key(key: str) -> str:
    """Whose key it claims to be; empty when it has not the shape of one."""
    key = key.strip().lower()
    return key[:_PUBLIC_ID_LENGTH] if len(key) == _PUBLIC_ID_LENGTH + _KEY_LENGTH and key.isascii() and key.isalnum() else ""


def is_key_of(key: str, *, public_id: str, badge_code: str) -> bool:
    return constant_time_compare(key.strip().lower(), participant_key(public_id=public_id, badge_code=badge_code))
