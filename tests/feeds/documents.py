"""Documents of our own in every format, and how the tests read them."""

from __future__ import annotations

from desktop_reader.feeds import parse
from desktop_reader.records.parsed import ParsedEntry, ParsedFeed

URL = "https://blog.example/feeds/main.xml"
NOON = 1_709_294_400  # 2024-03-01 12:00 UTC

RSS20 = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:atom="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
<channel>
 <title>Salt &amp;amp; Pepper</title><link>https://blog.example/</link>
 <description>A kitchen &lt;b&gt;diary&lt;/b&gt;</description>
 <itunes:subtitle>not the description</itunes:subtitle>
 <language>en-gb</language><ttl>90</ttl>
 <skipHours><hour>0</hour><hour>1</hour><hour>23</hour></skipHours>
 <skipDays><day>Saturday</day><day>Sunday</day></skipDays>
 <image><url>/logo.png</url><title>not this</title><link>https://elsewhere.example/</link></image>
 <atom:link rel="self" href="https://blog.example/feeds/main.xml" type="application/rss+xml"/>
 <item>
  <title>Bread</title><link>/2024/bread</link><guid isPermaLink="false"> bread-1 </guid>
  <pubDate>Fri, 01 Mar 2024 13:00:00 +0100</pubDate><dc:creator>Ada</dc:creator><dc:creator>Bo</dc:creator>
  <description>In short.</description>
  <content:encoded><![CDATA[<p>Flour &amp; water, <img src="pics/loaf.jpg"> and time.</p>]]></content:encoded>
  <category>Baking</category><category domain="x">Baking</category><category>Slow</category>
  <comments>https://blog.example/2024/bread#talk</comments>
  <enclosure url="/audio/bread.mp3" type="audio/mpeg" length="12345"/>
  <media:content url="https://cdn.example/loaf.jpg" medium="image" type="image/jpeg"/>
  <media:thumbnail url="https://cdn.example/thumb.jpg"/>
 </item>
 <item><title>Only a guid</title><guid>https://blog.example/2024/guid</guid></item>
</channel></rss>"""

ATOM10 = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
 <title type="html">Kaffee &amp;amp; &lt;i&gt;Kuchen&lt;/i&gt;</title><subtitle>Täglich</subtitle>
 <link href="https://kaffee.example/"/><link rel="self" href="https://blog.example/feeds/main.xml"/>
 <author><name>Cleo</name></author><icon>/icon.png</icon><logo>/logo.png</logo><updated>2024-03-01T12:00:00Z</updated>
 <entry xml:base="https://kaffee.example/2024/">
  <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">x &lt; <em>y</em></div></title>
  <id>/named/1</id><link href="one.html"/><link rel="enclosure" href="one.ogg" type="audio/ogg" length="77"/>
  <published>2024-03-01T12:00:00Z</published><updated>2024-03-02T12:00:00Z</updated>
  <summary>Kurz</summary>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Lang, <a href="zwei.html">weiter</a></p></div>
  </content>
  <category term="urn:uuid:7" label="Torten"/><category term="kaffee" label="Kaffee!"/>
  <link rel="replies" type="text/html" href="one.html#comments"/>
 </entry>
 <entry><title>Plain</title><id>urn:2</id><author><name>Dan</name></author><updated>2024-03-01T12:00:00Z</updated>
  <content type="text">1 &lt; 2 &amp; so on

next</content></entry>
 <entry><title>Elsewhere</title><id>urn:3</id><updated>2024-03-01T12:00:00Z</updated>
  <source><author><name>Eve</name></author><title>Other</title></source><summary>s</summary></entry>
</feed>"""

ATOM03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Old</title><tagline>tag</tagline>
<link rel="alternate" type="text/html" href="http://old.example/"/>
<entry><title mode="escaped" type="text/html">A &lt;b&gt;B&lt;/b&gt;</title><id>urn:1</id>
<link rel="alternate" type="text/html" href="http://old.example/1"/><issued>2024-03-01T12:00:00Z</issued>
<modified>2024-03-01T13:00:00Z</modified>
<content type="text/html" mode="escaped">&lt;p&gt;Hi&lt;/p&gt;</content></entry></feed>"""

RSS10 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="http://rdf.example/"><title>RDF</title><link>http://rdf.example/</link><description>d</description>
<items><rdf:Seq><rdf:li rdf:resource="http://rdf.example/1"/></rdf:Seq></items></channel>
<item rdf:about="http://rdf.example/1"><title>One</title><link>http://rdf.example/1</link><dc:date>2024-03-01T12:00:00Z</dc:date>
<dc:subject>Topic</dc:subject><description>short</description>
<content:encoded>&lt;p&gt;longer text&lt;/p&gt;</content:encoded></item>
</rdf:RDF>"""

RSS09 = """<rss version="{}"><channel><title>T</title><link>http://a.example/</link>
<item><title>I</title><link>http://a.example/1</link></item></channel></rss>"""
RSS090 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">
<channel><title>T</title><link>http://a.example/</link></channel>
<item><title>I</title><link>http://a.example/1</link></item></rdf:RDF>"""
CDF = """<?xml version="1.0"?><channel href="http://a.example/"><title>T</title><abstract>d</abstract>
<item href="http://a.example/1"><title>I</title><abstract>a</abstract></item></channel>"""


def read(document: str | bytes, url: str = URL, content_type: str = "") -> ParsedFeed:
    return parse.parse(document.encode() if isinstance(document, str) else document, url, content_type)


def item(inside: str, head: str = "") -> ParsedEntry:
    feed = read(f'<rss version="2.0"><channel><title>t</title>{head}<item>{inside}</item></channel></rss>')
    return feed.entries[0]
