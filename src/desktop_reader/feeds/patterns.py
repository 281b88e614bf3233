"""Sites whose feeds can be told from the address of a page, and the paths where sites without a word keep theirs."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, quote, urljoin, urlsplit

_YOUTUBE = "https://www.youtube.com/feeds/videos.xml?"
_NAME = r"[\w.~%@+-]+"

# Parts of an address that look like a person's or a project's name there, and are none.
_NO_PERSON = frozenset(
    ("about", "explore", "features", "login", "marketplace", "new", "orgs", "pricing", "search", "settings", "topics")
)


def known(url: str) -> list[str]:
    """The feeds of a page on a site that we know, the likeliest first."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return []
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    if parts.scheme not in ("http", "https") or not host:
        return []
    for suffix, feeds in _SITES.items():
        if host == suffix or (suffix.startswith(".") and host.endswith(suffix)):
            return feeds(url, parts.path)
    return _by_path(url, parts.path)


def common(url: str) -> list[str]:
    """Addresses where a feed often lies though no page says so: below the page, then at the root of its site."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return []
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return []
    root = f"{parts.scheme}://{parts.netloc}/"
    folder = urljoin(root, parts.path if parts.path.endswith("/") else parts.path + "/")
    near = [urljoin(folder, name) for name in ("feed", "rss", "feed.xml", "index.xml", "atom.xml", "rss.xml")]
    far = ("feed", "rss", "feed.xml", "index.xml", "atom.xml", "rss.xml", "feed.json", "blog/feed", "?feed=rss2")
    return list(dict.fromkeys([*(near if folder != root else []), *(root + name for name in far)]))


def youtube_channel(channel: str) -> str:
    """The feed of a YouTube channel by its id."""
    return f"{_YOUTUBE}channel_id={quote(channel)}"


def _youtube(url: str, path: str) -> list[str]:
    playlist = parse_qs(urlsplit(url).query).get("list", [])
    if playlist and path in ("/playlist", "/watch"):
        return [f"{_YOUTUBE}playlist_id={quote(playlist[0])}"]
    if found := re.match(r"/channel/(UC[\w-]{22})", path):
        return [youtube_channel(found[1])]
    if found := re.match(rf"/user/({_NAME})", path):
        return [f"{_YOUTUBE}user={found[1]}"]
    return []


def _reddit(url: str, path: str) -> list[str]:
    found = re.match(rf"/(?:r|u|user)/{_NAME}(?:/(?:hot|new|top|rising|comments/{_NAME}(?:/{_NAME})?))?", path)
    return [f"https://www.reddit.com{found[0]}/.rss"] if found else ["https://www.reddit.com/.rss"]


def _github(url: str, path: str) -> list[str]:
    names = [name for name in path.split("/") if name]
    if not names or names[0] in _NO_PERSON:
        return []
    if len(names) == 1:
        return [f"https://github.com/{names[0]}.atom"]
    project = f"https://github.com/{names[0]}/{names[1].removesuffix('.git')}"
    return [f"{project}/{what}.atom" for what in ("releases", "commits", "tags")]


def _gitlab(url: str, path: str) -> list[str]:
    project = path.split("/-/")[0].strip("/")
    if not project:
        return []
    return [f"https://gitlab.com/{project}{end}" for end in ("/-/releases.atom", "/-/tags?format=atom", ".atom")][
        0 if "/" in project else 2 :
    ]


def _medium(url: str, path: str) -> list[str]:
    host = urlsplit(url).hostname or ""
    if host not in ("medium.com", "www.medium.com"):
        return [f"https://{host}/feed"]
    found = re.match(rf"/({_NAME})", path)
    return [f"https://medium.com/feed/{found[1]}"] if found else []


def _bluesky(url: str, path: str) -> list[str]:
    found = re.match(rf"/profile/({_NAME})", path)
    return [f"https://bsky.app/profile/{found[1]}/rss"] if found else []


def _vimeo(url: str, path: str) -> list[str]:
    found = re.match(rf"/((?:channels/|groups/)?{_NAME})", path)
    return [f"https://vimeo.com/{found[1]}/videos/rss"] if found else []


def _letterboxd(url: str, path: str) -> list[str]:
    found = re.match(rf"/({_NAME})", path)
    return [f"https://letterboxd.com/{found[1]}/rss/"] if found else []


def _arxiv(url: str, path: str) -> list[str]:
    found = re.match(r"/list/([\w.-]+)", path)
    return [f"https://rss.arxiv.org/rss/{found[1]}"] if found else []


def _at_root(end: str) -> Callable[[str, str], list[str]]:
    return lambda url, path: [f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/{end}"]


def _by_path(url: str, path: str) -> list[str]:
    """Software that runs on anybody's host and shows in the path: Mastodon, Lemmy, Stack Exchange, Gitea."""
    root = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}"
    if found := re.match(r"/(?:@|users/)(\w[\w.-]*)(?:/.*)?$", path):
        return [f"{root}/@{found[1]}.rss"]
    if found := re.match(r"/(c|u)/(\w+)(?:@[\w.-]+)?/?$", path):
        return [f"{root}/feeds/{found[0].strip('/')}.xml"]
    if found := re.match(r"/questions/tagged/([\w.+#-]+)", path):
        return [f"{root}/feeds/tag/{quote(found[1])}"]
    if root == "https://codeberg.org" and (found := re.match(rf"/{_NAME}(?:/{_NAME})?", path)):
        return [f"{root}{found[0]}.rss"]
    return []


_SITES: dict[str, Callable[[str, str], list[str]]] = {
    "youtube.com": _youtube,
    "youtu.be": _youtube,
    "reddit.com": _reddit,
    "old.reddit.com": _reddit,
    "github.com": _github,
    "gitlab.com": _gitlab,
    "medium.com": _medium,
    ".medium.com": _medium,
    ".substack.com": _at_root("feed"),
    ".wordpress.com": _at_root("feed/"),
    ".blogspot.com": _at_root("feeds/posts/default"),
    ".tumblr.com": _at_root("rss"),
    ".livejournal.com": _at_root("data/atom"),
    ".ghost.io": _at_root("rss/"),
    ".bearblog.dev": _at_root("feed/"),
    "news.ycombinator.com": _at_root("rss"),
    "lobste.rs": _at_root("rss"),
    "bsky.app": _bluesky,
    "vimeo.com": _vimeo,
    "letterboxd.com": _letterboxd,
    "arxiv.org": _arxiv,
}
