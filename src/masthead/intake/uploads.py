"""A bound on what is sent to the intake screens, kept while it is being received."""

from __future__ import annotations

from django.core.files.uploadhandler import FileUploadHandler

from masthead.intake.sources.delivery import LARGEST


class Bounded(FileUploadHandler):
    """First of ``FILE_UPLOAD_HANDLERS``: passes on a little more than may be read, so that a file too large shows."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        assert self.request is not None
        is_ours = self.request.path.startswith("/desk/intake/")
        return None if is_ours and start > LARGEST else raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers after this one hold the file."""
