"""What words say. Pure functions of text: no HTML, no files, no clock.

* ``words``     how many, and how long reading them takes
* ``language``  which language, as far as the script tells
* ``scripts``   the scripts that are written without blanks
* ``slug``      short readable ids of titles and hosts
* ``tokens``    the words as the search index knows them
* ``sentences`` where sentences end, in many languages
* ``summary``   an article in at most 300 characters, all of them its own
* ``similar``   which other articles tell of the same
"""
