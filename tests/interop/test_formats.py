# ruff: noqa: E501 -- documents of other systems stand here as those systems write them
"""Packages of every kind become the blocks they mean."""

import pytest

from catecp.interop.packages.refusal import PackageRefused
from tests.interop.made import DATA, blocks, cartridge, film, h5p, manifest, outcomes, png, read, tarred, zipped

CC_QUESTIONS = """<questestinterop xmlns="http://www.imsglobal.org/xsd/ims_qtiasiv1p2"><assessment ident="a" title="Gases"><section ident="s">
<item ident="q1" title="Gas"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>cc_profile</fieldlabel>
<fieldentry>cc.multiple_choice.v0p1</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>
<presentation><material><mattext texttype="text/html">&lt;p&gt;Which gas?&lt;/p&gt;</mattext></material>
<response_lid ident="r" rcardinality="Single"><render_choice>
<response_label ident="x"><material><mattext>Argon</mattext></material></response_label>
<response_label ident="y"><material><mattext>Steam</mattext></material></response_label></render_choice></response_lid></presentation>
<resprocessing><respcondition><conditionvar><varequal respident="r">y</varequal></conditionvar><displayfeedback linkrefid="y_fb"/></respcondition>
<respcondition continue="No"><conditionvar><varequal respident="r">x</varequal></conditionvar>
<setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing>
<itemfeedback ident="y_fb"><flow_mat><material><mattext>It rusts.</mattext></material></flow_mat></itemfeedback></item>
<item ident="q2" title="Amps"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel>
<fieldentry>numerical_question</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>
<presentation><material><mattext>How many amps?</mattext></material><response_str ident="r"><render_fib fibtype="Decimal"/></response_str></presentation>
<resprocessing><respcondition><conditionvar><or><varequal respident="r">90</varequal>
<and><vargte respident="r">85</vargte><varlte respident="r">95</varlte></and></or></conditionvar>
<setvar action="Set" varname="SCORE">100</setvar></respcondition></resprocessing></item>
<item ident="q3" title="Why"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>cc_profile</fieldlabel>
<fieldentry>cc.essay.v0p1</fieldentry></qtimetadatafield></qtimetadata></itemmetadata>
<presentation><material><mattext>Say why.</mattext></material><response_str ident="r"><render_fib/></response_str></presentation></item>
</section></assessment></questestinterop>"""


def test_a_cartridge_with_every_kind_of_resource(tmp_path):
    path = zipped(
        tmp_path / "c.imscc",
        {
            "imsmanifest.xml": manifest(
                version="1.3.0",
                items=(
                    '<item identifier="m"><title>Module</title>'
                    '<item identifier="a" identifierref="page"><title>Page one</title></item>'
                    '<item identifier="b" identifierref="quiz"><title>Quiz</title></item>'
                    '<item identifier="c" identifierref="link"><title>Link</title></item>'
                    '<item identifier="d" identifierref="talk"><title>Talk</title></item>'
                    '<item identifier="e" identifierref="tool"><title>Tool</title></item>'
                    '<item identifier="f" identifierref="gone"><title>Gone</title></item></item>'
                ),
                resources=(
                    '<resource identifier="page" type="webcontent" href="wiki%20content/one.html?x=1"/>'
                    '<resource identifier="quiz" type="imsqti_xmlv1p2/imscc_xmlv1p3/assessment"><file href="quiz.xml"/></resource>'
                    '<resource identifier="link" type="imswl_xmlv1p3"><file href="link.xml"/></resource>'
                    '<resource identifier="talk" type="imsdt_xmlv1p3"><file href="talk.xml"/></resource>'
                    '<resource identifier="tool" type="imsbasiclti_xmlv1p0"><file href="tool.xml"/></resource>'
                    '<resource identifier="loose" type="webcontent" href="web_resources/guide.pdf"/>'
                ),
            ),
            "Wiki content/ONE.html": '<p>Look: <img src="$IMS-CC-FILEBASE$/a%20b.png?canvas_download=1" alt=""></p><video src="../film.mp4"></video><p>Then</p>',
            "web_resources/a b.png": png(),
            "film.mp4": film(),
            "film.vtt": "WEBVTT\n\n00:00.000 --> 00:01.000\nHi\n",
            "web_resources/guide.pdf": b"%PDF-1.4 guide",
            "quiz.xml": CC_QUESTIONS,
            "link.xml": '<webLink><title>Safety</title><url href="https://example.org/safe?a=1&amp;b=2"/></webLink>',
            "talk.xml": '<topic><title>Talk</title><text texttype="text/html">&lt;p&gt;Which welds?&lt;/p&gt;</text></topic>',
            "tool.xml": "<cartridge_basiclti_link><launch_url>https://tool.example</launch_url></cartridge_basiclti_link>",
        },
    )

    course, items = read(path)

    found = blocks(course)
    assert (course.format, course.title) == ("common_cartridge_1.3", "Welding")
    assert [block.kind for block in found] == [
        "text", "video", "text", "question", "question", "practical", "text", "text", "file",
    ]  # fmt: skip
    assert found[1].body["cues"] == [{"start": 0.0, "end": 1.0, "text": "Hi"}]
    gas, amps = found[3].body, found[4].body
    assert [(option["text"], option["is_right"], option["feedback"]) for option in gas["options"]] == [
        ("Argon", True, ""),
        ("Steam", False, "It rusts."),
    ]
    assert (amps["type"], amps["value"], amps["tolerance"]) == ("number", 90.0, 5.0)
    assert 'href="https://example.org/safe?a=1&amp;b=2"' in found[6].body["html"]
    said = {what: outcome for what, outcome, _why in items}
    assert said["Tool “Tool”"] == said["Item “Gone”"] == "left_out"
    assert said["Discussion “Talk”"] == said["Not in the outline (1 parts)"] == "changed"
    assert said["File “guide.pdf”"] == "kept"
    assert ("Picture “web_resources/a b.png”", "kept", "It has no alternative text: write one before publishing.") in items


def test_the_cartridge_of_canvas_keeps_its_assignments_as_tasks():
    course, items = read(DATA / "cc_canvas_canvas_cc_gem_course.imscc")

    assert (course.format, course.title, len(blocks(course))) == ("common_cartridge_1.1", "Canvas CC Gem Course", 3)
    assert {block.kind for block in blocks(course)} == {"practical"}
    assert outcomes(items).count("kept") == 0


def test_a_scorm_package_stays_one_with_its_words_for_learners_without_network():
    course, items = read(DATA / "scorm_singlesco_scorm12.zip")

    (block,) = blocks(course)
    assert (course.format, course.title) == ("scorm_1.2", "Golf Explained - CP Single SCO")
    assert (block.kind, block.body["format"], block.body["launch"]) == ("package", "scorm12", "shared/launchpage.html")
    assert "Par" in block.body["fallback"]
    assert outcomes(items)[-1] == "kept"


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("1.2", "scorm_1.2"),
        ("2004 3rd Edition", "scorm_2004_3rd"),
        ("2004 4th Edition", "scorm_2004_4th"),
        ("CAM 1.3", "scorm_2004_2nd"),
    ],
)
def test_editions_of_scorm_are_told_apart(tmp_path, version, expected):
    text = manifest(
        schema="ADL SCORM",
        version=version,
        items='<item identifier="i" identifierref="r" parameters="?mode=a"><title>Part</title></item>',
        resources='<resource identifier="r" type="webcontent" scormType="sco" href="a.html"/>',
    )
    course, _items = read(zipped(tmp_path / "s.zip", {"imsmanifest.xml": text, "a.html": "<p>Hi</p>"}))

    assert (course.format, blocks(course)[0].body["launch"]) == (expected, "a.html?mode=a")


def test_a_cmi5_package_is_kept_and_a_wrong_structure_refused():
    course, _items = read(DATA / "cmi5_lts_001-essentials.zip")

    with pytest.raises(PackageRefused) as refused:
        read(DATA / "cmi5_lts_205-1-duplicated-block.xml")

    assert (course.format, blocks(course)[0].body["launch"]) == ("cmi5", "index.html")
    assert "block/205-1-duplicated-block is used more than once (block)" in str(refused.value)


AU = '<au id="https://a.example/au"><title><langstring>T</langstring></title><description><langstring>D</langstring></description><url>a.html</url></au>'
COURSE = '<course id="https://a.example/c"><title><langstring>T</langstring></title><description><langstring>D</langstring></description></course>'
SPACE = 'xmlns="https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"'


@pytest.mark.parametrize(
    "structure",
    [
        COURSE,
        AU,
        COURSE + AU.replace(' id="https://a.example/au"', ""),
        COURSE + AU.replace("https://a.example/au", "not an iri"),
        COURSE + AU.replace("https://a.example/au", "https://a.example/c"),
        COURSE + AU.replace("<url>a.html</url>", ""),
        COURSE + AU.replace("a.html", "javascript:x()"),
        COURSE + AU.replace("<au ", '<au masteryScore="1.5" '),
        COURSE + AU.replace("<au ", '<au moveOn="Sometimes" '),
        COURSE + AU.replace("<title><langstring>T</langstring></title>", ""),
        COURSE + AU.replace("<url>", '<objectives><objective idref="https://a.example/o"/></objectives><url>'),
        COURSE + '<block id="https://a.example/b"><title><langstring>B</langstring></title></block>',
    ],
)
def test_structures_the_specification_does_not_allow_are_refused(tmp_path, structure):
    path = tmp_path / "cmi5.xml"
    path.write_text(f"<courseStructure {SPACE}>{structure}</courseStructure>")

    with pytest.raises(PackageRefused) as refused:
        read(path)

    assert refused.value.code == "wrong_manifest"


def test_an_open_edx_course(tmp_path):
    problem = """<problem display_name="Gas"><multiplechoiceresponse><label>Which gas?</label><choicegroup>
<choice correct="true">Argon<choicehint>Yes</choicehint></choice><choice correct="false">Steam</choice></choicegroup>
<solution><p>It shields.</p></solution></multiplechoiceresponse></problem>"""
    number = '<problem display_name="Amps"><p>How many?</p><numericalresponse answer="90"><responseparam type="tolerance" default="5%"/></numericalresponse></problem>'
    course, items = read(
        tarred(
            tmp_path / "c.tar.gz",
            {
                "course/course.xml": '<course url_name="run" org="O" course="C"/>',
                "course/course/run.xml": '<course display_name="Arc" language="zh-cn"><chapter url_name="ch"/></course>',
                "course/chapter/ch.xml": '<chapter display_name="One"><sequential url_name="sq"/></chapter>',
                "course/sequential/sq.xml": '<sequential display_name="Two"><vertical url_name="v"/></sequential>',
                "course/vertical/v.xml": '<vertical display_name="Three"><html url_name="h"/><problem url_name="p"/><problem url_name="n"/><video url_name="f"/><poll/></vertical>',
                "course/html/h.xml": '<html filename="h" display_name="Text"/>',
                "course/html/h.html": '<p>See <img src="/static/a.png" alt="An arc"></p>',
                "course/static/a.png": png(),
                "course/problem/p.xml": problem,
                "course/problem/n.xml": number,
                "course/video/f.xml": '<video display_name="Film" youtube="1.00:abcdefghijk"><transcript language="en" src="f.srt"/></video>',
                "course/static/f.srt": "1\n00:00:01,000 --> 00:00:02,000\nLook\n",
            },
        )
    )

    text, gas, amps, link = blocks(course)
    assert (course.format, course.title, course.language) == ("open_edx", "Arc", "zh-cn")
    assert 'alt="An arc"' in text.body["html"]
    assert (gas.body["explanation"], gas.body["options"][0]["feedback"]) == ("<p>It shields.</p>", "Yes")
    assert (amps.body["value"], amps.body["tolerance"]) == (90.0, 4.5)
    assert "https://www.youtube.com/watch?v=abcdefghijk" in link.body["html"]
    assert "<p>Look</p>" in link.body["html"]
    assert [what for what, outcome, _why in items if outcome == "left_out"] == ["poll"]


def moodle_members() -> dict[str, bytes | str]:
    sha1 = "a" * 40
    return {
        "moodle_backup.xml": """<moodle_backup><information><original_course_fullname>Sensors</original_course_fullname><contents>
<activities><activity><moduleid>2</moduleid><sectionid>5</sectionid><modulename>quiz</modulename><title>Quiz</title><directory>activities/quiz_2</directory></activity>
<activity><moduleid>1</moduleid><sectionid>5</sectionid><modulename>page</modulename><title>Page</title><directory>activities/page_1</directory></activity></activities>
<sections><section><sectionid>5</sectionid><title>1</title><directory>sections/section_5</directory></section></sections></contents></information></moodle_backup>""",
        "sections/section_5/section.xml": '<section id="5"><name>Water</name><summary></summary><sequence>1,2</sequence></section>',
        "activities/page_1/page.xml": """<activity id="1" moduleid="1" modulename="page" contextid="30"><page id="1"><name>Oxygen</name><intro></intro>
<content>&lt;p&gt;See &lt;img src="@@PLUGINFILE@@/p%20h.png" alt="A probe"&gt;&lt;/p&gt;</content></page></activity>""",
        "activities/quiz_2/quiz.xml": """<activity id="2" moduleid="2" modulename="quiz" contextid="31"><quiz id="2"><name>Quiz</name><intro></intro><question_instances>
<question_instance id="1"><slot>1</slot><maxmark>2.0</maxmark><question_reference><questionbankentryid>7</questionbankentryid></question_reference></question_instance>
</question_instances></quiz></activity>""",
        "questions.xml": """<question_categories><question_category id="1"><contextid>40</contextid><question_bank_entries><question_bank_entry id="7"><question_version>
<question_versions id="1"><version>1</version><status>ready</status><questions><question id="70"><name>Old</name><questiontext>Old?</questiontext><qtype>essay</qtype></question></questions></question_versions>
<question_versions id="2"><version>2</version><status>ready</status><questions><question id="71"><name>Acid</name><questiontext>&lt;p&gt;Acid?&lt;/p&gt;</questiontext><qtype>multichoice</qtype>
<plugin_qtype_multichoice_question><answers><answer id="1"><answertext>pH 4</answertext><fraction>1</fraction><feedback>Yes</feedback></answer>
<answer id="2"><answertext>pH 9</answertext><fraction>0</fraction><feedback></feedback></answer></answers><multichoice id="1"><single>1</single></multichoice>
</plugin_qtype_multichoice_question></question></questions></question_versions></question_version></question_bank_entry></question_bank_entries></question_category></question_categories>""",
        "files.xml": f"""<files><file id="1"><contenthash>{sha1}</contenthash><contextid>30</contextid><component>mod_page</component><filearea>content</filearea>
<itemid>0</itemid><filepath>/</filepath><filename>p h.png</filename></file></files>""",
        f"files/aa/{sha1}": png(),
        "users.xml": "<users/>",
    }


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_moodle_backup_of_both_kinds(tmp_path, pack):
    course, items = read(pack(tmp_path / "b.mbz", moodle_members()))

    page, question = blocks(course)
    assert (course.format, course.title) == ("moodle", "Sensors")
    assert [unit.title for unit in course.units] == ["Oxygen", "Quiz"]
    assert 'alt="A probe"' in page.body["html"]
    assert (question.body["type"], question.body["points"]) == ("single", 2.0)
    assert [(option["text"], option["is_right"]) for option in question.body["options"]] == [("pH 4", True), ("pH 9", False)]
    assert outcomes(items) == ["kept", "kept", "kept", "left_out"]


def test_h5p_becomes_questions_and_what_is_unknown_stays_the_package(tmp_path):
    content = {
        "chapters": [
            {
                "library": "H5P.Column 1.16",
                "metadata": {"title": "First"},
                "params": {
                    "content": [
                        {"content": {"library": "H5P.AdvancedText 1.1", "params": {"text": "<p>Read</p>"}}},
                        {"content": {"library": "H5P.TrueFalse 1.8", "params": {"question": "<p>Hot?</p>", "correct": "true"}}},
                        {
                            "content": {
                                "library": "H5P.Blanks 1.14",
                                "params": {"text": "Fill", "questions": ["<p>The *arc/spark:light* and *gas*.</p>"]},
                            }
                        },
                        {"content": {"library": "H5P.Chart 1.2", "params": {}}},
                    ]
                },
            }
        ]
    }
    course, items = read(h5p(tmp_path / "a.h5p", "H5P.InteractiveBook", content))

    kinds = [(block.kind, block.body.get("type", "")) for block in blocks(course)]
    assert kinds == [("text", ""), ("question", "single"), ("question", "text"), ("question", "text"), ("package", "")]
    assert blocks(course)[2].body["answers"] == ["arc", "spark"]
    assert "______" in blocks(course)[2].body["prompt"]
    assert ("changed", "Parts of it (H5P.Chart) play only in the package, which stands at the end.") in [
        item[1:] for item in items
    ]


QTI2 = """<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p1" identifier="i" title="Order">
<responseDeclaration identifier="R" cardinality="ordered" baseType="identifier"><correctResponse><value>b</value><value>a</value></correctResponse></responseDeclaration>
<itemBody><orderInteraction responseIdentifier="R"><prompt>In which order?</prompt><simpleChoice identifier="a">Weld</simpleChoice>
<simpleChoice identifier="b">Clean</simpleChoice></orderInteraction></itemBody></assessmentItem>"""
QTI3 = """<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="j" title="Match" xml:lang="en">
<qti-response-declaration identifier="R" cardinality="multiple" base-type="directedPair"><qti-correct-response><qti-value>a x</qti-value><qti-value>b y</qti-value></qti-correct-response></qti-response-declaration>
<qti-item-body><p>Which belongs to which?</p><qti-match-interaction response-identifier="R"><qti-simple-match-set>
<qti-simple-associable-choice identifier="a" match-max="1">MIG</qti-simple-associable-choice><qti-simple-associable-choice identifier="b" match-max="1">TIG</qti-simple-associable-choice></qti-simple-match-set>
<qti-simple-match-set><qti-simple-associable-choice identifier="x" match-max="1">wire</qti-simple-associable-choice><qti-simple-associable-choice identifier="y" match-max="1">rod</qti-simple-associable-choice>
</qti-simple-match-set></qti-match-interaction></qti-item-body></qti-assessment-item>"""


def test_questions_of_qti_2_and_3(tmp_path):
    (tmp_path / "item.xml").write_text(QTI2)
    order, _items = read(tmp_path / "item.xml")
    both, _items = read(zipped(tmp_path / "items.zip", {"three.xml": QTI3, "two.xml": QTI2}))

    assert (order.format, order.title) == ("qti_2.1", "Order")
    assert [option["text"] for option in blocks(order)[0].body["options"]] == ["Clean", "Weld"]
    assert both.format == "qti_3.0"
    assert [(pair["left"], pair["right"]) for pair in blocks(both)[0].body["pairs"]] == [("MIG", "wire"), ("TIG", "rod")]


def test_a_page_longer_than_a_text_becomes_several(tmp_path):
    course, _items = read(cartridge(tmp_path / "c.imscc", "<p>" + "word " * 200 + "</p>\n" * 100 + "<p>x</p>" * 8_000))

    assert len(blocks(course)) > 1
    assert all(len(block.body["html"]) <= 60_000 for block in blocks(course))
