"""Drafts and stamps of every kind, as Hypothesis draws them."""

from datetime import timedelta

from hypothesis import strategies as st

from trainer_app.training.statement import ActivityType, Draft, Stamp, Taken, Verb, registration
from trainer_app.training.times import EPOCH

SLUG = st.text("abcz-019", min_size=1, max_size=8)
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
LINE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
SHARES = st.sampled_from([0.0, -0.0, 1.0, 0.5, 0.8, 1e-9, 0.3333]) | st.floats(0, 1)
LANGUAGES = st.sampled_from(["en", "es", "fr", "ar", "es_BO", "pt_BR", "en_XA"])
INTERACTIONS = st.sampled_from(["choice", "true-false", "sequencing", "matching", "other"])
UUIDS = st.uuids()
WHOLE = st.integers(-(2**53), 2**53)


@st.composite
def paths(draw: st.DrawFn) -> str:
    """An activity below a module or a role path, or one of these."""
    kind, parts = draw(st.sampled_from("mp")), draw(st.lists(SLUG, min_size=1, max_size=4))
    return "/".join([kind, *parts])


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """A settled draft that the text tells whole, but for the last digit of the duration."""
    actor = draw(LINE)
    interaction = draw(st.none() | INTERACTIONS)
    maximum = draw(st.none() | st.integers(1, 60))
    scaled = draw(SHARES if maximum else st.none() | SHARES)
    return Draft(
        actor=actor,
        verb=draw(st.sampled_from(Verb)),
        activity=draw(paths()),
        activity_type=draw(st.sampled_from(ActivityType)),
        registration=draw(UUIDS | SLUG.map(lambda module: registration(actor, module))),
        session=draw(UUIDS),
        revision=draw(WORDS),
        language=draw(LANGUAGES),
        site=draw(st.none() | LINE),
        name=draw(st.none() | WORDS.filter(bool)),
        parent=draw(st.none() | paths()),
        attempt=draw(st.none() | WHOLE),
        test_role=draw(st.none() | WORDS.filter(bool)),
        interaction=interaction,
        pattern=draw(st.none() | WORDS) if interaction else None,
        response=draw(st.none() | WORDS),
        success=draw(st.none() | st.booleans()),
        completion=draw(st.none() | st.booleans()),
        scaled=scaled,
        raw=draw(st.integers(0, maximum)) if maximum else None,
        maximum=maximum,
        duration_ms=draw(st.none() | st.integers(-5, 10**10)),
        pass_mark=draw(st.none() | SHARES),
        subject=draw(st.none() | UUIDS),
        serial=draw(st.none() | LINE),
        valid_until=draw(st.none() | st.dates().map(str)),
        instructor=draw(st.none() | LINE),
        meeting=draw(st.none() | UUIDS),
        taken=draw(st.none() | st.sampled_from(Taken)),
        planned=draw(st.none() | st.dates().map(str)),
        about=draw(st.none() | LINE),
    )


@st.composite
def stamps(draw: st.DrawFn) -> Stamp:
    """Any place and any time from 1900 to 2130, to the millisecond."""
    return Stamp(
        device=draw(UUIDS),
        epoch=draw(st.integers(1, 2**53)),
        seq=draw(st.integers(1, 2**53)),
        at=EPOCH + timedelta(milliseconds=draw(st.integers(-2_200_000_000_000, 5_000_000_000_000))),
        offset_minutes=draw(st.integers(-900, 900)),
        boot=draw(WHOLE),
        mono_ms=draw(WHOLE),
        suspect=draw(st.booleans()),
        release=draw(WORDS),
    )
