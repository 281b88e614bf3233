"""The library: one SQLite file with two doors, a reader and a writer. SQLAlchemy lives here and nowhere else.

``library.db`` holds what must never be lost; ``library.db-search`` beside it only what can be made again from it.
``library.db-lock`` is there while a program has the library open for writing: one at a time may.
The writer works with SQLAlchemy: objects for feeds and folders, statements for articles, one transaction a deed. The
reader speaks to the driver itself: its statements are few, hot, and written by hand in ``queries``; importing
SQLAlchemy costs twice as much as opening the whole window, so the screen does not wait for it.

Only frozen records leave this package: no row, session, cursor or open iterator does.
"""
