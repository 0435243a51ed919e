from tests.access import Access
from tests.factories.courses import make_course
from tests.factories.languages import make_term
from tests.world import ACTORS

DESK = {"public_id": "translated_course.body.public_id", "language": "target_language"}
TERM = {"key": "term.key"}
WORD = {"pk": "term_word.pk"}
# Translators are found in institutions; which of the world's people hold the permission is said by accounts/roles.py.
TRANSLATORS = "|".join(name for name in ("head", "coordinator", "author", "translator") if name in ACTORS)
REVIEWERS = "|".join(name for name in ("head", "coordinator") if name in ACTORS)
READS = {"visitor": 302, TRANSLATORS: 200, "*": 403}
WRITES = {"visitor": 302, TRANSLATORS: 302, "*": 403}
AT_DESK = {"visitor": 302, TRANSLATORS: 200, "*": 404}
DOES = {"visitor": 302, TRANSLATORS: 302, "*": 404}


def build(world) -> None:
    world.translated_course = make_course()
    world.target_language = "km"
    world.term = make_term("arc-welding", en="arc welding", km="ការផ្សារអគ្គិសនី")
    world.term_word = world.term.words.get(language="km")


ROWS = [
    Access("languages:bodies", READS),
    Access("languages:desk", AT_DESK, kwargs=DESK),
    Access("languages:save", {"visitor": 302, "*": 404}, method="post", kwargs=DESK, data={"segment": "0"}),
    Access("languages:act", {"visitor": 302, "*": 404}, method="post", kwargs=DESK, data={"segment": "0", "what": "review"}),
    Access("languages:many", DOES, method="post", kwargs=DESK, data={"what": "memory"}),
    Access("languages:note", {"visitor": 302, "*": 404}, method="post", kwargs=DESK, data={"segment": "0", "note": "?"}),
    Access("languages:export", AT_DESK, kwargs=DESK),
    Access("languages:bring", AT_DESK, kwargs=DESK),
    Access("languages:films", AT_DESK, kwargs=DESK),
    Access("languages:drafts", AT_DESK, kwargs=DESK),
    Access("languages:glossary", {"*": 200}),
    Access("languages:glossary_file", {"*": 200}),
    Access("languages:add_term", READS),
    Access("languages:term", {"*": 200}, kwargs=TERM),
    Access("languages:edit_term", READS, kwargs=TERM),
    Access("languages:term_picture", {"*": 404}, kwargs=TERM),
    Access("languages:word_audio", {"*": 404}, kwargs=WORD),
    Access("languages:review_word", {"visitor": 302, REVIEWERS: 302, "*": 403}, method="post", kwargs=WORD),
]
