"""Content types of H5P as blocks: one method for each type that is understood."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from catecp.courses.content import BlockSource
from catecp.interop.h5p.texts import gaps_of
from catecp.interop.packages.outline import Node
from catecp.interop.packages.pages import Page, blocks_of, html_of, plain
from catecp.interop.packages.questions import Option, Question, named
from catecp.interop.packages.reading import Reading

_DEEPEST = 8
Params = dict[str, Any]


def _dict(value: Any) -> Params:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Params]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _str(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _kind(library: Any) -> str:
    """ "H5P.MultiChoice 1.14" without its version."""
    return _str(library).split(" ")[0].split("-")[0]


class Content:
    def __init__(self, reading: Reading, folder: str) -> None:
        self.reading = reading
        self.report = reading.report
        self.folder = folder
        self.foreign: set[str] = set()
        self.depth = 0

    def nodes(self, library: str, params: Any, title: str) -> list[Node]:
        """Lessons of the content; [] where its type is not understood at all."""
        kind = _kind(library)
        if kind == "H5P.InteractiveBook":
            return self._book(_dict(params), title)
        if kind not in _READERS:
            return []
        blocks = self.blocks(library, params, title)
        return [Node(title, blocks)] if blocks else []

    def _book(self, params: Params, title: str) -> list[Node]:
        nodes = []
        cover = _str(_dict(params.get("bookCover")).get("coverDescription"))
        if plain(cover):
            nodes.append(Node(title, blocks_of(self.page(title), cover)))
        for number, chapter in enumerate(_list(params.get("chapters")), start=1):
            name = _str(_dict(chapter.get("metadata")).get("title")) or _("Chapter %(number)s") % {"number": number}
            nodes.append(Node(name, self.blocks(_str(chapter.get("library")), chapter.get("params"), name)))
        return [node for node in nodes if node.blocks]

    def page(self, what: str) -> Page:
        return Page(self.reading, what, base=self.folder)

    def html(self, what: str, text: Any) -> str:
        return html_of(self.page(what), _str(text))

    def blocks(self, library: str, params: Any, title: str) -> list[BlockSource]:
        """Blocks of one content or part of one; a type that is not understood is remembered as foreign."""
        kind = _kind(library)
        reader = _READERS.get(kind)
        if reader is None or self.depth > _DEEPEST:
            if kind:
                self.foreign.add(kind)
            return []
        self.depth += 1
        try:
            return [block for block in reader(self, _dict(params), title) if block]
        finally:
            self.depth -= 1

    def _inner(self, holder: Any, title: str) -> list[BlockSource]:
        held = _dict(holder)
        name = _str(_dict(held.get("metadata")).get("title"))
        return self.blocks(_str(held.get("library")), held.get("params"), title if name.startswith("Untitled") else name or title)

    def question(self, title: str, prompt: str, points: float = 1.0, explanation: str = "") -> Question:
        html = self.html(title, prompt)
        return Question(
            self.report, named("", html) if plain(html) else named(title, ""), html, self.html(title, explanation), points
        )

    def column(self, params: Params, title: str) -> Iterator[BlockSource]:
        for part in _list(params.get("content")):
            held = part.get("content")
            yield from self._inner(held if isinstance(held, dict) and "library" in held else part, title)

    def row(self, params: Params, title: str) -> Iterator[BlockSource]:
        """Columns beside one another stand below one another on a phone."""
        for part in _list(params.get("columns")):
            yield from self._inner(part.get("content"), title)

    def question_set(self, params: Params, title: str) -> Iterator[BlockSource]:
        introduction = _dict(params.get("introPage"))
        if introduction.get("showIntroPage") and plain(_str(introduction.get("introduction"))):
            yield from blocks_of(self.page(title), _str(introduction.get("introduction")))
        for part in _list(params.get("questions")):
            yield from self._inner(part, title)

    def multi_choice(self, params: Params, title: str) -> Iterator[BlockSource | None]:
        yield from self._media(params, title)
        options = []
        for answer in _list(params.get("answers")):
            feedback = _str(_dict(answer.get("tipsAndFeedback")).get("chosenFeedback"))
            options.append(Option(self.html(title, answer.get("text")), bool(answer.get("correct")), plain(feedback)))
        behaviour = _dict(params.get("behaviour"))
        several = behaviour.get("type") == "multi" or (
            sum(option.is_right for option in options) > 1 and behaviour.get("type") != "single"
        )
        yield self.question(title, _str(params.get("question"))).choice(options, several=several)

    def true_false(self, params: Params, title: str) -> Iterator[BlockSource | None]:
        yield from self._media(params, title)
        words = _dict(params.get("l10n"))
        behaviour = _dict(params.get("behaviour"))
        right = str(params.get("correct")).lower() == "true"
        said = {right: _str(behaviour.get("feedbackOnCorrect")), not right: _str(behaviour.get("feedbackOnWrong"))}
        options = [
            Option(_str(words.get("trueText")) or _("True"), right, plain(said[True])),
            Option(_str(words.get("falseText")) or _("False"), not right, plain(said[False])),
        ]
        yield self.question(title, _str(params.get("question"))).choice(options, several=False)

    def blanks(self, params: Params, title: str) -> Iterator[BlockSource | None]:
        yield from self._media(params, title)
        texts = params.get("questions")
        for text in texts if isinstance(texts, list) else []:
            yield from self._gaps(_str(params.get("text")), _str(text), title)

    def drag_text(self, params: Params, title: str) -> Iterator[BlockSource | None]:
        yield from self._media(params, title)
        for line in _str(params.get("textField")).split("\n"):
            yield from self._gaps(
                _str(params.get("taskDescription")), f"<p>{line}</p>", title, _("Words to be dragged are typed now.")
            )

    def _gaps(self, task: str, text: str, title: str, note: str = "") -> Iterator[BlockSource | None]:
        for shown, answers, hint in gaps_of(text):
            prompt = f"{task} {shown}" + (f"<p><em>{hint}</em></p>" if hint else "")
            question = self.question(title, prompt)
            question.what = named(plain(shown), "")
            if note or text.count("*") > 2:
                question.notes.append(note or _("Its gaps are questions of their own now."))
            yield question.text(answers)

    def mark_words(self, params: Params, title: str) -> Iterator[BlockSource | None]:
        """Right words are marked with asterisks; the others stay as answers to choose from."""
        text = _str(params.get("textField"))
        right = [answers[0] for shown, answers, hint in gaps_of(text) if answers]
        words = list(dict.fromkeys(word.strip("*.,;:!?()") for word in plain(text).split()))
        options = [Option(word, word in right) for word in words if word]
        question = self.question(title, f"{_str(params.get('taskDescription'))} <p>{plain(text).replace('*', '')}</p>")
        question.notes.append(_("Words to be marked in the text are answers to choose from now."))
        yield question.choice(options, several=True)

    def summary(self, params: Params, title: str) -> Iterator[BlockSource | None]:
        for part in _list(params.get("summaries")):
            found = part.get("summary")
            texts = found if isinstance(found, list) else []
            yield self._first_is_right(_str(params.get("intro")), texts, title)

    def single_choices(self, params: Params, title: str) -> Iterator[BlockSource | None]:
        for part in _list(params.get("choices")):
            answers = part.get("answers")
            yield self._first_is_right(_str(part.get("question")), answers if isinstance(answers, list) else [], title)

    def _first_is_right(self, prompt: str, texts: list[Any], title: str) -> BlockSource | None:
        options = [Option(self.html(title, text), number == 0) for number, text in enumerate(texts) if plain(_str(text))]
        # The first is the right one; standing always first would give it away, and learners see options in the order they are kept.
        question = self.question(title, prompt)
        return question.choice(sorted(options, key=lambda option: plain(option.text)), several=False)

    def sort_paragraphs(self, params: Params, title: str) -> Iterator[BlockSource | None]:
        texts = params.get("paragraphs")
        options = [Option(self.html(title, text)) for text in texts] if isinstance(texts, list) else []
        yield self.question(title, _str(params.get("taskDescription"))).order(options)

    def essay(self, params: Params, title: str) -> Iterator[BlockSource | None]:
        yield self.question(title, _str(params.get("taskDescription"))).essay()

    def dialog_cards(self, params: Params, title: str) -> Iterator[BlockSource | None]:
        """Cards with two sides: a table of both."""
        rows = []
        for card in _list(params.get("dialogs")):
            picture = self._image(_dict(card.get("image")), _str(card.get("imageAltText")))
            front, back = _str(card.get("text")), _str(card.get("answer"))
            rows.append(f"<tr><td>{picture}{front}</td><td>{back}</td></tr>")
        if rows:
            self.report.changed(_("Cards “%(title)s”") % {"title": title}, _("Cards to turn over are a table of both sides now."))
            yield from blocks_of(
                self.page(title), f"{_str(params.get('description'))}<table><tbody>{''.join(rows)}</tbody></table>"
            )

    def flashcards(self, params: Params, title: str) -> Iterator[BlockSource | None]:
        for card in _list(params.get("cards")):
            picture = self._image(_dict(card.get("image")), _str(card.get("imageAltText")))
            prompt = f"{picture}<p>{_str(card.get('text'))}</p>"
            yield self.question(title, prompt).text(_str(card.get("answer")).split("/"))

    def accordion(self, params: Params, title: str) -> Iterator[BlockSource | None]:
        pieces = []
        for panel in _list(params.get("panels")):
            inner = _str(_dict(_dict(panel.get("content")).get("params")).get("text"))
            pieces.append(f"<h4>{_str(panel.get('title'))}</h4>{inner}")
        yield from self._text("".join(pieces), title)

    def advanced_text(self, params: Params, title: str) -> Iterator[BlockSource | None]:
        yield from self._text(_str(params.get("text")), title)

    def _text(self, html: str, title: str) -> Iterator[BlockSource | None]:
        what = _("Text “%(title)s”") % {"title": plain(html)[:60] or title}
        found = blocks_of(self.page(what), html)
        if found:
            self.report.kept(what)
        yield from found

    def image(self, params: Params, title: str) -> Iterator[BlockSource | None]:
        found = self._file(params.get("file"))
        kept = self.reading.keep(found) if found else None
        if kept:
            block = self.reading.media_block(kept, title=kept.name, cues=[], alt=plain(_str(params.get("alt"))))
            yield block

    def video(self, params: Params, title: str) -> Iterator[BlockSource | None]:
        yield from self._films(params.get("sources"), title)

    def audio(self, params: Params, title: str) -> Iterator[BlockSource | None]:
        yield from self._films(params.get("files"), title)

    def _films(self, sources: Any, title: str) -> Iterator[BlockSource | None]:
        for source in _list(sources):
            path = _str(source.get("path"))
            found = self._file(source)
            if found:
                yield self.reading.file_block(found, title=title)
                return
            if path.startswith("http"):
                yield from blocks_of(self.page(title), f'<iframe src="{path}" title="{plain(title)}"></iframe>')
                return

    def link(self, params: Params, title: str) -> Iterator[BlockSource | None]:
        address = _dict(params.get("linkWidget"))
        url = f"{_str(address.get('protocol'))}{_str(address.get('url'))}"
        yield from self._text(f'<p><a href="{url}">{_str(params.get("title")) or url}</a></p>', title)

    def _media(self, params: Params, title: str) -> list[BlockSource]:
        """A picture or film shown above a question."""
        kind = _dict(_dict(params.get("media")).get("type")) or _dict(params.get("media"))
        if _kind(kind.get("library")) in {"H5P.Image", "H5P.Video", "H5P.Audio"} and _dict(kind.get("params")):
            return self.blocks(_str(kind.get("library")), kind.get("params"), title)
        return []

    def _file(self, value: Any) -> Any:
        path = _str(_dict(value).get("path"))
        return self.reading.package.find(path, base=self.folder) if path and "://" not in path else None

    def _image(self, value: Params, alt: str) -> str:
        path = _str(value.get("path"))
        return f'<img src="{path}" alt="{plain(alt)}">' if path else ""


_READERS: dict[str, Callable[[Content, Params, str], Iterator[BlockSource | None]]] = {
    "H5P.Column": Content.column,
    "H5P.RowColumn": Content.column,
    "H5P.Row": Content.row,
    "H5P.QuestionSet": Content.question_set,
    "H5P.MultiChoice": Content.multi_choice,
    "H5P.TrueFalse": Content.true_false,
    "H5P.Blanks": Content.blanks,
    "H5P.DragText": Content.drag_text,
    "H5P.MarkTheWords": Content.mark_words,
    "H5P.Summary": Content.summary,
    "H5P.SingleChoiceSet": Content.single_choices,
    "H5P.SortParagraphs": Content.sort_paragraphs,
    "H5P.Essay": Content.essay,
    "H5P.Dialogcards": Content.dialog_cards,
    "H5P.Flashcards": Content.flashcards,
    "H5P.Accordion": Content.accordion,
    "H5P.AdvancedText": Content.advanced_text,
    "H5P.Text": Content.advanced_text,
    "H5P.Table": Content.advanced_text,
    "H5P.Image": Content.image,
    "H5P.Video": Content.video,
    "H5P.Audio": Content.audio,
    "H5P.Link": Content.link,
}
