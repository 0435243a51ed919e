"""The certificate as PDF: pure, from what the award froze. One A4 page, in the learner's language and English."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from catecp.credentials.wording import words_in
from catecp.kernel.qr import qr_svg
from catecp.kernel.typeset import engine

TEMPLATE = "credentials/documents/certificate.typ"
MOST_SIGNATORIES = 3


def render_certificate(content: Mapping[str, Any], *, address: str, site: str, at: datetime) -> bytes:
    """The same content and `at` (day of issue) give the same bytes. `address` goes into the code. Raises `GlyphsMissing`."""
    return engine.pdf(template=TEMPLATE, data=certificate_data(content, address=address, site=site), at=at)


def certificate_data(content: Mapping[str, Any], *, address: str, site: str) -> dict[str, Any]:
    """What the template reads; `texts` are the learner's language and English, or English alone."""
    tags = list(dict.fromkeys((content["language"], "en")))
    original = content["original_name"] or content["name"]
    return {
        "language": tags[0],
        "name_language": content["name_language"] or tags[0],
        "original_name": original,
        "name": content["name"] if content["name"] != original else "",
        "number": content["number"],
        "site": f"{site}/verify/".removeprefix("https://").removeprefix("http://"),
        "href": address,
        "specimen": "SPECIMEN · invented person · 样本 · គំរូ" if content.get("is_specimen") else "",
        "svg": qr_svg(address, quiet_zone=0),
        "texts": [{**content["in"][tag], **_fixed(tag), "language": tag} for tag in tags],
        "parties": _parties(content, tags),
    }


def _fixed(tag: str) -> dict[str, str]:
    words = words_in(tag)
    return {"word_number": words["number"], "word_day": words["day"], "check": words["check"], "check_how": words["check_how"]}


def _parties(content: Mapping[str, Any], tags: list[str]) -> list[dict[str, Any]]:
    """Who issues together, each with its name and role in each language, and who signs for it."""
    signatories = content["signatories"][:MOST_SIGNATORIES]
    rows = []
    for role in ("provider", "receiver", "network"):
        names = [content["in"][tag][role] for tag in tags]
        if any(names):
            roles = [words_in(tag)[role] for tag in tags]
            signs: Mapping[str, Any] = next((who for who in signatories if who.get("for") == role), {})
            signer = {"name": str(signs.get("name", "")), "post": str(signs.get("post", ""))}
            rows.append({"names": names, "roles": roles, "languages": tags, "signer": signer})
    return rows
