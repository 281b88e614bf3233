"""Stubs at an article's end: "Continue reading →", "Read more on The Site", "The post X appeared first on Y."

They go only at the very end, and only when they carry nothing else: what names another article, or the subject of one,
stays.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

from desktop_reader.content.blocks import HREF, LINK, Blocks, folded, last_piece
from desktop_reader.content.plain import plain

_PHRASES = r"""
    read\ (?:more|on|further|full\ (?:story|article|post)|(?:the\ )?(?:rest|whole|full|entire|complete|original)
        (?:\ of\ (?:this|the))?(?:\ (?:story|article|post|entry|text|piece))?)
    |(?:continue|keep)\ reading|(?:view|see)\ (?:the\ )?(?:full|original|whole)\ (?:story|article|post)
    |(?:full|original)\ (?:story|article|post)|click\ here\ to\ (?:read\ more|continue\ reading)|more$
    |weiter\ ?lesen|mehr\ lesen|(?:den\ )?(?:ganzen\ )?(?:artikel|beitrag)\ (?:weiter)?lesen
    |lesen\ sie\ (?:mehr|weiter|den\ (?:ganzen|vollständigen)\ artikel)|zum\ (?:vollständigen\ )?(?:artikel|beitrag)
    |lire\ (?:la\ suite|plus|l.article(?:\ complet|\ entier)?)|(?:continuer|poursuivre)\ (?:la\ lecture|à\ lire)
    |leer\ más|(?:seguir|sigue|continuar|continúa)\ leyendo
    |leer\ (?:el\ )?artículo\ completo|leer\ la\ (?:nota|noticia)\ completa
    |leggi\ (?:tutto|di\ più|ancora|l.articolo(?:\ completo)?)|continua\ a\ leggere
    |(?:leia|ler)\ mais|continu(?:e|ar)\ (?:lendo|a\ ler)|leia\ o\ (?:artigo|texto|post)\ completo
    |lees\ (?:meer|verder)|verder\ lezen|meer\ lezen
    |czytaj\ (?:dalej|więcej|cały\ (?:artykuł|wpis))|läs\ (?:mer|vidare|hela\ artikeln)|les\ (?:mer|videre)
    |læs\ (?:mere|videre|hele\ artiklen)|lue\ (?:lisää|koko\ (?:artikkeli|juttu))
    |číst\ (?:dál|dále|více)|celý\ článek|čítať\ ďalej|tovább(?:\ olvas(?:om|ás))?|olvass\ tovább
    |cite[sșş]te\ (?:mai\ (?:mult|departe)|continuarea)|διαβάστε\ (?:περισσότερα|τη\ συνέχεια)
    |devamını\ oku(?:yun)?|читать\ (?:далее|дальше|полностью|ещё|еще)|продолжить\ чтение
    |читати\ (?:далі|більше|повністю)
    |(?:اقرأ|قراءة)\ المزيد|أكمل\ القراءة|متابعة\ القراءة|ادامه\ مطلب|קרא(?:ו)?\ עוד|להמשך\ קריאה|המשך\ לקרוא
    |続きを読む|もっと読む|続きはこちら|全文を読む|(?:阅读|閱讀)(?:更多|全文|原文)|(?:继续|繼續)(?:阅读|閱讀)|查看(?:全文|原文)
    |더\ ?(?:읽기|보기)|계속\ 읽기|전체\ (?:기사|글)\ ?(?:읽기|보기)|อ่าน(?:ต่อ|เพิ่มเติม)|đọc\ (?:thêm|tiếp)|xem\ thêm
    |baca\ selengkapnya|(?:और|आगे)\ पढ़ें
"""
_PHRASE = re.compile(rf"(?:{_PHRASES})(?!\w)", re.X)
_PLACE = re.compile(r"(?:on|at|from|in|via|over at|auf|bei|in|sur|dans|en|su|em|no|na|op|bij|w|på|hos|på|в|на)\s+(.+)")
_OWN_PLACE = re.compile(r"(?:here|(?:our|the|my|this)\s+(?:web\s?site|site|blog)|hier|ici|aquí|qui|aqui)")
# "The post X appeared first on Y", where ¤ stands for a link or the title.
_APPEARED = re.compile(
    r"""(?:
    (?:the\ )?(?:post|article|entry)\ ¤\ (?:first\ appeared|appeared\ first)\ (?:on|at|in)
    |(?:der|dieser)\ (?:beitrag|artikel)\ ¤\ (?:erschien|ist)\ zuerst\ (?:auf|bei|erschienen\ auf)
    |(?:l'\ article|cet\ article|le\ billet)\ ¤\ (?:est\ apparu\ en\ premier|a\ été\ publié\ en\ premier)\ sur
    |(?:la\ entrada|el\ artículo|el\ post)\ ¤\ (?:se\ publicó|aparec(?:e|ió)|fue\ publicad[oa])\ primero\ en
    |(?:l'\ articolo|il\ post)\ ¤\ (?:proviene\ da|sembra\ essere\ il\ primo\ su|è\ apparso\ per\ la\ prima\ volta\ su)
    |(?:o\ post|o\ artigo|a\ postagem)\ ¤\ (?:apareceu|aparece|foi\ publicad[oa])\ primeiro\ (?:em|no|na)
    |het\ (?:bericht|artikel)\ ¤\ (?:verscheen\ eerst\ op|is\ eerst\ verschenen\ op)
    |(?:artykuł|post|wpis)\ ¤\ pochodzi\ z\ serwisu
    |(?:artykuł|post|wpis)\ ¤\ pojawił\ się\ (?:poniżej\ )?(?:po\ raz\ )?pierwszy(?:\ raz)?\ (?:w|na)
    |inlägget\ ¤\ dök\ först\ upp\ på|innlegget\ ¤\ dukket\ først\ opp\ på
    |indlægget\ ¤\ (?:blev\ først\ udgivet|dukkede\ først\ op)\ på
    |artikkeli\ ¤\ (?:ilmestyi|julkaistiin)\ ensi(?:n|mmäisen\ kerran)
    |příspěvek\ ¤\ (?:pochází\ z|se\ nejdříve\ objevil\ na)|articolul\ ¤\ apare\ prima\ dată\ în
    |сообщение\ ¤\ появились\ сначала\ на|запис\ ¤\ (?:спершу|вперше)\ з'явився\ на
    |το\ άρθρο\ ¤\ εμφανίστηκε\ (?:πρώτα\ )?στο|bài\ viết\ ¤\ đã\ xuất\ hiện\ đầu\ tiên\ (?:vào\ ngày|trên)
    )\ (?:[^;!?,.]|\.(?!\s)){1,60}
    |(?:投稿\ ?)?¤\ ?は\ ?[^。]{1,60}に最初に表示されました。?
    |¤\ ?(?:最先出现在|最早出现于)\ ?[^。]{1,60}。?
    |¤\ ?(?:게시물이\ )?[^.]{1,60}에\ 처음\ 등장했습니다\.?
    |¤\ (?:yazısı|yayını)\ ilk\ önce\ [^.]{1,60}\ üzerinde\ ortaya\ çıktı\.?
    |a\ ¤\ (?:bejegyzés\ )?először\ [^.]{1,60}\ jelent\ meg\.?
    """,
    re.X,
)
_EDGES = " \t\n.…»›→>≫▶➜►·|:–—-()[]"
_SAID_TO_END = re.compile("[.!?…。！？।۔؟»”\"'’」』)\\]–—-]$")
_AROUND = re.compile('["“”„«»‹›「」『』]')
_LONGEST = 300
_NO_LETTERS = re.compile(r"[\W_]+")
_FRONT = re.compile(r"^(?:www\d*|m|feeds?|rss)\.")
_KIND_OF_SITE = re.compile(r"\s+(?:news|world|online|magazine|blog|website|site)$")

# The last link of a paragraph, with nothing but an arrow behind it.
_LAST_LINK = re.compile(
    r"(?:\s|&nbsp;)*<a\b[^>]*>((?:(?!</?a\b).)*)</a>((?:\s|&nbsp;|[.…»›→>]|&gt;|</[a-z]+>)*)$", re.S
)
_ENDS = re.compile(r"</[a-z]+>")


def leave_out(blocks: Blocks, title: str) -> None:
    """Takes such stubs away from the end, one after the other."""
    while blocks.lines:
        last = next(reversed(blocks.lines))
        if blocks.kind(last) or not blocks.whole(last):
            return
        if is_stub(blocks.pieces[last], blocks.lines[last], title):
            blocks.remove(last)
        else:
            _shorten(blocks, last, title)
            return


def may_have_some(html: str, title: str) -> bool:
    """False when ``leave_out`` would surely find nothing."""
    piece = last_piece(html)
    return is_stub(piece, plain(piece), title) or _shortened(piece, title) is not None


def is_stub(piece: str, line: str, title: str) -> bool:
    """True when the paragraph says nothing but where the article goes on or came from."""
    if len(line) > _LONGEST:
        return False
    links = [link for link in LINK.findall(piece) if HREF.search(link[0])]
    return (bool(links) and _goes_on(line, [link[0] for link in links], title)) or _appeared(piece, line, title)


def same(one: str, other: str) -> bool:
    """True for titles that differ in nothing but case, quotation marks and white space."""
    return bool(one) and folded(one.casefold()) == folded(other.casefold())


def _goes_on(line: str, links: list[str], title: str) -> bool:
    said = line.casefold().strip(_EDGES)
    found = _PHRASE.match(said)
    if found is None:
        return False
    rest = said[found.end() :].strip(_EDGES)
    if not rest or _OWN_PLACE.fullmatch(rest) or same(rest, title):
        return True
    place = _PLACE.fullmatch(rest)
    if place is None:
        return False
    name = place[1].strip(_EDGES)
    return bool(_OWN_PLACE.fullmatch(name)) or any(_names(name, link) for link in links)


def _names(name: str, attributes: str) -> bool:
    """True when ``name`` is what the site of a link is called: "The Daily" for daily.example."""
    found = HREF.search(attributes)
    try:
        host = urlsplit(unescape(found[1]) if found else "").hostname or ""
    except ValueError:
        return False
    parts = _FRONT.sub("", host).split(".")
    known = {_letters(".".join(parts[:end])) for end in range(1, len(parts) + 1)}
    said = _letters(_KIND_OF_SITE.sub("", name))
    return len(said) > 1 and bool({said, _letters(name)} & known)


def _letters(name: str) -> str:
    return _NO_LETTERS.sub("", name).removeprefix("the")


def _appeared(piece: str, line: str, title: str) -> bool:
    title = " ".join(title.casefold().split())
    line = line.casefold()
    if "<a" in piece:
        line = plain(LINK.sub(" ¤ ", piece)).casefold()
    elif "¤" not in line and title not in line:
        return False
    if len(title) > 3:
        line = line.replace(title, " ¤ ", 1)
    line = " ".join(_AROUND.sub(" ", line).replace("’", "'").replace("l'", "l' ").split()).replace(" .", ".")
    return _APPEARED.fullmatch(line) is not None


def _shorten(blocks: Blocks, at: int, title: str) -> None:
    shorter = _shortened(blocks.pieces[at], title)
    if shorter is not None:
        blocks.pieces[at] = shorter
        blocks.lines[at] = plain(shorter)


def _shortened(piece: str, title: str) -> str | None:
    """A last paragraph whose sentence is finished before its link "Read more", without that link; else None."""
    if "<a" not in piece:
        return None
    found = _LAST_LINK.search(piece, max(0, piece.rfind("<a") - 20))
    if found is None or "<img" in found[0]:
        return None
    before = plain(piece[: found.start()])
    said = plain(found[1]).casefold().strip(_EDGES)
    match = _PHRASE.match(said)
    if match is None or not _SAID_TO_END.search(before):
        return None
    rest = said[match.end() :].strip(_EDGES)
    if rest and not same(rest, title):
        return None
    return piece[: found.start()] + "".join(_ENDS.findall(found[2]))
