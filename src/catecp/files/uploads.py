"""What is too large is not kept, not even for a moment: a stranger's gigabytes must not fill the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


def upload_limit(request: Any) -> int:
    """Bytes a request may bring: `UPLOAD_LIMIT_BYTES`, or more where `UPLOAD_LIMITS` says so for people who signed in."""
    user = getattr(request, "user", None)
    if request is not None and user is not None and user.is_authenticated:
        for start, limit in settings.UPLOAD_LIMITS.items():
            if request.path.startswith(start):
                return limit
    return settings.UPLOAD_LIMIT_BYTES


class BoundedUpload(FileUploadHandler):
    """Stands before the handlers that keep files and lets at most `upload_limit` of a request through.

    The rest is read and dropped piece by piece, because a browser shows our words only when all it sent was read. The page then gets
    an empty file of the true size, which it refuses as it refuses every file over the limit.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self.received = self.of_this_file = 0
        self.is_over = False
        self.limit = settings.UPLOAD_LIMIT_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.of_this_file = 0
        self.limit = upload_limit(self.request)
        announced = self.request.META.get("CONTENT_LENGTH", "") if self.request else ""
        self.is_over |= announced.isdigit() and int(announced) > 2 * self.limit

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.received += len(raw_data)
        self.of_this_file += len(raw_data)
        self.is_over |= self.received > self.limit
        return None if self.is_over else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.is_over:
            return None  # the handlers behind this one have it
        dropped = SimpleUploadedFile(self.file_name or "file", b"", self.content_type or "application/octet-stream")
        dropped.size = max(self.of_this_file, self.limit + 1)
        return dropped
