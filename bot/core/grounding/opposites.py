"""Words that leave no room for paraphrase, folded and stemmed: closed classes, opposites, negators. Tables only."""

from bot.core.text import stem

_CLASSES = """
monday tuesday wednesday thursday friday saturday sunday
montag dienstag mittwoch donnerstag freitag samstag sonntag
pazartesi sali carsamba persembe cuma cumartesi pazar
north south east west northern southern eastern western
nord sud ost west norden suden osten westen
kuzey guney dogu bati
second minute hour day week month year decade century
sekunde minute stunde tag woche monat jahr jahrzehnt jahrhundert
saniye dakika saat gun hafta ay yil
first second third fourth fifth sixth seventh eighth ninth tenth
red orange yellow green blue purple pink brown black white grey gray silver gold
rot gelb grun blau schwarz weiss
kirmizi sari yesil mavi siyah beyaz
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
artti artiyor artis yukseldi yukselis arttirdi / azaldi azaliyor dusus dustu geriledi azaltti
acti acildi / kapatti kapandi
kazandi / kaybetti
aldi / satti
once / sonra
上涨 增长 增加 提高 / 下跌 下降 减少 降低
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
    "not no never none neither nor without nobody nothing cannot hardly kein keine keinen keinem keiner nicht nie "
    "niemals ohne nichts degil yok hicbir asla olmadan".split()
)
HAN_NEGATORS = "不没沒未无無非"
