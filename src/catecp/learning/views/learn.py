"""My courses, a course's home, its lessons. Everything works without a script; with one, answers are kept on the phone first."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catecp.courses.enums import BlockKind
from catecp.courses.models import Unit
from catecp.courses.rendering import AddressBook, Lesson, lesson
from catecp.courses.rendering.questions import answer_from_form
from catecp.languages.models import Term
from catecp.languages.tags import LANGUAGES
from catecp.learning.enums import EventKind
from catecp.learning.lesson_words import LessonWords
from catecp.learning.models import Attempt, Enrolment, Learner
from catecp.learning.page_words import page_words
from catecp.learning.queries.learning import (
    course_home,
    enrolments_of,
    marks_of,
    messages_for,
    progress_in,
    results_in,
    works_in,
)
from catecp.learning.queries.shapes import shape_of
from catecp.learning.scoring import feedback_of
from catecp.learning.services.enrolment import choose_languages, leave
from catecp.learning.services.intake import take_from_page
from catecp.learning.services.messages import NothingSaid, write_to_teacher
from catecp.learning.services.work import WorkRefused, hand_in
from catecp.learning.views.entrance import for_learners, own_enrolment

MEDIA_COOKIE = "catecp_media"
MEDIA_CHOICES = ("all", "audio", "text")
TWICE_WITHIN = timedelta(seconds=20)  # the same answer again so soon is a page that was loaded again


@for_learners
def courses(request: HttpRequest, learner: Learner) -> HttpResponse:
    rows = [(enrolment, round(enrolment.progress * 100)) for enrolment in enrolments_of(learner)]
    return render(request, "learning/courses.html", {"learner": learner, "rows": rows})


@for_learners
def course(request: HttpRequest, learner: Learner, enrolment: str) -> HttpResponse:
    found = own_enrolment(learner, enrolment)
    facts = {
        "learner": learner,
        "home": course_home(found),
        "enrolment": found,
        "notes": messages_for(found),
        "languages": _languages(found),
        "words": page_words(),
    }
    return render(request, "learning/course.html", facts)


def _languages(enrolment: Enrolment) -> list[Any]:
    """The languages the offering promises, and the one the course is written in."""
    tags = dict.fromkeys([*enrolment.offering.languages, enrolment.version.course.language, enrolment.language])
    return [LANGUAGES[tag] for tag in tags if tag in LANGUAGES]


@for_learners
def lesson_page(request: HttpRequest, learner: Learner, enrolment: str, unit: str) -> HttpResponse:
    found = own_enrolment(learner, enrolment)
    words = LessonWords()
    shown = _lesson(found, _unit(found, unit), words)
    marks = marks_of(found)
    facts = {
        "learner": learner,
        "enrolment": found,
        "lesson": shown,
        "mode": media_choice(request),
        "modes": MEDIA_CHOICES,
        "progress": progress_in(found, marks),
        "is_done": all(block.key in marks and marks[block.key].is_done for block in shown.blocks),
        "terms": _terms(words.keys, found),
        "languages": _languages(found),
        "answer_address": reverse("learning:answer", args=[found.public_id, unit]),
        "practical_form": "learning/_hand_in.html",
        "words": page_words(),
    }
    return render(request, "learning/lesson.html", facts)


def _unit(enrolment: Enrolment, key: str) -> Unit:
    if key not in shape_of(enrolment.version).units:
        raise Http404
    return get_object_or_404(Unit, version=enrolment.version, key=key)


def _lesson(enrolment: Enrolment, unit: Unit, words: LessonWords) -> Lesson:
    """The lesson with what this learner drew, answered and handed in."""
    made = lesson(
        enrolment.version,
        unit,
        enrolment.language,
        book=page_book(enrolment),
        second=enrolment.second_language,
        seed=str(enrolment.seed),
        mark=words.mark,
    )
    drawn = {block.key for block in shape_of(enrolment.version).blocks_for(unit.key, enrolment.seed)}
    kept = [block for block in made.blocks if block.key in drawn]
    results: dict[str, Any] = results_in(enrolment, [block.key for block in kept if block.kind == BlockKind.QUESTION])
    for block in kept:
        if block.key in results:  # the author's words in the language of the lesson
            results[block.key]["feedback"] = " ".join(feedback_of(block.check, results[block.key]["answer"]))
    works = works_in(enrolment, [block.key for block in kept if block.kind == BlockKind.PRACTICAL])
    results |= {key: {"works": rows} for key, rows in works.items()}
    return replace(made, blocks=tuple(replace(block, result=results.get(block.key)) for block in kept))


def page_book(enrolment: Enrolment) -> AddressBook:
    """Where the pages fetch media, films' words and packages."""
    return AddressBook(
        media=lambda sha256, _type: reverse("courses:media", args=[sha256, "original"]),
        subtitles=lambda key, language: _maybe("learning:subtitles", enrolment.public_id, key, language),
        package=lambda key: _maybe("interop:play", enrolment.public_id, key),
    )


def _maybe(name: str, *args: str) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _terms(keys: list[str], enrolment: Enrolment) -> list[dict[str, Any]]:
    """The explained words: what each is called in the languages on the page, and what it means."""
    if not keys:
        return []
    tags = list(dict.fromkeys([enrolment.language, enrolment.second_language, enrolment.version.course.language]))
    found = {term.key: term for term in Term.objects.filter(key__in=keys).prefetch_related("words")}
    rows = []
    for key in keys:
        names = [word for tag in tags for word in found[key].words.all() if word.language == tag and word.is_preferred]
        text, language = found[key].definition.best(enrolment.language)
        rows.append({"key": key, "names": names, "definition": text, "language": language})
    return rows


def media_choice(request: HttpRequest) -> str:
    asked = request.COOKIES.get(MEDIA_COOKIE, "")
    return asked if asked in MEDIA_CHOICES else "all"


@login_not_required
@require_POST
def choose_media(request: HttpRequest) -> HttpResponse:
    """Everything, sound only or text only: one tap, kept in this browser."""
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = redirect(address if is_ours else reverse("learning:courses"))
    chosen = request.POST.get("mode", "")
    response.set_cookie(
        MEDIA_COOKIE, chosen if chosen in MEDIA_CHOICES else "all", max_age=31_536_000, samesite="Lax", httponly=True
    )
    return response


@require_POST
@for_learners
def answer(request: HttpRequest, learner: Learner, enrolment: str, unit: str) -> HttpResponse:
    found = own_enrolment(learner, enrolment)
    key = request.POST.get("block", "")
    block = shape_of(found.version).blocks.get(key)
    if block is None or block.kind != BlockKind.QUESTION:
        raise Http404
    given, now = answer_from_form(dict(block.body), request.POST), timezone.now()
    if given is None:
        messages.warning(request, _("Choose or write an answer first."))
    elif not _is_sent_twice(found, key, given, now):
        take_from_page(learner=learner, enrolment=found, kind=EventKind.ANSWERED, block=key, body={"answer": given}, at=now)
    return redirect(reverse("learning:lesson", args=[found.public_id, unit]) + f"#b-{key}")


def _is_sent_twice(enrolment: Enrolment, key: str, given: Any, now: Any) -> bool:
    """A page that was loaded again sends its form again: the same answer, at once."""
    attempts = Attempt.objects.filter(learner_id=enrolment.learner_id, course_id=enrolment.course_id, block_key=key)
    last = attempts.order_by("-number", "-pk").first()
    return last is not None and last.answer == given and now - last.answered_at < TWICE_WITHIN


@require_POST
@for_learners
def done(request: HttpRequest, learner: Learner, enrolment: str, unit: str) -> HttpResponse:
    """What was to be read is read; go on with the next lesson."""
    found = own_enrolment(learner, enrolment)
    _unit(found, unit)
    take_from_page(learner=learner, enrolment=found, kind=EventKind.DONE, block=unit, body={}, at=timezone.now())
    following = request.POST.get("following", "")
    if following in shape_of(found.version).units:
        return redirect("learning:lesson", found.public_id, following)
    return redirect("learning:course", found.public_id)


@require_POST
@for_learners
def hand_in_work(request: HttpRequest, learner: Learner, enrolment: str, unit: str) -> HttpResponse:
    found = own_enrolment(learner, enrolment)
    key = request.POST.get("block", "")[:12]
    try:
        files, note = request.FILES.getlist("evidence"), request.POST.get("note", "")
        hand_in(learner=learner, enrolment=found, block_key=key, files=files, note=note, at=timezone.now())
        messages.success(request, _("Handed in. Your teacher looks at it and marks it."))
    except WorkRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(reverse("learning:lesson", args=[found.public_id, unit]) + f"#b-{key}")


@require_POST
@for_learners
def languages(request: HttpRequest, learner: Learner, enrolment: str) -> HttpResponse:
    found = own_enrolment(learner, enrolment)
    choose_languages(enrolment=found, language=request.POST.get("language", ""), second=request.POST.get("second", ""))
    unit = request.POST.get("unit", "")
    if unit in shape_of(found.version).units:
        return redirect("learning:lesson", found.public_id, unit)
    return redirect("learning:course", found.public_id)


@for_learners
def leave_course(request: HttpRequest, learner: Learner, enrolment: str) -> HttpResponse:
    found = own_enrolment(learner, enrolment)
    if request.method != "POST":
        return render(request, "learning/leave.html", {"enrolment": found})
    leave(enrolment=found, at=timezone.now())
    messages.success(request, _("You have left the course. What you learned is kept; joining again goes on from there."))
    return redirect("learning:courses")


@require_POST
@for_learners
def write_teacher(request: HttpRequest, learner: Learner, enrolment: str) -> HttpResponse:
    found = own_enrolment(learner, enrolment)
    try:
        write_to_teacher(enrolment=found, text=request.POST.get("text", ""), at=timezone.now())
        messages.success(request, _("Your teacher reads it in the class's page."))
    except NothingSaid as refusal:
        messages.error(request, str(refusal))
    return redirect("learning:course", found.public_id)
