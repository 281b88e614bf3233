"""Raw HTML → ``Content``: sanitising (always last to touch HTML), plain text, Markdown.

* ``prepare``   puts the others together: what a refresh calls for every new entry
* ``derive``    text, words, snippet, picture and language of sanitised HTML: what can be made again of what is kept
* ``sanitize``  the table of what may stay, asked of nh3; decides about every address
* ``allowed``   which elements may stay, and which pictures are there to be seen
* ``addresses`` which links and pictures may stay, and which pictures only count readers
* ``limits``    how large, how deep, how many: what keeps a hostile page from stopping the window
* ``kept``      the kept body, sanitised again where it is not as the sanitiser writes it
* ``clean``     the kept body → what is shown of it; whatever is shown, counted, indexed or exported asks it first
* ``blocks``    sanitised HTML as a row of pieces, which the rules of cleaning look at and take from
* ``repeats``   a paragraph that the source gave twice is shown once
* ``sharing``   rows of links for sharing go
* ``stubs``     "read more" and the like go from the end
* ``plain``     HTML → text, one block a line
* ``markdown``  HTML → Markdown, when somebody wants it (the only file that knows markdownify)

Everything here is a pure function of its arguments and may run in the digesting process.
"""
