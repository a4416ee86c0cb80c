"""Six small job aids in four languages, and a site with long names."""

from datetime import date

from trainer_app.content.shelf import AidKind, AidSection, JobAid, Shelf, SlotId
from trainer_app.operations.site import SLOTS, Contact, SlotState

TODAY = date(2026, 11, 23)
ALL: tuple[SlotId, ...] = (
    "emergency-number", "focal-point", "focal-point-night", "protection-office",
    "child-helpline", "police", "content-hotline", "manager",
)  # fmt: skip
PHRASES: dict[str, dict[str, list[str] | str]] = {
    "en": {
        "title": "A sheet to print",
        "heading": "When a child tells you something",
        "say": ["“Thank you for telling me.”", "“It is not your fault.”",
                "“I will tell someone whose job is to help.”"],
        "do": ["Danger now: I call {emergency-number} first.", "I listen, and I stay calm.",
               "I tell {focal-point} in this shift. At night: {focal-point-night}."],
        "never": ["promise a secret", "question, follow or confront **anyone**",
                  "take, copy or send pictures"],
        "look": ["**Every family the same:** one friendly check for all.",
                 "One sign alone proves nothing. Several together, I pass on."],
        "call": "Whom I call",
        "columns": ["Building block", "In place", "Evidence and date", "Who", "Next review"],
        "rows": ["A written commitment and a code of conduct",
                 "One alert path: named people, day and night, no photos"],
        "proposal": "This list is our own proposal, to be confirmed.",
        "footer": "General: your employer and the law come first. In danger, call "
                  "{emergency-number}. Waypost is not a way to report.",
    },
    "es": {
        "title": "Una hoja para imprimir",
        "heading": "Cuando una niña, un niño o adolescente le cuenta algo",
        "say": ["«Gracias por contármelo.»", "«No es culpa tuya.»",
                "«Se lo diré solamente a una persona cuyo trabajo es ayudar.»"],
        "do": ["Peligro ahora: llamo primero a {emergency-number}.",
               "Escucho con tranquilidad y me quedo donde otras personas nos ven.",
               "Aviso a {focal-point} en este turno. De noche: {focal-point-night}."],
        "never": ["prometer un secreto", "preguntar, seguir o confrontar **a nadie**",
                  "tomar, copiar o enviar fotografías"],
        "look": ["**Todas las familias por igual:** un control amable para todas.",
                 "Una señal sola no prueba nada. Varias juntas, las comunico."],
        "call": "A quién llamo",
        "columns": ["Componente", "¿Está en marcha?", "Comprobación y fecha", "Responsable",
                    "Próxima revisión"],
        "rows": ["Un compromiso escrito y un código de conducta de la terminal",
                 "Un solo camino de alerta: personas con nombre, día y noche, sin fotografías"],
        "proposal": "Esta lista es una propuesta nuestra, pendiente de confirmación.",
        "footer": "General: su empleador y la ley van primero. En peligro, llame a "
                  "{emergency-number}. Waypost no es una vía para denunciar.",
    },
    "fr": {
        "title": "Une feuille à imprimer",
        "heading": "Quand un enfant vous confie quelque chose",
        "say": ["« Merci de me l’avoir dit. »", "« Ce n’est pas ta faute. »",
                "« Je le dirai seulement à quelqu’un dont le métier est d’aider. »"],
        "do": ["Danger immédiat : j’appelle d’abord {emergency-number}.",
               "J’écoute calmement et je reste là où d’autres personnes nous voient.",
               "Je préviens {focal-point} pendant ce service. La nuit : {focal-point-night}."],
        "never": ["promettre un secret", "interroger, suivre ou affronter **qui que ce soit**",
                  "prendre, copier ou envoyer des images"],
        "look": ["**Chaque famille de la même façon :** un contrôle aimable pour toutes.",
                 "Un seul signe ne prouve rien. Plusieurs ensemble, je les transmets."],
        "call": "Qui j’appelle",
        "columns": ["Élément", "En place", "Justificatif et date", "Responsable",
                    "Prochain réexamen"],
        "rows": ["Un engagement écrit et un code de conduite de la gare routière",
                 "Un seul circuit d’alerte : des personnes nommées, jour et nuit, sans photos"],
        "proposal": "Cette liste est notre propre proposition, à confirmer.",
        "footer": "Général : votre employeur et la loi passent d’abord. En cas de danger, appelez "
                  "{emergency-number}. Waypost n’est pas un moyen de signaler.",
    },
    "ar": {
        "title": "ورقة للطباعة",
        "heading": "عندما يخبرك طفل بشيء",
        "say": ["«شكرًا لأنك أخبرتني.»", "«ليس الذنب ذنبك.»",
                "«سأخبر شخصًا عمله أن يساعد.»"],
        "do": ["خطر الآن: أتصل أولًا بـ {emergency-number}.",
               "أستمع بهدوء وأبقى حيث يرانا الآخرون.",
               "أخبر {focal-point} في هذه المناوبة. ليلًا: {focal-point-night}."],
        "never": ["أن أعد بكتمان السر", "أن أستجوب أو ألاحق أو أواجه **أي شخص**",
                  "أن ألتقط صورًا أو أنسخها أو أرسلها"],
        "look": ["**كل العائلات سواء:** فحص لطيف واحد للجميع.",
                 "علامة واحدة لا تثبت شيئًا. عدة علامات معًا أبلغ عنها."],
        "call": "بمن أتصل",
        "columns": ["العنصر", "هل هو موجود؟", "الدليل والتاريخ", "من", "المراجعة القادمة"],
        "rows": ["التزام مكتوب ومدونة سلوك للمحطة",
                 "مسار تنبيه واحد: أشخاص معروفون بالاسم، ليلًا ونهارًا، بلا صور"],
        "proposal": "هذه القائمة اقتراح منا، وتنتظر التأكيد.",
        "footer": "عام: صاحب عملك والقانون أولًا. عند الخطر اتصل بـ {emergency-number}. "
                  "ليس Waypost وسيلة للإبلاغ.",
    },
}  # fmt: skip
LONG = {
    "emergency-number": ("Central de emergencias", "000", "24 h"),
    "child-helpline": ("Línea gratuita de escucha para niñas, niños y adolescentes",
                       "+000 800 00 0000", "8:00–20:00"),
    "focal-point": ("María Fernanda Quispe Huanca, administración de la terminal",
                    "555 0101", "6:00–14:00"),
    "focal-point-night": ("Supervisor de turno", "555 0102", "22:00–6:00"),
    "protection-office": ("Defensoría de la Niñez y Adolescencia, ventanilla 12, planta baja",
                          "555 0103", "lunes a viernes, 8:00–12:00 y 14:30–18:30"),
    "police": ("Policía", "555 0104", ""),
    "content-hotline": ("Kinderschutzmeldestellenkoordinationsbüro", "", ""),
    "manager": ("Amadou Diallo", "555 0106", ""),
}  # fmt: skip


def chain(*filled: str, outdated: str = "") -> list[SlotState]:
    """The reporting chain with these places filled; without any, all but a few."""
    found = []
    for slot_id in SLOTS:
        name, number, hours = LONG[slot_id]
        contact = Contact(
            name=name, number=number, hours=hours, verified_by="Elena Choque",
            verified_on=date(2026, 1, 5) if slot_id == outdated else date(2026, 11, 3),
        )  # fmt: skip
        old = slot_id == outdated
        there = contact if slot_id in filled or old else None
        found.append(SlotState(slot_id, there, callable=bool(there and number) and not old,
                               outdated=old))  # fmt: skip
    return found


def job_aids(language: str = "en") -> tuple[JobAid, ...]:
    """One of each kind."""
    return tuple(_aid(kind, PHRASES[language]) for kind in _SECTIONS)


def shelf(language: str = "en") -> Shelf:
    """A shelf with nothing but job aids."""
    return Shelf(language=language, job_aids=job_aids(language))


_SECTIONS: dict[AidKind, tuple[str, ...]] = {
    "wallet-card": ("say", "never", "call"),
    "counter-card": ("look", "do", "never", "call"),
    "poster": ("look", "do", "never", "say", "call"),
    "disclosure-card": ("say", "do", "never", "call", "look"),
    "reporting-chain": ("do", "call", "table", "never"),
    "terminal-check": ("do", "table"),
}


def _aid(kind: AidKind, words: dict[str, list[str] | str]) -> JobAid:
    def text(key: str) -> str:
        found = words[key]
        assert isinstance(found, str)
        return found

    return JobAid(
        id=kind, kind=kind, title=f"{text('title')} ({kind})", summary=text("proposal"),
        heading=text("heading"), paper="a3" if kind == "poster" else "a4",
        landscape=kind in ("counter-card", "terminal-check"),
        copies=8 if kind == "wallet-card" else 1,
        proposal=text("proposal") if kind == "terminal-check" else None,
        sections=tuple(_section(kind, key, words) for key in _SECTIONS[kind]),
        footer=text("footer"),
    )  # fmt: skip


def _section(kind: AidKind, key: str, words: dict[str, list[str] | str]) -> AidSection:
    if key == "call":
        slots = {"wallet-card": ALL[:3] + ALL[4:5], "reporting-chain": ALL}.get(kind, ALL[:5])
        return AidSection(kind="call", title=str(words["call"]), call=slots)
    if key == "table":
        rows = tuple(words["rows"]) * (4 if kind == "terminal-check" else 2)
        return AidSection(
            kind="table", title=str(words["title"]), columns=tuple(words["columns"]), lines=rows
        )
    kinds = {"say": "say", "do": "do", "never": "never", "look": "note"}
    title = str(words["title"]) if key == "look" else None
    return AidSection(kind=kinds[key], title=title, lines=tuple(words[key]))  # type: ignore[arg-type]
