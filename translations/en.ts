<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>ArticleModel</name>
        <message numerus="yes">
            <source>%n source(s)</source>
            <translation>
                <numerusform>%n source</numerusform>
                <numerusform>%n sources</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ArticlePane</name>
        <message numerus="yes">
            <source>%Ln selected</source>
            <translation>
                <numerusform>%Ln selected</numerusform>
                <numerusform>%Ln selected</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln unread</source>
            <translation>
                <numerusform>%Ln unread</numerusform>
                <numerusform>%Ln unread</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln articles</source>
            <translation>
                <numerusform>%Ln articles</numerusform>
                <numerusform>%Ln articles</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>about %Ln results</source>
            <translation>
                <numerusform>about %Ln results</numerusform>
                <numerusform>about %Ln results</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln results</source>
            <translation>
                <numerusform>%Ln results</numerusform>
                <numerusform>%Ln results</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Backups</name>
        <message numerus="yes">
            <source>It has %n article(s) and takes the place of the library that is open. That one is kept in “{folder}”, and can be restored as well.</source>
            <translation>
                <numerusform>It has %n article and takes the place of the library that is open. That one is kept in “{folder}”, and can be restored as well.</numerusform>
                <numerusform>It has %n articles and takes the place of the library that is open. That one is kept in “{folder}”, and can be restored as well.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Body</name>
        <message numerus="yes">
            <source>%n time(s)</source>
            <translation>
                <numerusform>%n time</numerusform>
                <numerusform>%n times</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n feed(s) silent or failing</source>
            <translation>
                <numerusform>%n feed silent or failing</numerusform>
                <numerusform>%n feeds silent or failing</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Bringing</name>
        <message numerus="yes">
            <source>%n feed(s) added</source>
            <translation>
                <numerusform>%n feed added</numerusform>
                <numerusform>%n feeds added</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) imported from {program}</source>
            <translation>
                <numerusform>%n article imported from {program}</numerusform>
                <numerusform>%n articles imported from {program}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n label(s) found no room</source>
            <translation>
                <numerusform>%n label found no room</numerusform>
                <numerusform>%n labels found no room</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new article(s) came from “{file}”.</source>
            <translation>
                <numerusform>%n new article came from “{file}”.</numerusform>
                <numerusform>%n new articles came from “{file}”.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n line(s) of it could not be read.</source>
            <translation>
                <numerusform>%n line of it could not be read.</numerusform>
                <numerusform>%n lines of it could not be read.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ChangesDialog</name>
        <message numerus="yes">
            <source>%n words added</source>
            <translation>
                <numerusform>%n words added</numerusform>
                <numerusform>%n words added</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n removed</source>
            <translation>
                <numerusform>%n removed</numerusform>
                <numerusform>%n removed</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ChangesView</name>
        <message numerus="yes">
            <source>%n paragraphs without changes</source>
            <translation>
                <numerusform>%n paragraphs without changes</numerusform>
                <numerusform>%n paragraphs without changes</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Choosing</name>
        <message numerus="yes">
            <source>%n to choose from; Down goes there</source>
            <translation>
                <numerusform>%n to choose from; Down goes there</numerusform>
                <numerusform>%n to choose from; Down goes there</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>EnclosureCard</name>
        <message numerus="yes">
            <source>%Ln more attachment(s)</source>
            <translation>
                <numerusform>%Ln more attachment</numerusform>
                <numerusform>%Ln more attachments</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Export</name>
        <message numerus="yes">
            <source>%n selected article(s)</source>
            <translation>
                <numerusform>%n selected article</numerusform>
                <numerusform>%n selected articles</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ExportDialog</name>
        <message numerus="yes">
            <source>%n feed(s) written.</source>
            <translation>
                <numerusform>%n feed written.</numerusform>
                <numerusform>%n feeds written.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) written.</source>
            <translation>
                <numerusform>%n article written.</numerusform>
                <numerusform>%n articles written.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) were up to date.</source>
            <translation>
                <numerusform>%n file were up to date.</numerusform>
                <numerusform>%n files were up to date.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) that you changed were left alone.</source>
            <translation>
                <numerusform>%n file that you changed were left alone.</numerusform>
                <numerusform>%n files that you changed were left alone.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>FindBar</name>
        <message numerus="yes">
            <source>%Ln hit(s)</source>
            <translation>
                <numerusform>%Ln hit</numerusform>
                <numerusform>%Ln hits</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Health</name>
        <message numerus="yes">
            <source>%n new articles</source>
            <translation>
                <numerusform>%n new articles</numerusform>
                <numerusform>%n new articles</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n articles updated</source>
            <translation>
                <numerusform>%n articles updated</numerusform>
                <numerusform>%n articles updated</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Notices</name>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new article(s)</source>
            <translation>
                <numerusform>%n new article</numerusform>
                <numerusform>%n new articles</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n feed(s)</source>
            <translation>
                <numerusform>%n feed</numerusform>
                <numerusform>%n feeds</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>NotificationsPage</name>
        <message numerus="yes">
            <source>%n feed(s) left out: the menu of a feed changes that.</source>
            <translation>
                <numerusform>%n feed left out: the menu of a feed changes that.</numerusform>
                <numerusform>%n feeds left out: the menu of a feed changes that.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>On for %n feed(s): the menu of a feed changes that.</source>
            <translation>
                <numerusform>On for %n feed: the menu of a feed changes that.</numerusform>
                <numerusform>On for %n feeds: the menu of a feed changes that.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Offers</name>
        <message numerus="yes">
            <source>%n articles</source>
            <translation>
                <numerusform>%n articles</numerusform>
                <numerusform>%n articles</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Page</name>
        <message numerus="yes">
            <source>%n min read</source>
            <translation>
                <numerusform>%n min read</numerusform>
                <numerusform>%n min read</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Pill</name>
        <message numerus="yes">
            <source>%Ln new</source>
            <translation>
                <numerusform>%Ln new</numerusform>
                <numerusform>%Ln new</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Pulling</name>
        <message numerus="yes">
            <source>%n article(s)</source>
            <translation>
                <numerusform>%n article</numerusform>
                <numerusform>%n articles</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Readings</name>
        <message numerus="yes">
            <source>%n items</source>
            <translation>
                <numerusform>%n items</numerusform>
                <numerusform>%n items</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SearchBuilder</name>
        <message numerus="yes">
            <source>Finds %Ln article(s), {unread} of them unread.</source>
            <translation>
                <numerusform>Finds %Ln article, {unread} of them unread.</numerusform>
                <numerusform>Finds %Ln articles, {unread} of them unread.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Sidebar</name>
        <message numerus="yes">
            <source>Updated %n minutes ago</source>
            <translation>
                <numerusform>Updated %n minutes ago</numerusform>
                <numerusform>Updated %n minutes ago</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SidebarModel</name>
        <message numerus="yes">
            <source>%n starred</source>
            <translation>
                <numerusform>%n starred</numerusform>
                <numerusform>%n starred</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n unread</source>
            <translation>
                <numerusform>%n unread</numerusform>
                <numerusform>%n unread</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Statistics</name>
        <message numerus="yes">
            <source>About %n minutes to read</source>
            <translation>
                <numerusform>About %n minutes to read</numerusform>
                <numerusform>About %n minutes to read</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>and %n times before</source>
            <translation>
                <numerusform>and %n times before</numerusform>
                <numerusform>and %n times before</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SubscribeDialog</name>
        <message numerus="yes">
            <source>Add %n feeds</source>
            <translation>
                <numerusform>Add %n feeds</numerusform>
                <numerusform>Add %n feeds</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Tray</name>
        <message numerus="yes">
            <source>%n unread article(s)</source>
            <translation>
                <numerusform>%n unread article</numerusform>
                <numerusform>%n unread articles</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Vault</name>
        <message numerus="yes">
            <source>%n article(s) lie in the vault.</source>
            <translation>
                <numerusform>%n article lie in the vault.</numerusform>
                <numerusform>%n articles lie in the vault.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>So were %n more.</source>
            <translation>
                <numerusform>So were %n more.</numerusform>
                <numerusform>So were %n more.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Welcome</name>
        <message numerus="yes">
            <source>Follow %n feeds</source>
            <translation>
                <numerusform>Follow %n feeds</numerusform>
                <numerusform>Follow %n feeds</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>When</name>
        <message numerus="yes">
            <source>%n minutes ago</source>
            <translation>
                <numerusform>%n minutes ago</numerusform>
                <numerusform>%n minutes ago</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n hours ago</source>
            <translation>
                <numerusform>%n hours ago</numerusform>
                <numerusform>%n hours ago</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>articles</name>
        <message numerus="yes">
            <source>%n source(s)</source>
            <translation>
                <numerusform>%n source</numerusform>
                <numerusform>%n sources</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>commands</name>
        <message numerus="yes">
            <source>%n article(s) hidden</source>
            <translation>
                <numerusform>%n article hidden</numerusform>
                <numerusform>%n articles hidden</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) shown again</source>
            <translation>
                <numerusform>%n article shown again</numerusform>
                <numerusform>%n articles shown again</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>“{title}” put on %n article(s)</source>
            <translation>
                <numerusform>“{title}” put on %n article</numerusform>
                <numerusform>“{title}” put on %n articles</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>“{title}” taken off %n article(s)</source>
            <translation>
                <numerusform>“{title}” taken off %n article</numerusform>
                <numerusform>“{title}” taken off %n articles</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) deleted</source>
            <translation>
                <numerusform>%n article deleted</numerusform>
                <numerusform>%n articles deleted</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) marked as read</source>
            <translation>
                <numerusform>%n article marked as read</numerusform>
                <numerusform>%n articles marked as read</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) marked as unread</source>
            <translation>
                <numerusform>%n article marked as unread</numerusform>
                <numerusform>%n articles marked as unread</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) starred</source>
            <translation>
                <numerusform>%n article starred</numerusform>
                <numerusform>%n articles starred</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n star(s) taken away</source>
            <translation>
                <numerusform>%n star taken away</numerusform>
                <numerusform>%n stars taken away</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n feeds added</source>
            <translation>
                <numerusform>%n feeds added</numerusform>
                <numerusform>%n feeds added</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of them in your own network: refresh each alone to read it</source>
            <translation>
                <numerusform>%n of them in your own network: refresh each alone to read it</numerusform>
                <numerusform>%n of them in your own network: refresh each alone to read it</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) saved in {folder}</source>
            <translation>
                <numerusform>%n article saved in {folder}</numerusform>
                <numerusform>%n articles saved in {folder}</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Only the first %n article(s) were saved, in {folder}</source>
            <translation>
                <numerusform>Only the first article was saved, in {folder}</numerusform>
                <numerusform>Only the first %n articles were saved, in {folder}</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>words</name>
        <message numerus="yes">
            <source>%n years</source>
            <translation>
                <numerusform>%n years</numerusform>
                <numerusform>%n years</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n months</source>
            <translation>
                <numerusform>%n months</numerusform>
                <numerusform>%n months</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n days</source>
            <translation>
                <numerusform>%n days</numerusform>
                <numerusform>%n days</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n hours</source>
            <translation>
                <numerusform>%n hours</numerusform>
                <numerusform>%n hours</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n minutes</source>
            <translation>
                <numerusform>%n minutes</numerusform>
                <numerusform>%n minutes</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n seconds</source>
            <translation>
                <numerusform>%n seconds</numerusform>
                <numerusform>%n seconds</numerusform>
            </translation>
        </message>
    </context>
</TS>
