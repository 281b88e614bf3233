"""What words say: counting, keywords, summaries. Pure functions of text."""
