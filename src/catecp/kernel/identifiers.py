"""Public identifiers: what stands in addresses and on badges. They carry no order and cannot be guessed."""

import secrets

# Crockford's base 32: no I, L, O, U, so a code can be read aloud and typed from a badge.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})


def public_id() -> str:
    """Twelve characters, 60 bits: for addresses."""
    return code(12).lower()


def code(length: int) -> str:
    """A code of `length` characters, five bits each."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def badge_code() -> str:
    """Eight characters, 40 bits: printed on a badge, scanned or typed."""
    return code(8)


def read_code(typed: str) -> str:
    """What a person typed, as the code that was printed: `k7q-lo2` reads as `K7Q102`."""
    return "".join(letter for letter in typed.upper().translate(_READ_AS) if letter in ALPHABET)
