"""A manifest counts if the log's key vouches for it and the log has only grown since."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from services.national_platform import app as platform_app
from services.partner_gateway.receiving.feeds import PlatformFeeds
from services.partner_gateway.receiving.signed import LOG, EditionAltered, log_key
from services.partner_gateway.records import Edition, Head
from shared.access import read_key
from shared.following import PlatformAway
from tests.unit.partner_gateway.signing import SigningPlatform
from tests.unit.partner_gateway.test_feeds import feeds

Spoil = Callable[[SigningPlatform], object]


@pytest.fixture
def platform() -> SigningPlatform:
    """A platform with an edition of January and one of February."""
    made = SigningPlatform()
    made.act("one", "two", "three")
    made.bring_out("2019-01")
    made.act("four", "five")
    made.bring_out("2019-02", b"a file")
    return made


@pytest.fixture
def reader(keys: Path, platform: SigningPlatform) -> PlatformFeeds:
    """A gateway that knows the key of the platform's log."""
    return feeds(keys, platform.answers, platform)


def refused(reader: PlatformFeeds, seen: Head | None) -> str:
    """Why the latest edition is not believed."""
    with pytest.raises(EditionAltered) as found:
        reader.latest(seen)
    return str(found.value)


def head_of(keys: Path, platform: SigningPlatform) -> Head:
    """What a gateway that has read the latest edition remembers."""
    head = feeds(keys, platform.answers, platform).latest(None).head
    assert head is not None
    return head


def test_the_signed_manifest_names_the_file_that_is_for_the_gateway(
    reader: PlatformFeeds, platform: SigningPlatform
) -> None:
    edition = reader.latest(None)
    assert (edition.id, edition.feed_seq) == ("2019-02", 7)
    assert edition.sha256 is not None
    assert edition.sha256 in platform.editions["2019-02"].manifest.decode()
    assert edition.head is not None
    assert edition.head.size == 5


def test_before_the_first_edition_there_is_one_without_a_name(keys: Path) -> None:
    platform = SigningPlatform()
    assert feeds(keys, platform.answers, platform).latest(None) == Edition(None, None, 0)


def test_what_was_proved_once_is_asked_for_once(
    reader: PlatformFeeds, platform: SigningPlatform
) -> None:
    first = reader.latest(None)
    asked = len(platform.asked)
    assert reader.latest(first.head) == first
    assert platform.asked[asked:] == ["/v1/editions/current/checkpoint"]


def test_a_log_that_has_grown_is_followed(keys: Path, platform: SigningPlatform) -> None:
    seen = head_of(keys, platform)
    platform.act("six")
    platform.bring_out("2019-03")
    assert feeds(keys, platform.answers, platform).latest(seen).id == "2019-03"
    platform.bring_out("2019-04")  # nothing happened in March
    assert feeds(keys, platform.answers, platform).latest(seen).id == "2019-04"


def alter_manifest(platform: SigningPlatform) -> None:
    edition = platform.editions["2019-02"]
    edition.manifest = edition.manifest.replace(b'"feed_seq":7', b'"feed_seq":9')


def alter_note(platform: SigningPlatform) -> None:
    edition = platform.editions["2019-02"]
    edition.note = edition.note.replace("\n5\n", "\n6\n")


def take_another_key(platform: SigningPlatform) -> None:
    platform.private = Ed25519PrivateKey.generate()
    platform.bring_out("2019-02")


def take_another_name(platform: SigningPlatform) -> None:
    platform.name = "elsewhere.example/log"
    platform.bring_out("2019-02")


def show_another_month(platform: SigningPlatform) -> None:
    platform.editions["2019-02"].manifest = platform.editions["2019-01"].manifest


SPOILT: dict[str, tuple[Spoil, str]] = {
    "one number of the manifest": (alter_manifest, "manifest_differs"),
    "the manifest of another month": (show_another_month, "manifest_differs"),
    "one number of the checkpoint": (alter_note, "signature_invalid"),
    "another key": (take_another_key, "key_unknown"),
    "another name": (take_another_name, "key_unknown"),
    "no file for the gateway": (
        lambda platform: platform.bring_out("2019-02", files={}),
        "manifest_without_file",
    ),
    "no place in the feed": (
        lambda platform: platform.bring_out("2019-02", feed_seq="7"),
        "ValidationError",
    ),
    "no manifest": (
        lambda platform: platform.bring_out("2019-02", format="other"),
        "manifest_malformed",
    ),
}


@pytest.mark.parametrize("what", SPOILT)
def test_what_the_logs_key_does_not_vouch_for_is_refused(
    keys: Path, platform: SigningPlatform, what: str
) -> None:
    reader = feeds(keys, platform.answers, platform)  # it knows the key of before
    spoil, why = SPOILT[what]
    spoil(platform)
    assert refused(reader, None) == why


def go_back(platform: SigningPlatform) -> None:
    platform.editions.pop("2019-02")


def begin_again(platform: SigningPlatform) -> None:
    platform.editions.clear()


def rewrite(platform: SigningPlatform) -> None:
    platform.bring_out("2019-02", b"another file")


def drop_an_act(platform: SigningPlatform) -> None:
    platform.acts = [b"another", *platform.acts[1:], b"six"]
    platform.bring_out("2019-03")


def shorten(platform: SigningPlatform) -> None:
    platform.acts = platform.acts[:4]
    platform.bring_out("2019-03")


def forget(platform: SigningPlatform) -> None:
    platform.editions.clear()
    platform.bring_out("2019-03")


@pytest.mark.parametrize(
    ("turn", "why"),
    [
        (go_back, "rolled_back"),
        (begin_again, "rolled_back"),
        (shorten, "rolled_back"),
        (rewrite, "rewritten"),
        (drop_an_act, "not_consistent"),
        (forget, "forgotten"),
    ],
)
def test_a_log_that_does_not_hold_all_that_it_held_is_refused(
    keys: Path, platform: SigningPlatform, turn: Spoil, why: str
) -> None:
    seen = head_of(keys, platform)
    turn(platform)
    assert refused(feeds(keys, platform.answers, platform), seen) == why


def test_an_edition_that_is_not_signed_is_refused(keys: Path, platform: SigningPlatform) -> None:
    def answers(_: httpx.Request) -> httpx.Response:
        return httpx.Response(404, json={"code": "no_checkpoint"})

    assert refused(feeds(keys, answers, platform), None) == "unsigned"


def test_a_platform_that_breaks_off_in_between_is_away(
    keys: Path, platform: SigningPlatform
) -> None:
    def answers(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("manifest.json"):
            return httpx.Response(503)
        return platform.answers(request)

    with pytest.raises(PlatformAway):
        feeds(keys, answers, platform).latest(None)


def test_the_gateway_has_the_public_key_that_the_platform_signs_with(keys: Path) -> None:
    private = read_key(keys / "platform" / "log.jwk").private_key
    assert isinstance(private, Ed25519PrivateKey)
    known = log_key(keys / "gateway")
    assert known.public == private.public_key().public_bytes_raw()
    assert known.name == platform_app.LOG == LOG
