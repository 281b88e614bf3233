"""Which language a text really is in, as its smallest words tell: feeds say what their software was set to.

For Latin letters the little words of each language are counted; other scripts tell by themselves (``text.language``).
Only sure answers are given.
"""

from __future__ import annotations

from collections import Counter

from desktop_reader.text.language import guess
from desktop_reader.text.tokens import tokens

_READ = 1500
_LEAST = 3  # So many little words must there be,
_CLEARLY = 1.25  # and so many times more than of any other language.

_LITTLE_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in is that for was with his has are from by at said have it on were not a an as he they",
        "de": "der die und das den von ist im mit des auf für nicht ein eine dem zu sich wurde auch es hat sind",
        "fr": "le la les des et du une est dans que pour qui sur pas au plus par avec ce il de en ont été aux",
        "es": "el la los de que y en las del se por con una para su al como más pero lo es ha un fue sus",
        "it": "il di che la della per un in è sono con del non una gli dei nel alla anche si da le più ha",
        "pt": "o de que e do da em um para com não uma os no na por dos mais ao foi se as é das à pelo",
        "nl": "de het een van en in is dat op te zijn voor met niet aan er om ook bij die was wordt naar",
        "pl": "w na się nie jest do z że to jak po od przez dla oraz był są o i za ale ma tym",
        "tr": "ve bir bu da de için ile olarak olan olduğu daha çok gibi kadar sonra en ise oldu göre dedi",
        "sv": "och att det som en på är av för med den till inte har om ett i var de",
        "da": "og at det er en til på af for med den ikke der har som var et i de",
        "fi": "ja on ei että se oli hän mutta myös kun ovat joka sen ole kuin",
        "cs": "a se na je že v to s z do jsou byl pro jako který i o ve by",
        "hu": "a az és hogy nem egy is volt meg ez mint csak de már ki",
        "ro": "și în de la cu pe că este din nu pentru care mai a au fost un o",
        "vi": "và của là có được cho không các những trong với một người đã khi để này ở cũng về",
        "id": "yang dan di dengan untuk dari ini itu pada tidak akan dalam juga ke oleh ada bahwa",
    }.items()
}


def little_words(language: str) -> frozenset[str]:
    """The words that stand in every text of a language; none where they are not known."""
    return _LITTLE_WORDS.get(language, frozenset())


def tongue(text: str) -> str:
    """A code like ``en``; empty when the text does not surely tell."""
    sample = text[:_READ]
    by_script = guess(sample)
    if by_script is not None:
        return by_script
    counts = Counter(tokens(sample))
    found = sorted(
        ((sum(counts[word] for word in words), language) for language, words in _LITTLE_WORDS.items()), reverse=True
    )
    (most, language), (next_most, _) = found[:2]
    return language if most >= _LEAST and most >= _CLEARLY * next_most else ""
