"""What a field of a search may be, offered while it is typed: labels, feeds, folders, languages."""
