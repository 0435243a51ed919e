"""Runs inside Kolibri (`kolibri manage shell`): a channel whose lessons are HTML archives. Prints the ids of the lessons and a file's address.

CATECP_LESSONS names a JSON file: [{"title", "archive"}], an archive being the path of a ZIP with an index.html.
"""

import hashlib
import json
import os
import shutil
import uuid

from kolibri.core.content.models import ChannelMetadata, ContentNode, File, LocalFile
from kolibri.core.content.utils.paths import get_content_storage_file_path
from le_utils.constants import content_kinds, file_formats, format_presets

with open(os.environ["CATECP_LESSONS"]) as listed:
    lessons = json.load(listed)
channel = uuid.uuid4().hex
common = {"channel_id": channel, "available": True, "admin_imported": True}
root = ContentNode.objects.create(
    id=channel,
    content_id=uuid.uuid4().hex,
    title="Benchmark",
    kind=content_kinds.TOPIC,
    on_device_resources=len(lessons),
    **common,
)
ChannelMetadata.objects.create(
    id=channel, name="Benchmark", root=root, min_schema_version="5", total_resource_count=len(lessons), version=1
)
made = []
for number, lesson in enumerate(lessons):
    with open(lesson["archive"], "rb") as archive:
        digest = hashlib.md5(archive.read()).hexdigest()
    place = get_content_storage_file_path(digest + ".zip")
    os.makedirs(os.path.dirname(place), exist_ok=True)
    shutil.copy(lesson["archive"], place)
    size = os.path.getsize(place)
    local, _new = LocalFile.objects.get_or_create(
        id=digest, defaults={"extension": file_formats.HTML5, "available": True, "file_size": size}
    )
    node = ContentNode.objects.create(
        id=uuid.uuid4().hex, content_id=uuid.uuid4().hex, title=lesson["title"][:200], kind=content_kinds.HTML5, parent=root,
        sort_order=number, on_device_resources=1, ancestors=[{"id": channel, "title": "Benchmark"}], **common,
    )  # fmt: skip
    File.objects.create(
        id=uuid.uuid4().hex, local_file=local, contentnode=node, preset=format_presets.HTML5_ZIP, supplementary=False, priority=1
    )
    made.append({"id": node.id, "file": local.get_storage_url(), "bytes": size})
print(json.dumps({"channel": channel, "lessons": made}))
