"""QR codes as drawing, picture and text; dark on light with a quiet zone, so that every camera reads them."""

import io

import segno

from catecp.kernel.palette import PALETTE

QUIET_ZONE = 4


def _code(content: str) -> segno.QRCode:
    # Level M survives a crease or a coffee stain; a micro code would puzzle some phone cameras.
    return segno.make_qr(content, error="m", boost_error=True)


def qr_svg(content: str, *, quiet_zone: int = QUIET_ZONE, dark: str = PALETTE["ink"]) -> str:
    """An SVG document that scales to its box (`viewBox`, no fixed size); `quiet_zone` in modules."""
    return _code(content).svg_inline(border=quiet_zone, dark=dark, light="#ffffff", omitsize=True, svgclass=None, lineclass=None)


def qr_png(content: str, *, module_pixels: int = 8, quiet_zone: int = QUIET_ZONE) -> bytes:
    """A black-and-white PNG with `module_pixels` pixels per module."""
    out = io.BytesIO()
    _code(content).save(out, kind="png", scale=module_pixels, border=quiet_zone)
    return out.getvalue()


def qr_text(content: str, *, quiet_zone: int = 2) -> str:
    """The code in half-block characters, two modules a line: for a terminal, a log or a plain-text mail in a fixed-width font."""
    rows = [[bool(module) for module in row] for row in _code(content).matrix_iter(border=quiet_zone)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    signs = {(True, True): "█", (True, False): "▀", (False, True): "▄", (False, False): " "}
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join("".join(signs[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in pairs)
