"""The threads: one that writes, one that waits for servers, one process that digests."""
