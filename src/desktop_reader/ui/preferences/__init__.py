"""The preferences: a page in each file. What is chosen is at work at once."""
