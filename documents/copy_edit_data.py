"""What copy edits are judged by beside word lists, language by language (primary subtags).

Closed pairs are words that are taken for one another, with the reason why putting one in the
place of the other reverses no claim. A pair goes in only where that holds in every sentence: no
si/sí (if, yes), wider/wieder (against, again), né/ne (nor, of it), sur/sûr (on, safe).
"""

_SOUND = "They sound alike; the wrong one makes no sense where it stands."
_REFORM = "The older and the newer spelling of one word."
_ACCENT = "An accent that the norm asks for, or no longer does; the word is the same."
_LISTED = "A slip that some word lists hold; no other word is meant."
_APOSTROPHE = "One word with its apostrophe left out."

#: By language: the words of a pair, and why it reverses no claim.
CLOSED_PAIRS: dict[str, dict[frozenset[str], str]] = {
    language: {frozenset(pair.split("/")): reason for pairs, reason in groups for pair in pairs}
    for language, groups in {
        "en": (
            (("its/it's", "a/an", "their/there", "their/they're", "there/they're"), _SOUND),
            (("your/you're", "whose/who's", "then/than", "whether/weather"), _SOUND),
            (
                (
                    *("noticable/noticeable", "truely/truly", "developement/development"),
                    *("visable/visible", "irresistable/irresistible", "supercede/supersede"),
                    *("humourous/humorous", "glamourous/glamorous", "incidently/incidentally"),
                    *("publically/publicly", "idiosyncracy/idiosyncrasy", "acheive/achieve"),
                ),
                _LISTED,
            ),
            (
                (
                    *("dont/don't", "doesnt/doesn't", "didnt/didn't", "isnt/isn't"),
                    *("arent/aren't", "wasnt/wasn't", "werent/weren't", "hasnt/hasn't"),
                    *("havent/haven't", "hadnt/hadn't", "couldnt/couldn't"),
                    *("wouldnt/wouldn't", "shouldnt/shouldn't", "thats/that's"),
                ),
                _APOSTROPHE,
            ),
        ),
        "de": (
            (("das/dass", "seit/seid", "standart/standard"), _SOUND),
            (
                (
                    *("daß/dass", "muß/muss", "müßte/müsste", "mußte/musste", "wußte/wusste"),
                    *("läßt/lässt", "gewiß/gewiss", "bißchen/bisschen", "prozeß/prozess"),
                    *("einfluß/einfluss", "beschluß/beschluss", "fluß/fluss", "schluß/schluss"),
                ),
                _REFORM,
            ),
        ),
        "es": (
            (("solo/sólo", "este/éste", "esta/ésta", "estos/éstos", "estas/éstas"), _ACCENT),
            (("ese/ése", "esa/ésa", "aquel/aquél", "guion/guión", "fue/fué", "dio/dió"), _ACCENT),
            (("que/qué", "como/cómo", "cuando/cuándo", "donde/dónde", "cual/cuál"), _ACCENT),
            (("haya/halla", "echo/hecho", "valla/vaya"), _SOUND),
        ),
        "fr": (
            (("a/à", "la/là", "ça/çà", "du/dû", "ou/où"), _ACCENT),
            (
                ("évènement/événement", "règlementaire/réglementaire", "connaitre/connaître"),
                _REFORM,
            ),
            (("maitre/maître", "cout/coût", "aout/août", "plutôt/plutot"), _REFORM),
        ),
        "pt": (
            (("ideia/idéia", "voo/vôo", "europeia/européia", "assembleia/assembléia"), _REFORM),
            (("ato/acto", "ação/acção", "direto/directo", "ótimo/óptimo"), _REFORM),
            (("a/à", "as/às", "por/pôr"), _ACCENT),
        ),
        "it": ((("da/dà", "la/là", "li/lì", "perchè/perché"), _ACCENT),),
        "nl": (
            (("jou/jouw", "hun/hen", "u/uw", "word/wordt", "vind/vindt"), _SOUND),
            (("pannekoek/pannenkoek", "ideeen/ideeën", "kado/cadeau"), _REFORM),
        ),
        "zh": ((("的/地", "的/得", "地/得", "在/再", "做/作", "帐/账"), _SOUND),),
        "ja": ((("づ/ず", "ぢ/じ"), _SOUND),),
        "ru": ((("её/ее", "ещё/еще", "счёт/счет", "идёт/идет"), _ACCENT),),
        "sv": ((("mej/mig", "dej/dig", "sej/sig"), _SOUND),),
    }.items()
}

#: Words that turn a claim round, narrow it or leave it open. Where a language isn't here, no
#: punctuation is moved by a copy edit: nobody could tell what it stands beside.
TURNING: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "ar": "لا لم لن ليس ليست ما غير بدون إلا سوى لكن فقط",
        "ca": "no ni mai res ningú cap sense tampoc però només excepte",
        "cs": "ne ani nikdy nic nikdo žádný žádná žádné bez není nejsou ale jen jenom pouze kromě",
        "da": "ikke ej aldrig ingen intet hverken uden men kun undtagen ingenting",
        "de": "nicht nichts nie niemals kein keine keinen keinem keiner keines ohne weder noch "
        "niemand nirgends kaum aber nur außer sondern",
        "el": "δεν μην μη ούτε ποτέ κανείς τίποτα χωρίς όχι αλλά μόνο εκτός",
        "en": "no not never none nobody nothing nor neither without cannot hardly barely scarcely "
        "nowhere isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't can't "
        "couldn't won't wouldn't shouldn't mustn't needn't ain't isnt arent wasnt werent dont "
        "doesnt didnt hasnt havent hadnt cant couldnt wont wouldnt shouldnt but only except unless "
        "if than",
        "es": "no ni nunca jamás nadie nada ningún ninguno ninguna sin tampoco apenas pero solo "
        "sólo salvo excepto sino si",
        "fa": "نه نیست هرگز هیچ بدون اما فقط مگر",
        "fi": "ei en et emme ette eivät älä ikinä koskaan mitään ilman mutta vain paitsi",
        "fr": "ne n non pas ni jamais rien aucun aucune personne sans guère point mais seulement "
        "sauf que si",
        "he": "לא אין אל בלי אינו אינה אינם ללא אבל רק חוץ",
        "hi": "नहीं न मत ना बिना कभी लेकिन केवल सिर्फ",
        "hu": "nem ne sem se soha senki semmi nincs nélkül de csak kivéve",
        "id": "tidak bukan jangan tanpa belum tak tiada tetapi hanya kecuali",
        "it": "non no né mai nessuno nessuna nessun niente nulla senza neppure nemmeno neanche ma "
        "solo soltanto tranne se",
        "ko": "안 못 아니 없다 아니다 않다 없이 그러나 오직",
        "ms": "tidak bukan jangan tanpa belum tak tiada tetapi hanya kecuali",
        "nb": "ikke aldri ingen intet verken uten men bare unntatt ingenting",
        "nl": "niet geen nooit niets niemand noch zonder nergens nauwelijks maar alleen behalve",
        "no": "ikke aldri ingen intet verken uten men bare unntatt ingenting",
        "pl": "nie ani nigdy nic nikt żaden żadna żadne bez ale tylko oprócz",
        "pt": "não nem nunca jamais ninguém nada nenhum nenhuma sem tampouco mas só apenas "
        "exceto salvo se",
        "ro": "nu nici niciodată nimic nimeni niciun nicio fără dar doar numai decât",
        "ru": "не ни нет никогда ничего никто нельзя без нигде никакой но только кроме если",
        "sv": "inte ej aldrig ingen inget inga varken utan men bara endast förutom ingenting icke",
        "tr": "değil hayır asla hiç yok hiçbir olmadan ama sadece yalnız",
        "uk": "не ні немає ніколи нічого ніхто без жоден але тільки крім якщо",
        "vi": "không chưa chẳng đừng chớ nhưng chỉ trừ",
    }.items()
}

#: Words for numbers, which no copy edit changes but for letters swapped or doubled in them.
NUMERALS: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "de": "null ein eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig "
        "dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert tausend million millionen "
        "milliarde milliarden billion billionen halb doppelt",
        "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen "
        "fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty "
        "seventy eighty ninety hundred thousand million millions billion billions trillion "
        "trillions dozen half third quarter double twice once first second fourth fifth",
        "es": "cero uno una dos tres cuatro cinco seis siete ocho nueve diez once doce trece "
        "catorce quince veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien "
        "ciento mil millón millones billón billones medio doble",
        "fr": "zéro un une deux trois quatre cinq six sept huit neuf dix onze douze treize "
        "quatorze quinze seize vingt trente quarante cinquante soixante cent cents mille million "
        "millions milliard milliards demi double",
        "it": "zero uno una due tre quattro cinque sei sette otto nove dieci undici dodici venti "
        "trenta quaranta cinquanta sessanta settanta ottanta novanta cento mille mila milione "
        "milioni miliardo miliardi mezzo doppio",
        "nl": "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf twintig dertig "
        "veertig vijftig zestig zeventig tachtig negentig honderd duizend miljoen miljard biljoen "
        "half dubbel",
        "pt": "zero um uma dois duas três quatro cinco seis sete oito nove dez onze doze vinte "
        "trinta quarenta cinquenta sessenta setenta oitenta noventa cem cento mil milhão milhões "
        "bilhão bilhões meio dobro",
        "ru": "ноль один два три четыре пять шесть семь восемь девять десять сто тысяча миллион",
        "sv": "noll en ett två tre fyra fem sex sju åtta nio tio hundra tusen miljon miljard",
    }.items()
}

_GREEK = "hypo hyper micro milli nano mega kilo giga inter intra anti ante pre post mono poly macro"
#: Prefixes that make another word of a known one; the letters that join a compound; how long the
#: last part of one is at least.
COMPOUNDING: dict[str, tuple[frozenset[str], tuple[str, ...], int]] = {
    language: (frozenset(f"{prefixes} {_GREEK}".split()), joints, shortest)
    for language, (prefixes, joints, shortest) in {
        "de": ("un ur ver be ent er zer miss miß nicht in ir il ab an auf aus ein vor nach über "
               "unter wider wieder neben gegen", ("s", "es", "n", "en", "e", "er"), 4),
        "en": ("un in im il ir non dis mis de re over under out sub super semi co counter extra "
               "ultra up a", (), 5),
        "es": ("in im i des dis re sobre sub contra ex no extra auto co bio", (), 5),
        "fr": ("in im il ir dés dis dé re ré sur sous contre ex non extra auto co", (), 5),
        "it": ("in im il ir dis s ri sovra sotto contro ex non extra auto co", (), 5),
        "nl": ("on ont be ver her mis niet in over onder tegen", ("s", "en", "n", "e"), 4),
        "pt": ("in im i des dis re sobre sub contra ex não extra auto co", (), 5),
    }.items()
}  # fmt: skip

#: Letters as they are written where a keyboard lacks them.
WRITTEN_OUT: dict[str, dict[str, str]] = {
    "de": {"ae": "ä", "oe": "ö", "ue": "ü", "ss": "ß"},
}
