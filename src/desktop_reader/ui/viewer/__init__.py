"""The reading pane: an article becomes a page of HTML, a document, and paint.

``page`` and ``body`` write the HTML (pure), ``style`` its sheet; ``document`` and ``tables`` finish what style sheets
cannot say; ``decorations`` paints around the text; ``pictures`` brings images in; ``view`` is the widget.
"""
