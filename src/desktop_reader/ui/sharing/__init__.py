"""Articles on their way out: as Markdown, as a document of their own, on paper, in a letter."""
