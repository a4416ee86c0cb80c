"""Words a module avoids, in English, Spanish and French, and what to say instead.

From the project's terminology list (Terminology Guidelines, 2016 and 2025) and the rules CS-02,
CS-06 and CS-20 to CS-23. A word that is always wrong here is a problem; one that is wrong only
in some sentences is a notice, for the author to look at. Patterns are written without accents;
texts are stripped of theirs before they are compared.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple


def avoided(text: str, language: str) -> Iterator[Avoided]:
    """The words of the text that are on the avoid list of its language."""
    words = _without_official_titles(_bare(text))
    for pattern, advice, always in _patterns(language):
        for match in pattern.finditer(words):
            yield Avoided(match[0], advice, always)


def identity_words(text: str, language: str) -> tuple[str, ...]:
    """The words of the text that say who somebody is, not what somebody does (CS-30)."""
    listed = _IDENTITY.get(language.partition("_")[0], "")
    if not listed:
        return ()
    return tuple(match[0] for match in _compiled(listed).finditer(_bare(text)))


class Avoided(NamedTuple):
    """A word found, what to say instead, and whether it is wrong in every sentence."""

    word: str
    advice: str
    always: bool


# The official title keeps its words; OPSC and the historic name of ECPAT are the ones met.
_OFFICIAL_TITLES = (
    "sale of children, child prostitution and child pornography",
    "end child prostitution in asian tourism",
    "venta de ninos, la prostitucion infantil y la utilizacion de ninos en la pornografia",
    "vente d'enfants, la prostitution des enfants et la pornographie mettant en scene des enfants",
)

_PLATFORMS = (
    "facebook|instagram|messenger|whatsapp|telegram|tiktok|snapchat|discord|roblox|fortnite|"
    "minecraft|youtube|twitch|skype|zoom|omegle|twitter|signal app|viber|wechat|onlyfans"
)
_PLATFORM_ADVICE = "name no platform as a place where harm happens (CS-02)"
_FIGURE = r"\d+([.,]\d+)? ?(%|per ?cent\b|por ciento\b|pour cent\b)"
_FIGURE_ADVICE = "a figure needs year, place and source on screen (CS-06)"
_BANNED_FIGURES = r"270[ ,.]?000|1[.,]8 (million|millones|millions)"
_BANNED_ADVICE = "this figure has no source that holds (CS-06)"
_CHILD = "child|children|girls?|boys?|victims?|survivors?|life|lives"

_ALWAYS: dict[str, dict[str, str]] = {
    "en": {
        "minor girls?|lolitas?": "say “child” (anyone under 18)",
        "child sex work\\w*|transactional sex|sex with (a )?minors?": (
            "say “sexual exploitation of children”"
        ),
        "child porn\\w*|kiddie porn\\w*|porn\\w* of (a )?child(ren)?": (
            "say “child sexual abuse material”"
        ),
        "(child )?sex touris[mt]s?": (
            "say “sexual exploitation of children in travel and tourism”, “travelling sex offender”"
        ),
        "child prostitut\\w+|prostituted child\\w*": "say “child exploited in prostitution”",
        "sugar dadd(y|ies)": "say “person who sexually exploits children”",
        "pimps?|boyfriends?": "say “exploiter” or “facilitator”",
        "befriend\\w*|online dating|seduc\\w+": "say “grooming”, or what the person does",
        "(live|sex) shows?|webcam (child )?sex|child webcam\\w*|cyber-?sex": (
            "say “live-streaming of child sexual abuse”"
        ),
        "porn\\w* blackmail|sexting scandals?": "say “sexual extortion of a child”",
        "self-produced porn\\w*|nudes? scandals?|revenge porn\\w*": (
            "say “image made by the child”, “sharing of an image without consent”"
        ),
        "leaked because": "say “sharing of an image without consent”; the fault is not the child's",
        "virtual abuse|cyber-only": "the harm is real: say “technology-facilitated”, “online”",
        f"(damaged|ruined|fallen|scarred) ({_CHILD})|(ruined|scarred) for life": (
            "children recover with support (CS-23)"
        ),
        "white slave\\w*|sex slaves?": "say “trafficking of children for sexual purposes”",
        "child brides?": "say “child, early and forced marriage”",
        "child molest\\w*|young predators?": "say what the person does",
        "confess\\w*|alleged story|(child|girl|boy|she|he|they) admit(s|ted)?": (
            "say “disclosure”, “the child told”"
        ),
        "runaways?|illegal child\\w*|street child\\w*": (
            "say “unaccompanied or separated child”, “child on the move”"
        ),
        "orphanage touris[mt]s?": "say “visits to residential care”",
        "fake nudes?|harmless deepfakes?": (
            "say “AI-generated or altered child sexual abuse material”"
        ),
        "let (herself|himself|themselves)|should have known|risky behaviou?rs?|"
        "got (herself|himself|themselves) into": "the person who harms is responsible (CS-21)",
        _BANNED_FIGURES: _BANNED_ADVICE,
    },
    "es": {
        "lolitas?|menores? prostitu\\w+": "diga “niña, niño o adolescente”",
        "sexo con menores|trabajo sexual infantil|trabajador\\w* sexual\\w* infantil\\w*": (
            "diga “explotación sexual de niñas, niños y adolescentes”"
        ),
        "porno\\w* (infantil|con menores|de menores)": "diga “material de abuso sexual infantil”",
        "prostitucion (infantil|de menores)|nin[oa]s? prostitu\\w+": (
            "diga “en situación de explotación sexual”"
        ),
        "turis(mo|tas?) sexual(es)?( infantil(es)?)?": (
            "diga “explotación sexual … en viajes y turismo”"
        ),
        "trata de blancas|esclav\\w+ sexual(es)?": (
            "diga “trata de niñas, niños y adolescentes con fines de explotación sexual”"
        ),
        "seduc\\w+|seduj\\w+": "diga “captación” o “embaucamiento”",
        "cibersexo|sexo virtual|shows? en vivo": "diga “transmisión en vivo de abuso sexual”",
        "abuso virtual": "el daño es real: diga “facilitado por la tecnología”, “en línea”",
        "porno\\w* vengativ\\w+|pornovenganza|porno de venganza": "diga “difusión no consentida”",
        "confes\\w+|confies\\w+": "diga “develación”, “contó”",
        "nin[oa]s? de la calle|nin[oa]s? ilegal(es)?": "diga “no acompañado/a”, “en movilidad”",
        "ninas? novias?|ninas? esposas?": "diga “matrimonio infantil, temprano y forzado”",
        "turismo de orfanatos?": "diga “visitas a centros de acogida”",
        "marcad\\w+ (de por vida|para siempre)|arruinad\\w+ para siempre": (
            "con apoyo se recuperan (CS-23)"
        ),
        "se dejo (tocar|enganar|grabar)|conductas? de riesgo": (
            "la persona responsable es quien hace daño (CS-21)"
        ),
        _BANNED_FIGURES: _BANNED_ADVICE,
    },
    "fr": {
        "lolitas?": "dites « enfant »",
        "pedo-?porno\\w*|porno\\w* (infantile|enfantine|juvenile)": (
            "dites « matériel d'abus sexuel d'enfants »"
        ),
        "prostitution (enfantine|infantile|des mineur\\w*)|enfants? prostitue\\w*": (
            "dites « exploitation d'enfants dans la prostitution »"
        ),
        "touris(me|tes?) sexuels?": (
            "dites « exploitation sexuelle des enfants dans le cadre du voyage et du tourisme »"
        ),
        "travail sexuel des enfants|enfants? travailleurs? du sexe|sexe avec des mineur\\w*": (
            "dites « exploitation sexuelle des enfants »"
        ),
        "traite des blanches|esclaves? sexuel\\w*": (
            "dites « traite des enfants à des fins d'exploitation sexuelle »"
        ),
        "seduction|sedui\\w+": "dites « sollicitation d'enfants à des fins sexuelles »",
        "cybersexe|sexe virtuel|spectacles? en direct": (
            "dites « diffusion en direct d'abus sexuels d'enfants »"
        ),
        "abus virtuels?": "le mal est réel : dites « en ligne »",
        "revenge porn|porno\\w* vengeur\\w*|vengeance porno\\w*": (
            "dites « diffusion non consentie »"
        ),
        "aveux?|avoue\\w*|confess\\w+": "dites « dévoilement », « a raconté »",
        "enfants? des rues|enfants? illega\\w+": "dites « enfant non accompagné »",
        "tourisme (d'|des )orphelinats?": "dites « visites d'orphelinats »",
        "(brise|detruit|gache)\\w* (a|pour) (la )?(jamais|vie)": (
            "avec du soutien, les enfants se remettent (CS-23)"
        ),
        "s'est laisse\\w*|comportements? a risque": (
            "la personne responsable est celle qui fait du mal (CS-21)"
        ),
        _BANNED_FIGURES: _BANNED_ADVICE,
    },
}

_LOOK_AT: dict[str, dict[str, str]] = {
    "en": {
        "young wom[ae]n": "if she is under 18, say “child”",
        "clients?|customers?": "never for a person who exploits a child",
        "accus\\w+|denounc\\w+": "“concern” or “report” lowers the fear of speaking",
        "(run|runs|ran|running) away": "does it blame the child? (CS-21)",
        "hero(es|ic)?|rescu\\w+|medals?|sav(e|ed|es|ing) (a )?(life|lives|child\\w*)": (
            "staff are one link in a chain (CS-22)"
        ),
        "damaged|ruined|fallen": "never for a person",
        "48 hours|72 hours": "the claim about 48 hours has no source that holds (CS-06)",
        _PLATFORMS: _PLATFORM_ADVICE,
        _FIGURE: _FIGURE_ADVICE,
    },
    "es": {
        "menor(es)?(?! (de (18|edad)|que))": "“menor” solo: mejor “niña, niño o adolescente”",
        "clientes?": "nunca para quien explota a una niña o un niño",
        "intermediari[oa]s?": "oculta el delito: “explotador”, “proxeneta”",
        "novi[oa]s?": "si explota, diga “explotador”",
        "acusa\\w*": "“preocupación” o “reporte” dan menos miedo",
        "heroes?|heroin[ao]s?|rescat\\w+|medallas?|salva\\w* (una )?(vidas?|nin\\w+)": (
            "el personal es un eslabón de la cadena (CS-22)"
        ),
        _PLATFORMS: _PLATFORM_ADVICE,
        _FIGURE: _FIGURE_ADVICE,
    },
    "fr": {
        "mineure?s?": "hors texte juridique, dites « enfant »",
        "clientes?|clients?": "jamais pour qui exploite un enfant",
        "denonc\\w+|accus\\w+": "« signalement » fait moins peur",
        "fugu\\w+": "cela accuse-t-il l'enfant ? (CS-21)",
        "petits? (ami|copain)s?": "s'il exploite, dites « exploiteur »",
        "heros|heroines?|sauvetage\\w*|medailles?": "un maillon d'une chaîne (CS-22)",
        _PLATFORMS: _PLATFORM_ADVICE,
        _FIGURE: _FIGURE_ADVICE,
    },
}

_IDENTITY = {
    "en": (
        "race|races|racial|skin(-| )?colou?rs?|colou?r of (his|her|their|the) skin|"
        "(dark|light|fair|brown|black|white)(-| )skin(ned)?|ethnic\\w*|indigenous|tribe|tribal|"
        "gyps(y|ies)|roma|accents?|mother tongue|(foreign|another|different|other|strange) "
        "languages?|nationalit(y|ies)|foreign(er|ers)?|immigrants?|migrants?|refugees?|"
        "undocumented|without papers|religio\\w+|muslims?|christians?|jewish|hindus?|buddhists?|"
        "headscar(f|ves)|hijabs?|veils?|turbans?|disab(led|ilit\\w+)|wheelchairs?|deaf|blind|"
        "poverty|(looks?|are|is|dressed) poor|poor(ly dressed| famil\\w+| people| child\\w*)|"
        "(cheap|dirty|shabby|ragged|traditional) (clothes|clothing|dress)|"
        "single (mothers?|fathers?|parents?)|mixed(-looking)? famil\\w+|step-?(mother|father|child)"
        "\\w*|adopted|do(es)? not look (alike|related|like)|gay|lesbians?|homosexual\\w*|bisexual|"
        "transgender|sexual orientation|gender expression"
    ),
    "es": (
        "razas?|racial(es)?|color de (la )?piel|piel (oscura|clara|morena)|etni\\w+|indigenas?|"
        "gitan\\w+|acentos?|otro idioma|idioma (extranjero|distinto)|nacionalidad(es)?|"
        "extranjer\\w+|inmigrantes?|migrantes?|refugiad\\w+|sin papeles|religi\\w+|musulman\\w*|"
        "cristian\\w+|judi[oa]s?|velos?|turbantes?|discapaci\\w+|silla de ruedas|sord[oa]s?|"
        "cieg[oa]s?|pobreza|(familia|gente|nin[oa]s?) pobres?|ropa (sucia|barata|tradicional)|"
        "(madre|padre) solter[oa]|madrastras?|padrastros?|adoptad\\w+|no se parecen|gays?|"
        "lesbianas?|homosexual\\w*|transgenero|orientacion sexual|expresion de genero"
    ),
    "fr": (
        "races?|racia(l|le|ux)|couleur de (la |sa |leur )?peau|peau (noire|foncee|claire)|"
        "ethni\\w+|autochtones?|indigenes?|tsiganes?|accents?|autre langue|langue etrangere|"
        "nationalites?|etranger\\w*|immigre\\w*|migrants?|refugie\\w*|sans[- ]papiers|religi\\w+|"
        "musulman\\w*|chretien\\w*|jui(f|ve)s?|voiles?|turbans?|handicap\\w*|fauteuil roulant|"
        "sourde?s?|aveugles?|pauvrete|(famille|gens|enfants?) pauvres?|"
        "vetements (sales|traditionnels)|mere celibataire|belle-mere|beau-pere|adopte\\w*|"
        "ne se ressemblent pas|gays?|lesbiennes?|homosexuel\\w*|transgenres?|orientation sexuelle"
    ),
}


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str, bool], ...]:
    spoken = language.partition("_")[0]
    always = [(_compiled(p), advice, True) for p, advice in _ALWAYS.get(spoken, {}).items()]
    look_at = [(_compiled(p), advice, False) for p, advice in _LOOK_AT.get(spoken, {}).items()]
    return (*always, *look_at)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")


def _bare(text: str) -> str:
    """Lower case, without accents, marks or curly quotes, single spaces."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("*", ""))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(plain.split())


def _without_official_titles(words: str) -> str:
    for title in _OFFICIAL_TITLES:
        words = words.replace(title, "…")
    return words
