"""What can go wrong with a document."""


class PdfFault(Exception):  # noqa: N818
    """The document was not made; the message is translated and says why."""
