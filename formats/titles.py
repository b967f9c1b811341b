"""What headings say in the languages that explainers are written in."""

import re

from formats.shapes import Shape, shape_of, words_of_heading

_FAQ = re.compile(
    r"(?:faqs?|häufig(?:e|st)?e? (?:gestellte )?fragen|fragen und antworten|foire aux questions"
    r"|questions fréquentes|questions fréquemment posées|questions[ -]réponses"
    r"|questions (?:et|&) réponses|preguntas frecuentes|preguntas y respuestas|domande frequenti"
    r"|domande e risposte|perguntas frequentes|perguntas e respostas|veelgestelde vragen"
    r"|vanliga frågor|ofte stilte spørsmål|usein kysytyt kysymykset|często zadawane pytania"
    r"|najczęściej zadawane pytania|часто задаваемые вопросы|вопросы и ответы"
    r"|поширені запитання|sıkça sorulan sorular|よくある質問|常见问题|常見問題|자주 묻는 질문"
    r"|الأسئلة الشائعة|أسئلة شائعة|שאלות נפוצות|common questions|common faqs"
    r"|your questions,? answered|questions? (?:and|&) answers?)(?: \([^()]{1,20}\))?",
    re.IGNORECASE,
)
_CONCLUSION = re.compile(
    r"(?:conclusions?|fazit|schluss(?:folgerung)?|conclusión|conclusiones|conclusione"
    r"|conclusão|conclusie|slutsats|wnioski|заключение|結論|结论)",
    re.IGNORECASE,
)
_REFERENCES = re.compile(
    r"(?:references?|sources?|bibliography|works cited|quellen|referenzen|literatur|références"
    r"|referencias|fuentes|fonti|riferimenti|referências|fontes|bronnen|källor|źródła|источники"
    r"|参考文献|參考文獻)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?:\d{1,2}|[IVX]{1,4})[.)]? ")


def shape_of_block(text: str) -> Shape:
    """The shape of a block of plain text, whose heading may say in any language what it heads."""
    shape = shape_of(text)
    if shape not in (Shape.SHORT, Shape.COLON):
        return shape
    announced = shape_of_heading(text)
    return shape if announced is Shape.SHORT else announced


def shape_of_heading(text: str) -> Shape:
    """What a heading announces: FAQ, conclusion, references, or nothing of the kind (`SHORT`)."""
    words = _NUMBER.sub("", words_of_heading(text)).strip(" .")
    for pattern, shape in (
        (_FAQ, Shape.FAQ),
        (_CONCLUSION, Shape.CONCLUSION),
        (_REFERENCES, Shape.REFERENCES),
    ):
        if pattern.fullmatch(words):
            return shape
    shape = shape_of(words)
    return shape if shape in (Shape.FAQ, Shape.CONCLUSION, Shape.REFERENCES) else Shape.SHORT
