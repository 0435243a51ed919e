"""The vocabulary of reports: nouns that count the same kind of thing, and words that end a noun phrase."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


PEOPLE_GENERIC = _set("person people participant attendee delegate individual representative registrant respondent")
SPEAKERS = _set("speaker expert presenter panellist panelist lecturer keynote discussant")
PEOPLE = (
    PEOPLE_GENERIC
    | SPEAKERS
    | _set("""student learner teacher trainer trainee instructor tutor official leader director principal president professor researcher
    staff guest visitor volunteer observer man woman boy girl male female youth user graduate intern worker employee technician
    engineer entrepreneur scholar scholar coordinator manager administrator practitioner educator professional member citizen
    academic farmer beneficiary candidate applicant scholarship-holder headmaster rector dean policymaker executive pupil
    facilitator interpreter journalist teacher-trainer master personnel specialist apprentice alumnus nurse doctor assessor
    deputy chair chairperson ambassador farmer adult child parent resident trainee-teacher awardee winner""")
)
ONE_ROLE = _set(
    "student teacher lecturer instructor trainer official director principal president professor researcher man woman boy girl"
    " worker employee technician engineer entrepreneur graduate intern user pupil apprentice manager dean rector minister"
)
INSTITUTIONS = _set("""institution school institute college university polytechnic academy centre center organisation organization company
    enterprise firm ministry agency association faculty campus organiser organizer provider employer chamber bureau
    factory business embassy""")
COUNTRIES = _set("country nation economy state")
AGREEMENTS = _set("mou memorandum moa loi agreement contract letter accord memoranda")
ACTIVITIES = _set("""session lecture visit workshop seminar training course event talk presentation conference meeting webinar exhibition
    forum activity programme program project topic paper""")
TIME_UNITS = _set("second minute hour day night week month year decade century quarter semester")
ABSTRACT = _set("time percent percentage point page fold degree litre liter kilometre kilometer km metre meter kg ton tonne ha")
_CLASSES = (("people", PEOPLE), ("institutions", INSTITUTIONS), ("countries", COUNTRIES), ("agreements", AGREEMENTS))

IRREGULAR_PLURALS = {
    "people": "people", "persons": "person", "men": "man", "women": "woman", "children": "child", "staff": "staff", "personnel":
    "personnel", "youth": "youth", "alumni": "alumnus", "memoranda": "memorandum", "criteria": "criterion", "countrymen": "man",
    "curricula": "curriculum", "moUs": "mou", "mous": "mou", "mou": "mou", "moas": "moa", "lois": "loi", "themes": "theme",
    "businesses": "business", "series": "series", "theses": "thesis", "ph.d": "phd", "faculty": "staff", "headcount": "people",
    "pax": "people", "attendance": "people", "females": "woman", "males": "man", "female": "woman", "male": "man",
}  # fmt: skip
NOT_PLURAL = _set("""this is was has as its us plus across versus various previous whereas towards thus always less besides perhaps overseas
    business process class access press progress success congress diploma campus focus status virus bus gas analysis basis
    does goes comprises includes consists times headquarters news economics physics mathematics logistics electronics
    mechatronics robotics ethics civics tourism business-to-business sports arts others laos his hers ours theirs yes numerous
    religious serious ambitious precious famous continuous""")
STOPS = _set("""from of in on at by for to with within across among between during over under per through into onto about against as than
    and or but nor while whereas that which who whom whose when where is are was were be been being am have has had do does did
    will would can could shall should may might must attended joined participated took came visited signed received completed
    represented represent representing registered shared gathered met held made gave presented discussed spoke including included
    include comprising comprised consisting consisted coming attending participating taking selected invited enrolled trained
    travelled traveled went remain remained stayed said reported responded replied answered expressed chose agreed rated felt
    found each respectively out only also not so if because since until the this these those their its there they we he she it
    drawn based located already under via except excluding plus minus such like both either organised organized conducted
    launched offered provided supported covered involved engaged benefited graduated passed failed applied submitted worked
    joining using respectively altogether overall took returned arrived left against versus vs""")

PARTICIPLES = _set("""registered trained enrolled selected invited shared involved supported organised organized represented engaged
    offered provided signed completed launched covered based presented reported visited""")


def singular(word: str) -> str:
    """The singular of an English noun in lower case ('Universities' -> 'university')."""
    word = word.lower().strip("'’")
    if word in IRREGULAR_PLURALS:
        return IRREGULAR_PLURALS[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def is_plural(word: str) -> bool:
    """Whether an English word looks like a plural noun."""
    lower = word.lower()
    if lower in IRREGULAR_PLURALS:
        return True
    return lower.endswith("s") and len(lower) > 3 and lower not in NOT_PLURAL and not lower.endswith(("ss", "us", "is", "ous"))


def noun_class(noun: str) -> str:
    """The kind of thing a singular noun counts: people, institutions, countries, agreements, time, or the noun itself."""
    for name, members in _CLASSES:
        if noun in members:
            return name
    return "time" if noun in TIME_UNITS else noun


MEASURES = {
    "人": "people", "名": "people", "位": "people", "人次": "visits-of-people", "所": "institutions", "家": "institutions",
    "国": "countries", "份": "份", "项": "项", "门": "门", "场": "场", "次": "次", "个": "个", "条": "条", "天": "time", "日": "time",
    "年": "time", "个月": "time", "周": "time", "小时": "time", "分钟": "time", "届": "edition", "种": "种", "套": "套", "届次": "edition",
    "个国家": "countries", "支": "支", "间": "institutions", "篇": "篇", "期": "期", "问": "问", "题": "题", "点": "点", "类": "类",
    "分": "score", "元": "money", "万元": "money", "级": "grade", "号": "code",
}  # fmt: skip
HANZI_NOUNS = {
    "国家": "countries", "学校": "institutions", "院校": "institutions", "高校": "institutions", "机构": "institutions",
    "企业": "institutions", "单位": "institutions", "大学": "institutions", "学院": "institutions", "参会者": "people",
    "代表": "people", "学员": "people", "学生": "people", "教师": "people", "专家": "people", "嘉宾": "people", "人员": "people",
    "老师": "people", "官员": "people", "校长": "people", "女性": "people", "男性": "people", "职业院校": "institutions",
}  # fmt: skip
