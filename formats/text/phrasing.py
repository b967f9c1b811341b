"""What the words of a short block say: that text follows, that a heading is doubtful, or who wrote.

These are rules of thumb for English, and what they decide is noted. Words in another language
meet none of them, so that there a short block that ends in a colon is a heading.
"""

import re

_MOST_SURE_WORDS, _MOST_OF_BYLINE = 4, 8

# "What an alliance is:" is a heading, whatever its verb.
_ASKING = re.compile(r"(?:what|how|why|when|where|who|whom|whose|which|whether)\b", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?:(?:i|you|he|she|it|we|they|there|here)(?:['’](?:s|re|ve|ll|d|m))?"
    r"|(?:this|that|these|those) (?:is|are|was|were)) \w",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"\b(?:said|says?|wrote|writes?|asked|asks?|added|adds?|replied|answered|explained|explains?"
    r"|stated|states|argued|argues|concluded|warned|declared|reads?|ran|runs|follows?|following"
    r"|includes?|included|including|are|is|was|were|that|namely|example|instance|such as)$",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:am|is|are|was|were|be|been|has|have|had|does|did|can|could|will|would|shall|should|may"
    r"|might|must|cannot|said|says|gave|gives|made|makes|came|comes|took|takes|went|goes|got|gets"
    r"|\w+n['’]t)\b"
)

_BYLINE = re.compile(r"[Bb]y (?:(?:de|del|della|di|da|du|la|le|van|von|der|den|ter|al|el) )*")


def introduces(words: str) -> bool:
    """Whether `words`, behind which a colon stands, introduce what follows: "She gave three".

    They begin with a pronoun, `there` or `here`, or end in a verb of saying, a form of "to be" or
    "including", "for example" and the like, and they don't begin with a word that asks.
    """
    if _ASKING.match(words):
        return False
    return bool(_SUBJECT.match(words) or _SAYING.search(words))


def is_doubtful_heading(words: str) -> bool:
    """Whether `words` may be no heading: more than four, or a verb, and no word that asks."""
    if _ASKING.match(words):
        return False
    return words.count(" ") >= _MOST_SURE_WORDS or _VERB.search(words) is not None


def is_byline(text: str) -> bool:
    """Whether `text` is "By" and a name, in at most eight words that don't end like a sentence."""
    found = _BYLINE.match(text)
    is_name = found is not None and text[found.end() : found.end() + 1].isupper()
    return is_name and text.count(" ") < _MOST_OF_BYLINE and text[-1] not in ".!?:;,：？"
