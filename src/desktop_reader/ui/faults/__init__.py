"""Where bugs end: in a log of bounded size, in one report that the reader may hand on, and, where the program did not
even start, in the offer of a safe mode.
"""
