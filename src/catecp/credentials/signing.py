"""Signatures: keys on the curve P-256 (ES256), tokens for foreign verifiers, and the short code that fits into a QR code. Pure.

ES256 because every browser's WebCrypto, also on phones of 2017, can verify it without a library.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

ALGORITHM = "ES256"
LONGEST_CODE = 4_000
LONGEST_TOKEN = 200_000
_WORD = 32  # bytes of r and of s


class NotGenuine(Exception):
    """The text is not what was signed, or no key of ours signed it."""


def new_private_pem() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())


def public_jwk(private_pem: bytes, *, kid: str) -> dict[str, str]:
    """{"kty": "EC", "crv": "P-256", "x", "y", "kid", "alg", "use"}"""
    public = ECKey.import_key(private_pem).as_dict(private=False)
    return {**{name: str(public[name]) for name in ("kty", "crv", "x", "y")}, "kid": kid, "alg": ALGORITHM, "use": "sig"}


def sealed(private_pem: bytes, *, secret: str) -> str:
    """The private key, encrypted with a key derived from the installation's secret."""
    return _box(secret).encrypt(private_pem).decode()


def unsealed(text: str, *, secret: str) -> bytes:
    """Raises `cryptography.fernet.InvalidToken` when the secret of the installation is another one."""
    return _box(secret).decrypt(text.encode())


def _box(secret: str) -> Fernet:
    derived = HKDF(hashes.SHA256(), length=32, salt=None, info=b"catecp signing keys 1").derive(secret.encode())
    return Fernet(urlsafe_b64encode(derived))


def token(payload: Mapping[str, Any], *, private_pem: bytes, key_address: str) -> str:
    """A compact JWT; `key_address` is the full `kid` by which foreign verifiers find the key (did:web:…#…)."""
    header = {"alg": ALGORITHM, "kid": key_address, "typ": "JWT"}
    words = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    return jws.serialize_compact(header, words, ECKey.import_key(private_pem), algorithms=[ALGORITHM])


def read_token(text: str, *, keys: Iterable[Mapping[str, str]]) -> dict[str, Any]:
    """The payload of a JWT that one of `keys` (public JWKs) signed; otherwise `NotGenuine`."""
    if len(text) > LONGEST_TOKEN:
        raise NotGenuine
    for key in keys:
        try:
            payload = jws.deserialize_compact(text, ECKey.import_key(dict(key)), algorithms=[ALGORITHM]).payload
            found = json.loads(payload)
        except (JoseError, ValueError, TypeError, RecursionError):
            continue
        if isinstance(found, dict):
            return found
    raise NotGenuine


def code(fields: list[Any], *, kind: str, private_pem: bytes) -> str:
    """`kind.payload.signature`: the short signed text. `kind` is C1 (a certificate) or S1 (what is revoked)."""
    words = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    body = f"{kind}.{_base64url(words)}"
    private = serialization.load_pem_private_key(private_pem, password=None)
    assert isinstance(private, ec.EllipticCurvePrivateKey)
    r, s = decode_dss_signature(private.sign(body.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{body}.{_base64url(r.to_bytes(_WORD, 'big') + s.to_bytes(_WORD, 'big'))}"


def read_code(text: str, *, kind: str, keys: Mapping[str, Mapping[str, str]]) -> list[Any]:
    """The fields of a code that the key it names signed; the first field is the `kid`. Otherwise `NotGenuine`."""
    try:
        found_kind, payload, signature = text.strip().split(".")
        fields = json.loads(_bytes_of(payload))
        key = keys[fields[0]]
        raw = _bytes_of(signature)
        if len(text) > LONGEST_CODE or found_kind != kind or len(raw) != 2 * _WORD or not isinstance(fields, list):
            raise NotGenuine
        der = encode_dss_signature(int.from_bytes(raw[:_WORD], "big"), int.from_bytes(raw[_WORD:], "big"))
        public = ECKey.import_key(dict(key)).get_op_key("verify")
        public.verify(der, f"{kind}.{payload}".encode(), ec.ECDSA(hashes.SHA256()))
    except (ValueError, TypeError, KeyError, IndexError, RecursionError, InvalidSignature, JoseError) as error:
        raise NotGenuine from error
    return fields


def _base64url(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes_of(text: str) -> bytes:
    return urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
