"""The words of the safety script: what may happen in the room, and what to say and do then."""

from __future__ import annotations

from trainer_app.i18n import N_

# For translators: what stands in quotes here is said aloud to people. Use the quotes of your
# language, and keep the sentences short and warm.
SCRIPT: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        N_("Somebody is upset"),
        (
            N_("Press B, so that the wall is empty. Speak slowly, and give the room a pause."),
            N_("“We take a short break. You can go out, stay, or sit with somebody.”"),
            N_("One of you goes along and stays near. Offer water. Do not ask why."),
            N_("Does somebody speak of dying? Stay with them."),
            N_("Your colleague calls {emergency-number}."),
            N_("Before they go home, show the helpline card: F1."),
        ),
    ),
    (
        N_("Somebody tells of their own past"),
        (
            N_("“Thank you for telling me. It was not your fault. You need not tell it here.”"),
            N_("Listen. Ask nothing, and do not let the room ask."),
            N_("“Would you like to talk in private, in the break, with one of us?”"),
            N_("Offer the helpline, and who listens to adults here. The person decides."),
            N_("If a child may be in danger today, it is passed on. Say so honestly."),
        ),
    ),
    (
        N_("Somebody tells of a child in danger now"),
        (
            N_("Danger now: call {emergency-number} first. Your colleague goes on with the room."),
            N_("“Thank you. Please no names and no places here. I come to you at once.”"),
            N_("No danger now: go aside, and tell {focal-point} together, in this shift."),
            N_("Nobody answers, or it is about them? Tell {protection-office}."),
            N_("A suspicion is enough. Do not question, do not investigate, warn nobody."),
            N_("Promise no secret. Write notes on paper or the form, never into this program."),
        ),
    ),
    (
        N_("Nobody says a word"),
        (
            N_("“Nobody has to share. You may also just listen.”"),
            N_("Ask about places and steps at work, never about what people lived through."),
            N_("Let two neighbours talk, or count hands."),
            N_("Nobody plays a child, and nobody plays a person who harms."),
        ),
    ),
    (
        N_("Somebody jokes, or blames the child"),
        (
            N_("“Whoever harms a child is responsible, never the child. We agreed: no jokes.”"),
            N_("Shame nobody. Go on with the plan, and speak with the person alone later."),
            N_("Somebody asks for details or shows a picture? Do not look, do not pass it on."),
            N_("“We need no details and no pictures to help.”"),
        ),
    ),
    (
        N_("After the session, for you"),
        (
            N_("Ten minutes with your colleague: what was hard, what went well?"),
            N_("You may feel angry, sad or nothing at all. Each of these is all right."),
            N_("Drink, eat, rest. Talk to somebody you trust, or to the support for staff."),
            N_("Tell no names."),
        ),
    ),
)
"""Each situation with what to do; what stands in quotes can be said as it is."""
