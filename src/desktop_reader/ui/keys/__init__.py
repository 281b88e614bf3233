"""Which keys give which command: the presets, what the reader changed in them, and sequences such as "G, A"."""
