"""The nouns: frozen dataclasses that cross threads and borders. No I/O, no behaviour beyond their own meaning.

Times are whole seconds since 1970 in UTC and their names end in ``_at``; ``None`` means "never" or "not told".
``id`` is the library's own row number (quick, never shown); ``uuid`` is the public id (UUID version 4, as text).
"""
