"""What did not work and nobody else has said: one sheet, in words a person can act on."""

from trainer_app.errors import TrainerError
from trainer_app.i18n import _
from trainer_app.ui.widgets.buttons import PrimaryButton
from trainer_app.ui.widgets.para import Para
from trainer_app.ui.widgets.sheet import Sheet


def trouble_sheet(error: Exception) -> Sheet:
    """The sheet that says so."""
    sheet = Sheet(width=560)
    sheet.set_title(_("That did not work"))
    words = Para("body")
    words.setText(trouble_words(error))
    sheet.body.addWidget(words)
    close = PrimaryButton()
    close.setText(_("Close"))
    close.clicked.connect(sheet.close_sheet)
    sheet.buttons.addWidget(close)
    return sheet


def trouble_words(error: Exception) -> str:
    """An error's own words, or what to do after a mistake of ours."""
    if isinstance(error, TrainerError):
        return str(error)
    return _(
        "Something went wrong inside Waypost. What was saved is safe. "
        "Close Waypost and start it again. If it happens again, tell your facilitator."
    )
