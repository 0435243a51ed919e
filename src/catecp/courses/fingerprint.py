"""What stood in a version at a moment, as one number: a review is bound to it. Pure over the rows it is given."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.forms.models import model_to_dict

from catecp.courses.models import Passport
from catecp.kernel.translated import Translated


def passport_digest(passport: Passport | None) -> str:
    """SHA-256 (hex) of everything the passport says."""
    values = model_to_dict(passport, exclude=["id", "version"]) if passport is not None else {}
    return hashlib.sha256(json.dumps(values, default=_plain, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    return value.to_json() if isinstance(value, Translated) else str(value)


def fingerprint(units: Iterable[tuple[str, str]], blocks: Iterable[tuple[str, str, str]], passport: Passport | None) -> str:
    """Of (unit key, title) and (unit key, block key, checksum of the content) in reading order, and the passport."""
    whole = hashlib.sha256(passport_digest(passport).encode())
    for row in (*units, *blocks):
        whole.update("\0".join(row).encode() + b"\n")
    return whole.hexdigest()
