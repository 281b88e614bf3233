"""Which table of characters a document was written in that does not say so, or says what cannot be.

Only for documents that are no UTF-8. A table is believed when it makes the letters appear that its language uses most;
a language named in the document makes the choice smaller.
"""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_SAMPLE = 16 * 1024
_LEAST = 8  # Fewer characters than this prove nothing.
_LANGUAGE = re.compile(rb"(?:<(?:\w+:)?language>\s*|lang=[\"'])([A-Za-z]{2,3}(?:-[A-Za-z]{2,4})?)")
_HIGH_RUN = re.compile(rb"[\x80-\xff]{3,}")
_HIGH = re.compile(rb"[\x80-\xff]")
_ESCAPES = ((b"\x1b$B", "iso2022_jp"), (b"\x1b$@", "iso2022_jp"), (b"\x1b$)C", "iso2022_kr"))

# The characters that a language uses most, and their share of its text.
_KANA = "".join(map(chr, (*range(0x3041, 0x3094), *range(0x30A1, 0x30FB), 0x30FC, 0x3001, 0x3002)))
_SIMPLIFIED = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用"
    "道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部新日月网，。、"
)
_TRADITIONAL = (
    "的一是不我在有人這個上來到時大地為子中你說生國年著就那和要她出也得裡後自以會家可下而過天去能對小多然於"
    "心學麼之都好看起發當沒成只如事把還用第樣道想作種開美總從無情面最新日月網，。、"
)
_KOREAN = (
    "이다는을의에가고하한지로도를기사은리나인자서대어시아정해일그수들있부라보여주만면게과스장제전으비것오마니"
    "원구상등국와위없었동적년조성선우신했할"
)
_CYRILLIC = "оеаинтсрвлкміу"
_GREEK = "αοιετσνρηςκπίόάμ"
_HEBREW = "יוהלאמרתבשנ"
_ARABIC = "اليمونرتبةعد"
_THAI = "านรอกเงคมยลวดทสตะแไ่้ัีิ็ื"
_CENTRAL = "ąćęłńóśźżáčďéěíňřšťúůýžôľĺäöőüűăâîşţđ"
_TURKISH = "çğıöşüâîÇĞİÖŞÜ"
_BALTIC = "ąčęėįšųūžāēģīķļņäõöü"


class _Table(NamedTuple):
    name: str
    languages: tuple[str, ...]
    usual: str
    share: float
    dense: bool = True  # whether nothing stands between these letters in a word


# In this order, which decides where two fit alike.
_TABLES = (
    _Table("cp932", ("ja",), _KANA, 0.5),
    _Table("euc_jp", ("ja",), _KANA, 0.5),
    _Table("gb18030", ("zh-cn", "zh-sg", "zh"), _SIMPLIFIED, 0.3),
    _Table("big5hkscs", ("zh-tw", "zh-hk", "zh"), _TRADITIONAL, 0.3),
    _Table("cp949", ("ko",), _KOREAN, 0.6),
    _Table("cp1251", ("ru", "uk", "be", "bg", "sr", "mk"), _CYRILLIC, 0.75),
    _Table("koi8_u", ("ru", "uk"), _CYRILLIC, 0.75),
    _Table("iso8859_5", ("ru", "bg", "sr"), _CYRILLIC, 0.75),
    _Table("cp866", ("ru",), _CYRILLIC, 0.75),
    _Table("cp1253", ("el",), _GREEK, 0.75),
    _Table("cp1255", ("he", "iw", "yi"), _HEBREW, 0.75),
    _Table("cp1256", ("ar", "fa", "ur"), _ARABIC, 0.7),
    _Table("cp874", ("th",), _THAI, 0.75),
    _Table("cp1250", ("pl", "cs", "sk", "hu", "ro", "hr", "sl"), _CENTRAL, 1.0, False),
    _Table("iso8859_2", ("pl", "cs", "sk", "hu", "ro", "hr", "sl"), _CENTRAL, 1.0, False),
    _Table("cp1254", ("tr", "az"), _TURKISH, 1.0, False),
    _Table("cp1257", ("lt", "lv", "et"), _BALTIC, 1.0, False),
)
_ENOUGH = 0.6  # of the share that is usual


def shifted(body: bytes) -> str | None:
    """The table of a document that switches alphabets by escapes, which no other document may contain."""
    return next((name for escape, name in _ESCAPES if escape in body), None) if b"\x1b" in body else None


def table(body: bytes) -> str | None:
    """The table whose letters make sense; None where nothing is certain."""
    sample = _sample(body)
    named = _LANGUAGE.search(body, 0, _SAMPLE)
    language = named[1].decode().lower() if named else ""
    dense = _dense(sample)
    best, most = None, 0.0
    for one in _TABLES:
        meant = language in one.languages or language.partition("-")[0] in one.languages
        if meant or (one.dense and dense):
            fit = _fit(sample, one) * (1.3 if meant else 1.0)
            if fit > most:
                best, most = one.name, fit
    return best


def _sample(body: bytes) -> bytes:
    """The first pieces of the document that are not ASCII alone."""
    pieces, size = [], 0
    for piece in body.split(b"<"):
        if not piece.isascii():
            pieces.append(piece)
            size += len(piece)
            if size > _SAMPLE:
                break
    return b"<".join(pieces)[:_SAMPLE]


def _dense(sample: bytes) -> bool:
    """Whether bytes beyond ASCII mostly stand together, as they do where a whole alphabet is made of them."""
    high = len(_HIGH.findall(sample))
    return high >= _LEAST and sum(map(len, _HIGH_RUN.findall(sample))) > 0.35 * high


def _fit(sample: bytes, one: _Table) -> float:
    """How much it reads like the language, about 1 if it is; 0 where the table fails or makes something else of it."""
    try:
        # The sample may end within a character.
        text = codecs.getincrementaldecoder(one.name)().decode(sample)
    except UnicodeDecodeError:
        return 0.0
    foreign = [character for character in text if character > "\x7f"]
    usual = sum(map(one.usual.__contains__, foreign))
    fit = min(usual / len(foreign) / one.share, 1.0) if foreign else 0.0
    return fit if fit >= _ENOUGH else 0.0
