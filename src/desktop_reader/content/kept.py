"""What the library keeps, looked at once more before it is shown or goes out.

Every text was sanitised when it came. Yet a library may be old, damaged, or made by somebody else: what is not as the
sanitiser writes it goes through it again. To see that costs a fraction of a millisecond.
"""

from __future__ import annotations

import re

from desktop_reader.content import limits
from desktop_reader.content.addresses import UNSEEN
from desktop_reader.content.allowed import TAGS, only_to_be_seen

LARGEST = 60_000
"""Characters that are sanitised while somebody waits; of what is larger and odd the words alone are left."""

_NAMES = "|".join(sorted(TAGS))
_WEB = rf'(?i:https?://)[^"<>/?#:@\\\s{UNSEEN}][^"<>\\\s{UNSEEN}]*+'
_ATTRIBUTE = (
    rf' (?:href="(?:{_WEB}|(?i:mailto:)[^"<>?\\\s{UNSEEN}]*+|#[^"<>\\\s{UNSEEN}]*+)"|src="{_WEB}"'
    r'|(?:title|alt)="[^"<>]*+"|(?:width|height|start)="\d{1,4}"|(?:colspan|rowspan)="(?:\d{1,2}|100)"'
    r'|dir="(?:rtl|ltr|auto)"|class="language-[a-z0-9+#-]{1,20}")'
)
# Nothing in it can be taken in two ways, so it is quick whatever it is given.
_TEXT = r"[^<\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]++"
_AS_WRITTEN = re.compile(rf"(?:{_TEXT}|<(?:/?(?:{_NAMES})|(?:{_NAMES})(?:{_ATTRIBUTE})+)>)*")


def kept(html: str) -> str:
    """The same, when the sanitiser may have written it; else what it leaves of it."""
    if len(html) > limits.SOURCE or not _AS_WRITTEN.fullmatch(html) or not only_to_be_seen(html):
        from desktop_reader.content.sanitize import as_text, sanitize  # Hardly ever needed to show something.

        begin, cut = limits.beginning(html)
        html = as_text(begin, cut).html if cut or len(html) > LARGEST else sanitize(html).html
    return html if limits.within(html) else limits.enforce(html)[0]
