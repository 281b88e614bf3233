"""Outside → ``ParsedFeed``: fetching, parsing, discovery, OPML."""
