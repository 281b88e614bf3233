"""Documents that do not say in which table they were written, or say it wrongly."""

from __future__ import annotations

import pytest

from desktop_reader.feeds import guess, sniff
from tests.feeds.documents import read

JA = "首相は昨日、東京で記者会見を開き、新しい経済政策について説明した。カタカナのニュースもあります。"
ZH = "国家主席昨天在北京会见了来访的外国客人，双方就共同关心的问题交换了意见。"
TW = "總統昨天在台北會見了來訪的外國客人，雙方就共同關心的問題交換了意見。"
KO = "대통령은 어제 서울에서 기자회견을 열고 새로운 경제 정책에 대해 설명했다."
RU = "Президент вчера провёл пресс-конференцию в Москве и рассказал о новой политике."
EL = "Ο πρωθυπουργός μίλησε χθες στην Αθήνα για τη νέα οικονομική πολιτική."
HE = "ראש הממשלה נאם אתמול בירושלים על המדיניות הכלכלית החדשה."
AR = "تحدث رئيس الوزراء أمس في القاهرة عن السياسة الاقتصادية الجديدة."
TH = "นายกรัฐมนตรีแถลงข่าวเมื่อวานนี้เกี่ยวกับนโยบายเศรษฐกิจใหม่"
FR = "Le président a déclaré hier à Paris que l’économie était là où elle devait être, « dit-il »."
PL = "Prezydent mówił wczoraj w Łodzi o świętach i żądał więcej pieniędzy."
CS = "Příliš žluťoučký kůň úpěl ďábelské ódy."
TR = "Şişli’de ılık çay, ağır iş ve güneş."

WRITTEN = [
    (JA, "cp932"), (JA, "euc_jp"), (JA, "iso2022_jp"), (ZH, "gb18030"), (TW, "big5hkscs"), (KO, "cp949"),
    (RU, "cp1251"), (RU, "koi8_r"), (RU, "iso8859_5"), (RU, "cp866"), (EL, "cp1253"), (EL, "iso8859_7"), (HE, "cp1255"),
    (AR, "cp1256"), (TH, "cp874"), (FR, "cp1252"),
]  # fmt: skip


def document(words: str, label: str = "", language: str = "") -> str:
    declared = f'<?xml version="1.0"{label and f" encoding={label!r}"}?>'
    channel = f"<title>{words}</title>{language and f'<language>{language}</language>'}"
    return f'{declared}<rss version="2.0"><channel>{channel}</channel></rss>'


@pytest.mark.parametrize("label", ["", "iso-8859-1", "utf-8", "us-ascii"])
@pytest.mark.parametrize(("words", "table"), WRITTEN)
def test_letters_tell_the_table(words: str, table: str, label: str) -> None:
    body = document(words, label).encode(table, "ignore")
    assert read(body).title == words.encode(table, "ignore").decode(table)


@pytest.mark.parametrize(
    ("words", "table", "language"),
    [
        (PL, "cp1250", "pl"),
        (PL, "iso8859_2", "pl-PL"),
        (CS, "cp1250", "cs"),
        (TR, "cp1254", "tr"),
        (FR, "cp1252", "fr"),
    ],
)
def test_a_language_tells_tables_apart_that_differ_in_few_letters(words: str, table: str, language: str) -> None:
    assert read(document(words, "iso-8859-1", language).encode(table)).title == words


def test_a_label_that_can_be_is_believed() -> None:
    assert read(document(RU, "koi8-r").encode("koi8-r")).title == RU
    assert read(document(RU, "windows-1251").encode("cp1251"), content_type="text/xml; charset=iso-8859-1").title == RU


def test_one_broken_byte_spoils_only_itself() -> None:
    body = document(RU * 3, "iso-8859-1").encode().replace("Москве".encode(), b"\xff", 1)
    assert sniff.decode(body).count("\ufffd") == 1
    assert "Президент" in sniff.decode(body)


def test_pictures_coded_in_halves_are_joined() -> None:
    body = document("Bread 🍞 é").encode().replace("🍞".encode(), b"\xed\xa0\xbc\xed\xbd\x9e")
    assert read(body).title == "Bread 🍞 é"
    assert read(document("a@b é").encode().replace(b"@", b"\xed\xa0\xbc")).title == "ab é"


def test_little_proves_nothing() -> None:
    assert guess.table("<title>Æ ø å</title>".encode("cp1252")) is None
    assert guess.table(b"<title>plain</title>") is None
    assert guess.table(b"") is None


def test_much_is_looked_at_in_part() -> None:
    body = document(JA * 2_000).encode("cp932")
    assert guess.table(body) == "cp932"
