"""HTML that wants to get out: seeds of our own, a grammar that grows more of them, and a hand that breaks them."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

from tests.chaos import escapes
from tests.shared import SHARED

PLACES = (
    "file:///etc/hostname",
    "/etc/hostname",
    "../../../../etc/hostname",
    "qrc:/icons/star.svg",
    ":/icons/star.svg",
)
_SCHEMES = (
    "javascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHN2Zz4=",
    "data:image/svg+xml,<svg onload=alert(1)>",
    "view-source:https://e.org",
    "blob:https://e.org/1",
    "ssh://e.org",
    "tel:1",
    "ftp://e.org/a.png",
    "smb://e.org/a",
    "\\\\e.org\\share\\a.png",
    "magnet:?x",
    "about:blank",
    "chrome://settings",
    "desktop-reader:quit",
    "label:1",
    "picture:0",
    "mailto:a@e.org?attach=/etc/hostname",
    "//evil.example/a.png",
    "https://good.example@evil.example/",
    "https:evil.example",
    "https:/evil.example",
    "http://",
    "https://e.org/a.png",
    *PLACES,
)
_TAGS = (
    "a",
    "img",
    "svg",
    "math",
    "iframe",
    "object",
    "embed",
    "link",
    "style",
    "script",
    "base",
    "meta",
    "form",
    "input",
    "button",
    "video",
    "audio",
    "source",
    "picture",
    "body",
    "table",
    "td",
    "div",
    "p",
    "blockquote",
    "details",
    "marquee",
    "image",
    "use",
    "foreignObject",
    "annotation-xml",
    "mtext",
    "template",
    "noscript",
    "frameset",
    "select",
    "option",
    "textarea",
    "title",
    "xmp",
    "plaintext",
    "listing",
    "isindex",
    "keygen",
    "bgsound",
    "layer",
    "x-y",
    "area",
    "track",
)
_ADDRESSES = (
    "href",
    "src",
    "srcset",
    "action",
    "formaction",
    "background",
    "poster",
    "data",
    "code",
    "codebase",
    "cite",
    "longdesc",
    "dynsrc",
    "lowsrc",
    "xlink:href",
    "ping",
    "manifest",
    "profile",
    "usemap",
    "classid",
    "from",
    "to",
    "values",
    "icon",
)
_EVENTS = (
    "onerror",
    "onload",
    "onclick",
    "onmouseover",
    "onfocus",
    "onbegin",
    "ontoggle",
    "onanimationstart",
    "onpointerenter",
    "ONLOAD",
    "oNcLiCk",
    "on\tload",
    "onload\x00",
    "onscroll",
    "onwheel",
    "onafterscriptexecute",
    "onbeforeinput",
)
_STYLES = (
    "background:url(javascript:alert(1))",
    "background-image:url(file:///etc/hostname)",
    "behavior:url(a.htc)",
    "width:expression(alert(1))",
    "-moz-binding:url(https://e.org/x.xml#a)",
    "@import 'https://e.org/a.css'",
    "list-style-image:url(https://e.org/a.png)",
    "content:url(https://e.org/b.png)",
    "position:fixed;top:0;left:0",
    "font-family:x;src:url(https://e.org/a.woff)",
    "-qt-block-indent:9999",
    "-qt-user-state:99",
    "display:none",
)
_SEEDS = Path(__file__).with_name("seeds.jsonl")


def all_of(generated: int, seed: int = 9) -> list[str]:
    """Those of others where they are, our seeds, and so many that are generated."""
    return [*shared(), *seeds(), *escapes.all_of(), *grown(generated, seed)]


def seeds() -> list[str]:
    """Our own, each for another way that one sanitiser or other has left open."""
    with _SEEDS.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def shared() -> list[str]:
    """Those of the sanitisers' own test suites; none where they are missing."""
    file = SHARED / "hostile" / "payloads.jsonl"
    if not file.is_file():
        return []
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line)["payload"] for line in lines]


def grown(count: int, seed: int = 9) -> Iterator[str]:
    """Each attribute meets each scheme sooner or later; every second one is broken somewhere."""
    chance = random.Random(seed)
    for number in range(count):
        grown = _wrapped(chance, _element(chance, number))
        if chance.random() < 0.3:
            grown = _wrapped(chance, grown) + _element(chance, chance.randrange(10_000))
        yield _broken(chance, grown) if number % 2 else grown


def _element(chance: random.Random, number: int) -> str:
    tag = _cased(chance, "a" if number % 5 == 0 else "img" if number % 5 == 1 else chance.choice(_TAGS))
    attributes = [
        f"{_cased(chance, _ADDRESSES[number % len(_ADDRESSES)])}={_quoted(chance, _disguised(chance, number))}"
    ]
    if number % 5 < 2:  # What this element is asked for.
        attributes.append(f"{'href' if number % 5 == 0 else 'src'}={_quoted(chance, _disguised(chance, number // 5))}")
    if chance.random() < 0.4:
        attributes.append(f"{chance.choice(_EVENTS)}={_quoted(chance, 'alert(1)')}")
    if chance.random() < 0.3:
        attributes.append(f"style={_quoted(chance, chance.choice(_STYLES))}")
    chance.shuffle(attributes)
    between = chance.choice((" ", " ", "/", "\n", "\t", "\x0c", " / "))
    return f"<{tag}{between}{between.join(attributes)}{chance.choice(('>', '/>', ' >', '>', ''))}words</{tag}>"


def _disguised(chance: random.Random, number: int) -> str:
    address = _SCHEMES[number % len(_SCHEMES)]
    for _ in range(chance.randrange(3)):
        at = chance.randrange(len(address))
        way = chance.randrange(8)
        if way == 0:
            address = address[:at] + chance.choice("\t\n\r\x00\x01\u200b\u202e\ufeff\xad \u3000") + address[at:]
        elif way == 1:
            form = chance.choice(("&#{};", "&#{}", "&#000{};", "&#x{:x};", "&#X{:X}"))
            address = address[:at] + form.format(ord(address[at])) + address[at + 1 :]
        elif way == 2:
            address = _cased(chance, address)
        elif way == 3:
            address = address.replace(":", chance.choice(("&colon;", "%3A", "&#58", "\uff1a")), 1)
        elif way == 4:
            address = chance.choice((" ", "\n", "\x0b", "\ufeff", "&nbsp;", "feed:", "url:", "jar:")) + address
        elif way == 5:
            address = "".join(
                f"%{ord(sign):02x}" if ord(sign) < 128 and chance.random() < 0.3 else sign for sign in address
            )
        elif way == 6:
            address = address.replace("/", chance.choice(("\\", "&sol;", "&#47;", "\u2215")))
        else:
            address += chance.choice(("#https://e.org", "?.png", "'><script>alert(1)</script>", '" onerror="alert(1)'))
    return address


def _quoted(chance: random.Random, value: str) -> str:
    quote = chance.choice(('"', '"', "'", "`", ""))
    return f"{quote}{value}{quote if chance.random() < 0.95 else ''}"


def _cased(chance: random.Random, word: str) -> str:
    if chance.random() < 0.6:
        return word
    return "".join(sign.upper() if chance.random() < 0.5 else sign for sign in word)


def _wrapped(chance: random.Random, inside: str) -> str:
    return chance.choice(
        (
            "{}",
            "{}",
            "<p>{}</p>",
            "<svg>{}</svg>",
            "<math><mtext>{}</mtext></math>",
            "<svg><foreignObject>{}",
            "<style>{}</style>",
            "<style><!--</style>{}-->",
            "<noscript>{}</noscript>",
            "<title>{}</title>",
            "<!--{}-->",
            "<!-- --!>{}",
            "<![CDATA[{}]]>",
            "<template>{}</template>",
            "<table><tr>{}</table>",
            "<table>{}<td>{}",
            "<select><option>{}</select>",
            "<textarea>{}</textarea>",
            "<xmp>{}</xmp>",
            "<iframe>{}</iframe>",
            "<ruby><rt>{}",
            "<a href='https://e.org/'>{}</a>",
            "<pre>{}</pre>",
            "<code>{}</code>",
            "<p title='{}'>a</p>",
            '<img alt="{}" src=x>',
            "<b><i></b>{}</i>",
            "<p><div></p>{}</div>",
            "<details open><summary>{}</details>",
            "<math><annotation-xml encoding=text/html>{}",
            "<svg><desc>{}",
            "<form><math><mtext></form><form><mglyph><style></math>{}",
            "&lt;{}&gt;",
        )
    ).replace("{}", inside)


def _broken(chance: random.Random, html: str) -> str:
    signs = list(html)
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(signs))
        way = chance.randrange(5)
        if way == 0:
            del signs[at]
            signs = signs or ["<"]
        elif way == 1:
            signs.insert(at, chance.choice("<>\"'`=/&;\x00 \n-!]"))
        elif way == 2:
            signs[at] = chance.choice("<>\"'`=/&;\x00 \n-!]")
        elif way == 3:
            signs[at:at] = signs[max(0, at - chance.randrange(1, 20)) : at]
        else:
            del signs[chance.randrange(len(signs)) :]
            signs = signs or ["<"]
    return "".join(signs)
