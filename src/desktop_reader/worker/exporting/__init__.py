"""The library on its way out: articles as files, in one file, and in a folder that is kept in step.

Belongs on a thread for which nobody waits, with a reading door of its own. HTML is worked on by helper processes, as
everywhere; what is on the disk already and is not ours is never written over.
"""
