"""The words of bylines: what leads to names, what follows them, and what is no name of a person."""

import re

from formats.composing.divisions import folded
from formats.html.page_headings import joined
from formats.moments import partial_date

#: "By", "Written by", "Author:" and their like in the languages of the interface.
_BY = r"(?:by|von|par|por|di|door|af|av)"
_MADE = (
    r"(?:written|posted|published|created|reported|submitted|words|story|text|text und interview"
    r"|geschrieben|verfasst|erstellt|gespeichert|eingestellt|veröffentlicht|beitrag|artikel"
    r"|ein beitrag|ein artikel|eine reportage|alles|im wortlaut|benutzerbild|interview"
    r"|blog beitrag|escrito|publicado|écrit|publié|scritto|pubblicato)"
)
_MAKERS = (
    r"(?:authors?|autor(?:en|in|a|es|i|e)?|auteurs?|verfasser|redaktion|vom|de|verfasst von"
    r"|作者|著者|文)"
)
_LED = re.compile(
    rf"^[\s|•·–—-]*(?:(?:{_MADE}|{_MAKERS}|{_BY})\s*[:：]|(?:{_MADE}\s+)?{_BY}\s)[\s:]*(?=\S)",
    re.IGNORECASE,
)
_FROM = re.compile(r"^(?:vom?|de|da)\s+(?=[A-ZÀ-ÝА-Я])")
_ADDRESS = re.compile(r"[(<]?(?:@\w+|https?://[^\s)>]+)[)>]?", re.IGNORECASE)
_END = re.compile(r"^\w+[)>]?")
_MONTH = (
    r"(?:jan|feb|fév|m[aä]r|apr|avr|abr|ma[iyg]|jun|juin|jul|juil|aug|aoû|ago|sep|set|o[ck]t|ott|nov"
    r"|de[cz]|déc|dic|ene|gen|giu|lug|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек)\w*\.?"
)
#: What comes behind names in a byline: a day, a role, a place, what parts the line.
_ROLES = (
    r"(?:editor|reporter|correspondent|writer|contributor|columnist|redakteur(?:in)?"
    r"|korrespondent(?:in)?|correspondante?|envoyée?|journaliste?|redactora?|redattore|redattrice)"
)
_BEHIND = re.compile(
    r"\s*[–—©].*|\s+-\s.*|\s+\([^)]{6,}.*"
    rf"|(?:^|,?\s+){_MONTH} \d{{1,4}}(?:st|nd|rd|th)?\b.*|,?\s+\d.*"
    r"|\s+(?:am|on|le|el|il|em)\s+(?:\w+,?\s+)?\d.*|\s+(?:um|at|in|en|for|für)\s.*"
    r"|\s*,?\s*(?:updated|published|posted|last updated|aktualisiert|veröffentlicht|shares?)\b.*"
    r"|,?\s+(?:date|datum|tags?|categor(?:y|ies)|kategorien?)\b.*"
    rf"|,\s*(?:[\w’'-]+\s+){{0,3}}{_ROLES}\b.*|\s+(?:staff writer|chefredakteur(?:in)?)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_AND = re.compile(r"(?<=\w\w)\s+(?:und|et|y|og|och|en|e|i|и|ja|ve)\s+(?=\w\w+\s+\w\w)")
#: The agency or house behind a name: "Ada Mora, dpa". Degrees and orders look like one.
_AGENCY = re.compile(
    r"(?<=\w \w)(\w*), ?(?!(?:MD|MA|BA|PHD|MBA|MSC|BSC|MPH|RN|DO|JD|CPA|QC|KC|MP|MEP|MSP|SJ|OP|OSB"
    r"|II|III|IV|JR|SR|DDS|LLM|RD|DVM)\b)"
    r"(?:[A-Z]{2,6}|dpa|afp|epd|kna|sid|apa|The Associated Press)$"
)
_TWICE = re.compile(r"(.{4,}?)[\s,|]+\1")
#: No name, and no name of anybody.
_NOTHING = re.compile(
    r"(?:no|unknown|guest) author|unknown|undefined|null|none|n/?a|fail"
    r"|anonym(?:ous)?|name\b.*|e-?mail.*|autor(?:in|en)?|authors?|by|von|vom|on|am|stand|datum|date|dem|ca\.?"
    r"|(?:opinion|staff|guest) writer|contributor|(?:guest |chief )?editor|redakteur(?:in)?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"\b(?:more|all|alle|full|bio|follow|posted|written|read|see|view|zeige|mehr|beiträge|archiv"
    r"|share|photo|foto|about|über|comments?|kommentare?|posts?|profile?|designed|subscribe"
    r"|log ?in|anmelden|publiziert|geändert|zuletzt|artikelübersicht|rechte|vorbehalten|rights"
    r"|pressemitteilung|press release|minutes?|minuten|reading|rss|feed)\b|[→»?!\"“”]"
    r"|https?:|\w:\s|\b(?:pdf|download|paid content|tags?)\b",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    r"\be\. ?V\.|\bGmbH\b|\bInc\b|\bLtd\b|\bLLC\b|\bAG$|\S\.[a-z]{2,4}$"
    r"|^(?:redaktion|redaction|redacción|la rédaction|editor|newsroom|agenc(?:y|ies)"
    r"|(?:wordpress)?admin(?:istrator)?|webmaster)$|\b(?:staff|team|redaktion|online|news)$",
    re.IGNORECASE,
)
_SMALL = re.compile(
    r"and|&|und|et|y|e|i|en|og|och|von|van|de|der|den|da|di|du|la|le|el|al|bin|ibn|v\.|mit|with",
    re.I,
)
_BEGINS_NAME = re.compile(r"[^\W\d_a-zß-öø-ÿа-я]|[dlo]['’]\w", re.UNICODE)
_PARTING = re.compile(r"\s*[|•·]\s*")
_MOST_WORDS, _LONGEST, _TELLING = 14, 100, 4
#: More than a line of the names of fifty people.
_LONGEST_LIST = 5_000
_POSTED = re.compile(
    rf"[\s|•·–—-]*(?:(?:posted|published|submitted|erstellt|veröffentlicht|publicado)\s+{_BY}\b"
    rf"|{_MAKERS}\s*[:：])",
    re.IGNORECASE,
)
_USER = re.compile(r"[A-ZÀ-Ý]\w{2,20}")
_WHOLE, _LONGEST_DAY, _FEW_WORDS = len("2021-05-03"), 25, 3


def stated_names(text: str) -> str:
    """The names in `text`, which a page states for machines; addresses are no names."""
    names = without_addresses(text[:_LONGEST_LIST]).strip(" ,;|:")
    names = _AGENCY.sub(r"\1", names)
    is_short = len(names) <= 2 * _LONGEST
    names = twice[1] if is_short and (twice := _TWICE.fullmatch(names)) else names
    return "" if _NOTHING.fullmatch(names) else _AND.sub(" and ", names)


def shown_names(text: str, *, led: bool = False) -> str:
    """The part of `text`, which people see, that names authors; "" where nothing does.

    With `led`, only of what begins as bylines do, and goes on with names.
    """
    text = without_addresses(text[:_LONGEST_LIST])
    lead = _LED.match(text) or _FROM.match(text)
    if led and (not lead or text.endswith(".")):
        return ""
    pieces = _PARTING.split(text[lead.end() if lead else 0 :])
    pieces = [_BEHIND.sub("", piece) for piece in pieces]
    names = stated_names(next(filter(could_name, pieces), pieces[0]).strip(" ()-–"))
    if len(names) > _LONGEST or len(names.split()) > _MOST_WORDS or _NO_NAME.search(names):
        return ""
    is_user = lead is not None and bool(_POSTED.match(lead[0])) and _USER.fullmatch(names)
    is_name = not led or could_name(names) or is_user
    return names if is_name and not partial_date(names) else ""


def without_addresses(text: str) -> str:
    """`text` in one line, without addresses of pages, for mail and of networks.

    Word by word: a search for "something, @, something" in all of it takes too long.
    """
    words = " ".join(map(_behind_mail, text.split()))
    return " ".join(_ADDRESS.sub(" ", words).split())


def _behind_mail(word: str) -> str:
    """What is left of a word behind an address for mail: all of it, where there is none."""
    place = word.lower().find("[at]", 1)
    if 0 < place < len(word) - len("[at]"):
        return ""
    sign, dot = word.find("@", 1), word.rfind(".", 0, -1)
    if sign < 0:
        return word
    while dot > sign + 1 and not (word[dot + 1].isalnum() or word[dot + 1] == "_"):
        dot = word.rfind(".", 0, dot)
    return _END.sub("", word[dot + 1 :], count=1) if dot > sign + 1 else word


def dated_name(text: str) -> str:
    """A line that is a day and a name ("11.12.2019 – Ada Mora") as a byline; "" for others."""
    first, *others = re.split(r"\s+[|•·–—-]\s+", text)
    is_day = len(partial_date(first) or "") == _WHOLE and len(first) <= _LONGEST_DAY
    last = others[-1] if others else ""
    is_name = 2 <= len(last.split()) <= _FEW_WORDS and could_name(last)
    return f"by {last}" if is_day and is_name else ""


def begins_as_byline(text: str) -> bool:
    """Whether `text` leads to a name: "Written by", maybe with the name and more."""
    return bool(_LED.match(f"{text.strip()} X") or _LED.match(f"{text.strip()}: X"))


def is_house(name: str, houses: frozenset[str]) -> bool:
    """Whether a name is that of a site or an organisation, and of no person."""
    return bool(_HOUSE.search(name)) or joined(name) in map(joined, houses)


def is_of(short: str, whole: str) -> bool:
    """Whether `short`, a first name or one to log in with, is that of the person `whole`."""
    words = folded(whole).split()
    if len(words) < 2 or not could_name(whole):
        return False
    return words[0] == folded(short) or (len(words[-1]) >= _TELLING and words[-1] in joined(short))


def could_name(text: str) -> bool:
    """Whether words may be the names of people: each with a capital, or without case."""
    words = text.split()
    return len(words) > 1 and not any(
        not _BEGINS_NAME.match(word) and not _SMALL.fullmatch(word) for word in words
    )
