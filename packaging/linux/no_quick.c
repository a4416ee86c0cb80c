/* Stands in for Qt Quick, which the sound plugin is linked with only to film windows of that kind.
   Waypost has none: nothing here is ever called. Who wants to may put the real libraries here. */
#include <stdlib.h>

const void *no_meta_object[8] __asm__("_ZN12QQuickWindow16staticMetaObjectE") = {0};

void no_picture(void) __asm__("_ZN12QQuickWindow10grabWindowEv");
void no_picture(void) { abort(); }
