"""The list of articles: a million ids at once, rows when they are painted, and the header with search above it."""
