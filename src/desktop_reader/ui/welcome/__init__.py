"""The first start: what to do when there are no feeds yet."""
