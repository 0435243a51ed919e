"""Checks a course of the demo: its blocks, its media and how much of it each language covers.

Usage: python tools/demo_course.py check FOLDER [FOLDER…]     says what is wrong; exits with 1 if anything is
       python tools/demo_course.py worksheet FOLDER LANGUAGE  prints the missing segments as YAML pairs to fill in
"""

import hashlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from catecp.courses import content  # noqa: E402 -- found by the path set above
from catecp.languages import segmentation  # noqa: E402 -- found by the path set above

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ASSET_INSIDE = re.compile(r'data-asset="([^"]+)"')


def _read(file: Path):
    return yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)  # the safe loader in C where it was built


@dataclass(frozen=True)
class DemoCourse:
    """A course folder as read: `course` is the whole of course.yaml, media files are named relative to the folder."""

    folder: Path
    course: dict

    @classmethod
    def read(cls, folder: Path) -> "DemoCourse":
        return cls(folder, _read(folder / "course.yaml"))

    def lessons(self) -> Iterator[dict]:
        yield from (lesson for chapter in self.course["units"] for lesson in chapter["units"])

    def blocks(self) -> Iterator[tuple[str, str, dict]]:
        """(where, kind, cleaned body) with file names replaced by checksums, as the loader keeps them."""
        for lesson in self.lessons():
            for number, block in enumerate(lesson["blocks"], 1):
                body = {name: self._bound(value) for name, value in block.items() if name != "kind"}
                yield f"{lesson['title']}, block {number}", block["kind"], content.cleaned(block["kind"], body)

    def _bound(self, value):
        if isinstance(value, list):
            return [self._bound(item) for item in value]
        if isinstance(value, dict):
            return {name: self._bound(item) for name, item in value.items()}
        if isinstance(value, str) and value.startswith("media/"):
            return self._checksum(value)
        return _ASSET_INSIDE.sub(lambda m: f'data-asset="{self._checksum(m[1])}"', value) if isinstance(value, str) else value

    def _checksum(self, name: str) -> str:
        return hashlib.sha256((self.folder / name).read_bytes()).hexdigest()

    def assets_named(self) -> set[str]:
        source = (self.folder / "course.yaml").read_text(encoding="utf-8")
        return set(re.findall(r"media/[\w.-]+", source))

    def media(self) -> dict[str, int]:
        """Size in bytes of every file learners get; `media/src` holds what they were drawn from."""
        return {f"media/{path.name}": path.stat().st_size for path in (self.folder / "media").iterdir() if path.is_file()}

    def segments(self) -> dict[str, str]:
        """Every segment to translate, by digest, in reading order."""
        found = {}
        titles = [unit["title"] for chapter in self.course["units"] for unit in (chapter, *chapter["units"])]
        leaves = [(leaf.text, leaf.is_html) for _, kind, body in self.blocks() for leaf in content.leaves(kind, body)]
        for text, is_html in [*((title, False) for title in titles), *leaves]:
            found |= {piece.digest: piece.text for piece in segmentation.segments(text, is_html=is_html)}
        return found

    def languages(self) -> list[str]:
        return sorted(path.stem for path in (self.folder / "translations").glob("*.yaml"))

    def translations(self, language: str) -> list[dict]:
        return _read(self.folder / f"translations/{language}.yaml")

    def missing(self, language: str) -> list[str]:
        known = {segmentation.digest_of(pair["s"]) for pair in self.translations(language) if pair["t"].strip()}
        return [text for digest, text in self.segments().items() if digest not in known]

    def faults(self, language: str) -> list[str]:
        """What is wrong with a translation apart from gaps: pairs of no segment, lost marks, texts given twice."""
        found, wanted, seen = [], self.segments(), set()
        for pair in self.translations(language):
            digest = segmentation.digest_of(pair["s"])
            if digest not in wanted:
                found.append(f"obsolete: {pair['s'][:80]}")
            if digest in seen:
                found.append(f"twice: {pair['s'][:80]}")
            if lost := segmentation.lost_marks(pair["s"], pair["t"]):
                found.append(f"marks {lost}: {pair['s'][:80]}")
            seen.add(digest)
        return found

    def problems(self) -> list[tuple[str, content.Problem]]:
        return [(where, problem) for where, kind, body in self.blocks() for problem in content.problems(kind, body)]


def check(folder: Path) -> int:
    """Prints what is wrong with the course; returns how much that is. Gaps of a language are told, and are no fault."""
    found = DemoCourse.read(folder)
    faults = [f"{where}: {problem.text}" for where, problem in found.problems()]
    faults += [f"not used: {name}" for name in sorted(found.media().keys() - found.assets_named())]
    faults += [f"{language}: {fault}" for language in found.languages() for fault in found.faults(language)]
    kinds = [kind for _, kind, _ in found.blocks()]
    print(f"{folder.name}: {len(list(found.lessons()))} lessons, {len(kinds)} blocks, {len(found.segments())} segments")
    for language in found.languages():
        print(f"  {language}: {len(found.missing(language))} missing")
    print(*(f"  {fault}" for fault in faults), sep="\n")
    return len(faults)


def worksheet(folder: Path, language: str) -> str:
    """The segments that a language lacks, as pairs with an empty translation."""
    found = DemoCourse.read(folder)
    texts = found.missing(language) if language in found.languages() else list(found.segments().values())
    return yaml.safe_dump([{"s": text, "t": ""} for text in texts], allow_unicode=True, sort_keys=False, width=10_000)


if __name__ == "__main__":
    if len(sys.argv) >= 3 and sys.argv[1] == "check":
        sys.exit(1 if sum(check(Path(folder)) for folder in sys.argv[2:]) else 0)
    elif len(sys.argv) == 4 and sys.argv[1] == "worksheet":
        print(worksheet(Path(sys.argv[2]), sys.argv[3]), end="")
    else:
        sys.exit(__doc__)
