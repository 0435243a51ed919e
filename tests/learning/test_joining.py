from datetime import timedelta

import pytest
from django.utils import timezone

from catecp.kernel.models import LedgerEntry
from catecp.learning.models import ClassEntry, Enrolment, Identity, JoinCode, Learner, Standing
from catecp.learning.services.enrolment import NoSeats, NotOpen, choose_languages, enrol, leave
from catecp.learning.services.joining import (
    JoinRefused,
    _check_pin,
    _take_name,
    join_by_account,
    join_by_code,
    join_by_name,
    send_code,
)
from catecp.notices.models import Message
from tests.factories.accounts import PersonFactory
from tests.factories.courses import OfferingFactory
from tests.factories.learning import ClassEntryFactory, LearnerFactory, StudyClassFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def take(entry, pin="1234"):
    return join_by_name(entry=entry, pin=pin, at=NOW)


def refusal(deed, *args, **more):
    with pytest.raises(JoinRefused) as caught:
        deed(*args, **more)
    return str(caught.value)


def code_sent(address="sok@example.org", **more):
    """The code that was sent, with its digits."""
    asked = send_code(address=address, name="Sok", language="km", offering=more.pop("offering", None), at=more.pop("at", NOW))
    digits = "".join(letter for letter in Message.objects.order_by("-pk").first().subject if letter.isdigit())
    return asked.code, digits


def test_taking_a_name_enrols_by_the_channel_of_the_class_and_counts_the_learner():
    entry = ClassEntryFactory(name="Sok Dara")

    joined = take(entry)

    study_class = entry.study_class
    assert (joined.enrolment.channel, joined.enrolment.study_class) == (study_class.offering.channel, study_class)
    assert (joined.identity.kind, joined.identity.learner.name) == ("class_list", "Sok Dara")
    assert Standing.objects.get().registered_on == NOW.date()
    assert sorted(LedgerEntry.objects.filter(kind__startswith="learning.").values_list("kind", flat=True)) == [
        "learning.enrolment.made",
        "learning.entry.taken",
        "learning.learner.joined",
    ]


def test_coming_back_needs_the_same_four_digits_and_makes_nobody_new():
    entry = ClassEntryFactory()
    first = take(entry)

    again = take(entry)

    assert (again.identity, again.enrolment) == (first.identity, first.enrolment)
    assert (Learner.objects.count(), Enrolment.objects.count()) == (1, 1)
    assert "1234" not in ClassEntry.objects.get().pin_digest


def test_five_wrong_tries_close_the_name_even_to_the_right_digits():
    entry = ClassEntryFactory()
    take(entry)

    said = [refusal(take, entry, "9999") for _ in range(5)]

    assert "Tries left: 4" in said[0] and "Tries left: 0" in said[4]
    assert "teacher" in refusal(take, entry, "1234")


def test_a_right_try_forgives_the_wrong_ones_before():
    entry = ClassEntryFactory()
    take(entry)
    refusal(take, entry, "9999")

    take(entry)

    assert ClassEntry.objects.get().pin_tries == 0


@pytest.mark.parametrize("pin", ["", "123", "12345", "abcd", "១២៣៤"])
def test_anything_but_four_digits_is_asked_again(pin):
    assert refusal(take, ClassEntryFactory(), pin) == "Type four digits."


def test_class_with_minors_does_not_open_before_the_institution_gave_consent():
    entry = ClassEntryFactory(study_class=StudyClassFactory(has_minors=True))

    said = refusal(take, entry)
    entry.study_class.consent_at = NOW
    entry.study_class.save()

    assert "consent" in said
    assert take(entry).identity.learner.is_minor is True


def test_closed_class_takes_no_new_names_and_lets_the_others_back_in():
    study_class = StudyClassFactory()
    taken, free = ClassEntryFactory(study_class=study_class), ClassEntryFactory(study_class=study_class)
    take(taken)
    study_class.is_open = False
    study_class.save()

    assert "closed" in refusal(take, free)
    assert take(taken).enrolment.study_class == study_class


def test_same_student_number_in_two_classes_of_an_institution_is_one_learner_with_the_same_digits():
    first = ClassEntryFactory(number="S-17")
    second = ClassEntryFactory(number="S-17", study_class=StudyClassFactory(institution=first.study_class.institution))
    joined = take(first, "1234")

    said = refusal(take, second, "9999")
    again = take(second, "1234")

    assert "four digits of this name" in said
    assert again.identity == joined.identity
    assert (Learner.objects.count(), Enrolment.objects.count()) == (1, 2)


def test_same_student_number_of_another_institution_is_somebody_else():
    take(ClassEntryFactory(number="S-17"))
    take(ClassEntryFactory(number="S-17"))

    assert Learner.objects.count() == 2


def test_code_by_mail_shows_the_address_is_theirs_and_enrols():
    offering = OfferingFactory()
    code, digits = code_sent(" Sok@Example.org ", offering=offering)

    joined = join_by_code(code=code, digits=f"{digits[:3]} {digits[3:]}", at=NOW)

    assert (joined.identity.kind, joined.identity.value, joined.identity.verified_at) == ("email", "sok@example.org", NOW)
    assert joined.enrolment.offering == offering
    assert digits not in JoinCode.objects.get().code_digest


def test_code_works_once_for_a_quarter_of_an_hour():
    code, digits = code_sent()
    join_by_code(code=code, digits=digits, at=NOW)
    late, late_digits = code_sent()

    assert "no longer" in refusal(join_by_code, code=code, digits=digits, at=NOW)
    assert "no longer" in refusal(join_by_code, code=late, digits=late_digits, at=NOW + timedelta(minutes=16))


def test_five_wrong_codes_use_it_up():
    code, digits = code_sent()
    for _ in range(5):
        refusal(join_by_code, code=code, digits="000000" if digits != "000000" else "111111", at=NOW)

    assert "no longer" in refusal(join_by_code, code=code, digits=digits, at=NOW)


def test_one_address_gets_five_codes_an_hour():
    for _ in range(5):
        code_sent()

    assert "Several codes" in refusal(send_code, address="sok@example.org", name="", language="", offering=None, at=NOW)


def test_phone_without_a_gateway_is_told_so_and_nothing_is_kept():
    said = refusal(send_code, address="+855 12 345 678", name="Sok", language="km", offering=None, at=NOW)

    assert "gateway" in said
    assert JoinCode.objects.count() == 0


def test_demo_shows_the_code_that_would_be_sent_to_the_phone(settings):
    settings.IS_DEMO = True

    asked = send_code(address="+855 12 345 678", name="Sok", language="km", offering=None, at=NOW)
    joined = join_by_code(code=asked.code, digits=asked.shown, at=NOW)

    assert (joined.identity.kind, joined.identity.value) == ("phone", "+85512345678")


@pytest.mark.parametrize("typed", ["", "12", "sok@", "hello", "+855"])
def test_what_is_no_address_is_asked_again(typed):
    assert "country code" in refusal(send_code, address=typed, name="", language="", offering=None, at=NOW)


def test_account_learns_as_itself():
    person = PersonFactory()

    joined = join_by_account(person=person, offering=OfferingFactory(), language="en", at=NOW, by=None)

    assert (joined.identity.kind, joined.identity.learner.person) == ("account", person)


@pytest.mark.parametrize(
    "changes",
    [{"is_open": False}, {"starts_on": NOW.date() + timedelta(days=1)}, {"ends_on": NOW.date() - timedelta(days=1)}],
)
def test_offering_that_is_not_open_takes_nobody(changes):
    with pytest.raises(NotOpen):
        enrol(learner=LearnerFactory(), offering=OfferingFactory(**changes), at=NOW)


def test_last_seat_is_given_once_and_free_again_when_somebody_leaves():
    offering = OfferingFactory(seats=1)
    first = enrol(learner=LearnerFactory(), offering=offering, at=NOW)
    with pytest.raises(NoSeats):
        enrol(learner=LearnerFactory(), offering=offering, at=NOW)

    leave(enrolment=first, at=NOW)

    assert enrol(learner=LearnerFactory(), offering=offering, at=NOW).left_at is None


def test_coming_back_after_leaving_goes_on_with_the_same_enrolment():
    learner, offering = LearnerFactory(), OfferingFactory()
    first = enrol(learner=learner, offering=offering, at=NOW)
    leave(enrolment=first, at=NOW)

    again = enrol(learner=LearnerFactory(root=learner), offering=offering, at=NOW)

    assert (again.pk, again.left_at) == (first.pk, None)


def test_second_language_is_never_the_first():
    enrolment = enrol(learner=LearnerFactory(), offering=OfferingFactory(), at=NOW)

    changed = choose_languages(enrolment=enrolment, language="km", second="km")

    assert (changed.language, changed.second_language) == ("km", "")
    assert Identity.objects.count() == 0


def test_two_phones_that_take_one_name_at_once_do_not_share_it():
    entry = ClassEntryFactory()
    assert _check_pin(entry, "1234") == _check_pin(entry, "9999") == ""  # both looked before either took it
    taken = _take_name(entry=entry, pin="1234", at=NOW)

    with pytest.raises(JoinRefused):
        _take_name(entry=entry, pin="9999", at=NOW)

    assert take(entry, "1234").identity == taken.identity
