"""Looking at a page as a machine can: accessibility by axe, no sideways scrolling, and a picture for people."""

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page

_WIDE = """Array.from(document.querySelectorAll("main *"))
    .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth)
    .slice(0, 5).map(one => one.outerHTML.slice(0, 120))"""
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@lru_cache
def _axe() -> str:
    return (Path(settings.NODE_MODULES) / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def assert_no_serious(page: Page) -> None:
    """axe finds nothing serious or critical."""
    serious = serious_problems(page)
    assert serious == [], "\n".join(serious)


def serious_problems(page: Page) -> list[str]:
    page.evaluate(_axe())
    found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", _RULES)
    return [
        f"{problem['impact']}: {problem['id']}: {problem['help']}: {node['html'][:160]} {node['any'][0]['message'] if node['any'] else ''}"
        for problem in found["violations"]
        if problem["impact"] in {"serious", "critical"}
        for node in problem["nodes"]
    ]


def assert_fits(page: Page) -> None:
    """The page itself never scrolls sideways; a wide table scrolls in its own frame."""
    assert too_wide(page) <= 0, f"{page.url} is {too_wide(page)} px too wide: {page.evaluate(_WIDE)}"


def too_wide(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def shoot(page: Page, name: str) -> None:
    """Keep a picture of the whole page in the folder `CATECP_SHOTS`, if it is set."""
    folder = os.environ.get("CATECP_SHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
