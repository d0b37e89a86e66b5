"""Words that name nothing by themselves, though they are written with a capital: "Monday", "CEO", "the Department".

Lists of plain words of English, German and Turkish. It refuses to hold names.
"""

from bot.core.text import fold

INNER = frozenset("of de la le di da del von van der den bin al el ibn y e du des and und ve the".split())
"""Small words inside names."""

_GENERIC = frozenset(
    "house state states department court party city town village university college county district street road avenue park north south east west "
    "northern southern eastern western center centre centers centres committee commission council group company companies board agency office bureau ministry act bill law "
    "school church hospital hotel police army navy government officials authorities internet web god lord christmas easter thanksgiving ramadan hanukkah "
    "man woman men women mother father mom dad boy girl family people world earth nation country capitol capital bank airport station river lake mountain "
    "island bay beach hill hall house room building tower bridge square day night morning today yesterday tomorrow week weekend month year spring summer "
    "autumn fall winter news photo photos image images video read click follow story highlights update breaking watch listen exclusive opinion editorial "
    "ceo cfo cto coo president minister senator governor mayor judge justice chairman director professor doctor captain sergeant officer spokesman chief "
    "suv sedan pickup limousine king queen prince princess pope coach general major manager editor author mr mrs ms dr sir am pm gmt est edt pst bst utc et cet tv radio cd dvd id faq "
    "i ii iii iv v vi vii viii ix x st jr sr no vs ok okay yes hi hello oh inc corp co ltd llc english latin "
    "black white red blue green senate administration campaign islamic muslim christian catholic jewish arab liberal conservative hq left right too "
    "senate congress parliament administration union league association federation institute foundation society club team "
    "und oder der die das millionen milliarden prozent euro dollar cent ende anfang mitte uhr jahr jahre jahren jahres monat monate woche wochen tag tage tagen stunden minuten "
    "menschen leute stadt land bund kreis gemeinde unternehmen konzern firma hersteller behörde regierung bundesregierung landesregierung partei gericht polizei angaben teil zeit mal seite bild foto quelle "
    "kunden käufer chef chefin sprecher sprecherin experte experten zukunft ziel zahl zahlen plan pläne haus grund ergebnis herr frau "
    "genel müdürlük müdür başkan başkanı başkanlık bakan bakanlık bakanlığı şirket şirketi belediye belediyesi kurum kurumu ülke dünya bölge bölgesi il ilçe "
    "mahkeme mahkemesi üniversite üniversitesi dolar lira tl yıl ay gün haber fotoğraf kaynak".split()
)
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli "
    "oktober dezember pazartesi salı çarşamba perşembe cuma cumartesi pazar ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık".split()
)
_KEYS = frozenset(fold(word) for word in _GENERIC | _CALENDAR)


def is_generic(name: str) -> bool:
    """Whether a name says nothing alone: "Monday", "CEO", "the Department"."""
    parts = fold(name).split()
    return not parts or all(part in _KEYS or part in INNER or part.isdecimal() for part in parts)
