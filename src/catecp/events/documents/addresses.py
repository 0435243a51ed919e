"""Addresses that are printed and scanned; they must keep working as long as the paper exists."""

from django.conf import settings

from catecp.events.documents.badges import readable_code


def check_address(code: str) -> str:
    """Where a letter is checked: …/check/letter/7K4M-Q2XD-9RTP/."""
    return f"{settings.SITE_ADDRESS}/check/letter/{readable_code(code).replace(' ', '-')}/"


def badge_address(code: str) -> str:
    """What the QR code of a badge holds."""
    return f"{settings.SITE_ADDRESS}/b/{code}"
