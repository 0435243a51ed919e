"""A certificate as an Open Badges 3.0 credential: the payload of a VC-JWT (the payload is the credential, section 8.2.4.1). Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from catecp.credentials.issuer import profile

CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
]
SCHEMA = {
    "id": "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json",
    "type": "1EdTechJsonSchemaValidator2019",
}


def badge(content: Mapping[str, Any], *, site: str, at: datetime, status: Mapping[str, Any]) -> dict[str, Any]:
    """The JWT payload. `content` is what the award froze, `status` its entry in the status list, `site` our address.

    The provider is the creator of the achievement, the receiving institution the source that taught and assessed.
    """
    words = content["in"]["en"]
    identifier = _urn(site, "certificates", content["number"])
    subject_id = _urn(site, "learners", content["learner_id"])
    credential = {
        "@context": CONTEXTS,
        "id": identifier,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": words["title"],
        "issuer": profile(site),
        "validFrom": _iso(at),
        "credentialSubject": _subject(content, words, site=site, subject_id=subject_id),
        "credentialStatus": dict(status),
        "credentialSchema": [dict(SCHEMA)],
    }
    return {**credential, "iss": credential["issuer"]["id"], "sub": subject_id, "jti": identifier, "nbf": int(at.timestamp())}


def _subject(content: Mapping[str, Any], words: Mapping[str, Any], *, site: str, subject_id: str) -> dict[str, Any]:
    achievement = {
        "id": f"{site}/courses/{content['course_id']}/",
        "type": ["Achievement"],
        "achievementType": "Course",
        "name": words["title"],
        "description": words["summary"] or words["title"],
        "criteria": {"narrative": words["criteria"]},
        "inLanguage": "en",
        "humanCode": content["number"],
    }
    subject: dict[str, Any] = {
        "id": subject_id,
        "type": ["AchievementSubject"],
        "identifier": [
            {"type": "IdentityObject", "identityHash": name, "identityType": "name", "hashed": False}
            for name in dict.fromkeys((content["name"], content["original_name"]))
            if name
        ],
        "achievement": achievement,
    }
    if words.get("provider"):
        achievement["creator"] = {"id": content["provider_address"], "type": ["Profile"], "name": words["provider"]}
    if words.get("receiver"):
        subject["source"] = {"id": content["receiver_address"], "type": ["Profile"], "name": words["receiver"]}
    if content["score"] is not None:
        description = _urn(site, "results", content["number"])
        achievement["resultDescription"] = [
            {"id": description, "type": ["ResultDescription"], "name": "Result", "resultType": "Percent"}
        ]
        subject["result"] = [{"type": ["Result"], "resultDescription": description, "value": str(content["score"])}]
    return subject


def _urn(site: str, kind: str, name: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{site}/{kind}/{name}')}"


def _iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
