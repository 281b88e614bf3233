"""What words say. Pure functions of text: no HTML, no files, no clock.

* ``words``     how many, and how long reading them takes
* ``language``  which language, as far as the script tells
* ``scripts``   the scripts that are written without blanks
* ``slug``      short readable ids of titles and hosts
* ``tokens``    the words as the search index knows them
* ``sentences`` where sentences end, in many languages
* ``summary``   an article in at most 300 characters, all of them its own; ``study`` looks at its sentences, ``ranker``
  chooses (``ranker_weights`` is how), ``shorten`` cuts
* ``terms``     what a text is about, as numbers; ``tongue`` in which language it really is
* ``encoder``   what a text means, as a direction
* ``tracking``  what an address says only to tell by which way somebody comes
* ``near``      which texts are copies of each other
"""
