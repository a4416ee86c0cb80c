; What the installer says in its own words; the rest is NSIS's. One block for each text.

LangString TooOld ${LANG_ENGLISH} "Waypost needs Windows 10 or 11. This computer has an older Windows. Nothing was installed."
LangString TooOld ${LANG_SPANISH} "Waypost necesita Windows 10 u 11. Este equipo tiene un Windows más antiguo. No se instaló nada."
LangString TooOld ${LANG_FRENCH} "Waypost a besoin de Windows 10 ou 11. Cet ordinateur a un Windows plus ancien. Rien n’a été installé."
LangString TooOld ${LANG_ARABIC} "يحتاج Waypost إلى ويندوز 10 أو 11. على هذا الحاسوب ويندوز أقدم. لم يُثبَّت شيء."

LangString IsOpen ${LANG_ENGLISH} "Waypost is open. Close it, on every account of this computer, then choose Retry."
LangString IsOpen ${LANG_SPANISH} "Waypost está abierto. Ciérrelo en todas las cuentas de este equipo y luego elija Reintentar."
LangString IsOpen ${LANG_FRENCH} "Waypost est ouvert. Fermez-le sur tous les comptes de cet ordinateur, puis choisissez Réessayer."
LangString IsOpen ${LANG_ARABIC} "‏Waypost مفتوح. أغلقه في كل حسابات هذا الحاسوب، ثم اختر إعادة المحاولة."

LangString IsHeld ${LANG_ENGLISH} "Another program is holding a file of Waypost. Wait a moment, or restart the computer, then choose Retry."
LangString IsHeld ${LANG_SPANISH} "Otro programa está usando un archivo de Waypost. Espere un momento o reinicie el equipo y luego elija Reintentar."
LangString IsHeld ${LANG_FRENCH} "Un autre programme utilise un fichier de Waypost. Attendez un instant ou redémarrez l’ordinateur, puis choisissez Réessayer."
LangString IsHeld ${LANG_ARABIC} "برنامج آخر يستخدم ملفًا من ملفات Waypost. انتظر قليلًا أو أعد تشغيل الحاسوب، ثم اختر إعادة المحاولة."

LangString IsNewer ${LANG_ENGLISH} "A newer Waypost is on this computer, and an older one could not open its data. Nothing was changed."
LangString IsNewer ${LANG_SPANISH} "En este equipo hay un Waypost más nuevo, y uno anterior no podría abrir sus datos. No se cambió nada."
LangString IsNewer ${LANG_FRENCH} "Un Waypost plus récent est sur cet ordinateur, et un plus ancien ne pourrait pas ouvrir ses données. Rien n’a été changé."
LangString IsNewer ${LANG_ARABIC} "على هذا الحاسوب Waypost أحدث، ولا يستطيع إصدار أقدم أن يفتح بياناته. لم يتغيّر شيء."

LangString DataTitle ${LANG_ENGLISH} "Remove Waypost"
LangString DataTitle ${LANG_SPANISH} "Quitar Waypost"
LangString DataTitle ${LANG_FRENCH} "Supprimer Waypost"
LangString DataTitle ${LANG_ARABIC} "إزالة Waypost"

LangString DataSubtitle ${LANG_ENGLISH} "The learners’ results stay unless you say otherwise."
LangString DataSubtitle ${LANG_SPANISH} "Los resultados de las personas que aprenden se quedan, salvo que usted indique otra cosa."
LangString DataSubtitle ${LANG_FRENCH} "Les résultats des apprenants restent, sauf si vous en décidez autrement."
LangString DataSubtitle ${LANG_ARABIC} "تبقى نتائج المتعلمين ما لم تقل غير ذلك."

LangString DataText ${LANG_ENGLISH} "The program will be removed. The results and certificates of everyone who learned here stay on this computer, and Waypost finds them when it is installed again."
LangString DataText ${LANG_SPANISH} "Se quitará el programa. Los resultados y certificados de todas las personas que aprendieron aquí se quedan en este equipo, y Waypost los encuentra cuando se instala de nuevo."
LangString DataText ${LANG_FRENCH} "Le programme va être supprimé. Les résultats et les attestations de tous ceux qui ont appris ici restent sur cet ordinateur, et Waypost les retrouve quand il est installé de nouveau."
LangString DataText ${LANG_ARABIC} "سيُزال البرنامج. تبقى نتائج وشهادات كل من تعلّم هنا على هذا الحاسوب، ويجدها Waypost عندما يُثبَّت من جديد."

LangString DataTick ${LANG_ENGLISH} "Also erase all results of all learners. They cannot be brought back."
LangString DataTick ${LANG_SPANISH} "Borrar también todos los resultados de todas las personas. No se podrán recuperar."
LangString DataTick ${LANG_FRENCH} "Effacer aussi tous les résultats de tous les apprenants. On ne pourra pas les retrouver."
LangString DataTick ${LANG_ARABIC} "امسح أيضًا كل نتائج جميع المتعلمين. لا يمكن استرجاعها بعد ذلك."
