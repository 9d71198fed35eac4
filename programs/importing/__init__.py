"""Plans of events from DOCX, XLSX and text: read, recognized, previewed; pure."""

from programs.importing.files import read

__all__ = ["read"]
