"""Makes the data folder that stands for a release: ``python -m tests.releases.make``.

Run once, when a release is made; never again for the same version. The key lies beside the file,
as it does for everybody without a keystore, so that any later code can open it.
"""

import sys
from pathlib import Path
from uuid import UUID

from trainer_app import __version__
from trainer_app.store import Store
from trainer_app.training.people import Learner, Preferences
from trainer_app.training.statement import ActivityType, Draft, Verb, module_path, registration

HERE = Path(__file__).parent
RELEASES = sorted(path for path in HERE.iterdir() if (path / "waypost.db").exists())
PEOPLE = (
    ("Ama", "driver", "Night buses", "tree", Preferences()),
    ("Bilal", "ticket-office", "Hall", "key", Preferences(language="ar", theme="dark")),
    ("Núria", "vendor", "Hall", "fish", Preferences(language="es", text_size=2, slow_speech=True)),
)


def make(folder: Path) -> None:
    """Fill a new data folder: three people, one of them with a certificate."""
    store = Store.open(folder, use_keystore=False)
    for number, (name, role, team, picture, preferences) in enumerate(PEOPLE, 1):
        learner = Learner(
            learner_id=f"learner-{number}",
            actor=f"p-{number}",
            name=name,
            role=role,  # type: ignore[arg-type]
            team=team,
            picture=picture,
            preferences=preferences,
        )
        store.add_learner(learner, "$argon2id$v=19$m=19456,t=2,p=1$bWFkZSB1cA$bWFkZSB1cA")
    store.set_setting("site.name", "Terminal Norte")
    _learn(store)
    store.keep("learner-2", "lesson/grooming/signs", b'{"step":2}')
    store.close()


def _learn(store: Store) -> None:
    for item, success in (("who-to-tell", True), ("first-words", False)):
        store.append(
            [
                _draft("p-1", Verb.ANSWERED, ActivityType.ITEM, f"q/{item}", success=success,
                       parent="m/grooming/test/post", attempt=1, interaction="choice", pattern="a",
                       response="a" if success else "b", scaled=float(success), duration_ms=12_400)
            ],
            bookmarks={("learner-1", "quiz/grooming"): b'{"count":1}'},
        )  # fmt: skip
    done = _draft("p-1", Verb.COMPLETED, ActivityType.LESSON, "l/signs", completion=True,
                  parent="m/grooming", name="Signs", duration_ms=240_000)  # fmt: skip
    test = _draft("p-1", Verb.PASSED, ActivityType.TEST, "test/post", parent="m/grooming",
                  test_role="post", attempt=1, success=True, scaled=0.8, raw=8, maximum=10,
                  pass_mark=0.8, duration_ms=300_000)  # fmt: skip
    module = _draft("p-1", Verb.PASSED, ActivityType.MODULE, "", name="Grooming", success=True,
                    scaled=0.8, raw=8, maximum=10, pass_mark=0.8)  # fmt: skip
    paper = _draft("p-1", Verb.EARNED, ActivityType.CERTIFICATE, "cert/WP-2026-7KQ2M4XW",
                   parent="m/grooming", name="Grooming", serial="WP-2026-7KQ2M4XW",
                   valid_until="2027-11-22", refers_back=1)  # fmt: skip
    store.append([done, test, module, paper])
    store.append(
        [
            _draft("p-2", Verb.INITIALIZED, ActivityType.MODULE, "", language="ar", name="استدراج"),
            _draft("p-2", Verb.COMPLETED, ActivityType.LESSON, "l/signs", parent="m/grooming",
                   language="ar", name="العلامات", completion=True, duration_ms=190_000),
        ]
    )  # fmt: skip


def _draft(who: str, verb: Verb, kind: ActivityType, path: str, **facts: object) -> Draft:
    known: dict[str, object] = {
        "actor": who,
        "verb": verb,
        "activity": f"{module_path('grooming')}/{path}".rstrip("/"),
        "activity_type": kind,
        "registration": registration(who, "grooming"),
        "session": UUID(int=1),
        "revision": "grooming@1.0",
        "language": "en",
    }
    return Draft(**(known | facts))  # type: ignore[arg-type]


if __name__ == "__main__":
    target = HERE / __version__
    if target.exists():
        sys.exit(f"{target} is there already; a release is made once")
    make(target)
    size = sum(path.stat().st_size for path in target.iterdir())
    sys.stdout.write(f"{target}: {size:,} bytes\n")
