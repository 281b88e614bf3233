"""Where the programs that make web sites put their feeds: told by the path of a page, by what it says it was made with,
or by custom alone.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin, urlsplit

_NAME = r"[\w.~%@+-]+"
_NEAR = ("feed", "rss", "feed.xml", "index.xml", "atom.xml", "rss.xml")
_FAR = ("feed", "rss", "feed.xml", "index.xml", "atom.xml", "rss.xml", "feed.json", "blog/feed", "?feed=rss2")
_MADE_WITH = {
    "wordpress": ("feed/", "?feed=rss2"),
    "hugo": ("index.xml",),
    "jekyll": ("feed.xml", "atom.xml"),
    "ghost": ("rss/",),
    "blogger": ("feeds/posts/default",),
    "drupal": ("rss.xml",),
    "joomla": ("?format=feed&type=rss",),
    "wix": ("blog-feed.xml",),
    "discourse": ("latest.rss",),
    "hexo": ("atom.xml", "rss2.xml"),
    "zola": ("atom.xml", "rss.xml"),
    "pelican": ("feeds/all.atom.xml",),
    "nikola": ("rss.xml",),
    "eleventy": ("feed.xml", "feed/feed.xml"),
    "astro": ("rss.xml",),
    "typo3": ("feed.xml", "?type=9818"),
    "mediawiki": ("index.php?title=Special:RecentChanges&feed=atom",),
}


def by_path(url: str) -> list[str]:
    """Software that runs on anybody's host and shows in the path: Mastodon, Lemmy, Stack Exchange, GitLab, Gitea."""
    parts = urlsplit(url)
    root, path = f"{parts.scheme}://{parts.netloc}", parts.path
    if found := re.match(r"/(?:@|users/)(\w[\w.-]*)(?:/.*)?$", path):
        return [f"{root}/@{found[1]}.rss"]
    if found := re.match(r"/(c|u)/(\w+)(?:@[\w.-]+)?/?$", path):
        return [f"{root}/feeds/{found[0].strip('/')}.xml"]
    if found := re.match(r"/questions/tagged/([\w.+#-]+)", path):
        return [f"{root}/feeds/tag/{quote(found[1])}"]
    if (found := re.match(r"/(?:questions|users)/(\d+)(?:/|$)", path)) and "stack" in parts.netloc:
        return [f"{root}/feeds/{'question' if path.startswith('/q') else 'user'}/{found[1]}"]
    if parts.netloc.startswith("gitlab.") or "/-/" in path:
        return gitlab(root, path)
    if root == "https://codeberg.org" and (found := re.match(rf"/{_NAME}(?:/{_NAME})?", path)):
        return [f"{root}{found[0]}.rss"]
    return []


def gitlab(root: str, path: str) -> list[str]:
    """The feeds of a project, or of a person or group, at a GitLab."""
    project = path.split("/-/")[0].strip("/")
    if not project:
        return []
    ends = ("/-/releases.atom", "/-/tags?format=atom", ".atom")
    return [f"{root}/{project}{end}" for end in ends[0 if "/" in project else 2 :]]


def made_with(generator: str, url: str) -> list[str]:
    """The feeds that a site has by custom of the program that its page names as its generator."""
    root = _root(url)
    name = re.match(r"[\w]+", generator.strip().lower())
    return [root + end for end in _MADE_WITH.get(name[0], ())] if root and name else []


def common(url: str) -> list[str]:
    """Addresses where a feed often lies though no page says so: below the page and at the root of its site by turns."""
    root = _root(url)
    if not root:
        return []
    path = urlsplit(url).path
    folder = urljoin(root, path if path.endswith("/") else path + "/")
    if folder == root:
        return [root + name for name in _FAR]
    near = [urljoin(folder, name) for name in _NEAR]
    far = [root + name for name in _FAR]
    return list(dict.fromkeys([one for pair in zip(near, far, strict=False) for one in pair] + far))


def _root(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}/" if parts.scheme in ("http", "https") and parts.netloc else ""
