from catecp.courses.models.adoption import Adoption, AdoptionEvidence, CreditMapping
from catecp.courses.models.asset import Asset, Rendition
from catecp.courses.models.catalogue import CatalogueEntry
from catecp.courses.models.course import Course, Field, Passport, Version
from catecp.courses.models.offering import Channel, Offering
from catecp.courses.models.outline import Block, BlockContent, ContentAsset, ContentSegment, Edit, Unit
from catecp.courses.models.review import Checklist, Review, ReviewComment, Reviewer

__all__ = [
    "Adoption",
    "AdoptionEvidence",
    "Asset",
    "Block",
    "BlockContent",
    "CatalogueEntry",
    "Channel",
    "Checklist",
    "ContentAsset",
    "ContentSegment",
    "Course",
    "CreditMapping",
    "Edit",
    "Field",
    "Offering",
    "Passport",
    "Rendition",
    "Review",
    "ReviewComment",
    "Reviewer",
    "Unit",
    "Version",
]
