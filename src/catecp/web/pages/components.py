from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from catecp.accounts.queries import holds
from catecp.accounts.roles import Permission
from catecp.kernel.verdict import ALLOWED, denied, require
from catecp.web.pages.component_samples import SCRIPTS, samples


def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for the people who build and translate the pages."""
    require(ALLOWED if holds(request.user, Permission.MANAGE_NETWORK) else denied("Only coordinators see the components page."))
    themes = [samples("light"), samples("dark")]
    return render(request, "pages/components.html", {"themes": themes, "scripts": SCRIPTS})
