import gzip

import brotli

from catecp.web.static_storage import StaticFiles

STYLE = "body { margin: 0 }\n" * 200


def test_a_file_under_two_names_is_packed_under_both(tmp_path):
    (tmp_path / "base.css").write_text(STYLE)
    (tmp_path / "base.0123.css").write_text(STYLE)
    (tmp_path / "other.css").write_text(STYLE.replace("0", "1"))
    storage = StaticFiles(location=tmp_path, base_url="/static/")

    packed = sorted(storage.compress_files(["base.css", "base.0123.css", "other.css"]))

    names = ["base.0123.css", "base.css", "other.css"]
    assert packed == [(name, name + ending) for name in names for ending in (".br", ".gz")]
    for name in names:
        content = (tmp_path / name).read_bytes()
        assert brotli.decompress((tmp_path / f"{name}.br").read_bytes()) == content
        assert gzip.decompress((tmp_path / f"{name}.gz").read_bytes()) == content
