from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", {"reason": str(exception)}, status=403)


@login_not_required
def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form carries no valid proof that it is ours: mostly a page that stayed open over a sign-in, or cookies that are refused."""
    return render(request, "errors/form_too_old.html", status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """The frame is left out: whatever broke may be in it."""
    return render(None, "errors/500.html", {"request_id": getattr(request, "request_id", "")}, status=500)


@login_not_required
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "errors/offline.html")
