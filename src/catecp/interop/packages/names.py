"""Names of files inside archives: their encoding guessed, their paths made safe, references to them resolved."""

import re
import unicodedata
from urllib.parse import unquote

from catecp.interop.packages.refusal import PackageRefused

_ENCODINGS = ("utf-8", "gb18030", "cp437", "cp1252", "big5", "shift_jis", "cp866")
_DRIVE = re.compile(r"^[A-Za-z]:")
LONGEST_NAME = 1_000


def decoded(raw: bytes) -> str:
    """A name whose archive does not say its encoding: UTF-8 where it is, GBK where the bytes look Chinese, else as DOS had it."""
    for encoding in ("utf-8", "gb2312"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    high = sum(byte >= 0xA1 for byte in raw)
    try:
        return raw.decode("gbk") if high >= 4 and high * 2 > sum(byte >= 0x80 for byte in raw) else raw.decode("cp437")
    except UnicodeDecodeError:
        return raw.decode("cp437")


def spellings(raw: bytes) -> set[str]:
    """Every name these bytes may mean; a reference from the manifest is looked up among them."""
    found = set()
    for encoding in _ENCODINGS:
        try:
            found.add(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    return found


def safe_path(name: str) -> str:
    """The path inside the package: forward slashes, no leading slash. Refuses paths that lead out of it."""
    path = name.replace("\\", "/")
    if "\x00" in path or _DRIVE.match(path) or len(path) > LONGEST_NAME:
        raise PackageRefused("path_outside", name=shown(name))
    parts = [part for part in path.split("/") if part not in {"", "."}]
    if ".." in parts:
        raise PackageRefused("path_outside", name=shown(name))
    return "/".join(parts)


def shown(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:120]


def key(path: str) -> str:
    """For comparing: composed letters, no case."""
    return unicodedata.normalize("NFC", path).casefold()


def joined(base: str, reference: str) -> str:
    """The path a reference means when it stands in the file or folder `base` ("" is the top). Steps above the top stay there."""
    reference = reference.replace("\\", "/")
    parts = [] if reference.startswith("/") else [part for part in base.split("/") if part]
    for part in reference.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def candidates(reference: str) -> list[str]:
    """How a reference may be written: as it is, without query and fragment, percent-decoded (once, or twice as some tools do)."""
    bare = re.split(r"[?#]", reference, maxsplit=1)[0]
    found = [reference, bare, unquote(bare), unquote(unquote(bare)), unquote(bare).replace("+", " "), unquote(reference)]
    return list(dict.fromkeys(item.strip() for item in found if item.strip()))


def folder_of(path: str) -> str:
    return path.rpartition("/")[0]


def ending(path: str) -> str:
    """The ending in small letters with its dot: ".png"; "" where there is none."""
    name = path.rpartition("/")[2]
    return f".{name.rpartition('.')[2].lower()}" if "." in name else ""
