"""Who signs: the network under its own address, findable by did:web and by a key set. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

NETWORK_NAME = "China-ASEAN Technical Education Cooperation Platform"
NETWORK_SHORT = "CATECP"
_CONTEXTS = ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"]


def issuer_id(site: str) -> str:
    """`did:web:host`, with a port as did:web writes it. `site` is the address of the installation."""
    return "did:web:" + quote(urlsplit(site).netloc, safe="")


def key_address(site: str, kid: str) -> str:
    return f"{issuer_id(site)}#{kid}"


def profile(site: str) -> dict[str, Any]:
    """The Open Badges profile of the network."""
    return {"id": issuer_id(site), "type": ["Profile"], "name": f"{NETWORK_NAME} ({NETWORK_SHORT})", "url": site}


def did_document(site: str, keys: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """`keys`: public JWKs, the one that signs now first."""
    did = issuer_id(site)
    methods = [
        {"id": f"{did}#{key['kid']}", "type": "JsonWebKey2020", "controller": did, "publicKeyJwk": dict(key)} for key in keys
    ]
    names = [method["id"] for method in methods]
    return {"@context": _CONTEXTS, "id": did, "verificationMethod": methods, "assertionMethod": names, "authentication": names}
