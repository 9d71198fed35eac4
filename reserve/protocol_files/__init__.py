"""The protocol as files: DOCX to be edited and signed by hand, PDF to be kept."""
