import json
from datetime import UTC, datetime

import pytest

from catecp.kernel import jobs
from catecp.kernel.models import Job, JobState
from catecp.kernel.outbound import Limits, NotReached
from catecp.languages import jobs as languages_jobs
from catecp.languages.drafting import Draft, ModelServer, Sentence, batches, drafts, protected, restored
from catecp.languages.models import Translation
from catecp.languages.queries import published_translations, state_counts
from catecp.languages.services.drafts import KIND, DraftsAreOff, DraftsAreUnderWay, ask_for_drafts, keep_drafts
from catecp.languages.translation_checks import TermWords
from tests.factories.accounts import GrantFactory
from tests.factories.languages import SegmentFactory, TextBodyFactory, TranslationFactory, make_term
from tests.fakes.model_server import WORDS, FakeModelServer, chat, good

pytestmark = pytest.mark.usefixtures("loose_bodies")
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ARC = TermWords("arc-welding", ("arc welding",), (WORDS["arc welding"],))
LIMITS = Limits(sleep=lambda seconds: None, time_out=5, tries=3)


def asked(server: FakeModelServer, *texts: str, terms=()):
    batch = [Sentence(number, text) for number, text in enumerate(texts, start=100)]
    model = ModelServer(server.address, "our-model", "secret")
    return drafts(model, batch, languages=("en", "km"), terms=terms, limits=LIMITS)


def answering(*texts: object):
    """A model that says these texts whatever it is asked."""
    rows = [{"id": number, "text": text} for number, text in enumerate(texts, start=1)]
    return lambda question: (200, chat(json.dumps({"translations": rows})))


def test_drafts_asks_in_the_protocol_and_puts_marks_back():
    with FakeModelServer() as server:
        made = asked(server, "Wear <strong>gloves</strong>, {{ name }}.", "Arc welding is hot.", terms=[ARC])

    question = server.questions[0]
    assert (question["path"], question["model"], server.keys) == ("/v1/chat/completions", "our-model", ["Bearer secret"])
    assert json.loads(question["messages"][1]["content"])["sentences"][0] == {"id": 1, "text": "Wear ⟦1⟧gloves⟦/1⟧, ⟦2⟧."}
    assert f"arc welding = {WORDS['arc welding']}" in question["messages"][0]["content"]
    assert [(draft.identifier, draft.text, str(draft.problem)) for draft in made] == [
        (100, "ខ្មែរ Wear <strong>gloves</strong>, {{ name }}.", ""),
        (101, f"ខ្មែរ {WORDS['arc welding']} is hot.", ""),
    ]


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ("ពាក់ស្រោមដៃ", "mark is missing"),
        ("⟦1⟧ស្រោមដៃ⟦/1⟧ ⟦7⟧", "no mark number 7"),
        ("⟦1⟧ស្រោមដៃ⟦/1⟧ <script>x</script>", "does not stand"),
        ("⟦/1⟧ស្រោមដៃ⟦1⟧", "possible order"),
        ("⟦1⟧⟦/1⟧", "empty"),
        ("⟦1⟧ស្រោម⟦/1⟧" + "ដៃ" * 800, "longer"),
        ("⟦1⟧ស្រោមដៃ⟦/1⟧", "glossary calls"),
    ],
)
def test_drafts_throws_away_what_fails_a_check(answer, reason):
    with FakeModelServer(answer=answering(answer)) as server:
        made = asked(server, "<b>Arc welding</b> gloves", terms=[ARC] if "glossary" in reason else [])

    assert made[0].text == ""
    assert reason in str(made[0].problem)


@pytest.mark.parametrize(
    "nonsense", [chat("I cannot do that."), chat(None), chat([1]), {"error": "?"}, b"<html>", chat('{"translations": 3}')]
)
def test_drafts_asks_one_by_one_after_nonsense_and_then_gives_the_reason(nonsense):
    with FakeModelServer(lambda q: (200, nonsense), lambda q: (200, nonsense)) as server:
        made = asked(server, "One thing.", "Two things.")

    assert [bool(draft.text) for draft in made] == [False, True]
    assert len(server.questions) == 3


def test_drafts_refuses_the_wrong_number_of_answers():
    with FakeModelServer(answer=answering("មួយ", "ពីរ")) as server:
        made = asked(server, "One thing.")

    assert "another number" in str(made[0].problem)


def test_drafts_takes_json_in_a_fence():
    fenced = chat('```json\n{"translations": [{"id": 1, "text": "មួយ"}]}\n```')
    with FakeModelServer(answer=lambda q: (200, fenced)) as server:
        assert asked(server, "One thing.")[0].text == "មួយ"


@pytest.mark.parametrize("status", [429, 500])
def test_drafts_waits_for_a_busy_server_and_gives_up_on_a_broken_one(status):
    with FakeModelServer(lambda q: (status, {}), answer=good) as server:
        assert asked(server, "One thing.")[0].text == "ខ្មែរ One thing."
    with FakeModelServer(answer=lambda q: (status, {})) as server, pytest.raises(NotReached):
        asked(server, "One thing.")


def test_batches_are_bounded_in_sentences_and_characters():
    many = [Sentence(number, "x" * 100) for number in range(45)]
    long = [Sentence(number, "x" * 3_000) for number in range(3)]

    assert [len(batch) for batch in batches(many)] == [20, 20, 5]
    assert [len(batch) for batch in batches(long)] == [1, 1, 1]


def test_protected_and_restored_are_each_others_way_back():
    text = 'A <a href="https://a.example">b</a> {{ c }} <br> &amp; %(d)s'

    assert restored(protected(text), text) == (text, [])


@pytest.fixture
def translator(db):
    return GrantFactory(role="translator").user


@pytest.fixture
def body(db):
    body = TextBodyFactory()
    for number in range(45):
        SegmentFactory(body=body, text=f"Sentence {number} is here.")
    TranslationFactory(segment__body=body, segment__text="Done by a person.", text="រួច")
    return body


@pytest.fixture
def model(settings):
    def configure(server: FakeModelServer) -> None:
        settings.MODEL_ADDRESS, settings.MODEL_NAME, settings.MODEL_KEY = server.address, "our-model", ""

    return configure


def run(job: Job) -> Job:
    jobs.run_job.func(job_id=job.pk)
    return Job.objects.get(pk=job.pk)


def test_drafts_are_off_by_default_and_say_so(body, translator):
    with pytest.raises(DraftsAreOff, match="switched off"):
        ask_for_drafts(body=body, language="km", by=translator, at=AT)


def test_the_job_drafts_what_is_missing_once_and_learners_see_none_of_it(body, translator, model):
    with FakeModelServer() as server:
        model(server)
        job = run(ask_for_drafts(body=body, language="km", by=translator, at=AT))
        again = run(ask_for_drafts(body=body, language="km", by=translator, at=AT))

    counts = state_counts([body.pk])[body.pk]["km"]
    assert (job.state, job.result["kept"], again.result["asked"]) == (JobState.DONE, 45, 0)
    assert (counts.machine, counts.translated, counts.missing) == (45, 1, 0)
    assert len(server.questions) == 3
    assert len(published_translations(body.segments.values_list("pk", flat=True), "km")) == 1
    assert Translation.objects.filter(state="machine", drafted_by="our-model @ 127.0.0.1", written_by=None).count() == 45


def test_the_job_leaves_what_failed_missing_with_the_reason(body, translator, model):
    make_term("here", en="here", km="ទីនេះ")
    with FakeModelServer() as server:
        model(server)
        job = run(ask_for_drafts(body=body, language="km", by=translator, at=AT))

    assert (job.result["kept"], job.result["failed"]) == (0, 45)
    assert job.result["reasons"][0]["text"] == "Sentence 0 is here."
    assert state_counts([body.pk])[body.pk]["km"].missing == 45


def test_the_job_keeps_what_it_has_when_the_server_dies(body, translator, model, monkeypatch):
    monkeypatch.setattr(languages_jobs, "LIMITS", LIMITS)
    with FakeModelServer(good, answer=lambda q: (500, {})) as server:
        model(server)
        job = run(ask_for_drafts(body=body, language="km", by=translator, at=AT))

    assert job.state == JobState.FAILED
    assert "20 drafts were kept" in job.problem
    assert Translation.objects.filter(state="machine").count() == 20


def waiting_job(body, **more) -> Job:
    arguments = {"body": body.pk, "language": "km"}
    return Job.objects.create(kind=KIND, title="Drafts", arguments=arguments, requested_at=AT, **more)


def test_the_job_stops_between_two_questions_when_asked(body, model):
    with FakeModelServer() as server:
        model(server)
        job = run(waiting_job(body, stop_requested=True))

    assert (job.state, Translation.objects.filter(state="machine").count()) == (JobState.STOPPED, 0)


def test_a_second_job_for_the_same_text_is_refused(body, translator, model):
    with FakeModelServer() as server:
        model(server)
        waiting_job(body, state=JobState.RUNNING)

        with pytest.raises(DraftsAreUnderWay):
            ask_for_drafts(body=body, language="km", by=translator, at=AT)


def test_a_draft_never_replaces_what_a_person_wrote_meanwhile(body):
    first, second = body.segments.order_by("pk")[:2]
    TranslationFactory(segment=first, text="មនុស្ស")
    made = [Draft(first.pk, "ម៉ាស៊ីន"), Draft(second.pk, "ម៉ាស៊ីន"), Draft(first.pk + 10_000, "ចម្លែក")]

    kept = keep_drafts(body=body, language="km", drafts=made, by_model="m", at=AT)

    assert kept == 1
    assert (first.translations.get().text, second.translations.get().state) == ("មនុស្ស", "machine")
