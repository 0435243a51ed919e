from catecp.network.models.institution import Institution, InstitutionMerge, InstitutionName, InstitutionPlace, PartyRole
from catecp.network.models.membership import Membership
from catecp.network.models.merge import ToldApart

__all__ = ["Institution", "InstitutionMerge", "InstitutionName", "InstitutionPlace", "Membership", "PartyRole", "ToldApart"]
