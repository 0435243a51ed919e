"""A lesson for a reader: one renderer for the page, the download, the classroom bundle and every export."""

from catecp.courses.rendering.lesson import Lesson, ShownBlock, lesson, outline
from catecp.courses.rendering.media import AddressBook, Film, Shown, media_of

__all__ = ["AddressBook", "Film", "Lesson", "Shown", "ShownBlock", "lesson", "media_of", "outline"]
