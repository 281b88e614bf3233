<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja" sourcelanguage="en">
    <context>
        <name>AboutPage</name>
        <message>
            <source>Version</source>
            <translation>バージョン</translation>
        </message>
        <message>
            <source>Library</source>
            <translation>ライブラリ</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>設定</translation>
        </message>
        <message>
            <source>System</source>
            <translation>システム</translation>
        </message>
        <message>
            <source>Copy details</source>
            <translation>詳細をコピー</translation>
        </message>
        <message>
            <source>Licences</source>
            <translation>ライセンス</translation>
        </message>
        <message>
            <source>Licence of</source>
            <translation>対象</translation>
        </message>
        <message>
            <source>The licence’s words</source>
            <translation>ライセンスの全文</translation>
        </message>
        <message>
            <source>A reader of feeds whose library belongs to you.</source>
            <translation>ライブラリがあなた自身のものであるフィードリーダーです。</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>コピーしました</translation>
        </message>
    </context>
    <context>
        <name>AccessDialog</name>
        <message>
            <source>Name and password of “{feed}”</source>
            <translation>「{feed}」のユーザー名とパスワード</translation>
        </message>
        <message>
            <source>Name and password</source>
            <translation>ユーザー名とパスワード</translation>
        </message>
        <message>
            <source>Token</source>
            <translation>トークン</translation>
        </message>
        <message>
            <source>Own headers</source>
            <translation>独自のヘッダー</translation>
        </message>
        <message>
            <source>Method</source>
            <translation>方式</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>ユーザー名</translation>
        </message>
        <message>
            <source>Password</source>
            <translation>パスワード</translation>
        </message>
        <message>
            <source>Headers</source>
            <translation>ヘッダー</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Keep until I quit</source>
            <translation>終了するまで保持</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>削除</translation>
        </message>
        <message>
            <source>Kept in the system’s keyring, not in the library, and sent to {host} only.</source>
            <translation>ライブラリではなくシステムのキーリングに保存され、{host} にのみ送信されます。</translation>
        </message>
        <message>
            <source>Type it again to change it</source>
            <translation>変更するには再入力してください</translation>
        </message>
        <message>
            <source>It can be kept in memory until you quit Desktop Reader.</source>
            <translation>Desktop Reader を終了するまでメモリーに保持できます。</translation>
        </message>
        <message>
            <source>Waiting for the system’s keyring…</source>
            <translation>システムのキーリングを待っています…</translation>
        </message>
    </context>
    <context>
        <name>ArticleModel</name>
        <message>
            <source>Unread</source>
            <translation>未読</translation>
        </message>
        <message>
            <source>Starred</source>
            <translation>スター付き</translation>
        </message>
        <message numerus="yes">
            <source>%n source(s)</source>
            <translation>
                <numerusform>配信元 %n 件</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ArticlePane</name>
        <message numerus="yes">
            <source>%Ln selected</source>
            <translation>
                <numerusform>%Ln 件を選択中</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%Ln unread</source>
            <translation>
                <numerusform>未読 %Ln 件</numerusform>
            </translation>
        </message>
        <message>
            <source>All read</source>
            <translation>すべて既読</translation>
        </message>
        <message>
            <source>1 article</source>
            <translation>1 件の記事</translation>
        </message>
        <message numerus="yes">
            <source>%Ln articles</source>
            <translation>
                <numerusform>%Ln 件の記事</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>about %Ln results</source>
            <translation>
                <numerusform>約 %Ln 件</numerusform>
            </translation>
        </message>
        <message>
            <source>Searching older articles…</source>
            <translation>古い記事を検索しています…</translation>
        </message>
        <message>
            <source>1 result</source>
            <translation>1 件</translation>
        </message>
        <message numerus="yes">
            <source>%Ln results</source>
            <translation>
                <numerusform>%Ln 件</numerusform>
            </translation>
        </message>
        <message>
            <source>Searching…</source>
            <translation>検索しています…</translation>
        </message>
        <message>
            <source>Older articles are being looked through.</source>
            <translation>古い記事を調べています。</translation>
        </message>
        <message>
            <source>No results</source>
            <translation>見つかりません</translation>
        </message>
        <message>
            <source>No article here has “{text}”.</source>
            <translation>「{text}」を含む記事はここにはありません。</translation>
        </message>
        <message>
            <source>Search everything instead</source>
            <translation>すべての記事から検索</translation>
        </message>
        <message>
            <source>There is nothing unread here.</source>
            <translation>未読の記事はありません。</translation>
        </message>
        <message>
            <source>No articles</source>
            <translation>記事はありません</translation>
        </message>
        <message>
            <source>New ones appear here as they are published.</source>
            <translation>新しい記事は公開されるとここに表示されます。</translation>
        </message>
    </context>
    <context>
        <name>ArticleView</name>
        <message>
            <source>Article</source>
            <translation>記事</translation>
        </message>
    </context>
    <context>
        <name>Backups</name>
        <message>
            <source>Backups</source>
            <translation>バックアップ</translation>
        </message>
        <message>
            <source>Make a backup every week</source>
            <translation>毎週バックアップを作る</translation>
        </message>
        <message>
            <source>The newest four of them are kept, the newest four that you made, and the newest from before an update and from before a repair. They lie beside the library: copy one to another disk now and then.</source>
            <translation>そのうち新しいもの4つと、ご自身で作った新しいもの4つ、更新前と修復前の最新のものを1つずつ残します。ライブラリの隣に置かれます。ときどき別のディスクにコピーしてください。</translation>
        </message>
        <message>
            <source>Back up now</source>
            <translation>今すぐバックアップ</translation>
        </message>
        <message>
            <source>Restore…</source>
            <translation>復元…</translation>
        </message>
        <message>
            <source>From a file…</source>
            <translation>ファイルから…</translation>
        </message>
        <message>
            <source>Restore a backup that lies elsewhere</source>
            <translation>別の場所にあるバックアップを復元</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>フォルダーで表示</translation>
        </message>
        <message>
            <source>There are none yet.</source>
            <translation>まだありません。</translation>
        </message>
        <message>
            <source>A backup is being made: {part} %</source>
            <translation>バックアップを作っています: {part} %</translation>
        </message>
        <message>
            <source>The backup is being checked…</source>
            <translation>バックアップを確かめています…</translation>
        </message>
        <message>
            <source>A backup was made.</source>
            <translation>バックアップを作りました。</translation>
        </message>
        <message>
            <source>Restore a backup</source>
            <translation>バックアップを復元</translation>
        </message>
        <message>
            <source>The file is being checked…</source>
            <translation>ファイルを確認しています…</translation>
        </message>
        <message>
            <source>Restore the library of {when}, “{file}”?</source>
            <translation>{when} のライブラリ「{file}」を復元しますか？</translation>
        </message>
        <message>
            <source>Restore the library of {when}?</source>
            <translation>{when} のライブラリを復元しますか?</translation>
        </message>
        <message numerus="yes">
            <source>It has %n article(s) and takes the place of the library that is open. That one is kept in “{folder}”, and can be restored as well.</source>
            <translation>
                <numerusform>記事は %n 件で、開いているライブラリと置き換わります。今のライブラリは「{folder}」に残り、同じように復元できます。</numerusform>
            </translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>復元</translation>
        </message>
        <message>
            <source>Made</source>
            <translation>作成日時</translation>
        </message>
        <message>
            <source>Articles</source>
            <translation>記事</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>サイズ</translation>
        </message>
        <message>
            <source>weekly</source>
            <translation>毎週</translation>
        </message>
        <message>
            <source>made by you</source>
            <translation>ご自身で作成</translation>
        </message>
        <message>
            <source>before an update</source>
            <translation>更新前</translation>
        </message>
        <message>
            <source>before a repair</source>
            <translation>修復前</translation>
        </message>
        <message>
            <source>put aside by a restore</source>
            <translation>復元のときに移したもの</translation>
        </message>
        <message>
            <source>cannot be read</source>
            <translation>読めません</translation>
        </message>
    </context>
    <context>
        <name>Body</name>
        <message>
            <source>Arrived</source>
            <translation>受信</translation>
        </message>
        <message>
            <source>Opened</source>
            <translation>閲覧</translation>
        </message>
        <message>
            <source>Read through</source>
            <translation>読了</translation>
        </message>
        <message>
            <source>Starred</source>
            <translation>スター付き</translation>
        </message>
        <message>
            <source>Words read</source>
            <translation>読んだ語数</translation>
        </message>
        <message>
            <source>Arrived and opened, day by day</source>
            <translation>日ごとの受信と閲覧</translation>
        </message>
        <message>
            <source>By weekday and hour</source>
            <translation>曜日・時間帯別</translation>
        </message>
        <message>
            <source>What it weighs</source>
            <translation>容量</translation>
        </message>
        <message>
            <source>There is nothing to count yet. What arrives and what you read shows here.</source>
            <translation>まだ集計するものがありません。届いた記事と読んだ記事がここに表示されます。</translation>
        </message>
        <message numerus="yes">
            <source>%n time(s)</source>
            <translation>
                <numerusform>%n 回</numerusform>
            </translation>
        </message>
        <message>
            <source>of {count} in what was opened</source>
            <translation>閲覧した記事の {count} 語中</translation>
        </message>
        <message numerus="yes">
            <source>%n feed(s) silent or failing</source>
            <translation>
                <numerusform>更新なし・取得失敗のフィード %n 件</numerusform>
            </translation>
        </message>
        <message>
            <source>Library</source>
            <translation>ライブラリ</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>検索</translation>
        </message>
        <message>
            <source>Pictures that were kept</source>
            <translation>保存した画像</translation>
        </message>
        <message>
            <source>Copies of the library</source>
            <translation>ライブラリのコピー</translation>
        </message>
        <message>
            <source>Articles</source>
            <translation>記事</translation>
        </message>
        <message>
            <source>Library for each article</source>
            <translation>記事 1 件あたりのライブラリ</translation>
        </message>
        <message>
            <source>Opened: {count}</source>
            <translation>閲覧: {count}</translation>
        </message>
        <message>
            <source>Arrived: {count}</source>
            <translation>受信: {count}</translation>
        </message>
        <message>
            <source>Over time</source>
            <translation>推移</translation>
        </message>
        <message>
            <source>Through the week</source>
            <translation>1 週間の傾向</translation>
        </message>
        <message>
            <source>Feeds</source>
            <translation>フィード</translation>
        </message>
    </context>
    <context>
        <name>Bringing</name>
        <message>
            <source>Importing “{file}”…</source>
            <translation>「{file}」を読み込んでいます…</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>中止</translation>
        </message>
        <message>
            <source>Import</source>
            <translation>読み込み</translation>
        </message>
        <message>
            <source>Import of “{file}” broken off</source>
            <translation>「{file}」の読み込みを中断しました</translation>
        </message>
        <message numerus="yes">
            <source>%n feed(s) added</source>
            <translation>
                <numerusform>%n 件のフィードを追加しました</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) imported from {program}</source>
            <translation>
                <numerusform>{program} から %n 件の記事を読み込みました</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n label(s) found no room</source>
            <translation>
                <numerusform>%n 個のラベルは入りませんでした</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n new article(s) came from “{file}”.</source>
            <translation>
                <numerusform>「{file}」から新しい記事を %n 件読み込みました。</numerusform>
            </translation>
        </message>
        <message>
            <source>The file was cut off; what is in it was kept.</source>
            <translation>ファイルが途中で切れていました。含まれていた分は保存しました。</translation>
        </message>
        <message numerus="yes">
            <source>%n line(s) of it could not be read.</source>
            <translation>
                <numerusform>%n 行は読み取れませんでした。</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ChangesDialog</name>
        <message>
            <source>Changes</source>
            <translation>変更点</translation>
        </message>
        <message>
            <source>no words changed</source>
            <translation>語句の変更なし</translation>
        </message>
        <message>
            <source>1 word added</source>
            <translation>1 語追加</translation>
        </message>
        <message numerus="yes">
            <source>%n words added</source>
            <translation>
                <numerusform>%n 語追加</numerusform>
            </translation>
        </message>
        <message>
            <source>1 removed</source>
            <translation>1 語削除</translation>
        </message>
        <message numerus="yes">
            <source>%n removed</source>
            <translation>
                <numerusform>%n 語削除</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ChangesView</name>
        <message>
            <source>Changes</source>
            <translation>変更点</translation>
        </message>
        <message>
            <source>1 paragraph without changes</source>
            <translation>変更のない段落 1 個</translation>
        </message>
        <message numerus="yes">
            <source>%n paragraphs without changes</source>
            <translation>
                <numerusform>変更のない段落 %n 個</numerusform>
            </translation>
        </message>
        <message>
            <source>Neither version has any text.</source>
            <translation>どちらの版にも本文がありません。</translation>
        </message>
    </context>
    <context>
        <name>Chip</name>
        <message>
            <source>All articles labelled “{label}”</source>
            <translation>ラベル「{label}」の付いた記事すべて</translation>
        </message>
    </context>
    <context>
        <name>Choices</name>
        <message>
            <source>This connection is metered: feeds are asked by hand only.</source>
            <translation>従量制の接続です。フィードは手動でのみ更新されます。</translation>
        </message>
    </context>
    <context>
        <name>Choosing</name>
        <message>
            <source>What it may be</source>
            <translation>候補</translation>
        </message>
        <message numerus="yes">
            <source>%n to choose from; Down goes there</source>
            <translation>
                <numerusform>候補 %n 件。下矢印キーで移動します</numerusform>
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
            <translation>Desktop Reader をトレイで実行し続けますか?</translation>
        </message>
        <message>
            <source>There it goes on looking for news. This is asked once; the preferences can change it.</source>
            <translation>トレイで新着の確認を続けます。この確認は一度だけで、設定で変更できます。</translation>
        </message>
        <message>
            <source>Keep running in the tray</source>
            <translation>トレイで実行し続ける</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>終了</translation>
        </message>
    </context>
    <context>
        <name>Condition</name>
        <message>
            <source>Condition</source>
            <translation>条件</translation>
        </message>
        <message>
            <source>Remove this condition</source>
            <translation>この条件を取り除く</translation>
        </message>
    </context>
    <context>
        <name>DayPlot</name>
        <message>
            <source>Arrived and opened, day by day</source>
            <translation>日ごとの受信と閲覧</translation>
        </message>
        <message>
            <source>Arrived</source>
            <translation>受信</translation>
        </message>
        <message>
            <source>Opened</source>
            <translation>閲覧</translation>
        </message>
        <message>
            <source>Read through</source>
            <translation>読了</translation>
        </message>
    </context>
    <context>
        <name>Deck</name>
        <message>
            <source>This library is open for reading only.</source>
            <translation>このライブラリは読み取り専用で開かれています。</translation>
        </message>
    </context>
    <context>
        <name>DesktopPage</name>
        <message>
            <source>Start</source>
            <translation>起動</translation>
        </message>
        <message>
            <source>Start when I log in, in the tray</source>
            <translation>ログイン時にトレイで起動する</translation>
        </message>
        <message>
            <source>Tray</source>
            <translation>トレイ</translation>
        </message>
        <message>
            <source>Show an icon in the tray</source>
            <translation>トレイにアイコンを表示する</translation>
        </message>
        <message>
            <source>In a single colour</source>
            <translation>単色で表示</translation>
        </message>
        <message>
            <source>Closing the window</source>
            <translation>ウィンドウを閉じたとき</translation>
        </message>
        <message>
            <source>Asks</source>
            <translation>確認する</translation>
        </message>
        <message>
            <source>Keeps running in the tray</source>
            <translation>トレイで実行し続ける</translation>
        </message>
        <message>
            <source>Quits</source>
            <translation>終了する</translation>
        </message>
        <message>
            <source>On desktops without a tray closing the window quits.</source>
            <translation>トレイのないデスクトップでは、ウィンドウを閉じると終了します。</translation>
        </message>
    </context>
    <context>
        <name>Details</name>
        <message>
            <source>Details</source>
            <translation>詳細</translation>
        </message>
        <message>
            <source>Copy the ID</source>
            <translation>ID をコピー</translation>
        </message>
        <message>
            <source>Open in the browser</source>
            <translation>ブラウザーで開く</translation>
        </message>
        <message>
            <source>Changes</source>
            <translation>変更点</translation>
        </message>
        <message>
            <source>Show changes</source>
            <translation>変更点を表示</translation>
        </message>
        <message>
            <source>ID</source>
            <translation>ID</translation>
        </message>
        <message>
            <source>Category ID</source>
            <translation>カテゴリー ID</translation>
        </message>
        <message>
            <source>URL</source>
            <translation>URL</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>日付</translation>
        </message>
        <message>
            <source>Created</source>
            <translation>作成</translation>
        </message>
        <message>
            <source>Updated</source>
            <translation>更新</translation>
        </message>
        <message>
            <source>Last Read</source>
            <translation>最終閲覧</translation>
        </message>
        <message>
            <source>Labels</source>
            <translation>ラベル</translation>
        </message>
        <message>
            <source>none</source>
            <translation>なし</translation>
        </message>
        <message>
            <source>never</source>
            <translation>なし</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>コピーしました</translation>
        </message>
    </context>
    <context>
        <name>Dock</name>
        <message>
            <source>Inspector</source>
            <translation>インスペクタ</translation>
        </message>
    </context>
    <context>
        <name>Drawer</name>
        <message>
            <source>Sidebar</source>
            <translation>サイドバー</translation>
        </message>
    </context>
    <context>
        <name>Dropping</name>
        <message>
            <source>“{file}” cannot be imported. Drop a list of feeds, a library, or an address.</source>
            <translation>「{file}」は読み込めません。フィードのリスト、ライブラリ、またはアドレスをドロップしてください。</translation>
        </message>
        <message>
            <source>There is no address of a site in what you dropped.</source>
            <translation>ドロップされたものにサイトのアドレスがありません。</translation>
        </message>
        <message>
            <source>Add to “{folder}”</source>
            <translation>「{folder}」に追加</translation>
        </message>
        <message>
            <source>Drop to add</source>
            <translation>ドロップして追加</translation>
        </message>
    </context>
    <context>
        <name>EmptyPage</name>
        <message>
            <source>Nothing selected</source>
            <translation>記事が選択されていません</translation>
        </message>
        <message>
            <source>Pick an article, or let the keyboard do it.</source>
            <translation>記事を選んでください。キーボードでも選べます。</translation>
        </message>
        <message>
            <source>next article</source>
            <translation>次の記事</translation>
        </message>
        <message>
            <source>page down, then next unread</source>
            <translation>1 ページ下へ、最後は次の未読へ</translation>
        </message>
        <message>
            <source>star</source>
            <translation>スター</translation>
        </message>
        <message>
            <source>search everything</source>
            <translation>すべてを検索</translation>
        </message>
    </context>
    <context>
        <name>EnclosureCard</name>
        <message>
            <source>Attachments</source>
            <translation>添付ファイル</translation>
        </message>
        <message numerus="yes">
            <source>%Ln more attachment(s)</source>
            <translation>
                <numerusform>ほか %Ln 件の添付ファイル</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>EnclosureRow</name>
        <message>
            <source>Copy address</source>
            <translation>アドレスをコピー</translation>
        </message>
        <message>
            <source>Open outside</source>
            <translation>外部アプリで開く</translation>
        </message>
        <message>
            <source>Play</source>
            <translation>再生</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>一時停止</translation>
        </message>
        <message>
            <source>This cannot be played here ({reason}). Open it outside instead.</source>
            <translation>ここでは再生できません ({reason})。外部アプリで開いてください。</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>コピーしました</translation>
        </message>
    </context>
    <context>
        <name>Enclosures</name>
        <message>
            <source>Audio</source>
            <translation>音声</translation>
        </message>
        <message>
            <source>Video</source>
            <translation>動画</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>画像</translation>
        </message>
        <message>
            <source>Book</source>
            <translation>書籍</translation>
        </message>
        <message>
            <source>Archive</source>
            <translation>アーカイブ</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>テキスト</translation>
        </message>
        <message>
            <source>Document</source>
            <translation>文書</translation>
        </message>
        <message>
            <source>Torrent</source>
            <translation>Torrent</translation>
        </message>
        <message>
            <source>File</source>
            <translation>ファイル</translation>
        </message>
        <message>
            <source>{kind}, {format}</source>
            <translation>{kind}、{format}</translation>
        </message>
    </context>
    <context>
        <name>Export</name>
        <message numerus="yes">
            <source>%n selected article(s)</source>
            <translation>
                <numerusform>選択した記事 %n 件</numerusform>
            </translation>
        </message>
        <message>
            <source>Selected articles</source>
            <translation>選択した記事</translation>
        </message>
        <message>
            <source>The article that is open</source>
            <translation>開いている記事</translation>
        </message>
        <message>
            <source>Article</source>
            <translation>記事</translation>
        </message>
        <message>
            <source>The list that is shown: {title}</source>
            <translation>表示中のリスト: {title}</translation>
        </message>
        <message>
            <source>News of {day}</source>
            <translation>新着記事 {day}</translation>
        </message>
        <message>
            <source>What came out today</source>
            <translation>今日公開された記事</translation>
        </message>
        <message>
            <source>Starred articles</source>
            <translation>スター付きの記事</translation>
        </message>
        <message>
            <source>Everything</source>
            <translation>すべて</translation>
        </message>
        <message>
            <source>My library</source>
            <translation>マイライブラリ</translation>
        </message>
    </context>
    <context>
        <name>ExportDialog</name>
        <message>
            <source>Export</source>
            <translation>書き出し</translation>
        </message>
        <message>
            <source>Markdown files in a folder</source>
            <translation>フォルダー内の Markdown ファイル</translation>
        </message>
        <message>
            <source>Book (EPUB)</source>
            <translation>電子書籍 (EPUB)</translation>
        </message>
        <message>
            <source>Web pages in a folder (HTML)</source>
            <translation>フォルダー内の Web ページ (HTML)</translation>
        </message>
        <message>
            <source>One web page (HTML)</source>
            <translation>1 つの Web ページ (HTML)</translation>
        </message>
        <message>
            <source>Everything about them (JSON lines)</source>
            <translation>記事のすべての情報 (JSON Lines)</translation>
        </message>
        <message>
            <source>Their feeds (OPML)</source>
            <translation>記事のフィード (OPML)</translation>
        </message>
        <message>
            <source>Choose…</source>
            <translation>選択…</translation>
        </message>
        <message>
            <source>With the pictures that were fetched already</source>
            <translation>取得済みの画像を含める</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>キャンセル</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>フォルダーに表示</translation>
        </message>
        <message>
            <source>What</source>
            <translation>対象</translation>
        </message>
        <message>
            <source>As</source>
            <translation>形式</translation>
        </message>
        <message>
            <source>Where</source>
            <translation>保存先</translation>
        </message>
        <message>
            <source>How far it is</source>
            <translation>進行状況</translation>
        </message>
        <message>
            <source>A file for each article, in folders by feed. Files that you made or changed are left alone, so an export into the same folder brings the others up to date.</source>
            <translation>記事ごとに 1 つのファイルを、フィード別のフォルダーに保存します。自分で作成または変更したファイルには触れないため、同じフォルダーにもう一度書き出すと、ほかのファイルだけが最新になります。</translation>
        </message>
        <message>
            <source>A chapter for each article, for e-book readers.</source>
            <translation>記事ごとに 1 章の、電子書籍リーダー向けの形式です。</translation>
        </message>
        <message>
            <source>With a page of contents; any browser shows it, without a connection.</source>
            <translation>目次付きです。接続がなくても、どのブラウザーでも表示できます。</translation>
        </message>
        <message>
            <source>Texts, earlier versions, stars, labels and all else that is kept. “Import” brings it back, here or on another computer.</source>
            <translation>本文、以前の版、スター、ラベルなど、保存されているすべての情報です。「読み込み」で、このコンピューターにも別のコンピューターにも復元できます。</translation>
        </message>
        <message>
            <source>The list of subscriptions, for any other reader.</source>
            <translation>購読リストです。ほかのリーダーでも使えます。</translation>
        </message>
        <message>
            <source>Looking which articles these are…</source>
            <translation>対象の記事を調べています…</translation>
        </message>
        <message>
            <source>Stop</source>
            <translation>中止</translation>
        </message>
        <message>
            <source>{done} of {of} articles</source>
            <translation>{of} 件中 {done} 件の記事</translation>
        </message>
        <message>
            <source>Stopping…</source>
            <translation>中止しています…</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>閉じる</translation>
        </message>
        <message>
            <source>Stopped. Nothing was written.</source>
            <translation>中止しました。何も書き出していません。</translation>
        </message>
        <message numerus="yes">
            <source>%n feed(s) written.</source>
            <translation>
                <numerusform>%n 件のフィードを書き出しました。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) written.</source>
            <translation>
                <numerusform>%n 件の記事を書き出しました。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) were up to date.</source>
            <translation>
                <numerusform>%n 件のファイルはすでに最新でした。</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n file(s) that you changed were left alone.</source>
            <translation>
                <numerusform>変更された %n 件のファイルはそのまま残しました。</numerusform>
            </translation>
        </message>
        <message>
            <source>Could not be converted: {titles}</source>
            <translation>変換できなかった記事: {titles}</translation>
        </message>
        <message>
            <source>Stopped; another export into this folder goes on from here.</source>
            <translation>中止しました。このフォルダーにもう一度書き出すと、続きから再開します。</translation>
        </message>
    </context>
    <context>
        <name>FeedDialog</name>
        <message>
            <source>About “{feed}”</source>
            <translation>「{feed}」について</translation>
        </message>
        <message>
            <source>When</source>
            <translation>日時</translation>
        </message>
        <message>
            <source>What came</source>
            <translation>結果</translation>
        </message>
        <message>
            <source>Status</source>
            <translation>ステータス</translation>
        </message>
        <message>
            <source>Took</source>
            <translation>所要時間</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>サイズ</translation>
        </message>
        <message>
            <source>Refreshes</source>
            <translation>更新履歴</translation>
        </message>
        <message>
            <source>Last answer</source>
            <translation>最後の応答</translation>
        </message>
        <message>
            <source>What is known of the feed</source>
            <translation>フィードの情報</translation>
        </message>
        <message>
            <source>Schedule</source>
            <translation>スケジュール</translation>
        </message>
        <message>
            <source>never</source>
            <translation>なし</translation>
        </message>
        <message>
            <source>Last asked</source>
            <translation>前回の更新</translation>
        </message>
        <message>
            <source>Next asked</source>
            <translation>次回の更新</translation>
        </message>
        <message>
            <source>Articles come</source>
            <translation>記事の頻度</translation>
        </message>
        <message>
            <source>Last article</source>
            <translation>最新の記事</translation>
        </message>
        <message>
            <source>none yet</source>
            <translation>まだありません</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>アドレス</translation>
        </message>
        <message>
            <source>Former address</source>
            <translation>以前のアドレス</translation>
        </message>
        <message>
            <source>Site</source>
            <translation>サイト</translation>
        </message>
        <message>
            <source>Added</source>
            <translation>追加日</translation>
        </message>
        <message>
            <source>not any more</source>
            <translation>更新しません</translation>
        </message>
        <message>
            <source>with the next refresh</source>
            <translation>次の更新時</translation>
        </message>
        <message>
            <source>{date}, in {span}</source>
            <translation>{date}({span}後)</translation>
        </message>
        <message>
            <source>No answer was kept yet.</source>
            <translation>保存された応答はまだありません。</translation>
        </message>
        <message>
            <source>{url}
{date}, {size}</source>
            <translation>{url}
{date}、{size}</translation>
        </message>
    </context>
    <context>
        <name>FeedModel</name>
        <message>
            <source>Feed</source>
            <translation>フィード</translation>
        </message>
        <message>
            <source>Arrived</source>
            <translation>受信</translation>
        </message>
        <message>
            <source>Opened</source>
            <translation>閲覧</translation>
        </message>
        <message>
            <source>Read through</source>
            <translation>読了</translation>
        </message>
        <message>
            <source>Starred</source>
            <translation>スター付き</translation>
        </message>
        <message>
            <source>Share opened</source>
            <translation>閲覧率</translation>
        </message>
        <message>
            <source>Last article</source>
            <translation>最新の記事</translation>
        </message>
        <message>
            <source>Health</source>
            <translation>状態</translation>
        </message>
    </context>
    <context>
        <name>FeedTable</name>
        <message>
            <source>Feeds</source>
            <translation>フィード</translation>
        </message>
    </context>
    <context>
        <name>Figures</name>
        <message>
            <source>Arrived</source>
            <translation>受信</translation>
        </message>
        <message>
            <source>Opened</source>
            <translation>閲覧</translation>
        </message>
        <message>
            <source>Read through</source>
            <translation>読了</translation>
        </message>
        <message>
            <source>Starred</source>
            <translation>スター付き</translation>
        </message>
    </context>
    <context>
        <name>FindBar</name>
        <message>
            <source>Find in the article</source>
            <translation>記事内を検索</translation>
        </message>
        <message>
            <source>Previous (Shift+Enter)</source>
            <translation>前へ (Shift+Enter)</translation>
        </message>
        <message>
            <source>Next (Enter)</source>
            <translation>次へ (Enter)</translation>
        </message>
        <message>
            <source>Close (Esc)</source>
            <translation>閉じる (Esc)</translation>
        </message>
        <message>
            <source>Nothing found</source>
            <translation>見つかりません</translation>
        </message>
        <message>
            <source>{now} of {all}</source>
            <translation>{now} / {all}</translation>
        </message>
        <message numerus="yes">
            <source>%Ln hit(s)</source>
            <translation>
                <numerusform>%Ln 件</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Foot</name>
        <message>
            <source>Preferences</source>
            <translation>設定</translation>
        </message>
        <message>
            <source>Stop the refresh</source>
            <translation>更新を中止</translation>
        </message>
        <message>
            <source>Refreshing {done} of {of}…</source>
            <translation>{of} 件中 {done} 件を更新中…</translation>
        </message>
        <message>
            <source>No network
Looks again by itself</source>
            <translation>ネットワークなし
自動的に再試行します</translation>
        </message>
        <message>
            <source>Improving articles: {done} of {of}</source>
            <translation>記事を改善中: {done} / {of}</translation>
        </message>
    </context>
    <context>
        <name>Fulfilling</name>
        <message>
            <source>“{thing}” is no address of a site and no file that can be opened.</source>
            <translation>「{thing}」はサイトのアドレスでも、開けるファイルでもありません。</translation>
        </message>
    </context>
    <context>
        <name>Header</name>
        <message>
            <source>Unread only</source>
            <translation>未読のみ</translation>
        </message>
        <message>
            <source>Starred only</source>
            <translation>スター付きのみ</translation>
        </message>
        <message>
            <source>Sort</source>
            <translation>並べ替え</translation>
        </message>
        <message>
            <source>Filter</source>
            <translation>絞り込み</translation>
        </message>
        <message>
            <source>Mark all as read</source>
            <translation>すべて既読にする</translation>
        </message>
        <message>
            <source>Show the sidebar</source>
            <translation>サイドバーを表示</translation>
        </message>
        <message>
            <source>Clean up: take out what is read</source>
            <translation>整理: 既読の記事を一覧から除く</translation>
        </message>
    </context>
    <context>
        <name>Health</name>
        <message>
            <source>The last article is of {date}.</source>
            <translation>最新の記事は {date} のものです。</translation>
        </message>
        <message>
            <source>Added on {date}.</source>
            <translation>{date} に追加されました。</translation>
        </message>
        <message>
            <source>That was on {date}.</source>
            <translation>{date} のことです。</translation>
        </message>
        <message>
            <source>Since {date}.</source>
            <translation>{date} から続いています。</translation>
        </message>
        <message>
            <source>Moved to {url}</source>
            <translation>{url} に移転</translation>
        </message>
        <message>
            <source>1 new article</source>
            <translation>新着記事 1 件</translation>
        </message>
        <message numerus="yes">
            <source>%n new articles</source>
            <translation>
                <numerusform>新着記事 %n 件</numerusform>
            </translation>
        </message>
        <message>
            <source>1 article updated</source>
            <translation>記事 1 件を更新</translation>
        </message>
        <message numerus="yes">
            <source>%n articles updated</source>
            <translation>
                <numerusform>記事 %n 件を更新</numerusform>
            </translation>
        </message>
        <message>
            <source>Nothing new</source>
            <translation>新着なし</translation>
        </message>
        <message>
            <source>{seconds} s</source>
            <translation>{seconds} 秒</translation>
        </message>
        <message>
            <source>Ask again now</source>
            <translation>今すぐ再試行</translation>
        </message>
        <message>
            <source>Open the site</source>
            <translation>サイトを開く</translation>
        </message>
        <message>
            <source>Enter a password…</source>
            <translation>パスワードを入力…</translation>
        </message>
        <message>
            <source>Look at the answer</source>
            <translation>応答を見る</translation>
        </message>
        <message>
            <source>Find the feed again…</source>
            <translation>フィードを探し直す…</translation>
        </message>
        <message>
            <source>Unsubscribe</source>
            <translation>購読解除</translation>
        </message>
        <message>
            <source>What helps: {deeds}</source>
            <translation>対処方法: {deeds}</translation>
        </message>
    </context>
    <context>
        <name>HeatMap</name>
        <message>
            <source>By weekday and hour</source>
            <translation>曜日・時間帯別</translation>
        </message>
    </context>
    <context>
        <name>Inspector</name>
        <message>
            <source>Details of the article</source>
            <translation>記事の詳細</translation>
        </message>
    </context>
    <context>
        <name>Keeping</name>
        <message>
            <source>As all other feeds</source>
            <translation>ほかのフィードと同じ</translation>
        </message>
        <message>
            <source>Keep everything</source>
            <translation>すべて保管する</translation>
        </message>
        <message>
            <source>Delete read articles</source>
            <translation>既読の記事を削除する</translation>
        </message>
        <message>
            <source>that are older than</source>
            <translation>次の日数より古いもの</translation>
        </message>
        <message>
            <source> days</source>
            <translation> 日</translation>
        </message>
        <message>
            <source>when there are more than</source>
            <translation>次の件数を超えた分</translation>
        </message>
        <message>
            <source>when a feed has more than</source>
            <translation>フィードごとに次の件数を超えた分</translation>
        </message>
        <message>
            <source> newer ones</source>
            <translation> 件</translation>
        </message>
        <message>
            <source>Apply</source>
            <translation>適用</translation>
        </message>
        <message>
            <source>Unread, starred and labelled articles always stay, and so does what came or was opened within the last day. Age counts from the day an article was published, came or was last opened, whichever is latest. What is deleted is gone for good.</source>
            <translation>未読、スター付き、ラベル付きの記事と、この 1 日に届いた記事や開いた記事は必ず残ります。古さは、公開日、受信日、最後に開いた日のうち最も新しい日から数えます。削除した記事は元に戻せません。</translation>
        </message>
        <message>
            <source>As all other feeds: {rule}</source>
            <translation>ほかのフィードと同じ: {rule}</translation>
        </message>
        <message>
            <source>Choose what is deleted.</source>
            <translation>削除するものを選んでください。</translation>
        </message>
        <message>
            <source>Counting…</source>
            <translation>数えています…</translation>
        </message>
        <message>
            <source>This is how articles are kept now.</source>
            <translation>現在の保管方法です。</translation>
        </message>
        <message>
            <source>They cannot be brought back. The rule is carried out once a day from now on.</source>
            <translation>元に戻すことはできません。この規則は今後 1 日に 1 回実行されます。</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>削除</translation>
        </message>
        <message>
            <source>This deletes nothing now.</source>
            <translation>今は何も削除されません。</translation>
        </message>
        <message>
            <source>This deletes 1 read article now.</source>
            <translation>今すぐ既読の記事 1 件が削除されます。</translation>
        </message>
        <message>
            <source>This deletes {count} read articles now (about {size}).</source>
            <translation>今すぐ既読の記事 {count} 件 (約 {size}) が削除されます。</translation>
        </message>
        <message>
            <source>keep everything</source>
            <translation>すべて保管</translation>
        </message>
        <message>
            <source>at most {days} days</source>
            <translation>最長 {days} 日</translation>
        </message>
        <message>
            <source>at most {most} articles</source>
            <translation>最大 {most} 件</translation>
        </message>
        <message>
            <source>at most {days} days, at most {most} articles</source>
            <translation>最長 {days} 日、最大 {most} 件</translation>
        </message>
    </context>
    <context>
        <name>KeepingDialog</name>
        <message>
            <source>Keep articles of “{feed}”</source>
            <translation>「{feed}」の記事の保管</translation>
        </message>
    </context>
    <context>
        <name>KeptDeeds</name>
        <message>
            <source>“{deed}” cannot be taken back any more: what it was about is gone, or so already.</source>
            <translation>「{deed}」はもう元に戻せません。対象がなくなったか、すでに元の状態になっています。</translation>
        </message>
    </context>
    <context>
        <name>KeyList</name>
        <message>
            <source>Commands and their keys</source>
            <translation>コマンドとキー</translation>
        </message>
        <message>
            <source>no keys</source>
            <translation>キーなし</translation>
        </message>
        <message>
            <source>changed</source>
            <translation>変更済み</translation>
        </message>
    </context>
    <context>
        <name>KeySheet</name>
        <message>
            <source>No key is called that.</source>
            <translation>該当するキーはありません。</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>キー</translation>
        </message>
    </context>
    <context>
        <name>KeysCard</name>
        <message>
            <source>Keys</source>
            <translation>キー</translation>
        </message>
        <message>
            <source>Find a key</source>
            <translation>キーを探す</translation>
        </message>
        <message>
            <source>Find</source>
            <translation>探す</translation>
        </message>
        <message>
            <source>Each of them can be changed in the preferences.</source>
            <translation>どのキーも設定で変更できます。</translation>
        </message>
    </context>
    <context>
        <name>KeysPage</name>
        <message>
            <source>Keys as in</source>
            <translation>キー配列</translation>
        </message>
        <message>
            <source>Find a command or a key</source>
            <translation>コマンドまたはキーを探す</translation>
        </message>
        <message>
            <source>Find</source>
            <translation>探す</translation>
        </message>
        <message>
            <source>Add keys…</source>
            <translation>キーを追加…</translation>
        </message>
        <message>
            <source>Reset</source>
            <translation>リセット</translation>
        </message>
        <message>
            <source>Reset all</source>
            <translation>すべてリセット</translation>
        </message>
        <message>
            <source>Take it over</source>
            <translation>置き換える</translation>
        </message>
        <message>
            <source>Take these keys away</source>
            <translation>このキーを外す</translation>
        </message>
        <message>
            <source>Take {keys} away</source>
            <translation>{keys} を外す</translation>
        </message>
        <message>
            <source>{keys} is in use: “{command}”.</source>
            <translation>{keys} は「{command}」で使われています。</translation>
        </message>
        <message>
            <source>{keys} added.</source>
            <translation>{keys} を追加しました。</translation>
        </message>
        <message>
            <source>{keys} alone moves through lists and fields. Hold Ctrl or Alt with it.</source>
            <translation>{keys} だけではリストや入力欄の移動に使われます。Ctrl か Alt と組み合わせてください。</translation>
        </message>
        <message>
            <source>{keys} was taken from “{command}”.</source>
            <translation>{keys} を「{command}」から外しました。</translation>
        </message>
        <message>
            <source>{keys} taken away.</source>
            <translation>{keys} を外しました。</translation>
        </message>
        <message>
            <source>As in the preset again.</source>
            <translation>プリセットの設定に戻しました。</translation>
        </message>
        <message>
            <source>All keys are those of the preset again.</source>
            <translation>すべてのキーをプリセットの設定に戻しました。</translation>
        </message>
    </context>
    <context>
        <name>LabelCard</name>
        <message>
            <source>Labels</source>
            <translation>ラベル</translation>
        </message>
        <message>
            <source>Find or make a label</source>
            <translation>ラベルを検索または作成</translation>
        </message>
        <message>
            <source>Type the name of your first label</source>
            <translation>最初のラベルの名前を入力してください</translation>
        </message>
    </context>
    <context>
        <name>Labels</name>
        <message>
            <source>Red</source>
            <translation>赤</translation>
        </message>
        <message>
            <source>Orange</source>
            <translation>オレンジ</translation>
        </message>
        <message>
            <source>Yellow</source>
            <translation>黄</translation>
        </message>
        <message>
            <source>Green</source>
            <translation>緑</translation>
        </message>
        <message>
            <source>Teal</source>
            <translation>青緑</translation>
        </message>
        <message>
            <source>Blue</source>
            <translation>青</translation>
        </message>
        <message>
            <source>Purple</source>
            <translation>紫</translation>
        </message>
        <message>
            <source>Pink</source>
            <translation>ピンク</translation>
        </message>
        <message>
            <source>Make the label “{title}”</source>
            <translation>ラベル「{title}」を作成</translation>
        </message>
        <message>
            <source>on</source>
            <translation>オン</translation>
        </message>
        <message>
            <source>on some</source>
            <translation>一部オン</translation>
        </message>
        <message>
            <source>off</source>
            <translation>オフ</translation>
        </message>
        <message>
            <source>Make “{title}”</source>
            <translation>「{title}」を作成</translation>
        </message>
    </context>
    <context>
        <name>LargePicture</name>
        <message>
            <source>Close</source>
            <translation>閉じる</translation>
        </message>
        <message>
            <source>{number} of {all}</source>
            <translation>{number} / {all}</translation>
        </message>
        <message>
            <source>Picture not available</source>
            <translation>画像を表示できません</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>画像</translation>
        </message>
    </context>
    <context>
        <name>LibraryPage</name>
        <message>
            <source>File</source>
            <translation>ファイル</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>サイズ</translation>
        </message>
        <message>
            <source>Articles</source>
            <translation>記事</translation>
        </message>
        <message>
            <source>Show in folder</source>
            <translation>フォルダーに表示</translation>
        </message>
        <message>
            <source>Move…</source>
            <translation>移動…</translation>
        </message>
        <message>
            <source>Open another…</source>
            <translation>別のものを開く…</translation>
        </message>
        <message>
            <source>Move the library to</source>
            <translation>ライブラリの移動先</translation>
        </message>
        <message>
            <source>The folder is synced by {service}. Open the library on one computer at a time.</source>
            <translation>このフォルダーは {service} で同期されています。ライブラリは同時に 1 台のコンピューターだけで開いてください。</translation>
        </message>
        <message>
            <source>The disk is on the network. Open the library on one computer at a time.</source>
            <translation>ネットワーク上のディスクです。ライブラリは同時に 1 台のコンピューターだけで開いてください。</translation>
        </message>
        <message>
            <source>Another copy lies beside it, made when two computers changed it at the same time: {files}. Open it to see what is missing here.</source>
            <translation>2 台のコンピューターが同時に変更したときにできた別のコピーがあります: {files}。開くと、ここに足りないものを確認できます。</translation>
        </message>
    </context>
    <context>
        <name>Loading</name>
        <message>
            <source>Loading…</source>
            <translation>読み込み中…</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>Undo</source>
            <translation>元に戻す</translation>
        </message>
        <message>
            <source>All articles</source>
            <translation>すべての記事</translation>
        </message>
        <message>
            <source>Add the address of a site you like, or import the feeds of your old reader.</source>
            <translation>お気に入りのサイトのアドレスを追加するか、これまでのリーダーのフィードを読み込んでください。</translation>
        </message>
        <message>
            <source>Welcome</source>
            <translation>ようこそ</translation>
        </message>
    </context>
    <context>
        <name>Mending</name>
        <message>
            <source>The library is not there any more</source>
            <translation>ライブラリがなくなっています</translation>
        </message>
        <message>
            <source>A library was at “{file}”. No new one was made in its place.</source>
            <translation>「{file}」にライブラリがありました。代わりに新しいものは作っていません。</translation>
        </message>
        <message>
            <source>The library is empty</source>
            <translation>ライブラリが空です</translation>
        </message>
        <message>
            <source>The file “{file}” has nothing in it any more. No new library was made of it.</source>
            <translation>ファイル「{file}」には何も残っていません。これをもとに新しいライブラリは作っていません。</translation>
        </message>
        <message>
            <source>The library is damaged</source>
            <translation>ライブラリが壊れています</translation>
        </message>
        <message>
            <source>Some of “{file}” cannot be read{reason}. Nothing in it was changed.</source>
            <translation>「{file}」の一部が読めません{reason}。中身は何も変えていません。</translation>
        </message>
        <message>
            <source>“Mend it” saves everything that can still be read, stars and labels first, and takes what is missing from the backup of {when} and from the list of subscriptions. The file as it is now is kept.</source>
            <translation>「修復」は、まだ読めるものを星とラベルから先にすべて救い出し、足りないものを {when} のバックアップと購読の一覧から補います。今のファイルはそのまま残します。</translation>
        </message>
        <message>
            <source>There is no backup. “Mend it” saves everything that can still be read, stars and labels first, and takes missing subscriptions from the list of them. The file as it is now is kept.</source>
            <translation>バックアップはありません。「修復」は、まだ読めるものを星とラベルから先にすべて救い出し、足りない購読をその一覧から補います。今のファイルはそのまま残します。</translation>
        </message>
        <message>
            <source>There is no backup. “Mend it” saves everything that can still be read, stars and labels first. The file as it is now is kept.</source>
            <translation>バックアップはありません。「修復」は、まだ読めるものを星とラベルから先にすべて救い出します。今のファイルはそのまま残します。</translation>
        </message>
        <message>
            <source>“Mend it” makes it again of the backup of {when} and of the list of subscriptions.</source>
            <translation>「修復」は、{when} のバックアップと購読の一覧から作り直します。</translation>
        </message>
        <message>
            <source>There is no backup. “Mend it” makes a library of the list of subscriptions, with the articles that the feeds still have.</source>
            <translation>バックアップはありません。「修復」は、購読の一覧からライブラリを作ります。記事はフィードにまだあるものが入ります。</translation>
        </message>
        <message>
            <source>There is neither a backup nor a list of subscriptions beside it.</source>
            <translation>隣にバックアップも購読の一覧もありません。</translation>
        </message>
        <message>
            <source>Saving what can be read…</source>
            <translation>読めるものを救い出しています…</translation>
        </message>
        <message>
            <source>Leave it as it is</source>
            <translation>このままにする</translation>
        </message>
        <message>
            <source>It stays as it is.</source>
            <translation>このままにします。</translation>
        </message>
        <message>
            <source>Putting everything in order…</source>
            <translation>すべてを整えています…</translation>
        </message>
        <message>
            <source>The library is mended</source>
            <translation>ライブラリを修復しました</translation>
        </message>
        <message>
            <source>Restore a backup</source>
            <translation>バックアップを復元</translation>
        </message>
        <message>
            <source>It takes the place of the library. The file as it is now is kept.</source>
            <translation>ライブラリと置き換わります。今のファイルはそのまま残します。</translation>
        </message>
        <message>
            <source>There is no backup that can be read.</source>
            <translation>読めるバックアップがありません。</translation>
        </message>
        <message>
            <source>Restore</source>
            <translation>復元</translation>
        </message>
    </context>
    <context>
        <name>Moving</name>
        <message>
            <source>Moving the library to {folder}…</source>
            <translation>ライブラリを {folder} に移動しています…</translation>
        </message>
        <message>
            <source>Leave it where it is</source>
            <translation>移動しない</translation>
        </message>
        <message>
            <source>It stays where it is.</source>
            <translation>移動しません。</translation>
        </message>
        <message>
            <source>Comparing the copy with the library…</source>
            <translation>コピーをライブラリと照合しています…</translation>
        </message>
    </context>
    <context>
        <name>Notices</name>
        <message>
            <source>Open</source>
            <translation>開く</translation>
        </message>
        <message>
            <source>Mark as read</source>
            <translation>既読にする</translation>
        </message>
        <message>
            <source>Later</source>
            <translation>後で</translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>ほか %n 件</numerusform>
            </translation>
        </message>
        <message>
            <source>Untitled feed</source>
            <translation>無題のフィード</translation>
        </message>
        <message numerus="yes">
            <source>%n new article(s)</source>
            <translation>
                <numerusform>新着記事 %n 件</numerusform>
            </translation>
        </message>
        <message>
            <source>{feed}: {articles}</source>
            <translation>{feed}: {articles}</translation>
        </message>
        <message numerus="yes">
            <source>%n feed(s)</source>
            <translation>
                <numerusform>%n 件のフィード</numerusform>
            </translation>
        </message>
        <message>
            <source>{articles} in {feeds}</source>
            <translation>{feeds}に{articles}</translation>
        </message>
        <message>
            <source>Untitled article</source>
            <translation>無題の記事</translation>
        </message>
    </context>
    <context>
        <name>NotificationsPage</name>
        <message>
            <source>New articles</source>
            <translation>新着記事</translation>
        </message>
        <message>
            <source>Notify of new articles in all feeds</source>
            <translation>すべてのフィードの新着記事を通知する</translation>
        </message>
        <message>
            <source>After a refresh there is one notification for all that is new, and none while you use the window.</source>
            <translation>更新のたびに、すべての新着を 1 つの通知でまとめて知らせます。ウィンドウの使用中は通知しません。</translation>
        </message>
        <message>
            <source>At most</source>
            <translation>上限</translation>
        </message>
        <message>
            <source> a day</source>
            <translation> 回/日</translation>
        </message>
        <message>
            <source>None at once</source>
            <translation>すぐには通知しない</translation>
        </message>
        <message>
            <source>Tell the rest at</source>
            <translation>残りを通知する時刻</translation>
        </message>
        <message>
            <source>Quiet hours</source>
            <translation>おやすみ時間</translation>
        </message>
        <message>
            <source>No notifications in these hours</source>
            <translation>この時間帯は通知しない</translation>
        </message>
        <message>
            <source>From</source>
            <translation>開始</translation>
        </message>
        <message>
            <source>Until</source>
            <translation>終了</translation>
        </message>
        <message>
            <source>What comes meanwhile is told when they end.</source>
            <translation>その間の新着は、終了後に通知します。</translation>
        </message>
        <message numerus="yes">
            <source>%n feed(s) left out: the menu of a feed changes that.</source>
            <translation>
                <numerusform>%n 件のフィードを除外しています。フィードのメニューで変更できます。</numerusform>
            </translation>
        </message>
        <message>
            <source>The menu of a feed leaves it out.</source>
            <translation>フィードのメニューで個別に除外できます。</translation>
        </message>
        <message numerus="yes">
            <source>On for %n feed(s): the menu of a feed changes that.</source>
            <translation>
                <numerusform>%n 件のフィードでオンです。フィードのメニューで変更できます。</numerusform>
            </translation>
        </message>
        <message>
            <source>The menu of a feed turns it on for that feed alone.</source>
            <translation>フィードのメニューで、そのフィードだけオンにできます。</translation>
        </message>
    </context>
    <context>
        <name>Offers</name>
        <message>
            <source>Feeds of this site</source>
            <translation>このサイトのフィード</translation>
        </message>
        <message>
            <source>You follow this feed already.</source>
            <translation>このフィードはすでに購読しています。</translation>
        </message>
        <message>
            <source>Reading…</source>
            <translation>読み取り中…</translation>
        </message>
        <message>
            <source>No articles yet</source>
            <translation>まだ記事がありません</translation>
        </message>
        <message>
            <source>1 article</source>
            <translation>1 件の記事</translation>
        </message>
        <message numerus="yes">
            <source>%n articles</source>
            <translation>
                <numerusform>%n 件の記事</numerusform>
            </translation>
        </message>
        <message>
            <source>last “{title}”</source>
            <translation>最新「{title}」</translation>
        </message>
        <message>
            <source>Feeds and folders of this name</source>
            <translation>この名前のフィードとフォルダー</translation>
        </message>
    </context>
    <context>
        <name>Opening</name>
        <message>
            <source>Library</source>
            <translation>ライブラリ</translation>
        </message>
        <message>
            <source>A sync service left another copy of this library: “{file}”</source>
            <translation>同期サービスがこのライブラリの別のコピーを残しました: 「{file}」</translation>
        </message>
        <message>
            <source>This library was left open on “{host}”. It is open here now.</source>
            <translation>このライブラリは「{host}」で開いたままでした。現在はここで開いています。</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>再試行</translation>
        </message>
        <message>
            <source>Open another…</source>
            <translation>別のものを開く…</translation>
        </message>
        <message>
            <source>Open for reading only</source>
            <translation>読み取り専用で開く</translation>
        </message>
        <message>
            <source>Open it there</source>
            <translation>移動先で開く</translation>
        </message>
        <message>
            <source>Open the one at the usual place</source>
            <translation>通常の場所のライブラリを開く</translation>
        </message>
        <message>
            <source>Begin a new one</source>
            <translation>新しく作る</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>続ける</translation>
        </message>
        <message>
            <source>The library lies in {folder} now.</source>
            <translation>ライブラリは {folder} に移動しました。</translation>
        </message>
        <message>
            <source>The backup was restored. The library of before is {file} in {folder}.</source>
            <translation>バックアップを復元しました。以前のライブラリは {folder} の {file} です。</translation>
        </message>
        <message>
            <source>Open a library</source>
            <translation>ライブラリを開く</translation>
        </message>
        <message>
            <source>Libraries (*.db);;All files (*)</source>
            <translation>ライブラリ (*.db);;すべてのファイル (*)</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>終了</translation>
        </message>
    </context>
    <context>
        <name>Page</name>
        <message>
            <source> s</source>
            <translation> 秒</translation>
        </message>
        <message>
            <source>Pictures are switched off</source>
            <translation>画像の読み込みはオフです</translation>
        </message>
        <message>
            <source>No connection</source>
            <translation>接続がありません</translation>
        </message>
        <message>
            <source>The picture is gone</source>
            <translation>画像は削除されています</translation>
        </message>
        <message>
            <source>Picture not available</source>
            <translation>画像を表示できません</translation>
        </message>
        <message numerus="yes">
            <source>%n min read</source>
            <translation>
                <numerusform>%n 分で読めます</numerusform>
            </translation>
        </message>
        <message>
            <source>This article is too large to be laid out. Here are its words alone.</source>
            <translation>この記事は大きすぎるため、本文のみを表示しています。</translation>
        </message>
        <message>
            <source>This article is too long to be shown whole. Open the original to read on.</source>
            <translation>この記事は長すぎて全部は表示できません。続きは元のページを開いて読んでください。</translation>
        </message>
    </context>
    <context>
        <name>Palette</name>
        <message>
            <source>Command palette</source>
            <translation>コマンドパレット</translation>
        </message>
        <message>
            <source>Type a command, a feed or a folder</source>
            <translation>コマンド、フィード、フォルダーを入力</translation>
        </message>
        <message>
            <source>Command, feed or folder</source>
            <translation>コマンド、フィード、フォルダー</translation>
        </message>
        <message>
            <source>What fits</source>
            <translation>候補</translation>
        </message>
    </context>
    <context>
        <name>Paper</name>
        <message>
            <source>{page} of {pages}</source>
            <translation>{page} / {pages}</translation>
        </message>
    </context>
    <context>
        <name>Pill</name>
        <message numerus="yes">
            <source>%Ln new</source>
            <translation>
                <numerusform>新着 %Ln 件</numerusform>
            </translation>
        </message>
        <message>
            <source>Go to the top (Home)</source>
            <translation>先頭へ (Home)</translation>
        </message>
    </context>
    <context>
        <name>Player</name>
        <message>
            <source>Back 30 seconds</source>
            <translation>30 秒戻る</translation>
        </message>
        <message>
            <source>Forward 30 seconds</source>
            <translation>30 秒進む</translation>
        </message>
        <message>
            <source>Position</source>
            <translation>再生位置</translation>
        </message>
        <message>
            <source>Speed</source>
            <translation>再生速度</translation>
        </message>
    </context>
    <context>
        <name>Preferences</name>
        <message>
            <source>Reading</source>
            <translation>閲覧</translation>
        </message>
        <message>
            <source>Updates</source>
            <translation>更新</translation>
        </message>
        <message>
            <source>Notifications</source>
            <translation>通知</translation>
        </message>
        <message>
            <source>Desktop</source>
            <translation>デスクトップ</translation>
        </message>
        <message>
            <source>Privacy</source>
            <translation>プライバシー</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>キー</translation>
        </message>
        <message>
            <source>Storage</source>
            <translation>ストレージ</translation>
        </message>
        <message>
            <source>About</source>
            <translation>情報</translation>
        </message>
    </context>
    <context>
        <name>PreferencesDialog</name>
        <message>
            <source>Preferences</source>
            <translation>設定</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>ページ</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>閉じる</translation>
        </message>
    </context>
    <context>
        <name>PrivacyPage</name>
        <message>
            <source>Pictures</source>
            <translation>画像</translation>
        </message>
        <message>
            <source>Load the pictures of articles and the signs of feeds</source>
            <translation>記事の画像とフィードのアイコンを読み込む</translation>
        </message>
        <message>
            <source>Whoever sends a picture can tell that it was looked at. Pictures are fetched without cookies and without saying where they stand; those known to only count readers are left out.</source>
            <translation>画像の配信元には、画像が表示されたことが伝わります。画像は Cookie も参照元も送らずに取得し、閲覧数を数えるだけと分かっているものは読み込みません。</translation>
        </message>
        <message>
            <source>Keep on the disk at most</source>
            <translation>ディスクに保存する上限</translation>
        </message>
        <message>
            <source> MB</source>
            <translation> MB</translation>
        </message>
        <message>
            <source>Nothing</source>
            <translation>保存しない</translation>
        </message>
        <message>
            <source>Counting…</source>
            <translation>数えています…</translation>
        </message>
        <message>
            <source>Delete kept pictures</source>
            <translation>保存した画像を削除</translation>
        </message>
        <message>
            <source>Articles</source>
            <translation>記事</translation>
        </message>
        <message>
            <source>Take out of links what only tells where you come from</source>
            <translation>どこから来たかを知らせるだけの部分をリンクから取り除く</translation>
        </message>
        <message>
            <source>Articles are shown without scripts, frames and forms, and nothing in them is fetched but pictures.</source>
            <translation>記事はスクリプト、フレーム、フォームなしで表示され、画像以外は読み込まれません。</translation>
        </message>
        <message>
            <source>{size} are kept now.</source>
            <translation>現在 {size} を保存しています。</translation>
        </message>
        <message>
            <source>None are kept now.</source>
            <translation>保存されている画像はありません。</translation>
        </message>
    </context>
    <context>
        <name>Pulling</name>
        <message numerus="yes">
            <source>%n article(s)</source>
            <translation>
                <numerusform>%n 件の記事</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Quick</name>
        <message>
            <source>Remove star</source>
            <translation>スターを外す</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>スターを付ける</translation>
        </message>
        <message>
            <source>Mark as read</source>
            <translation>既読にする</translation>
        </message>
        <message>
            <source>Mark as unread</source>
            <translation>未読にする</translation>
        </message>
    </context>
    <context>
        <name>QuietBrowser</name>
        <message>
            <source>Open picture</source>
            <translation>画像を開く</translation>
        </message>
        <message>
            <source>Open link</source>
            <translation>リンクを開く</translation>
        </message>
        <message>
            <source>Open link in the background</source>
            <translation>リンクをバックグラウンドで開く</translation>
        </message>
        <message>
            <source>Copy link address</source>
            <translation>リンクのアドレスをコピー</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>コピー</translation>
        </message>
        <message>
            <source>Select all</source>
            <translation>すべて選択</translation>
        </message>
        <message>
            <source>Mute “{words}”…</source>
            <translation>「{words}」をミュート…</translation>
        </message>
    </context>
    <context>
        <name>ReadingPage</name>
        <message>
            <source>Light</source>
            <translation>ライト</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>ダーク</translation>
        </message>
        <message>
            <source>Sepia</source>
            <translation>セピア</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>ウィンドウ</translation>
        </message>
        <message>
            <source>Theme</source>
            <translation>テーマ</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>システムに合わせる</translation>
        </message>
        <message>
            <source>Comfortable</source>
            <translation>標準</translation>
        </message>
        <message>
            <source>Compact</source>
            <translation>コンパクト</translation>
        </message>
        <message>
            <source>Rows of articles</source>
            <translation>記事の行</translation>
        </message>
        <message>
            <source>The same story from several feeds is one row</source>
            <translation>複数のフィードにある同じ話題を 1 行にまとめる</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>言語</translation>
        </message>
        <message>
            <source>Another language is spoken from the next start on.</source>
            <translation>言語の変更は次回の起動から有効になります。</translation>
        </message>
        <message>
            <source>Nothing glides when it scrolls</source>
            <translation>スクロールのアニメーションを使わない</translation>
        </message>
        <message>
            <source>Articles</source>
            <translation>記事</translation>
        </message>
        <message>
            <source>As the window</source>
            <translation>ウィンドウに合わせる</translation>
        </message>
        <message>
            <source>Paper</source>
            <translation>背景</translation>
        </message>
        <message>
            <source>With serifs</source>
            <translation>セリフ体</translation>
        </message>
        <message>
            <source>Without serifs</source>
            <translation>サンセリフ体</translation>
        </message>
        <message>
            <source>Letters</source>
            <translation>書体</translation>
        </message>
        <message>
            <source>Narrow</source>
            <translation>狭い</translation>
        </message>
        <message>
            <source>Wide</source>
            <translation>広い</translation>
        </message>
        <message>
            <source>Column</source>
            <translation>本文の幅</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>時間</translation>
        </message>
        <message>
            <source>An article counts as read after</source>
            <translation>既読にするまでの時間</translation>
        </message>
        <message>
            <source>2024/10/24 19:00</source>
            <translation>2024/10/24 19:00</translation>
        </message>
        <message>
            <source>As is usual in my language</source>
            <translation>言語の慣例に従う</translation>
        </message>
        <message>
            <source>Dates in the details</source>
            <translation>詳細の日付</translation>
        </message>
        <message>
            <source>By the width of the window</source>
            <translation>ウィンドウの幅に合わせる</translation>
        </message>
        <message>
            <source>Size of letters</source>
            <translation>文字サイズ</translation>
        </message>
    </context>
    <context>
        <name>ReadingPane</name>
        <message>
            <source>Menu</source>
            <translation>メニュー</translation>
        </message>
    </context>
    <context>
        <name>ReadingRow</name>
        <message>
            <source>Untitled</source>
            <translation>無題</translation>
        </message>
        <message>
            <source>Still being looked for</source>
            <translation>まだ探しています</translation>
        </message>
    </context>
    <context>
        <name>Readings</name>
        <message>
            <source>Similar Readings</source>
            <translation>似た記事</translation>
        </message>
        <message>
            <source>1 item</source>
            <translation>1 件</translation>
        </message>
        <message numerus="yes">
            <source>%n items</source>
            <translation>
                <numerusform>%n 件</numerusform>
            </translation>
        </message>
        <message>
            <source>Similar Readings ({items})</source>
            <translation>似た記事 ({items})</translation>
        </message>
        <message>
            <source>Nothing in the library is near to this.</source>
            <translation>ライブラリに似た記事はありません。</translation>
        </message>
        <message>
            <source>They could not be looked for.</source>
            <translation>似た記事を探せませんでした。</translation>
        </message>
        <message>
            <source>Both say: {words}</source>
            <translation>共通の語: {words}</translation>
        </message>
        <message>
            <source>Also in {feeds}</source>
            <translation>{feeds} にもあります</translation>
        </message>
        <message>
            <source>{percent}% alike</source>
            <translation>類似度 {percent}%</translation>
        </message>
    </context>
    <context>
        <name>Recorder</name>
        <message>
            <source>Press the keys…</source>
            <translation>キーを押してください…</translation>
        </message>
        <message>
            <source>Press the new keys; Escape leaves it</source>
            <translation>新しいキーを押してください (Esc で中止)</translation>
        </message>
    </context>
    <context>
        <name>Repair</name>
        <message>
            <source>Mend it</source>
            <translation>修復</translation>
        </message>
        <message>
            <source>Restore a backup…</source>
            <translation>バックアップを復元…</translation>
        </message>
        <message>
            <source>Open another library…</source>
            <translation>別のライブラリを開く…</translation>
        </message>
        <message>
            <source>Begin a new one</source>
            <translation>新しく始める</translation>
        </message>
        <message>
            <source>Until then you can go on reading what can be read.</source>
            <translation>それまでは、読めるものを読み続けられます。</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>終了</translation>
        </message>
        <message>
            <source>Not now</source>
            <translation>今はしない</translation>
        </message>
    </context>
    <context>
        <name>ReportDialog</name>
        <message>
            <source>A fault in Desktop Reader</source>
            <translation>Desktop Reader の不具合</translation>
        </message>
        <message>
            <source>The report</source>
            <translation>報告</translation>
        </message>
        <message>
            <source>Copy report</source>
            <translation>報告をコピー</translation>
        </message>
        <message>
            <source>Open the page for faults</source>
            <translation>不具合のページを開く</translation>
        </message>
        <message>
            <source>This is all that the report says. It names no feeds and none of your files. Nothing is sent by itself.</source>
            <translation>報告の内容はこれですべてです。フィードもファイルも名前は入っていません。自動では何も送りません。</translation>
        </message>
        <message>
            <source>Copied</source>
            <translation>コピーしました</translation>
        </message>
    </context>
    <context>
        <name>Restoring</name>
        <message>
            <source>Restoring the library…</source>
            <translation>ライブラリを復元しています…</translation>
        </message>
        <message>
            <source>Leave it as it is</source>
            <translation>このままにする</translation>
        </message>
        <message>
            <source>It stays as it is.</source>
            <translation>このままにします。</translation>
        </message>
        <message>
            <source>Checking the restored library…</source>
            <translation>復元したライブラリを確かめています…</translation>
        </message>
    </context>
    <context>
        <name>RuleEditor</name>
        <message>
            <source>Rule “{title}”</source>
            <translation>規則「{title}」</translation>
        </message>
        <message>
            <source>New rule</source>
            <translation>新しい規則</translation>
        </message>
        <message>
            <source>As it is searched for</source>
            <translation>検索条件と同じ</translation>
        </message>
        <message>
            <source>Mark as read</source>
            <translation>既読にする</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>スターを付ける</translation>
        </message>
        <message>
            <source>Hide: only is:hidden finds them</source>
            <translation>非表示にする: is:hidden でのみ見つかります</translation>
        </message>
        <message>
            <source>Always notify</source>
            <translation>必ず通知する</translation>
        </message>
        <message>
            <source>Never notify</source>
            <translation>通知しない</translation>
        </message>
        <message>
            <source>Label</source>
            <translation>ラベル</translation>
        </message>
        <message>
            <source>Articles that the rule would have wanted</source>
            <translation>規則に該当したはずの記事</translation>
        </message>
        <message>
            <source>Do it with these articles now</source>
            <translation>今すぐこれらの記事にも実行する</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名前</translation>
        </message>
        <message>
            <source>For articles</source>
            <translation>対象の記事</translation>
        </message>
        <message>
            <source>Do this when they arrive</source>
            <translation>届いたときに行うこと</translation>
        </message>
        <message>
            <source>What it would have done</source>
            <translation>これまでの記事での結果</translation>
        </message>
        <message>
            <source>Say which articles the rule is for.</source>
            <translation>規則の対象とする記事を指定してください。</translation>
        </message>
    </context>
    <context>
        <name>RulesDialog</name>
        <message>
            <source>Rules</source>
            <translation>規則</translation>
        </message>
        <message>
            <source>What rules did</source>
            <translation>規則の実行履歴</translation>
        </message>
        <message>
            <source>New rule…</source>
            <translation>新しい規則…</translation>
        </message>
        <message>
            <source>Change…</source>
            <translation>変更…</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>削除</translation>
        </message>
        <message>
            <source>Up</source>
            <translation>上へ</translation>
        </message>
        <message>
            <source>Down</source>
            <translation>下へ</translation>
        </message>
        <message>
            <source>A rule does something with articles when they arrive: marks, labels or hides them.</source>
            <translation>規則は、届いた記事を既読にしたり、ラベルを付けたり、非表示にしたりします。</translation>
        </message>
        <message>
            <source>Nothing in the last 30 days.</source>
            <translation>過去 30 日間の実行はありません。</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>閉じる</translation>
        </message>
        <message>
            <source>{search} → {deeds}</source>
            <translation>{search} → {deeds}</translation>
        </message>
        <message>
            <source>Switched off: its regular expression takes too long</source>
            <translation>オフになりました: 正規表現に時間がかかりすぎます</translation>
        </message>
        <message>
            <source>{rule}  ·  {when}</source>
            <translation>{rule}  ·  {when}</translation>
        </message>
        <message>
            <source>Do it again</source>
            <translation>やり直す</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>元に戻す</translation>
        </message>
    </context>
    <context>
        <name>SafeBar</name>
        <message>
            <source>Safe mode: nothing happens by itself, and your settings are left as they are.</source>
            <translation>セーフモード: 自動では何も行わず、設定もそのままにします。</translation>
        </message>
        <message>
            <source>Leave safe mode</source>
            <translation>セーフモードを終える</translation>
        </message>
    </context>
    <context>
        <name>SafeMode</name>
        <message>
            <source>Start in safe mode?</source>
            <translation>セーフモードで起動しますか?</translation>
        </message>
        <message>
            <source>Desktop Reader did not start well the last time. In safe mode it opens your library and does nothing by itself, so that you can read and find out what is wrong. Your settings stay as they are.</source>
            <translation>前回、Desktop Reader は正しく起動しませんでした。セーフモードではライブラリを開くだけで自動では何も行わないので、読みながら原因を調べられます。設定はそのままです。</translation>
        </message>
        <message>
            <source>Start in safe mode</source>
            <translation>セーフモードで起動</translation>
        </message>
        <message>
            <source>Start as usual</source>
            <translation>通常どおり起動</translation>
        </message>
        <message>
            <source>Desktop Reader (safe mode)</source>
            <translation>Desktop Reader(セーフモード)</translation>
        </message>
    </context>
    <context>
        <name>SavePage</name>
        <message>
            <source>Saving the page…</source>
            <translation>ページを保存しています…</translation>
        </message>
        <message>
            <source>Only saved pages can be removed; what a feed brought would come again.</source>
            <translation>削除できるのは保存したページだけです。フィードの記事は、削除してもまた届きます。</translation>
        </message>
        <message>
            <source>“{title}” removed</source>
            <translation>「{title}」を削除しました</translation>
        </message>
        <message>
            <source>“{title}” saved</source>
            <translation>「{title}」を保存しました</translation>
        </message>
        <message>
            <source>“{title}” saved again; its earlier version is kept</source>
            <translation>「{title}」をもう一度保存しました。以前の版も残っています</translation>
        </message>
        <message>
            <source>“{title}” is saved already</source>
            <translation>「{title}」はすでに保存されています</translation>
        </message>
    </context>
    <context>
        <name>SavePageDialog</name>
        <message>
            <source>Save page</source>
            <translation>ページを保存</translation>
        </message>
        <message>
            <source>Address of the page</source>
            <translation>ページのアドレス</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Copy bookmarklet</source>
            <translation>ブックマークレットをコピー</translation>
        </message>
        <message>
            <source>A bookmark for your browser that saves the page open there.</source>
            <translation>ブラウザーで開いているページを保存するためのブックマークです。</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>アドレス</translation>
        </message>
        <message>
            <source>The page is fetched, and its text kept among your saved pages.</source>
            <translation>ページを取得し、その本文を保存したページに加えます。</translation>
        </message>
        <message>
            <source>Fetching the page…</source>
            <translation>ページを取得しています…</translation>
        </message>
        <message>
            <source>Copied. Paste it as the address of a bookmark: that saves the page open there.</source>
            <translation>コピーしました。ブックマークのアドレスに貼り付けると、開いているページを保存できます。</translation>
        </message>
    </context>
    <context>
        <name>ScopeBox</name>
        <message>
            <source>Of which feeds</source>
            <translation>対象のフィード</translation>
        </message>
        <message>
            <source>All feeds</source>
            <translation>すべてのフィード</translation>
        </message>
    </context>
    <context>
        <name>SearchBuilder</name>
        <message>
            <source>New saved search</source>
            <translation>新しい保存した検索</translation>
        </message>
        <message>
            <source>As it is searched for</source>
            <translation>検索の言葉のまま</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名前</translation>
        </message>
        <message>
            <source>All of these are true</source>
            <translation>すべてに当てはまる</translation>
        </message>
        <message>
            <source>At least one of these is true</source>
            <translation>少なくとも1つに当てはまる</translation>
        </message>
        <message>
            <source>Add a condition</source>
            <translation>条件を加える</translation>
        </message>
        <message>
            <source>As it is typed</source>
            <translation>入力する形</translation>
        </message>
        <message>
            <source>Find articles where</source>
            <translation>次の条件の記事を探す</translation>
        </message>
        <message>
            <source>That is longer than a search can be.</source>
            <translation>検索としては長すぎます。</translation>
        </message>
        <message>
            <source>Say what is to be found.</source>
            <translation>何を探すのか指定してください。</translation>
        </message>
        <message numerus="yes">
            <source>Finds %Ln article(s), {unread} of them unread.</source>
            <translation>
                <numerusform>記事 %Ln 件が見つかります。うち未読 {unread} 件。</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SearchField</name>
        <message>
            <source>Search articles</source>
            <translation>記事を検索</translation>
        </message>
        <message>
            <source>Words, "a phrase", -without, this OR that; the question mark tells the rest</source>
            <translation>単語、"語句"、-除外、これ OR それ。詳しくは疑問符をクリック</translation>
        </message>
        <message>
            <source>Clear the search</source>
            <translation>検索を消去</translation>
        </message>
        <message>
            <source>What can be searched for</source>
            <translation>検索のしかた</translation>
        </message>
        <message>
            <source>Save this search</source>
            <translation>この検索を保存</translation>
        </message>
        <message>
            <source>Remove this search from the sidebar</source>
            <translation>この検索をサイドバーから削除</translation>
        </message>
    </context>
    <context>
        <name>SearchHints</name>
        <message>
            <source>What can be searched for</source>
            <translation>検索のしかた</translation>
        </message>
        <message>
            <source>both words, the last one perhaps unfinished</source>
            <translation>両方の語 (最後の語は途中まででも可)</translation>
        </message>
        <message>
            <source>words that begin so</source>
            <translation>この文字で始まる語</translation>
        </message>
        <message>
            <source>exactly these words</source>
            <translation>この語句と完全に一致</translation>
        </message>
        <message>
            <source>the one word without the other</source>
            <translation>一方を含み、他方を含まない</translation>
        </message>
        <message>
            <source>one of the two</source>
            <translation>どちらか一方</translation>
        </message>
        <message>
            <source>in the title</source>
            <translation>タイトルに含む</translation>
        </message>
        <message>
            <source>who wrote it</source>
            <translation>著者</translation>
        </message>
        <message>
            <source>where it came from</source>
            <translation>配信元</translation>
        </message>
        <message>
            <source>what you gave a label</source>
            <translation>ラベルを付けたもの</translation>
        </message>
        <message>
            <source>in a language</source>
            <translation>言語</translation>
        </message>
        <message>
            <source>when it was published</source>
            <translation>公開日</translation>
        </message>
        <message>
            <source>how long it is</source>
            <translation>長さ</translation>
        </message>
        <message>
            <source>what you have not read, or starred</source>
            <translation>未読のもの、スター付きのもの</translation>
        </message>
        <message>
            <source>what you or a rule has hidden</source>
            <translation>自分または規則が非表示にしたもの</translation>
        </message>
    </context>
    <context>
        <name>Sidebar</name>
        <message>
            <source>Saved pages</source>
            <translation>保存したページ</translation>
        </message>
        <message>
            <source>Not updated yet</source>
            <translation>まだ更新していません</translation>
        </message>
        <message>
            <source>Updated just now</source>
            <translation>たった今更新</translation>
        </message>
        <message>
            <source>Updated 1 minute ago</source>
            <translation>1 分前に更新</translation>
        </message>
        <message numerus="yes">
            <source>Updated %n minutes ago</source>
            <translation>
                <numerusform>%n 分前に更新</numerusform>
            </translation>
        </message>
        <message>
            <source>Updated at {time}</source>
            <translation>{time} に更新</translation>
        </message>
        <message>
            <source>Updated on {date}</source>
            <translation>{date} に更新</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今日</translation>
        </message>
        <message>
            <source>Unread</source>
            <translation>未読</translation>
        </message>
        <message>
            <source>Starred</source>
            <translation>スター付き</translation>
        </message>
        <message>
            <source>Feeds</source>
            <translation>フィード</translation>
        </message>
        <message>
            <source>Searches</source>
            <translation>検索</translation>
        </message>
        <message>
            <source>Labels</source>
            <translation>ラベル</translation>
        </message>
        <message>
            <source>For reading only</source>
            <translation>読み取り専用</translation>
        </message>
    </context>
    <context>
        <name>SidebarDelegate</name>
        <message>
            <source>Name</source>
            <translation>名前</translation>
        </message>
    </context>
    <context>
        <name>SidebarModel</name>
        <message>
            <source>folder</source>
            <translation>フォルダー</translation>
        </message>
        <message>
            <source>saved search</source>
            <translation>保存した検索</translation>
        </message>
        <message>
            <source>label</source>
            <translation>ラベル</translation>
        </message>
        <message>
            <source>cannot be refreshed</source>
            <translation>更新できません</translation>
        </message>
        <message numerus="yes">
            <source>%n starred</source>
            <translation>
                <numerusform>スター付き %n 件</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n unread</source>
            <translation>
                <numerusform>未読 %n 件</numerusform>
            </translation>
        </message>
        <message>
            <source>A label needs a name.</source>
            <translation>ラベルには名前が必要です。</translation>
        </message>
        <message>
            <source>A search needs a name.</source>
            <translation>検索には名前が必要です。</translation>
        </message>
        <message>
            <source>A folder needs a name.</source>
            <translation>フォルダーには名前が必要です。</translation>
        </message>
    </context>
    <context>
        <name>SidebarPane</name>
        <message>
            <source>Hide the sidebar</source>
            <translation>サイドバーを隠す</translation>
        </message>
        <message>
            <source>Refresh all feeds</source>
            <translation>すべてのフィードを更新</translation>
        </message>
        <message>
            <source>Add a feed</source>
            <translation>フィードを追加</translation>
        </message>
    </context>
    <context>
        <name>SidebarView</name>
        <message>
            <source>Feeds</source>
            <translation>フィード</translation>
        </message>
    </context>
    <context>
        <name>SortMenu</name>
        <message>
            <source>Best match</source>
            <translation>関連度</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>日付</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>タイトル</translation>
        </message>
        <message>
            <source>Feed</source>
            <translation>フィード</translation>
        </message>
        <message>
            <source>Length</source>
            <translation>長さ</translation>
        </message>
        <message>
            <source>Times read</source>
            <translation>閲覧回数</translation>
        </message>
        <message>
            <source>Fair: rare feeds first</source>
            <translation>公平: 更新の少ないフィードを先に</translation>
        </message>
        <message>
            <source>A to Z</source>
            <translation>昇順</translation>
        </message>
        <message>
            <source>Z to A</source>
            <translation>降順</translation>
        </message>
        <message>
            <source>Best first</source>
            <translation>関連度の高い順</translation>
        </message>
        <message>
            <source>Best last</source>
            <translation>関連度の低い順</translation>
        </message>
        <message>
            <source>Newest first</source>
            <translation>新しい順</translation>
        </message>
        <message>
            <source>Oldest first</source>
            <translation>古い順</translation>
        </message>
        <message>
            <source>Longest first</source>
            <translation>長い順</translation>
        </message>
        <message>
            <source>Shortest first</source>
            <translation>短い順</translation>
        </message>
        <message>
            <source>Most read first</source>
            <translation>閲覧回数の多い順</translation>
        </message>
        <message>
            <source>Least read first</source>
            <translation>閲覧回数の少ない順</translation>
        </message>
        <message>
            <source>Newest day first</source>
            <translation>新しい日から順に</translation>
        </message>
        <message>
            <source>Oldest day first</source>
            <translation>古い日から順に</translation>
        </message>
        <message>
            <source>Compact rows</source>
            <translation>コンパクトな行</translation>
        </message>
    </context>
    <context>
        <name>Sources</name>
        <message>
            <source>Also told by</source>
            <translation>ほかの配信元</translation>
        </message>
        <message>
            <source>Open what “{feed}” brought: {title}</source>
            <translation>「{feed}」の記事を開く: {title}</translation>
        </message>
    </context>
    <context>
        <name>States</name>
        <message>
            <source>Try again</source>
            <translation>再試行</translation>
        </message>
        <message>
            <source>Find it again…</source>
            <translation>探し直す…</translation>
        </message>
        <message>
            <source>About it…</source>
            <translation>詳細…</translation>
        </message>
    </context>
    <context>
        <name>Statistics</name>
        <message>
            <source>Statistics</source>
            <translation>統計</translation>
        </message>
        <message>
            <source>Words</source>
            <translation>語数</translation>
        </message>
        <message>
            <source>Shows how long reading takes</source>
            <translation>読むのにかかる時間を表示</translation>
        </message>
        <message>
            <source>Read Count</source>
            <translation>閲覧回数</translation>
        </message>
        <message>
            <source>Shows when it was opened</source>
            <translation>開いた日時を表示</translation>
        </message>
        <message>
            <source>Reading time</source>
            <translation>読了時間</translation>
        </message>
        <message>
            <source>About 1 minute to read</source>
            <translation>約 1 分で読めます</translation>
        </message>
        <message numerus="yes">
            <source>About %n minutes to read</source>
            <translation>
                <numerusform>約 %n 分で読めます</numerusform>
            </translation>
        </message>
        <message>
            <source>Opened</source>
            <translation>開いた日時</translation>
        </message>
        <message>
            <source>Not opened yet</source>
            <translation>まだ開いていません</translation>
        </message>
        <message>
            <source>and once before</source>
            <translation>ほか 1 回</translation>
        </message>
        <message numerus="yes">
            <source>and %n times before</source>
            <translation>
                <numerusform>ほか %n 回</numerusform>
            </translation>
        </message>
        <message>
            <source>Save as a table</source>
            <translation>表として保存</translation>
        </message>
        <message>
            <source>Table (*.csv)</source>
            <translation>表 (*.csv)</translation>
        </message>
        <message>
            <source>Save as JSON</source>
            <translation>JSON として保存</translation>
        </message>
        <message>
            <source>JSON (*.json)</source>
            <translation>JSON (*.json)</translation>
        </message>
        <message>
            <source>Saved as {file}</source>
            <translation>{file} として保存しました</translation>
        </message>
        <message>
            <source>Erase the reading record?</source>
            <translation>閲覧記録を消去しますか?</translation>
        </message>
        <message>
            <source>It says when articles were opened, how often, and whether to their end, in all feeds.</source>
            <translation>すべてのフィードについて、記事をいつ何回開き、最後まで読んだかどうかの記録です。</translation>
        </message>
        <message>
            <source>Read marks and stars stay. For a day it can be taken back.</source>
            <translation>既読とスターは残ります。1 日以内なら元に戻せます。</translation>
        </message>
        <message>
            <source>In the last {days} days – times opened: {times}, articles: {articles}.</source>
            <translation>過去 {days} 日間 – 閲覧回数: {times}、記事数: {articles}。</translation>
        </message>
        <message>
            <source>In all – times opened: {times}, articles: {articles}.</source>
            <translation>全期間 – 閲覧回数: {times}、記事数: {articles}。</translation>
        </message>
        <message>
            <source>Erase {days} days</source>
            <translation>{days} 日分を消去</translation>
        </message>
        <message>
            <source>Erase all</source>
            <translation>すべて消去</translation>
        </message>
        <message>
            <source>There was nothing to erase.</source>
            <translation>消去するものはありませんでした。</translation>
        </message>
        <message>
            <source>Reading record erased</source>
            <translation>閲覧記録を消去しました</translation>
        </message>
        <message>
            <source>The reading record is there again.</source>
            <translation>閲覧記録を元に戻しました。</translation>
        </message>
        <message>
            <source>{number} %</source>
            <translation>{number}%</translation>
        </message>
        <message>
            <source>{first} to {last}</source>
            <translation>{first}～{last}</translation>
        </message>
        <message>
            <source>{arrived} arrived · {opened} opened · {through} read through · {starred} starred</source>
            <translation>受信 {arrived} · 閲覧 {opened} · 読了 {through} · スター付き {starred}</translation>
        </message>
    </context>
    <context>
        <name>StatisticsDialog</name>
        <message>
            <source>Statistics</source>
            <translation>統計</translation>
        </message>
        <message>
            <source>Counting…</source>
            <translation>数えています…</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>元に戻す</translation>
        </message>
        <message>
            <source>Erase reading record…</source>
            <translation>閲覧記録を消去…</translation>
        </message>
        <message>
            <source>Save as…</source>
            <translation>名前を付けて保存…</translation>
        </message>
        <message>
            <source>Table (CSV)…</source>
            <translation>表 (CSV)…</translation>
        </message>
        <message>
            <source>JSON…</source>
            <translation>JSON…</translation>
        </message>
        <message>
            <source>Counted from your library on this computer. Nobody else is told.</source>
            <translation>このコンピューターのライブラリから集計しています。ほかには一切知らせません。</translation>
        </message>
        <message>
            <source>7 days</source>
            <translation>7 日間</translation>
        </message>
        <message>
            <source>30 days</source>
            <translation>30 日間</translation>
        </message>
        <message>
            <source>A year</source>
            <translation>1 年間</translation>
        </message>
        <message>
            <source>All time</source>
            <translation>全期間</translation>
        </message>
        <message>
            <source>As tables</source>
            <translation>表で表示</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>閉じる</translation>
        </message>
    </context>
    <context>
        <name>SubscribeDialog</name>
        <message>
            <source>Add a feed</source>
            <translation>フィードを追加</translation>
        </message>
        <message>
            <source>Address of the feed or of its site</source>
            <translation>フィードまたはサイトのアドレス</translation>
        </message>
        <message>
            <source>Your own title for the feed</source>
            <translation>フィードの表示名</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>フォルダー</translation>
        </message>
        <message>
            <source>No folder</source>
            <translation>フォルダーなし</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>アドレス</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>タイトル</translation>
        </message>
        <message>
            <source>This address leads into your own network. Press Find if that is what you want.</source>
            <translation>このアドレスはご自身のネットワークの中を指しています。それでよければ「探す」を押してください。</translation>
        </message>
        <message>
            <source>This site has several feeds. Tick those that you want.</source>
            <translation>このサイトには複数のフィードがあります。購読するものを選んでください。</translation>
        </message>
        <message>
            <source>Type or paste the address of a site or of its feed.</source>
            <translation>サイトまたはフィードのアドレスを入力するか貼り付けてください。</translation>
        </message>
        <message>
            <source>Adding…</source>
            <translation>追加しています…</translation>
        </message>
        <message numerus="yes">
            <source>Add %n feeds</source>
            <translation>
                <numerusform>%n 件のフィードを追加</numerusform>
            </translation>
        </message>
        <message>
            <source>Add</source>
            <translation>追加</translation>
        </message>
        <message>
            <source>Show feed</source>
            <translation>フィードを表示</translation>
        </message>
        <message>
            <source>Find</source>
            <translation>探す</translation>
        </message>
        <message>
            <source>Looking at {address}…</source>
            <translation>{address} を確認しています…</translation>
        </message>
    </context>
    <context>
        <name>Summary</name>
        <message>
            <source>Summary</source>
            <translation>要約</translation>
        </message>
        <message>
            <source>Show in text</source>
            <translation>本文中に表示</translation>
        </message>
        <message>
            <source>The summary could not be read.</source>
            <translation>要約を読み込めませんでした。</translation>
        </message>
        <message>
            <source>Too short to be summed up.</source>
            <translation>短いため要約はありません。</translation>
        </message>
    </context>
    <context>
        <name>Table</name>
        <message>
            <source>Articles</source>
            <translation>記事</translation>
        </message>
    </context>
    <context>
        <name>TextPopover</name>
        <message>
            <source>Text</source>
            <translation>テキスト</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>ライト</translation>
        </message>
        <message>
            <source>Sepia</source>
            <translation>セピア</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>ダーク</translation>
        </message>
        <message>
            <source>Paper</source>
            <translation>背景</translation>
        </message>
        <message>
            <source>Match the window</source>
            <translation>ウィンドウに合わせる</translation>
        </message>
        <message>
            <source>Letters</source>
            <translation>書体</translation>
        </message>
        <message>
            <source>Serif</source>
            <translation>セリフ</translation>
        </message>
        <message>
            <source>Sans</source>
            <translation>サンセリフ</translation>
        </message>
        <message>
            <source>Narrow</source>
            <translation>狭い</translation>
        </message>
        <message>
            <source>Comfortable</source>
            <translation>標準</translation>
        </message>
        <message>
            <source>Wide</source>
            <translation>広い</translation>
        </message>
        <message>
            <source>Width of the text</source>
            <translation>本文の幅</translation>
        </message>
        <message>
            <source>Size of the text</source>
            <translation>文字の大きさ</translation>
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
                <numerusform>未読記事 %n 件</numerusform>
            </translation>
        </message>
        <message>
            <source>Nothing unread</source>
            <translation>未読なし</translation>
        </message>
        <message>
            <source>Paused until {time}</source>
            <translation>{time} まで一時停止</translation>
        </message>
    </context>
    <context>
        <name>TrayMenu</name>
        <message>
            <source>Quiet hours</source>
            <translation>おやすみ時間</translation>
        </message>
        <message>
            <source>Hide the window</source>
            <translation>ウィンドウを隠す</translation>
        </message>
        <message>
            <source>Open Desktop Reader</source>
            <translation>Desktop Reader を開く</translation>
        </message>
    </context>
    <context>
        <name>UpdatesPage</name>
        <message>
            <source>Ask feeds for news</source>
            <translation>フィードの更新</translation>
        </message>
        <message>
            <source>How often</source>
            <translation>頻度</translation>
        </message>
        <message>
            <source>Every 30 minutes</source>
            <translation>30 分ごと</translation>
        </message>
        <message>
            <source>Every hour</source>
            <translation>1 時間ごと</translation>
        </message>
        <message>
            <source>Every 3 hours</source>
            <translation>3 時間ごと</translation>
        </message>
        <message>
            <source>Every 12 hours</source>
            <translation>12 時間ごと</translation>
        </message>
        <message>
            <source>Once a day</source>
            <translation>1 日 1 回</translation>
        </message>
        <message>
            <source>Only by hand</source>
            <translation>手動のみ</translation>
        </message>
        <message>
            <source>A feed that asks to be left alone for longer is, and one that seldom has news is asked more seldom.</source>
            <translation>間隔を空けるよう求めるフィードではそれに従い、更新の少ないフィードは頻度を下げて確認します。</translation>
        </message>
        <message>
            <source>Ask all of them when Desktop Reader starts</source>
            <translation>Desktop Reader の起動時にすべて更新する</translation>
        </message>
        <message>
            <source>An article that was rewritten becomes unread again</source>
            <translation>書き直された記事を未読に戻す</translation>
        </message>
        <message>
            <source>Connection</source>
            <translation>接続</translation>
        </message>
        <message>
            <source>Not while the connection is metered</source>
            <translation>従量制の接続では更新しない</translation>
        </message>
        <message>
            <source>It is metered now: feeds wait, and are asked by hand only.</source>
            <translation>現在は従量制の接続です。フィードは手動でのみ更新されます。</translation>
        </message>
        <message>
            <source>It is not metered now.</source>
            <translation>現在は従量制の接続ではありません。</translation>
        </message>
        <message>
            <source>The system does not say whether it is metered; that counts as no.</source>
            <translation>従量制かどうかをシステムから取得できないため、従量制ではないものとみなします。</translation>
        </message>
        <message>
            <source>Whether a connection is paid for by what it carries is asked of NetworkManager.</source>
            <translation>従量制の接続かどうかは NetworkManager に問い合わせます。</translation>
        </message>
    </context>
    <context>
        <name>Value</name>
        <message>
            <source>Copy</source>
            <translation>コピー</translation>
        </message>
    </context>
    <context>
        <name>Vault</name>
        <message numerus="yes">
            <source>%n article(s) lie in the vault.</source>
            <translation>
                <numerusform>保管庫に %n 件の記事があります。</numerusform>
            </translation>
        </message>
        <message>
            <source>The file “{name}” in the vault was left alone. {why}</source>
            <translation>保管庫のファイル「{name}」はそのまま残しました。{why}</translation>
        </message>
        <message numerus="yes">
            <source>So were %n more.</source>
            <translation>
                <numerusform>ほか %n 件のファイルも同様です。</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>VaultSection</name>
        <message>
            <source>Vault</source>
            <translation>保管庫</translation>
        </message>
        <message>
            <source>A folder of Markdown files that is kept in step, for Obsidian and other programs. Files that you make or change there are never written over; labels that you edit in them are taken over.</source>
            <translation>Obsidian などのプログラムで使える、常に最新に保たれる Markdown ファイルのフォルダーです。そこで作成または変更したファイルは上書きされません。ファイル内で編集したラベルは反映されます。</translation>
        </message>
        <message>
            <source>Choose folder…</source>
            <translation>フォルダーを選択…</translation>
        </message>
        <message>
            <source>No vault</source>
            <translation>保管庫を使わない</translation>
        </message>
        <message>
            <source>Starred articles</source>
            <translation>スター付きの記事</translation>
        </message>
        <message>
            <source>Labelled articles</source>
            <translation>ラベル付きの記事</translation>
        </message>
        <message>
            <source>All articles</source>
            <translation>すべての記事</translation>
        </message>
        <message>
            <source>What a search finds</source>
            <translation>検索で見つかる記事</translation>
        </message>
        <message>
            <source>feed:, label:, words:&gt;500 …</source>
            <translation>feed:、label:、words:&gt;500 …</translation>
        </message>
        <message>
            <source>Search whose articles the vault keeps</source>
            <translation>保管庫に入れる記事の検索条件</translation>
        </message>
        <message>
            <source>Keep in it</source>
            <translation>入れる記事</translation>
        </message>
        <message>
            <source>There is no vault.</source>
            <translation>保管庫はありません。</translation>
        </message>
        <message>
            <source>Choose the folder of the vault</source>
            <translation>保管庫のフォルダーを選択</translation>
        </message>
    </context>
    <context>
        <name>Wanted</name>
        <message>
            <source>that this search finds</source>
            <translation>この検索で見つかる記事</translation>
        </message>
        <message>
            <source>that one of these regular expressions finds</source>
            <translation>次の正規表現のいずれかに一致する記事</translation>
        </message>
        <message>
            <source>Regular expressions, one in each line</source>
            <translation>正規表現 (1 行に 1 つ)</translation>
        </message>
        <message>
            <source>One in each line, looked for in title, author and address; after text= in the text. A line with ! before it is left alone. Capitals count, unless it begins with (?i).</source>
            <translation>1 行に 1 つ入力します。タイトル、著者、アドレスから探し、text= に続けて書くと本文から探します。行頭に ! のある行に一致する記事は対象外です。(?i) で始めない限り、大文字と小文字を区別します。</translation>
        </message>
    </context>
    <context>
        <name>Welcome</name>
        <message>
            <source>Welcome</source>
            <translation>ようこそ</translation>
        </message>
        <message>
            <source>Add a site…</source>
            <translation>サイトを追加…</translation>
        </message>
        <message>
            <source>Import OPML…</source>
            <translation>OPML を読み込む…</translation>
        </message>
        <message>
            <source>Show the sidebar</source>
            <translation>サイドバーを表示</translation>
        </message>
        <message>
            <source>Menu</source>
            <translation>メニュー</translation>
        </message>
        <message>
            <source>Follow the sites that you like. What they publish comes here by itself.</source>
            <translation>好きなサイトを購読しましょう。新しい記事が自動的にここに届きます。</translation>
        </message>
        <message>
            <source>This library has no feeds yet, and it is open for reading only.</source>
            <translation>このライブラリにはまだフィードがなく、読み取り専用で開かれています。</translation>
        </message>
        <message>
            <source>Or begin with some of these</source>
            <translation>または、次の中から始めましょう</translation>
        </message>
        <message>
            <source>Follow this feed</source>
            <translation>このフィードを購読</translation>
        </message>
        <message numerus="yes">
            <source>Follow %n feeds</source>
            <translation>
                <numerusform>%n 件のフィードを購読</numerusform>
            </translation>
        </message>
        <message>
            <source>Follow</source>
            <translation>購読</translation>
        </message>
        <message>
            <source>News</source>
            <translation>ニュース</translation>
        </message>
        <message>
            <source>Science</source>
            <translation>科学</translation>
        </message>
        <message>
            <source>Technology</source>
            <translation>テクノロジー</translation>
        </message>
        <message>
            <source>Curious and fun</source>
            <translation>面白い読みもの</translation>
        </message>
    </context>
    <context>
        <name>When</name>
        <message>
            <source>now</source>
            <translation>今</translation>
        </message>
        <message>
            <source>{minutes}m</source>
            <translation>{minutes}分</translation>
        </message>
        <message>
            <source>{hours}h</source>
            <translation>{hours}時間</translation>
        </message>
        <message>
            <source>Yesterday</source>
            <translation>昨日</translation>
        </message>
        <message>
            <source>just now</source>
            <translation>たった今</translation>
        </message>
        <message>
            <source>yesterday</source>
            <translation>昨日</translation>
        </message>
        <message>
            <source>1 minute ago</source>
            <translation>1 分前</translation>
        </message>
        <message numerus="yes">
            <source>%n minutes ago</source>
            <translation>
                <numerusform>%n 分前</numerusform>
            </translation>
        </message>
        <message>
            <source>1 hour ago</source>
            <translation>1 時間前</translation>
        </message>
        <message numerus="yes">
            <source>%n hours ago</source>
            <translation>
                <numerusform>%n 時間前</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>_Field</name>
        <message>
            <source>Words, intitle:word, feed:name, words:&gt;500 …</source>
            <translation>単語、intitle:語、feed:名前、words:&gt;500 …</translation>
        </message>
        <message>
            <source>Search</source>
            <translation>検索</translation>
        </message>
    </context>
    <context>
        <name>articles</name>
        <message numerus="yes">
            <source>%n source(s)</source>
            <translation>
                <numerusform>配信元 %n 件</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>building</name>
        <message>
            <source>moon landing</source>
            <translation>月面着陸</translation>
        </message>
        <message>
            <source>2024-05-31, today, 7d, 3m …</source>
            <translation>2024-05-31、today、7d、3m …</translation>
        </message>
        <message>
            <source>Has the words</source>
            <translation>次の言葉を含む</translation>
        </message>
        <message>
            <source>Has not the words</source>
            <translation>次の言葉を含まない</translation>
        </message>
        <message>
            <source>Has in the title</source>
            <translation>タイトルに含む</translation>
        </message>
        <message>
            <source>Was written by</source>
            <translation>著者</translation>
        </message>
        <message>
            <source>Is of the feed</source>
            <translation>フィード</translation>
        </message>
        <message>
            <source>Is in the folder</source>
            <translation>フォルダー</translation>
        </message>
        <message>
            <source>Has the label</source>
            <translation>ラベル</translation>
        </message>
        <message>
            <source>Is</source>
            <translation>状態が次である</translation>
        </message>
        <message>
            <source>Is not</source>
            <translation>状態が次でない</translation>
        </message>
        <message>
            <source>Is in the language</source>
            <translation>言語</translation>
        </message>
        <message>
            <source>Was published since</source>
            <translation>公開日が次以降</translation>
        </message>
        <message>
            <source>Was published before</source>
            <translation>公開日が次より前</translation>
        </message>
        <message>
            <source>Has more words than</source>
            <translation>語数が次より多い</translation>
        </message>
        <message>
            <source>Has fewer words than</source>
            <translation>語数が次より少ない</translation>
        </message>
    </context>
    <context>
        <name>commands</name>
        <message>
            <source>All feeds of this list are there already.</source>
            <translation>このリストのフィードはすべて登録済みです。</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>元に戻す</translation>
        </message>
        <message>
            <source>Redo</source>
            <translation>やり直す</translation>
        </message>
        <message>
            <source>Show or hide the inspector</source>
            <translation>インスペクタの表示切り替え</translation>
        </message>
        <message>
            <source>Preferences…</source>
            <translation>設定…</translation>
        </message>
        <message>
            <source>Command palette</source>
            <translation>コマンドパレット</translation>
        </message>
        <message>
            <source>Keys</source>
            <translation>キー</translation>
        </message>
        <message>
            <source>Menu</source>
            <translation>メニュー</translation>
        </message>
        <message>
            <source>Quit</source>
            <translation>終了</translation>
        </message>
        <message>
            <source>Next article</source>
            <translation>次の記事</translation>
        </message>
        <message>
            <source>Previous article</source>
            <translation>前の記事</translation>
        </message>
        <message>
            <source>Next, without opening</source>
            <translation>次へ (開かない)</translation>
        </message>
        <message>
            <source>Previous, without opening</source>
            <translation>前へ (開かない)</translation>
        </message>
        <message>
            <source>Next unread article</source>
            <translation>次の未読記事</translation>
        </message>
        <message>
            <source>Page down, then next unread</source>
            <translation>1 ページ下へ、最後は次の未読へ</translation>
        </message>
        <message>
            <source>Page up</source>
            <translation>1 ページ上へ</translation>
        </message>
        <message>
            <source>Read or unread</source>
            <translation>既読／未読を切り替え</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>スターを付ける</translation>
        </message>
        <message>
            <source>Open original</source>
            <translation>元の記事を開く</translation>
        </message>
        <message>
            <source>Copy link</source>
            <translation>リンクをコピー</translation>
        </message>
        <message>
            <source>Mark all as read</source>
            <translation>すべて既読にする</translation>
        </message>
        <message>
            <source>Nothing unread is left here.</source>
            <translation>未読の記事はもうありません。</translation>
        </message>
        <message>
            <source>Only the first {count} were opened.</source>
            <translation>最初の {count} 件だけを開きました。</translation>
        </message>
        <message>
            <source>Only the first {count} links were copied.</source>
            <translation>最初の {count} 件のリンクだけをコピーしました。</translation>
        </message>
        <message>
            <source>There is no article below.</source>
            <translation>下に記事はありません。</translation>
        </message>
        <message>
            <source>There is no article above.</source>
            <translation>上に記事はありません。</translation>
        </message>
        <message>
            <source>Everything here was read already.</source>
            <translation>すべて既読です。</translation>
        </message>
        <message>
            <source>Article</source>
            <translation>記事</translation>
        </message>
        <message>
            <source>List</source>
            <translation>リスト</translation>
        </message>
        <message>
            <source>Feeds</source>
            <translation>フィード</translation>
        </message>
        <message>
            <source>View</source>
            <translation>表示</translation>
        </message>
        <message>
            <source>Library</source>
            <translation>ライブラリ</translation>
        </message>
        <message>
            <source>Window</source>
            <translation>ウィンドウ</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>書き出す…</translation>
        </message>
        <message>
            <source>Add a feed…</source>
            <translation>フィードを追加…</translation>
        </message>
        <message>
            <source>New folder</source>
            <translation>新規フォルダー</translation>
        </message>
        <message>
            <source>Refresh what is shown</source>
            <translation>表示中のものを更新</translation>
        </message>
        <message>
            <source>Refresh all feeds</source>
            <translation>すべてのフィードを更新</translation>
        </message>
        <message>
            <source>About this feed…</source>
            <translation>このフィードについて…</translation>
        </message>
        <message>
            <source>Stop the refresh</source>
            <translation>更新を中止</translation>
        </message>
        <message>
            <source>Import feeds and articles…</source>
            <translation>フィードと記事を読み込む…</translation>
        </message>
        <message>
            <source>Import a folder of articles…</source>
            <translation>記事のフォルダーを読み込む…</translation>
        </message>
        <message>
            <source>Export subscriptions (OPML)…</source>
            <translation>購読リストを書き出す (OPML)…</translation>
        </message>
        <message>
            <source>Keeping</source>
            <translation>保管</translation>
        </message>
        <message>
            <source>Find in the article</source>
            <translation>記事内を検索</translation>
        </message>
        <message>
            <source>Next word found</source>
            <translation>次の一致</translation>
        </message>
        <message>
            <source>Previous word found</source>
            <translation>前の一致</translation>
        </message>
        <message>
            <source>Full text or the feed’s version</source>
            <translation>全文／フィードの内容を切り替え</translation>
        </message>
        <message>
            <source>The feed’s version</source>
            <translation>フィードの内容</translation>
        </message>
        <message>
            <source>Full text</source>
            <translation>全文</translation>
        </message>
        <message>
            <source>Fetching the full text…</source>
            <translation>全文を取得しています…</translation>
        </message>
        <message>
            <source>Full text. W shows the feed’s version.</source>
            <translation>全文です。W でフィードの内容を表示します。</translation>
        </message>
        <message>
            <source>The pages of its newest articles will be fetched in the background.</source>
            <translation>最新の記事のページをバックグラウンドで取得します。</translation>
        </message>
        <message>
            <source>Hide, or show again</source>
            <translation>非表示／再表示を切り替え</translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) hidden</source>
            <translation>
                <numerusform>%n 件の記事を非表示にしました</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) shown again</source>
            <translation>
                <numerusform>%n 件の記事を再び表示しました</numerusform>
            </translation>
        </message>
        <message>
            <source>Labels…</source>
            <translation>ラベル…</translation>
        </message>
        <message>
            <source>New label</source>
            <translation>新規ラベル</translation>
        </message>
        <message>
            <source>Label “{title}” added</source>
            <translation>ラベル「{title}」を追加しました</translation>
        </message>
        <message>
            <source>Renamed to “{title}”</source>
            <translation>名前を「{title}」に変更しました</translation>
        </message>
        <message>
            <source>“{title}” has another colour</source>
            <translation>「{title}」の色を変更しました</translation>
        </message>
        <message>
            <source>“{title}” moved</source>
            <translation>「{title}」を移動しました</translation>
        </message>
        <message>
            <source>Label “{title}” removed</source>
            <translation>ラベル「{title}」を削除しました</translation>
        </message>
        <message>
            <source>“{title}” merged into “{other}”</source>
            <translation>「{title}」を「{other}」に統合しました</translation>
        </message>
        <message numerus="yes">
            <source>“{title}” put on %n article(s)</source>
            <translation>
                <numerusform>%n 件の記事に「{title}」を付けました</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>“{title}” taken off %n article(s)</source>
            <translation>
                <numerusform>%n 件の記事から「{title}」を外しました</numerusform>
            </translation>
        </message>
        <message>
            <source>Similar readings</source>
            <translation>似た記事</translation>
        </message>
        <message>
            <source>Mark all above as read</source>
            <translation>これより上をすべて既読にする</translation>
        </message>
        <message>
            <source>Mark all below as read</source>
            <translation>これより下をすべて既読にする</translation>
        </message>
        <message>
            <source>Clean up: take out what is read</source>
            <translation>整理: 既読の記事を一覧から除く</translation>
        </message>
        <message>
            <source>Compact or comfortable rows</source>
            <translation>行の表示密度を切り替え</translation>
        </message>
        <message>
            <source>Only unread articles</source>
            <translation>未読の記事のみ</translation>
        </message>
        <message>
            <source>Only starred articles</source>
            <translation>スター付きの記事のみ</translation>
        </message>
        <message>
            <source>There is nothing to clean up here.</source>
            <translation>整理するものはありません。</translation>
        </message>
        <message>
            <source>Marking {done} of {of} articles…</source>
            <translation>{of} 件中 {done} 件の記事に印を付けています…</translation>
        </message>
        <message>
            <source>All marked</source>
            <translation>完了しました</translation>
        </message>
        <message>
            <source>Removing the feed: {done} of {of} articles…</source>
            <translation>フィードを削除しています: {of} 件中 {done} 件…</translation>
        </message>
        <message>
            <source>Feed removed</source>
            <translation>フィードを削除しました</translation>
        </message>
        <message>
            <source>Labelling {done} of {of} articles…</source>
            <translation>{of} 件中 {done} 件の記事のラベルを変更しています…</translation>
        </message>
        <message>
            <source>All labelled</source>
            <translation>ラベルの変更が完了しました</translation>
        </message>
        <message>
            <source>Deleting {done} of {of} articles…</source>
            <translation>{of} 件中 {done} 件の記事を削除しています…</translation>
        </message>
        <message>
            <source>All deleted</source>
            <translation>すべて削除しました</translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) deleted</source>
            <translation>
                <numerusform>%n 件の記事を削除しました</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) marked as read</source>
            <translation>
                <numerusform>%n 件の記事を既読にしました</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) marked as unread</source>
            <translation>
                <numerusform>%n 件の記事を未読にしました</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) starred</source>
            <translation>
                <numerusform>%n 件の記事にスターを付けました</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n star(s) taken away</source>
            <translation>
                <numerusform>%n 件のスターを外しました</numerusform>
            </translation>
        </message>
        <message>
            <source>Move feed or folder up</source>
            <translation>フィード・フォルダーを上へ</translation>
        </message>
        <message>
            <source>Move feed or folder down</source>
            <translation>フィード・フォルダーを下へ</translation>
        </message>
        <message>
            <source>Move feed or folder out of its folder</source>
            <translation>フォルダーから出す</translation>
        </message>
        <message>
            <source>Move feed or folder into the folder above</source>
            <translation>上のフォルダーに入れる</translation>
        </message>
        <message>
            <source>Rename feed or folder</source>
            <translation>フィード・フォルダーの名前を変更</translation>
        </message>
        <message>
            <source>Remove feed or folder</source>
            <translation>フィード・フォルダーを削除</translation>
        </message>
        <message>
            <source>The feed has its own name again</source>
            <translation>フィード本来の名前に戻しました</translation>
        </message>
        <message>
            <source>A folder needs a name.</source>
            <translation>フォルダーには名前が必要です。</translation>
        </message>
        <message>
            <source>There are pages in it. Remove these one by one, if you wish.</source>
            <translation>中にページがあります。削除する場合は 1 つずつ削除してください。</translation>
        </message>
        <message>
            <source>“{title}” removed</source>
            <translation>「{title}」を削除しました</translation>
        </message>
        <message>
            <source>Folder “{title}” removed, its feeds kept</source>
            <translation>フォルダー「{title}」を削除しました (フィードは残ります)</translation>
        </message>
        <message>
            <source>Folder “{title}” added</source>
            <translation>フォルダー「{title}」を追加しました</translation>
        </message>
        <message>
            <source>“{title}” added</source>
            <translation>「{title}」を追加しました</translation>
        </message>
        <message>
            <source>1 feed added</source>
            <translation>1 件のフィードを追加しました</translation>
        </message>
        <message numerus="yes">
            <source>%n feeds added</source>
            <translation>
                <numerusform>%n 件のフィードを追加しました</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n of them in your own network: refresh each alone to read it</source>
            <translation>
                <numerusform>うち %n 件はご自身のネットワークの中にあります。読むには1つずつ更新してください</numerusform>
            </translation>
        </message>
        <message>
            <source>Pause refreshing for 1 hour</source>
            <translation>更新を 1 時間停止</translation>
        </message>
        <message>
            <source>Pause refreshing until tomorrow</source>
            <translation>更新を明日まで停止</translation>
        </message>
        <message>
            <source>Resume refreshing</source>
            <translation>更新を再開</translation>
        </message>
        <message>
            <source>Rules…</source>
            <translation>規則…</translation>
        </message>
        <message>
            <source>New rule…</source>
            <translation>新しい規則…</translation>
        </message>
        <message>
            <source>Mute the selected word…</source>
            <translation>選択した語をミュート…</translation>
        </message>
        <message>
            <source>Mute “{word}”</source>
            <translation>「{word}」をミュート</translation>
        </message>
        <message>
            <source>Rule “{title}” removed; what it did stays done</source>
            <translation>規則「{title}」を削除しました。実行済みの内容はそのまま残ります</translation>
        </message>
        <message>
            <source>Rule “{title}” switched on</source>
            <translation>規則「{title}」をオンにしました</translation>
        </message>
        <message>
            <source>Rule “{title}” switched off</source>
            <translation>規則「{title}」をオフにしました</translation>
        </message>
        <message>
            <source>Taken back what “{title}” did</source>
            <translation>「{title}」が行ったことを元に戻しました</translation>
        </message>
        <message>
            <source>Done again what “{title}” did</source>
            <translation>「{title}」が行ったことをやり直しました</translation>
        </message>
        <message>
            <source>Rule “{title}” changed</source>
            <translation>規則「{title}」を変更しました</translation>
        </message>
        <message>
            <source>Rule “{title}” made</source>
            <translation>規則「{title}」を作成しました</translation>
        </message>
        <message>
            <source>The rules have another order</source>
            <translation>ルールの順序を変更しました</translation>
        </message>
        <message>
            <source>Save page…</source>
            <translation>ページを保存…</translation>
        </message>
        <message>
            <source>Remove saved page</source>
            <translation>保存したページを削除</translation>
        </message>
        <message>
            <source>New saved search…</source>
            <translation>新しい保存した検索…</translation>
        </message>
        <message>
            <source>Save this search</source>
            <translation>この検索を保存</translation>
        </message>
        <message>
            <source>Search “{title}” saved</source>
            <translation>検索「{title}」を保存しました</translation>
        </message>
        <message>
            <source>Search “{title}” changed</source>
            <translation>検索「{title}」を変更しました</translation>
        </message>
        <message>
            <source>Search “{title}” removed</source>
            <translation>検索「{title}」を削除しました</translation>
        </message>
        <message>
            <source>Share</source>
            <translation>共有</translation>
        </message>
        <message>
            <source>Copy as Markdown</source>
            <translation>Markdown としてコピー</translation>
        </message>
        <message>
            <source>Send by e-mail</source>
            <translation>メールで送る</translation>
        </message>
        <message>
            <source>Save as Markdown…</source>
            <translation>Markdown として保存…</translation>
        </message>
        <message>
            <source>Save as HTML…</source>
            <translation>HTML として保存…</translation>
        </message>
        <message>
            <source>Save as PDF…</source>
            <translation>PDF として保存…</translation>
        </message>
        <message>
            <source>Print…</source>
            <translation>印刷…</translation>
        </message>
        <message>
            <source>Copied as Markdown.</source>
            <translation>Markdown としてコピーしました。</translation>
        </message>
        <message>
            <source>No program for e-mail could be opened.</source>
            <translation>メールソフトを開けませんでした。</translation>
        </message>
        <message>
            <source>Statistics…</source>
            <translation>統計…</translation>
        </message>
        <message>
            <source>Import feeds and articles</source>
            <translation>フィードと記事の読み込み</translation>
        </message>
        <message>
            <source>Feeds and articles ({endings});;All files (*)</source>
            <translation>フィードと記事 ({endings});;すべてのファイル (*)</translation>
        </message>
        <message>
            <source>Import a folder of articles</source>
            <translation>記事のフォルダーの読み込み</translation>
        </message>
        <message>
            <source>Export subscriptions</source>
            <translation>購読リストの書き出し</translation>
        </message>
        <message>
            <source>Subscriptions (*.opml)</source>
            <translation>購読リスト (*.opml)</translation>
        </message>
        <message>
            <source>Subscriptions written to {file}</source>
            <translation>購読リストを {file} に書き出しました</translation>
        </message>
        <message>
            <source>All articles</source>
            <translation>すべての記事</translation>
        </message>
        <message>
            <source>Unread</source>
            <translation>未読</translation>
        </message>
        <message>
            <source>Starred</source>
            <translation>スター付き</translation>
        </message>
        <message>
            <source>Today</source>
            <translation>今日</translation>
        </message>
        <message>
            <source>Next feed</source>
            <translation>次のフィード</translation>
        </message>
        <message>
            <source>Previous feed</source>
            <translation>前のフィード</translation>
        </message>
        <message>
            <source>Search articles</source>
            <translation>記事を検索</translation>
        </message>
        <message>
            <source>Show or hide the sidebar</source>
            <translation>サイドバーの表示切り替え</translation>
        </message>
        <message>
            <source>Back to the last article</source>
            <translation>直前の記事に戻る</translation>
        </message>
        <message>
            <source>Next pane</source>
            <translation>次のペイン</translation>
        </message>
        <message>
            <source>Previous pane</source>
            <translation>前のペイン</translation>
        </message>
        <message>
            <source>Newest first</source>
            <translation>新しい順</translation>
        </message>
        <message>
            <source>Oldest first</source>
            <translation>古い順</translation>
        </message>
        <message>
            <source>Larger text</source>
            <translation>文字を大きく</translation>
        </message>
        <message>
            <source>Smaller text</source>
            <translation>文字を小さく</translation>
        </message>
        <message>
            <source>Text of the article</source>
            <translation>記事の本文</translation>
        </message>
        <message>
            <source>Usual size of the text</source>
            <translation>文字を標準サイズに</translation>
        </message>
        <message>
            <source>Printing is not available on this computer. Save the article as PDF instead.</source>
            <translation>このコンピューターでは印刷できません。代わりに記事を PDF として保存してください。</translation>
        </message>
        <message>
            <source>The printer does not take anything.</source>
            <translation>プリンターが応答しません。</translation>
        </message>
        <message>
            <source>Sent to the printer.</source>
            <translation>プリンターに送信しました。</translation>
        </message>
        <message>
            <source>Save as Markdown</source>
            <translation>Markdown として保存</translation>
        </message>
        <message>
            <source>Markdown (*.md)</source>
            <translation>Markdown (*.md)</translation>
        </message>
        <message>
            <source>Save as HTML</source>
            <translation>HTML として保存</translation>
        </message>
        <message>
            <source>HTML (*.html)</source>
            <translation>HTML (*.html)</translation>
        </message>
        <message>
            <source>Save as PDF</source>
            <translation>PDF として保存</translation>
        </message>
        <message>
            <source>PDF (*.pdf)</source>
            <translation>PDF (*.pdf)</translation>
        </message>
        <message>
            <source>Save the articles in a folder</source>
            <translation>記事をフォルダーに保存</translation>
        </message>
        <message>
            <source>Saving {done} of {of} articles…</source>
            <translation>{of} 件中 {done} 件の記事を保存しています…</translation>
        </message>
        <message numerus="yes">
            <source>%n article(s) saved in {folder}</source>
            <translation>
                <numerusform>%n 件の記事を {folder} に保存しました</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Only the first %n article(s) were saved, in {folder}</source>
            <translation>
                <numerusform>最初の %n 件の記事だけを {folder} に保存しました</numerusform>
            </translation>
        </message>
        <message>
            <source>Saved as {file}</source>
            <translation>{file} として保存しました</translation>
        </message>
    </context>
    <context>
        <name>completing</name>
        <message>
            <source>not read yet</source>
            <translation>まだ読んでいない</translation>
        </message>
        <message>
            <source>read</source>
            <translation>読んだ</translation>
        </message>
        <message>
            <source>starred</source>
            <translation>星付き</translation>
        </message>
        <message>
            <source>with any label</source>
            <translation>何かのラベルが付いている</translation>
        </message>
        <message>
            <source>hidden by you or by a rule</source>
            <translation>ご自身またはルールが隠した</translation>
        </message>
    </context>
    <context>
        <name>menus</name>
        <message>
            <source>Mark as read</source>
            <translation>既読にする</translation>
        </message>
        <message>
            <source>Mark as unread</source>
            <translation>未読にする</translation>
        </message>
        <message>
            <source>Remove star</source>
            <translation>スターを外す</translation>
        </message>
        <message>
            <source>Star</source>
            <translation>スターを付ける</translation>
        </message>
        <message>
            <source>Open original</source>
            <translation>元の記事を開く</translation>
        </message>
        <message>
            <source>Copy link</source>
            <translation>リンクをコピー</translation>
        </message>
        <message>
            <source>Share</source>
            <translation>共有</translation>
        </message>
        <message>
            <source>Mark all above as read</source>
            <translation>これより上をすべて既読にする</translation>
        </message>
        <message>
            <source>Mark all below as read</source>
            <translation>これより下をすべて既読にする</translation>
        </message>
        <message>
            <source>Remove stars</source>
            <translation>スターを外す</translation>
        </message>
        <message>
            <source>Open originals</source>
            <translation>元の記事を開く</translation>
        </message>
        <message>
            <source>Copy links</source>
            <translation>リンクをコピー</translation>
        </message>
        <message>
            <source>Hide, or show again</source>
            <translation>非表示／再表示を切り替え</translation>
        </message>
        <message>
            <source>Hide</source>
            <translation>非表示にする</translation>
        </message>
        <message>
            <source>Labels…</source>
            <translation>ラベル…</translation>
        </message>
        <message>
            <source>Similar readings</source>
            <translation>似た記事</translation>
        </message>
        <message>
            <source>Go to “{feed}”</source>
            <translation>「{feed}」へ移動</translation>
        </message>
        <message>
            <source>More by {author}</source>
            <translation>{author} のほかの記事</translation>
        </message>
        <message>
            <source>Rename</source>
            <translation>名前を変更</translation>
        </message>
        <message>
            <source>Colour</source>
            <translation>色</translation>
        </message>
        <message>
            <source>Merge into</source>
            <translation>統合先</translation>
        </message>
        <message>
            <source>New label</source>
            <translation>新規ラベル</translation>
        </message>
        <message>
            <source>Remove label</source>
            <translation>ラベルを削除</translation>
        </message>
        <message>
            <source>Keep articles…</source>
            <translation>記事の保管…</translation>
        </message>
        <message>
            <source>Refresh</source>
            <translation>更新</translation>
        </message>
        <message>
            <source>Move to</source>
            <translation>移動先</translation>
        </message>
        <message>
            <source>Open site</source>
            <translation>サイトを開く</translation>
        </message>
        <message>
            <source>Copy address</source>
            <translation>アドレスをコピー</translation>
        </message>
        <message>
            <source>About this feed…</source>
            <translation>このフィードについて…</translation>
        </message>
        <message>
            <source>Fetch full articles</source>
            <translation>全文を取得する</translation>
        </message>
        <message>
            <source>Name and password…</source>
            <translation>ユーザー名とパスワード…</translation>
        </message>
        <message>
            <source>New folder here</source>
            <translation>ここに新規フォルダー</translation>
        </message>
        <message>
            <source>Export…</source>
            <translation>書き出す…</translation>
        </message>
        <message>
            <source>Remove feed</source>
            <translation>フィードを削除</translation>
        </message>
        <message>
            <source>Remove folder, keep its feeds</source>
            <translation>フォルダーを削除 (フィードは残す)</translation>
        </message>
        <message>
            <source>No folder</source>
            <translation>フォルダーなし</translation>
        </message>
        <message>
            <source>Change “{title}”</source>
            <translation>「{title}」を変更</translation>
        </message>
        <message>
            <source>Save as another</source>
            <translation>別の検索として保存</translation>
        </message>
        <message>
            <source>Edit search</source>
            <translation>検索を編集</translation>
        </message>
        <message>
            <source>Remove search</source>
            <translation>検索を削除</translation>
        </message>
        <message>
            <source>Copy as Markdown</source>
            <translation>Markdown としてコピー</translation>
        </message>
        <message>
            <source>Send by e-mail</source>
            <translation>メールで送る</translation>
        </message>
        <message>
            <source>Save as Markdown…</source>
            <translation>Markdown として保存…</translation>
        </message>
        <message>
            <source>Save as HTML…</source>
            <translation>HTML として保存…</translation>
        </message>
        <message>
            <source>Save as PDF…</source>
            <translation>PDF として保存…</translation>
        </message>
        <message>
            <source>Print…</source>
            <translation>印刷…</translation>
        </message>
        <message>
            <source>Notify of new articles</source>
            <translation>新着記事を通知</translation>
        </message>
    </context>
    <context>
        <name>palette</name>
        <message>
            <source>Search all articles for “{words}”</source>
            <translation>すべての記事から「{words}」を検索</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>フォルダー</translation>
        </message>
        <message>
            <source>Feed</source>
            <translation>フィード</translation>
        </message>
    </context>
    <context>
        <name>problems</name>
        <message>
            <source>Something went wrong inside Desktop Reader ({kind}).</source>
            <translation>Desktop Reader で問題が発生しました ({kind})。</translation>
        </message>
        <message>
            <source>Desktop Reader ended unexpectedly the last time.</source>
            <translation>前回、Desktop Reader は思いがけず終了しました。</translation>
        </message>
        <message>
            <source>Your library is safe and you can go on. The report helps to mend the fault.</source>
            <translation>ライブラリは無事で、このまま続けられます。報告は問題の修正に役立ちます。</translation>
        </message>
    </context>
    <context>
        <name>rules</name>
        <message>
            <source>label “{label}”</source>
            <translation>ラベル「{label}」を付ける</translation>
        </message>
        <message>
            <source>mark as read</source>
            <translation>既読にする</translation>
        </message>
        <message>
            <source>star</source>
            <translation>スターを付ける</translation>
        </message>
        <message>
            <source>hide</source>
            <translation>非表示にする</translation>
        </message>
        <message>
            <source>always notify</source>
            <translation>必ず通知する</translation>
        </message>
        <message>
            <source>never notify</source>
            <translation>通知しない</translation>
        </message>
        <message>
            <source>{n} labelled “{label}”</source>
            <translation>{n} 件にラベル「{label}」を付与</translation>
        </message>
        <message>
            <source>{n} marked as read</source>
            <translation>{n} 件を既読に変更</translation>
        </message>
        <message>
            <source>{n} starred</source>
            <translation>{n} 件にスターを付与</translation>
        </message>
        <message>
            <source>{n} hidden</source>
            <translation>{n} 件を非表示</translation>
        </message>
        <message>
            <source>{n} to be notified of</source>
            <translation>{n} 件を通知対象に設定</translation>
        </message>
        <message>
            <source>{n} not to be notified of</source>
            <translation>{n} 件を通知対象から除外</translation>
        </message>
        <message>
            <source>{deeds} (taken back)</source>
            <translation>{deeds} (元に戻しました)</translation>
        </message>
        <message>
            <source>The regular expression in line {line} takes too long; it may never end.</source>
            <translation>{line} 行目の正規表現は時間がかかりすぎ、終わらない可能性があります。</translation>
        </message>
        <message>
            <source>Wants {wanted} of the newest {of} articles; there was no time to look at more.</source>
            <translation>最新の記事 {of} 件のうち {wanted} 件が該当します。時間の都合で、それ以上は調べていません。</translation>
        </message>
        <message>
            <source>Would have wanted {wanted} of the {of} articles of the last {days} days</source>
            <translation>過去 {days} 日間の記事 {of} 件のうち {wanted} 件が該当します</translation>
        </message>
    </context>
    <context>
        <name>words</name>
        <message>
            <source>The front matter cannot be read: line {line}, {reason}.</source>
            <translation>フロントマターを読み取れません: {line} 行目、{reason}。</translation>
        </message>
        <message>
            <source>Each header needs a name and a value.</source>
            <translation>各ヘッダーには名前と値が必要です。</translation>
        </message>
        <message>
            <source>Each header can be given once only.</source>
            <translation>同じヘッダーは 1 回しか指定できません。</translation>
        </message>
        <message>
            <source>The token is empty.</source>
            <translation>トークンが空です。</translation>
        </message>
        <message>
            <source>The token has a line end or another control character, which cannot be sent.</source>
            <translation>トークンに改行などの制御文字が含まれているため、送信できません。</translation>
        </message>
        <message>
            <source>A token has no blanks and no letters but the English ones. Copy it again.</source>
            <translation>トークンに使えるのは空白を除く半角英数字と記号だけです。もう一度コピーしてください。</translation>
        </message>
        <message>
            <source>This is longer than servers take.</source>
            <translation>サーバーが受け付ける長さを超えています。</translation>
        </message>
        <message>
            <source>A name or a password is needed.</source>
            <translation>ユーザー名またはパスワードが必要です。</translation>
        </message>
        <message>
            <source>A name with a colon cannot be sent: the server would take what follows for the password.</source>
            <translation>コロンを含むユーザー名は送信できません。サーバーがコロンより後をパスワードとみなすためです。</translation>
        </message>
        <message>
            <source>The name or the password has a line end or another control character, which cannot be sent.</source>
            <translation>ユーザー名またはパスワードに改行などの制御文字が含まれているため、送信できません。</translation>
        </message>
        <message>
            <source>“{name}” is no name of a header: letters, digits and hyphens.</source>
            <translation>「{name}」はヘッダー名に使えません。使えるのは英字、数字、ハイフンです。</translation>
        </message>
        <message>
            <source>The header “{name}” is not sent: Desktop Reader or the connection decides it.</source>
            <translation>ヘッダー「{name}」は送信されません。Desktop Reader または接続が決めるものです。</translation>
        </message>
        <message>
            <source>The header “{name}” is empty.</source>
            <translation>ヘッダー「{name}」が空です。</translation>
        </message>
        <message>
            <source>The header “{name}” has a line end or another control character, which cannot be sent.</source>
            <translation>ヘッダー「{name}」に改行などの制御文字が含まれているため、送信できません。</translation>
        </message>
        <message>
            <source>no HTTP</source>
            <translation>HTTP ではありません</translation>
        </message>
        <message>
            <source>The list breaks off before its end. Export or download it again, so that no link is lost.</source>
            <translation>リストが途中で切れています。リンクを失わないように、もう一度書き出すかダウンロードしてください。</translation>
        </message>
        <message>
            <source>There is no room on the disk for a copy of “{file}”, from which to import.</source>
            <translation>読み込みに必要な「{file}」のコピーを作る空きがディスクにありません。</translation>
        </message>
        <message>
            <source>“{file}” cannot be read ({reason}).</source>
            <translation>「{file}」を読み込めません ({reason})。</translation>
        </message>
        <message>
            <source>The other program's database is damaged, or was written by a version that is not known ({reason}).</source>
            <translation>ほかのプログラムのデータベースが破損しているか、未対応のバージョンで書かれています ({reason})。</translation>
        </message>
        <message>
            <source>This backup is of an old Fluent Reader. Open it in the newest one, and export it again there.</source>
            <translation>これは古い Fluent Reader のバックアップです。最新版で開き、もう一度書き出してください。</translation>
        </message>
        <message>
            <source>There is no Markdown, HTML or text file in “{folder}”.</source>
            <translation>「{folder}」に Markdown、HTML、テキストのファイルがありません。</translation>
        </message>
        <message>
            <source>There are more than {limit} files in “{folder}”.</source>
            <translation>「{folder}」のファイルが {limit} 件を超えています。</translation>
        </message>
        <message>
            <source>The zip file is damaged, or locked by a password ({reason}).</source>
            <translation>zip ファイルが破損しているか、パスワードで保護されています ({reason})。</translation>
        </message>
        <message>
            <source>The zip file holds more than {limit} files. Split it.</source>
            <translation>zip ファイルに {limit} 件を超えるファイルがあります。分割してください。</translation>
        </message>
        <message>
            <source>What is packed in the zip file is too large.</source>
            <translation>zip ファイルの中身が大きすぎます。</translation>
        </message>
        <message>
            <source>There is nothing in the zip file that can be imported.</source>
            <translation>zip ファイルに読み込めるものがありません。</translation>
        </message>
        <message>
            <source>There is nothing in “{file}” that can be imported.</source>
            <translation>「{file}」には読み込めるものがありません。</translation>
        </message>
        <message>
            <source>This is not of {program}.</source>
            <translation>{program} のものではありません。</translation>
        </message>
        <message>
            <source>“{file}” is no file.</source>
            <translation>「{file}」はファイルではありません。</translation>
        </message>
        <message>
            <source>“{file}” is empty.</source>
            <translation>「{file}」は空です。</translation>
        </message>
        <message>
            <source>This is a library of Desktop Reader. Export it as JSON lines, and import what is exported.</source>
            <translation>これは Desktop Reader のライブラリです。JSON 行として書き出し、それを読み込んでください。</translation>
        </message>
        <message>
            <source>This database is of no program whose articles can be imported.</source>
            <translation>このデータベースは、記事の読み込みに対応したプログラムのものではありません。</translation>
        </message>
        <message>
            <source>“{file}” is of no program whose articles can be imported.</source>
            <translation>「{file}」は、記事の読み込みに対応したプログラムのものではありません。</translation>
        </message>
        <message>
            <source>“{file}” breaks off, or is no export of a reader. Export it again.</source>
            <translation>「{file}」は途中で切れているか、リーダーが書き出したものではありません。もう一度書き出してください。</translation>
        </message>
        <message>
            <source>“{file}” is larger than {limit} MB.</source>
            <translation>「{file}」は {limit} MB を超えています。</translation>
        </message>
        <message>
            <source>The table breaks off before its end. Export or download it again, so that no row is lost.</source>
            <translation>表が途中で切れています。行を失わないように、もう一度書き出すかダウンロードしてください。</translation>
        </message>
        <message>
            <source>The table holds more than {limit} rows. Split it.</source>
            <translation>表が {limit} 行を超えています。分割してください。</translation>
        </message>
        <message>
            <source>an element with too many attributes</source>
            <translation>属性が多すぎる要素があります</translation>
        </message>
        <message>
            <source>The list is larger than {limit} MB. Export it again in smaller parts.</source>
            <translation>リストが {limit} MB を超えています。小さく分けて書き出し直してください。</translation>
        </message>
        <message>
            <source>The file is empty. Export your subscriptions from the other reader again.</source>
            <translation>ファイルが空です。ほかのリーダーから購読リストをもう一度書き出してください。</translation>
        </message>
        <message>
            <source>This is a web page, not a list of subscriptions. Choose an OPML file.</source>
            <translation>これは Web ページで、購読リストではありません。OPML ファイルを選んでください。</translation>
        </message>
        <message>
            <source>This is a single feed, not a list of subscriptions. Subscribe to its address instead.</source>
            <translation>これは 1 つのフィードで、購読リストではありません。代わりにそのアドレスを追加してください。</translation>
        </message>
        <message>
            <source>This is not a list of subscriptions. Choose an OPML file, as other readers export it.</source>
            <translation>購読リストではありません。ほかのリーダーが書き出した OPML ファイルを選んでください。</translation>
        </message>
        <message>
            <source>The list breaks off before its end. Export or download it again, so that no feed is lost.</source>
            <translation>リストが途中で切れています。フィードを失わないよう、もう一度書き出すかダウンロードしてください。</translation>
        </message>
        <message>
            <source>The list holds {count} feeds; {limit} can be read at once. Split it.</source>
            <translation>リストには {count} 件のフィードがありますが、一度に読み込めるのは {limit} 件です。分割してください。</translation>
        </message>
        <message>
            <source>The list has folders in folders, more than {limit} deep. Make it flatter.</source>
            <translation>リストのフォルダーが {limit} 階層を超えています。階層を浅くしてください。</translation>
        </message>
        <message>
            <source>there is no RSS, Atom or JSON Feed in it</source>
            <translation>RSS、Atom、JSON Feed が含まれていません</translation>
        </message>
        <message>
            <source>it breaks off</source>
            <translation>途中で切れています</translation>
        </message>
        <message>
            <source>There is no keyring on this computer that could keep a secret.</source>
            <translation>このコンピューターには秘密情報を保存できるキーリングがありません。</translation>
        </message>
        <message>
            <source>The system’s keyring is locked. Unlock it, then try again.</source>
            <translation>システムのキーリングがロックされています。解除してからもう一度お試しください。</translation>
        </message>
        <message>
            <source>The keyring of this computer has no secret for this feed.</source>
            <translation>このコンピューターのキーリングに、このフィードの情報はありません。</translation>
        </message>
        <message>
            <source>The system’s keyring does not answer ({kind}).</source>
            <translation>システムのキーリングが応答しません ({kind})。</translation>
        </message>
        <message>
            <source>“{file}” could not be written ({reason}). Check the disk’s space and the folder’s rights.</source>
            <translation>「{file}」に書き込めませんでした ({reason})。ディスクの空き容量とフォルダーの権限を確認してください。</translation>
        </message>
        <message>
            <source>This cannot be taken back any more.</source>
            <translation>これはもう元に戻せません。</translation>
        </message>
        <message>
            <source>This label is not in the library any more.</source>
            <translation>このラベルはもうライブラリにありません。</translation>
        </message>
        <message>
            <source>“{file}” could not be read ({reason}).</source>
            <translation>「{file}」を読めませんでした({reason})。</translation>
        </message>
        <message>
            <source>There are no subscriptions in “{file}”.</source>
            <translation>「{file}」には購読がありません。</translation>
        </message>
        <message>
            <source>This feed is not in the library any more.</source>
            <translation>このフィードはもうライブラリにありません。</translation>
        </message>
        <message>
            <source>There is no library “{file}”.</source>
            <translation>ライブラリ「{file}」はありません。</translation>
        </message>
        <message>
            <source>No backup was made, for there is too little room on the disk: {needed} MB must be free in “{folder}”.</source>
            <translation>ディスクの空きが足りないため、バックアップを作りませんでした。「{folder}」に {needed} MB の空きが必要です。</translation>
        </message>
        <message>
            <source>“{name}” can mean {count} backups. Write more of it.</source>
            <translation>「{name}」に当てはまるバックアップが {count} 個あります。もう少し長く書いてください。</translation>
        </message>
        <message>
            <source>There is no backup or file “{name}”. See: desktop-reader backup --list</source>
            <translation>バックアップやファイル「{name}」はありません。確かめるには: desktop-reader backup --list</translation>
        </message>
        <message>
            <source>“{file}” is no library of Desktop Reader. Choose another file.</source>
            <translation>「{file}」は Desktop Reader のライブラリではありません。別のファイルを選んでください。</translation>
        </message>
        <message>
            <source>An article's text in “{file}” cannot be unpacked ({reason}). Run “desktop-reader check”: it tells what is damaged and mends what can be mended.</source>
            <translation>「{file}」の記事の本文を展開できません ({reason})。「desktop-reader check」を実行すると、破損箇所を表示し、直せるものを修復します。</translation>
        </message>
        <message>
            <source>The last answer of this feed is damaged in the library ({reason}).</source>
            <translation>ライブラリ内のこのフィードの最後の応答が破損しています ({reason})。</translation>
        </message>
        <message>
            <source>An earlier version is damaged. Run “desktop-reader check”.</source>
            <translation>以前の版が破損しています。「desktop-reader check」を実行してください。</translation>
        </message>
        <message>
            <source>The library “{file}” is open on the computer “{host}”, which was last seen at {time}. Close it there, or open it here for reading only (--read-only).</source>
            <translation>ライブラリ「{file}」はコンピューター「{host}」で開かれています (最終確認 {time})。そちらで閉じるか、ここでは読み取り専用 (--read-only) で開いてください。</translation>
        </message>
        <message>
            <source>The library “{file}” is open in the window of Desktop Reader (process {pid}). Close that window first.</source>
            <translation>ライブラリ「{file}」は Desktop Reader のウィンドウ (プロセス {pid}) で開かれています。先にそのウィンドウを閉じてください。</translation>
        </message>
        <message>
            <source>The library “{file}” is being changed by the command “{command}” (process {pid}). Try again when it is done.</source>
            <translation>ライブラリ「{file}」はコマンド「{command}」(プロセス {pid}) が変更中です。終わってからもう一度お試しください。</translation>
        </message>
        <message>
            <source>The library “{file}” cannot be opened ({reason}). Check that the folder exists and may be read and written.</source>
            <translation>ライブラリ「{file}」を開けません ({reason})。フォルダーがあり、読み書きできることを確認してください。</translation>
        </message>
        <message>
            <source>letters that are none</source>
            <translation>文字ではないもの</translation>
        </message>
        <message>
            <source>The library “{file}” is in use by another program. Close that program, or wait, and try again.</source>
            <translation>ライブラリ「{file}」はほかのプログラムが使用中です。そのプログラムを閉じるか、しばらく待ってからもう一度お試しください。</translation>
        </message>
        <message>
            <source>The library “{file}” is read-only, so nothing can be changed in it. Make the file and its folder writable and try again.</source>
            <translation>ライブラリ「{file}」は読み取り専用のため変更できません。ファイルとフォルダーを書き込み可能にしてから、もう一度お試しください。</translation>
        </message>
        <message>
            <source>The disk is full, so nothing was changed. Free some space and try again. The library is “{file}”.</source>
            <translation>ディスクがいっぱいのため、何も変えませんでした。空きを作って、もう一度試してください。ライブラリは「{file}」です。</translation>
        </message>
        <message>
            <source>The disk does not answer, so nothing was changed. Check that it is connected and may be written, and try again. The library is “{file}” ({reason}).</source>
            <translation>ディスクが応答しないため、何も変えませんでした。接続されていて書き込めるか確かめて、もう一度試してください。ライブラリは「{file}」です({reason})。</translation>
        </message>
        <message>
            <source>“{file}” is damaged or is no library of Desktop Reader ({reason}). It was left as it is; choose another file with --library, or put a backup in its place. What can be read of a library is saved by “desktop-reader check”.</source>
            <translation>「{file}」は壊れているか、Desktop Reader のライブラリではありません({reason})。そのままにしてあります。--library で別のファイルを選ぶか、バックアップを代わりに置いてください。ライブラリの読める部分は「desktop-reader check」が救い出します。</translation>
        </message>
        <message>
            <source>The library “{file}” cannot be opened. Check that the folder exists and may be read and written.</source>
            <translation>ライブラリ「{file}」を開けません。フォルダーがあり、読み書きできることを確認してください。</translation>
        </message>
        <message>
            <source>The library “{file}” cannot be used ({reason}). It was left as it is.</source>
            <translation>ライブラリ「{file}」を使用できません ({reason})。そのまま残しています。</translation>
        </message>
        <message>
            <source>The library “{file}” is not there, so it cannot be read.</source>
            <translation>ライブラリ「{file}」がないため、読み込めません。</translation>
        </message>
        <message>
            <source>it carries no library version</source>
            <translation>ライブラリの版が書かれていません</translation>
        </message>
        <message>
            <source>“{file}” was written by a newer version of Desktop Reader (library version {found}, this program knows {known}). Install the newer version; the library was not touched.</source>
            <translation>「{file}」は新しいバージョンの Desktop Reader で書かれています (ライブラリのバージョン {found}、このプログラムの対応は {known})。新しいバージョンをインストールしてください。ライブラリには触れていません。</translation>
        </message>
        <message>
            <source>“{file}” was written by an older version of Desktop Reader. Open it once for writing, so that it is brought up to date; then it can be read.</source>
            <translation>「{file}」は古いバージョンの Desktop Reader で書かれています。一度書き込み可能で開いて更新すると、読めるようになります。</translation>
        </message>
        <message>
            <source>no SQLite file</source>
            <translation>SQLite ファイルではありません</translation>
        </message>
        <message>
            <source>its beginning is damaged</source>
            <translation>先頭が壊れています</translation>
        </message>
        <message>
            <source>“{file}” is a database of another program, not a library of Desktop Reader. It was left as it is; choose another file with --library.</source>
            <translation>「{file}」はほかのプログラムのデータベースで、Desktop Reader のライブラリではありません。そのまま残しています。--library で別のファイルを選んでください。</translation>
        </message>
        <message>
            <source>its end is missing</source>
            <translation>末尾が欠けています</translation>
        </message>
        <message>
            <source>The search file “{file}” is damaged. Remove it and start Desktop Reader again: it is made anew, and nothing is lost.</source>
            <translation>検索ファイル「{file}」が破損しています。削除して Desktop Reader を再起動すると作り直され、何も失われません。</translation>
        </message>
        <message>
            <source>This Python's SQLite ({version}) is too old: Desktop Reader needs {needed} or newer. Install a newer one beside it (“pip install pysqlite3”), or start Desktop Reader with a newer Python.</source>
            <translation>この Python の SQLite ({version}) は古すぎます。Desktop Reader には {needed} 以降が必要です。新しいものを追加でインストールするか (「pip install pysqlite3」)、新しい Python で Desktop Reader を起動してください。</translation>
        </message>
        <message>
            <source>This Python's SQLite ({version}) lacks FTS5, which searching needs. Install a newer one beside it (“pip install pysqlite3”), or start Desktop Reader with a newer Python.</source>
            <translation>この Python の SQLite ({version}) には検索に必要な FTS5 がありません。新しいものを追加でインストールするか (「pip install pysqlite3」)、新しい Python で Desktop Reader を起動してください。</translation>
        </message>
        <message>
            <source>The library is being written to all the time. Make the backup a little later.</source>
            <translation>ライブラリに書き込みが続いています。少し後でバックアップを作ってください。</translation>
        </message>
        <message>
            <source>“{file}” is damaged ({reason}), so no copy was made of it. Mend it with “desktop-reader check”.</source>
            <translation>「{file}」は壊れているため({reason})、コピーを作りませんでした。「desktop-reader check」で修復してください。</translation>
        </message>
        <message>
            <source>The reading record was erased more than a day ago. It cannot be brought back.</source>
            <translation>読書記録は 1 日以上前に消去されました。元に戻せません。</translation>
        </message>
        <message>
            <source>There is no label “{name}”.</source>
            <translation>ラベル「{name}」はありません。</translation>
        </message>
        <message>
            <source>There is a label of this name already.</source>
            <translation>この名前のラベルはすでにあります。</translation>
        </message>
        <message>
            <source>A label needs a name.</source>
            <translation>ラベルには名前が必要です。</translation>
        </message>
        <message>
            <source>This library is open for reading only.</source>
            <translation>このライブラリは読み取り専用で開かれています。</translation>
        </message>
        <message>
            <source>The library “{file}” was replaced or removed by another program, such as a sync service, so nothing can be changed in it any more. Close Desktop Reader and open it again.</source>
            <translation>ライブラリ「{file}」は同期サービスなどほかのプログラムに置き換えられたか削除されたため、もう変更できません。Desktop Reader を閉じて開き直してください。</translation>
        </message>
        <message>
            <source>The library “{file}” was moved to “{to}”. Open it there; or, to begin anew here, remove “{file}-moved”.</source>
            <translation>ライブラリ「{file}」は「{to}」に移動しました。そちらで開いてください。ここで新しく始めるには「{file}-moved」を削除してください。</translation>
        </message>
        <message>
            <source>“{file}” is missing or empty, but its journal “{file}{journal}” is there. Nothing was touched: put the library back beside its journal, or move the journal away to begin anew.</source>
            <translation>「{file}」がないか空ですが、ジャーナル「{file}{journal}」があります。何も変更していません。ライブラリをジャーナルの隣に戻すか、新しく始めるにはジャーナルを別の場所に移してください。</translation>
        </message>
        <message>
            <source>“{file}” is empty, but a library was there: “{trace}” is beside it. Nothing was touched: put a backup in its place, or let “desktop-reader check” bring back what can be had. To begin anew, move “{trace}” away.</source>
            <translation>「{file}」は空ですが、ここにはライブラリがありました。隣に「{trace}」があります。何も触れていません。バックアップを代わりに置くか、「desktop-reader check」で取り戻せるものを取り戻してください。新しく始めるには「{trace}」を別の場所に移してください。</translation>
        </message>
        <message>
            <source>“{file}” is not there any more, but a library was: “{trace}” is beside its place. Nothing was touched: put the library back, or let “desktop-reader check” bring back what can be had. To begin anew, move “{trace}” away.</source>
            <translation>「{file}」はもうありませんが、ここにはライブラリがありました。隣に「{trace}」があります。何も触れていません。ライブラリを元に戻すか、「desktop-reader check」で取り戻せるものを取り戻してください。新しく始めるには「{trace}」を別の場所に移してください。</translation>
        </message>
        <message>
            <source>“{file}” carries no library version, so it cannot be brought up to date. It was left as it is; put a backup in its place.</source>
            <translation>「{file}」にはライブラリのバージョンがなく、更新できません。そのまま残しています。バックアップと置き換えてください。</translation>
        </message>
        <message>
            <source>“{file}” is damaged ({reason}), so it was not brought up to date. Mend it with “desktop-reader check”.</source>
            <translation>「{file}」は壊れているため({reason})、新しい形式にしませんでした。「desktop-reader check」で修復してください。</translation>
        </message>
        <message>
            <source>The folder “{folder}” is not there. Choose another one.</source>
            <translation>フォルダー「{folder}」がありません。別のフォルダーを選んでください。</translation>
        </message>
        <message>
            <source>“{file}” is a link to the library. Move the library yourself and open it in its new place.</source>
            <translation>「{file}」はライブラリへのリンクです。ライブラリをご自身で移動し、新しい場所で開いてください。</translation>
        </message>
        <message>
            <source>The library lies in “{folder}” already.</source>
            <translation>ライブラリはすでに「{folder}」にあります。</translation>
        </message>
        <message>
            <source>There is a file “{file}” already, and nothing is put in its place. Choose another folder.</source>
            <translation>ファイル「{file}」がすでにあり、置き換えません。別のフォルダーを選んでください。</translation>
        </message>
        <message>
            <source>The folder “{folder}” cannot be written. Choose another one.</source>
            <translation>フォルダー「{folder}」に書き込めません。別のフォルダーを選んでください。</translation>
        </message>
        <message>
            <source>There is too little room in “{folder}”: the library needs {needed} MB. Free some, or choose another.</source>
            <translation>「{folder}」の空き容量が足りません。ライブラリには {needed} MB 必要です。空きを作るか、別のフォルダーを選んでください。</translation>
        </message>
        <message>
            <source>There is a file “{file}” already. Choose another folder.</source>
            <translation>ファイル「{file}」がすでにあります。別のフォルダーを選んでください。</translation>
        </message>
        <message>
            <source>The copy of the library in “{folder}” is not what it should be ({reason}). The library stays where it is; check the disk.</source>
            <translation>「{folder}」へのライブラリのコピーが正しくありません ({reason})。ライブラリは元の場所に残ります。ディスクを確認してください。</translation>
        </message>
        <message>
            <source>There is no folder “{name}”. The category IDs of your folders are listed by “desktop-reader feeds”.</source>
            <translation>フォルダー「{name}」はありません。フォルダーのカテゴリー ID は「desktop-reader feeds」で確認できます。</translation>
        </message>
        <message>
            <source>“{name}” names more than one {kind}. Give more of its id.</source>
            <translation>「{name}」に該当する {kind} が複数あります。ID をもっと長く指定してください。</translation>
        </message>
        <message>
            <source>There is no {kind} “{name}”. The ids are listed by “{command}”.</source>
            <translation>{kind}「{name}」はありません。ID は「{command}」で確認できます。</translation>
        </message>
        <message>
            <source>The library “{file}” is not there. Connect the disk that it lies on, or choose another library.</source>
            <translation>ライブラリ「{file}」がありません。保存先のディスクを接続するか、別のライブラリを選んでください。</translation>
        </message>
        <message>
            <source>There is no file “{file}”.</source>
            <translation>ファイル「{file}」はありません。</translation>
        </message>
        <message>
            <source>“{file}” is the library that is open. Choose a backup of it.</source>
            <translation>「{file}」は開いているライブラリです。そのバックアップを選んでください。</translation>
        </message>
        <message>
            <source>“{file}” was written by a newer version of Desktop Reader. Install the newer version to restore it.</source>
            <translation>「{file}」は新しい版の Desktop Reader で書かれています。復元するには新しい版をインストールしてください。</translation>
        </message>
        <message>
            <source>There is too little room to restore “{file}”: {needed} MB must be free. The library was left as it is.</source>
            <translation>「{file}」を復元するには空きが足りません。{needed} MB の空きが必要です。ライブラリはそのままにしてあります。</translation>
        </message>
        <message>
            <source>“{file}” is damaged ({reason}) and cannot be restored. Choose another file.</source>
            <translation>「{file}」は壊れているため（{reason}）復元できません。別のファイルを選んでください。</translation>
        </message>
        <message>
            <source>The library “{file}” was moved to “{to}”. Restore it there.</source>
            <translation>ライブラリ「{file}」は「{to}」に移されています。そちらで復元してください。</translation>
        </message>
        <message>
            <source>This rule is not in the library any more.</source>
            <translation>この規則はもうライブラリにありません。</translation>
        </message>
        <message>
            <source>A rule notifies always or never, not both.</source>
            <translation>1 つの規則で「必ず通知する」と「通知しない」を同時には選べません。</translation>
        </message>
        <message>
            <source>Choose what the rule does.</source>
            <translation>規則で行うことを選んでください。</translation>
        </message>
        <message>
            <source>Say which articles the rule is for.</source>
            <translation>規則の対象とする記事を指定してください。</translation>
        </message>
        <message>
            <source>This search is too long.</source>
            <translation>検索条件が長すぎます。</translation>
        </message>
        <message>
            <source>Line {line}: {what}</source>
            <translation>{line} 行目: {what}</translation>
        </message>
        <message>
            <source>What this rule did was too long ago.</source>
            <translation>この規則の実行から時間がたちすぎています。</translation>
        </message>
        <message>
            <source>The library “{file}” was moved to “{to}”. Mend it there.</source>
            <translation>ライブラリ「{file}」は「{to}」に移されています。そちらで修復してください。</translation>
        </message>
        <message>
            <source>Nothing of a library can be read from “{file}”, and there is neither a backup nor a list of subscriptions beside it. It was left as it is.</source>
            <translation>「{file}」からはライブラリを何も読めず、隣にバックアップも購読の一覧もありません。そのままにしてあります。</translation>
        </message>
        <message>
            <source>A search needs a name.</source>
            <translation>検索には名前が必要です。</translation>
        </message>
        <message>
            <source>This search is not in the library any more.</source>
            <translation>この検索はもうライブラリにありません。</translation>
        </message>
        <message>
            <source>There is nothing to search for.</source>
            <translation>検索するものがありません。</translation>
        </message>
        <message>
            <source>This folder is not in the library any more.</source>
            <translation>このフォルダーはもうライブラリにありません。</translation>
        </message>
        <message>
            <source>Fine</source>
            <translation>正常</translation>
        </message>
        <message>
            <source>New</source>
            <translation>新規</translation>
        </message>
        <message>
            <source>Quiet</source>
            <translation>更新なし</translation>
        </message>
        <message>
            <source>Slow</source>
            <translation>低速</translation>
        </message>
        <message>
            <source>Moved</source>
            <translation>移転</translation>
        </message>
        <message>
            <source>Left alone for a while</source>
            <translation>一時休止中</translation>
        </message>
        <message>
            <source>Offline</source>
            <translation>オフライン</translation>
        </message>
        <message>
            <source>Not reached</source>
            <translation>接続不可</translation>
        </message>
        <message>
            <source>Blocked</source>
            <translation>拒否</translation>
        </message>
        <message>
            <source>Needs a password</source>
            <translation>パスワードが必要</translation>
        </message>
        <message>
            <source>Not found</source>
            <translation>見つかりません</translation>
        </message>
        <message>
            <source>Gone</source>
            <translation>廃止</translation>
        </message>
        <message>
            <source>Not safe</source>
            <translation>安全ではありません</translation>
        </message>
        <message>
            <source>Cannot be read</source>
            <translation>読み取れません</translation>
        </message>
        <message>
            <source>Wrong address</source>
            <translation>アドレスの誤り</translation>
        </message>
        <message>
            <source>several times a day</source>
            <translation>1 日に数回</translation>
        </message>
        <message>
            <source>daily</source>
            <translation>毎日</translation>
        </message>
        <message>
            <source>every few days</source>
            <translation>数日おき</translation>
        </message>
        <message>
            <source>weekly</source>
            <translation>毎週</translation>
        </message>
        <message>
            <source>every two weeks</source>
            <translation>2 週間おき</translation>
        </message>
        <message>
            <source>monthly</source>
            <translation>毎月</translation>
        </message>
        <message>
            <source>every few months</source>
            <translation>数か月おき</translation>
        </message>
        <message>
            <source>once or twice a year</source>
            <translation>年に 1～2 回</translation>
        </message>
        <message>
            <source>Its server asked not to be called before {until}, perhaps because of another of its feeds.</source>
            <translation>サーバーから {until} まで接続しないよう求められています。同じサーバーのほかのフィードが原因かもしれません。</translation>
        </message>
        <message>
            <source>It was not asked yet.</source>
            <translation>まだ取得していません。</translation>
        </message>
        <message>
            <source>It comes, but slowly: its last answers took about {took}.</source>
            <translation>取得できますが、応答に時間がかかります (最近は約 {took})。</translation>
        </message>
        <message>
            <source>It moved to another address, and we followed it.</source>
            <translation>別のアドレスに移転したため、そちらに切り替えました。</translation>
        </message>
        <message>
            <source>Nothing for {silence}.</source>
            <translation>{silence}の間、更新がありません。</translation>
        </message>
        <message>
            <source>Nothing for {silence}; it used to post {pace}.</source>
            <translation>{silence}の間、更新がありません。以前の頻度は{pace}でした。</translation>
        </message>
        <message>
            <source>It answers well, and has no articles yet.</source>
            <translation>正常に応答していますが、まだ記事がありません。</translation>
        </message>
        <message>
            <source>It answers well.</source>
            <translation>正常に応答しています。</translation>
        </message>
        <message>
            <source>It answers well, and posts {pace}.</source>
            <translation>正常に応答しています。更新の頻度は{pace}です。</translation>
        </message>
        <message>
            <source>It failed once.</source>
            <translation>1 回失敗しました。</translation>
        </message>
        <message>
            <source>It failed {count} times in a row.</source>
            <translation>{count} 回続けて失敗しました。</translation>
        </message>
        <message>
            <source>We asked at {old} before, and ask at {url} now.</source>
            <translation>以前は {old}、現在は {url} から取得しています。</translation>
        </message>
        <message>
            <source>The server says that it moved to {to}. We follow when another refresh finds the same.</source>
            <translation>サーバーは {to} への移転を知らせています。次の更新でも同じなら切り替えます。</translation>
        </message>
        <message>
            <source>We do not ask it any more. Its articles stay.</source>
            <translation>今後は取得しません。記事は残ります。</translation>
        </message>
        <message>
            <source>We leave the server alone until {until}, as it wishes.</source>
            <translation>サーバーの要望に従い、{until} まで接続しません。</translation>
        </message>
        <message>
            <source>We wait longer after each failure, now {wait}.</source>
            <translation>失敗するたびに間隔を延ばしています (現在は{wait})。</translation>
        </message>
        <message>
            <source>“{detail}” is not a web address. Use one that begins with http:// or https://.</source>
            <translation>「{detail}」は Web アドレスではありません。http:// か https:// で始まるものを使ってください。</translation>
        </message>
        <message>
            <source>There is no connection to the internet. The feeds are asked again as soon as there is one.</source>
            <translation>インターネットに接続していません。接続し次第、フィードを更新します。</translation>
        </message>
        <message>
            <source>No server named “{detail}” was found. Check the address and your connection.</source>
            <translation>サーバー「{detail}」が見つかりません。アドレスと接続を確認してください。</translation>
        </message>
        <message>
            <source>The server did not accept the connection ({detail}). It may be back later.</source>
            <translation>サーバーに接続できませんでした ({detail})。後で復旧するかもしれません。</translation>
        </message>
        <message>
            <source>The server did not answer in time ({detail}). It may be back later.</source>
            <translation>サーバーが時間内に応答しませんでした ({detail})。後で復旧するかもしれません。</translation>
        </message>
        <message>
            <source>The server’s certificate is not valid ({detail}). Nothing was read from it.</source>
            <translation>サーバーの証明書が無効です ({detail})。何も読み込んでいません。</translation>
        </message>
        <message>
            <source>The server asks for a password. Give it under “Name and password…” in the feed’s menu, or in the address when you add the feed: https://name:password@host/…</source>
            <translation>サーバーがパスワードを求めています。フィードのメニューの「ユーザー名とパスワード…」で入力するか、追加時にアドレスに含めてください: https://name:password@host/…</translation>
        </message>
        <message>
            <source>The feed’s password could not be had. {detail}</source>
            <translation>フィードのパスワードを取得できませんでした。{detail}</translation>
        </message>
        <message>
            <source>The server refuses to give this feed out (403). It may open in a browser, or elsewhere.</source>
            <translation>サーバーがこのフィードの提供を拒否しました (403)。ブラウザーなどでは開けるかもしれません。</translation>
        </message>
        <message>
            <source>There is nothing at this address (404). Check the address; the feed may have moved.</source>
            <translation>このアドレスには何もありません (404)。アドレスを確認してください。フィードが移転した可能性があります。</translation>
        </message>
        <message>
            <source>The server says that this feed is gone for good (410). It is asked no more; its articles stay.</source>
            <translation>サーバーによると、このフィードは廃止されました (410)。今後は取得しません。記事は残ります。</translation>
        </message>
        <message>
            <source>The server asks not to be called so often (429). It is left alone until it may be asked again.</source>
            <translation>サーバーが接続を減らすよう求めています (429)。再び取得できるまで待ちます。</translation>
        </message>
        <message>
            <source>The server has a fault ({detail}). It may be mended later.</source>
            <translation>サーバーに障害があります ({detail})。後で復旧するかもしれません。</translation>
        </message>
        <message>
            <source>The server refused the request ({detail}).</source>
            <translation>サーバーが要求を拒否しました ({detail})。</translation>
        </message>
        <message>
            <source>The address is passed on without end ({detail}). Check the address.</source>
            <translation>アドレスが際限なく転送されます ({detail})。アドレスを確認してください。</translation>
        </message>
        <message>
            <source>The address leads into a private network ({detail}), which a public feed may not do. If it is your own network, refresh this feed alone.</source>
            <translation>このアドレスは非公開のネットワークを指しています({detail})。公開のフィードにはそれが許されません。ご自身のネットワークなら、このフィードだけを更新してください。</translation>
        </message>
        <message>
            <source>The answer is larger than a feed may be ({detail}). Nothing of it was kept.</source>
            <translation>応答がフィードの上限を超えています ({detail})。何も保存していません。</translation>
        </message>
        <message>
            <source>The answer broke off ({detail}). It may come whole later.</source>
            <translation>応答が途中で切れました ({detail})。後で取得できるかもしれません。</translation>
        </message>
        <message>
            <source>The answer is empty. What was there stays.</source>
            <translation>応答が空です。これまでの記事は残ります。</translation>
        </message>
        <message>
            <source>There is a web page at this address, not a feed. Check the address, or add the site anew.</source>
            <translation>このアドレスはフィードではなく Web ページです。アドレスを確認するか、サイトを追加し直してください。</translation>
        </message>
        <message>
            <source>The feed cannot be read ({detail}). What was there stays.</source>
            <translation>フィードを読み取れません ({detail})。これまでの記事は残ります。</translation>
        </message>
        <message>
            <source>The feed took too long to read and was given up ({detail}).</source>
            <translation>フィードの読み取りに時間がかかりすぎたため、中止しました ({detail})。</translation>
        </message>
        <message>
            <source>a list of links</source>
            <translation>リンクのリスト</translation>
        </message>
        <message>
            <source>files</source>
            <translation>ファイル</translation>
        </message>
        <message>
            <source>In the library now: {articles} articles, {feeds} feeds.</source>
            <translation>現在のライブラリ: 記事 {articles} 件、フィード {feeds} 件。</translation>
        </message>
        <message>
            <source>Saved from the damaged file: {articles} articles.</source>
            <translation>壊れたファイルから救い出したもの: 記事 {articles} 件。</translation>
        </message>
        <message>
            <source>Taken from the backup of {when}: {articles} articles.</source>
            <translation>{when} のバックアップから取ったもの: 記事 {articles} 件。</translation>
        </message>
        <message>
            <source>Taken from the list of subscriptions: {feeds} feeds.</source>
            <translation>購読の一覧から取ったもの: フィード {feeds} 件。</translation>
        </message>
        <message>
            <source>The damaged file was not changed. It is kept as “{file}”.</source>
            <translation>壊れたファイルは変えていません。「{file}」として残してあります。</translation>
        </message>
        <message>
            <source>Nothing is lost.</source>
            <translation>何も失われていません。</translation>
        </message>
        <message>
            <source>How many articles are lost cannot be known: their numbers are lost as well.</source>
            <translation>何件の記事が失われたかはわかりません。件数も失われています。</translation>
        </message>
        <message>
            <source>Lost from “{feed}”: {articles} of {of} articles.</source>
            <translation>「{feed}」から失われたもの: {of} 件のうち {articles} 件。</translation>
        </message>
        <message>
            <source>Lost from {feeds} other feeds: {articles} articles.</source>
            <translation>ほかの {feeds} 件のフィードから失われたもの: 記事 {articles} 件。</translation>
        </message>
        <message>
            <source>Articles without a text, until their feeds bring it again: {articles}.</source>
            <translation>フィードがもう一度届けるまで本文のない記事: {articles} 件。</translation>
        </message>
        <message>
            <source>Articles of which it is not known whether they were read or starred: {articles}.</source>
            <translation>読んだか、星を付けたかがわからない記事: {articles} 件。</translation>
        </message>
        <message>
            <source>Feeds that have lost their address and are not asked any more: {feeds}.</source>
            <translation>アドレスが失われ、もう確認しないフィード: {feeds} 件。</translation>
        </message>
        <message>
            <source>The article’s page could not be fetched ({detail}).</source>
            <translation>記事のページを取得できませんでした ({detail})。</translation>
        </message>
        <message>
            <source>This article has no address of a web page.</source>
            <translation>この記事には Web ページのアドレスがありません。</translation>
        </message>
        <message>
            <source>There is no connection to the internet.</source>
            <translation>インターネットに接続していません。</translation>
        </message>
        <message>
            <source>No server named “{detail}” was found.</source>
            <translation>サーバー「{detail}」が見つかりません。</translation>
        </message>
        <message>
            <source>The server of the article’s page did not accept the connection ({detail}).</source>
            <translation>記事のページのサーバーに接続できませんでした ({detail})。</translation>
        </message>
        <message>
            <source>The server of the article’s page did not answer in time ({detail}).</source>
            <translation>記事のページのサーバーが時間内に応答しませんでした ({detail})。</translation>
        </message>
        <message>
            <source>The certificate of the article’s server is not valid ({detail}). Nothing was read from it.</source>
            <translation>記事のサーバーの証明書が無効です ({detail})。何も読み込んでいません。</translation>
        </message>
        <message>
            <source>The article’s page asks for a password. Open the original instead.</source>
            <translation>記事のページがパスワードを求めています。元の記事を開いてください。</translation>
        </message>
        <message>
            <source>The server refuses to give the article’s page out (403). Open the original instead.</source>
            <translation>サーバーが記事のページの提供を拒否しました (403)。元の記事を開いてください。</translation>
        </message>
        <message>
            <source>The article’s page is not there (404).</source>
            <translation>記事のページがありません (404)。</translation>
        </message>
        <message>
            <source>The article’s page is gone for good (410).</source>
            <translation>記事のページは廃止されました (410)。</translation>
        </message>
        <message>
            <source>The server asks not to be called so often (429). Try again later.</source>
            <translation>サーバーが接続を減らすよう求めています (429)。後でもう一度お試しください。</translation>
        </message>
        <message>
            <source>The server of the article’s page has a fault ({detail}). Try again later.</source>
            <translation>記事のページのサーバーに障害があります ({detail})。後でもう一度お試しください。</translation>
        </message>
        <message>
            <source>The article’s address is passed on without end.</source>
            <translation>記事のアドレスが際限なく転送されます。</translation>
        </message>
        <message>
            <source>The article’s address leads into a private network ({detail}), which it may not do.</source>
            <translation>記事のアドレスがプライベートネットワークを指しています ({detail})。許可されません。</translation>
        </message>
        <message>
            <source>The article’s page is too large ({detail}).</source>
            <translation>記事のページが大きすぎます ({detail})。</translation>
        </message>
        <message>
            <source>The answer broke off ({detail}). Try again.</source>
            <translation>応答が途中で切れました ({detail})。もう一度お試しください。</translation>
        </message>
        <message>
            <source>The article’s page is empty.</source>
            <translation>記事のページが空です。</translation>
        </message>
        <message>
            <source>No article was found on its page. Open the original instead.</source>
            <translation>ページ内に記事が見つかりませんでした。元の記事を開いてください。</translation>
        </message>
        <message>
            <source>The article’s page took too long to read and was given up.</source>
            <translation>記事のページの読み取りに時間がかかりすぎたため、中止しました。</translation>
        </message>
        <message>
            <source>1 year</source>
            <translation>1 年</translation>
        </message>
        <message numerus="yes">
            <source>%n years</source>
            <translation>
                <numerusform>%n 年</numerusform>
            </translation>
        </message>
        <message>
            <source>1 month</source>
            <translation>1 か月</translation>
        </message>
        <message numerus="yes">
            <source>%n months</source>
            <translation>
                <numerusform>%n か月</numerusform>
            </translation>
        </message>
        <message>
            <source>1 day</source>
            <translation>1 日</translation>
        </message>
        <message numerus="yes">
            <source>%n days</source>
            <translation>
                <numerusform>%n 日</numerusform>
            </translation>
        </message>
        <message>
            <source>1 hour</source>
            <translation>1 時間</translation>
        </message>
        <message numerus="yes">
            <source>%n hours</source>
            <translation>
                <numerusform>%n 時間</numerusform>
            </translation>
        </message>
        <message>
            <source>1 minute</source>
            <translation>1 分</translation>
        </message>
        <message numerus="yes">
            <source>%n minutes</source>
            <translation>
                <numerusform>%n 分</numerusform>
            </translation>
        </message>
        <message>
            <source>1 second</source>
            <translation>1 秒</translation>
        </message>
        <message numerus="yes">
            <source>%n seconds</source>
            <translation>
                <numerusform>%n 秒</numerusform>
            </translation>
        </message>
        <message>
            <source>This Python has no SQLite, in which Desktop Reader keeps its library. Install one beside it (“pip install pysqlite3”), or start Desktop Reader with a newer Python.</source>
            <translation>この Python には、ライブラリの保存に必要な SQLite がありません。追加でインストールするか (「pip install pysqlite3」)、新しい Python で Desktop Reader を起動してください。</translation>
        </message>
        <message>
            <source>There is no expression in this line.</source>
            <translation>この行には正規表現がありません。</translation>
        </message>
        <message>
            <source>This list or this line is too long.</source>
            <translation>このリストまたはこの行が長すぎます。</translation>
        </message>
        <message>
            <source>“{value}” is no regular expression ({reason}).</source>
            <translation>「{value}」は正規表現ではありません ({reason})。</translation>
        </message>
        <message>
            <source>What stands behind the first {count} characters is not looked for.</source>
            <translation>最初の {count} 文字より後ろは検索されません。</translation>
        </message>
        <message>
            <source>“is:{value}” is not known; there are is:unread, is:read, is:starred, is:labelled and is:hidden.</source>
            <translation>「is:{value}」は使えません。使えるのは is:unread、is:read、is:starred、is:labelled、is:hidden です。</translation>
        </message>
        <message>
            <source>“{value}” is no language; write its two letters, as in lang:en.</source>
            <translation>「{value}」は言語ではありません。lang:ja のように 2 文字で書いてください。</translation>
        </message>
        <message>
            <source>“{value}” is no date; write 2024, 2024-05, 2024-05-31, today, yesterday or 7d, 2w, 3m, 1y for so long ago.</source>
            <translation>「{value}」は日付ではありません。2024、2024-05、2024-05-31、today、yesterday、または 7d、2w、3m、1y (それだけ前) のように書いてください。</translation>
        </message>
        <message>
            <source>“{value}” is no number of words; write words:&gt;500, words:&lt;300 or words:300-500.</source>
            <translation>「{value}」は語数ではありません。words:&gt;500、words:&lt;300、words:300-500 のように書いてください。</translation>
        </message>
        <message>
            <source>“{file}” could not be changed ({reason}).</source>
            <translation>「{file}」を変更できませんでした ({reason})。</translation>
        </message>
        <message>
            <source>The import was stopped.</source>
            <translation>読み込みを中止しました。</translation>
        </message>
        <message>
            <source>“{file}” is too large to be a list of subscriptions.</source>
            <translation>「{file}」は購読リストとしては大きすぎます。</translation>
        </message>
        <message>
            <source>The window that has this library open took this over, but has not told what came of it. Look there.</source>
            <translation>このライブラリを開いているウインドウが引き受けましたが、結果を知らせていません。そちらを確認してください。</translation>
        </message>
        <message>
            <source>Desktop Reader is open already, but does not answer. Wait a little, or end it, and try again.</source>
            <translation>Desktop Reader はすでに開いていますが、応答しません。しばらく待つか、終了させてからもう一度お試しください。</translation>
        </message>
        <message>
            <source>The library “{file}” is read-only.</source>
            <translation>ライブラリ「{file}」は読み取り専用です。</translation>
        </message>
        <message>
            <source>A backup is being made already.</source>
            <translation>バックアップはすでに作っているところです。</translation>
        </message>
        <message>
            <source>The backup was given up, for Desktop Reader was closed.</source>
            <translation>Desktop Reader を終了したため、バックアップを取りやめました。</translation>
        </message>
        <message>
            <source>The vault “{folder}” is not there. Nothing was written, and nothing is lost: put it back, or choose another folder in the preferences.</source>
            <translation>保管庫「{folder}」がありません。何も書き込んでおらず、何も失われていません。元に戻すか、設定で別のフォルダーを選んでください。</translation>
        </message>
        <message>
            <source>“{file}” is a link to somewhere else, so nothing is written there.</source>
            <translation>「{file}」は別の場所へのリンクなので、そこには何も書き込みません。</translation>
        </message>
        <message>
            <source>“{file}” is no library as JSON lines: its first line does not say so.</source>
            <translation>「{file}」は JSON Lines 形式のライブラリではありません。1 行目にその記述がありません。</translation>
        </message>
        <message>
            <source>“{file}” was written by a later version of Desktop Reader. Update first.</source>
            <translation>「{file}」は新しいバージョンの Desktop Reader で書かれています。先に更新してください。</translation>
        </message>
        <message>
            <source>{site} gives out no feeds. Look for the same on a site of its author’s own.</source>
            <translation>{site} はフィードを提供していません。作者自身のサイトで同じ内容を探してください。</translation>
        </message>
        <message>
            <source>The search was stopped.</source>
            <translation>検索を中止しました。</translation>
        </message>
        <message>
            <source>No feed was found at “{address}”. Look on the site for a link named RSS, Atom or feed, and add that.</source>
            <translation>「{address}」にフィードが見つかりません。サイトで RSS、Atom、フィードと書かれたリンクを探して追加してください。</translation>
        </message>
        <message>
            <source>No feed was found at “{address}”, nor at {tried}. Look on the site for a link named RSS, Atom or feed, and add its address.</source>
            <translation>「{address}」にも {tried} にもフィードが見つかりません。サイトで RSS、Atom、フィードと書かれたリンクを探し、そのアドレスを追加してください。</translation>
        </message>
        <message>
            <source>What lies there is a list or a page, and no sound.</source>
            <translation>そこにあるのはリストかページで、音声ではありません。</translation>
        </message>
        <message>
            <source>Desktop Reader ends</source>
            <translation>Desktop Reader の終了</translation>
        </message>
        <message>
            <source>“{file}” takes too long, or too much memory, to read. What was taken from it until then is kept.</source>
            <translation>「{file}」の読み込みに時間またはメモリがかかりすぎます。それまでに取り込んだものは残っています。</translation>
        </message>
        <message>
            <source>The server asked not to be called before {time}. Until then it is left alone.</source>
            <translation>サーバーから {time} まで接続しないよう求められています。それまで待ちます。</translation>
        </message>
        <message>
            <source>The rule “{title}” was switched off: the regular expression in line {line} takes too long.</source>
            <translation>規則「{title}」をオフにしました。{line} 行目の正規表現に時間がかかりすぎます。</translation>
        </message>
        <message>
            <source>The rule “{title}” was switched off: one of its regular expressions takes too long.</source>
            <translation>規則「{title}」をオフにしました。正規表現の 1 つに時間がかかりすぎます。</translation>
        </message>
        <message>
            <source>There is nothing to read at {address}.</source>
            <translation>{address} に読めるものがありません。</translation>
        </message>
        <message>
            <source>What lies at {address} is no page ({kind}).</source>
            <translation>{address} にあるものはページではありません ({kind})。</translation>
        </message>
        <message>
            <source>no article</source>
            <translation>記事がありません</translation>
        </message>
        <message>
            <source>This feed does not say where it lives. Add it by its address.</source>
            <translation>このフィードには自身のアドレスがありません。アドレスを指定して追加してください。</translation>
        </message>
    </context>
</TS>
