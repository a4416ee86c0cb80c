"""The plain values of xAPI: moments, durations, languages, IRIs and UUIDs."""

import pytest

from tests.training.xapi_cases import AGENT, ID, MBOX, TEAM, VERSIONS
from trainer_app.training.xapi import (
    Invalid,
    check_agent,
    check_group,
    check_iri,
    check_language,
    check_timestamp,
    check_uuid,
    moment,
)
from trainer_app.training.xapi_values import check_duration


@pytest.mark.parametrize(
    ("text", "strict", "utc"),
    [
        ("2026-11-22T07:41:05.120Z", True, "2026-11-22T07:41:05.120000+00:00"),
        ("2026-11-22T07:41:05+00:00", True, "2026-11-22T07:41:05+00:00"),
        ("2026-11-22T07:41:05.123456789-04:00", True, "2026-11-22T11:41:05.123456+00:00"),
        ("2026-11-22t07:41:05z", True, "2026-11-22T07:41:05+00:00"),
        ("2016-12-31T23:59:60Z", True, "2016-12-31T23:59:59+00:00"),
        ("2024-02-29T00:00:00Z", True, "2024-02-29T00:00:00+00:00"),
        ("2026-11-22T07:41:05", False, "2026-11-22T07:41:05+00:00"),
        ("2026-11-22T07:41Z", False, "2026-11-22T07:41:00+00:00"),
        ("2026-11-22T07:41:05,5+0530", False, "2026-11-22T02:11:05.500000+00:00"),
        ("20261122T074105Z", False, "2026-11-22T07:41:05+00:00"),
        ("20261122T0741-04", False, "2026-11-22T11:41:00+00:00"),
    ],
)
def test_moments(text: str, strict: bool, utc: str) -> None:
    assert moment(text).isoformat() == utc
    if strict:
        check_timestamp(text, version="2.0.0")
    else:
        with pytest.raises(Invalid):
            check_timestamp(text, version="2.0.0")


@pytest.mark.parametrize(
    "text",
    [
        "", "now", "2026", "2026-11-22", "07:41:05Z", "01/11/2015", "2026-11-22 07:41:05Z",
        "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-11-22T25:00:00Z",
        "2026-11-22T24:00:00Z", "2026-11-22T07:61:05Z", "2026-11-22T07:41:61Z",
        "2026-1122T07:41:05Z", "2026-11-22T0741:05Z", "0000-01-01T00:00:00Z",
        "2026-11-22T07:41:05-00:00", "2026-11-22T07:41:05-0000", "2026-11-22T07:41:05-00",
        "2026-11-22T07:41:05+24:00", "2026-11-22T07:41:05+05:75", "2026-11-22T07:41:05ZZ",
        "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "2026-11-22T07:41:05Z\n",
        "٢٠٢٦-11-22T07:41:05Z", 1_790_000_000, None,
    ],
)  # fmt: skip
def test_no_moments(text: object) -> None:
    for version in VERSIONS:
        with pytest.raises(Invalid, match=r"^timestamp must"):
            check_timestamp(text, version=version)


@pytest.mark.parametrize(
    "text",
    ["PT0S", "PT4H35M59.14S", "PT16559.14S", "P3Y1M29DT4H35M59.14S", "P3Y", "P4W", "P1.5W",
     "PT0,5H", "PT12.123456S", "P1DT0.5M", "P2M"],
)  # fmt: skip
def test_durations(text: str) -> None:
    check_duration(text)


@pytest.mark.parametrize(
    "text",
    ["", "P", "PT", "P1DT", "PA1H", "P4W1D", "T5M", "PT5", "5M", "pt5m", "P-1D", "-P1D", "PT1.5H3M",
     "P1.5Y2D", "PT5M4H", "PT1S2S", "P1Y2W", "PT٥S", "PT5S\n", 5, None, ["PT5S"]],
)  # fmt: skip
def test_no_durations(text: object) -> None:
    with pytest.raises(Invalid, match="ISO 8601 duration"):
        check_duration(text)


@pytest.mark.parametrize(
    "tag",
    ["en", "es-BO", "pt-BR", "zh-Hant-TW", "sr-Latn", "es-419", "und", "de-CH-1996", "x-ours",
     "en-x-plain", "i-klingon", "en-GB-oed", "sgn-BE-FR", "zh-min-nan", "de-a-foo", "EN-us",
     "zh-cmn-Hans-CN", "qaa-Qaaa-QM-x-southern", "sl-rozaj-biske-1994"],
)  # fmt: skip
def test_languages(tag: str) -> None:
    check_language(tag)


@pytest.mark.parametrize(
    "tag",
    ["", "e", "en_US", "a12345678", "en-", "-en", "en--US", "en US", "x", "en-x", "en-a", "1-en",
     "ñandu", "en-abcdefghi", "a" * 9, "en\n", 1, None],
)  # fmt: skip
def test_no_languages(tag: object) -> None:
    with pytest.raises(Invalid, match="language must be a language tag"):
        check_language(tag)


@pytest.mark.parametrize(
    "iri",
    ["https://w3id.org/waypost/m/x", "urn:uuid:1", "tag:example,2026:x", "mailto:a@b",
     "http://example.com/فعل", "a:b", "https://w.example/q?x=1#part", "x+y.z-1:path", "http:x%20y"],
)  # fmt: skip
def test_iris(iri: str) -> None:
    check_iri(iri)


@pytest.mark.parametrize(
    "iri",
    ["", "waypost", "/m/x", "//w.example/x", ":x", "http:", "1http:x", "ht tp:x", "http:x y",
     "http:x\ty", "http:<x>", "http:x|y", "http:{x}", 'http:"', "http:x%2", "http:\u00a0", "a:b\n",
     "http:\ud800", "héllo:x", 1, None],
)  # fmt: skip
def test_no_iris(iri: object) -> None:
    with pytest.raises(Invalid, match="iri must be an IRI"):
        check_iri(iri)


def test_the_checks_of_a_query() -> None:
    check_uuid(ID)
    check_agent(MBOX)
    check_group(TEAM)
    with pytest.raises(Invalid, match=r"^agent must be an object"):
        check_agent([])
    with pytest.raises(Invalid, match=r"^group must have the property 'objectType'"):
        check_group({"member": [AGENT]})
    with pytest.raises(Invalid, match=r"^registration must be a UUID"):
        check_uuid("x", "registration")
