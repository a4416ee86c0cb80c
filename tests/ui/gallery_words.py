"""What the gallery says, in its two languages."""

from trainer_app import i18n

_ARABIC = {
    "Hello, Rosa": "مرحباً، روزا",
    "You have finished 1 of 4 modules. Well done.": "أنهيتَ وحدة واحدة من أربع وحدات. أحسنت.",
    "Your next lesson": "درسك التالي",
    "Notice the signs early": "لاحِظ العلامات مبكراً",
    "Safe terminals · Lesson 3 of 6 · about 5 minutes": (
        "المحطات الآمنة · الدرس 3 من 6 · حوالي 5 دقائق"
    ),
    "Continue": "متابعة",
    "Your modules": "وحداتك",
    "Safe terminals": "المحطات الآمنة",
    "What a safe terminal looks like, and what each of us can do.": (
        "كيف تبدو المحطة الآمنة، وما الذي يستطيع كلّ منّا فعله."
    ),
    "Finished": "مكتملة",
    "Next": "التالي",
    "Back": "رجوع",
    "A terminal is a busy place. **One person who looks twice** can change a lot.": (
        "المحطة مكان مزدحم. **شخص واحد ينظر مرتين** يمكنه أن يغيّر الكثير."
    ),
    "An adult who waits here often and gives gifts.": "شخص بالغ ينتظر هنا كثيراً ويقدّم هدايا.",
    "Someone who asks a child to keep a secret.": "شخص يطلب من طفل أن يكتم سرّاً.",
    "One sign alone does not prove anything. Stay calm and tell your focal point.": (
        "علامة واحدة لا تُثبت شيئاً. ابقَ هادئاً وأخبر مسؤول الحماية."
    ),
    "A child waits alone at your counter late in the evening. What do you do first?": (
        "طفل ينتظر وحده عند شباكك في المساء. ماذا تفعل أولاً؟"
    ),
    "I go on with my work.": "أتابع عملي.",
    "I ask kindly whether somebody is coming.": "أسأل بلطف إن كان أحد سيأتي.",
    "I ask everybody in the hall.": "أسأل كل من في القاعة.",
    "I wait until the last bus has left.": "أنتظر حتى يغادر آخر باص.",
    "A kind question keeps the child safe and gives you time.": (
        "السؤال اللطيف يحمي الطفل ويمنحك وقتاً."
    ),
    "Modules finished, by terminal": "الوحدات المكتملة حسب المحطة",
    "Before and after, by objective": "قبل وبعد، حسب الهدف",
    "Trained and overdue, by month": "المدرَّبون والمتأخرون حسب الشهر",
    "Safe Terminals, our self-check": "المحطات الآمنة، فحصنا الذاتي",
    "5 of 5 terminals in": "وصلت بيانات 5 من 5 محطات",
    "In progress": "قيد التقدّم",
    "Not started": "لم تبدأ",
    "In date": "سارية",
    "Refresher due": "حان التذكير",
    "Overdue": "متأخرة",
    "Terminal": "المحطة",
    "and 12 more": "و12 أخرى",
    "Drivers": "السائقون",
    "Ticket office": "شباك التذاكر",
    "Guards": "الحراس",
    "Team": "الفريق",
    "Ask with care": "اسأل بلطف",
    "Pass on what you saw": "بلّغ عمّا رأيت",
    "Stay calm": "ابقَ هادئاً",
    "Know the law": "اعرف القانون",
    "31 people": "31 شخصاً",
    "Objective": "الهدف",
    "too few to show": "أقلّ من أن يُعرض",
    "Trained": "مدرَّبون",
    "Share trained": "نسبة المدرَّبين",
    "Nobody has filled in the self-check yet.": "لم يملأ أحد الفحص الذاتي بعد.",
}


def t(words: str) -> str:
    """The words of the gallery in its two languages."""
    return _ARABIC.get(words, words) if i18n.is_rtl() else words
