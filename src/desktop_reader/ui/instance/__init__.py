"""One window for each library: a second start hands what it was asked for to the first, and ends.

* ``wish``     what a start is asked for, by its arguments or by a message: the whole language between two of them
* ``door``     the socket where the first listens and the second knocks
* ``fulfil``   does what is wished for, in the window
"""
