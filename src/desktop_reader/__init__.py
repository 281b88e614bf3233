"""Desktop Reader: a feed and news reader whose library belongs to its reader.

The way of an article, and the folder where each step lives::

    a server ──bytes──▶ feeds ──ParsedFeed──▶ content ──Content──▶ library ──rows──▶ ui
                          ▲                                           ▲               │
                          └── worker: what is due, downloads, digest ─┘◀──── jobs ◀───┘

* ``records``  the nouns: frozen data that travels between all the others
* ``text``     what words say: counting, summaries, likeness (pure)
* ``feeds``    outside → ``ParsedFeed``: fetching, parsing, discovery, OPML
* ``content``  raw HTML → ``Content``: sanitising, plain text, Markdown
* ``library``  one SQLite file with two doors, a reader and a writer
* ``jobs``     the verbs: one deed, one transaction, returning ``Changes``
* ``worker``   the one thread that runs jobs and polls feeds
* ``ui``       the screen: reads the library, submits jobs, never writes
* ``cli``      the same library without a window
"""

__version__ = "0.1.0"
