"""What an address says only to tell by which way somebody comes: ``utm_source=rss``, ``fbclid=…`` and their kind."""

from __future__ import annotations

from urllib.parse import unquote_plus

_TRACKING = frozenset(
    [
        "fbclid",
        "gclid",
        "dclid",
        "gbraid",
        "wbraid",
        "gad_source",
        "srsltid",
        "msclkid",
        "yclid",
        "ttclid",
        "twclid",
        "li_fat_id",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "vero_id",
        "oly_enc_id",
        "oly_anon_id",
        "wickedid",
        "_hsenc",
        "_hsmi",
        "igshid",
        "igsh",
        "ref_src",
        "ref_url",
        "cmpid",
        "ocid",
        "ncid",
        "_ga",
        "_gl",
        "at_medium",
        "at_campaign",
        "at_custom1",
        "at_custom2",
        "wt_mc",
        "xtor",
        "spm",
    ]
)
_FAMILIES = ("utm_", "mtm_", "pk_", "piwik_", "hsa_")
# "?ref=rss" says by which way somebody comes; with other values these names may well name an article.
_WAYS = frozenset(["ref", "from", "src", "source", "medium", "partner", "feature"])
_BY_FEED = frozenset(["rss", "rss2", "rss20", "rssfeed", "feed", "feeds", "atom", "xml"])


def without_tracking(url: str) -> str:
    """The same address without what only tells by which way somebody comes, for handing it on; else as it is."""
    rest, hash_sign, fragment = url.partition("#")
    front, question, query = rest.partition("?")
    pairs = query.split("&")
    kept = [pair for pair in pairs if not tracks(pair)]
    followed = bool(fragment) and all(map(tracks, fragment.split("&")))
    if len(kept) == len(pairs) and not followed:
        return url
    left = question + "&".join(kept) if any(kept) else ""
    return f"{front}{left}{'' if followed else hash_sign + fragment}"


def tracks(pair: str) -> bool:
    """Whether a part of a query, ``name=value``, only tells by which way somebody comes."""
    name, _, value = pair.partition("=")
    name = unquote_plus(name).lower()
    return (
        name.startswith(_FAMILIES) or name in _TRACKING or (name in _WAYS and unquote_plus(value).lower() in _BY_FEED)
    )
