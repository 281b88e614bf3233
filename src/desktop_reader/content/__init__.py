"""Raw HTML → ``Content``: sanitising (always last to touch HTML), plain text, Markdown.

* ``prepare``   puts the others together: what a refresh calls for every new entry
* ``sanitize``  the table of what may stay, asked of nh3; decides about every address
* ``addresses`` which links and pictures may stay, and which pictures only count readers
* ``limits``    how large, how deep, how many: what keeps a hostile page from stopping the window
* ``repeats``   a paragraph that the source gave twice is kept once
* ``plain``     HTML → text, one block a line
* ``markdown``  HTML → Markdown, when somebody wants it (the only file that knows markdownify)

Everything here is a pure function of its arguments and may run in the digesting process.
"""
