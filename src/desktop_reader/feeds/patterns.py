"""Sites whose feeds can be told from the address of a page alone, and sites that have none."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, quote, urlsplit

from desktop_reader.feeds import software

_YOUTUBE = "https://www.youtube.com/feeds/videos.xml?"
_NAME = r"[\w.~%@+-]+"

# Parts of an address that look like a person's or a project's name there, and are none.
_NO_PERSON = frozenset(
    (
        "about",
        "apps",
        "collections",
        "customer-stories",
        "dashboard",
        "enterprise",
        "explore",
        "features",
        "issues",
        "join",
        "login",
        "marketplace",
        "new",
        "notifications",
        "orgs",
        "pricing",
        "pulls",
        "search",
        "security",
        "settings",
        "sponsors",
        "topics",
        "trending",
    )
)
_NO_WRITER = frozenset(
    ("about", "business", "creators", "jobs", "m", "me", "membership", "p", "plans", "policy", "search", "topics")
)
# YouTube's own lists of one person or one moment have no feed.
_NO_LIST = ("RD", "WL", "LL", "LM", "UL")
_IS_FEED = re.compile(
    r"\.(?:atom|rss|xml|rdf|json)/?$|/(?:feeds?|rss|atom)/?$|/feeds?/|^/rss/|[?&](?:feed|format)=", re.IGNORECASE
)


def known(url: str) -> list[str]:
    """The feeds of a page on a site or of a software that we know, the likeliest first."""
    return sure(url) or (software.by_path(url) if _host(url) else [])


def sure(url: str) -> list[str]:
    """Only those of sites that we know by their host, so well that the page need not be asked.

    None when the address is itself one of a feed.
    """
    host = _host(url)
    if not host:
        return []
    parts = urlsplit(url)
    if _IS_FEED.search(parts.path + (f"?{parts.query}" if parts.query else "")):
        return []
    for suffix, feeds in _SITES.items():
        if host == suffix or (suffix.startswith(".") and host.endswith(suffix)):
            return feeds(url, parts.path)
    return []


def feedless(url: str) -> str | None:
    """The name of the site when it is known to have no feeds at all."""
    host = _host(url)
    return next((name for end, name in _FEEDLESS.items() if host == end or host.endswith("." + end)), None)


def youtube_channel(channel: str) -> str:
    """The feed of a YouTube channel by its id."""
    return f"{_YOUTUBE}channel_id={quote(channel)}"


def soundcloud_user(number: str) -> str:
    """The feed of what a person offers on SoundCloud, by their number."""
    return f"https://feeds.soundcloud.com/users/soundcloud:users:{number}/sounds.rss"


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.").removeprefix("m.") if parts.scheme in ("http", "https") else ""


def _youtube(url: str, path: str) -> list[str]:
    playlist = parse_qs(urlsplit(url).query).get("list", [])
    if playlist and path in ("/playlist", "/watch") and not playlist[0].startswith(_NO_LIST):
        return [f"{_YOUTUBE}playlist_id={quote(playlist[0])}"]
    if found := re.match(r"/channel/(UC[\w-]{22})", path):
        return [youtube_channel(found[1])]
    if found := re.match(rf"/user/({_NAME})", path):
        return [f"{_YOUTUBE}user={found[1]}"]
    return []


def _reddit(url: str, path: str) -> list[str]:
    end = rf"(?:/(?:m/{_NAME}|submitted|hot|new|top|rising|comments(?:/{_NAME}(?:/{_NAME})?)?))?"
    found = re.match(rf"/(?:r|u|user)/{_NAME}{end}", path)
    return [f"https://www.reddit.com{found[0]}/.rss"] if found else ["https://www.reddit.com/.rss"]


def _github(url: str, path: str) -> list[str]:
    names = [name for name in path.split("/") if name]
    if not names or names[0] in _NO_PERSON:
        return []
    if len(names) == 1:
        return [f"https://github.com/{names[0]}.atom"]
    project = f"https://github.com/{names[0]}/{names[1].removesuffix('.git')}"
    feeds = [f"{project}/{what}.atom" for what in ("releases", "commits", "tags")]
    shown = names[2] if len(names) > 2 else ""
    if shown == "commits" and len(names) > 3:
        return [f"{project}/{'/'.join(names[2:])}.atom", *feeds]
    if shown == "wiki":
        return [f"{project}/wiki.atom", *feeds]
    return sorted(feeds, key=lambda feed: not feed.endswith(f"/{shown}.atom"))  # What the page shows comes first.


def _gist(url: str, path: str) -> list[str]:
    found = re.match(rf"/({_NAME})", path)
    return [f"https://gist.github.com/{found[1]}.atom"] if found and found[1] not in ("discover", "starred") else []


def _gitlab(url: str, path: str) -> list[str]:
    return software.gitlab("https://gitlab.com", path)


def _medium(url: str, path: str) -> list[str]:
    host = urlsplit(url).hostname or ""
    if host not in ("medium.com", "www.medium.com"):
        return [f"https://{host}/feed"]
    found = re.match(rf"/(tag/{_NAME}|{_NAME})", path)
    return [f"https://medium.com/feed/{found[1]}"] if found and found[1] not in _NO_WRITER else []


def _substack(url: str, path: str) -> list[str]:
    found = re.match(rf"/(?:@|pub/)({_NAME})", path)
    return [f"https://{found[1]}.substack.com/feed"] if found else []


def _tumblr(url: str, path: str) -> list[str]:
    found = re.match(r"/(?:blog/(?:view/)?)?([\w-]+)", path)
    none = ("about", "dashboard", "explore", "login", "privacy", "register", "search", "tagged")
    return [f"https://{found[1]}.tumblr.com/rss"] if found and found[1] not in none else []


def _wikipedia(url: str, path: str) -> list[str]:
    found = re.match(r"/wiki/([^?#]+)", path)
    host = (urlsplit(url).hostname or "").replace(".m.wikipedia", ".wikipedia")
    if not found or host == "www.wikipedia.org":
        return []
    return [f"https://{host}/w/index.php?title={found[1]}&action=history&feed=atom"]


def _blogspot(url: str, path: str) -> list[str]:
    return [f"https://{urlsplit(url).hostname}/feeds/posts/default"]


def _stack(url: str, path: str) -> list[str]:
    return software.by_path(url) or [f"https://{urlsplit(url).hostname}/feeds"]


def _named(before: str, after: str = "", path: str = _NAME) -> Callable[[str, str], list[str]]:
    """Sites where the name in the path stands in the feed's address."""

    def feeds(url: str, where: str) -> list[str]:
        found = re.match(rf"/({path})", where)
        return [f"{before}{found[1]}{after}"] if found else []

    return feeds


def _below(before: str, feed: str, after: str = "") -> Callable[[str, str], list[str]]:
    """The same, where the name stands behind a word in the path."""

    def feeds(url: str, where: str) -> list[str]:
        found = re.match(rf"/{before}/({_NAME})", where)
        return [f"{feed}{found[1]}{after}"] if found else []

    return feeds


def _at_root(end: str) -> Callable[[str, str], list[str]]:
    return lambda url, path: [f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/{end}"]


_SITES: dict[str, Callable[[str, str], list[str]]] = {
    "youtube.com": _youtube,
    "youtu.be": _youtube,
    "reddit.com": _reddit,
    "old.reddit.com": _reddit,
    "new.reddit.com": _reddit,
    "github.com": _github,
    "gist.github.com": _gist,
    "gitlab.com": _gitlab,
    "medium.com": _medium,
    ".medium.com": _medium,
    "substack.com": _substack,
    "open.substack.com": _substack,
    ".substack.com": _at_root("feed"),
    ".wordpress.com": _at_root("feed/"),
    ".blogspot.com": _blogspot,
    "tumblr.com": _tumblr,
    ".tumblr.com": _at_root("rss"),
    ".livejournal.com": _at_root("data/atom"),
    ".ghost.io": _at_root("rss/"),
    ".bearblog.dev": _at_root("feed/"),
    "news.ycombinator.com": _at_root("rss"),
    "lobste.rs": _at_root("rss"),
    "stackoverflow.com": _stack,
    "superuser.com": _stack,
    "serverfault.com": _stack,
    "askubuntu.com": _stack,
    "mathoverflow.net": _stack,
    ".stackexchange.com": _stack,
    ".wikipedia.org": _wikipedia,
    "dev.to": _named("https://dev.to/feed/"),
    "bsky.app": _below("profile", "https://bsky.app/profile/", "/rss"),
    "vimeo.com": _named("https://vimeo.com/", "/videos/rss", rf"(?:channels/|groups/)?{_NAME}"),
    "letterboxd.com": _named("https://letterboxd.com/", "/rss/"),
    "arxiv.org": _below("list", "https://rss.arxiv.org/rss/"),
    "pypi.org": _below("project", "https://pypi.org/rss/project/", "/releases.xml"),
    "store.steampowered.com": _below("app", "https://store.steampowered.com/feeds/news/app/"),
}
_FEEDLESS = {
    "twitter.com": "X (Twitter)",
    "x.com": "X (Twitter)",
    "facebook.com": "Facebook",
    "instagram.com": "Instagram",
    "threads.net": "Threads",
    "linkedin.com": "LinkedIn",
    "tiktok.com": "TikTok",
    "t.me": "Telegram",
    "telegram.me": "Telegram",
    "discord.com": "Discord",
    "open.spotify.com": "Spotify",
}
