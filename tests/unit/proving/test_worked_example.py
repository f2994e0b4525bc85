"""The example in the page about proofs is a real one."""

import hmac
from pathlib import Path

from shared.proving.canonical import canonical
from shared.proving.merkle import leaf_hash
from tests.unit.proving.making import KEY, Edition, Log, act, end, salt

PAGE = (Path(__file__).parents[3] / "docs" / "proofs.md").read_text("utf-8")
LOG = Log([act(0), act(1), act(2), end(1), act(3)])


def test_every_value_in_the_page_comes_out_as_it_says() -> None:
    edition = Edition("2019-02", LOG, 3, b"three")
    content = canonical(LOG.acts[1].model_dump())
    commitment = hmac.digest(salt(1), content, "sha256")
    proof, receipt = LOG.proof(1, edition), LOG.receipt(3, cause="performed")
    shown = [
        content.decode(),
        salt(1).hex(),
        commitment.hex(),
        leaf_hash(commitment).hex(),
        KEY.text(),
        edition.checkpoint,
        "\n".join(proof.path),
        receipt.note,
    ]
    assert [one for one in shown if one not in PAGE] == []
