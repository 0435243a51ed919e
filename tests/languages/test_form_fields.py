import pytest
from django import forms

from catecp.kernel.translated import Translated, written
from catecp.languages.form_fields import TranslatedFormField


class TitleForm(forms.Form):
    title = TranslatedFormField(languages=["en", "zh-hans", "km"], longest=40)
    summary = TranslatedFormField(languages=["en", "km"], rows=4, required=False)


def cleaned(data: dict, *, initial: Translated | None = None) -> Translated:
    form = TitleForm(data, initial={"title": initial} if initial else {})
    assert form.is_valid(), form.errors
    return form.cleaned_data["title"]


def test_new_text_takes_the_first_filled_language_as_its_original():
    title = cleaned({"title_en": "", "title_zh-hans": "开幕致辞", "title_km": ""})

    assert title == Translated(texts={"zh-hans": "开幕致辞"}, original="zh-hans", states={})


def test_original_is_the_one_chosen():
    title = cleaned({"title_en": "Opening", "title_km": "ពិធីបើក", "title_original": "km"})

    assert (title.original, title.state("en"), title.state("km")) == ("km", "translated", "original")


def test_changed_original_outdates_only_translations_left_alone():
    before = Translated(texts={"en": "Opening", "zh-hans": "开幕", "km": "បើក"}, original="en")

    title = cleaned(
        {"title_en": "Grand opening", "title_zh-hans": "盛大开幕", "title_km": "បើក", "title_original": "en"}, initial=before
    )

    assert [title.state(tag) for tag in ("en", "zh-hans", "km")] == ["original", "translated", "outdated"]


def test_translation_marked_as_read_is_reviewed():
    before = Translated(texts={"en": "Opening", "km": "បើក"}, original="en", states={"km": "machine"})

    title = cleaned({"title_en": "Opening", "title_km": "បើក", "title_km_reviewed": "1"}, initial=before)

    assert title.state("km") == "reviewed"


def test_nothing_typed_changes_nothing():
    before = Translated(texts={"en": "Opening", "km": "បើក"}, original="en", states={"km": "machine"})
    form = TitleForm({"title_en": "Opening", "title_km": "បើក", "title_original": "en"}, initial={"title": before})

    assert form.is_valid()
    assert form.cleaned_data["title"].to_json() == before.to_json()
    assert form.changed_data == []


def test_text_in_a_language_outside_the_rows_is_kept_and_shown():
    before = Translated(texts={"th": "พิธีเปิด", "en": "Opening"}, original="th")
    form = TitleForm({"title_en": "Opening day", "title_th": "พิธีเปิด", "title_original": "th"}, initial={"title": before})

    assert form.is_valid()
    assert form.cleaned_data["title"].texts == {"th": "พิธีเปิด", "en": "Opening day"}
    assert 'name="title_th"' in str(form["title"])


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "Write it in at least one language."),
        ({"title_en": " \u200b "}, "Write it in at least one language."),
        ({"title_zh-hans": "长" * 41}, "简体中文: this text has 41 characters; at most 40 fit."),
    ],
    ids=["nothing", "only invisible characters", "too long"],
)
def test_refused_text_says_why(data, error):
    form = TitleForm(data)

    assert form.errors["title"] == [error]


def test_hostile_text_is_cleaned_and_escaped():
    form = TitleForm({"title_en": '\u202e<script>"x"</script>'})

    assert form.is_valid()
    assert form.cleaned_data["title"]["en"] == '<script>"x"</script>'
    assert "<script>" not in str(form["title"])


def test_rows_keep_their_lines_where_asked():
    form = TitleForm({"title_en": "A", "summary_km": "មួយ\r\nពីរ"})

    assert form.is_valid()
    assert form.cleaned_data["summary"] == written("មួយ\nពីរ", "km")


def test_each_row_says_its_state_and_language():
    before = Translated(texts={"en": "Opening", "km": "បើក"}, original="en", states={"km": "outdated"})

    page = str(TitleForm(initial={"title": before})["title"])

    assert [page.count(word) for word in ("original</span>", "missing</span>", "outdated</span>", 'lang="km"', "_reviewed")] == [
        1,
        1,
        1,
        2,
        1,
    ]
