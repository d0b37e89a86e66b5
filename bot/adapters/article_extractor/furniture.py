"""Tells an article's paragraphs from the page's furniture: buttons, bylines, captions, cookie notes, newsletter boxes.

Two rules, no list of sites. An article begins and ends with a sentence: short lines without the punctuation of one are
furniture before the first and after the last, and subheads or rows in between. A short paragraph that talks to the reader
about the page (subscribe, share, cookies) is furniture wherever it stands.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

_FEW_WORDS = 9
_FEW_CJK = 20
_SHORT = 220
_SENTENCE_END = re.compile(r"[.!?…:;。！？：；।؟][\"'”’»）)\]]*\Z")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CELLS = "| "
_ABOUT_THE_PAGE = re.compile(
    r"""\W{0,3}(?:
      (?:sign\ up|subscribe|register|join)\b.*\b(?:newsletter|inbox|updates|continue\ reading|alerts|channel)
    | get\b.*\b(?:newsletter|inbox|letterbox|delivered)\b
    | (?:read|see|watch|learn|find\ out|listen)\ (?:more|also|next|full\ size|here)\b|also\ (?:read|on)\b|more\ (?:on|from)\b.{0,60}:
    | related\b\W|related\ (?:articles?|stories|news|links|topics)|recommended\b\W|don.?t\ miss\b|most\ (?:read|popular)\b|you\ may\ also\ like
    | continue\ reading|(?:click|tap)\ (?:here|to\b)|download\ (?:our|the)\b.*\bapp\b|comments?\Z|\d+\ comments?\b
    | (?:we|this\ (?:site|website))\ uses?\ cookies|by\ (?:continuing|clicking|signing\ up)\b|accept\ (?:all\ )?cookies
    | follow\b.*\b(?:us|twitter|facebook|instagram|x|youtube|linkedin|telegram|whatsapp|mastodon)\b|share\ (?:this|on|via)\b
    | like\ this\ (?:story|article)|if\ you\ (?:enjoyed|liked)\ this|have\ a\ (?:tip|story)\b|do\ you\ have\ a\ (?:tip|story)
    | (?:send|email|e-mail|contact|write\ to)\b.*@\S+\.\w|advertisement\b|sponsored\b|all\ rights\ reserved|copyright\b|©|\(c\)\ \d{4}
    | (?:photo|photograph|image|picture|credit|source|caption|video|graphic)s?(?:\ by|\ credit|\ courtesy)?\s*[:/©]
    | (?:updated|published|posted|last\ (?:updated|modified))(?::|\ (?:at|on)\b|\ \d).{0,60}\Z|filed\ under\b|tags?\s*:|topics?\s*:
    | \(?(?:additional\ )?(?:reporting|editing|writing)\ by\b.{0,200}\Z|\d+\ min(?:ute)?s?\ read\b
    | (?:weiterlesen|mehr\ zum\ thema|lesen\ sie\ (?:auch|mehr)|auch\ interessant|anzeige|werbung|foto|bild|quelle|bildquelle|teilen)\s*(?:[:.…/]|\Z)
    | (?:jetzt\ )?abonnieren\ sie\b|newsletter\b.{0,80}\b(?:abonnieren|anmelden|bestellen)|melden\ sie\ sich\b.*\bnewsletter
    | (?:diese|unsere)\ (?:website|seite|webseite)\ verwendet\ cookies|wir\ (?:verwenden|nutzen|benötigen)\b.*\bcookies|alle\ rechte\ vorbehalten
    | (?:devamını\ oku|haberin\ devamı|ayrıca\ oku|bunlar\ da\ ilginizi|ilgili\ haber|reklam|fotoğraf|kaynak|bültenimize|e-bülten)\b
    | (?:bizi\ takip|paylaş\b|abone\ ol)|(?:bu\ )?(?:site|web\ sitesi|sitemiz)\S*\ çerez|çerez(?:ler)?\b.*\bkullan|tüm\ hakları
    | (?:阅读更多|阅读全文|阅读原文|延伸阅读|相关阅读|相关新闻|推荐阅读|责任编辑|责编|编辑[:：]|记者[:：]|作者[:：]|广告|图片来源|图源|来源[:：]|分享到|扫码|关注我们|点击|订阅|版权|未经授权|本网站使用|原标题)
    | (?:читайте\ также|читать\ (?:далее|полностью)|по\ теме|подписывайтесь|подпишитесь|подписаться|реклама|фото\s*[:/©]|источник\s*:|поделиться|мы\ используем\ (?:файлы\ )?cookie|этот\ сайт\ использует|все\ права\ защищены)
    | (?:lire\ (?:aussi|la\ suite)|à\ lire\ (?:aussi|également)|publicité|inscrivez-vous|abonnez-vous|partager\b|crédit\s*:|nous\ utilisons\ des\ cookies|tous\ droits\ réservés)
    | (?:lee\ también|leer\ más|te\ puede\ interesar|publicidad\b|suscríbete|síguenos|compartir\b|foto\s*:|utilizamos\ cookies|leggi\ anche|iscriviti|leia\ (?:também|mais)|assine|publicidade\b)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_DECEIVING = re.compile(
    r"[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def without_furniture(lines: Iterable[str], *, titles: Iterable[str]) -> str:
    """Return those of *lines* that are the article's, parted by empty lines; its *titles*, said again, are none of them."""
    said_already = {"", *map(_letters, titles)}
    paragraphs = [" ".join(clean(line).split()).strip(_CELLS) for line in lines]
    wanted = [
        paragraph
        for paragraph in paragraphs
        if _letters(paragraph) not in said_already and not is_about_the_page(paragraph)
    ]
    return "\n\n".join(_from_sentence_to_sentence(wanted))


def is_about_the_page(paragraph: str) -> bool:
    """Say whether *paragraph* is short and talks to the reader about the page."""
    return len(paragraph) <= _SHORT and bool(_ABOUT_THE_PAGE.match(paragraph))


def is_sentence(paragraph: str) -> bool:
    """Say whether *paragraph* has the punctuation, or else the length, of a sentence."""
    if _SENTENCE_END.search(paragraph):
        return True
    if characters := len(_CJK.findall(paragraph)):
        return characters >= _FEW_CJK
    return len(paragraph.split()) >= _FEW_WORDS


def clean(line: str) -> str:
    """Drop what cannot be seen but changes how text reads: controls, bidirectional overrides, zero-width characters."""
    return unicodedata.normalize("NFC", _DECEIVING.sub("", _CONTROLS.sub(" ", line)))


def _from_sentence_to_sentence(paragraphs: Sequence[str]) -> Sequence[str]:
    sentences = [number for number, paragraph in enumerate(paragraphs) if is_sentence(paragraph)]
    return paragraphs[sentences[0] : sentences[-1] + 1] if sentences else ()


def _letters(line: str) -> str:
    return "".join(filter(str.isalnum, line.casefold()))
