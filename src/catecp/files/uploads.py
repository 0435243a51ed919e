"""What is too large is not kept, not even for a moment: a stranger's gigabytes must not fill the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class BoundedUpload(FileUploadHandler):
    """Stands before the handlers that keep files and lets at most `UPLOAD_LIMIT_BYTES` of a request through.

    The rest is read and dropped piece by piece, because a browser shows our words only when all it sent was read. The page then gets
    an empty file of the true size, which it refuses as it refuses every file over the limit.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.received = self.of_this_file = 0
        self.is_over = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.of_this_file = 0
        announced = self.request.META.get("CONTENT_LENGTH", "") if self.request else ""
        self.is_over |= announced.isdigit() and int(announced) > 2 * settings.UPLOAD_LIMIT_BYTES

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        self.of_this_file += len(raw_data)
        self.is_over |= self.received > settings.UPLOAD_LIMIT_BYTES
        return None if self.is_over else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.is_over:
            return None  # the handlers behind this one have it
        dropped = SimpleUploadedFile(self.file_name or "file", b"", self.content_type or "application/octet-stream")
        dropped.size = max(self.of_this_file, settings.UPLOAD_LIMIT_BYTES + 1)
        return dropped
