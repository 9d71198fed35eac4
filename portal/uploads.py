"""Uploads are cut just past the limit: what is too large does not fill the disk."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class Limit(FileUploadHandler):
    """Hands on no more than one byte over the limit, so that the size tells."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hand on what is still wanted; None drops the rest."""
        most: int = settings.ATTACHMENT_MEGABYTES * 1024 * 1024 + 1
        return raw_data[: most - start] if start < most else None

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that follow."""
