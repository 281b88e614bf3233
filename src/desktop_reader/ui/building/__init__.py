"""A kept search put together from conditions, for those who do not want to learn how it is typed."""
