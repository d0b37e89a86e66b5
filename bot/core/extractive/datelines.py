"""Take the dateline off an article's first sentence: "(CNN)", "LONDON (Reuters) - ", "新华社北京11月3日电".

It says where an agency wrote and not what happened. It refuses to take off anything else: what is left is the sentence
as it stands.
"""

import re

_AGENCY = (
    r"CNN|Reuters|AP|AFP|dpa(?:-AFX)?|AA|DHA|İHA|ANKA|UPI|PA|Bloomberg|Xinhua|EFE|ANSA|TASS|Kyodo|Yonhap|PTI|ANI|IANS|KNA|epd|APA"
    r"|SID|Interfax|Business ?Wire|PR ?Newswire|GLOBE ?NEWSWIRE"
)
_PLACE = r"[^\W\d_][^()\n:;!?“”\"]{0,60}?"
_DASH = r"[-–—]{1,2}"
_OPENING_LETTER = r"(?=[^\W_]|[\"'“”„«‘])"
_DATELINE = re.compile(
    rf"""\A(?:
      \((?:[A-Z][\w.&/-]*\ ?){{1,4}}\)\s*(?:{_DASH}\s*)?(?=[A-ZÄÖÜÇŞĞİ"'“„«‘])
    | (?:{_PLACE})?\((?:{_AGENCY})(?:/\w+)?\)\s*(?:{_DASH}|\.\ {_DASH})\s*{_OPENING_LETTER}
    | (?:[A-Z][\w.]*,?\ ){{1,4}}\((?:{_AGENCY})\)(?=[A-Z"“])
    | [A-ZÄÖÜÇŞĞİ][A-ZÄÖÜÇŞĞİ.'/]+(?:[ -][A-ZÄÖÜÇŞĞİ.'/]+){{0,3}}(?:,\ [A-Z][\w.]+(?:\ [A-Z][\w.]+)?)?\s*{_DASH}\s+(?=[A-ZÄÖÜÇŞĞİ"'“„«‘])
    | [（(]?(?:本报|新华社|中新社|中新网|中国网|新华网|人民网|央视网)[^，。,]{{0,20}}?[电讯][)）]?\s*(?:[（(][^()（）]{{0,40}}[)）])?\s*
    )""",
    re.VERBOSE,
)


def without_dateline(line: str) -> str:
    """Return *line* without the dateline it may open with."""
    found = _DATELINE.match(line)
    return line[found.end() :] if found and found.end() < len(line) else line
