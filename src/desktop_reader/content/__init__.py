"""Raw HTML → ``Content``: sanitising (always last), plain text, Markdown."""
