"""Share bars: rows of links that do nothing but hand the article on to some other site.

Only a row of such links goes. A sentence with one in it stays, and so does a picture that leads to one, unless it is
surely a button.
"""

from __future__ import annotations

import re
from html import unescape

from desktop_reader.content.blocks import APART, HREF, LINK, PRE, Blocks
from desktop_reader.content.plain import plain

_ENDPOINT = re.compile(
    r"""^(?:mailto:(?:\?.*)?$ | https?://(?:[^/?\#]*\.)?(?:
        facebook\.com/(?:sharer|share\.php|dialog/(?:share|feed)|v[\d.]+/dialog/share)
        | (?:twitter|x)\.com/(?:intent/(?:tweet|post)|share\b|home/?\?status=)
        | linkedin\.com/(?:sharearticle|sharing/share|cws/share|feed/\?shareactive)
        | reddit\.com/(?:r/[^/]+/)?submit | pinterest\.[a-z.]+/pin/create | bsky\.app/intent/compose
        | threads\.(?:net|com)/intent/post | whatsapp\.com/send | wa\.me/\?text= | (?:t|telegram)\.me/share
        | tumblr\.com/(?:share|widgets/share) | getpocket\.com/(?:save|edit) | instapaper\.com/(?:hello2|edit)
        | news\.ycombinator\.com/submitlink | (?:del\.icio\.us|delicious\.com)/(?:post|save)
        | digg\.com/(?:submit|\d*/?submit) | stumbleupon\.com/submit | slashdot\.org/(?:bookmark|submit)
        | plus\.google\.com/share | google\.com/(?:bookmarks/mark|buzz/post|reader/link)
        | (?:vk\.com|vkontakte\.ru)/share | connect\.(?:ok|mail)\.ru/(?:offer|share|dk\?) | ok\.ru/dk\?
        | xing\.com/(?:spi/shares|social_plugins/share|app/user\?op=share) | service\.weibo\.com/share
        | b\.hatena\.ne\.jp/(?:add|entry/) | line\.me/(?:lineit|r/msg) | line\.naver\.jp/r/msg
        | addtoany\.com/(?:add_to|share|email|bookmark) | addthis\.com/(?:bookmark|live|offer)
        | flipboard\.com/(?:bookmarklet|bookmark) | evernote\.com/(?:clip|noteit) | buffer(?:app)?\.com/add
        | blogger\.com/(?:share-post|email-post|blog-this) | printfriendly\.com/print | mastodonshare\.com/
        | toot\.kytta\.dev/ | friendfeed\.com/share | technorati\.com/faves | newsvine\.com/_wine
        | feeds\.wordpress\.com/1\.0/go[a-z]
        )
    | https?://[^/?\#]+/~ff?/
    | https?://[^?\#]*[?&](?:[^\#]*&)?share=(?:facebook|twitter|x|linkedin|reddit|tumblr|pinterest|pocket|telegram|email
        |jetpack-whatsapp|skype|mastodon|bluesky|threads|print|custom-\d+)\b
    )""",
    re.X,
)
_FLARE = re.compile(r"^https?://(?:[^/?#]+/~ff?/|feeds\.wordpress\.com/1\.0/)")

_SERVICES = r"""
    facebook|twitter|tweet|linked\s?in|reddit|pinterest|pin\s?it|whatsapp|telegram|tumblr|pocket|instapaper|hacker\s?news
    |hatena|del\.icio\.us|delicious|digg|stumble\s?upon|slashdot|google|vkontakte|xing|weibo|line|flipboard|evernote
    |buffer|mastodon|bluesky|threads|friendfeed|technorati|newsvine|skype|signal|messenger|x|vk|e-?mail|print|fb
    |ok|mail|drucken|imprimer|imprimir|stampa|afdrukken|печать|印刷|打印|인쇄|微博|微信
"""
_VERBS = r"""
    share|sharing|shares?|post|send|save|submit|bookmark|like|follow|tell\s+a\s+friend|spread\s+the\s+word|blog|subscribe
    |teilen|weitersagen|empfehlen|partager|partage[rz]|compartir|comparte|compartilhe|compartilhar|partilhar|condividi
    |delen|deel|udostępnij|podziel\s+się|dela|del|jaa|sdílet|zdieľať|megosztás|distribuie|paylaş|поделиться|поделитесь
    |поширити|поділитися|κοινοποίηση|シェア(?:する)?|共有(?:する)?|ツイート(?:する)?|送る|分享(?:到|至)?|转发|공유(?:하기)?|แชร์|chia\s+sẻ
    |bagikan|مشاركة|شارك|شیتف|שתף|साझा\s+करें
"""
_FILLERS = r"""
    this|the|article|post|story|page|entry|link|it|on|via|with|by|to|in|a|an|and|or|us|me|your|friends?|click|opens?|new
    |window|now|auf|bei|per|mit|diesen?|artikel|beitrag|cet|sur|par|cet?te?|en|esto|este|artículo|su|questo|articolo|op
    |dit|bericht|w|na|på|by|using|more|button|icon|counter|count|add|save|:|で
"""
_BETWEEN = r"[\s\d|·•,/:;.!?+–—»«()\[\]&…›>→↗-]"
_WORD = rf"(?:{_SERVICES}|{_VERBS})"
# What such a link says, and what stands between them or above them: no word that could be the article's.
_LABEL = re.compile(rf"(?:(?>{_BETWEEN}|(?<!\w)(?:{_WORD}|{_FILLERS})(?!\w)))*", re.X)
_TELLING = re.compile(rf"(?<!\w){_WORD}(?!\w)", re.X)

_IMAGE = re.compile(r"<img\b([^>]*)>")
_SRC = re.compile(r' src="([^"]*)"')
_SIDE = re.compile(r' (?:width|height)="(\d+)"')
_BUTTON = 64
_BUTTON_NAME = re.compile(
    r"share|social|button|btn|icon|badge|sprite|/~ff/|feeds\.wordpress\.com/1\.0/|facebook|twitter|linkedin|pinterest"
    r"|reddit|whatsapp|email|addtoany|addthis|bookmark"
)
_LONGEST_LABEL = 60

_OTHER, _COMPANION, _SHARES = 0, 1, 2


def leave_out(blocks: Blocks) -> None:
    """Takes share bars away, and the "Share this:" above them."""
    verdicts = {at: verdict for at in range(0, len(blocks.pieces), 2) if (verdict := _judged(blocks, at)) is not None}
    bars = {at for at, verdict in verdicts.items() if verdict == _SHARES}
    for start in [at for at in range(1, len(blocks.pieces), 2) if blocks.tag(at) in ("ul", "ol")]:
        places = range(start + 1, blocks.end(start), 2)
        if any(at in bars for at in places) and all(
            verdicts.get(at, _OTHER if at in blocks.lines else _COMPANION) for at in places
        ):
            label = _label_above(blocks, start)
            blocks.remove_element(start)
            if label:
                blocks.remove(label)
            bars.difference_update(places)
    for at in sorted(bars):
        if not blocks.kind(at) & APART:
            label = _label_above(blocks, at)
            blocks.remove(at, pictures=False)  # They are buttons.
            if label:
                blocks.remove(label)


def may_have_some(html: str) -> bool:
    """False when there is surely no link for sharing."""
    return any(_ENDPOINT.search(_address(link)) for link in HREF.findall(html))


def _judged(blocks: Blocks, at: int) -> int | None:
    """What a piece is: part of a share bar, what may stand in one, or something else; None when it has no link."""
    piece = blocks.pieces[at]
    if "<a" not in piece or blocks.kind(at) & PRE:
        return None
    around = LINK.sub(" ", piece)
    if not blocks.whole(at) or "<img" in around or not _LABEL.fullmatch(plain(around).lower()):
        return _OTHER
    verdicts = [_of_link(link[1], link[2]) for link in LINK.finditer(piece)]
    return max(verdicts) if all(verdicts) else _OTHER


def _of_link(attributes: str, inside: str) -> int:
    found = HREF.search(attributes)
    address = _address(found[1]) if found else ""
    text = plain(inside).lower()
    flare = _FLARE.match(address) is not None
    if not all(flare or _is_button(image[1]) for image in _IMAGE.finditer(inside)):
        return _OTHER
    if _ENDPOINT.search(address):
        says = not text or flare or _TELLING.search(text) is not None
        return _SHARES if says and len(text) <= _LONGEST_LABEL else _OTHER
    # "Print" and the like, whose address was a script.
    nowhere = not address or address.startswith("#")
    return _COMPANION if nowhere and (not text or _TELLING.search(text)) and _LABEL.fullmatch(text) else _OTHER


def _is_button(attributes: str) -> bool:
    sides = [int(side) for side in _SIDE.findall(attributes)]
    source = _SRC.search(attributes)
    name = source[1].rpartition("/")[2].lower() if source else ""
    return (bool(sides) and max(sides) <= _BUTTON) or (not sides and _BUTTON_NAME.search(name) is not None)


def _label_above(blocks: Blocks, at: int) -> int:
    """The place of a "Share this:" that stands just above, else 0."""
    above = blocks.line_before(at)
    if (
        above not in blocks.lines
        or blocks.kind(above) & APART
        or "<a" in blocks.pieces[above]
        or not blocks.whole(above)
    ):
        return 0
    line = blocks.lines[above].lower()
    return above if len(line) <= _LONGEST_LABEL and _TELLING.search(line) and _LABEL.fullmatch(line) else 0


def _address(attribute: str) -> str:
    return unescape(attribute).strip().lower()
