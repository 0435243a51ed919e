"""Files that a phone would hand over."""

from io import BytesIO

from PIL import Image


def a_picture(name: str = "plug.jpg") -> dict:
    """A photo for `set_input_files`."""
    content = BytesIO()
    Image.effect_noise((320, 200), 40).convert("RGB").save(content, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": content.getvalue()}
