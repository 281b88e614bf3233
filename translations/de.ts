<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>AboutPage</name>
        <message>
            <source>Version</source>
            <translation>Version</translation>
        </message>
        <message>
            <source>Library</source>
            <translation>Bibliothek</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>System</source>
            <translation>System</translation>
        </message>
        <message>
            <source>Copy details</source>
            <translation>Angaben kopieren</translation>
        </message>
        <message>
            <source>Licences</source>
            <translation>Lizenzen</translation>
        </message>
        <message>
            <source>Licence of</source>
            <translation>Lizenz von</translation>
        </message>
        <message>
            <source>The licence’s words</source>
            <translation>Text der Lizenz</translation>
        </message>
        <message>
            <source>A reader of feeds whose library belongs to you.</source>
            <translation>Ein Feedreader, dessen Bibliothek Ihnen gehört.</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>Kopiert</translation>
        </message>
    </context>
    <context>
        <name>AccessDialog</name>
        <message>
            <source>Name and password of “{feed}”</source>
            <translation>Name und Passwort von „{feed}“</translation>
        </message>
        <message>
            <source>Name and password</source>
            <translation>Name und Passwort</translation>
        </message>
        <message>
            <source>Token</source>
            <translation>Token</translation>
        </message>
        <message>
            <source>Own headers</source>
            <translation>Eigene Header</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>Verfahren</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>Password</source>
            <translation>Passwort</translation>
        </message>
        <message>
            <source>Headers</source>
            <translation>Header</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Sichern</translation>
        </message>
        <message>
            <source>Keep until I quit</source>
            <translation>Bis zum Beenden merken</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Kept in the system’s keyring, not in the library, and sent to {host} only.</source>
            <translation>Wird im Schlüsselbund des Systems aufbewahrt, nicht in der Bibliothek, und nur an {host} gesendet.</translation>
        </message>
        <message>
            <source>Type it again to change it</source>
            <translation>Zum Ändern neu eingeben</translation>
        </message>
        <message>
            <source>It can be kept in memory until you quit Desktop Reader.</source>
            <translation>Es kann im Speicher bleiben, bis Sie Desktop Reader beenden.</translation>
        </message>
        <message>
            <source>Waiting for the system’s keyring…</source>
            <translation>Warten auf den Schlüsselbund des Systems …</translation>
        </message>
    </context>
    <context>
        <name>ArticleModel</name>
        <message>
            <source>Unread</source>
            <translation>Ungelesen</translation>
        </message>
        <message>
            <source>Starred</source>
            <translation>Mit Stern</translation>
        </message>
        <message numerus="yes">
            <source>%n source(s)</source>
            <translation>
                <numerusform>%n Quelle</numerusform>
                <numerusform>%n Quellen</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ArticlePane</name>
        <message numerus="yes">
            <source>%Ln selected</source>
            <translation>
                <numerusform>%Ln ausgewählt</numerusform>
                <numerusform>%Ln ausgewählt</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln unread</source>
            <translation>
                <numerusform>%Ln ungelesen</numerusform>
                <numerusform>%Ln ungelesen</numerusform>
            </translation>
        </message>
        <message>
            <source>All read</source>
            <translation>Alles gelesen</translation>
        </message>
        <message>
            <source>1 article</source>
            <translation>1 Artikel</translation>
        </message>
        <message numerus="yes">
            <source>%Ln articles</source>
            <translation>
                <numerusform>%Ln Artikel</numerusform>
                <numerusform>%Ln Artikel</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>about %Ln results</source>
            <translation>
                <numerusform>etwa %Ln Treffer</numerusform>
                <numerusform>etwa %Ln Treffer</numerusform>
            </translation>
        </message>
        <message>
            <source>Searching older articles…</source>
            <translation>Ältere Artikel werden durchsucht …</translation>
        </message>
        <message>
            <source>1 result</source>
            <translation>1 Treffer</translation>
        </message>
        <message numerus="yes">
            <source>%Ln results</source>
            <translation>
                <numerusform>%Ln Treffer</numerusform>
                <numerusform>%Ln Treffer</numerusform>
            </translation>
        </message>
        <message>
            <source>Searching…</source>
            <translation>Suche läuft …</translation>
        </message>
        <message>
            <source>Older articles are being looked through.</source>
            <translation>Ältere Artikel werden noch durchsucht.</translation>
        </message>
        <message>
            <source>No results</source>
            <translation>Keine Treffer</translation>
        </message>
        <message>
            <source>No article here has “{text}”.</source>
            <translation>Hier enthält kein Artikel „{text}“.</translation>
        </message>
        <message>
            <source>Search everything instead</source>
            <translation>Stattdessen alles durchsuchen</translation>
        </message>
        <message>
            <source>There is nothing unread here.</source>
            <translation>Hier ist nichts ungelesen.</translation>
        </message>
        <message>
            <source>No articles</source>
            <translation>Keine Artikel</translation>
        </message>
        <message>
            <source>New ones appear here as they are published.</source>
            <translation>Neue erscheinen hier, sobald sie veröffentlicht werden.</translation>
        </message>
    </context>
    <context>
        <name>ArticleView</name>
        <message>
            <source>Article</source>
            <translation>Artikel</translation>
        </message>
    </context>
    <context>
        <name>Backups</name>
        <message>
            <source>Backups</source>
            <translation>Sicherungen</translation>
        </message>
        <message>
            <source>Make a backup every week</source>
            <translation>Jede Woche eine Sicherung anlegen</translation>
        </message>
        <message>
            <source>The newest four of them are kept, the newest four that you made, and the newest from before an update and from before a repair. They lie beside the library: copy one to another disk now and then.</source>
            <translation>Behalten werden die neuesten vier davon, die neuesten vier, die Sie angelegt haben, und die neueste von vor einer Aktualisierung und von vor einer Reparatur. Sie liegen neben der Bibliothek: Kopieren Sie ab und zu eine auf einen anderen Datenträger.</translation>
        </message>
        <message>
            <source>Back up now</source>
            <translation>Jetzt sichern</translation>
        </message>
        <message>
            <source>Restore…</source>
            <translation>Wiederherstellen…</translation>
        </message>
        <message>
            <source>From a file…</source>
            <translation>Aus einer Datei …</translation>
        </message>
        <message>
            <source>Restore a backup that lies elsewhere</source>
            <translation>Eine Sicherung wiederherstellen, die woanders liegt</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>Im Ordner zeigen</translation>
        </message>
        <message>
            <source>There are none yet.</source>
            <translation>Es gibt noch keine.</translation>
        </message>
        <message>
            <source>A backup is being made: {part} %</source>
            <translation>Eine Sicherung wird angelegt: {part} %</translation>
        </message>
        <message>
            <source>The backup is being checked…</source>
            <translation>Die Sicherung wird geprüft…</translation>
        </message>
        <message>
            <source>A backup was made.</source>
            <translation>Eine Sicherung wurde angelegt.</translation>
        </message>
        <message>
            <source>Restore a backup</source>
            <translation>Eine Sicherung wiederherstellen</translation>
        </message>
        <message>
            <source>The file is being checked…</source>
            <translation>Die Datei wird geprüft …</translation>
        </message>
        <message>
            <source>Restore the library of {when}, “{file}”?</source>
            <translation>Die Bibliothek vom {when} wiederherstellen, „{file}“?</translation>
        </message>
        <message>
            <source>Restore the library of {when}?</source>
            <translation>Die Bibliothek von {when} wiederherstellen?</translation>
        </message>
        <message numerus="yes">
            <source>It has %n article(s) and takes the place of the library that is open. That one is kept in “{folder}”, and can be restored as well.</source>
            <translation>
                <numerusform>Sie hat %n Artikel und tritt an die Stelle der geöffneten Bibliothek. Diese wird in „{folder}“ aufgehoben und kann ebenfalls wiederhergestellt werden.</numerusform>
                <numerusform>Sie hat %n Artikel und tritt an die Stelle der geöffneten Bibliothek. Diese wird in „{folder}“ aufgehoben und kann ebenfalls wiederhergestellt werden.</numerusform>
            </translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>Wiederherstellen</translation>
        </message>
        <message>
            <source>Made</source>
            <translation>Angelegt</translation>
        </message>
        <message>
            <source>Articles</source>
            <translation>Artikel</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>weekly</source>
            <translation>wöchentlich</translation>
        </message>
        <message>
            <source>made by you</source>
            <translation>von Ihnen angelegt</translation>
        </message>
        <message>
            <source>before an update</source>
            <translation>vor einer Aktualisierung</translation>
        </message>
        <message>
            <source>before a repair</source>
            <translation>vor einer Reparatur</translation>
        </message>
        <message>
            <source>put aside by a restore</source>
            <translation>bei einer Wiederherstellung beiseitegelegt</translation>
        </message>
        <message>
            <source>cannot be read</source>
            <translation>nicht lesbar</translation>
        </message>
    </context>
    <context>
        <name>Body</name>
        <message>
            <source>Arrived</source>
            <translation>Eingetroffen</translation>
        </message>
        <message>
            <source>Opened</source>
            <translation>Geöffnet</translation>
        </message>
        <message>
            <source>Read through</source>
            <translation>Zu Ende gelesen</translation>
        </message>
        <message>
            <source>Starred</source>
            <translation>Mit Stern</translation>
        </message>
        <message>
            <source>Words read</source>
            <translation>Gelesene Wörter</translation>
        </message>
        <message>
            <source>Arrived and opened, day by day</source>
            <translation>Eingetroffen und geöffnet, Tag für Tag</translation>
        </message>
        <message>
            <source>By weekday and hour</source>
            <translation>Nach Wochentag und Stunde</translation>
        </message>
        <message>
            <source>What it weighs</source>
            <translation>Was sie wiegt</translation>
        </message>
        <message>
            <source>There is nothing to count yet. What arrives and what you read shows here.</source>
            <translation>Noch gibt es nichts zu zählen. Hier erscheint, was eintrifft und was Sie lesen.</translation>
        </message>
        <message numerus="yes">
            <source>%n time(s)</source>
            <translation>
                <numerusform>%n-mal</numerusform>
                <numerusform>%n-mal</numerusform>
            </translation>
        </message>
        <message>
            <source>of {count} in what was opened</source>
            <translation>von {count} in dem, was geöffnet wurde</translation>
        </message>
        <message numerus="yes">
            <source>%n feed(s) silent or failing</source>
            <translation>
                <numerusform>%n Feed still oder gestört</numerusform>
                <numerusform>%n Feeds still oder gestört</numerusform>
            </translation>
        </message>
        <message>
            <source>Library</source>
            <translation>Bibliothek</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suche</translation>
        </message>
        <message>
            <source>Pictures that were kept</source>
            <translation>Aufbewahrte Bilder</translation>
        </message>
        <message>
            <source>Copies of the library</source>
            <translation>Kopien der Bibliothek</translation>
        </message>
        <message>
            <source>Articles</source>
            <translation>Artikel</translation>
        </message>
        <message>
            <source>Library for each article</source>
            <translation>Bibliothek je Artikel</translation>
        </message>
        <message>
            <source>Opened: {count}</source>
            <translation>Geöffnet: {count}</translation>
        </message>
        <message>
            <source>Arrived: {count}</source>
            <translation>Eingetroffen: {count}</translation>
        </message>
        <message>
            <source>Over time</source>
            <translation>Im Lauf der Zeit</translation>
        </message>
        <message>
            <source>Through the week</source>
            <translation>Im Lauf der Woche</translation>
        </message>
        <message>
            <source>Feeds</source>
            <translation>Feeds</translation>
        </message>
    </context>
    <context>
        <name>Bringing</name>
        <message>
            <source>Importing “{file}”…</source>
            <translation>„{file}“ wird importiert …</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>Importieren</translation>
        </message>
        <message>
            <source>Import of “{file}” broken off</source>
            <translation>Import von „{file}“ abgebrochen</translation>
        </message>
        <message numerus="yes">
            <source>%n feed(s) added</source>
            <translation>
                <numerusform>%n Feed hinzugefügt</numerusform>
                <numerusform>%n Feeds hinzugefügt</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) imported from {program}</source>
            <translation>
                <numerusform>%n Artikel aus {program} importiert</numerusform>
                <numerusform>%n Artikel aus {program} importiert</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n label(s) found no room</source>
            <translation>
                <numerusform>%n Etikett fand keinen Platz</numerusform>
                <numerusform>%n Etiketten fanden keinen Platz</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new article(s) came from “{file}”.</source>
            <translation>
                <numerusform>%n neuer Artikel kam aus „{file}“.</numerusform>
                <numerusform>%n neue Artikel kamen aus „{file}“.</numerusform>
            </translation>
        </message>
        <message>
            <source>The file was cut off; what is in it was kept.</source>
            <translation>Die Datei war abgeschnitten; was in ihr steht, wurde aufgenommen.</translation>
        </message>
        <message numerus="yes">
            <source>%n line(s) of it could not be read.</source>
            <translation>
                <numerusform>%n Zeile daraus ließ sich nicht lesen.</numerusform>
                <numerusform>%n Zeilen daraus ließen sich nicht lesen.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ChangesDialog</name>
        <message>
            <source>Changes</source>
            <translation>Änderungen</translation>
        </message>
        <message>
            <source>no words changed</source>
            <translation>keine Wörter geändert</translation>
        </message>
        <message>
            <source>1 word added</source>
            <translation>1 Wort hinzugefügt</translation>
        </message>
        <message numerus="yes">
            <source>%n words added</source>
            <translation>
                <numerusform>%n Wort hinzugefügt</numerusform>
                <numerusform>%n Wörter hinzugefügt</numerusform>
            </translation>
        </message>
        <message>
            <source>1 removed</source>
            <translation>1 entfernt</translation>
        </message>
        <message numerus="yes">
            <source>%n removed</source>
            <translation>
                <numerusform>%n entfernt</numerusform>
                <numerusform>%n entfernt</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ChangesView</name>
        <message>
            <source>Changes</source>
            <translation>Änderungen</translation>
        </message>
        <message>
            <source>1 paragraph without changes</source>
            <translation>1 Absatz ohne Änderungen</translation>
        </message>
        <message numerus="yes">
            <source>%n paragraphs without changes</source>
            <translation>
                <numerusform>%n Absatz ohne Änderungen</numerusform>
                <numerusform>%n Absätze ohne Änderungen</numerusform>
            </translation>
        </message>
        <message>
            <source>Neither version has any text.</source>
            <translation>Keine der Fassungen enthält Text.</translation>
        </message>
    </context>
    <context>
        <name>Chip</name>
        <message>
            <source>All articles labelled “{label}”</source>
            <translation>Alle Artikel mit dem Etikett „{label}“</translation>
        </message>
    </context>
    <context>
        <name>Choices</name>
        <message>
            <source>This connection is metered: feeds are asked by hand only.</source>
            <translation>Diese Verbindung ist getaktet: Feeds werden nur von Hand aktualisiert.</translation>
        </message>
    </context>
    <context>
        <name>Choosing</name>
        <message>
            <source>What it may be</source>
            <translation>Was es sein kann</translation>
        </message>
        <message numerus="yes">
            <source>%n to choose from; Down goes there</source>
            <translation>
                <numerusform>%n zur Auswahl; die Pfeiltaste nach unten führt dorthin</numerusform>
                <numerusform>%n zur Auswahl; die Pfeiltaste nach unten führt dorthin</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Closing</name>
        <message>
            <source>Desktop Reader</source>
            <translation>Desktop Reader</translation>
        </message>
        <message>
            <source>Keep Desktop Reader running in the tray?</source>
            <translation>Desktop Reader im Infobereich weiterlaufen lassen?</translation>
        </message>
        <message>
            <source>There it goes on looking for news. This is asked once; the preferences can change it.</source>
            <translation>Dort sucht er weiter nach Neuem. Das wird nur einmal gefragt; in den Einstellungen lässt es sich ändern.</translation>
        </message>
        <message>
            <source>Keep running in the tray</source>
            <translation>Im Infobereich weiterlaufen</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
    </context>
    <context>
        <name>Condition</name>
        <message>
            <source>Condition</source>
            <translation>Bedingung</translation>
        </message>
        <message>
            <source>Remove this condition</source>
            <translation>Diese Bedingung entfernen</translation>
        </message>
    </context>
    <context>
        <name>DayPlot</name>
        <message>
            <source>Arrived and opened, day by day</source>
            <translation>Eingetroffen und geöffnet, Tag für Tag</translation>
        </message>
        <message>
            <source>Arrived</source>
            <translation>Eingetroffen</translation>
        </message>
        <message>
            <source>Opened</source>
            <translation>Geöffnet</translation>
        </message>
        <message>
            <source>Read through</source>
            <translation>Zu Ende gelesen</translation>
        </message>
    </context>
    <context>
        <name>Deck</name>
        <message>
            <source>This library is open for reading only.</source>
            <translation>Diese Bibliothek ist nur zum Lesen geöffnet.</translation>
        </message>
    </context>
    <context>
        <name>DesktopPage</name>
        <message>
            <source>Start</source>
            <translation>Start</translation>
        </message>
        <message>
            <source>Start when I log in, in the tray</source>
            <translation>Beim Anmelden im Infobereich starten</translation>
        </message>
        <message>
            <source>Tray</source>
            <translation>Infobereich</translation>
        </message>
        <message>
            <source>Show an icon in the tray</source>
            <translation>Symbol im Infobereich zeigen</translation>
        </message>
        <message>
            <source>In a single colour</source>
            <translation>Einfarbig</translation>
        </message>
        <message>
            <source>Closing the window</source>
            <translation>Beim Schließen des Fensters</translation>
        </message>
        <message>
            <source>Asks</source>
            <translation>Nachfragen</translation>
        </message>
        <message>
            <source>Keeps running in the tray</source>
            <translation>Im Infobereich weiterlaufen</translation>
        </message>
        <message>
            <source>Quits</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <source>On desktops without a tray closing the window quits.</source>
            <translation>Auf Desktops ohne Infobereich beendet das Schließen des Fensters das Programm.</translation>
        </message>
    </context>
    <context>
        <name>Details</name>
        <message>
            <source>Details</source>
            <translation>Details</translation>
        </message>
        <message>
            <source>Copy the ID</source>
            <translation>ID kopieren</translation>
        </message>
        <message>
            <source>Open in the browser</source>
            <translation>Im Browser öffnen</translation>
        </message>
        <message>
            <source>Changes</source>
            <translation>Änderungen</translation>
        </message>
        <message>
            <source>Show changes</source>
            <translation>Änderungen zeigen</translation>
        </message>
        <message>
            <source>ID</source>
            <translation>ID</translation>
        </message>
        <message>
            <source>Category ID</source>
            <translation>Kategorie-ID</translation>
        </message>
        <message>
            <source>URL</source>
            <translation>URL</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>Datum</translation>
        </message>
        <message>
            <source>Created</source>
            <translation>Erstellt</translation>
        </message>
        <message>
            <source>Updated</source>
            <translation>Aktualisiert</translation>
        </message>
        <message>
            <source>Last Read</source>
            <translation>Zuletzt gelesen</translation>
        </message>
        <message>
            <source>Labels</source>
            <translation>Etiketten</translation>
        </message>
        <message>
            <source>none</source>
            <translation>keine</translation>
        </message>
        <message>
            <source>never</source>
            <translation>nie</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>Kopiert</translation>
        </message>
    </context>
    <context>
        <name>Dock</name>
        <message>
            <source>Inspector</source>
            <translation>Infoleiste</translation>
        </message>
    </context>
    <context>
        <name>Drawer</name>
        <message>
            <source>Sidebar</source>
            <translation>Seitenleiste</translation>
        </message>
    </context>
    <context>
        <name>Dropping</name>
        <message>
            <source>“{file}” cannot be imported. Drop a list of feeds, a library, or an address.</source>
            <translation>„{file}“ lässt sich nicht importieren. Legen Sie eine Feedliste, eine Bibliothek oder eine Adresse ab.</translation>
        </message>
        <message>
            <source>There is no address of a site in what you dropped.</source>
            <translation>Das Abgelegte enthält keine Adresse einer Website.</translation>
        </message>
        <message>
            <source>Add to “{folder}”</source>
            <translation>Zu „{folder}“ hinzufügen</translation>
        </message>
        <message>
            <source>Drop to add</source>
            <translation>Zum Hinzufügen ablegen</translation>
        </message>
    </context>
    <context>
        <name>EmptyPage</name>
        <message>
            <source>Nothing selected</source>
            <translation>Nichts ausgewählt</translation>
        </message>
        <message>
            <source>Pick an article, or let the keyboard do it.</source>
            <translation>Wählen Sie einen Artikel – auch mit der Tastatur.</translation>
        </message>
        <message>
            <source>next article</source>
            <translation>nächster Artikel</translation>
        </message>
        <message>
            <source>page down, then next unread</source>
            <translation>blättern, dann nächster ungelesener</translation>
        </message>
        <message>
            <source>star</source>
            <translation>Stern</translation>
        </message>
        <message>
            <source>search everything</source>
            <translation>alles durchsuchen</translation>
        </message>
    </context>
    <context>
        <name>EnclosureCard</name>
        <message>
            <source>Attachments</source>
            <translation>Anhänge</translation>
        </message>
        <message numerus="yes">
            <source>%Ln more attachment(s)</source>
            <translation>
                <numerusform>%Ln weiterer Anhang</numerusform>
                <numerusform>%Ln weitere Anhänge</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>EnclosureRow</name>
        <message>
            <source>Copy address</source>
            <translation>Adresse kopieren</translation>
        </message>
        <message>
            <source>Open outside</source>
            <translation>Extern öffnen</translation>
        </message>
        <message>
            <source>Play</source>
            <translation>Abspielen</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>Pause</translation>
        </message>
        <message>
            <source>This cannot be played here ({reason}). Open it outside instead.</source>
            <translation>Das lässt sich hier nicht abspielen ({reason}). Öffnen Sie es stattdessen extern.</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>Kopiert</translation>
        </message>
    </context>
    <context>
        <name>Enclosures</name>
        <message>
            <source>Audio</source>
            <translation>Audio</translation>
        </message>
        <message>
            <source>Video</source>
            <translation>Video</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>Bild</translation>
        </message>
        <message>
            <source>Book</source>
            <translation>Buch</translation>
        </message>
        <message>
            <source>Archive</source>
            <translation>Archiv</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>Text</translation>
        </message>
        <message>
            <source>Document</source>
            <translation>Dokument</translation>
        </message>
        <message>
            <source>Torrent</source>
            <translation>Torrent</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <source>{kind}, {format}</source>
            <translation>{kind}, {format}</translation>
        </message>
    </context>
    <context>
        <name>Export</name>
        <message numerus="yes">
            <source>%n selected article(s)</source>
            <translation>
                <numerusform>%n ausgewählter Artikel</numerusform>
                <numerusform>%n ausgewählte Artikel</numerusform>
            </translation>
        </message>
        <message>
            <source>Selected articles</source>
            <translation>Ausgewählte Artikel</translation>
        </message>
        <message>
            <source>The article that is open</source>
            <translation>Der geöffnete Artikel</translation>
        </message>
        <message>
            <source>Article</source>
            <translation>Artikel</translation>
        </message>
        <message>
            <source>The list that is shown: {title}</source>
            <translation>Die angezeigte Liste: {title}</translation>
        </message>
        <message>
            <source>News of {day}</source>
            <translation>Neues vom {day}</translation>
        </message>
        <message>
            <source>What came out today</source>
            <translation>Was heute erschienen ist</translation>
        </message>
        <message>
            <source>Starred articles</source>
            <translation>Artikel mit Stern</translation>
        </message>
        <message>
            <source>Everything</source>
            <translation>Alles</translation>
        </message>
        <message>
            <source>My library</source>
            <translation>Meine Bibliothek</translation>
        </message>
    </context>
    <context>
        <name>ExportDialog</name>
        <message>
            <source>Export</source>
            <translation>Exportieren</translation>
        </message>
        <message>
            <source>Markdown files in a folder</source>
            <translation>Markdown-Dateien in einem Ordner</translation>
        </message>
        <message>
            <source>Book (EPUB)</source>
            <translation>Buch (EPUB)</translation>
        </message>
        <message>
            <source>Web pages in a folder (HTML)</source>
            <translation>Webseiten in einem Ordner (HTML)</translation>
        </message>
        <message>
            <source>One web page (HTML)</source>
            <translation>Eine Webseite (HTML)</translation>
        </message>
        <message>
            <source>Everything about them (JSON lines)</source>
            <translation>Alles über sie (JSON-Zeilen)</translation>
        </message>
        <message>
            <source>Their feeds (OPML)</source>
            <translation>Ihre Feeds (OPML)</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>Wählen …</translation>
        </message>
        <message>
            <source>With the pictures that were fetched already</source>
            <translation>Mit den Bildern, die schon geladen sind</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>Im Ordner zeigen</translation>
        </message>
        <message>
            <source>What</source>
            <translation>Was</translation>
        </message>
        <message>
            <source>As</source>
            <translation>Als</translation>
        </message>
        <message>
            <source>Where</source>
            <translation>Wohin</translation>
        </message>
        <message>
            <source>How far it is</source>
            <translation>Wie weit es ist</translation>
        </message>
        <message>
            <source>A file for each article, in folders by feed. Files that you made or changed are left alone, so an export into the same folder brings the others up to date.</source>
            <translation>Eine Datei je Artikel, in Ordnern nach Feed. Dateien, die Sie angelegt oder geändert haben, bleiben unberührt; ein Export in denselben Ordner bringt die anderen auf den neuesten Stand.</translation>
        </message>
        <message>
            <source>A chapter for each article, for e-book readers.</source>
            <translation>Ein Kapitel je Artikel, für E-Book-Reader.</translation>
        </message>
        <message>
            <source>With a page of contents; any browser shows it, without a connection.</source>
            <translation>Mit einem Inhaltsverzeichnis; jeder Browser zeigt es, auch ohne Verbindung.</translation>
        </message>
        <message>
            <source>Texts, earlier versions, stars, labels and all else that is kept. “Import” brings it back, here or on another computer.</source>
            <translation>Texte, frühere Fassungen, Sterne, Etiketten und alles andere, was aufbewahrt wird. „Importieren“ bringt es zurück, hier oder auf einem anderen Rechner.</translation>
        </message>
        <message>
            <source>The list of subscriptions, for any other reader.</source>
            <translation>Die Liste der Abonnements, für jeden anderen Reader.</translation>
        </message>
        <message>
            <source>Looking which articles these are…</source>
            <translation>Es wird ermittelt, welche Artikel das sind …</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>{done} of {of} articles</source>
            <translation>{done} von {of} Artikeln</translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>Wird angehalten …</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Stopped. Nothing was written.</source>
            <translation>Angehalten. Es wurde nichts geschrieben.</translation>
        </message>
        <message numerus="yes">
            <source>%n feed(s) written.</source>
            <translation>
                <numerusform>%n Feed geschrieben.</numerusform>
                <numerusform>%n Feeds geschrieben.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) written.</source>
            <translation>
                <numerusform>%n Artikel geschrieben.</numerusform>
                <numerusform>%n Artikel geschrieben.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) were up to date.</source>
            <translation>
                <numerusform>%n Datei war schon aktuell.</numerusform>
                <numerusform>%n Dateien waren schon aktuell.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) that you changed were left alone.</source>
            <translation>
                <numerusform>%n Datei, die Sie geändert haben, blieb unberührt.</numerusform>
                <numerusform>%n Dateien, die Sie geändert haben, blieben unberührt.</numerusform>
            </translation>
        </message>
        <message>
            <source>Could not be converted: {titles}</source>
            <translation>Ließ sich nicht umwandeln: {titles}</translation>
        </message>
        <message>
            <source>Stopped; another export into this folder goes on from here.</source>
            <translation>Angehalten; ein weiterer Export in diesen Ordner macht hier weiter.</translation>
        </message>
    </context>
    <context>
        <name>FeedDialog</name>
        <message>
            <source>About “{feed}”</source>
            <translation>Über „{feed}“</translation>
        </message>
        <message>
            <source>When</source>
            <translation>Wann</translation>
        </message>
        <message>
            <source>What came</source>
            <translation>Ergebnis</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>Status</translation>
        </message>
        <message>
            <source>Took</source>
            <translation>Dauer</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Refreshes</source>
            <translation>Aktualisierungen</translation>
        </message>
        <message>
            <source>Last answer</source>
            <translation>Letzte Antwort</translation>
        </message>
        <message>
            <source>What is known of the feed</source>
            <translation>Was über den Feed bekannt ist</translation>
        </message>
        <message>
            <source>Schedule</source>
            <translation>Zeitplan</translation>
        </message>
        <message>
            <source>never</source>
            <translation>nie</translation>
        </message>
        <message>
            <source>Last asked</source>
            <translation>Zuletzt abgefragt</translation>
        </message>
        <message>
            <source>Next asked</source>
            <translation>Nächste Abfrage</translation>
        </message>
        <message>
            <source>Articles come</source>
            <translation>Artikel erscheinen</translation>
        </message>
        <message>
            <source>Last article</source>
            <translation>Letzter Artikel</translation>
        </message>
        <message>
            <source>none yet</source>
            <translation>noch keiner</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Adresse</translation>
        </message>
        <message>
            <source>Former address</source>
            <translation>Frühere Adresse</translation>
        </message>
        <message>
            <source>Site</source>
            <translation>Website</translation>
        </message>
        <message>
            <source>Added</source>
            <translation>Hinzugefügt</translation>
        </message>
        <message>
            <source>not any more</source>
            <translation>nicht mehr</translation>
        </message>
        <message>
            <source>with the next refresh</source>
            <translation>bei der nächsten Aktualisierung</translation>
        </message>
        <message>
            <source>{date}, in {span}</source>
            <translation>{date}, in {span}</translation>
        </message>
        <message>
            <source>No answer was kept yet.</source>
            <translation>Es wurde noch keine Antwort aufbewahrt.</translation>
        </message>
        <message>
            <source>{url}
{date}, {size}</source>
            <translation>{url}
{date}, {size}</translation>
        </message>
    </context>
    <context>
        <name>FeedModel</name>
        <message>
            <source>Feed</source>
            <translation>Feed</translation>
        </message>
        <message>
            <source>Arrived</source>
            <translation>Eingetroffen</translation>
        </message>
        <message>
            <source>Opened</source>
            <translation>Geöffnet</translation>
        </message>
        <message>
            <source>Read through</source>
            <translation>Zu Ende gelesen</translation>
        </message>
        <message>
            <source>Starred</source>
            <translation>Mit Stern</translation>
        </message>
        <message>
            <source>Share opened</source>
            <translation>Anteil geöffnet</translation>
        </message>
        <message>
            <source>Last article</source>
            <translation>Letzter Artikel</translation>
        </message>
        <message>
            <source>Health</source>
            <translation>Zustand</translation>
        </message>
    </context>
    <context>
        <name>FeedTable</name>
        <message>
            <source>Feeds</source>
            <translation>Feeds</translation>
        </message>
    </context>
    <context>
        <name>Figures</name>
        <message>
            <source>Arrived</source>
            <translation>Eingetroffen</translation>
        </message>
        <message>
            <source>Opened</source>
            <translation>Geöffnet</translation>
        </message>
        <message>
            <source>Read through</source>
            <translation>Zu Ende gelesen</translation>
        </message>
        <message>
            <source>Starred</source>
            <translation>Mit Stern</translation>
        </message>
    </context>
    <context>
        <name>FindBar</name>
        <message>
            <source>Find in the article</source>
            <translation>Im Artikel suchen</translation>
        </message>
        <message>
            <source>Previous (Shift+Enter)</source>
            <translation>Vorheriger Treffer (Umschalt+Eingabe)</translation>
        </message>
        <message>
            <source>Next (Enter)</source>
            <translation>Nächster Treffer (Eingabe)</translation>
        </message>
        <message>
            <source>Close (Esc)</source>
            <translation>Schließen (Esc)</translation>
        </message>
        <message>
            <source>Nothing found</source>
            <translation>Nichts gefunden</translation>
        </message>
        <message>
            <source>{now} of {all}</source>
            <translation>{now} von {all}</translation>
        </message>
        <message numerus="yes">
            <source>%Ln hit(s)</source>
            <translation>
                <numerusform>%Ln Treffer</numerusform>
                <numerusform>%Ln Treffer</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Foot</name>
        <message>
            <source>Preferences</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Stop the refresh</source>
            <translation>Aktualisierung anhalten</translation>
        </message>
        <message>
            <source>Refreshing {done} of {of}…</source>
            <translation>Aktualisiert {done} von {of} …</translation>
        </message>
        <message>
            <source>No network
Looks again by itself</source>
            <translation>Kein Netz
Versucht es selbst wieder</translation>
        </message>
        <message>
            <source>Improving articles: {done} of {of}</source>
            <translation>Artikel werden aufbereitet: {done} von {of}</translation>
        </message>
    </context>
    <context>
        <name>Fulfilling</name>
        <message>
            <source>“{thing}” is no address of a site and no file that can be opened.</source>
            <translation>„{thing}“ ist weder die Adresse einer Website noch eine Datei, die sich öffnen lässt.</translation>
        </message>
    </context>
    <context>
        <name>Header</name>
        <message>
            <source>Unread only</source>
            <translation>Nur ungelesene</translation>
        </message>
        <message>
            <source>Starred only</source>
            <translation>Nur mit Stern</translation>
        </message>
        <message>
            <source>Sort</source>
            <translation>Sortieren</translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>Filtern</translation>
        </message>
        <message>
            <source>Mark all as read</source>
            <translation>Alle als gelesen markieren</translation>
        </message>
        <message>
            <source>Show the sidebar</source>
            <translation>Seitenleiste einblenden</translation>
        </message>
        <message>
            <source>Clean up: take out what is read</source>
            <translation>Aufräumen: Gelesenes ausblenden</translation>
        </message>
    </context>
    <context>
        <name>Health</name>
        <message>
            <source>The last article is of {date}.</source>
            <translation>Der letzte Artikel ist vom {date}.</translation>
        </message>
        <message>
            <source>Added on {date}.</source>
            <translation>Hinzugefügt am {date}.</translation>
        </message>
        <message>
            <source>That was on {date}.</source>
            <translation>Das war am {date}.</translation>
        </message>
        <message>
            <source>Since {date}.</source>
            <translation>Seit {date}.</translation>
        </message>
        <message>
            <source>Moved to {url}</source>
            <translation>Umgezogen nach {url}</translation>
        </message>
        <message>
            <source>1 new article</source>
            <translation>1 neuer Artikel</translation>
        </message>
        <message numerus="yes">
            <source>%n new articles</source>
            <translation>
                <numerusform>%n neuer Artikel</numerusform>
                <numerusform>%n neue Artikel</numerusform>
            </translation>
        </message>
        <message>
            <source>1 article updated</source>
            <translation>1 Artikel aktualisiert</translation>
        </message>
        <message numerus="yes">
            <source>%n articles updated</source>
            <translation>
                <numerusform>%n Artikel aktualisiert</numerusform>
                <numerusform>%n Artikel aktualisiert</numerusform>
            </translation>
        </message>
        <message>
            <source>Nothing new</source>
            <translation>Nichts Neues</translation>
        </message>
        <message>
            <source>{seconds} s</source>
            <translation>{seconds} s</translation>
        </message>
        <message>
            <source>Ask again now</source>
            <translation>Jetzt erneut abfragen</translation>
        </message>
        <message>
            <source>Open the site</source>
            <translation>Website öffnen</translation>
        </message>
        <message>
            <source>Enter a password…</source>
            <translation>Passwort eingeben …</translation>
        </message>
        <message>
            <source>Look at the answer</source>
            <translation>Antwort ansehen</translation>
        </message>
        <message>
            <source>Find the feed again…</source>
            <translation>Feed neu suchen …</translation>
        </message>
        <message>
            <source>Unsubscribe</source>
            <translation>Abbestellen</translation>
        </message>
        <message>
            <source>What helps: {deeds}</source>
            <translation>Was hilft: {deeds}</translation>
        </message>
    </context>
    <context>
        <name>HeatMap</name>
        <message>
            <source>By weekday and hour</source>
            <translation>Nach Wochentag und Stunde</translation>
        </message>
    </context>
    <context>
        <name>Inspector</name>
        <message>
            <source>Details of the article</source>
            <translation>Details des Artikels</translation>
        </message>
    </context>
    <context>
        <name>Keeping</name>
        <message>
            <source>As all other feeds</source>
            <translation>Wie alle anderen Feeds</translation>
        </message>
        <message>
            <source>Keep everything</source>
            <translation>Alles aufbewahren</translation>
        </message>
        <message>
            <source>Delete read articles</source>
            <translation>Gelesene Artikel löschen</translation>
        </message>
        <message>
            <source>that are older than</source>
            <translation>die älter sind als</translation>
        </message>
        <message>
            <source> days</source>
            <translation> Tage</translation>
        </message>
        <message>
            <source>when there are more than</source>
            <translation>wenn es mehr gibt als</translation>
        </message>
        <message>
            <source>when a feed has more than</source>
            <translation>wenn ein Feed mehr hat als</translation>
        </message>
        <message>
            <source> newer ones</source>
            <translation> neuere</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>Anwenden</translation>
        </message>
        <message>
            <source>Unread, starred and labelled articles always stay, and so does what came or was opened within the last day. Age counts from the day an article was published, came or was last opened, whichever is latest. What is deleted is gone for good.</source>
            <translation>Ungelesene Artikel und solche mit Stern oder Etikett bleiben immer, ebenso was am letzten Tag eintraf oder geöffnet wurde. Das Alter zählt ab dem Tag der Veröffentlichung, des Eintreffens oder des letzten Öffnens, je nachdem, was zuletzt war. Gelöschtes ist endgültig weg.</translation>
        </message>
        <message>
            <source>As all other feeds: {rule}</source>
            <translation>Wie alle anderen Feeds: {rule}</translation>
        </message>
        <message>
            <source>Choose what is deleted.</source>
            <translation>Wählen Sie, was gelöscht wird.</translation>
        </message>
        <message>
            <source>Counting…</source>
            <translation>Wird gezählt …</translation>
        </message>
        <message>
            <source>This is how articles are kept now.</source>
            <translation>So werden Artikel jetzt aufbewahrt.</translation>
        </message>
        <message>
            <source>They cannot be brought back. The rule is carried out once a day from now on.</source>
            <translation>Sie lassen sich nicht wiederherstellen. Die Regel gilt ab jetzt einmal täglich.</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Löschen</translation>
        </message>
        <message>
            <source>This deletes nothing now.</source>
            <translation>Das löscht jetzt nichts.</translation>
        </message>
        <message>
            <source>This deletes 1 read article now.</source>
            <translation>Das löscht jetzt 1 gelesenen Artikel.</translation>
        </message>
        <message>
            <source>This deletes {count} read articles now (about {size}).</source>
            <translation>Das löscht jetzt {count} gelesene Artikel (etwa {size}).</translation>
        </message>
        <message>
            <source>keep everything</source>
            <translation>alles aufbewahren</translation>
        </message>
        <message>
            <source>at most {days} days</source>
            <translation>höchstens {days} Tage</translation>
        </message>
        <message>
            <source>at most {most} articles</source>
            <translation>höchstens {most} Artikel</translation>
        </message>
        <message>
            <source>at most {days} days, at most {most} articles</source>
            <translation>höchstens {days} Tage, höchstens {most} Artikel</translation>
        </message>
    </context>
    <context>
        <name>KeepingDialog</name>
        <message>
            <source>Keep articles of “{feed}”</source>
            <translation>Artikel von „{feed}“ aufbewahren</translation>
        </message>
    </context>
    <context>
        <name>KeptDeeds</name>
        <message>
            <source>“{deed}” cannot be taken back any more: what it was about is gone, or so already.</source>
            <translation>„{deed}“ lässt sich nicht mehr rückgängig machen: Worum es ging, ist nicht mehr da oder schon so.</translation>
        </message>
    </context>
    <context>
        <name>KeyList</name>
        <message>
            <source>Commands and their keys</source>
            <translation>Befehle und ihre Tasten</translation>
        </message>
        <message>
            <source>no keys</source>
            <translation>keine Tasten</translation>
        </message>
        <message>
            <source>changed</source>
            <translation>geändert</translation>
        </message>
    </context>
    <context>
        <name>KeySheet</name>
        <message>
            <source>No key is called that.</source>
            <translation>So heißt keine Taste.</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Tasten</translation>
        </message>
    </context>
    <context>
        <name>KeysCard</name>
        <message>
            <source>Keys</source>
            <translation>Tasten</translation>
        </message>
        <message>
            <source>Find a key</source>
            <translation>Taste suchen</translation>
        </message>
        <message>
            <source>Find</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Each of them can be changed in the preferences.</source>
            <translation>Alle lassen sich in den Einstellungen ändern.</translation>
        </message>
    </context>
    <context>
        <name>KeysPage</name>
        <message>
            <source>Keys as in</source>
            <translation>Tasten wie in</translation>
        </message>
        <message>
            <source>Find a command or a key</source>
            <translation>Befehl oder Taste suchen</translation>
        </message>
        <message>
            <source>Find</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Add keys…</source>
            <translation>Tasten hinzufügen …</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>Zurücksetzen</translation>
        </message>
        <message>
            <source>Reset all</source>
            <translation>Alle zurücksetzen</translation>
        </message>
        <message>
            <source>Take it over</source>
            <translation>Übernehmen</translation>
        </message>
        <message>
            <source>Take these keys away</source>
            <translation>Diese Tasten entfernen</translation>
        </message>
        <message>
            <source>Take {keys} away</source>
            <translation>{keys} entfernen</translation>
        </message>
        <message>
            <source>{keys} is in use: “{command}”.</source>
            <translation>{keys} ist belegt: „{command}“.</translation>
        </message>
        <message>
            <source>{keys} added.</source>
            <translation>{keys} hinzugefügt.</translation>
        </message>
        <message>
            <source>{keys} alone moves through lists and fields. Hold Ctrl or Alt with it.</source>
            <translation>{keys} allein bewegt sich durch Listen und Felder. Halten Sie dazu Strg oder Alt.</translation>
        </message>
        <message>
            <source>{keys} was taken from “{command}”.</source>
            <translation>{keys} wurde „{command}“ entzogen.</translation>
        </message>
        <message>
            <source>{keys} taken away.</source>
            <translation>{keys} entfernt.</translation>
        </message>
        <message>
            <source>As in the preset again.</source>
            <translation>Wieder wie in der Vorlage.</translation>
        </message>
        <message>
            <source>All keys are those of the preset again.</source>
            <translation>Alle Tasten sind wieder die der Vorlage.</translation>
        </message>
    </context>
    <context>
        <name>LabelCard</name>
        <message>
            <source>Labels</source>
            <translation>Etiketten</translation>
        </message>
        <message>
            <source>Find or make a label</source>
            <translation>Etikett suchen oder anlegen</translation>
        </message>
        <message>
            <source>Type the name of your first label</source>
            <translation>Geben Sie den Namen Ihres ersten Etiketts ein</translation>
        </message>
    </context>
    <context>
        <name>Labels</name>
        <message>
            <source>Red</source>
            <translation>Rot</translation>
        </message>
        <message>
            <source>Orange</source>
            <translation>Orange</translation>
        </message>
        <message>
            <source>Yellow</source>
            <translation>Gelb</translation>
        </message>
        <message>
            <source>Green</source>
            <translation>Grün</translation>
        </message>
        <message>
            <source>Teal</source>
            <translation>Petrol</translation>
        </message>
        <message>
            <source>Blue</source>
            <translation>Blau</translation>
        </message>
        <message>
            <source>Purple</source>
            <translation>Violett</translation>
        </message>
        <message>
            <source>Pink</source>
            <translation>Rosa</translation>
        </message>
        <message>
            <source>Make the label “{title}”</source>
            <translation>Das Etikett „{title}“ anlegen</translation>
        </message>
        <message>
            <source>on</source>
            <translation>an</translation>
        </message>
        <message>
            <source>on some</source>
            <translation>an einigen</translation>
        </message>
        <message>
            <source>off</source>
            <translation>aus</translation>
        </message>
        <message>
            <source>Make “{title}”</source>
            <translation>„{title}“ anlegen</translation>
        </message>
    </context>
    <context>
        <name>LargePicture</name>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>{number} of {all}</source>
            <translation>{number} von {all}</translation>
        </message>
        <message>
            <source>Picture not available</source>
            <translation>Bild nicht verfügbar</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>Bild</translation>
        </message>
    </context>
    <context>
        <name>LibraryPage</name>
        <message>
            <source>File</source>
            <translation>Datei</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>Größe</translation>
        </message>
        <message>
            <source>Articles</source>
            <translation>Artikel</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>Im Ordner zeigen</translation>
        </message>
        <message>
            <source>Move…</source>
            <translation>Verschieben …</translation>
        </message>
        <message>
            <source>Open another…</source>
            <translation>Andere öffnen …</translation>
        </message>
        <message>
            <source>Move the library to</source>
            <translation>Bibliothek verschieben nach</translation>
        </message>
        <message>
            <source>The folder is synced by {service}. Open the library on one computer at a time.</source>
            <translation>Der Ordner wird von {service} synchronisiert. Öffnen Sie die Bibliothek immer nur auf einem Computer.</translation>
        </message>
        <message>
            <source>The disk is on the network. Open the library on one computer at a time.</source>
            <translation>Der Datenträger liegt im Netzwerk. Öffnen Sie die Bibliothek immer nur auf einem Computer.</translation>
        </message>
        <message>
            <source>Another copy lies beside it, made when two computers changed it at the same time: {files}. Open it to see what is missing here.</source>
            <translation>Daneben liegt eine weitere Kopie, entstanden, als zwei Computer sie gleichzeitig änderten: {files}. Öffnen Sie sie, um zu sehen, was hier fehlt.</translation>
        </message>
    </context>
    <context>
        <name>Loading</name>
        <message>
            <source>Loading…</source>
            <translation>Wird geladen …</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>All articles</source>
            <translation>Alle Artikel</translation>
        </message>
        <message>
            <source>Add the address of a site you like, or import the feeds of your old reader.</source>
            <translation>Fügen Sie die Adresse einer Website hinzu oder importieren Sie die Feeds Ihres bisherigen Readers.</translation>
        </message>
        <message>
            <source>Welcome</source>
            <translation>Willkommen</translation>
        </message>
    </context>
    <context>
        <name>Mending</name>
        <message>
            <source>The library is not there any more</source>
            <translation>Die Bibliothek ist nicht mehr da</translation>
        </message>
        <message>
            <source>A library was at “{file}”. No new one was made in its place.</source>
            <translation>Eine Bibliothek war in „{file}“. An ihrer Stelle wurde keine neue angelegt.</translation>
        </message>
        <message>
            <source>The library is empty</source>
            <translation>Die Bibliothek ist leer</translation>
        </message>
        <message>
            <source>The file “{file}” has nothing in it any more. No new library was made of it.</source>
            <translation>In der Datei „{file}“ steht nichts mehr. Daraus wurde keine neue Bibliothek gemacht.</translation>
        </message>
        <message>
            <source>The library is damaged</source>
            <translation>Die Bibliothek ist beschädigt</translation>
        </message>
        <message>
            <source>Some of “{file}” cannot be read{reason}. Nothing in it was changed.</source>
            <translation>Teile von „{file}“ sind nicht lesbar{reason}. Nichts darin wurde geändert.</translation>
        </message>
        <message>
            <source>“Mend it” saves everything that can still be read, stars and labels first, and takes what is missing from the backup of {when} and from the list of subscriptions. The file as it is now is kept.</source>
            <translation>„Reparieren“ rettet alles, was noch lesbar ist, Sterne und Etiketten zuerst, und nimmt das Fehlende aus der Sicherung von {when} und aus der Liste der Abonnements. Die Datei, wie sie jetzt ist, wird aufgehoben.</translation>
        </message>
        <message>
            <source>There is no backup. “Mend it” saves everything that can still be read, stars and labels first, and takes missing subscriptions from the list of them. The file as it is now is kept.</source>
            <translation>Es gibt keine Sicherung. „Reparieren“ rettet alles, was noch lesbar ist, Sterne und Etiketten zuerst, und nimmt fehlende Abonnements aus deren Liste. Die Datei, wie sie jetzt ist, wird aufgehoben.</translation>
        </message>
        <message>
            <source>There is no backup. “Mend it” saves everything that can still be read, stars and labels first. The file as it is now is kept.</source>
            <translation>Es gibt keine Sicherung. „Reparieren“ rettet alles, was noch lesbar ist, Sterne und Etiketten zuerst. Die Datei, wie sie jetzt ist, wird aufgehoben.</translation>
        </message>
        <message>
            <source>“Mend it” makes it again of the backup of {when} and of the list of subscriptions.</source>
            <translation>„Reparieren“ legt sie aus der Sicherung von {when} und der Liste der Abonnements neu an.</translation>
        </message>
        <message>
            <source>There is no backup. “Mend it” makes a library of the list of subscriptions, with the articles that the feeds still have.</source>
            <translation>Es gibt keine Sicherung. „Reparieren“ legt aus der Liste der Abonnements eine Bibliothek an, mit den Artikeln, die die Feeds noch haben.</translation>
        </message>
        <message>
            <source>There is neither a backup nor a list of subscriptions beside it.</source>
            <translation>Daneben gibt es weder eine Sicherung noch eine Liste der Abonnements.</translation>
        </message>
        <message>
            <source>Saving what can be read…</source>
            <translation>Lesbares wird gerettet…</translation>
        </message>
        <message>
            <source>Leave it as it is</source>
            <translation>Alles lassen, wie es ist</translation>
        </message>
        <message>
            <source>It stays as it is.</source>
            <translation>Alles bleibt, wie es ist.</translation>
        </message>
        <message>
            <source>Putting everything in order…</source>
            <translation>Alles wird in Ordnung gebracht…</translation>
        </message>
        <message>
            <source>The library is mended</source>
            <translation>Die Bibliothek ist repariert</translation>
        </message>
        <message>
            <source>Restore a backup</source>
            <translation>Eine Sicherung wiederherstellen</translation>
        </message>
        <message>
            <source>It takes the place of the library. The file as it is now is kept.</source>
            <translation>Sie tritt an die Stelle der Bibliothek. Die Datei, wie sie jetzt ist, wird aufgehoben.</translation>
        </message>
        <message>
            <source>There is no backup that can be read.</source>
            <translation>Es gibt keine lesbare Sicherung.</translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>Wiederherstellen</translation>
        </message>
    </context>
    <context>
        <name>Moving</name>
        <message>
            <source>Moving the library to {folder}…</source>
            <translation>Bibliothek wird nach {folder} verschoben …</translation>
        </message>
        <message>
            <source>Leave it where it is</source>
            <translation>Am alten Ort lassen</translation>
        </message>
        <message>
            <source>It stays where it is.</source>
            <translation>Sie bleibt, wo sie ist.</translation>
        </message>
        <message>
            <source>Comparing the copy with the library…</source>
            <translation>Kopie wird mit der Bibliothek verglichen …</translation>
        </message>
    </context>
    <context>
        <name>Notices</name>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Mark as read</source>
            <translation>Als gelesen markieren</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>Später</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>und %n weiterer</numerusform>
                <numerusform>und %n weitere</numerusform>
            </translation>
        </message>
        <message>
            <source>Untitled feed</source>
            <translation>Feed ohne Titel</translation>
        </message>
        <message numerus="yes">
            <source>%n new article(s)</source>
            <translation>
                <numerusform>%n neuer Artikel</numerusform>
                <numerusform>%n neue Artikel</numerusform>
            </translation>
        </message>
        <message>
            <source>{feed}: {articles}</source>
            <translation>{feed}: {articles}</translation>
        </message>
        <message numerus="yes">
            <source>%n feed(s)</source>
            <translation>
                <numerusform>%n Feed</numerusform>
                <numerusform>%n Feeds</numerusform>
            </translation>
        </message>
        <message>
            <source>{articles} in {feeds}</source>
            <translation>{articles} in {feeds}</translation>
        </message>
        <message>
            <source>Untitled article</source>
            <translation>Artikel ohne Titel</translation>
        </message>
    </context>
    <context>
        <name>NotificationsPage</name>
        <message>
            <source>New articles</source>
            <translation>Neue Artikel</translation>
        </message>
        <message>
            <source>Notify of new articles in all feeds</source>
            <translation>Neue Artikel aller Feeds melden</translation>
        </message>
        <message>
            <source>After a refresh there is one notification for all that is new, and none while you use the window.</source>
            <translation>Nach einer Aktualisierung gibt es eine einzige Mitteilung für alles Neue, und keine, während Sie das Fenster benutzen.</translation>
        </message>
        <message>
            <source>At most</source>
            <translation>Höchstens</translation>
        </message>
        <message>
            <source> a day</source>
            <translation> am Tag</translation>
        </message>
        <message>
            <source>None at once</source>
            <translation>Keine sofort</translation>
        </message>
        <message>
            <source>Tell the rest at</source>
            <translation>Den Rest melden um</translation>
        </message>
        <message>
            <source>Quiet hours</source>
            <translation>Ruhezeit</translation>
        </message>
        <message>
            <source>No notifications in these hours</source>
            <translation>In diesen Stunden keine Benachrichtigungen</translation>
        </message>
        <message>
            <source>From</source>
            <translation>Von</translation>
        </message>
        <message>
            <source>Until</source>
            <translation>Bis</translation>
        </message>
        <message>
            <source>What comes meanwhile is told when they end.</source>
            <translation>Was inzwischen kommt, wird danach gemeldet.</translation>
        </message>
        <message numerus="yes">
            <source>%n feed(s) left out: the menu of a feed changes that.</source>
            <translation>
                <numerusform>%n Feed ausgenommen: Das Menü des Feeds ändert das.</numerusform>
                <numerusform>%n Feeds ausgenommen: Das Menü eines Feeds ändert das.</numerusform>
            </translation>
        </message>
        <message>
            <source>The menu of a feed leaves it out.</source>
            <translation>Das Menü eines Feeds nimmt ihn davon aus.</translation>
        </message>
        <message numerus="yes">
            <source>On for %n feed(s): the menu of a feed changes that.</source>
            <translation>
                <numerusform>Für %n Feed eingeschaltet: Das Menü des Feeds ändert das.</numerusform>
                <numerusform>Für %n Feeds eingeschaltet: Das Menü eines Feeds ändert das.</numerusform>
            </translation>
        </message>
        <message>
            <source>The menu of a feed turns it on for that feed alone.</source>
            <translation>Das Menü eines Feeds schaltet es nur für diesen ein.</translation>
        </message>
    </context>
    <context>
        <name>Offers</name>
        <message>
            <source>Feeds of this site</source>
            <translation>Feeds dieser Website</translation>
        </message>
        <message>
            <source>You follow this feed already.</source>
            <translation>Sie folgen diesem Feed bereits.</translation>
        </message>
        <message>
            <source>Reading…</source>
            <translation>Wird gelesen …</translation>
        </message>
        <message>
            <source>No articles yet</source>
            <translation>Noch keine Artikel</translation>
        </message>
        <message>
            <source>1 article</source>
            <translation>1 Artikel</translation>
        </message>
        <message numerus="yes">
            <source>%n articles</source>
            <translation>
                <numerusform>%n Artikel</numerusform>
                <numerusform>%n Artikel</numerusform>
            </translation>
        </message>
        <message>
            <source>last “{title}”</source>
            <translation>zuletzt „{title}“</translation>
        </message>
        <message>
            <source>Feeds and folders of this name</source>
            <translation>Feeds und Ordner dieses Namens</translation>
        </message>
    </context>
    <context>
        <name>Opening</name>
        <message>
            <source>Library</source>
            <translation>Bibliothek</translation>
        </message>
        <message>
            <source>A sync service left another copy of this library: “{file}”</source>
            <translation>Ein Synchronisierungsdienst hat eine weitere Kopie dieser Bibliothek hinterlassen: „{file}“</translation>
        </message>
        <message>
            <source>This library was left open on “{host}”. It is open here now.</source>
            <translation>Diese Bibliothek war noch auf „{host}“ geöffnet. Jetzt ist sie hier geöffnet.</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Erneut versuchen</translation>
        </message>
        <message>
            <source>Open another…</source>
            <translation>Andere öffnen …</translation>
        </message>
        <message>
            <source>Open for reading only</source>
            <translation>Nur zum Lesen öffnen</translation>
        </message>
        <message>
            <source>Open it there</source>
            <translation>Dort öffnen</translation>
        </message>
        <message>
            <source>Open the one at the usual place</source>
            <translation>Die am üblichen Ort öffnen</translation>
        </message>
        <message>
            <source>Begin a new one</source>
            <translation>Neue beginnen</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>Weiter</translation>
        </message>
        <message>
            <source>The library lies in {folder} now.</source>
            <translation>Die Bibliothek liegt jetzt in {folder}.</translation>
        </message>
        <message>
            <source>The backup was restored. The library of before is {file} in {folder}.</source>
            <translation>Die Sicherung wurde wiederhergestellt. Die Bibliothek von vorher ist {file} in {folder}.</translation>
        </message>
        <message>
            <source>Open a library</source>
            <translation>Bibliothek öffnen</translation>
        </message>
        <message>
            <source>Libraries (*.db);;All files (*)</source>
            <translation>Bibliotheken (*.db);;Alle Dateien (*)</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
    </context>
    <context>
        <name>Page</name>
        <message>
            <source> s</source>
            <translation> s</translation>
        </message>
        <message>
            <source>Pictures are switched off</source>
            <translation>Bilder sind ausgeschaltet</translation>
        </message>
        <message>
            <source>No connection</source>
            <translation>Keine Verbindung</translation>
        </message>
        <message>
            <source>The picture is gone</source>
            <translation>Das Bild gibt es nicht mehr</translation>
        </message>
        <message>
            <source>Picture not available</source>
            <translation>Bild nicht verfügbar</translation>
        </message>
        <message numerus="yes">
            <source>%n min read</source>
            <translation>
                <numerusform>%n Min. Lesezeit</numerusform>
                <numerusform>%n Min. Lesezeit</numerusform>
            </translation>
        </message>
        <message>
            <source>This article is too large to be laid out. Here are its words alone.</source>
            <translation>Dieser Artikel ist zu groß, um gestaltet zu werden. Hier ist nur sein Text.</translation>
        </message>
        <message>
            <source>This article is too long to be shown whole. Open the original to read on.</source>
            <translation>Dieser Artikel ist zu lang, um ganz gezeigt zu werden. Öffnen Sie das Original, um weiterzulesen.</translation>
        </message>
    </context>
    <context>
        <name>Palette</name>
        <message>
            <source>Command palette</source>
            <translation>Befehlspalette</translation>
        </message>
        <message>
            <source>Type a command, a feed or a folder</source>
            <translation>Befehl, Feed oder Ordner eingeben</translation>
        </message>
        <message>
            <source>Command, feed or folder</source>
            <translation>Befehl, Feed oder Ordner</translation>
        </message>
        <message>
            <source>What fits</source>
            <translation>Passendes</translation>
        </message>
    </context>
    <context>
        <name>Paper</name>
        <message>
            <source>{page} of {pages}</source>
            <translation>{page} von {pages}</translation>
        </message>
    </context>
    <context>
        <name>Pill</name>
        <message numerus="yes">
            <source>%Ln new</source>
            <translation>
                <numerusform>%Ln neuer</numerusform>
                <numerusform>%Ln neue</numerusform>
            </translation>
        </message>
        <message>
            <source>Go to the top (Home)</source>
            <translation>Zum Anfang (Pos1)</translation>
        </message>
    </context>
    <context>
        <name>Player</name>
        <message>
            <source>Back 30 seconds</source>
            <translation>30 Sekunden zurück</translation>
        </message>
        <message>
            <source>Forward 30 seconds</source>
            <translation>30 Sekunden vor</translation>
        </message>
        <message>
            <source>Position</source>
            <translation>Position</translation>
        </message>
        <message>
            <source>Speed</source>
            <translation>Geschwindigkeit</translation>
        </message>
    </context>
    <context>
        <name>Preferences</name>
        <message>
            <source>Reading</source>
            <translation>Lesen</translation>
        </message>
        <message>
            <source>Updates</source>
            <translation>Aktualisierung</translation>
        </message>
        <message>
            <source>Notifications</source>
            <translation>Mitteilungen</translation>
        </message>
        <message>
            <source>Desktop</source>
            <translation>Desktop</translation>
        </message>
        <message>
            <source>Privacy</source>
            <translation>Privatsphäre</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Tasten</translation>
        </message>
        <message>
            <source>Storage</source>
            <translation>Speicher</translation>
        </message>
        <message>
            <source>About</source>
            <translation>Über</translation>
        </message>
    </context>
    <context>
        <name>PreferencesDialog</name>
        <message>
            <source>Preferences</source>
            <translation>Einstellungen</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>Seiten</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
    </context>
    <context>
        <name>PrivacyPage</name>
        <message>
            <source>Pictures</source>
            <translation>Bilder</translation>
        </message>
        <message>
            <source>Load the pictures of articles and the signs of feeds</source>
            <translation>Bilder der Artikel und Symbole der Feeds laden</translation>
        </message>
        <message>
            <source>Whoever sends a picture can tell that it was looked at. Pictures are fetched without cookies and without saying where they stand; those known to only count readers are left out.</source>
            <translation>Wer ein Bild liefert, erfährt, dass es angesehen wurde. Bilder werden ohne Cookies und ohne Angabe der Herkunft geladen; bekannte Zählpixel werden weggelassen.</translation>
        </message>
        <message>
            <source>Keep on the disk at most</source>
            <translation>Auf der Festplatte höchstens</translation>
        </message>
        <message>
            <source> MB</source>
            <translation> MB</translation>
        </message>
        <message>
            <source>Nothing</source>
            <translation>Nichts</translation>
        </message>
        <message>
            <source>Counting…</source>
            <translation>Wird gezählt …</translation>
        </message>
        <message>
            <source>Delete kept pictures</source>
            <translation>Gespeicherte Bilder löschen</translation>
        </message>
        <message>
            <source>Articles</source>
            <translation>Artikel</translation>
        </message>
        <message>
            <source>Take out of links what only tells where you come from</source>
            <translation>Aus Links entfernen, was nur verrät, woher Sie kommen</translation>
        </message>
        <message>
            <source>Articles are shown without scripts, frames and forms, and nothing in them is fetched but pictures.</source>
            <translation>Artikel werden ohne Skripte, Frames und Formulare gezeigt; außer Bildern wird nichts nachgeladen.</translation>
        </message>
        <message>
            <source>{size} are kept now.</source>
            <translation>Zurzeit sind {size} gespeichert.</translation>
        </message>
        <message>
            <source>None are kept now.</source>
            <translation>Zurzeit sind keine gespeichert.</translation>
        </message>
    </context>
    <context>
        <name>Pulling</name>
        <message numerus="yes">
            <source>%n article(s)</source>
            <translation>
                <numerusform>%n Artikel</numerusform>
                <numerusform>%n Artikel</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Quick</name>
        <message>
            <source>Remove star</source>
            <translation>Stern entfernen</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>Stern setzen</translation>
        </message>
        <message>
            <source>Mark as read</source>
            <translation>Als gelesen markieren</translation>
        </message>
        <message>
            <source>Mark as unread</source>
            <translation>Als ungelesen markieren</translation>
        </message>
    </context>
    <context>
        <name>QuietBrowser</name>
        <message>
            <source>Open picture</source>
            <translation>Bild öffnen</translation>
        </message>
        <message>
            <source>Open link</source>
            <translation>Link öffnen</translation>
        </message>
        <message>
            <source>Open link in the background</source>
            <translation>Link im Hintergrund öffnen</translation>
        </message>
        <message>
            <source>Copy link address</source>
            <translation>Linkadresse kopieren</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Select all</source>
            <translation>Alles auswählen</translation>
        </message>
        <message>
            <source>Mute “{words}”…</source>
            <translation>„{words}“ stummschalten …</translation>
        </message>
    </context>
    <context>
        <name>ReadingPage</name>
        <message>
            <source>Light</source>
            <translation>Hell</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <source>Sepia</source>
            <translation>Sepia</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>Fenster</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>Erscheinungsbild</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>Wie das System</translation>
        </message>
        <message>
            <source>Comfortable</source>
            <translation>Normal</translation>
        </message>
        <message>
            <source>Compact</source>
            <translation>Kompakt</translation>
        </message>
        <message>
            <source>Rows of articles</source>
            <translation>Artikelzeilen</translation>
        </message>
        <message>
            <source>The same story from several feeds is one row</source>
            <translation>Dieselbe Meldung aus mehreren Feeds ist eine Zeile</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>Sprache</translation>
        </message>
        <message>
            <source>Another language is spoken from the next start on.</source>
            <translation>Eine andere Sprache gilt ab dem nächsten Start.</translation>
        </message>
        <message>
            <source>Nothing glides when it scrolls</source>
            <translation>Ohne gleitendes Blättern</translation>
        </message>
        <message>
            <source>Articles</source>
            <translation>Artikel</translation>
        </message>
        <message>
            <source>As the window</source>
            <translation>Wie das Fenster</translation>
        </message>
        <message>
            <source>Paper</source>
            <translation>Hintergrund</translation>
        </message>
        <message>
            <source>With serifs</source>
            <translation>Mit Serifen</translation>
        </message>
        <message>
            <source>Without serifs</source>
            <translation>Ohne Serifen</translation>
        </message>
        <message>
            <source>Letters</source>
            <translation>Schrift</translation>
        </message>
        <message>
            <source>Narrow</source>
            <translation>Schmal</translation>
        </message>
        <message>
            <source>Wide</source>
            <translation>Breit</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>Spaltenbreite</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <source>An article counts as read after</source>
            <translation>Artikel gilt als gelesen nach</translation>
        </message>
        <message>
            <source>2024/10/24 19:00</source>
            <translation>2024/10/24 19:00</translation>
        </message>
        <message>
            <source>As is usual in my language</source>
            <translation>Wie in meiner Sprache üblich</translation>
        </message>
        <message>
            <source>Dates in the details</source>
            <translation>Datum in den Details</translation>
        </message>
        <message>
            <source>By the width of the window</source>
            <translation>Nach der Breite des Fensters</translation>
        </message>
        <message>
            <source>Size of letters</source>
            <translation>Schriftgröße</translation>
        </message>
    </context>
    <context>
        <name>ReadingPane</name>
        <message>
            <source>Menu</source>
            <translation>Menü</translation>
        </message>
    </context>
    <context>
        <name>ReadingRow</name>
        <message>
            <source>Untitled</source>
            <translation>Ohne Titel</translation>
        </message>
        <message>
            <source>Still being looked for</source>
            <translation>Wird noch gesucht</translation>
        </message>
    </context>
    <context>
        <name>Readings</name>
        <message>
            <source>Similar Readings</source>
            <translation>Ähnliche Artikel</translation>
        </message>
        <message>
            <source>1 item</source>
            <translation>1 Artikel</translation>
        </message>
        <message numerus="yes">
            <source>%n items</source>
            <translation>
                <numerusform>%n Artikel</numerusform>
                <numerusform>%n Artikel</numerusform>
            </translation>
        </message>
        <message>
            <source>Similar Readings ({items})</source>
            <translation>Ähnliche Artikel ({items})</translation>
        </message>
        <message>
            <source>Nothing in the library is near to this.</source>
            <translation>In der Bibliothek ist nichts Ähnliches.</translation>
        </message>
        <message>
            <source>They could not be looked for.</source>
            <translation>Die Suche danach ist fehlgeschlagen.</translation>
        </message>
        <message>
            <source>Both say: {words}</source>
            <translation>Gemeinsam: {words}</translation>
        </message>
        <message>
            <source>Also in {feeds}</source>
            <translation>Auch in {feeds}</translation>
        </message>
        <message>
            <source>{percent}% alike</source>
            <translation>zu {percent} % ähnlich</translation>
        </message>
    </context>
    <context>
        <name>Recorder</name>
        <message>
            <source>Press the keys…</source>
            <translation>Tasten drücken …</translation>
        </message>
        <message>
            <source>Press the new keys; Escape leaves it</source>
            <translation>Neue Tasten drücken; Esc bricht ab</translation>
        </message>
    </context>
    <context>
        <name>Repair</name>
        <message>
            <source>Mend it</source>
            <translation>Reparieren</translation>
        </message>
        <message>
            <source>Restore a backup…</source>
            <translation>Sicherung wiederherstellen…</translation>
        </message>
        <message>
            <source>Open another library…</source>
            <translation>Andere Bibliothek öffnen…</translation>
        </message>
        <message>
            <source>Begin a new one</source>
            <translation>Eine neue beginnen</translation>
        </message>
        <message>
            <source>Until then you can go on reading what can be read.</source>
            <translation>Bis dahin können Sie weiterlesen, was lesbar ist.</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>Nicht jetzt</translation>
        </message>
    </context>
    <context>
        <name>ReportDialog</name>
        <message>
            <source>A fault in Desktop Reader</source>
            <translation>Ein Fehler in Desktop Reader</translation>
        </message>
        <message>
            <source>The report</source>
            <translation>Der Bericht</translation>
        </message>
        <message>
            <source>Copy report</source>
            <translation>Bericht kopieren</translation>
        </message>
        <message>
            <source>Open the page for faults</source>
            <translation>Seite für Fehler öffnen</translation>
        </message>
        <message>
            <source>This is all that the report says. It names no feeds and none of your files. Nothing is sent by itself.</source>
            <translation>Das ist alles, was der Bericht sagt. Er nennt weder Feeds noch Ihre Dateien. Nichts wird von selbst gesendet.</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>Kopiert</translation>
        </message>
    </context>
    <context>
        <name>Restoring</name>
        <message>
            <source>Restoring the library…</source>
            <translation>Die Bibliothek wird wiederhergestellt…</translation>
        </message>
        <message>
            <source>Leave it as it is</source>
            <translation>Alles lassen, wie es ist</translation>
        </message>
        <message>
            <source>It stays as it is.</source>
            <translation>Alles bleibt, wie es ist.</translation>
        </message>
        <message>
            <source>Checking the restored library…</source>
            <translation>Die wiederhergestellte Bibliothek wird geprüft…</translation>
        </message>
    </context>
    <context>
        <name>RuleEditor</name>
        <message>
            <source>Rule “{title}”</source>
            <translation>Regel „{title}“</translation>
        </message>
        <message>
            <source>New rule</source>
            <translation>Neue Regel</translation>
        </message>
        <message>
            <source>As it is searched for</source>
            <translation>Wie man danach sucht</translation>
        </message>
        <message>
            <source>Mark as read</source>
            <translation>Als gelesen markieren</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>Stern geben</translation>
        </message>
        <message>
            <source>Hide: only is:hidden finds them</source>
            <translation>Ausblenden: nur is:hidden findet sie</translation>
        </message>
        <message>
            <source>Always notify</source>
            <translation>Immer benachrichtigen</translation>
        </message>
        <message>
            <source>Never notify</source>
            <translation>Nie benachrichtigen</translation>
        </message>
        <message>
            <source>Label</source>
            <translation>Etikett</translation>
        </message>
        <message>
            <source>Articles that the rule would have wanted</source>
            <translation>Artikel, die die Regel gewollt hätte</translation>
        </message>
        <message>
            <source>Do it with these articles now</source>
            <translation>Jetzt gleich mit diesen Artikeln tun</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>For articles</source>
            <translation>Für Artikel</translation>
        </message>
        <message>
            <source>Do this when they arrive</source>
            <translation>Dies tun, wenn sie eintreffen</translation>
        </message>
        <message>
            <source>What it would have done</source>
            <translation>Was sie getan hätte</translation>
        </message>
        <message>
            <source>Say which articles the rule is for.</source>
            <translation>Geben Sie an, für welche Artikel die Regel gilt.</translation>
        </message>
    </context>
    <context>
        <name>RulesDialog</name>
        <message>
            <source>Rules</source>
            <translation>Regeln</translation>
        </message>
        <message>
            <source>What rules did</source>
            <translation>Was Regeln getan haben</translation>
        </message>
        <message>
            <source>New rule…</source>
            <translation>Neue Regel …</translation>
        </message>
        <message>
            <source>Change…</source>
            <translation>Ändern …</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>Entfernen</translation>
        </message>
        <message>
            <source>Up</source>
            <translation>Nach oben</translation>
        </message>
        <message>
            <source>Down</source>
            <translation>Nach unten</translation>
        </message>
        <message>
            <source>A rule does something with articles when they arrive: marks, labels or hides them.</source>
            <translation>Eine Regel tut etwas mit Artikeln, wenn sie eintreffen: Sie markiert sie, gibt ihnen Etiketten oder blendet sie aus.</translation>
        </message>
        <message>
            <source>Nothing in the last 30 days.</source>
            <translation>Nichts in den letzten 30 Tagen.</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>{search} → {deeds}</source>
            <translation>{search} → {deeds}</translation>
        </message>
        <message>
            <source>Switched off: its regular expression takes too long</source>
            <translation>Ausgeschaltet: ihr regulärer Ausdruck dauert zu lange</translation>
        </message>
        <message>
            <source>{rule}  ·  {when}</source>
            <translation>{rule}  ·  {when}</translation>
        </message>
        <message>
            <source>Do it again</source>
            <translation>Noch einmal tun</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
    </context>
    <context>
        <name>SafeBar</name>
        <message>
            <source>Safe mode: nothing happens by itself, and your settings are left as they are.</source>
            <translation>Abgesicherter Modus: Nichts geschieht von selbst, und Ihre Einstellungen bleiben, wie sie sind.</translation>
        </message>
        <message>
            <source>Leave safe mode</source>
            <translation>Abgesicherten Modus verlassen</translation>
        </message>
    </context>
    <context>
        <name>SafeMode</name>
        <message>
            <source>Start in safe mode?</source>
            <translation>Im abgesicherten Modus starten?</translation>
        </message>
        <message>
            <source>Desktop Reader did not start well the last time. In safe mode it opens your library and does nothing by itself, so that you can read and find out what is wrong. Your settings stay as they are.</source>
            <translation>Desktop Reader ist das letzte Mal nicht richtig gestartet. Im abgesicherten Modus öffnet es Ihre Bibliothek und tut nichts von selbst, damit Sie lesen und herausfinden können, was nicht stimmt. Ihre Einstellungen bleiben, wie sie sind.</translation>
        </message>
        <message>
            <source>Start in safe mode</source>
            <translation>Im abgesicherten Modus starten</translation>
        </message>
        <message>
            <source>Start as usual</source>
            <translation>Wie gewohnt starten</translation>
        </message>
        <message>
            <source>Desktop Reader (safe mode)</source>
            <translation>Desktop Reader (abgesicherter Modus)</translation>
        </message>
    </context>
    <context>
        <name>SavePage</name>
        <message>
            <source>Saving the page…</source>
            <translation>Die Seite wird gesichert …</translation>
        </message>
        <message>
            <source>Only saved pages can be removed; what a feed brought would come again.</source>
            <translation>Nur gesicherte Seiten lassen sich entfernen; was ein Feed brachte, käme wieder.</translation>
        </message>
        <message>
            <source>“{title}” removed</source>
            <translation>„{title}“ entfernt</translation>
        </message>
        <message>
            <source>“{title}” saved</source>
            <translation>„{title}“ gesichert</translation>
        </message>
        <message>
            <source>“{title}” saved again; its earlier version is kept</source>
            <translation>„{title}“ erneut gesichert; die frühere Fassung bleibt erhalten</translation>
        </message>
        <message>
            <source>“{title}” is saved already</source>
            <translation>„{title}“ ist schon gesichert</translation>
        </message>
    </context>
    <context>
        <name>SavePageDialog</name>
        <message>
            <source>Save page</source>
            <translation>Seite sichern</translation>
        </message>
        <message>
            <source>Address of the page</source>
            <translation>Adresse der Seite</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>Sichern</translation>
        </message>
        <message>
            <source>Copy bookmarklet</source>
            <translation>Bookmarklet kopieren</translation>
        </message>
        <message>
            <source>A bookmark for your browser that saves the page open there.</source>
            <translation>Ein Lesezeichen für Ihren Browser, das die dort offene Seite sichert.</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Adresse</translation>
        </message>
        <message>
            <source>The page is fetched, and its text kept among your saved pages.</source>
            <translation>Die Seite wird geladen und ihr Text bei Ihren gesicherten Seiten aufbewahrt.</translation>
        </message>
        <message>
            <source>Fetching the page…</source>
            <translation>Die Seite wird geladen …</translation>
        </message>
        <message>
            <source>Copied. Paste it as the address of a bookmark: that saves the page open there.</source>
            <translation>Kopiert. Fügen Sie es als Adresse eines Lesezeichens ein: Das sichert die dort offene Seite.</translation>
        </message>
    </context>
    <context>
        <name>ScopeBox</name>
        <message>
            <source>Of which feeds</source>
            <translation>Welcher Feeds</translation>
        </message>
        <message>
            <source>All feeds</source>
            <translation>Alle Feeds</translation>
        </message>
    </context>
    <context>
        <name>SearchBuilder</name>
        <message>
            <source>New saved search</source>
            <translation>Neue gespeicherte Suche</translation>
        </message>
        <message>
            <source>As it is searched for</source>
            <translation>Wie gesucht wird</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
        <message>
            <source>All of these are true</source>
            <translation>All das trifft zu</translation>
        </message>
        <message>
            <source>At least one of these is true</source>
            <translation>Mindestens eines davon trifft zu</translation>
        </message>
        <message>
            <source>Add a condition</source>
            <translation>Bedingung hinzufügen</translation>
        </message>
        <message>
            <source>As it is typed</source>
            <translation>Wie es eingegeben wird</translation>
        </message>
        <message>
            <source>Find articles where</source>
            <translation>Artikel finden, bei denen</translation>
        </message>
        <message>
            <source>That is longer than a search can be.</source>
            <translation>Das ist länger, als eine Suche sein kann.</translation>
        </message>
        <message>
            <source>Say what is to be found.</source>
            <translation>Sagen Sie, was gefunden werden soll.</translation>
        </message>
        <message numerus="yes">
            <source>Finds %Ln article(s), {unread} of them unread.</source>
            <translation>
                <numerusform>Findet %Ln Artikel, davon {unread} ungelesen.</numerusform>
                <numerusform>Findet %Ln Artikel, davon {unread} ungelesen.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SearchField</name>
        <message>
            <source>Search articles</source>
            <translation>Artikel suchen</translation>
        </message>
        <message>
            <source>Words, "a phrase", -without, this OR that; the question mark tells the rest</source>
            <translation>Wörter, "eine Wendung", -ohne, dies OR das; mehr verrät das Fragezeichen</translation>
        </message>
        <message>
            <source>Clear the search</source>
            <translation>Suche leeren</translation>
        </message>
        <message>
            <source>What can be searched for</source>
            <translation>Wonach sich suchen lässt</translation>
        </message>
        <message>
            <source>Save this search</source>
            <translation>Diese Suche sichern</translation>
        </message>
        <message>
            <source>Remove this search from the sidebar</source>
            <translation>Diese Suche aus der Seitenleiste entfernen</translation>
        </message>
    </context>
    <context>
        <name>SearchHints</name>
        <message>
            <source>What can be searched for</source>
            <translation>Wonach sich suchen lässt</translation>
        </message>
        <message>
            <source>both words, the last one perhaps unfinished</source>
            <translation>beide Wörter, das letzte vielleicht unvollständig</translation>
        </message>
        <message>
            <source>words that begin so</source>
            <translation>Wörter, die so beginnen</translation>
        </message>
        <message>
            <source>exactly these words</source>
            <translation>genau diese Wörter</translation>
        </message>
        <message>
            <source>the one word without the other</source>
            <translation>das eine Wort ohne das andere</translation>
        </message>
        <message>
            <source>one of the two</source>
            <translation>eines von beiden</translation>
        </message>
        <message>
            <source>in the title</source>
            <translation>im Titel</translation>
        </message>
        <message>
            <source>who wrote it</source>
            <translation>wer ihn schrieb</translation>
        </message>
        <message>
            <source>where it came from</source>
            <translation>woher er kam</translation>
        </message>
        <message>
            <source>what you gave a label</source>
            <translation>was ein Etikett hat</translation>
        </message>
        <message>
            <source>in a language</source>
            <translation>in einer Sprache</translation>
        </message>
        <message>
            <source>when it was published</source>
            <translation>wann er erschien</translation>
        </message>
        <message>
            <source>how long it is</source>
            <translation>wie lang er ist</translation>
        </message>
        <message>
            <source>what you have not read, or starred</source>
            <translation>was ungelesen ist oder einen Stern hat</translation>
        </message>
        <message>
            <source>what you or a rule has hidden</source>
            <translation>was Sie oder eine Regel ausgeblendet haben</translation>
        </message>
    </context>
    <context>
        <name>Sidebar</name>
        <message>
            <source>Saved pages</source>
            <translation>Gesicherte Seiten</translation>
        </message>
        <message>
            <source>Not updated yet</source>
            <translation>Noch nicht aktualisiert</translation>
        </message>
        <message>
            <source>Updated just now</source>
            <translation>Gerade aktualisiert</translation>
        </message>
        <message>
            <source>Updated 1 minute ago</source>
            <translation>Vor 1 Minute aktualisiert</translation>
        </message>
        <message numerus="yes">
            <source>Updated %n minutes ago</source>
            <translation>
                <numerusform>Vor %n Minute aktualisiert</numerusform>
                <numerusform>Vor %n Minuten aktualisiert</numerusform>
            </translation>
        </message>
        <message>
            <source>Updated at {time}</source>
            <translation>Um {time} aktualisiert</translation>
        </message>
        <message>
            <source>Updated on {date}</source>
            <translation>Am {date} aktualisiert</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>Heute</translation>
        </message>
        <message>
            <source>Unread</source>
            <translation>Ungelesen</translation>
        </message>
        <message>
            <source>Starred</source>
            <translation>Mit Stern</translation>
        </message>
        <message>
            <source>Feeds</source>
            <translation>Feeds</translation>
        </message>
        <message>
            <source>Searches</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Labels</source>
            <translation>Etiketten</translation>
        </message>
        <message>
            <source>For reading only</source>
            <translation>Nur zum Lesen</translation>
        </message>
    </context>
    <context>
        <name>SidebarDelegate</name>
        <message>
            <source>Name</source>
            <translation>Name</translation>
        </message>
    </context>
    <context>
        <name>SidebarModel</name>
        <message>
            <source>folder</source>
            <translation>Ordner</translation>
        </message>
        <message>
            <source>saved search</source>
            <translation>gesicherte Suche</translation>
        </message>
        <message>
            <source>label</source>
            <translation>Etikett</translation>
        </message>
        <message>
            <source>cannot be refreshed</source>
            <translation>lässt sich nicht aktualisieren</translation>
        </message>
        <message numerus="yes">
            <source>%n starred</source>
            <translation>
                <numerusform>%n mit Stern</numerusform>
                <numerusform>%n mit Stern</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n unread</source>
            <translation>
                <numerusform>%n ungelesen</numerusform>
                <numerusform>%n ungelesen</numerusform>
            </translation>
        </message>
        <message>
            <source>A label needs a name.</source>
            <translation>Ein Etikett braucht einen Namen.</translation>
        </message>
        <message>
            <source>A search needs a name.</source>
            <translation>Eine Suche braucht einen Namen.</translation>
        </message>
        <message>
            <source>A folder needs a name.</source>
            <translation>Ein Ordner braucht einen Namen.</translation>
        </message>
    </context>
    <context>
        <name>SidebarPane</name>
        <message>
            <source>Hide the sidebar</source>
            <translation>Seitenleiste ausblenden</translation>
        </message>
        <message>
            <source>Refresh all feeds</source>
            <translation>Alle Feeds aktualisieren</translation>
        </message>
        <message>
            <source>Add a feed</source>
            <translation>Feed hinzufügen</translation>
        </message>
    </context>
    <context>
        <name>SidebarView</name>
        <message>
            <source>Feeds</source>
            <translation>Feeds</translation>
        </message>
    </context>
    <context>
        <name>SortMenu</name>
        <message>
            <source>Best match</source>
            <translation>Beste Übereinstimmung</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>Datum</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>Titel</translation>
        </message>
        <message>
            <source>Feed</source>
            <translation>Feed</translation>
        </message>
        <message>
            <source>Length</source>
            <translation>Länge</translation>
        </message>
        <message>
            <source>Times read</source>
            <translation>Aufrufe</translation>
        </message>
        <message>
            <source>Fair: rare feeds first</source>
            <translation>Gerecht: seltene Feeds zuerst</translation>
        </message>
        <message>
            <source>A to Z</source>
            <translation>A bis Z</translation>
        </message>
        <message>
            <source>Z to A</source>
            <translation>Z bis A</translation>
        </message>
        <message>
            <source>Best first</source>
            <translation>Beste zuerst</translation>
        </message>
        <message>
            <source>Best last</source>
            <translation>Beste zuletzt</translation>
        </message>
        <message>
            <source>Newest first</source>
            <translation>Neueste zuerst</translation>
        </message>
        <message>
            <source>Oldest first</source>
            <translation>Älteste zuerst</translation>
        </message>
        <message>
            <source>Longest first</source>
            <translation>Längste zuerst</translation>
        </message>
        <message>
            <source>Shortest first</source>
            <translation>Kürzeste zuerst</translation>
        </message>
        <message>
            <source>Most read first</source>
            <translation>Meistgelesene zuerst</translation>
        </message>
        <message>
            <source>Least read first</source>
            <translation>Seltenst gelesene zuerst</translation>
        </message>
        <message>
            <source>Newest day first</source>
            <translation>Neuester Tag zuerst</translation>
        </message>
        <message>
            <source>Oldest day first</source>
            <translation>Ältester Tag zuerst</translation>
        </message>
        <message>
            <source>Compact rows</source>
            <translation>Kompakte Zeilen</translation>
        </message>
    </context>
    <context>
        <name>Sources</name>
        <message>
            <source>Also told by</source>
            <translation>Auch berichtet von</translation>
        </message>
        <message>
            <source>Open what “{feed}” brought: {title}</source>
            <translation>Öffnen, was „{feed}“ brachte: {title}</translation>
        </message>
    </context>
    <context>
        <name>States</name>
        <message>
            <source>Try again</source>
            <translation>Erneut versuchen</translation>
        </message>
        <message>
            <source>Find it again…</source>
            <translation>Neu suchen …</translation>
        </message>
        <message>
            <source>About it…</source>
            <translation>Details …</translation>
        </message>
    </context>
    <context>
        <name>Statistics</name>
        <message>
            <source>Statistics</source>
            <translation>Statistik</translation>
        </message>
        <message>
            <source>Words</source>
            <translation>Wörter</translation>
        </message>
        <message>
            <source>Shows how long reading takes</source>
            <translation>Zeigt, wie lange das Lesen dauert</translation>
        </message>
        <message>
            <source>Read Count</source>
            <translation>Aufrufe</translation>
        </message>
        <message>
            <source>Shows when it was opened</source>
            <translation>Zeigt, wann er geöffnet wurde</translation>
        </message>
        <message>
            <source>Reading time</source>
            <translation>Lesezeit</translation>
        </message>
        <message>
            <source>About 1 minute to read</source>
            <translation>Etwa 1 Minute Lesezeit</translation>
        </message>
        <message numerus="yes">
            <source>About %n minutes to read</source>
            <translation>
                <numerusform>Etwa %n Minute Lesezeit</numerusform>
                <numerusform>Etwa %n Minuten Lesezeit</numerusform>
            </translation>
        </message>
        <message>
            <source>Opened</source>
            <translation>Geöffnet</translation>
        </message>
        <message>
            <source>Not opened yet</source>
            <translation>Noch nicht geöffnet</translation>
        </message>
        <message>
            <source>and once before</source>
            <translation>und einmal zuvor</translation>
        </message>
        <message numerus="yes">
            <source>and %n times before</source>
            <translation>
                <numerusform>und %n-mal zuvor</numerusform>
                <numerusform>und %n-mal zuvor</numerusform>
            </translation>
        </message>
        <message>
            <source>Save as a table</source>
            <translation>Als Tabelle sichern</translation>
        </message>
        <message>
            <source>Table (*.csv)</source>
            <translation>Tabelle (*.csv)</translation>
        </message>
        <message>
            <source>Save as JSON</source>
            <translation>Als JSON sichern</translation>
        </message>
        <message>
            <source>JSON (*.json)</source>
            <translation>JSON (*.json)</translation>
        </message>
        <message>
            <source>Saved as {file}</source>
            <translation>Gesichert als {file}</translation>
        </message>
        <message>
            <source>Erase the reading record?</source>
            <translation>Das Leseprotokoll löschen?</translation>
        </message>
        <message>
            <source>It says when articles were opened, how often, and whether to their end, in all feeds.</source>
            <translation>Es sagt, wann, wie oft und ob bis zum Ende Artikel geöffnet wurden, in allen Feeds.</translation>
        </message>
        <message>
            <source>Read marks and stars stay. For a day it can be taken back.</source>
            <translation>Gelesen-Zeichen und Sterne bleiben. Einen Tag lang lässt es sich zurücknehmen.</translation>
        </message>
        <message>
            <source>In the last {days} days – times opened: {times}, articles: {articles}.</source>
            <translation>In den letzten {days} Tagen – geöffnet: {times}-mal, Artikel: {articles}.</translation>
        </message>
        <message>
            <source>In all – times opened: {times}, articles: {articles}.</source>
            <translation>Insgesamt – geöffnet: {times}-mal, Artikel: {articles}.</translation>
        </message>
        <message>
            <source>Erase {days} days</source>
            <translation>{days} Tage löschen</translation>
        </message>
        <message>
            <source>Erase all</source>
            <translation>Alles löschen</translation>
        </message>
        <message>
            <source>There was nothing to erase.</source>
            <translation>Es gab nichts zu löschen.</translation>
        </message>
        <message>
            <source>Reading record erased</source>
            <translation>Leseprotokoll gelöscht</translation>
        </message>
        <message>
            <source>The reading record is there again.</source>
            <translation>Das Leseprotokoll ist wieder da.</translation>
        </message>
        <message>
            <source>{number} %</source>
            <translation>{number} %</translation>
        </message>
        <message>
            <source>{first} to {last}</source>
            <translation>{first} bis {last}</translation>
        </message>
        <message>
            <source>{arrived} arrived · {opened} opened · {through} read through · {starred} starred</source>
            <translation>{arrived} eingetroffen · {opened} geöffnet · {through} zu Ende gelesen · {starred} mit Stern</translation>
        </message>
    </context>
    <context>
        <name>StatisticsDialog</name>
        <message>
            <source>Statistics</source>
            <translation>Statistik</translation>
        </message>
        <message>
            <source>Counting…</source>
            <translation>Wird gezählt …</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Erase reading record…</source>
            <translation>Leseprotokoll löschen …</translation>
        </message>
        <message>
            <source>Save as…</source>
            <translation>Sichern als …</translation>
        </message>
        <message>
            <source>Table (CSV)…</source>
            <translation>Tabelle (CSV) …</translation>
        </message>
        <message>
            <source>JSON…</source>
            <translation>JSON …</translation>
        </message>
        <message>
            <source>Counted from your library on this computer. Nobody else is told.</source>
            <translation>Aus Ihrer Bibliothek auf diesem Rechner gezählt. Niemand sonst erfährt es.</translation>
        </message>
        <message>
            <source>7 days</source>
            <translation>7 Tage</translation>
        </message>
        <message>
            <source>30 days</source>
            <translation>30 Tage</translation>
        </message>
        <message>
            <source>A year</source>
            <translation>Ein Jahr</translation>
        </message>
        <message>
            <source>All time</source>
            <translation>Ganze Zeit</translation>
        </message>
        <message>
            <source>As tables</source>
            <translation>Als Tabellen</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
    </context>
    <context>
        <name>SubscribeDialog</name>
        <message>
            <source>Add a feed</source>
            <translation>Feed hinzufügen</translation>
        </message>
        <message>
            <source>Address of the feed or of its site</source>
            <translation>Adresse des Feeds oder seiner Website</translation>
        </message>
        <message>
            <source>Your own title for the feed</source>
            <translation>Eigener Titel für den Feed</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>Ordner</translation>
        </message>
        <message>
            <source>No folder</source>
            <translation>Kein Ordner</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Adresse</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>Titel</translation>
        </message>
        <message>
            <source>This address leads into your own network. Press Find if that is what you want.</source>
            <translation>Diese Adresse führt in Ihr eigenes Netz. Drücken Sie „Suchen“, wenn Sie das wollen.</translation>
        </message>
        <message>
            <source>This site has several feeds. Tick those that you want.</source>
            <translation>Diese Website hat mehrere Feeds. Wählen Sie die gewünschten aus.</translation>
        </message>
        <message>
            <source>Type or paste the address of a site or of its feed.</source>
            <translation>Geben Sie die Adresse einer Website oder ihres Feeds ein.</translation>
        </message>
        <message>
            <source>Adding…</source>
            <translation>Wird hinzugefügt …</translation>
        </message>
        <message numerus="yes">
            <source>Add %n feeds</source>
            <translation>
                <numerusform>%n Feed hinzufügen</numerusform>
                <numerusform>%n Feeds hinzufügen</numerusform>
            </translation>
        </message>
        <message>
            <source>Add</source>
            <translation>Hinzufügen</translation>
        </message>
        <message>
            <source>Show feed</source>
            <translation>Feed zeigen</translation>
        </message>
        <message>
            <source>Find</source>
            <translation>Suchen</translation>
        </message>
        <message>
            <source>Looking at {address}…</source>
            <translation>{address} wird untersucht …</translation>
        </message>
    </context>
    <context>
        <name>Summary</name>
        <message>
            <source>Summary</source>
            <translation>Zusammenfassung</translation>
        </message>
        <message>
            <source>Show in text</source>
            <translation>Im Text zeigen</translation>
        </message>
        <message>
            <source>The summary could not be read.</source>
            <translation>Die Zusammenfassung konnte nicht gelesen werden.</translation>
        </message>
        <message>
            <source>Too short to be summed up.</source>
            <translation>Zu kurz zum Zusammenfassen.</translation>
        </message>
    </context>
    <context>
        <name>Table</name>
        <message>
            <source>Articles</source>
            <translation>Artikel</translation>
        </message>
    </context>
    <context>
        <name>TextPopover</name>
        <message>
            <source>Text</source>
            <translation>Text</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>Hell</translation>
        </message>
        <message>
            <source>Sepia</source>
            <translation>Sepia</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>Dunkel</translation>
        </message>
        <message>
            <source>Paper</source>
            <translation>Hintergrund</translation>
        </message>
        <message>
            <source>Match the window</source>
            <translation>Wie das Fenster</translation>
        </message>
        <message>
            <source>Letters</source>
            <translation>Schrift</translation>
        </message>
        <message>
            <source>Serif</source>
            <translation>Serifen</translation>
        </message>
        <message>
            <source>Sans</source>
            <translation>Serifenlos</translation>
        </message>
        <message>
            <source>Narrow</source>
            <translation>Schmal</translation>
        </message>
        <message>
            <source>Comfortable</source>
            <translation>Normal</translation>
        </message>
        <message>
            <source>Wide</source>
            <translation>Breit</translation>
        </message>
        <message>
            <source>Width of the text</source>
            <translation>Textbreite</translation>
        </message>
        <message>
            <source>Size of the text</source>
            <translation>Textgröße</translation>
        </message>
        <message>
            <source>{px} px</source>
            <translation>{px} px</translation>
        </message>
    </context>
    <context>
        <name>Tray</name>
        <message numerus="yes">
            <source>%n unread article(s)</source>
            <translation>
                <numerusform>%n ungelesener Artikel</numerusform>
                <numerusform>%n ungelesene Artikel</numerusform>
            </translation>
        </message>
        <message>
            <source>Nothing unread</source>
            <translation>Nichts ungelesen</translation>
        </message>
        <message>
            <source>Paused until {time}</source>
            <translation>Pausiert bis {time}</translation>
        </message>
    </context>
    <context>
        <name>TrayMenu</name>
        <message>
            <source>Quiet hours</source>
            <translation>Ruhezeit</translation>
        </message>
        <message>
            <source>Hide the window</source>
            <translation>Fenster ausblenden</translation>
        </message>
        <message>
            <source>Open Desktop Reader</source>
            <translation>Desktop Reader öffnen</translation>
        </message>
    </context>
    <context>
        <name>UpdatesPage</name>
        <message>
            <source>Ask feeds for news</source>
            <translation>Feeds abfragen</translation>
        </message>
        <message>
            <source>How often</source>
            <translation>Wie oft</translation>
        </message>
        <message>
            <source>Every 30 minutes</source>
            <translation>Alle 30 Minuten</translation>
        </message>
        <message>
            <source>Every hour</source>
            <translation>Jede Stunde</translation>
        </message>
        <message>
            <source>Every 3 hours</source>
            <translation>Alle 3 Stunden</translation>
        </message>
        <message>
            <source>Every 12 hours</source>
            <translation>Alle 12 Stunden</translation>
        </message>
        <message>
            <source>Once a day</source>
            <translation>Einmal täglich</translation>
        </message>
        <message>
            <source>Only by hand</source>
            <translation>Nur von Hand</translation>
        </message>
        <message>
            <source>A feed that asks to be left alone for longer is, and one that seldom has news is asked more seldom.</source>
            <translation>Feeds, die längere Pausen wünschen, bekommen sie, und Feeds, die selten Neues haben, werden seltener abgefragt.</translation>
        </message>
        <message>
            <source>Ask all of them when Desktop Reader starts</source>
            <translation>Beim Start von Desktop Reader alle abfragen</translation>
        </message>
        <message>
            <source>An article that was rewritten becomes unread again</source>
            <translation>Umgeschriebene Artikel werden wieder ungelesen</translation>
        </message>
        <message>
            <source>Connection</source>
            <translation>Verbindung</translation>
        </message>
        <message>
            <source>Not while the connection is metered</source>
            <translation>Nicht über getaktete Verbindungen</translation>
        </message>
        <message>
            <source>It is metered now: feeds wait, and are asked by hand only.</source>
            <translation>Sie ist zurzeit getaktet: Feeds warten und werden nur von Hand abgefragt.</translation>
        </message>
        <message>
            <source>It is not metered now.</source>
            <translation>Sie ist zurzeit nicht getaktet.</translation>
        </message>
        <message>
            <source>The system does not say whether it is metered; that counts as no.</source>
            <translation>Das System verrät nicht, ob sie getaktet ist; das zählt als nein.</translation>
        </message>
        <message>
            <source>Whether a connection is paid for by what it carries is asked of NetworkManager.</source>
            <translation>Ob eine Verbindung nach Datenmenge bezahlt wird, sagt der NetworkManager.</translation>
        </message>
    </context>
    <context>
        <name>Value</name>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
    </context>
    <context>
        <name>Vault</name>
        <message numerus="yes">
            <source>%n article(s) lie in the vault.</source>
            <translation>
                <numerusform>%n Artikel liegt im Tresor.</numerusform>
                <numerusform>%n Artikel liegen im Tresor.</numerusform>
            </translation>
        </message>
        <message>
            <source>The file “{name}” in the vault was left alone. {why}</source>
            <translation>Die Datei „{name}“ im Tresor blieb unberührt. {why}</translation>
        </message>
        <message numerus="yes">
            <source>So were %n more.</source>
            <translation>
                <numerusform>%n weitere ebenso.</numerusform>
                <numerusform>%n weitere ebenso.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>VaultSection</name>
        <message>
            <source>Vault</source>
            <translation>Tresor</translation>
        </message>
        <message>
            <source>A folder of Markdown files that is kept in step, for Obsidian and other programs. Files that you make or change there are never written over; labels that you edit in them are taken over.</source>
            <translation>Ein Ordner mit Markdown-Dateien, der mitgeführt wird, für Obsidian und andere Programme. Dateien, die Sie dort anlegen oder ändern, werden nie überschrieben; Etiketten, die Sie darin ändern, werden übernommen.</translation>
        </message>
        <message>
            <source>Choose folder…</source>
            <translation>Ordner wählen …</translation>
        </message>
        <message>
            <source>No vault</source>
            <translation>Kein Tresor</translation>
        </message>
        <message>
            <source>Starred articles</source>
            <translation>Artikel mit Stern</translation>
        </message>
        <message>
            <source>Labelled articles</source>
            <translation>Artikel mit Etikett</translation>
        </message>
        <message>
            <source>All articles</source>
            <translation>Alle Artikel</translation>
        </message>
        <message>
            <source>What a search finds</source>
            <translation>Was eine Suche findet</translation>
        </message>
        <message>
            <source>feed:, label:, words:&gt;500 …</source>
            <translation>feed:, label:, words:&gt;500 …</translation>
        </message>
        <message>
            <source>Search whose articles the vault keeps</source>
            <translation>Suche, deren Artikel der Tresor aufbewahrt</translation>
        </message>
        <message>
            <source>Keep in it</source>
            <translation>Darin aufbewahren</translation>
        </message>
        <message>
            <source>There is no vault.</source>
            <translation>Es gibt keinen Tresor.</translation>
        </message>
        <message>
            <source>Choose the folder of the vault</source>
            <translation>Den Ordner des Tresors wählen</translation>
        </message>
    </context>
    <context>
        <name>Wanted</name>
        <message>
            <source>that this search finds</source>
            <translation>die diese Suche findet</translation>
        </message>
        <message>
            <source>that one of these regular expressions finds</source>
            <translation>die einer dieser regulären Ausdrücke findet</translation>
        </message>
        <message>
            <source>Regular expressions, one in each line</source>
            <translation>Reguläre Ausdrücke, einer in jeder Zeile</translation>
        </message>
        <message>
            <source>One in each line, looked for in title, author and address; after text= in the text. A line with ! before it is left alone. Capitals count, unless it begins with (?i).</source>
            <translation>Einer in jeder Zeile, gesucht in Titel, Autor und Adresse; nach text= im Text. Was eine Zeile mit ! davor findet, bleibt unberührt. Großschreibung zählt, außer nach (?i) am Anfang.</translation>
        </message>
    </context>
    <context>
        <name>Welcome</name>
        <message>
            <source>Welcome</source>
            <translation>Willkommen</translation>
        </message>
        <message>
            <source>Add a site…</source>
            <translation>Website hinzufügen …</translation>
        </message>
        <message>
            <source>Import OPML…</source>
            <translation>OPML importieren …</translation>
        </message>
        <message>
            <source>Show the sidebar</source>
            <translation>Seitenleiste einblenden</translation>
        </message>
        <message>
            <source>Menu</source>
            <translation>Menü</translation>
        </message>
        <message>
            <source>Follow the sites that you like. What they publish comes here by itself.</source>
            <translation>Folgen Sie den Websites, die Ihnen gefallen. Was sie veröffentlichen, kommt von selbst hierher.</translation>
        </message>
        <message>
            <source>This library has no feeds yet, and it is open for reading only.</source>
            <translation>Diese Bibliothek hat noch keine Feeds und ist nur zum Lesen geöffnet.</translation>
        </message>
        <message>
            <source>Or begin with some of these</source>
            <translation>Oder beginnen Sie mit einigen von diesen</translation>
        </message>
        <message>
            <source>Follow this feed</source>
            <translation>Diesem Feed folgen</translation>
        </message>
        <message numerus="yes">
            <source>Follow %n feeds</source>
            <translation>
                <numerusform>%n Feed folgen</numerusform>
                <numerusform>%n Feeds folgen</numerusform>
            </translation>
        </message>
        <message>
            <source>Follow</source>
            <translation>Folgen</translation>
        </message>
        <message>
            <source>News</source>
            <translation>Nachrichten</translation>
        </message>
        <message>
            <source>Science</source>
            <translation>Wissenschaft</translation>
        </message>
        <message>
            <source>Technology</source>
            <translation>Technik</translation>
        </message>
        <message>
            <source>Curious and fun</source>
            <translation>Kurioses und Spaß</translation>
        </message>
    </context>
    <context>
        <name>When</name>
        <message>
            <source>now</source>
            <translation>jetzt</translation>
        </message>
        <message>
            <source>{minutes}m</source>
            <translation>{minutes} Min.</translation>
        </message>
        <message>
            <source>{hours}h</source>
            <translation>{hours} Std.</translation>
        </message>
        <message>
            <source>Yesterday</source>
            <translation>Gestern</translation>
        </message>
        <message>
            <source>just now</source>
            <translation>gerade eben</translation>
        </message>
        <message>
            <source>yesterday</source>
            <translation>gestern</translation>
        </message>
        <message>
            <source>1 minute ago</source>
            <translation>vor 1 Minute</translation>
        </message>
        <message numerus="yes">
            <source>%n minutes ago</source>
            <translation>
                <numerusform>vor %n Minute</numerusform>
                <numerusform>vor %n Minuten</numerusform>
            </translation>
        </message>
        <message>
            <source>1 hour ago</source>
            <translation>vor 1 Stunde</translation>
        </message>
        <message numerus="yes">
            <source>%n hours ago</source>
            <translation>
                <numerusform>vor %n Stunde</numerusform>
                <numerusform>vor %n Stunden</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>_Field</name>
        <message>
            <source>Words, intitle:word, feed:name, words:&gt;500 …</source>
            <translation>Wörter, intitle:Wort, feed:Name, words:&gt;500 …</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>Suche</translation>
        </message>
    </context>
    <context>
        <name>articles</name>
        <message numerus="yes">
            <source>%n source(s)</source>
            <translation>
                <numerusform>%n Quelle</numerusform>
                <numerusform>%n Quellen</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>building</name>
        <message>
            <source>moon landing</source>
            <translation>Mondlandung</translation>
        </message>
        <message>
            <source>2024-05-31, today, 7d, 3m …</source>
            <translation>2024-05-31, today, 7d, 3m …</translation>
        </message>
        <message>
            <source>Has the words</source>
            <translation>Enthält die Wörter</translation>
        </message>
        <message>
            <source>Has not the words</source>
            <translation>Enthält nicht die Wörter</translation>
        </message>
        <message>
            <source>Has in the title</source>
            <translation>Hat im Titel</translation>
        </message>
        <message>
            <source>Was written by</source>
            <translation>Wurde verfasst von</translation>
        </message>
        <message>
            <source>Is of the feed</source>
            <translation>Ist aus dem Feed</translation>
        </message>
        <message>
            <source>Is in the folder</source>
            <translation>Liegt im Ordner</translation>
        </message>
        <message>
            <source>Has the label</source>
            <translation>Hat das Etikett</translation>
        </message>
        <message>
            <source>Is</source>
            <translation>Ist</translation>
        </message>
        <message>
            <source>Is not</source>
            <translation>Ist nicht</translation>
        </message>
        <message>
            <source>Is in the language</source>
            <translation>Ist in der Sprache</translation>
        </message>
        <message>
            <source>Was published since</source>
            <translation>Erschien seit</translation>
        </message>
        <message>
            <source>Was published before</source>
            <translation>Erschien vor</translation>
        </message>
        <message>
            <source>Has more words than</source>
            <translation>Hat mehr Wörter als</translation>
        </message>
        <message>
            <source>Has fewer words than</source>
            <translation>Hat weniger Wörter als</translation>
        </message>
    </context>
    <context>
        <name>commands</name>
        <message>
            <source>All feeds of this list are there already.</source>
            <translation>Alle Feeds dieser Liste sind schon da.</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>Rückgängig</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>Wiederholen</translation>
        </message>
        <message>
            <source>Show or hide the inspector</source>
            <translation>Infoleiste ein- oder ausblenden</translation>
        </message>
        <message>
            <source>Preferences…</source>
            <translation>Einstellungen …</translation>
        </message>
        <message>
            <source>Command palette</source>
            <translation>Befehlspalette</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>Tasten</translation>
        </message>
        <message>
            <source>Menu</source>
            <translation>Menü</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>Beenden</translation>
        </message>
        <message>
            <source>Next article</source>
            <translation>Nächster Artikel</translation>
        </message>
        <message>
            <source>Previous article</source>
            <translation>Vorheriger Artikel</translation>
        </message>
        <message>
            <source>Next, without opening</source>
            <translation>Nächster, ohne zu öffnen</translation>
        </message>
        <message>
            <source>Previous, without opening</source>
            <translation>Vorheriger, ohne zu öffnen</translation>
        </message>
        <message>
            <source>Next unread article</source>
            <translation>Nächster ungelesener</translation>
        </message>
        <message>
            <source>Page down, then next unread</source>
            <translation>Blättern, dann nächster ungelesener</translation>
        </message>
        <message>
            <source>Page up</source>
            <translation>Zurückblättern</translation>
        </message>
        <message>
            <source>Read or unread</source>
            <translation>Gelesen oder ungelesen</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>Stern setzen</translation>
        </message>
        <message>
            <source>Open original</source>
            <translation>Original öffnen</translation>
        </message>
        <message>
            <source>Copy link</source>
            <translation>Link kopieren</translation>
        </message>
        <message>
            <source>Mark all as read</source>
            <translation>Alle als gelesen markieren</translation>
        </message>
        <message>
            <source>Nothing unread is left here.</source>
            <translation>Hier ist nichts mehr ungelesen.</translation>
        </message>
        <message>
            <source>Only the first {count} were opened.</source>
            <translation>Nur die ersten {count} wurden geöffnet.</translation>
        </message>
        <message>
            <source>Only the first {count} links were copied.</source>
            <translation>Nur die ersten {count} Links wurden kopiert.</translation>
        </message>
        <message>
            <source>There is no article below.</source>
            <translation>Darunter ist kein Artikel.</translation>
        </message>
        <message>
            <source>There is no article above.</source>
            <translation>Darüber ist kein Artikel.</translation>
        </message>
        <message>
            <source>Everything here was read already.</source>
            <translation>Hier war schon alles gelesen.</translation>
        </message>
        <message>
            <source>Article</source>
            <translation>Artikel</translation>
        </message>
        <message>
            <source>List</source>
            <translation>Liste</translation>
        </message>
        <message>
            <source>Feeds</source>
            <translation>Feeds</translation>
        </message>
        <message>
            <source>View</source>
            <translation>Ansicht</translation>
        </message>
        <message>
            <source>Library</source>
            <translation>Bibliothek</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>Fenster</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Exportieren …</translation>
        </message>
        <message>
            <source>Add a feed…</source>
            <translation>Feed hinzufügen …</translation>
        </message>
        <message>
            <source>New folder</source>
            <translation>Neuer Ordner</translation>
        </message>
        <message>
            <source>Refresh what is shown</source>
            <translation>Angezeigtes aktualisieren</translation>
        </message>
        <message>
            <source>Refresh all feeds</source>
            <translation>Alle Feeds aktualisieren</translation>
        </message>
        <message>
            <source>About this feed…</source>
            <translation>Über diesen Feed …</translation>
        </message>
        <message>
            <source>Stop the refresh</source>
            <translation>Aktualisierung anhalten</translation>
        </message>
        <message>
            <source>Import feeds and articles…</source>
            <translation>Feeds und Artikel importieren …</translation>
        </message>
        <message>
            <source>Import a folder of articles…</source>
            <translation>Einen Ordner mit Artikeln importieren …</translation>
        </message>
        <message>
            <source>Export subscriptions (OPML)…</source>
            <translation>Abonnements exportieren (OPML) …</translation>
        </message>
        <message>
            <source>Keeping</source>
            <translation>Aufbewahrung</translation>
        </message>
        <message>
            <source>Find in the article</source>
            <translation>Im Artikel suchen</translation>
        </message>
        <message>
            <source>Next word found</source>
            <translation>Nächster Treffer</translation>
        </message>
        <message>
            <source>Previous word found</source>
            <translation>Vorheriger Treffer</translation>
        </message>
        <message>
            <source>Full text or the feed’s version</source>
            <translation>Volltext oder Feed-Fassung</translation>
        </message>
        <message>
            <source>The feed’s version</source>
            <translation>Feed-Fassung</translation>
        </message>
        <message>
            <source>Full text</source>
            <translation>Volltext</translation>
        </message>
        <message>
            <source>Fetching the full text…</source>
            <translation>Volltext wird geholt …</translation>
        </message>
        <message>
            <source>Full text. W shows the feed’s version.</source>
            <translation>Volltext. W zeigt die Feed-Fassung.</translation>
        </message>
        <message>
            <source>The pages of its newest articles will be fetched in the background.</source>
            <translation>Die Seiten der neuesten Artikel werden im Hintergrund geholt.</translation>
        </message>
        <message>
            <source>Hide, or show again</source>
            <translation>Ausblenden oder wieder einblenden</translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) hidden</source>
            <translation>
                <numerusform>%n Artikel ausgeblendet</numerusform>
                <numerusform>%n Artikel ausgeblendet</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) shown again</source>
            <translation>
                <numerusform>%n Artikel wieder eingeblendet</numerusform>
                <numerusform>%n Artikel wieder eingeblendet</numerusform>
            </translation>
        </message>
        <message>
            <source>Labels…</source>
            <translation>Etiketten …</translation>
        </message>
        <message>
            <source>New label</source>
            <translation>Neues Etikett</translation>
        </message>
        <message>
            <source>Label “{title}” added</source>
            <translation>Etikett „{title}“ hinzugefügt</translation>
        </message>
        <message>
            <source>Renamed to “{title}”</source>
            <translation>Umbenannt in „{title}“</translation>
        </message>
        <message>
            <source>“{title}” has another colour</source>
            <translation>„{title}“ hat eine andere Farbe</translation>
        </message>
        <message>
            <source>“{title}” moved</source>
            <translation>„{title}“ verschoben</translation>
        </message>
        <message>
            <source>Label “{title}” removed</source>
            <translation>Etikett „{title}“ entfernt</translation>
        </message>
        <message>
            <source>“{title}” merged into “{other}”</source>
            <translation>„{title}“ in „{other}“ aufgegangen</translation>
        </message>
        <message numerus="yes">
            <source>“{title}” put on %n article(s)</source>
            <translation>
                <numerusform>„{title}“ an %n Artikel angebracht</numerusform>
                <numerusform>„{title}“ an %n Artikeln angebracht</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>“{title}” taken off %n article(s)</source>
            <translation>
                <numerusform>„{title}“ von %n Artikel entfernt</numerusform>
                <numerusform>„{title}“ von %n Artikeln entfernt</numerusform>
            </translation>
        </message>
        <message>
            <source>Similar readings</source>
            <translation>Ähnliche Artikel</translation>
        </message>
        <message>
            <source>Mark all above as read</source>
            <translation>Alle darüber als gelesen markieren</translation>
        </message>
        <message>
            <source>Mark all below as read</source>
            <translation>Alle darunter als gelesen markieren</translation>
        </message>
        <message>
            <source>Clean up: take out what is read</source>
            <translation>Aufräumen: Gelesenes ausblenden</translation>
        </message>
        <message>
            <source>Compact or comfortable rows</source>
            <translation>Kompakte oder normale Zeilen</translation>
        </message>
        <message>
            <source>Only unread articles</source>
            <translation>Nur ungelesene Artikel</translation>
        </message>
        <message>
            <source>Only starred articles</source>
            <translation>Nur Artikel mit Stern</translation>
        </message>
        <message>
            <source>There is nothing to clean up here.</source>
            <translation>Hier gibt es nichts aufzuräumen.</translation>
        </message>
        <message>
            <source>Marking {done} of {of} articles…</source>
            <translation>{done} von {of} Artikeln markiert …</translation>
        </message>
        <message>
            <source>All marked</source>
            <translation>Alle markiert</translation>
        </message>
        <message>
            <source>Removing the feed: {done} of {of} articles…</source>
            <translation>Feed wird entfernt: {done} von {of} Artikeln …</translation>
        </message>
        <message>
            <source>Feed removed</source>
            <translation>Feed entfernt</translation>
        </message>
        <message>
            <source>Labelling {done} of {of} articles…</source>
            <translation>{done} von {of} Artikeln erhalten das Etikett …</translation>
        </message>
        <message>
            <source>All labelled</source>
            <translation>Alle mit Etikett</translation>
        </message>
        <message>
            <source>Deleting {done} of {of} articles…</source>
            <translation>{done} von {of} Artikeln gelöscht …</translation>
        </message>
        <message>
            <source>All deleted</source>
            <translation>Alle gelöscht</translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) deleted</source>
            <translation>
                <numerusform>%n Artikel gelöscht</numerusform>
                <numerusform>%n Artikel gelöscht</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) marked as read</source>
            <translation>
                <numerusform>%n Artikel als gelesen markiert</numerusform>
                <numerusform>%n Artikel als gelesen markiert</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) marked as unread</source>
            <translation>
                <numerusform>%n Artikel als ungelesen markiert</numerusform>
                <numerusform>%n Artikel als ungelesen markiert</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) starred</source>
            <translation>
                <numerusform>%n Artikel mit Stern versehen</numerusform>
                <numerusform>%n Artikel mit Stern versehen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n star(s) taken away</source>
            <translation>
                <numerusform>%n Stern entfernt</numerusform>
                <numerusform>%n Sterne entfernt</numerusform>
            </translation>
        </message>
        <message>
            <source>Move feed or folder up</source>
            <translation>Feed oder Ordner nach oben</translation>
        </message>
        <message>
            <source>Move feed or folder down</source>
            <translation>Feed oder Ordner nach unten</translation>
        </message>
        <message>
            <source>Move feed or folder out of its folder</source>
            <translation>Aus dem Ordner nehmen</translation>
        </message>
        <message>
            <source>Move feed or folder into the folder above</source>
            <translation>In den Ordner darüber</translation>
        </message>
        <message>
            <source>Rename feed or folder</source>
            <translation>Feed oder Ordner umbenennen</translation>
        </message>
        <message>
            <source>Remove feed or folder</source>
            <translation>Feed oder Ordner entfernen</translation>
        </message>
        <message>
            <source>The feed has its own name again</source>
            <translation>Der Feed hat wieder seinen eigenen Namen</translation>
        </message>
        <message>
            <source>A folder needs a name.</source>
            <translation>Ein Ordner braucht einen Namen.</translation>
        </message>
        <message>
            <source>There are pages in it. Remove these one by one, if you wish.</source>
            <translation>Es sind Seiten darin. Entfernen Sie sie einzeln, wenn Sie möchten.</translation>
        </message>
        <message>
            <source>“{title}” removed</source>
            <translation>„{title}“ entfernt</translation>
        </message>
        <message>
            <source>Folder “{title}” removed, its feeds kept</source>
            <translation>Ordner „{title}“ entfernt, seine Feeds bleiben</translation>
        </message>
        <message>
            <source>Folder “{title}” added</source>
            <translation>Ordner „{title}“ hinzugefügt</translation>
        </message>
        <message>
            <source>“{title}” added</source>
            <translation>„{title}“ hinzugefügt</translation>
        </message>
        <message>
            <source>1 feed added</source>
            <translation>1 Feed hinzugefügt</translation>
        </message>
        <message numerus="yes">
            <source>%n feeds added</source>
            <translation>
                <numerusform>%n Feed hinzugefügt</numerusform>
                <numerusform>%n Feeds hinzugefügt</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of them in your own network: refresh each alone to read it</source>
            <translation>
                <numerusform>%n davon in Ihrem eigenen Netz: Aktualisieren Sie jeden einzeln, um ihn zu lesen</numerusform>
                <numerusform>%n davon in Ihrem eigenen Netz: Aktualisieren Sie jeden einzeln, um ihn zu lesen</numerusform>
            </translation>
        </message>
        <message>
            <source>Pause refreshing for 1 hour</source>
            <translation>Aktualisierung 1 Stunde pausieren</translation>
        </message>
        <message>
            <source>Pause refreshing until tomorrow</source>
            <translation>Aktualisierung bis morgen pausieren</translation>
        </message>
        <message>
            <source>Resume refreshing</source>
            <translation>Aktualisierung fortsetzen</translation>
        </message>
        <message>
            <source>Rules…</source>
            <translation>Regeln …</translation>
        </message>
        <message>
            <source>New rule…</source>
            <translation>Neue Regel …</translation>
        </message>
        <message>
            <source>Mute the selected word…</source>
            <translation>Das ausgewählte Wort stummschalten …</translation>
        </message>
        <message>
            <source>Mute “{word}”</source>
            <translation>„{word}“ stummschalten</translation>
        </message>
        <message>
            <source>Rule “{title}” removed; what it did stays done</source>
            <translation>Regel „{title}“ entfernt; was sie getan hat, bleibt</translation>
        </message>
        <message>
            <source>Rule “{title}” switched on</source>
            <translation>Regel „{title}“ eingeschaltet</translation>
        </message>
        <message>
            <source>Rule “{title}” switched off</source>
            <translation>Regel „{title}“ ausgeschaltet</translation>
        </message>
        <message>
            <source>Taken back what “{title}” did</source>
            <translation>Rückgängig gemacht, was „{title}“ getan hat</translation>
        </message>
        <message>
            <source>Done again what “{title}” did</source>
            <translation>Wieder getan, was „{title}“ getan hat</translation>
        </message>
        <message>
            <source>Rule “{title}” changed</source>
            <translation>Regel „{title}“ geändert</translation>
        </message>
        <message>
            <source>Rule “{title}” made</source>
            <translation>Regel „{title}“ angelegt</translation>
        </message>
        <message>
            <source>The rules have another order</source>
            <translation>Die Regeln stehen in anderer Reihenfolge</translation>
        </message>
        <message>
            <source>Save page…</source>
            <translation>Seite sichern …</translation>
        </message>
        <message>
            <source>Remove saved page</source>
            <translation>Gesicherte Seite entfernen</translation>
        </message>
        <message>
            <source>New saved search…</source>
            <translation>Neue gespeicherte Suche…</translation>
        </message>
        <message>
            <source>Save this search</source>
            <translation>Diese Suche sichern</translation>
        </message>
        <message>
            <source>Search “{title}” saved</source>
            <translation>Suche „{title}“ gesichert</translation>
        </message>
        <message>
            <source>Search “{title}” changed</source>
            <translation>Suche „{title}“ geändert</translation>
        </message>
        <message>
            <source>Search “{title}” removed</source>
            <translation>Suche „{title}“ entfernt</translation>
        </message>
        <message>
            <source>Share</source>
            <translation>Teilen</translation>
        </message>
        <message>
            <source>Copy as Markdown</source>
            <translation>Als Markdown kopieren</translation>
        </message>
        <message>
            <source>Send by e-mail</source>
            <translation>Per E-Mail senden</translation>
        </message>
        <message>
            <source>Save as Markdown…</source>
            <translation>Als Markdown sichern …</translation>
        </message>
        <message>
            <source>Save as HTML…</source>
            <translation>Als HTML sichern …</translation>
        </message>
        <message>
            <source>Save as PDF…</source>
            <translation>Als PDF sichern …</translation>
        </message>
        <message>
            <source>Print…</source>
            <translation>Drucken …</translation>
        </message>
        <message>
            <source>Copied as Markdown.</source>
            <translation>Als Markdown kopiert.</translation>
        </message>
        <message>
            <source>No program for e-mail could be opened.</source>
            <translation>Es ließ sich kein E-Mail-Programm öffnen.</translation>
        </message>
        <message>
            <source>Statistics…</source>
            <translation>Statistik …</translation>
        </message>
        <message>
            <source>Import feeds and articles</source>
            <translation>Feeds und Artikel importieren</translation>
        </message>
        <message>
            <source>Feeds and articles ({endings});;All files (*)</source>
            <translation>Feeds und Artikel ({endings});;Alle Dateien (*)</translation>
        </message>
        <message>
            <source>Import a folder of articles</source>
            <translation>Einen Ordner mit Artikeln importieren</translation>
        </message>
        <message>
            <source>Export subscriptions</source>
            <translation>Abonnements exportieren</translation>
        </message>
        <message>
            <source>Subscriptions (*.opml)</source>
            <translation>Abonnements (*.opml)</translation>
        </message>
        <message>
            <source>Subscriptions written to {file}</source>
            <translation>Abonnements in {file} gesichert</translation>
        </message>
        <message>
            <source>All articles</source>
            <translation>Alle Artikel</translation>
        </message>
        <message>
            <source>Unread</source>
            <translation>Ungelesen</translation>
        </message>
        <message>
            <source>Starred</source>
            <translation>Mit Stern</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>Heute</translation>
        </message>
        <message>
            <source>Next feed</source>
            <translation>Nächster Feed</translation>
        </message>
        <message>
            <source>Previous feed</source>
            <translation>Vorheriger Feed</translation>
        </message>
        <message>
            <source>Search articles</source>
            <translation>Artikel suchen</translation>
        </message>
        <message>
            <source>Show or hide the sidebar</source>
            <translation>Seitenleiste ein- oder ausblenden</translation>
        </message>
        <message>
            <source>Back to the last article</source>
            <translation>Zurück zum letzten Artikel</translation>
        </message>
        <message>
            <source>Next pane</source>
            <translation>Nächster Bereich</translation>
        </message>
        <message>
            <source>Previous pane</source>
            <translation>Vorheriger Bereich</translation>
        </message>
        <message>
            <source>Newest first</source>
            <translation>Neueste zuerst</translation>
        </message>
        <message>
            <source>Oldest first</source>
            <translation>Älteste zuerst</translation>
        </message>
        <message>
            <source>Larger text</source>
            <translation>Größerer Text</translation>
        </message>
        <message>
            <source>Smaller text</source>
            <translation>Kleinerer Text</translation>
        </message>
        <message>
            <source>Text of the article</source>
            <translation>Text des Artikels</translation>
        </message>
        <message>
            <source>Usual size of the text</source>
            <translation>Normale Textgröße</translation>
        </message>
        <message>
            <source>Printing is not available on this computer. Save the article as PDF instead.</source>
            <translation>Auf diesem Computer kann nicht gedruckt werden. Sichern Sie den Artikel stattdessen als PDF.</translation>
        </message>
        <message>
            <source>The printer does not take anything.</source>
            <translation>Der Drucker nimmt nichts an.</translation>
        </message>
        <message>
            <source>Sent to the printer.</source>
            <translation>An den Drucker gesendet.</translation>
        </message>
        <message>
            <source>Save as Markdown</source>
            <translation>Als Markdown sichern</translation>
        </message>
        <message>
            <source>Markdown (*.md)</source>
            <translation>Markdown (*.md)</translation>
        </message>
        <message>
            <source>Save as HTML</source>
            <translation>Als HTML sichern</translation>
        </message>
        <message>
            <source>HTML (*.html)</source>
            <translation>HTML (*.html)</translation>
        </message>
        <message>
            <source>Save as PDF</source>
            <translation>Als PDF sichern</translation>
        </message>
        <message>
            <source>PDF (*.pdf)</source>
            <translation>PDF (*.pdf)</translation>
        </message>
        <message>
            <source>Save the articles in a folder</source>
            <translation>Artikel in einem Ordner sichern</translation>
        </message>
        <message>
            <source>Saving {done} of {of} articles…</source>
            <translation>{done} von {of} Artikeln gesichert …</translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) saved in {folder}</source>
            <translation>
                <numerusform>%n Artikel in {folder} gesichert</numerusform>
                <numerusform>%n Artikel in {folder} gesichert</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Only the first %n article(s) were saved, in {folder}</source>
            <translation>
                <numerusform>Nur der erste %n Artikel wurde gesichert, in {folder}</numerusform>
                <numerusform>Nur die ersten %n Artikel wurden gesichert, in {folder}</numerusform>
            </translation>
        </message>
        <message>
            <source>Saved as {file}</source>
            <translation>Als {file} gesichert</translation>
        </message>
    </context>
    <context>
        <name>completing</name>
        <message>
            <source>not read yet</source>
            <translation>noch nicht gelesen</translation>
        </message>
        <message>
            <source>read</source>
            <translation>gelesen</translation>
        </message>
        <message>
            <source>starred</source>
            <translation>mit Stern</translation>
        </message>
        <message>
            <source>with any label</source>
            <translation>mit irgendeinem Etikett</translation>
        </message>
        <message>
            <source>hidden by you or by a rule</source>
            <translation>von Ihnen oder einer Regel ausgeblendet</translation>
        </message>
    </context>
    <context>
        <name>menus</name>
        <message>
            <source>Mark as read</source>
            <translation>Als gelesen markieren</translation>
        </message>
        <message>
            <source>Mark as unread</source>
            <translation>Als ungelesen markieren</translation>
        </message>
        <message>
            <source>Remove star</source>
            <translation>Stern entfernen</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>Stern setzen</translation>
        </message>
        <message>
            <source>Open original</source>
            <translation>Original öffnen</translation>
        </message>
        <message>
            <source>Copy link</source>
            <translation>Link kopieren</translation>
        </message>
        <message>
            <source>Share</source>
            <translation>Teilen</translation>
        </message>
        <message>
            <source>Mark all above as read</source>
            <translation>Alle darüber als gelesen markieren</translation>
        </message>
        <message>
            <source>Mark all below as read</source>
            <translation>Alle darunter als gelesen markieren</translation>
        </message>
        <message>
            <source>Remove stars</source>
            <translation>Sterne entfernen</translation>
        </message>
        <message>
            <source>Open originals</source>
            <translation>Originale öffnen</translation>
        </message>
        <message>
            <source>Copy links</source>
            <translation>Links kopieren</translation>
        </message>
        <message>
            <source>Hide, or show again</source>
            <translation>Ausblenden oder wieder einblenden</translation>
        </message>
        <message>
            <source>Hide</source>
            <translation>Ausblenden</translation>
        </message>
        <message>
            <source>Labels…</source>
            <translation>Etiketten …</translation>
        </message>
        <message>
            <source>Similar readings</source>
            <translation>Ähnliche Artikel</translation>
        </message>
        <message>
            <source>Go to “{feed}”</source>
            <translation>Zu „{feed}“</translation>
        </message>
        <message>
            <source>More by {author}</source>
            <translation>Mehr von {author}</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>Umbenennen</translation>
        </message>
        <message>
            <source>Colour</source>
            <translation>Farbe</translation>
        </message>
        <message>
            <source>Merge into</source>
            <translation>Zusammenlegen mit</translation>
        </message>
        <message>
            <source>New label</source>
            <translation>Neues Etikett</translation>
        </message>
        <message>
            <source>Remove label</source>
            <translation>Etikett entfernen</translation>
        </message>
        <message>
            <source>Keep articles…</source>
            <translation>Artikel aufbewahren …</translation>
        </message>
        <message>
            <source>Refresh</source>
            <translation>Aktualisieren</translation>
        </message>
        <message>
            <source>Move to</source>
            <translation>Verschieben nach</translation>
        </message>
        <message>
            <source>Open site</source>
            <translation>Website öffnen</translation>
        </message>
        <message>
            <source>Copy address</source>
            <translation>Adresse kopieren</translation>
        </message>
        <message>
            <source>About this feed…</source>
            <translation>Über diesen Feed …</translation>
        </message>
        <message>
            <source>Fetch full articles</source>
            <translation>Volltexte holen</translation>
        </message>
        <message>
            <source>Name and password…</source>
            <translation>Name und Passwort …</translation>
        </message>
        <message>
            <source>New folder here</source>
            <translation>Neuer Ordner hier</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>Exportieren …</translation>
        </message>
        <message>
            <source>Remove feed</source>
            <translation>Feed entfernen</translation>
        </message>
        <message>
            <source>Remove folder, keep its feeds</source>
            <translation>Ordner entfernen, Feeds behalten</translation>
        </message>
        <message>
            <source>No folder</source>
            <translation>Kein Ordner</translation>
        </message>
        <message>
            <source>Change “{title}”</source>
            <translation>„{title}“ ändern</translation>
        </message>
        <message>
            <source>Save as another</source>
            <translation>Als weitere sichern</translation>
        </message>
        <message>
            <source>Edit search</source>
            <translation>Suche bearbeiten</translation>
        </message>
        <message>
            <source>Remove search</source>
            <translation>Suche entfernen</translation>
        </message>
        <message>
            <source>Copy as Markdown</source>
            <translation>Als Markdown kopieren</translation>
        </message>
        <message>
            <source>Send by e-mail</source>
            <translation>Per E-Mail senden</translation>
        </message>
        <message>
            <source>Save as Markdown…</source>
            <translation>Als Markdown sichern …</translation>
        </message>
        <message>
            <source>Save as HTML…</source>
            <translation>Als HTML sichern …</translation>
        </message>
        <message>
            <source>Save as PDF…</source>
            <translation>Als PDF sichern …</translation>
        </message>
        <message>
            <source>Print…</source>
            <translation>Drucken …</translation>
        </message>
        <message>
            <source>Notify of new articles</source>
            <translation>Neue Artikel melden</translation>
        </message>
    </context>
    <context>
        <name>palette</name>
        <message>
            <source>Search all articles for “{words}”</source>
            <translation>Alle Artikel nach „{words}“ durchsuchen</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>Ordner</translation>
        </message>
        <message>
            <source>Feed</source>
            <translation>Feed</translation>
        </message>
    </context>
    <context>
        <name>problems</name>
        <message>
            <source>Something went wrong inside Desktop Reader ({kind}).</source>
            <translation>In Desktop Reader ist etwas schiefgegangen ({kind}).</translation>
        </message>
        <message>
            <source>Desktop Reader ended unexpectedly the last time.</source>
            <translation>Desktop Reader wurde das letzte Mal unerwartet beendet.</translation>
        </message>
        <message>
            <source>Your library is safe and you can go on. The report helps to mend the fault.</source>
            <translation>Ihre Bibliothek ist sicher und Sie können weiterarbeiten. Der Bericht hilft, den Fehler zu beheben.</translation>
        </message>
    </context>
    <context>
        <name>rules</name>
        <message>
            <source>label “{label}”</source>
            <translation>Etikett „{label}“</translation>
        </message>
        <message>
            <source>mark as read</source>
            <translation>als gelesen markieren</translation>
        </message>
        <message>
            <source>star</source>
            <translation>Stern geben</translation>
        </message>
        <message>
            <source>hide</source>
            <translation>ausblenden</translation>
        </message>
        <message>
            <source>always notify</source>
            <translation>immer benachrichtigen</translation>
        </message>
        <message>
            <source>never notify</source>
            <translation>nie benachrichtigen</translation>
        </message>
        <message>
            <source>{n} labelled “{label}”</source>
            <translation>{n} mit Etikett „{label}“</translation>
        </message>
        <message>
            <source>{n} marked as read</source>
            <translation>{n} als gelesen markiert</translation>
        </message>
        <message>
            <source>{n} starred</source>
            <translation>{n} mit Stern</translation>
        </message>
        <message>
            <source>{n} hidden</source>
            <translation>{n} ausgeblendet</translation>
        </message>
        <message>
            <source>{n} to be notified of</source>
            <translation>{n} zu melden</translation>
        </message>
        <message>
            <source>{n} not to be notified of</source>
            <translation>{n} nicht zu melden</translation>
        </message>
        <message>
            <source>{deeds} (taken back)</source>
            <translation>{deeds} (rückgängig gemacht)</translation>
        </message>
        <message>
            <source>The regular expression in line {line} takes too long; it may never end.</source>
            <translation>Der reguläre Ausdruck in Zeile {line} dauert zu lange; vielleicht endet er nie.</translation>
        </message>
        <message>
            <source>Wants {wanted} of the newest {of} articles; there was no time to look at more.</source>
            <translation>Will {wanted} der neuesten {of} Artikel; für mehr war keine Zeit.</translation>
        </message>
        <message>
            <source>Would have wanted {wanted} of the {of} articles of the last {days} days</source>
            <translation>Hätte {wanted} der {of} Artikel der letzten {days} Tage gewollt</translation>
        </message>
    </context>
    <context>
        <name>words</name>
        <message>
            <source>The front matter cannot be read: line {line}, {reason}.</source>
            <translation>Der Vorspann lässt sich nicht lesen: Zeile {line}, {reason}.</translation>
        </message>
        <message>
            <source>Each header needs a name and a value.</source>
            <translation>Jeder Header braucht einen Namen und einen Wert.</translation>
        </message>
        <message>
            <source>Each header can be given once only.</source>
            <translation>Jeder Header kann nur einmal angegeben werden.</translation>
        </message>
        <message>
            <source>The token is empty.</source>
            <translation>Das Token ist leer.</translation>
        </message>
        <message>
            <source>The token has a line end or another control character, which cannot be sent.</source>
            <translation>Das Token enthält einen Zeilenumbruch oder ein anderes Steuerzeichen, das nicht gesendet werden kann.</translation>
        </message>
        <message>
            <source>A token has no blanks and no letters but the English ones. Copy it again.</source>
            <translation>Ein Token enthält keine Leerzeichen und nur englische Buchstaben. Kopieren Sie es erneut.</translation>
        </message>
        <message>
            <source>This is longer than servers take.</source>
            <translation>Das ist länger, als Server annehmen.</translation>
        </message>
        <message>
            <source>A name or a password is needed.</source>
            <translation>Ein Name oder ein Passwort ist nötig.</translation>
        </message>
        <message>
            <source>A name with a colon cannot be sent: the server would take what follows for the password.</source>
            <translation>Ein Name mit Doppelpunkt kann nicht gesendet werden: Der Server hielte den Rest für das Passwort.</translation>
        </message>
        <message>
            <source>The name or the password has a line end or another control character, which cannot be sent.</source>
            <translation>Der Name oder das Passwort enthält einen Zeilenumbruch oder ein anderes Steuerzeichen, das nicht gesendet werden kann.</translation>
        </message>
        <message>
            <source>“{name}” is no name of a header: letters, digits and hyphens.</source>
            <translation>„{name}“ ist kein Name eines Headers: erlaubt sind Buchstaben, Ziffern und Bindestriche.</translation>
        </message>
        <message>
            <source>The header “{name}” is not sent: Desktop Reader or the connection decides it.</source>
            <translation>Der Header „{name}“ wird nicht gesendet: Darüber entscheidet Desktop Reader oder die Verbindung.</translation>
        </message>
        <message>
            <source>The header “{name}” is empty.</source>
            <translation>Der Header „{name}“ ist leer.</translation>
        </message>
        <message>
            <source>The header “{name}” has a line end or another control character, which cannot be sent.</source>
            <translation>Der Header „{name}“ enthält einen Zeilenumbruch oder ein anderes Steuerzeichen, das nicht gesendet werden kann.</translation>
        </message>
        <message>
            <source>no HTTP</source>
            <translation>kein HTTP</translation>
        </message>
        <message>
            <source>The list breaks off before its end. Export or download it again, so that no link is lost.</source>
            <translation>Die Liste bricht vor ihrem Ende ab. Exportieren Sie sie neu oder laden Sie sie noch einmal, damit kein Link verloren geht.</translation>
        </message>
        <message>
            <source>There is no room on the disk for a copy of “{file}”, from which to import.</source>
            <translation>Auf dem Datenträger ist kein Platz für eine Kopie von „{file}“, aus der importiert wird.</translation>
        </message>
        <message>
            <source>“{file}” cannot be read ({reason}).</source>
            <translation>„{file}“ kann nicht gelesen werden ({reason}).</translation>
        </message>
        <message>
            <source>The other program's database is damaged, or was written by a version that is not known ({reason}).</source>
            <translation>Die Datenbank des anderen Programms ist beschädigt oder stammt von einer unbekannten Version ({reason}).</translation>
        </message>
        <message>
            <source>This backup is of an old Fluent Reader. Open it in the newest one, and export it again there.</source>
            <translation>Diese Sicherung stammt von einem alten Fluent Reader. Öffnen Sie sie im neuesten und exportieren Sie sie dort erneut.</translation>
        </message>
        <message>
            <source>There is no Markdown, HTML or text file in “{folder}”.</source>
            <translation>In „{folder}“ ist keine Markdown-, HTML- oder Textdatei.</translation>
        </message>
        <message>
            <source>There are more than {limit} files in “{folder}”.</source>
            <translation>In „{folder}“ sind mehr als {limit} Dateien.</translation>
        </message>
        <message>
            <source>The zip file is damaged, or locked by a password ({reason}).</source>
            <translation>Die Zip-Datei ist beschädigt oder mit einem Passwort gesperrt ({reason}).</translation>
        </message>
        <message>
            <source>The zip file holds more than {limit} files. Split it.</source>
            <translation>Die Zip-Datei enthält mehr als {limit} Dateien. Teilen Sie sie auf.</translation>
        </message>
        <message>
            <source>What is packed in the zip file is too large.</source>
            <translation>Was in der Zip-Datei gepackt ist, ist zu groß.</translation>
        </message>
        <message>
            <source>There is nothing in the zip file that can be imported.</source>
            <translation>In der Zip-Datei ist nichts, was sich importieren lässt.</translation>
        </message>
        <message>
            <source>There is nothing in “{file}” that can be imported.</source>
            <translation>In „{file}“ ist nichts, was sich importieren lässt.</translation>
        </message>
        <message>
            <source>This is not of {program}.</source>
            <translation>Das ist nicht von {program}.</translation>
        </message>
        <message>
            <source>“{file}” is no file.</source>
            <translation>„{file}“ ist keine Datei.</translation>
        </message>
        <message>
            <source>“{file}” is empty.</source>
            <translation>„{file}“ ist leer.</translation>
        </message>
        <message>
            <source>This is a library of Desktop Reader. Export it as JSON lines, and import what is exported.</source>
            <translation>Das ist eine Bibliothek von Desktop Reader. Exportieren Sie sie als JSON-Zeilen und importieren Sie diese.</translation>
        </message>
        <message>
            <source>This database is of no program whose articles can be imported.</source>
            <translation>Diese Datenbank ist von keinem Programm, dessen Artikel sich importieren lassen.</translation>
        </message>
        <message>
            <source>“{file}” is of no program whose articles can be imported.</source>
            <translation>„{file}“ ist von keinem Programm, dessen Artikel sich importieren lassen.</translation>
        </message>
        <message>
            <source>“{file}” breaks off, or is no export of a reader. Export it again.</source>
            <translation>„{file}“ bricht ab oder ist kein Export eines Readers. Exportieren Sie erneut.</translation>
        </message>
        <message>
            <source>“{file}” is larger than {limit} MB.</source>
            <translation>„{file}“ ist größer als {limit} MB.</translation>
        </message>
        <message>
            <source>The table breaks off before its end. Export or download it again, so that no row is lost.</source>
            <translation>Die Tabelle bricht vor ihrem Ende ab. Exportieren Sie sie neu oder laden Sie sie noch einmal, damit keine Zeile verloren geht.</translation>
        </message>
        <message>
            <source>The table holds more than {limit} rows. Split it.</source>
            <translation>Die Tabelle enthält mehr als {limit} Zeilen. Teilen Sie sie auf.</translation>
        </message>
        <message>
            <source>an element with too many attributes</source>
            <translation>ein Element mit zu vielen Attributen</translation>
        </message>
        <message>
            <source>The list is larger than {limit} MB. Export it again in smaller parts.</source>
            <translation>Die Liste ist größer als {limit} MB. Exportieren Sie sie in kleineren Teilen.</translation>
        </message>
        <message>
            <source>The file is empty. Export your subscriptions from the other reader again.</source>
            <translation>Die Datei ist leer. Exportieren Sie Ihre Abonnements noch einmal aus dem anderen Reader.</translation>
        </message>
        <message>
            <source>This is a web page, not a list of subscriptions. Choose an OPML file.</source>
            <translation>Das ist eine Webseite, keine Abonnementliste. Wählen Sie eine OPML-Datei.</translation>
        </message>
        <message>
            <source>This is a single feed, not a list of subscriptions. Subscribe to its address instead.</source>
            <translation>Das ist ein einzelner Feed, keine Abonnementliste. Abonnieren Sie stattdessen seine Adresse.</translation>
        </message>
        <message>
            <source>This is not a list of subscriptions. Choose an OPML file, as other readers export it.</source>
            <translation>Das ist keine Abonnementliste. Wählen Sie eine OPML-Datei, wie andere Reader sie exportieren.</translation>
        </message>
        <message>
            <source>The list breaks off before its end. Export or download it again, so that no feed is lost.</source>
            <translation>Die Liste bricht vor ihrem Ende ab. Exportieren oder laden Sie sie erneut, damit kein Feed verloren geht.</translation>
        </message>
        <message>
            <source>The list holds {count} feeds; {limit} can be read at once. Split it.</source>
            <translation>Die Liste enthält {count} Feeds; {limit} können auf einmal gelesen werden. Teilen Sie sie auf.</translation>
        </message>
        <message>
            <source>The list has folders in folders, more than {limit} deep. Make it flatter.</source>
            <translation>Die Liste hat Ordner in Ordnern, mehr als {limit} Ebenen tief. Machen Sie sie flacher.</translation>
        </message>
        <message>
            <source>there is no RSS, Atom or JSON Feed in it</source>
            <translation>darin ist kein RSS, Atom oder JSON Feed</translation>
        </message>
        <message>
            <source>it breaks off</source>
            <translation>er bricht ab</translation>
        </message>
        <message>
            <source>There is no keyring on this computer that could keep a secret.</source>
            <translation>Auf diesem Computer gibt es keinen Schlüsselbund, der ein Geheimnis aufbewahren könnte.</translation>
        </message>
        <message>
            <source>The system’s keyring is locked. Unlock it, then try again.</source>
            <translation>Der Schlüsselbund des Systems ist gesperrt. Entsperren Sie ihn und versuchen Sie es erneut.</translation>
        </message>
        <message>
            <source>The keyring of this computer has no secret for this feed.</source>
            <translation>Der Schlüsselbund dieses Computers enthält nichts für diesen Feed.</translation>
        </message>
        <message>
            <source>The system’s keyring does not answer ({kind}).</source>
            <translation>Der Schlüsselbund des Systems antwortet nicht ({kind}).</translation>
        </message>
        <message>
            <source>“{file}” could not be written ({reason}). Check the disk’s space and the folder’s rights.</source>
            <translation>„{file}“ konnte nicht geschrieben werden ({reason}). Prüfen Sie den Speicherplatz und die Rechte des Ordners.</translation>
        </message>
        <message>
            <source>This cannot be taken back any more.</source>
            <translation>Das lässt sich nicht mehr rückgängig machen.</translation>
        </message>
        <message>
            <source>This label is not in the library any more.</source>
            <translation>Dieses Etikett ist nicht mehr in der Bibliothek.</translation>
        </message>
        <message>
            <source>“{file}” could not be read ({reason}).</source>
            <translation>„{file}“ konnte nicht gelesen werden ({reason}).</translation>
        </message>
        <message>
            <source>There are no subscriptions in “{file}”.</source>
            <translation>In „{file}“ sind keine Abonnements.</translation>
        </message>
        <message>
            <source>This feed is not in the library any more.</source>
            <translation>Dieser Feed ist nicht mehr in der Bibliothek.</translation>
        </message>
        <message>
            <source>There is no library “{file}”.</source>
            <translation>Es gibt keine Bibliothek „{file}“.</translation>
        </message>
        <message>
            <source>No backup was made, for there is too little room on the disk: {needed} MB must be free in “{folder}”.</source>
            <translation>Es wurde keine Sicherung angelegt, denn auf dem Datenträger ist zu wenig Platz: In „{folder}“ müssen {needed} MB frei sein.</translation>
        </message>
        <message>
            <source>“{name}” can mean {count} backups. Write more of it.</source>
            <translation>„{name}“ kann {count} Sicherungen meinen. Schreiben Sie mehr davon.</translation>
        </message>
        <message>
            <source>There is no backup or file “{name}”. See: desktop-reader backup --list</source>
            <translation>Es gibt keine Sicherung oder Datei „{name}“. Siehe: desktop-reader backup --list</translation>
        </message>
        <message>
            <source>“{file}” is no library of Desktop Reader. Choose another file.</source>
            <translation>„{file}“ ist keine Bibliothek von Desktop Reader. Wählen Sie eine andere Datei.</translation>
        </message>
        <message>
            <source>An article's text in “{file}” cannot be unpacked ({reason}). Run “desktop-reader check”: it tells what is damaged and mends what can be mended.</source>
            <translation>Der Text eines Artikels in „{file}“ lässt sich nicht entpacken ({reason}). Führen Sie „desktop-reader check“ aus: Es zeigt, was beschädigt ist, und repariert, was sich reparieren lässt.</translation>
        </message>
        <message>
            <source>The last answer of this feed is damaged in the library ({reason}).</source>
            <translation>Die letzte Antwort dieses Feeds ist in der Bibliothek beschädigt ({reason}).</translation>
        </message>
        <message>
            <source>An earlier version is damaged. Run “desktop-reader check”.</source>
            <translation>Eine frühere Fassung ist beschädigt. Führen Sie „desktop-reader check“ aus.</translation>
        </message>
        <message>
            <source>The library “{file}” is open on the computer “{host}”, which was last seen at {time}. Close it there, or open it here for reading only (--read-only).</source>
            <translation>Die Bibliothek „{file}“ ist auf dem Computer „{host}“ geöffnet, zuletzt bemerkt um {time}. Schließen Sie sie dort oder öffnen Sie sie hier nur zum Lesen (--read-only).</translation>
        </message>
        <message>
            <source>The library “{file}” is open in the window of Desktop Reader (process {pid}). Close that window first.</source>
            <translation>Die Bibliothek „{file}“ ist im Fenster von Desktop Reader geöffnet (Prozess {pid}). Schließen Sie zuerst dieses Fenster.</translation>
        </message>
        <message>
            <source>The library “{file}” is being changed by the command “{command}” (process {pid}). Try again when it is done.</source>
            <translation>Die Bibliothek „{file}“ wird gerade vom Befehl „{command}“ geändert (Prozess {pid}). Versuchen Sie es erneut, wenn er fertig ist.</translation>
        </message>
        <message>
            <source>The library “{file}” cannot be opened ({reason}). Check that the folder exists and may be read and written.</source>
            <translation>Die Bibliothek „{file}“ lässt sich nicht öffnen ({reason}). Prüfen Sie, ob der Ordner existiert und gelesen und beschrieben werden darf.</translation>
        </message>
        <message>
            <source>letters that are none</source>
            <translation>Buchstaben, die keine sind</translation>
        </message>
        <message>
            <source>The library “{file}” is in use by another program. Close that program, or wait, and try again.</source>
            <translation>Die Bibliothek „{file}“ wird von einem anderen Programm benutzt. Schließen Sie es oder warten Sie und versuchen Sie es erneut.</translation>
        </message>
        <message>
            <source>The library “{file}” is read-only, so nothing can be changed in it. Make the file and its folder writable and try again.</source>
            <translation>Die Bibliothek „{file}“ ist schreibgeschützt, daher kann nichts darin geändert werden. Machen Sie die Datei und ihren Ordner beschreibbar und versuchen Sie es erneut.</translation>
        </message>
        <message>
            <source>The disk is full, so nothing was changed. Free some space and try again. The library is “{file}”.</source>
            <translation>Der Datenträger ist voll, deshalb wurde nichts geändert. Schaffen Sie etwas Platz und versuchen Sie es noch einmal. Die Bibliothek ist „{file}“.</translation>
        </message>
        <message>
            <source>The disk does not answer, so nothing was changed. Check that it is connected and may be written, and try again. The library is “{file}” ({reason}).</source>
            <translation>Der Datenträger antwortet nicht, deshalb wurde nichts geändert. Prüfen Sie, ob er verbunden ist und beschrieben werden darf, und versuchen Sie es noch einmal. Die Bibliothek ist „{file}“ ({reason}).</translation>
        </message>
        <message>
            <source>“{file}” is damaged or is no library of Desktop Reader ({reason}). It was left as it is; choose another file with --library, or put a backup in its place. What can be read of a library is saved by “desktop-reader check”.</source>
            <translation>„{file}“ ist beschädigt oder keine Bibliothek von Desktop Reader ({reason}). Die Datei wurde gelassen, wie sie ist; wählen Sie mit --library eine andere, oder legen Sie eine Sicherung an ihre Stelle. Was von einer Bibliothek lesbar ist, rettet „desktop-reader check“.</translation>
        </message>
        <message>
            <source>The library “{file}” cannot be opened. Check that the folder exists and may be read and written.</source>
            <translation>Die Bibliothek „{file}“ lässt sich nicht öffnen. Prüfen Sie, ob der Ordner existiert und gelesen und beschrieben werden darf.</translation>
        </message>
        <message>
            <source>The library “{file}” cannot be used ({reason}). It was left as it is.</source>
            <translation>Die Bibliothek „{file}“ lässt sich nicht benutzen ({reason}). Sie wurde nicht verändert.</translation>
        </message>
        <message>
            <source>The library “{file}” is not there, so it cannot be read.</source>
            <translation>Die Bibliothek „{file}“ ist nicht da und kann daher nicht gelesen werden.</translation>
        </message>
        <message>
            <source>it carries no library version</source>
            <translation>sie trägt keine Version einer Bibliothek</translation>
        </message>
        <message>
            <source>“{file}” was written by a newer version of Desktop Reader (library version {found}, this program knows {known}). Install the newer version; the library was not touched.</source>
            <translation>„{file}“ wurde von einer neueren Version von Desktop Reader geschrieben (Bibliotheksversion {found}, dieses Programm kennt {known}). Installieren Sie die neuere Version; die Bibliothek wurde nicht angerührt.</translation>
        </message>
        <message>
            <source>“{file}” was written by an older version of Desktop Reader. Open it once for writing, so that it is brought up to date; then it can be read.</source>
            <translation>„{file}“ wurde von einer älteren Version von Desktop Reader geschrieben. Öffnen Sie sie einmal zum Schreiben, damit sie aktualisiert wird; danach kann sie gelesen werden.</translation>
        </message>
        <message>
            <source>no SQLite file</source>
            <translation>keine SQLite-Datei</translation>
        </message>
        <message>
            <source>its beginning is damaged</source>
            <translation>ihr Anfang ist beschädigt</translation>
        </message>
        <message>
            <source>“{file}” is a database of another program, not a library of Desktop Reader. It was left as it is; choose another file with --library.</source>
            <translation>„{file}“ ist die Datenbank eines anderen Programms, keine Bibliothek von Desktop Reader. Sie wurde nicht verändert; wählen Sie mit --library eine andere Datei.</translation>
        </message>
        <message>
            <source>its end is missing</source>
            <translation>ihr Ende fehlt</translation>
        </message>
        <message>
            <source>The search file “{file}” is damaged. Remove it and start Desktop Reader again: it is made anew, and nothing is lost.</source>
            <translation>Die Suchdatei „{file}“ ist beschädigt. Entfernen Sie sie und starten Sie Desktop Reader neu: Sie wird neu angelegt und nichts geht verloren.</translation>
        </message>
        <message>
            <source>This Python's SQLite ({version}) is too old: Desktop Reader needs {needed} or newer. Install a newer one beside it (“pip install pysqlite3”), or start Desktop Reader with a newer Python.</source>
            <translation>Das SQLite dieses Pythons ({version}) ist zu alt: Desktop Reader braucht {needed} oder neuer. Installieren Sie ein neueres dazu („pip install pysqlite3“) oder starten Sie Desktop Reader mit einem neueren Python.</translation>
        </message>
        <message>
            <source>This Python's SQLite ({version}) lacks FTS5, which searching needs. Install a newer one beside it (“pip install pysqlite3”), or start Desktop Reader with a newer Python.</source>
            <translation>Dem SQLite dieses Pythons ({version}) fehlt FTS5, das die Suche braucht. Installieren Sie ein neueres dazu („pip install pysqlite3“) oder starten Sie Desktop Reader mit einem neueren Python.</translation>
        </message>
        <message>
            <source>The library is being written to all the time. Make the backup a little later.</source>
            <translation>In die Bibliothek wird ständig geschrieben. Legen Sie die Sicherung etwas später an.</translation>
        </message>
        <message>
            <source>“{file}” is damaged ({reason}), so no copy was made of it. Mend it with “desktop-reader check”.</source>
            <translation>„{file}“ ist beschädigt ({reason}), deshalb wurde keine Kopie davon angelegt. Reparieren Sie sie mit „desktop-reader check“.</translation>
        </message>
        <message>
            <source>The reading record was erased more than a day ago. It cannot be brought back.</source>
            <translation>Die Lesespuren wurden vor mehr als einem Tag gelöscht. Sie lassen sich nicht zurückholen.</translation>
        </message>
        <message>
            <source>There is no label “{name}”.</source>
            <translation>Es gibt kein Etikett „{name}“.</translation>
        </message>
        <message>
            <source>There is a label of this name already.</source>
            <translation>Es gibt schon ein Etikett dieses Namens.</translation>
        </message>
        <message>
            <source>A label needs a name.</source>
            <translation>Ein Etikett braucht einen Namen.</translation>
        </message>
        <message>
            <source>This library is open for reading only.</source>
            <translation>Diese Bibliothek ist nur zum Lesen geöffnet.</translation>
        </message>
        <message>
            <source>The library “{file}” was replaced or removed by another program, such as a sync service, so nothing can be changed in it any more. Close Desktop Reader and open it again.</source>
            <translation>Die Bibliothek „{file}“ wurde von einem anderen Programm ersetzt oder entfernt, etwa von einem Synchronisierungsdienst; daher lässt sich nichts mehr in ihr ändern. Schließen Sie Desktop Reader und öffnen Sie ihn neu.</translation>
        </message>
        <message>
            <source>The library “{file}” was moved to “{to}”. Open it there; or, to begin anew here, remove “{file}-moved”.</source>
            <translation>Die Bibliothek „{file}“ wurde nach „{to}“ verschoben. Öffnen Sie sie dort; oder entfernen Sie „{file}-moved“, um hier neu zu beginnen.</translation>
        </message>
        <message>
            <source>“{file}” is missing or empty, but its journal “{file}{journal}” is there. Nothing was touched: put the library back beside its journal, or move the journal away to begin anew.</source>
            <translation>„{file}“ fehlt oder ist leer, aber ihr Journal „{file}{journal}“ ist da. Nichts wurde angerührt: Legen Sie die Bibliothek zurück neben ihr Journal oder verschieben Sie das Journal, um neu zu beginnen.</translation>
        </message>
        <message>
            <source>“{file}” is empty, but a library was there: “{trace}” is beside it. Nothing was touched: put a backup in its place, or let “desktop-reader check” bring back what can be had. To begin anew, move “{trace}” away.</source>
            <translation>„{file}“ ist leer, aber dort war eine Bibliothek: „{trace}“ liegt daneben. Nichts wurde angerührt: Legen Sie eine Sicherung an ihre Stelle, oder lassen Sie „desktop-reader check“ zurückbringen, was zu haben ist. Um neu zu beginnen, legen Sie „{trace}“ woandershin.</translation>
        </message>
        <message>
            <source>“{file}” is not there any more, but a library was: “{trace}” is beside its place. Nothing was touched: put the library back, or let “desktop-reader check” bring back what can be had. To begin anew, move “{trace}” away.</source>
            <translation>„{file}“ ist nicht mehr da, aber dort war eine Bibliothek: „{trace}“ liegt neben ihrem Platz. Nichts wurde angerührt: Legen Sie die Bibliothek zurück, oder lassen Sie „desktop-reader check“ zurückbringen, was zu haben ist. Um neu zu beginnen, legen Sie „{trace}“ woandershin.</translation>
        </message>
        <message>
            <source>“{file}” carries no library version, so it cannot be brought up to date. It was left as it is; put a backup in its place.</source>
            <translation>„{file}“ trägt keine Bibliotheksversion und kann daher nicht aktualisiert werden. Sie wurde nicht verändert; spielen Sie eine Sicherung ein.</translation>
        </message>
        <message>
            <source>“{file}” is damaged ({reason}), so it was not brought up to date. Mend it with “desktop-reader check”.</source>
            <translation>„{file}“ ist beschädigt ({reason}), deshalb wurde sie nicht auf den neuen Stand gebracht. Reparieren Sie sie mit „desktop-reader check“.</translation>
        </message>
        <message>
            <source>The folder “{folder}” is not there. Choose another one.</source>
            <translation>Der Ordner „{folder}“ ist nicht da. Wählen Sie einen anderen.</translation>
        </message>
        <message>
            <source>“{file}” is a link to the library. Move the library yourself and open it in its new place.</source>
            <translation>„{file}“ ist eine Verknüpfung zur Bibliothek. Verschieben Sie die Bibliothek selbst und öffnen Sie sie am neuen Ort.</translation>
        </message>
        <message>
            <source>The library lies in “{folder}” already.</source>
            <translation>Die Bibliothek liegt bereits in „{folder}“.</translation>
        </message>
        <message>
            <source>There is a file “{file}” already, and nothing is put in its place. Choose another folder.</source>
            <translation>Es gibt bereits eine Datei „{file}“, und sie wird nicht ersetzt. Wählen Sie einen anderen Ordner.</translation>
        </message>
        <message>
            <source>The folder “{folder}” cannot be written. Choose another one.</source>
            <translation>In den Ordner „{folder}“ kann nicht geschrieben werden. Wählen Sie einen anderen.</translation>
        </message>
        <message>
            <source>There is too little room in “{folder}”: the library needs {needed} MB. Free some, or choose another.</source>
            <translation>In „{folder}“ ist zu wenig Platz: Die Bibliothek braucht {needed} MB. Schaffen Sie Platz oder wählen Sie einen anderen Ordner.</translation>
        </message>
        <message>
            <source>There is a file “{file}” already. Choose another folder.</source>
            <translation>Es gibt bereits eine Datei „{file}“. Wählen Sie einen anderen Ordner.</translation>
        </message>
        <message>
            <source>The copy of the library in “{folder}” is not what it should be ({reason}). The library stays where it is; check the disk.</source>
            <translation>Die Kopie der Bibliothek in „{folder}“ ist nicht, wie sie sein sollte ({reason}). Die Bibliothek bleibt, wo sie ist; prüfen Sie den Datenträger.</translation>
        </message>
        <message>
            <source>There is no folder “{name}”. The category IDs of your folders are listed by “desktop-reader feeds”.</source>
            <translation>Es gibt keinen Ordner „{name}“. Die Kategorie-IDs Ihrer Ordner zeigt „desktop-reader feeds“.</translation>
        </message>
        <message>
            <source>“{name}” names more than one {kind}. Give more of its id.</source>
            <translation>„{name}“ bezeichnet mehr als einen {kind}. Geben Sie mehr von der ID an.</translation>
        </message>
        <message>
            <source>There is no {kind} “{name}”. The ids are listed by “{command}”.</source>
            <translation>Es gibt keinen {kind} „{name}“. Die IDs zeigt „{command}“.</translation>
        </message>
        <message>
            <source>The library “{file}” is not there. Connect the disk that it lies on, or choose another library.</source>
            <translation>Die Bibliothek „{file}“ ist nicht da. Schließen Sie den Datenträger an, auf dem sie liegt, oder wählen Sie eine andere.</translation>
        </message>
        <message>
            <source>There is no file “{file}”.</source>
            <translation>Es gibt keine Datei „{file}“.</translation>
        </message>
        <message>
            <source>“{file}” is the library that is open. Choose a backup of it.</source>
            <translation>„{file}“ ist die Bibliothek, die geöffnet ist. Wählen Sie eine Sicherung von ihr.</translation>
        </message>
        <message>
            <source>“{file}” was written by a newer version of Desktop Reader. Install the newer version to restore it.</source>
            <translation>„{file}“ wurde von einer neueren Version von Desktop Reader geschrieben. Installieren Sie die neuere Version, um sie wiederherzustellen.</translation>
        </message>
        <message>
            <source>There is too little room to restore “{file}”: {needed} MB must be free. The library was left as it is.</source>
            <translation>Es ist zu wenig Platz, um „{file}“ wiederherzustellen: {needed} MB müssen frei sein. Die Bibliothek wurde gelassen, wie sie ist.</translation>
        </message>
        <message>
            <source>“{file}” is damaged ({reason}) and cannot be restored. Choose another file.</source>
            <translation>„{file}“ ist beschädigt ({reason}) und lässt sich nicht wiederherstellen. Wählen Sie eine andere Datei.</translation>
        </message>
        <message>
            <source>The library “{file}” was moved to “{to}”. Restore it there.</source>
            <translation>Die Bibliothek „{file}“ ist nach „{to}“ umgezogen. Stellen Sie sie dort wieder her.</translation>
        </message>
        <message>
            <source>This rule is not in the library any more.</source>
            <translation>Diese Regel ist nicht mehr in der Bibliothek.</translation>
        </message>
        <message>
            <source>A rule notifies always or never, not both.</source>
            <translation>Eine Regel benachrichtigt immer oder nie, nicht beides.</translation>
        </message>
        <message>
            <source>Choose what the rule does.</source>
            <translation>Wählen Sie, was die Regel tut.</translation>
        </message>
        <message>
            <source>Say which articles the rule is for.</source>
            <translation>Geben Sie an, für welche Artikel die Regel gilt.</translation>
        </message>
        <message>
            <source>This search is too long.</source>
            <translation>Diese Suche ist zu lang.</translation>
        </message>
        <message>
            <source>Line {line}: {what}</source>
            <translation>Zeile {line}: {what}</translation>
        </message>
        <message>
            <source>What this rule did was too long ago.</source>
            <translation>Was diese Regel getan hat, ist zu lange her.</translation>
        </message>
        <message>
            <source>The library “{file}” was moved to “{to}”. Mend it there.</source>
            <translation>Die Bibliothek „{file}“ ist nach „{to}“ umgezogen. Reparieren Sie sie dort.</translation>
        </message>
        <message>
            <source>Nothing of a library can be read from “{file}”, and there is neither a backup nor a list of subscriptions beside it. It was left as it is.</source>
            <translation>Aus „{file}“ ist nichts von einer Bibliothek lesbar, und daneben gibt es weder eine Sicherung noch eine Liste der Abonnements. Die Datei wurde gelassen, wie sie ist.</translation>
        </message>
        <message>
            <source>A search needs a name.</source>
            <translation>Eine Suche braucht einen Namen.</translation>
        </message>
        <message>
            <source>This search is not in the library any more.</source>
            <translation>Diese Suche ist nicht mehr in der Bibliothek.</translation>
        </message>
        <message>
            <source>There is nothing to search for.</source>
            <translation>Es gibt nichts, wonach zu suchen wäre.</translation>
        </message>
        <message>
            <source>This folder is not in the library any more.</source>
            <translation>Dieser Ordner ist nicht mehr in der Bibliothek.</translation>
        </message>
        <message>
            <source>Fine</source>
            <translation>In Ordnung</translation>
        </message>
        <message>
            <source>New</source>
            <translation>Neu</translation>
        </message>
        <message>
            <source>Quiet</source>
            <translation>Still</translation>
        </message>
        <message>
            <source>Slow</source>
            <translation>Langsam</translation>
        </message>
        <message>
            <source>Moved</source>
            <translation>Umgezogen</translation>
        </message>
        <message>
            <source>Left alone for a while</source>
            <translation>Vorerst in Ruhe gelassen</translation>
        </message>
        <message>
            <source>Offline</source>
            <translation>Offline</translation>
        </message>
        <message>
            <source>Not reached</source>
            <translation>Nicht erreicht</translation>
        </message>
        <message>
            <source>Blocked</source>
            <translation>Blockiert</translation>
        </message>
        <message>
            <source>Needs a password</source>
            <translation>Braucht ein Passwort</translation>
        </message>
        <message>
            <source>Not found</source>
            <translation>Nicht gefunden</translation>
        </message>
        <message>
            <source>Gone</source>
            <translation>Verschwunden</translation>
        </message>
        <message>
            <source>Not safe</source>
            <translation>Nicht sicher</translation>
        </message>
        <message>
            <source>Cannot be read</source>
            <translation>Nicht lesbar</translation>
        </message>
        <message>
            <source>Wrong address</source>
            <translation>Falsche Adresse</translation>
        </message>
        <message>
            <source>several times a day</source>
            <translation>mehrmals täglich</translation>
        </message>
        <message>
            <source>daily</source>
            <translation>täglich</translation>
        </message>
        <message>
            <source>every few days</source>
            <translation>alle paar Tage</translation>
        </message>
        <message>
            <source>weekly</source>
            <translation>wöchentlich</translation>
        </message>
        <message>
            <source>every two weeks</source>
            <translation>alle zwei Wochen</translation>
        </message>
        <message>
            <source>monthly</source>
            <translation>monatlich</translation>
        </message>
        <message>
            <source>every few months</source>
            <translation>alle paar Monate</translation>
        </message>
        <message>
            <source>once or twice a year</source>
            <translation>ein- bis zweimal im Jahr</translation>
        </message>
        <message>
            <source>Its server asked not to be called before {until}, perhaps because of another of its feeds.</source>
            <translation>Sein Server bat darum, nicht vor {until} abgefragt zu werden, vielleicht wegen eines anderen seiner Feeds.</translation>
        </message>
        <message>
            <source>It was not asked yet.</source>
            <translation>Er wurde noch nicht abgefragt.</translation>
        </message>
        <message>
            <source>It comes, but slowly: its last answers took about {took}.</source>
            <translation>Er kommt, aber langsam: Die letzten Antworten dauerten etwa {took}.</translation>
        </message>
        <message>
            <source>It moved to another address, and we followed it.</source>
            <translation>Er ist an eine andere Adresse umgezogen, und wir sind ihm gefolgt.</translation>
        </message>
        <message>
            <source>Nothing for {silence}.</source>
            <translation>Seit {silence} nichts.</translation>
        </message>
        <message>
            <source>Nothing for {silence}; it used to post {pace}.</source>
            <translation>Seit {silence} nichts; sonst erschien {pace} etwas.</translation>
        </message>
        <message>
            <source>It answers well, and has no articles yet.</source>
            <translation>Er antwortet gut und hat noch keine Artikel.</translation>
        </message>
        <message>
            <source>It answers well.</source>
            <translation>Er antwortet gut.</translation>
        </message>
        <message>
            <source>It answers well, and posts {pace}.</source>
            <translation>Er antwortet gut; {pace} erscheint etwas.</translation>
        </message>
        <message>
            <source>It failed once.</source>
            <translation>Es ist einmal fehlgeschlagen.</translation>
        </message>
        <message>
            <source>It failed {count} times in a row.</source>
            <translation>Es ist {count}-mal nacheinander fehlgeschlagen.</translation>
        </message>
        <message>
            <source>We asked at {old} before, and ask at {url} now.</source>
            <translation>Früher fragten wir bei {old}, jetzt bei {url}.</translation>
        </message>
        <message>
            <source>The server says that it moved to {to}. We follow when another refresh finds the same.</source>
            <translation>Der Server meldet einen Umzug nach {to}. Wir folgen, wenn die nächste Aktualisierung das bestätigt.</translation>
        </message>
        <message>
            <source>We do not ask it any more. Its articles stay.</source>
            <translation>Wir fragen ihn nicht mehr ab. Seine Artikel bleiben.</translation>
        </message>
        <message>
            <source>We leave the server alone until {until}, as it wishes.</source>
            <translation>Wir lassen den Server bis {until} in Ruhe, wie er es wünscht.</translation>
        </message>
        <message>
            <source>We wait longer after each failure, now {wait}.</source>
            <translation>Nach jedem Fehlschlag warten wir länger; die nächste Abfrage kommt nach {wait}.</translation>
        </message>
        <message>
            <source>“{detail}” is not a web address. Use one that begins with http:// or https://.</source>
            <translation>„{detail}“ ist keine Webadresse. Verwenden Sie eine, die mit http:// oder https:// beginnt.</translation>
        </message>
        <message>
            <source>There is no connection to the internet. The feeds are asked again as soon as there is one.</source>
            <translation>Es besteht keine Verbindung zum Internet. Sobald es eine gibt, werden die Feeds wieder abgefragt.</translation>
        </message>
        <message>
            <source>No server named “{detail}” was found. Check the address and your connection.</source>
            <translation>Es wurde kein Server namens „{detail}“ gefunden. Prüfen Sie die Adresse und Ihre Verbindung.</translation>
        </message>
        <message>
            <source>The server did not accept the connection ({detail}). It may be back later.</source>
            <translation>Der Server hat die Verbindung nicht angenommen ({detail}). Vielleicht ist er später wieder da.</translation>
        </message>
        <message>
            <source>The server did not answer in time ({detail}). It may be back later.</source>
            <translation>Der Server hat nicht rechtzeitig geantwortet ({detail}). Vielleicht ist er später wieder da.</translation>
        </message>
        <message>
            <source>The server’s certificate is not valid ({detail}). Nothing was read from it.</source>
            <translation>Das Zertifikat des Servers ist ungültig ({detail}). Es wurde nichts gelesen.</translation>
        </message>
        <message>
            <source>The server asks for a password. Give it under “Name and password…” in the feed’s menu, or in the address when you add the feed: https://name:password@host/…</source>
            <translation>Der Server verlangt ein Passwort. Geben Sie es im Menü des Feeds unter „Name und Passwort …“ an, oder beim Hinzufügen in der Adresse: https://name:password@host/…</translation>
        </message>
        <message>
            <source>The feed’s password could not be had. {detail}</source>
            <translation>Das Passwort des Feeds war nicht zu bekommen. {detail}</translation>
        </message>
        <message>
            <source>The server refuses to give this feed out (403). It may open in a browser, or elsewhere.</source>
            <translation>Der Server verweigert diesen Feed (403). Vielleicht lässt er sich im Browser oder anderswo öffnen.</translation>
        </message>
        <message>
            <source>There is nothing at this address (404). Check the address; the feed may have moved.</source>
            <translation>Unter dieser Adresse ist nichts (404). Prüfen Sie die Adresse; vielleicht ist der Feed umgezogen.</translation>
        </message>
        <message>
            <source>The server says that this feed is gone for good (410). It is asked no more; its articles stay.</source>
            <translation>Der Server meldet, dass es diesen Feed nicht mehr gibt (410). Er wird nicht mehr abgefragt; seine Artikel bleiben.</translation>
        </message>
        <message>
            <source>The server asks not to be called so often (429). It is left alone until it may be asked again.</source>
            <translation>Der Server bittet darum, seltener abgefragt zu werden (429). Bis dahin wird er in Ruhe gelassen.</translation>
        </message>
        <message>
            <source>The server has a fault ({detail}). It may be mended later.</source>
            <translation>Der Server hat einen Fehler ({detail}). Vielleicht wird er später behoben.</translation>
        </message>
        <message>
            <source>The server refused the request ({detail}).</source>
            <translation>Der Server hat die Anfrage abgelehnt ({detail}).</translation>
        </message>
        <message>
            <source>The address is passed on without end ({detail}). Check the address.</source>
            <translation>Die Adresse wird endlos weitergeleitet ({detail}). Prüfen Sie die Adresse.</translation>
        </message>
        <message>
            <source>The address leads into a private network ({detail}), which a public feed may not do. If it is your own network, refresh this feed alone.</source>
            <translation>Die Adresse führt in ein privates Netz ({detail}), was ein öffentlicher Feed nicht darf. Wenn es Ihr eigenes Netz ist, aktualisieren Sie diesen Feed allein.</translation>
        </message>
        <message>
            <source>The answer is larger than a feed may be ({detail}). Nothing of it was kept.</source>
            <translation>Die Antwort ist größer, als ein Feed sein darf ({detail}). Nichts davon wurde übernommen.</translation>
        </message>
        <message>
            <source>The answer broke off ({detail}). It may come whole later.</source>
            <translation>Die Antwort brach ab ({detail}). Vielleicht kommt sie später ganz.</translation>
        </message>
        <message>
            <source>The answer is empty. What was there stays.</source>
            <translation>Die Antwort ist leer. Was da war, bleibt.</translation>
        </message>
        <message>
            <source>There is a web page at this address, not a feed. Check the address, or add the site anew.</source>
            <translation>Unter dieser Adresse ist eine Webseite, kein Feed. Prüfen Sie die Adresse oder fügen Sie die Website neu hinzu.</translation>
        </message>
        <message>
            <source>The feed cannot be read ({detail}). What was there stays.</source>
            <translation>Der Feed ist nicht lesbar ({detail}). Was da war, bleibt.</translation>
        </message>
        <message>
            <source>The feed took too long to read and was given up ({detail}).</source>
            <translation>Das Lesen des Feeds dauerte zu lange und wurde abgebrochen ({detail}).</translation>
        </message>
        <message>
            <source>a list of links</source>
            <translation>eine Liste von Links</translation>
        </message>
        <message>
            <source>files</source>
            <translation>Dateien</translation>
        </message>
        <message>
            <source>In the library now: {articles} articles, {feeds} feeds.</source>
            <translation>Jetzt in der Bibliothek: {articles} Artikel, {feeds} Feeds.</translation>
        </message>
        <message>
            <source>Saved from the damaged file: {articles} articles.</source>
            <translation>Aus der beschädigten Datei gerettet: {articles} Artikel.</translation>
        </message>
        <message>
            <source>Taken from the backup of {when}: {articles} articles.</source>
            <translation>Aus der Sicherung von {when} genommen: {articles} Artikel.</translation>
        </message>
        <message>
            <source>Taken from the list of subscriptions: {feeds} feeds.</source>
            <translation>Aus der Liste der Abonnements genommen: {feeds} Feeds.</translation>
        </message>
        <message>
            <source>The damaged file was not changed. It is kept as “{file}”.</source>
            <translation>Die beschädigte Datei wurde nicht geändert. Sie wird als „{file}“ aufgehoben.</translation>
        </message>
        <message>
            <source>Nothing is lost.</source>
            <translation>Nichts ist verloren.</translation>
        </message>
        <message>
            <source>How many articles are lost cannot be known: their numbers are lost as well.</source>
            <translation>Wie viele Artikel verloren sind, lässt sich nicht sagen: Auch ihre Zahlen sind verloren.</translation>
        </message>
        <message>
            <source>Lost from “{feed}”: {articles} of {of} articles.</source>
            <translation>Verloren aus „{feed}“: {articles} von {of} Artikeln.</translation>
        </message>
        <message>
            <source>Lost from {feeds} other feeds: {articles} articles.</source>
            <translation>Verloren aus {feeds} weiteren Feeds: {articles} Artikel.</translation>
        </message>
        <message>
            <source>Articles without a text, until their feeds bring it again: {articles}.</source>
            <translation>Artikel ohne Text, bis ihre Feeds ihn wieder bringen: {articles}.</translation>
        </message>
        <message>
            <source>Articles of which it is not known whether they were read or starred: {articles}.</source>
            <translation>Artikel, von denen nicht bekannt ist, ob sie gelesen wurden oder einen Stern hatten: {articles}.</translation>
        </message>
        <message>
            <source>Feeds that have lost their address and are not asked any more: {feeds}.</source>
            <translation>Feeds, die ihre Adresse verloren haben und nicht mehr gefragt werden: {feeds}.</translation>
        </message>
        <message>
            <source>The article’s page could not be fetched ({detail}).</source>
            <translation>Die Seite des Artikels konnte nicht geholt werden ({detail}).</translation>
        </message>
        <message>
            <source>This article has no address of a web page.</source>
            <translation>Dieser Artikel hat keine Adresse einer Webseite.</translation>
        </message>
        <message>
            <source>There is no connection to the internet.</source>
            <translation>Es besteht keine Verbindung zum Internet.</translation>
        </message>
        <message>
            <source>No server named “{detail}” was found.</source>
            <translation>Es wurde kein Server namens „{detail}“ gefunden.</translation>
        </message>
        <message>
            <source>The server of the article’s page did not accept the connection ({detail}).</source>
            <translation>Der Server der Artikelseite hat die Verbindung nicht angenommen ({detail}).</translation>
        </message>
        <message>
            <source>The server of the article’s page did not answer in time ({detail}).</source>
            <translation>Der Server der Artikelseite hat nicht rechtzeitig geantwortet ({detail}).</translation>
        </message>
        <message>
            <source>The certificate of the article’s server is not valid ({detail}). Nothing was read from it.</source>
            <translation>Das Zertifikat des Artikelservers ist ungültig ({detail}). Es wurde nichts gelesen.</translation>
        </message>
        <message>
            <source>The article’s page asks for a password. Open the original instead.</source>
            <translation>Die Seite des Artikels verlangt ein Passwort. Öffnen Sie stattdessen das Original.</translation>
        </message>
        <message>
            <source>The server refuses to give the article’s page out (403). Open the original instead.</source>
            <translation>Der Server verweigert die Seite des Artikels (403). Öffnen Sie stattdessen das Original.</translation>
        </message>
        <message>
            <source>The article’s page is not there (404).</source>
            <translation>Die Seite des Artikels ist nicht da (404).</translation>
        </message>
        <message>
            <source>The article’s page is gone for good (410).</source>
            <translation>Die Seite des Artikels gibt es nicht mehr (410).</translation>
        </message>
        <message>
            <source>The server asks not to be called so often (429). Try again later.</source>
            <translation>Der Server bittet darum, seltener abgefragt zu werden (429). Versuchen Sie es später erneut.</translation>
        </message>
        <message>
            <source>The server of the article’s page has a fault ({detail}). Try again later.</source>
            <translation>Der Server der Artikelseite hat einen Fehler ({detail}). Versuchen Sie es später erneut.</translation>
        </message>
        <message>
            <source>The article’s address is passed on without end.</source>
            <translation>Die Adresse des Artikels wird endlos weitergeleitet.</translation>
        </message>
        <message>
            <source>The article’s address leads into a private network ({detail}), which it may not do.</source>
            <translation>Die Adresse des Artikels führt in ein privates Netz ({detail}), was sie nicht darf.</translation>
        </message>
        <message>
            <source>The article’s page is too large ({detail}).</source>
            <translation>Die Seite des Artikels ist zu groß ({detail}).</translation>
        </message>
        <message>
            <source>The answer broke off ({detail}). Try again.</source>
            <translation>Die Antwort brach ab ({detail}). Versuchen Sie es erneut.</translation>
        </message>
        <message>
            <source>The article’s page is empty.</source>
            <translation>Die Seite des Artikels ist leer.</translation>
        </message>
        <message>
            <source>No article was found on its page. Open the original instead.</source>
            <translation>Auf der Seite wurde kein Artikel gefunden. Öffnen Sie stattdessen das Original.</translation>
        </message>
        <message>
            <source>The article’s page took too long to read and was given up.</source>
            <translation>Das Lesen der Artikelseite dauerte zu lange und wurde abgebrochen.</translation>
        </message>
        <message>
            <source>1 year</source>
            <translation>1 Jahr</translation>
        </message>
        <message numerus="yes">
            <source>%n years</source>
            <translation>
                <numerusform>%n Jahr</numerusform>
                <numerusform>%n Jahren</numerusform>
            </translation>
        </message>
        <message>
            <source>1 month</source>
            <translation>1 Monat</translation>
        </message>
        <message numerus="yes">
            <source>%n months</source>
            <translation>
                <numerusform>%n Monat</numerusform>
                <numerusform>%n Monaten</numerusform>
            </translation>
        </message>
        <message>
            <source>1 day</source>
            <translation>1 Tag</translation>
        </message>
        <message numerus="yes">
            <source>%n days</source>
            <translation>
                <numerusform>%n Tag</numerusform>
                <numerusform>%n Tagen</numerusform>
            </translation>
        </message>
        <message>
            <source>1 hour</source>
            <translation>1 Stunde</translation>
        </message>
        <message numerus="yes">
            <source>%n hours</source>
            <translation>
                <numerusform>%n Stunde</numerusform>
                <numerusform>%n Stunden</numerusform>
            </translation>
        </message>
        <message>
            <source>1 minute</source>
            <translation>1 Minute</translation>
        </message>
        <message numerus="yes">
            <source>%n minutes</source>
            <translation>
                <numerusform>%n Minute</numerusform>
                <numerusform>%n Minuten</numerusform>
            </translation>
        </message>
        <message>
            <source>1 second</source>
            <translation>1 Sekunde</translation>
        </message>
        <message numerus="yes">
            <source>%n seconds</source>
            <translation>
                <numerusform>%n Sekunde</numerusform>
                <numerusform>%n Sekunden</numerusform>
            </translation>
        </message>
        <message>
            <source>This Python has no SQLite, in which Desktop Reader keeps its library. Install one beside it (“pip install pysqlite3”), or start Desktop Reader with a newer Python.</source>
            <translation>Dieses Python hat kein SQLite, in dem Desktop Reader seine Bibliothek führt. Installieren Sie eines dazu („pip install pysqlite3“) oder starten Sie Desktop Reader mit einem neueren Python.</translation>
        </message>
        <message>
            <source>There is no expression in this line.</source>
            <translation>In dieser Zeile steht kein Ausdruck.</translation>
        </message>
        <message>
            <source>This list or this line is too long.</source>
            <translation>Diese Liste oder diese Zeile ist zu lang.</translation>
        </message>
        <message>
            <source>“{value}” is no regular expression ({reason}).</source>
            <translation>„{value}“ ist kein regulärer Ausdruck ({reason}).</translation>
        </message>
        <message>
            <source>What stands behind the first {count} characters is not looked for.</source>
            <translation>Was hinter den ersten {count} Zeichen steht, wird nicht gesucht.</translation>
        </message>
        <message>
            <source>“is:{value}” is not known; there are is:unread, is:read, is:starred, is:labelled and is:hidden.</source>
            <translation>„is:{value}“ ist unbekannt; es gibt is:unread, is:read, is:starred, is:labelled und is:hidden.</translation>
        </message>
        <message>
            <source>“{value}” is no language; write its two letters, as in lang:en.</source>
            <translation>„{value}“ ist keine Sprache; schreiben Sie ihre zwei Buchstaben, etwa lang:de.</translation>
        </message>
        <message>
            <source>“{value}” is no date; write 2024, 2024-05, 2024-05-31, today, yesterday or 7d, 2w, 3m, 1y for so long ago.</source>
            <translation>„{value}“ ist kein Datum; schreiben Sie 2024, 2024-05, 2024-05-31, today, yesterday oder 7d, 2w, 3m, 1y für „so lange her“.</translation>
        </message>
        <message>
            <source>“{value}” is no number of words; write words:&gt;500, words:&lt;300 or words:300-500.</source>
            <translation>„{value}“ ist keine Wortzahl; schreiben Sie words:&gt;500, words:&lt;300 oder words:300-500.</translation>
        </message>
        <message>
            <source>“{file}” could not be changed ({reason}).</source>
            <translation>„{file}“ konnte nicht geändert werden ({reason}).</translation>
        </message>
        <message>
            <source>The import was stopped.</source>
            <translation>Der Import wurde angehalten.</translation>
        </message>
        <message>
            <source>“{file}” is too large to be a list of subscriptions.</source>
            <translation>„{file}“ ist zu groß für eine Abonnementliste.</translation>
        </message>
        <message>
            <source>The window that has this library open took this over, but has not told what came of it. Look there.</source>
            <translation>Das Fenster, in dem diese Bibliothek offen ist, hat den Auftrag angenommen, aber nicht gesagt, was daraus wurde. Sehen Sie dort nach.</translation>
        </message>
        <message>
            <source>Desktop Reader is open already, but does not answer. Wait a little, or end it, and try again.</source>
            <translation>Desktop Reader ist bereits geöffnet, antwortet aber nicht. Warten Sie etwas oder beenden Sie es und versuchen Sie es erneut.</translation>
        </message>
        <message>
            <source>The library “{file}” is read-only.</source>
            <translation>Die Bibliothek „{file}“ ist schreibgeschützt.</translation>
        </message>
        <message>
            <source>A backup is being made already.</source>
            <translation>Eine Sicherung wird schon angelegt.</translation>
        </message>
        <message>
            <source>The backup was given up, for Desktop Reader was closed.</source>
            <translation>Die Sicherung wurde aufgegeben, denn Desktop Reader wurde beendet.</translation>
        </message>
        <message>
            <source>The vault “{folder}” is not there. Nothing was written, and nothing is lost: put it back, or choose another folder in the preferences.</source>
            <translation>Der Tresor „{folder}“ ist nicht da. Es wurde nichts geschrieben, und nichts ist verloren: Legen Sie ihn zurück oder wählen Sie in den Einstellungen einen anderen Ordner.</translation>
        </message>
        <message>
            <source>“{file}” is a link to somewhere else, so nothing is written there.</source>
            <translation>„{file}“ ist ein Verweis auf etwas anderes, deshalb wird dort nichts geschrieben.</translation>
        </message>
        <message>
            <source>“{file}” is no library as JSON lines: its first line does not say so.</source>
            <translation>„{file}“ ist keine Bibliothek als JSON-Zeilen: Die erste Zeile sagt es nicht.</translation>
        </message>
        <message>
            <source>“{file}” was written by a later version of Desktop Reader. Update first.</source>
            <translation>„{file}“ wurde von einer neueren Version von Desktop Reader geschrieben. Aktualisieren Sie zuerst.</translation>
        </message>
        <message>
            <source>{site} gives out no feeds. Look for the same on a site of its author’s own.</source>
            <translation>{site} bietet keine Feeds an. Suchen Sie dasselbe auf einer eigenen Website des Autors.</translation>
        </message>
        <message>
            <source>The search was stopped.</source>
            <translation>Die Suche wurde angehalten.</translation>
        </message>
        <message>
            <source>No feed was found at “{address}”. Look on the site for a link named RSS, Atom or feed, and add that.</source>
            <translation>Unter „{address}“ wurde kein Feed gefunden. Suchen Sie auf der Website einen Link namens RSS, Atom oder Feed und fügen Sie ihn hinzu.</translation>
        </message>
        <message>
            <source>No feed was found at “{address}”, nor at {tried}. Look on the site for a link named RSS, Atom or feed, and add its address.</source>
            <translation>Weder unter „{address}“ noch unter {tried} wurde ein Feed gefunden. Suchen Sie auf der Website einen Link namens RSS, Atom oder Feed und fügen Sie seine Adresse hinzu.</translation>
        </message>
        <message>
            <source>What lies there is a list or a page, and no sound.</source>
            <translation>Dort liegt eine Liste oder eine Seite, kein Ton.</translation>
        </message>
        <message>
            <source>Desktop Reader ends</source>
            <translation>Desktop Reader wird beendet</translation>
        </message>
        <message>
            <source>“{file}” takes too long, or too much memory, to read. What was taken from it until then is kept.</source>
            <translation>„{file}“ zu lesen dauert zu lange oder braucht zu viel Speicher. Was bis dahin übernommen wurde, bleibt.</translation>
        </message>
        <message>
            <source>The server asked not to be called before {time}. Until then it is left alone.</source>
            <translation>Der Server bat darum, nicht vor {time} abgefragt zu werden. Bis dahin wird er in Ruhe gelassen.</translation>
        </message>
        <message>
            <source>The rule “{title}” was switched off: the regular expression in line {line} takes too long.</source>
            <translation>Die Regel „{title}“ wurde ausgeschaltet: Der reguläre Ausdruck in Zeile {line} dauert zu lange.</translation>
        </message>
        <message>
            <source>The rule “{title}” was switched off: one of its regular expressions takes too long.</source>
            <translation>Die Regel „{title}“ wurde ausgeschaltet: Einer ihrer regulären Ausdrücke dauert zu lange.</translation>
        </message>
        <message>
            <source>There is nothing to read at {address}.</source>
            <translation>Unter {address} gibt es nichts zu lesen.</translation>
        </message>
        <message>
            <source>What lies at {address} is no page ({kind}).</source>
            <translation>Was unter {address} liegt, ist keine Seite ({kind}).</translation>
        </message>
        <message>
            <source>no article</source>
            <translation>kein Artikel</translation>
        </message>
        <message>
            <source>This feed does not say where it lives. Add it by its address.</source>
            <translation>Dieser Feed verrät nicht, wo er liegt. Fügen Sie ihn über seine Adresse hinzu.</translation>
        </message>
    </context>
</TS>
