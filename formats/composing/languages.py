"""The language that a text is written in, where nothing says it: by its letters and small words.

Only what is plain counts. A text in Arabic letters that came in as English would be set from left
to right; a text in German would be read out by an English voice. What its source says, or the name
of its folder, goes before this, and a doubt leaves the language that the operator gave.
"""

import re
import unicodedata
from collections import Counter

from formats.parsed import Note

_LATIN = "LATIN"
#: The languages of each script, the one that is meant without further signs first.
_SCRIPTS = {
    "ARABIC": "ar fa ur ps ckb ug sd ks pa az ku",
    "ARMENIAN": "hy",
    "BENGALI": "bn as",
    "CJK": "zh ja ko yue",
    "CYRILLIC": "ru uk bg sr mk be kk ky mn tg tt uz az bs",
    "DEVANAGARI": "hi mr ne sa kok bho mai",
    "ETHIOPIC": "am ti",
    "GEORGIAN": "ka",
    "GREEK": "el",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he yi",
    "HIRAGANA": "ja",
    "KANNADA": "kn",
    "KHMER": "km",
    "LAO": "lo",
    "MALAYALAM": "ml",
    "MYANMAR": "my",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
}
#: Letters that only one of the languages of a script has.
_LETTERS = (
    ("ARABIC", "ټډړږښۍ", "ps"),
    ("ARABIC", "ٹڈڑے", "ur"),
    ("ARABIC", "پچژگ", "fa"),
    ("CYRILLIC", "ў", "be"),
    ("CYRILLIC", "іїєґ", "uk"),
    ("CYRILLIC", "ѓќѕ", "mk"),
    ("CYRILLIC", "ђћџљњ", "sr"),
    ("CYRILLIC", "ыэё", "ru"),
    ("CYRILLIC", "ъ", "bg"),
    ("DEVANAGARI", "ळ", "mr"),
)
_SMALL_WORDS = {
    "en": "the of and to in is that for with was are this it as on be by from have",
    "de": "der die und das ist nicht von den mit sich auf dem ein eine für im zu des auch als",
    "fr": "le la les et des est une dans que pour qui pas du en un sur au plus par ce",
    "es": "el la los de que las en por con una para del se un es al lo como más su",
    "it": "il di che la è per una sono con non della gli un del le da si nel dei alla",
    "pt": "o que de não uma para com os do da em as são um no na por mais se ao",
    "nl": "de het een van en is dat niet op te zijn met voor in die aan er door ook als",
    "sv": "och att det som en på är av för med till inte den har de om ett var jag kan",
    "da": "og det at er en af til på med for ikke den de der som har i kan om et",
    "nb": "og det at er en av til på med for ikke som den de har jeg i kan om et",
    "pl": "i w na się z nie to jest że do o jak po co ale za od przez dla są",
    "cs": "a je se na v že to s z do pro jsem si ale jako k o jsou nebo by",
    "fi": "ja on ei että se oli hän mutta kun ovat myös joka niin voi kuin sen tai ole jos",
    "hu": "a az és hogy nem is egy van meg de ez csak már volt mint vagy el ki még",
    "tr": "ve bir bu için da de ile olarak daha çok olan gibi en ne kadar var sonra",
    "ro": "și de în la cu nu este pe care din un o să mai pentru sunt a fi că",
    "id": "yang dan di dengan untuk ini dari dalam tidak pada adalah itu akan ke juga",
}
_WORDS = {language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()}
_SAMPLE, _FEWEST_LETTERS, _FEWEST_WORDS = 6_000, 100, 80
_MOST_OF, _KANA, _LEAST_SHARE, _AHEAD, _FAR_AHEAD = 0.5, 0.05, 0.12, 1.25, 2


def language_written(text: str, language: str) -> str:
    """The language of `text` as a tag: `language`, unless the text is plainly in another."""
    sample = text[:_SAMPLE]
    scripts = Counter(_script(sign) for sign in sample if sign.isalpha())
    if scripts.total() < _FEWEST_LETTERS or language.startswith("und"):
        return language
    script, count = scripts.most_common(1)[0]
    if script in ("HIRAGANA", "KATAKANA"):
        script, count = "CJK", scripts["CJK"] + scripts["HIRAGANA"] + scripts["KATAKANA"]
    if script == _LATIN:
        return _by_small_words(sample, language)
    if count < _MOST_OF * scripts.total() or script not in _SCRIPTS:
        return language
    if _primary(language) in _SCRIPTS[script].split():
        return language
    return _by_letters(sample, script, scripts)


def language_noted(text: str, language: str) -> tuple[str, list[Note]]:
    """As `language_written`, with a note where it isn't the language that was given."""
    written = language_written(text, language)
    if written == language:
        return language, []
    said = f"nothing says its language; its letters and words are plainly of “{written}”"
    return written, [Note(None, f"{said}, not of “{language}”")]


def _by_letters(sample: str, script: str, scripts: Counter[str]) -> str:
    """The language of a text in the letters of `script`."""
    if script == "CJK":
        kana = scripts["HIRAGANA"] + scripts["KATAKANA"]
        return "ja" if kana > _KANA * scripts.total() else "zh"
    own = (language for of, letters, language in _LETTERS if of == script and _has(sample, letters))
    return next(own, _SCRIPTS[script].split()[0])


def _has(sample: str, letters: str) -> bool:
    """Whether the letters are there more often than a name or a quotation would bring them."""
    return sum(map(sample.casefold().count, letters)) * 200 > len(sample)


def _by_small_words(sample: str, language: str) -> str:
    """The language whose small words the text is full of, if no other comes near."""
    words = re.findall(r"[^\W\d_]+", sample.casefold())
    if len(words) < _FEWEST_WORDS:
        return language
    shares = {one: sum(word in small for word in words) for one, small in _WORDS.items()}
    (best, most), (_next, second) = Counter(shares).most_common(2)
    held = shares.get(_primary(language), 0)
    is_plain = most >= _LEAST_SHARE * len(words) and most >= _AHEAD * second
    return best if is_plain and most >= _FAR_AHEAD * held else language


def _script(sign: str) -> str:
    return _LATIN if sign.isascii() else unicodedata.name(sign, "").partition(" ")[0]


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()
