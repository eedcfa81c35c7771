"""What stands around the words of an article, as outlets write it in their languages."""

from __future__ import annotations

import re

# What a line begins with that leads to another article.
_ON = """
en: read more; read also; also read; read next; read on; read our; read the full; further reading; see also; also on;
    related; you may also like; you might also like; recommended; more on; more:; read:; watch:; listen:; please read
de: lesen sie auch; lesen sie hier; lesen sie dazu; lesen sie mehr; lesen sie weiter; lies auch; mehr zum thema;
    mehr dazu; mehr lesen; weitere themen; empfohlene beiträge; schon gelesen; das könnte dich; auch interessant; das könnte sie; zum artikel; zum thema; hier geht es
fr: lire aussi; lire également; lire la suite; à lire; voir aussi
es: lea también; lea más; lea:; mire:; vea también; vea además; le puede interesar; contenido relacionado; lea además; lee también; lee más; te puede interesar; también le puede; también te puede;
    ver también; leer más
pt: leia também; leia mais; veja também; veja mais; saiba mais
it: leggi anche; per approfondire
nl: lees ook; lees meer; bekijk ook
da no sv: læs også; les også; les mer; läs också; läs även; läs mer; läs vidare
fi: lue myös; lue lisää
pl: czytaj także; czytaj też; czytaj więcej; czytaj również; zobacz także; zobacz też; zobacz również
cs sk: čtěte také; čtěte též; čtěte více; přečtěte si; prečítajte si; čítajte aj; čítajte viac
hu ro: olvass tovább; olvassa el; citește și; citiți și; vezi și
bg ru uk: прочетете; вижте още; вижте също; читайте также; читайте також; читайте ещё; читайте еще; читайте ще;
    смотрите также; дивіться також
el: διαβάστε επίσης; διαβάστε ακόμα; διαβάστε ακόμη; δείτε επίσης; δείτε ακόμα
tr: ayrıca okuyun; ilgili haber; ayrıca bkz; bunları da; ilginizi çekebilir
ar fa he: اقرأ أيضا; اقرأ أيضًا; إقرأ; اقرأ المزيد; شاهد أيضا; بیشتر بخوانید; همچنین بخوانید; קראו גם; קראו עוד
hi: यह भी पढ़ें; ये भी पढ़ें; इसे भी पढ़ें; और पढ़ें
id ms vi th: baca juga; simak juga; xem thêm; đọc thêm; อ่านเพิ่มเติม; อ่านข่าว
zh ja ko: 関連記事; 延伸閱讀; 延伸阅读; 相关阅读; 相关新闻; 相关报道; 相關閱讀; 相關新聞; 관련 기사; 관련기사; 관련뉴스
sw zu: soma pia; soma zaidi; funda olunye
"""
# What a line before the first paragraph holds that is no part of the text.
_AROUND = (
    "stand; updated; update; published; posted; by; von; par; por; di; foto; photo; image; bild; lesezeit"
)
# A heading of what readers wrote: what follows is no article any more.
_REPLIES = """
en: comments; leave a comment; leave a reply; post a comment; join the conversation; join the discussion; replies; responses
de: kommentare; kommentar schreiben; schreibe einen kommentar; kommentar hinterlassen; leserkommentare; kommentieren
fr: commentaires; laisser un commentaire; réagir; poster un commentaire
es: comentarios; comentar; deja un comentario; deja tu comentario
pt: comentários; comentar; deixe um comentário; deixe o seu comentário
it: commenti; lascia un commento
nl: reacties; reageer; plaats een reactie
da no sv: kommentarer; skriv en kommentar; lämna en kommentar
fi et: kommentit; jätä kommentti; kommentaarid
pl cs sk: komentarze; dodaj komentarz; komentáře; přidat komentář; komentáre
lv lt: komentāri; pievienot komentāru; kļūda rakstā; komentarai; rašyti komentarą
hu ro: hozzászólások; kommentek; comentarii; lasă un comentariu
bg ru uk sr mk be: коментари; комментарии; оставить комментарий; коментарі; залишити коментар; каментары
el tr: σχόλια; αφήστε ένα σχόλιο; yorumlar; yorum yap
ar fa he: التعليقات; تعليقات; اترك تعليقا; أضف تعليق; نظرات; دیدگاه‌ها; תגובות; כתוב תגובה
hi: टिप्पणियाँ; टिप्पणियां
id vi th: komentar; tinggalkan komentar; bình luận; ความคิดเห็น; แสดงความคิดเห็น
zh ja ko: 评论; 發表評論; 发表评论; 网友评论; コメント; 댓글
"""
# A heading of other articles or of the people behind this one, where it stands near the end.
_OTHERS = """
en: about the author; about the authors; more from this author; related articles; related stories; related posts; related;
    share this article; share this; most read; most popular; trending; recommended for you; read next; more stories
de: über den autor; über die autorin; zum thema; ähnliche artikel; das könnte sie auch interessieren; meistgelesen; mehr zum thema
fr: à propos de l'auteur; articles liés; sur le même sujet; les plus lus; à lire aussi
es pt: sobre el autor; noticias relacionadas; más leídas; contenido relacionado; te puede interesar; sobre o autor; notícias relacionadas; mais lidas
it nl: articoli correlati; sull'autore; i più letti; over de auteur; gerelateerde artikelen; meest gelezen
da no sv fi: om forfatteren; om författaren; mest lest; mest læst; mest läst; luetuimmat
pl cs sk: o autorze; o autorovi; podobne artykuły; související články; súvisiace články
hu ro bg ru uk: kapcsolódó cikkek; despre autor; articole similare; об авторе; про автора; похожие статьи; читайте также
el tr: σχετικά άρθρα; ilgili haberler
ar fa he: مواضيع ذات صلة; مقالات ذات صلة; اخبار مرتبط; כתבות נוספות
id vi th: berita terkait; tin liên quan; ข่าวที่เกี่ยวข้อง
zh ja ko: 関連記事; 相关阅读; 相关新闻; 相關新聞; 관련기사; 관련 기사
"""
# What a line says that asks for something or claims the rights.
_ASKS = """
en: sign up (?:for|to); subscribe (?:to|now|today|for free); already a subscriber; follow us on; like us on facebook; click here to (?:subscribe|sign up|join);
    join our (?:telegram|whatsapp|newsletter|channel); get (?:the|our) (?:latest|daily|weekly|best) [^.]{0,60}(?:inbox|newsletter); advertisement$; article continues below;
    this article has been reviewed according to; download (?:our|the) app; support (?:our|independent) journalism; all rights reserved
de: abonnieren sie; jetzt abonnieren; melden sie sich [^.]{0,40}newsletter; folgen sie uns; folgt uns; anzeige$; werbung$; alle rechte vorbehalten; zum newsletter
fr: abonnez-vous; inscrivez-vous à; suivez-nous; publicité$; tous droits réservés; déjà abonné
es: suscríbete; suscríbase; síguenos; síganos; únete a; únase a; publicidad$; todos los derechos reservados; haz clic aquí para
pt: assine (?:a|o|já); inscreva-se; siga-nos; siga o; publicidade$; todos os direitos reservados
it: iscriviti; abbonati; seguici; pubblicità$; tutti i diritti riservati; riproduzione riservata
nl: abonneer je; schrijf je in; volg ons; advertentie$; alle rechten voorbehouden
da no sv: tilmeld dig; meld deg på; prenumerera på; følg os; følg oss; följ oss; annonce$; annonse$; annons$
fi: tilaa uutiskirje; mainos$
pl: zapisz się; zapraszamy (?:też )?do subskrypcji; obserwuj nas; reklama$; materiał chroniony prawem; wszelkie prawa zastrzeżone
cs sk: přihlaste se k odběru; sledujte nás; prihláste sa na odber; reklama$
ro hu: abonează-te; urmărește-ne; iratkozz fel; kövess minket; hirdetés$
bg ru uk: абонирайте се; последвайте ни; подписывайтесь; подпишитесь; підписуйтесь; підпишіться; реклама$; все права защищены
el tr: εγγραφείτε; ακολουθήστε μας; διαφήμιση$; abone olun; bizi takip edin; reklam$
ar fa he: اشترك في; تابعونا; تابعنا على; إعلان$; עקבו אחרינו; הירשמו
id vi th: berlangganan; ikuti kami; iklan$; đăng ký nhận; theo dõi chúng tôi; ติดตามเรา
zh ja ko: 关注我们; 訂閱; 订阅我们; 版权所有; 無断転載; 無断複製; 구독하기; 무단 전재; 무단전재
"""
# How outlets begin the line that says where an article first appeared; the name follows.
_FIRST = """
en: (?:this|the) (?:[\\w-]+ ){0,2}(?:article|story|piece|post|essay|interview|column|op-ed|report|text|excerpt)\\b[^.\\n]{0,50}\\b(?:(?:first|originally|previously) )?(?:appeared|(?:re)?published|ran|posted|produced|reprinted) (?:first |originally )?(?:on|in|at|by|from|with permission from)\\b(?: the website of| the pages of)?;
    (?:originally|first) (?:published|appeared|posted) (?:on|in|at|by)\\b; (?:re-?published|re-?printed|re-?posted|cross-?posted|syndicated)(?: here)?(?: with (?:kind )?permission)? (?:from|by|courtesy of|of)\\b
de: (?:dieser|der|dieses|das) (?:artikel|text|beitrag|interview|essay|kommentar)\\b[^.\\n]{0,40}\\b(?:erschien|veröffentlicht|publiziert)\\b(?: ist)?(?: zuerst| ursprünglich| erstmals)? (?:in der|im|in|bei|auf|von|am)\\b; (?:zuerst|ursprünglich|erstmals) (?:erschienen|veröffentlicht) (?:in der|im|in|bei|auf|von)\\b; dieser (?:artikel|text|beitrag) (?:erschien|ist) (?:zuerst|ursprünglich) (?:in der|im|in|bei|auf)\\b
fr: cet (?:article|entretien)\\b[^.\\n]{0,50}\\b(?:publié|paru)e?\\b(?: initialement| d'abord)? (?:dans|sur|par|en)\\b; (?:initialement|d'abord) (?:publié|paru) (?:dans|sur|par)\\b; (?:republié|reproduit) (?:à partir de|de|depuis|avec l'autorisation de)\\b
es: (?:este|esta|el|la) (?:artículo|texto|entrevista|nota|reportaje)\\b[^.\\n]{0,50}\\bpublicad[oa]\\b(?: originalmente| por primera vez)? (?:en|por)\\b; publicad[oa] (?:originalmente|originariamente|por primera vez) (?:en|por)\\b; (?:este|el) (?:artículo|texto) (?:apareció|se publicó) (?:originalmente|por primera vez|primero) en\\b
pt: (?:este|esta|o|a) (?:artigo|texto|entrevista|matéria|reportagem)\\b[^.\\n]{0,50}\\bpublicad[oa]\\b(?: originalmente| pela primeira vez)? (?:em|no|na|por|pelo|pela)\\b; publicad[oa] originalmente (?:em|no|na|por|pelo|pela)\\b
it: (?:questo|quest') ?(?:articolo|testo|intervista)\\b[^.\\n]{0,50}\\b(?:pubblicat[oa]|apparso|apparsa)\\b(?: originariamente| originalmente| per la prima volta)? (?:su|sul|sulla|in|da)\\b; (?:pubblicat[oa]|apparso) (?:originariamente|originalmente) (?:su|sul|sulla|in|da)\\b
nl: dit (?:artikel|verhaal|interview|stuk)\\b[^.\\n]{0,40}\\b(?:verscheen|gepubliceerd)\\b(?: eerder| oorspronkelijk| eerst)? (?:in|op|bij|door)\\b; (?:oorspronkelijk|eerder) (?:verschenen|gepubliceerd) (?:in|op|bij)\\b
sv: den här (?:artikeln|texten|intervjun)\\b[^.\\n]{0,40}\\b(?:publicerades|publicerad)\\b(?: först| ursprungligen)? (?:i|på|av)\\b; (?:ursprungligen|först) publicerad (?:i|på|av)\\b
da no: denne (?:artikkelen|artiklen|artikel|teksten)\\b[^.\\n]{0,40}\\b(?:publisert|bragt|udgivet|publiceret)\\b(?: først| opprinnelig| oprindeligt)? (?:i|på|av|af)\\b
fi: (?:tämä )?(?:artikkeli|juttu|teksti) (?:on )?julkaistu (?:alun perin|ensin|ensimmäisen kerran)\\b
pl: (?:ten )?(?:artykuł|tekst|wywiad)\\b[^.\\n]{0,40}\\b(?:ukazał się|opublikowan[yo])\\b(?: pierwotnie| po raz pierwszy)? (?:w|na|przez)\\b; (?:pierwotnie )?opublikowano (?:pierwotnie )?(?:w|na)\\b
cs sk: (?:tento )?(?:článek|článok|text|rozhovor)\\b[^.\\n]{0,40}\\b(?:vyšel|vyšiel|publikován|publikovaný)\\b(?: původně| pôvodne| poprvé)? (?:v|na|ve)\\b
ro: acest (?:articol|text|interviu)\\b[^.\\n]{0,40}\\b(?:publicat|apărut)\\b(?: inițial| pentru prima dată)? (?:în|pe|de)\\b
hu: (?:ez a )?(?:cikk|írás|interjú) eredetileg (?:a|az)\\b
ru uk bg be: (?:эта|этот|ця|цей|тази|гэты)? ?(?:статья|материал|текст|стаття|матеріал|статия|артыкул)\\b[^.\\n]{0,40}\\b(?:опубликован[аоы]?|опублікован[аоы]?|вышла?|публикуван[ао]?)\\b(?: впервые| первоначально| вперше| за първи път)? (?:в|на|у|во)\\b; (?:впервые|первоначально|вперше) (?:опубликовано|опубліковано) (?:в|на|у)\\b
el: (?:το )?(?:άρθρο|κείμενο)\\b[^.\\n]{0,40}\\b(?:δημοσιεύτηκε|δημοσιεύθηκε)\\b(?: αρχικά| πρώτα| για πρώτη φορά)? (?:στο|στη|στην|στον|από)\\b
tr: bu (?:yazı|makale|haber|röportaj) (?:ilk olarak|ilk kez|ilk defa)\\b
id ms: (?:artikel|tulisan) ini (?:pertama kali|sebelumnya|awalnya|asalnya) (?:terbit|diterbitkan|tayang|dimuat) (?:di|oleh|dalam)\\b
vi: bài (?:viết|báo) (?:này )?(?:được )?(?:đăng|xuất bản) (?:lần đầu|đầu tiên) (?:trên|tại|ở)\\b
ar fa he: نُ?شر(?:ت)? (?:هذا|هذه) (?:المقال|المقالة|التقرير|المادة)(?: أولاً| لأول مرة)? (?:في|على)\\b; این (?:مقاله|مطلب|گزارش) (?:نخستین بار|اولین بار) در\\b; (?:המאמר|הכתבה|הטקסט)\\b[^.\\n]{0,20}(?:פורסם|פורסמה|התפרסם|התפרסמה) (?:לראשונה|במקור) (?:ב|באתר)
zh ja ko: 本文(?:原载|首发|首發|最初发表|最初發表|原刊)(?:于|於|自|在)?; 原文(?:刊载|刊載|发表|發表|载|載)(?:于|於|自|在)?; この記事は最初に?; 이 (?:기사|글)는? (?:원래|처음)
"""
# How a line goes on that begins with an author's name and says who that is.
_SOMEBODY = """
en: is (?:a|an|the|one of|currently|based|also|senior|associate|assistant|professor|editor|director|co-); writes (?:about|for|on); covers; reports (?:on|for|from); works (?:as|for|at); has (?:written|been|worked|covered); teaches; was (?:a|an|the)
de: ist (?:ein|eine|der|die|freie|freier|seit|professor|journalist|redakteur|autor|leiter); arbeitet (?:als|für|bei); schreibt (?:für|über|als); lehrt; berichtet (?:für|über|aus)
fr: est (?:un|une|le|la|journaliste|professeur|chercheu|écrivain|directeur|directrice|correspondant); travaille; écrit pour
es pt: es (?:un|una|el|la|periodista|profesor|escritor|director|investigador|autor); é (?:um|uma|o|a|jornalista|professor|escritor); trabaja; escribe; trabalha; escreve
it: è (?:un|una|il|la|giornalista|professor|scrittore|scrittrice); lavora; scrive per
nl: is (?:een|de|journalist|redacteur|hoogleraar|schrijver); werkt (?:als|voor|bij); schrijft (?:voor|over)
da no sv: er (?:en|journalist|redaktør|forfatter|professor); är (?:en|journalist|redaktör|författare|professor); arbetar; arbeider
fi: on (?:toimittaja|kirjailija|tutkija|professori|freelance)
pl cs: jest (?:dziennikar|redaktor|profesor|pisar|autor); je (?:noviná|redaktor|profesor|spisovatel)
ru uk: —; – (?:журналист|корреспондент|професс|журналіст|кореспондент)
tr id: gazeteci; yazar; adalah (?:seorang|wartawan|jurnalis|penulis|dosen|peneliti)
"""
# What stands before the day of publication.
_ISSUED = """
en: (?:first |originally )?(?:published|posted|written|issued|released)(?: on| at)?; (?:publication|release) date; date published
de: (?:erst)?(?:erschienen|veröffentlicht|publiziert|gepostet)(?: am)?; veröffentlichungsdatum; erscheinungsdatum
fr: (?:publiée?|paru|mise? en ligne)(?: le)?; date de publication
es pt: publicad[oa](?: el| em| a)?; fecha de publicación; data de publicação
it: pubblicat[oa](?: il)?; data di pubblicazione
nl: (?:gepubliceerd|geplaatst)(?: op)?; publicatiedatum
da no sv fi: udgivet(?: den)?; publisert; publicerad(?: den)?; julkaistu
pl cs sk: opublikowan[oey]; data publikacji; publikováno; zveřejněno; publikované
hu ro: megjelent; publicat(?: pe| la| în)?; data publicării
bg ru uk: публикувано(?: на)?; опубликовано; дата публикации; опубліковано; дата публікації
el tr: δημοσιεύτηκε; δημοσιεύθηκε; ημερομηνία δημοσίευσης; yayınlanma(?: tarihi)?; yayın tarihi
ar fa he: نشر (?:في|بتاريخ); تاريخ النشر; تاریخ انتشار; פורסם
id vi th hi: diterbitkan(?: pada)?; tayang; ngày đăng; đăng ngày; เผยแพร่(?:เมื่อ)?; प्रकाशित
zh ja ko: 发布时间; 發布時間; 发表于; 發表於; 公開日; 掲載日; 投稿日; 입력; 게시일
"""
_WHOLE_WORDS = re.compile("[^\u0e00-\u0eff\u2e80-\ud7ff]$")


def _entries(table: str) -> list[str]:
    return [entry for line in re.sub(r"(?m)^[a-z ]+:(?= )", ";", table).split(";") if (entry := line.strip())]


def _phrases(table: str) -> str:
    """The alternatives of a table as a pattern; where words have spaces between them, only whole ones."""
    return "|".join(
        re.escape(phrase) + (r"(?![^\W\d_])" if _WHOLE_WORDS.search(phrase) else "")
        for phrase in _entries(table)
    )


READ_ON = re.compile(rf"^\W*(?:{_phrases(_ON)})", re.IGNORECASE)
"""The beginning of a line that leads to another article."""

FRAME = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\d\s*(?:min|comment|kommentar|share|view)"
    rf"|^(?:{_phrases(_AROUND)})",
    re.IGNORECASE,
)
"""A date, a time of day, a time to read, a byline: what stands between headline and text."""

COMMENTS = re.compile(rf"(?:\d+ )?(?:{_phrases(_REPLIES)})(?: ?\(?\d+\)?)?", re.IGNORECASE)
"""A whole heading after which readers speak."""

ONWARD = re.compile(_phrases(_OTHERS), re.IGNORECASE)
"""A whole heading after which, near the end, other articles follow."""

INVITES = re.compile(
    rf"^\W*(?:{'|'.join(_entries(_ASKS))})|^(?:©|\(c\) ?(?:19|20)\d\d|copyright (?:©|\(c\)|(?:19|20)\d\d))",
    re.IGNORECASE,
)
"""The beginning of a line that asks to subscribe or follow, marks advertising, or claims the rights."""

APPEARED = re.compile(rf"^\W*(?:{'|'.join(_entries(_FIRST))})", re.IGNORECASE)
"""The beginning of a line that says where an article first appeared, up to the name of the outlet."""

PUBLISHED = re.compile(rf"^\W*(?:{'|'.join(_entries(_ISSUED))})(?!\w)", re.IGNORECASE)
"""The beginning of a line that says when an article was published."""

IS_SOMEBODY = re.compile(rf"[^.]{{0,40}}?,?\s(?:{'|'.join(_entries(_SOMEBODY))})", re.IGNORECASE)
"""What follows an author's name in a line that says who that is."""
