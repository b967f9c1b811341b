"""The same short text in 15 languages, none of which it names: a title and two sentences."""

TEXTS: dict[str, tuple[str, str, str]] = {
    "en": (
        "What does a lighthouse keeper do?",
        "The keeper lights the lamp every evening and puts it out in the morning.",
        "Today nobody lives in the tower any more, because the lamp looks after itself.",
    ),
    "de": (
        "Was macht ein Leuchtturmwärter?",
        "Der Wärter zündet jeden Abend die Lampe an und löscht sie am Morgen.",
        "Heute wohnt niemand mehr im Turm, weil die Lampe für sich selbst sorgt.",
    ),
    "es": (
        "¿Qué hace un farero?",
        "El farero enciende la lámpara cada noche y la apaga por la mañana.",
        "Hoy nadie vive en la torre, porque la lámpara se cuida sola.",
    ),
    "fr": (
        "Que fait un gardien de phare ?",
        "Le gardien allume la lampe chaque soir et l’éteint le matin.",
        "Aujourd’hui plus personne n’habite la tour, car la lampe s’occupe d’elle-même.",
    ),
    "pt": (
        "O que faz um faroleiro?",
        "O faroleiro acende a lâmpada todas as noites e apaga-a de manhã.",
        "Hoje ninguém mora na torre, porque a lâmpada cuida de si mesma.",
    ),
    "it": (
        "Che cosa fa il guardiano del faro?",
        "Il guardiano accende la lampada ogni sera e la spegne al mattino.",
        "Oggi nessuno vive più nella torre, perché la lampada si cura da sola.",
    ),
    "nl": (
        "Wat doet een vuurtorenwachter?",
        "De wachter steekt elke avond de lamp aan en dooft haar in de ochtend.",
        "Vandaag woont er niemand meer in de toren, omdat de lamp voor zichzelf zorgt.",
    ),
    "da": (
        "Hvad laver en fyrpasser?",
        "Fyrpasseren tænder lampen hver aften og slukker den om morgenen.",
        "I dag bor der ikke længere nogen i tårnet, fordi lampen passer sig selv.",
    ),
    "sv": (
        "Vad gör en fyrvaktare?",
        "Vaktaren tänder lampan varje kväll och släcker den på morgonen.",
        "I dag bor ingen längre i tornet, eftersom lampan sköter sig själv.",
    ),
    "pl": (
        "Co robi latarnik?",
        "Latarnik co wieczór zapala lampę, a rano ją gasi.",
        "Dziś nikt już nie mieszka w wieży, bo lampa sama o siebie dba.",
    ),
    "tr": (
        "Bir deniz feneri bekçisi ne yapar?",
        "Bekçi her akşam lambayı yakar ve sabah söndürür.",
        "Bugün kulede artık kimse yaşamıyor, çünkü lamba kendi kendine bakıyor.",
    ),
    "ru": (
        "Что делает смотритель маяка?",
        "Смотритель каждый вечер зажигает лампу, а утром гасит её.",
        "Сегодня в башне больше никто не живёт, потому что лампа следит за собой сама.",
    ),
    "ar": (
        "ماذا يفعل حارس المنارة؟",
        "يشعل الحارس المصباح كل مساء ويطفئه في الصباح.",
        "اليوم لا يسكن أحد في البرج، لأن المصباح يعتني بنفسه.",
    ),
    "ja": (
        "灯台守は何をするのですか？",
        "灯台守は毎晩ランプに火をともし、朝になると消します。",
        "今では塔に住む人はいません。ランプが自分で働くからです。",
    ),
    "zh": (
        "灯塔看守人做什么？",
        "看守人每天晚上点灯，早上把灯熄灭。",
        "今天没有人再住在塔里，因为灯自己照看自己。",
    ),
}


def written(title: str, first: str, second: str) -> dict[str, bytes]:
    """The text in four formats, none of which names its language."""
    return {
        "txt": f"{title}\n\n{first} {second}\n\n{second}\n".encode(),
        "md": f"# {title}\n\n{first}\n\n{second} {first}\n".encode(),
        "html": (
            f'<meta charset="utf-8"><title>{title}</title><article><h1>{title}</h1>'
            f"<p>{first}</p><p>{second}</p></article>"
        ).encode(),
        "long.txt": f"{title}\n\n{(first + ' ' + second + chr(10) * 2) * 6}".encode(),
    }
