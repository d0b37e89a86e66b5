"""Words that leave no room for paraphrase, folded: closed classes, opposites, negators, hedges, quantities. Tables only."""

import re

from bot.core.text import stem

_CLASSES = """
north south east west northern southern eastern western
nord sud ost west norden suden osten westen
kuzey guney dogu bati
second minute hour day week month year decade century
sekunde minute stunde tag woche monat jahr jahrzehnt jahrhundert
saniye dakika saat gun hafta ay yil
first second third fourth fifth sixth seventh eighth ninth tenth
red orange yellow green blue purple pink brown black white grey gray silver gold
rot rote roten roter gelb gelbe grun grune blau schwarz schwarze weiss weisse
kirmizi sari yesil mavi siyah beyaz
红色 黄色 绿色 蓝色 黑色 白色 灰色 银色
father mother son daughter brother sister husband wife uncle aunt
man woman boy girl
male female
morning afternoon evening night midnight noon
spring summer autumn winter
"""

CLASSES: dict[str, int] = {
    stem(word): number for number, row in enumerate(_CLASSES.strip().splitlines()) for word in row.split()
}
"""A word's closed class: if it is not what the source says, it is wrong, for there is no other word for it."""

_OPPOSITES = """
rise rose risen increase increased gain gained grow grew climb climbed jump jumped surge surged soar soared up higher
/ fall fell fallen decrease decreased drop dropped decline declined shrink shrank slump slumped plunge plunged down lower
high highest higher / low lowest lower
most more many majority maximum / least less fewer few minority minimum
win won victory beat defeat / lose lost defeated loss
buy bought purchase acquire acquired / sell sold sale
open opened reopen / close closed shut
start started begin began begun launch launched / end ended stop stopped finish finished cease ceased halt halted
before prior ahead earlier early / after later late following
allow allowed permit permitted approve approved legal legalise legalize / ban banned forbid forbidden prohibit prohibited block blocked reject rejected illegal
accept accepted agree agreed / refuse refused reject rejected decline declined disagree
support supported favor favour endorse / oppose opposed against criticise criticize condemn
confirm confirmed admit admitted / deny denied refute
arrest arrested detain detained jail jailed imprison / release released free freed acquit acquitted
guilty convict convicted / innocent acquit acquitted cleared
alive survive survived / dead die died kill killed
arrive arrived enter entered join joined / leave left depart departed quit exit
add added / remove removed delete deleted
import imported / export exported
public / private secret
young younger youngest new newer newest recent / old older oldest ancient
large larger largest big bigger biggest major huge / small smaller smallest little minor tiny
good better best / bad worse worst
fast faster quick / slow slower
rich / poor
hot warm / cold cool
long longer longest / short shorter shortest
success succeed succeeded successful / fail failed failure
resume resumed continue continued / stop stopped suspend suspended halt halted pause paused
profit / loss
strong stronger strengthen / weak weaker weaken
hire hired appoint appointed / fire fired dismiss dismissed sack sacked
include included / exclude excluded
possible likely / impossible unlikely
safe / dangerous unsafe
all every always / none never
increase raise raised / cut reduce reduced lower lowered
remember / forget
love like / hate dislike
inside indoor / outside outdoor
temporary temporarily / permanent permanently
partly partial partially / fully full entirely
steigt stieg gestiegen erhoht erhohte wachst mehr / sinkt sank gesunken senkt senkte schrumpft weniger
offnet geoffnet eroffnet / schliesst geschlossen
kauft kaufte / verkauft verkaufte
gewinnt gewann / verliert verlor
vor vorher / nach nachher
erhohen erhoht anheben angehoben heben hebt anhebt steigern gesteigert / senken senkt gesenkt herabgesetzt kurzen gekurzt reduzieren reduziert
hoher hohere hoheren hochste hochsten / niedriger niedrigere niedrigeren niedrigste niedrigsten tiefer
langer langere langeren / kurzer kurzere kurzeren
grosser grossere grosseren grosste grossten / kleiner kleinere kleineren kleinste kleinsten
schneller schnellere / langsamer langsamere
teurer teurere teuerste teuersten verteuert / billiger billigere billigste billigsten gunstiger gunstigere verbilligt
fruher fruhere verfruht vorzeitig / spater spatere verspatet
besser bessere verbessert / schlechter schlechtere verschlechtert
starker starkere / schwacher schwachere
beginnt begann begonnen startet startete gestartet / endet endete beendet gestoppt stoppt
erlaubt zulassig zugelassen genehmigt gestattet / verboten untersagt verbietet unzulassig
zugestimmt stimmt zustimmen angenommen gebilligt / abgelehnt lehnt ablehnen verworfen zuruckgewiesen
bestatigt bestatigte / dementiert dementierte bestritt bestritten bestreitet
begrusst begrusste lobt lobte gelobt befurwortet / kritisiert kritisierte bemangelt verurteilt verurteilte
vorlaufig vorerst vorubergehend befristet / dauerhaft endgultig unbefristet
mindestens wenigstens / hochstens maximal
gewinn uberschuss / verlust fehlbetrag
eingestellt einstellen angestellt / entlassen entlasst gekundigt
bleibt bleiben / verlasst verlassen
freiwillig / verpflichtend vorgeschrieben
bekannt / unbekannt
innerhalb / ausserhalb
schuldig / unschuldig freigesprochen
festgenommen verhaftet inhaftiert / freigelassen entlassen
mehrheit meisten / minderheit wenigsten
artti artiyor artis artarak artan artmis artirdi yukseldi yukselis yukselerek arttirdi / azaldi azaliyor azalarak azalan azalmis dusus dustu dusen geriledi gerileyerek azaltti
acti acildi / kapatti kapandi
artacak yukselecek cikacak cikti cikarildi / azalacak dusecek gerileyecek indi indirildi
kazandi / kaybetti
aldi / satti
once / sonra
上涨 增长 增加 提高 上调 上升 / 下跌 下降 减少 降低 下调 下滑
盈利 / 亏损
开启 / 关闭
"""


def _read_opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in _OPPOSITES.strip().replace("\n/", " /").splitlines():
        sides = [{stem(word) for word in side.split()} for side in row.split("/")]
        for own, other in (sides, sides[::-1]):
            for word in own - other:
                found.setdefault(word, set()).update(other - own)
    return {word: frozenset(others) for word, others in found.items()}


OPPOSITES = _read_opposites()
"""A word's opposites."""

NEGATORS = frozenset(
    "not no never none neither nor without nobody nothing cannot hardly kein keine keinen keinem keiner keines nicht nie "
    "niemals ohne nichts degil yok hicbir asla olmadan ne pas jamais".split()
)
HAN_NEGATORS = "不没沒未无無非"
_TURKISH_DENIAL = re.compile(
    r"[a-z]{2,}(?:m[iu]yor|m[ae]y[ae]c[ae][kg]|m[ae]mis)[a-z]{0,6}|[a-z]{3,}m[ae]d[iu](?:lar|ler|k|m|n)?"
)
"""A Turkish verb that denies itself, folded: "planlamıyor", "yapılmayacak", "olmamış", "bildirilmedi"."""


def is_negator(word: str) -> bool:
    """Say whether a folded word says "not"; in Turkish a verb does so by its ending."""
    return word in NEGATORS or word[0] in HAN_NEGATORS or is_denying_verb(word)


def is_denying_verb(word: str) -> bool:
    """Say whether a folded word is a Turkish verb that denies itself; it means something besides."""
    return bool(_TURKISH_DENIAL.fullmatch(word))


FAILING = frozenset(
    stem(word)
    for word in (
        "fail failed fails failing failure refuse refused refuses refusing deny denied denies denying lack lacked lacks "
        "lacking unable unlikely reject rejected rejects rejecting decline declined declines avoid avoided prevent "
        "prevented without stop stopped rule ruled halt halted weigern weigerte scheitern scheiterte verweigert "
        "ablehnen abgelehnt reddetti reddedildi 拒绝 否认 失败 无法"
    ).split()
)
"""Words that say "not" in their own way, by stem."""

_CERTAINTY = """
will shall going wird werden soll sollen 将 将会 要
plan plans planned planning aim aims intend intends hope hopes want wants consider considers considering propose proposed proposal proposes
  expect expects expected due schedule scheduled planen geplant wollen wolle sollte sollten erwagt erwartet planliyor hedefliyor bekleniyor 计划 拟 预计 考虑 打算
may might could possibly perhaps maybe probably likely potential potentially possible would
  kann konnte konnten moglich moglicherweise vielleicht wohl durfte olabilir belki muhtemelen 可能 或许 也许 或将
alleged allegedly accuse accused accuses suspect suspected suspects suspicion reportedly rumour rumor rumoured rumored claim claims claimed unconfirmed
  angeblich mutmasslich mutmassliche verdacht iddia iddiaya sozde 涉嫌 据称 据说 传闻 指控
"""


def _read_certainty() -> dict[str, int]:
    rows = _CERTAINTY.strip().replace("\n  ", " ").splitlines()
    return {word: level for level, row in enumerate(rows, start=1) for word in row.split()}


_LEVELS = _read_certainty()
WILL, PLANNED, POSSIBLE, ALLEGED = 1, 2, 3, 4


def certainty_of(word: str) -> int:
    """Return what a folded word makes of what follows: to come, planned, possible, alleged; 0 for a word that does not."""
    return _LEVELS.get(word, 0)


PAST = frozenset("has have had was were been".split())
"""Words before a verb that put it into the past."""

SPEECH = frozenset(
    "said says say told tells warned warns announced announces added adds explained argued claimed stated insisted noted "
    "admitted confirmed denied declared sagte sagt erklarte erklart warnte warnt betonte kundigte dedi diyor soyledi "
    "acikladi uyardi belirtti ifade 表示 指出 警告 宣布 说道".split()
)
"""Words that someone's name stands beside when the source tells what they say."""

_QUANTITIES = (
    "all every each entire always alle samtliche jeder immer butun tum tumu hepsi tamami her daima 所有 全部 每个 全体",
    "most majority mostly meisten mehrheit cogu cogunluk cogunlugu 大多 多数 大部",
    "some several many few certain einige manche mehrere viele wenige bazi birkac pek 一些 部分 许多 少数",
    "only sole solely merely nur lediglich einzig sadece yalnizca 只有 仅有 唯一",
)
QUANTITIES: dict[str, int] = {word: kind for kind, row in enumerate(_QUANTITIES) for word in row.split()}
"""A word that says of how many something holds -> its kind."""

TITLES = frozenset(
    "president prime minister chancellor senator sen governor gov mayor chairman chairwoman chair chief executive director "
    "officer secretary general king queen prince princess pope sir lady lord dr prof professor mr mrs ms coach captain judge "
    "justice attorney rep congressman congresswoman spokesman spokeswoman spokesperson analyst ceo cfo founder boss manager "
    "prasident prasidentin kanzler kanzlerin minister ministerin herr frau chef chefin baskan baskani bakan bakani cumhurbaskani "
    "basbakan genel mudur mudur sozcu".split()
)
"""What people are, written before their names; no part of them."""

_LONG_TITLE = 4


def is_title(word: str) -> bool:
    """Say whether a folded word is what somebody is, alone or at the end of a longer one ("Konzernchef")."""
    return word in TITLES or any(
        word.endswith(title) for title in TITLES if _LONG_TITLE <= len(title) < len(word)
    )


MALE = frozenset("he him his himself".split())
FEMALE = frozenset("she her hers herself".split())
