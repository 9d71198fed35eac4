"""The user's help: topics written in Markdown, docs/help."""
