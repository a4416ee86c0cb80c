"""Names that could be somebody's and are nobody's: first and family names, drawn and combined."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Country:
    """Where sites are: what people are called there, which language they learn in, the time."""

    code: str
    languages: tuple[str, ...]
    offset_minutes: int
    cities: tuple[str, ...]
    first: tuple[str, ...]
    family: tuple[str, ...]
    two_families: bool = False


_ANDES_FIRST = (
    "Rosa", "Juan", "Elena", "Luis", "Ana", "Mario", "Julia", "Pedro", "Nelly", "Hugo", "Carmen",
    "Edwin", "Lidia", "Rubén", "Silvia", "Wilmer", "Norma", "Freddy", "Martha", "Óscar", "Delia",
    "Jaime", "Gladys", "Víctor", "Noemí", "Raúl", "Sonia", "Félix", "Teresa", "Iván",
)  # fmt: skip
_ANDES_FAMILY = (
    "Mamani", "Quispe", "Condori", "Flores", "Choque", "Vargas", "Rojas", "Huanca", "Apaza",
    "Copa", "Ticona", "Limachi", "Cruz", "Guzmán", "Poma", "Yujra", "Salazar", "Mendoza",
    "Calle", "Alanoca", "Nina", "Chura", "Paredes", "Torrez", "Arce", "Villca", "Peña", "Luna",
    "Medina", "Ibáñez",
)  # fmt: skip
_NORTH_FAMILY = (
    "Cifuentes", "Restrepo", "Ospina", "Muñoz", "Cárdenas", "Rincón", "Bedoya", "Zapata",
    "Londoño", "Pineda", "Quintero", "Salcedo", "Correa", "Guerrero", "Patiño", "Duarte",
    "Castaño", "Lozano", "Mejía", "Orozco", "Tovar", "Useche", "Varela", "Amaya", "Bernal",
)  # fmt: skip
_SAHEL_FIRST = (
    "Amadou", "Fatou", "Awa", "Moussa", "Aminata", "Ibrahima", "Khady", "Ousmane", "Mariama",
    "Cheikh", "Ndèye", "Abdoulaye", "Coumba", "Modou", "Rokhaya", "Pape", "Astou", "Mamadou",
    "Sokhna", "Babacar", "Adja", "Lamine", "Bineta", "Saliou", "Oumou", "Alioune",
)  # fmt: skip
_SAHEL_FAMILY = (
    "Diallo", "Ndiaye", "Sow", "Traoré", "Ba", "Fall", "Gueye", "Faye", "Sarr", "Diop", "Cissé",
    "Sy", "Kane", "Mbaye", "Seck", "Thiam", "Niang", "Diouf", "Koné", "Touré", "Camara", "Sagna",
    "Badji", "Lo", "Samb",
)  # fmt: skip
_COAST_FIRST = (
    "Kouadio", "Akissi", "Yao", "Affoué", "Konan", "Adjoua", "Koffi", "Amenan", "Kouassi", "Aya",
    "Brou", "Ahou", "Serge", "Mireille", "Didier", "Estelle", "Franck", "Clarisse", "Hervé",
    "Solange", "Armand", "Prisca", "Eric", "Nadège",
)  # fmt: skip
_COAST_FAMILY = (
    "Kouamé", "N'Guessan", "Koné", "Ouattara", "Bamba", "Yapi", "Gnamien", "Assi", "Tano",
    "Ehui", "Zadi", "Dago", "Gbadié", "Séri", "Anoh", "Kacou", "Amani", "Loba", "Aka", "Beugré",
)  # fmt: skip
_MAGHREB_FIRST = (
    "Omar", "Nadia", "Youssef", "Salma", "Hicham", "Karima", "Rachid", "Samira", "Hassan",
    "Imane", "Khalid", "Latifa", "Driss", "Zineb", "Mehdi", "Hanane", "Said", "Malika", "Anas",
    "Soukaina", "Brahim", "Naïma", "Tarik", "Ghita",
)  # fmt: skip
_MAGHREB_FAMILY = (
    "Haddad", "Alaoui", "Bennani", "Karim", "Idrissi", "Chraibi", "Tazi", "Berrada", "Lahlou",
    "Ouazzani", "Fassi", "Sebti", "Amrani", "Benkirane", "Zerouali", "Mansouri", "Naciri",
    "Rahmouni", "Skalli", "Tahiri", "Bouzid", "Chafik",
)  # fmt: skip
_GHANA_FIRST = (
    "Kwame", "Ama", "Kofi", "Akosua", "Yaw", "Abena", "Kojo", "Efua", "Kwesi", "Adwoa", "Kwabena",
    "Esi", "Fiifi", "Araba", "Nana", "Yaa", "Ekow", "Afia", "Paa", "Maame", "Selorm", "Enyonam",
)  # fmt: skip
_GHANA_FAMILY = (
    "Mensah", "Owusu", "Boateng", "Asante", "Osei", "Agyeman", "Appiah", "Ofori", "Amoah",
    "Darko", "Addo", "Antwi", "Quaye", "Tetteh", "Ansah", "Baidoo", "Gyasi", "Sarpong",
    "Acheampong", "Frimpong", "Donkor", "Kumi",
)  # fmt: skip
_KENYA_FIRST = (
    "Wanjiru", "Otieno", "Achieng", "Kamau", "Njeri", "Kiprono", "Chebet", "Mutua", "Mwende",
    "Barasa", "Nekesa", "Omondi", "Atieno", "Kipchumba", "Jelagat", "Musyoka", "Kavata", "Juma",
    "Halima", "Wekesa", "Moraa", "Nyambura",
)  # fmt: skip
_KENYA_FAMILY = (
    "Mwangi", "Odhiambo", "Karanja", "Wambui", "Kiplagat", "Cherono", "Kilonzo", "Nzioka",
    "Simiyu", "Okello", "Maina", "Ndungu", "Rotich", "Koech", "Musa", "Were", "Gitau", "Onyango",
    "Muthoni", "Kibet", "Nyongesa",
)  # fmt: skip
_ISLANDS_FIRST = (
    "Maricel", "Jun", "Rowena", "Arnel", "Liza", "Rodel", "Jocelyn", "Dennis", "Grace", "Ramil",
    "Analyn", "Edgar", "Cherry", "Noel", "Marites", "Joel", "Aileen", "Romy", "Girlie", "Alvin",
    "Divina", "Rey",
)  # fmt: skip
_ISLANDS_FAMILY = (
    "Santos", "Reyes", "Dela Cruz", "Bautista", "Villanueva", "Magbanua", "Dizon", "Panganiban",
    "Salonga", "Tolentino", "Aguilar", "Catacutan", "Manalo", "Dimaculangan", "Lacson", "Ocampo",
    "Pascual", "Robles", "Sumalinog", "Yap", "Zamora", "Baylon",
)  # fmt: skip

COUNTRIES = (
    Country("BO", ("es",), -240, ("El Alto", "Oruro", "Tarija", "Potosí", "Sucre", "Trinidad"),
            _ANDES_FIRST, _ANDES_FAMILY, two_families=True),
    Country("SN", ("fr",), 0, ("Thiès", "Kaolack", "Ziguinchor", "Tambacounda"),
            _SAHEL_FIRST, _SAHEL_FAMILY),
    Country("KE", ("en",), 180, ("Kisumu", "Nakuru", "Thika", "Eldoret"),
            _KENYA_FIRST, _KENYA_FAMILY),
    Country("PE", ("es",), -300, ("Puno", "Tacna", "Arequipa", "Huancayo"),
            _ANDES_FIRST, _ANDES_FAMILY, two_families=True),
    Country("MA", ("ar", "fr"), 60, ("Fès", "Agadir", "Oujda", "Settat"),
            _MAGHREB_FIRST, _MAGHREB_FAMILY),
    Country("GH", ("en",), 0, ("Tamale", "Kumasi", "Ho", "Techiman"), _GHANA_FIRST, _GHANA_FAMILY),
    Country("CO", ("es",), -300, ("Pasto", "Neiva", "Tunja", "Ibagué"),
            _ANDES_FIRST, _NORTH_FAMILY, two_families=True),
    Country("CI", ("fr",), 0, ("Bouaké", "Man", "Daloa", "Korhogo"), _COAST_FIRST, _COAST_FAMILY),
    Country("PH", ("en",), 480, ("Iloilo", "Dumaguete", "Naga", "Tagum"),
            _ISLANDS_FIRST, _ISLANDS_FAMILY),
)  # fmt: skip
TERMINALS = ("main terminal", "east terminal", "north terminal", "bus park", "river terminal")
_TEAMS = {
    "es": {
        "ticket-office": ("Boletería",), "driver": ("Buses nocturnos", "Buses de día"),
        "vendor": ("Comerciantes",), "guard": ("Seguridad",), "hotel": ("Hostales",),
        "internet-cafe": ("Cafés internet",), "supervisor": ("Administración",),
        "other": ("Andenes", "Limpieza"),
    },
    "fr": {
        "ticket-office": ("Guichets",), "driver": ("Cars de nuit", "Cars de jour"),
        "vendor": ("Commerçants",), "guard": ("Sécurité",), "hotel": ("Hôtels",),
        "internet-cafe": ("Cybercafés",), "supervisor": ("Direction",),
        "other": ("Quais", "Ménage"),
    },
    "en": {
        "ticket-office": ("Tickets",), "driver": ("Night buses", "Day buses"),
        "vendor": ("Vendors' row",), "guard": ("Gate 2",), "hotel": ("Guest houses",),
        "internet-cafe": ("Internet cafés",), "supervisor": ("Terminal office",),
        "other": ("Platforms", "Cleaning"),
    },
}  # fmt: skip


def teams_of(language: str) -> tuple[str, ...]:
    """Every team of a site where this language is spoken at work."""
    return tuple(team for teams in _TEAMS[_spoken(language)].values() for team in teams)


def team_of(chance: Random, language: str, role: str) -> str:
    """A team of people who do this work."""
    return chance.choice(_TEAMS[_spoken(language)][role])


def full_name(chance: Random, country: Country) -> str:
    """A name as people of a country write it."""
    if country.two_families:
        one, two = chance.sample(country.family, 2)
        return f"{chance.choice(country.first)} {one} {two}"
    first, second = chance.sample(country.first, 2)
    return f"{first} {second} {chance.choice(country.family)}"


def as_another_wrote(chance: Random, name: str) -> str:
    """The same name, as it is written by somebody who hears it at the door."""
    words = name.split()
    match chance.randrange(4):
        case 0:
            return name
        case 1:
            plain = unicodedata.normalize("NFKD", name)
            return "".join(letter for letter in plain if not unicodedata.combining(letter))
        case 2:
            return " ".join([*words[1:], words[0]])
    long = max(words, key=len)
    at = chance.randrange(1, len(long) - 1)
    return name.replace(long, long[:at] + long[at + 1 :], 1)


def _spoken(language: str) -> str:
    return language if language in _TEAMS else "fr"
