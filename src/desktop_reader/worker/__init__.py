"""The threads: one that writes, those that wait for servers or read, and the processes that digest and understand."""
