"""Short articles in eight languages, and a few in others: title, author and text, all made up."""

from __future__ import annotations

Told = tuple[str, str, str]

ENGLISH: list[Told] = [
    ("Harbour lights", "Ada Ferrier", "The lights of the harbour went out. A ferry waited until morning."),
    ("The lighthouse keeper", "Tom O’Neill", "She counts ferries from her lighthouse. Nobody else keeps count."),
    (
        "Light house, small garden",
        "Ada Ferrier",
        "A house full of light. The garden is small but don’t worry about it.",
    ),
    ("Café opens at noon", "José Núñez", "The new café serves crème brûlée. Its naïve paintings are for sale."),
    ("COVID-19 in numbers", "R. Lee", "Cases of COVID-19 fell by 3.5% in 2024. The R&D budget rose."),
    ("C++ and C# compared", "R. Lee", "Which is faster? C++20 has modules; user_name is no keyword."),
    ("Rock’n’roll never dies", "Ada Smith", "They played rock ’n’ roll all night. Play it again."),
    ("Running shoes", "Ann Ferry", "Runners run. A runner who ran yesterday is running again."),
    ("State of the union", "Tom Smith", "The union state. A state of affairs. The union of two states."),
    ("iPhone 15 review", "Zoë Keats", "The iPhone’s camera is better. Apple™Watch not needed; 5G is."),
]

GERMAN: list[Told] = [
    ("Die große Straße", "Jürgen Groß", "Auf der Straße nach Süden stehen Bäume. Fußgänger grüßen."),
    ("Strassenbahn in Zürich", "Reto Müller", "Die Strassenbahn fährt über die Brücke. In Zürich schreibt man sie so."),
    ("Äpfel und Birnen", "Käthe Öztürk", "Äpfel sind gesund. Ein Apfel am Tag, sagt man in Österreich."),
    ("Donaudampfschifffahrt", "Hans Maier", "Die Donaudampfschifffahrtsgesellschaft sucht einen Kapitän."),
    ("Bundestag wählt", "dpa", "Der Bundestag wählte am Montag. Bundesländer stimmten zu."),
    ("Das Maß aller Dinge", "Hans Maier", "Eine Maß Bier kostet 15€ auf der Wiesn. Massen strömen herbei."),
    ("Übermorgen regnet es", "Wetterdienst", "Übermorgen kommt Regen, über Nacht auch Schnee."),
    ("E-Mail an den Chef", "Käthe Öztürk", "Sie schrieb eine E-Mail. Keine Antwort auf die E‑Mail."),
    ("Café Müller", "Jürgen Groß", "Im Café Müller tanzte man. Die Müllerin kam nicht."),
    ("Schöne neue Welt", "Zoë Weiß", "Schön ist die Welt, und neu. Die Schönheit vergeht."),
]

FRENCH: list[Told] = [
    ("L’été à Paris", "Éloïse Lefèvre", "L’été dernier, j’ai vu la tour Eiffel. Il faisait très chaud."),
    ("Cœur de bœuf", "Noël Dupont", "La tomate cœur de bœuf est mûre en août. Un hors-d’œuvre idéal."),
    ("Aujourd’hui à l’Élysée", "AFP", "Le président reçoit aujourd’hui à l’Élysée. Grève générale demain."),
    ("Ça va ?", "Françoise Noël", "Ça va bien, merci ! Et toi, François ?"),
    ("Le château d’eau", "Éloïse Lefèvre", "Un château d’eau domine la forêt. Des châteaux en Espagne."),
    ("Où est la forêt ?", "Noël Dupont", "La forêt a brûlé. Où sont les arbres ? Le préfet promet des arbres."),
    ("Élève et professeur", "Anaïs Étienne", "L’élève dépasse le professeur. Les élèves applaudissent."),
    ("Naïveté", "Anaïs Étienne", "La naïveté n’est pas un crime, dit-elle. Un naïf le croit."),
    ("Marché de Noël", "Françoise Noël", "Le marché de Noël ouvre à 10 h. Vin chaud et pain d’épices."),
    ("Porte-monnaie perdu", "AFP", "Un porte-monnaie perdu contenait 300 €. La porte était ouverte."),
]

RUSSIAN: list[Told] = [
    ("Ёлка в Кремле", "Алёна Фёдорова", "Новогодняя ёлка зажглась. Ёжик и медвежонок пришли в гости."),
    ("Ежик в тумане", "Юрий Норин", "Ежик шёл к медвежонку считать звёзды. Туман стал гуще."),
    ("Москва сегодня", "Пётр Йорданов", "Сегодня в Москве открылась выставка. Москвичи стоят в очереди."),
    ("Мой дом", "Алёна Фёдорова", "Мой дом стоит у моря. Мои друзья живут далеко."),
    ("За́мок и замо́к", "Юрий Норин", "Старый за́мок закрыли на замо́к. Ключ потеряли."),
    ("Поезд Петербург — Москва", "Пётр Йорданов", "Поезд «Сапсан» идёт из Санкт-Петербурга. Билет стоит 5000₽."),
    ("Выборы 2024 года", "Интерфакс-Юг", "Выборы прошли в марте. Явка составила 70%."),
    ("Съёмки фильма", "Юлия Щукина", "Съемки фильма начнутся в июле. Режиссёр ищет актёров."),
    ("Йогурт и чай", "Юлия Щукина", "На завтрак йогурт и чёрный чай. Чаю хочется всегда."),
    ("Всё и все", "Алёна Фёдорова", "Всё хорошо, что хорошо кончается. Все довольны."),
]

CHINESE: list[Told] = [
    ("北京大学发布报告", "王小明", "北京大学发布了新的研究报告。报告说，空气质量有所改善。"),
    ("大学生活", "李华", "她在北京上学，喜欢大学的图书馆。生活很简单。"),
    ("上海天气", "王小明", "今天上海天气很好，气温二十度。明天有雨。"),
    ("iPhone手机评测", "张伟", "这部iPhone手机拍照很清楚。手机电池可以用两天。"),
    ("東京奧運會", "陳大文", "東京奧運會在夏天舉行，運動員來自世界各地。"),
    ("中国人民银行", "新华社", "中国人民银行宣布降息。人民币汇率稳定。"),
    ("图书馆的猫", "李华", "图书馆里有一只猫。猫喜欢看书的人。"),
    ("ＡＢＣ公司上市", "张伟", "ＡＢＣ公司今日上市，股价上涨１２％。"),
    ("人工智能与未来", "刘洋", "人工智能改变生活。AI时代，人人都要学习。"),
    ("天天向上", "刘洋", "好好学习，天天向上。每天进步一点。"),
]

JAPANESE: list[Told] = [
    ("東京都知事選挙", "田中太郎", "東京都知事の選挙は日曜日に行われる。"),
    ("京都の紅葉", "佐藤花子", "京都のお寺で紅葉が始まった。東京からも観光客が来る。"),
    ("ラーメン屋の一日", "鈴木一郎", "ラーメンを食べに行きました。スープがおいしかったです。"),
    ("コンピューターの歴史", "田中太郎", "ｺﾝﾋﾟｭｰﾀｰは小さくなった。パソコンは安い。"),
    ("がんばれ、かんばん", "高橋", "がんばる人のかんばん。お店の看板です。"),
    ("Windows 11の使い方", "佐藤花子", "Ｗｉｎｄｏｗｓ　１１をインストールする。設定は簡単だ。"),
    ("新幹線で大阪へ", "鈴木一郎", "新幹線は速い。大阪まで二時間半です。新しい駅弁も。"),
    ("人々の暮らし", "高橋", "人々の暮らしは変わる。時々、昔を思い出す。"),
    ("日本大学野球", "共同", "日本大学が優勝した。大学野球の日本一を決める試合。"),
    ("猫カフェ", "佐藤花子", "猫カフェが増えている。ネコもねこも同じ猫。"),
]

KOREAN: list[Told] = [
    ("한국어 배우기", "김민수", "한국어를 배우는 사람이 늘고 있다. 한글은 쉽다."),
    ("서울 날씨", "이영희", "오늘 서울은 맑습니다. 서울시는 더위를 경고했다."),
    ("부산 국제 영화제", "박지훈", "부산국제영화제가 시월에 열린다. 영화 이백 편을 상영한다."),
    ("대통령 선거", "연합", "대통령 선거가 다가온다. 대통령은 한국 국민이 뽑는다."),
    ("김치찌개 만들기", "이영희", "김치와 두부를 넣는다. 찌개를 끓인다."),
    ("삼성전자 실적", "박지훈", "삼성전자의 실적이 좋아졌다. Galaxy폰이 잘 팔렸다."),
    ("고양이와 강아지", "김민수", "고양이는 혼자 있기를 좋아한다. 강아지는 아니다."),
    ("국어 사전", "최서연", "국어사전을 새로 만들었다. 말의 뜻을 풀이한다."),
    ("가을 산", "최서연", "가을에는 산에 간다. 각 지방의 단풍이 다르다."),
    ("버스와 지하철", "연합", "버스 요금이 오른다. 지하철도 백 원 오른다."),
]

THAI: list[Told] = [
    ("ประเทศไทยวันนี้", "สมชาย ใจดี", "ประเทศไทยมีอากาศร้อนชื้น วันนี้ฝนตกทั่วไป"),
    ("ตลาดน้ำ", "มาลี", "ตลาดน้ำเปิดทุกวันเสาร์ มีก๋วยเตี๋ยวเรือขาย"),
    ("เรียนภาษาไทย", "สมชาย ใจดี", "ภาษาไทยมีห้าเสียง นักเรียนฝึกพูดทุกวัน"),
    ("กรุงเทพมหานคร", "ข่าวสด", "กรุงเทพเป็นเมืองหลวง รถติดทุกเช้า"),
    ("แมวไทย", "มาลี", "แมวสีสวาดเป็นแมวไทย ตาสีเขียว"),
    ("การเลือกตั้ง", "ข่าวสด", "การเลือกตั้งจะมีขึ้นในเดือนหน้า ผู้สมัครหาเสียง"),
    ("อาหารเช้า", "วิชัย", "ข้าวต้มกับไข่เป็นอาหารเช้าที่ดี กาแฟก็ดี"),
    ("iPhone รุ่นใหม่", "วิชัย", "โทรศัพท์iPhoneรุ่นใหม่ราคาแพง กล้องดีมาก"),
    ("ทะเลภูเก็ต", "สมชาย ใจดี", "น้ำทะเลใส หาดทรายขาว นักท่องเที่ยวมาก"),
    ("ตลาดหุ้น", "ข่าวสด", "ตลาดหุ้นปิดบวก ดัชนีขึ้นสิบจุด"),
]

OTHERS: list[Told] = [
    ("أخبار المدينة", "أحمد علي", "افتتحت المدينة مكتبة جديدة. الكتاب خير صديق."),
    ("الكِتَابُ الجديد", "فاطمة", "كتـاب عن تاريخ إسطنبول وصل إلى المكتبات."),
    ("भारत में चुनाव", "राम शर्मा", "भारत में चुनाव की घोषणा हुई। ज़रूरी ख़बर पढ़ें।"),
    ("हिन्दी दिवस", "सीता", "हिन्दी दिवस पर बाज़ार बंद नहीं रहेंगे।"),
    ("Η Αθήνα σήμερα", "Νίκος Παπάς", "Στην Αθήνα έχει ήλιο. Οι δρόμοι είναι γεμάτοι."),
    ("Ὁδός Ἀθηνᾶς", "Ἑλένη", "Ἡ ὁδὸς Ἀθηνᾶς εἶναι παλιά."),
    ("Hà Nội mùa thu", "Nguyễn Văn An", "Hà Nội mùa thu rất đẹp. Đường phố đầy lá vàng."),
    ("Phở Đà Nẵng", "Trần Thị Hòa", "Quán phở ở Đà Nẵng mở cửa sớm. Ăn phở buổi sáng."),
    ("Łódź i żółw", "Wójcik", "Żółw z Łodzi lubi źdźbła trawy. Zażółć gęślą jaźń."),
    ("Smørrebrød på Ærø", "Bjørn Ås", "Vi spiste smørrebrød på færgen. Øen er smuk."),
    ("İstanbul’da kış", "Işıl Çağ", "İstanbul’da kar yağdı. Kışın ılık çay içilir."),
    ("שָׁלוֹם עולם", "דוד", "הספר החדש יצא לאור בירושלים."),
]

ARTICLES = [*ENGLISH, *GERMAN, *FRENCH, *RUSSIAN, *CHINESE, *JAPANESE, *KOREAN, *THAI, *OTHERS]
