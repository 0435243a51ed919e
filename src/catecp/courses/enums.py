from django.db import models
from django.utils.translation import gettext_lazy as _


class BlockKind(models.TextChoices):
    TEXT = "text", _("text")
    PICTURE = "picture", _("picture")
    AUDIO = "audio", _("audio")
    VIDEO = "video", _("video")
    FILE = "file", _("file")
    QUESTION = "question", _("question")
    PRACTICAL = "practical", _("practical task")
    LIVE = "live", _("live session")
    PACKAGE = "package", _("embedded package")


class QuestionKind(models.TextChoices):
    SINGLE = "single", _("one right answer")
    MULTIPLE = "multiple", _("several right answers")
    ORDER = "order", _("put in order")
    MATCH = "match", _("match pairs")
    TEXT = "text", _("short text")
    NUMBER = "number", _("number")


class VersionState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ReviewState(models.TextChoices):
    OPEN = "open", _("being read")
    APPROVED = "approved", _("approved")
    CHANGES = "changes", _("changes asked for")
    REJECTED = "rejected", _("rejected")
    CANCELLED = "cancelled", _("cancelled")


class ChecklistKind(models.TextChoices):
    PASSPORT = "passport", _("course passport")
    REVIEW = "review", _("course review")


class ChannelKind(models.TextChoices):
    PLATFORM = "platform", _("this platform")
    MINISTRY = "ministry", _("ministry promotion")
    MIRROR = "mirror", _("mirror on a national platform")
    COLLEGE_LMS = "college_lms", _("a college's learning system")
    LIVE_CLASS = "live_class", _("live class")
    WORKSHOP = "workshop", _("workshop teaching")
    USB = "usb", _("USB pack")


class AdoptionState(models.TextChoices):
    PROPOSED = "proposed", _("proposed")
    CONFIRMED = "confirmed", _("confirmed by the adopter")
    ENDED = "ended", _("ended")
    WITHDRAWN = "withdrawn", _("withdrawn")


class MappingDecision(models.TextChoices):
    OPEN = "open", _("being compared")
    FULL = "full", _("recognised in full")
    PARTIAL = "partial", _("recognised in part")
    REFUSED = "refused", _("not recognised")


class RenditionKind(models.TextChoices):
    P144 = "144p", _("144 lines")
    P240 = "240p", _("240 lines")
    P480 = "480p", _("480 lines")
    AUDIO = "audio", _("sound only")
    POSTER = "poster", _("still picture")
    SMALL = "small", _("small picture")
