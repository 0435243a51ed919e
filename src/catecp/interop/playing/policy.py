"""What a package may do (nearly all, in its own origin), and what the page around it may."""

_OURS = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def around(content_origin: str) -> str:
    frames = content_origin or "'none'"
    return f"{_OURS}; frame-src {frames}"


def inside(shown_by: str) -> str:
    """Packages bring scripts and styles of their own kind; they may not call other servers, be framed elsewhere or send forms away."""
    return (
        "default-src 'self' data: blob:; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; "
        f"connect-src 'self' data: blob:; form-action 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'self' {shown_by}"
    )
