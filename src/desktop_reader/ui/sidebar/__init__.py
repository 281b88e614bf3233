"""The sidebar: smart feeds, folders and feeds with their counters, and how the last refresh went."""
