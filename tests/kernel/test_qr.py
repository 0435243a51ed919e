import io

from PIL import Image

from catecp.kernel.qr import qr_png, qr_svg, qr_text

ADDRESS = "https://catecp.example/check/letter/7K4M2XD"


def modules_of_png(png, *, module_pixels, quiet_zone):
    picture = Image.open(io.BytesIO(png)).convert("L")
    count = picture.width // module_pixels
    middle = module_pixels // 2
    points = [number * module_pixels + middle for number in range(count)]
    grid = [[picture.getpixel((x, y)) < 128 for x in points] for y in points]
    return [row[quiet_zone:-quiet_zone] for row in grid[quiet_zone:-quiet_zone]]


def modules_of_text(text, *, quiet_zone):
    rows = []
    for line in text.split("\n"):
        rows.append([sign in "█▀" for sign in line])
        rows.append([sign in "█▄" for sign in line])
    size = len(rows[0])
    return [row[quiet_zone:-quiet_zone] for row in rows[:size]][quiet_zone:-quiet_zone]


def test_picture_and_text_carry_the_same_modules():
    picture = modules_of_png(qr_png(ADDRESS, module_pixels=4), module_pixels=4, quiet_zone=4)

    assert picture == modules_of_text(qr_text(ADDRESS, quiet_zone=2), quiet_zone=2)
    assert picture[0][:7] == [True] * 7  # the finder in the corner
    assert len(picture) in {25, 29, 33}


def test_svg_scales_to_its_box_and_keeps_a_quiet_zone():
    svg = qr_svg(ADDRESS)

    assert "viewBox=" in svg
    assert "width=" not in svg.split(">")[0]
    assert svg != qr_svg(ADDRESS + "1")
