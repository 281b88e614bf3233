"""The quick road: well-formed RSS and Atom without surprises, read by lxml into what feedparser would have made of it.

Most of the web is such, and feedparser takes many times as long. Whatever this road does not know for certain is a
doubt, and a doubt is feedparser's. Tests compare the two, document by document.
"""
