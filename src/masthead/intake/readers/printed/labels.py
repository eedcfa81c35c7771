"""Lines that say what they hold: ``Region: Middle East``, ``Rubrik: Kultur``, ``القسم: ثقافة``.

The section an outlet prints an article in is taken for a theme.
"""

from __future__ import annotations

import re
from functools import cache

_LABELS = {
    "author": """by; author; author(s); authors; written by; words; text; words by; autor; autorin; autoren;
        autor/in; autor:in; verfasser;
        verfasserin; auteur; auteure; auteurs; autrice; autora; autores; autore; autrici; autori; tekst; skribent;
        forfatter;
        författare; автор; авторы; автори; текст; аўтар; συντάκτης; κείμενο; بقلم; الكاتب; الكاتبة; كاتب; تأليف;
        نویسنده; מאת;
        作者; 文; 撰文; 記者; 记者; 執筆; 著者; 取材・文; 글; 기자; 글쓴이; yazar; yazan; penulis; tác giả; โดย; लेखक""",
    "translator": """translation; translated by; translator; übersetzung; übersetzer; übersetzerin; übersetzt von;
        traduction; traducteur;
        traductrice; traduit par; traducción; traducido por; traductor; traductora; tradução; tradutor; tradutora;
        traduzione; vertaling; översättning;
        oversættelse; oversettelse; tłumaczenie; перевод; переклад; ترجمة; ترجمه; תרגום; 翻译; 翻譯; 翻訳; 訳; 번역; çeviri;
        terjemahan""",
    "photographer": """photo; photos; photography; photos by; photographs; foto; fotos; fotografie; photographie;
        photographies; fotografía; fotografia;
        фото; صور; تصوير; 摄影; 攝影; 写真; 撮影; 사진""",
    "editor": """editor; edited by; redaktion; redaktor; rédaction; 编辑; 編輯; 責任編輯; 责任编辑; редактор; تحرير""",
    "published": """date; published; published on; publication date; posted; posted on; first posted; datum;
        veröffentlicht; veröffentlicht am; erschienen;
        erschienen am; publié le; date de publication; fecha; publicado; publicado el; data; publicado em;
        pubblicato; pubblicato il; gepubliceerd; publicerad;
        publiceret; publisert; data publikacji; opublikowano; дата; опубликовано; опубліковано; تاريخ النشر;
        التاريخ; نشر في; تاریخ; תאריך;
        发布时间; 发表时间; 日期; 發布時間; 公開日; 掲載日; 日付; 입력; 등록; tarih; yayın tarihi; tanggal; ngày""",
    "updated": """updated; last updated; last modified; modified; aktualisiert; zuletzt aktualisiert; stand; mis à
        jour; mis à jour le; actualizado; atualizado;
        atualizado em; aggiornato; bijgewerkt; uppdaterad; opdateret; oppdatert; aktualizacja; обновлено; оновлено;
        آخر تحديث; 更新; 更新时间; 更新日; 수정""",
    "region": """region; regions; region & country; regions & countries; country; countries; location; area;
        regionen; land; länder; région; régions; pays; región; regiones; país; países;
        região; regiões; regione; regioni; paese; paesi; regio; regio's; landen; länder; regioner; kraj; kraje;
        регион; регионы; страна; регіон;
        країна; περιοχή; χώρα; المنطقة; المناطق; البلد; الإقليم; منطقة; منطقه; אזור; 地区; 地區; 区域; 區域; 地域; 국가; 지역;
        bölge; ülke; wilayah; kawasan; khu vực; ภูมิภาค; क्षेत्र""",
    "theme": """theme; themes; topic; topics; subject area; subjects; issues; thema; themen; thème; thèmes; sujet;
        sujets; tema; temas; temi; argomenti; asunto;
        onderwerp; onderwerpen; thema's; ämne; ämnen; emne; emner; temat; tematy; тема; темы; теми; θέμα; θέματα;
        الموضوع; الموضوعات; المواضيع;
        المحور; موضوع; נושא; נושאים; 主题; 主題; 议题; 議題; 话题; 話題; テーマ; 주제; konu; konular; topik; chủ đề; หัวข้อ; विषय;
        section; column; rubrik; rubriken; ressort; rubrique; rubriques; sección; secciones; seção; sezione;
        sezioni; rubriek; sektion; dział; рубрика; раздел; розділ; القسم; الباب; قسم; بخش; מדור; 栏目; 欄目; 섹션; bölüm;
        chuyên mục""",
    "category": """category; categories; filed under; filed in; posted in; published in; in-depth report; series;
        kategorie; kategorien; serie; dossier; catégorie; catégories; categoría; categorías; categoria; categorias;
        categorie; kategori; kategoria; категория; категорія; κατηγορία; التصنيف; קטגוריה; 分类; 分類; カテゴリ; カテゴリー; 분류;
        หมวด; श्रेणी""",
    "tag": """tags; tag; keywords; tagged; tagged with; schlagwörter; schlagworte; stichworte; stichwörter;
        mots-clés; mots clés; étiquettes; etiquetas; palabras clave;
        palavras-chave; parole chiave; trefwoorden; nyckelord; słowa kluczowe; теги; метки; ключевые слова; ключові
        слова; ετικέτες; الوسوم; وسوم; كلمات مفتاحية; برچسب‌ها; תגיות; תגים;
        标签; 標籤; 关键词; 關鍵詞; タグ; キーワード; 태그; etiketler; kata kunci; từ khóa; แท็ก""",
    "outlet": """outlet; publication; publisher; newspaper; magazine; website; medium; zeitung; zeitschrift; journal;
        média; medio; testata; krant; издание; видання; الصحيفة; الناشر; 媒体; 媒體; 掲載紙""",
    "headline": """title; headline; subject; titel; überschrift; betreff; titre; objet; título; asunto; assunto;
        titolo; oggetto; tytuł; заголовок; العنوان; 标题; 標題; 件名; 제목""",
    "standfirst": """subtitle; standfirst; summary; abstract; untertitel; vorspann; sous-titre; chapeau; subtítulo;
        sottotitolo; ingress; lead; excerpt""",
    "address": """url; link; permalink; web; web address; source url; original url; article url; adresse; webadresse;
        adresse web; enlace; collegamento; الرابط; رابط; 链接; 連結; 原文链接; 原文鏈接; 링크""",
    "licence": """licence; license; lizenz; licencia; licença; licenza; licens; lisens; licencja; лицензия; ліцензія;
        الرخصة; رخصة; 许可; 授權; ライセンス; 라이선스""",
}
_TERMS = frozenset({"region", "theme", "category", "tag"})
_APART = re.compile(r"\s*[,;،、；，|•·]\s*|\s+/\s+")


def label(line: str) -> tuple[str, str] | None:
    """What kind of field a line holds by its label, and the words after it."""
    found = re.match(r"\s*([^:：=\n]{1,32}?)\s*[:：]\s*(?!//)(\S.*)$", line)
    kind = _kinds().get(" ".join(found[1].casefold().split())) if found else None
    return (kind, found[2].strip()) if found and kind else None


def listed(text: str) -> list[str]:
    """The values of a line that holds several."""
    return [value for piece in _APART.split(text) if (value := piece.strip(" .\"'“”»«")) and len(value) <= 80]


def is_term(kind: str) -> bool:
    return kind in _TERMS


@cache
def _kinds() -> dict[str, str]:
    return {
        " ".join(name.casefold().split()): kind
        for kind, names in reversed(_LABELS.items())
        for name in names.split(";")
    }
