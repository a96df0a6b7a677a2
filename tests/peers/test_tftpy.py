"""tftpy, a stock TFTP client, fetches a phone's file from the stand-in."""

import pytest
from tftpy import TftpClient
from tftpy.TftpShared import TftpException


@pytest.fixture
def client(bench):
    router = bench.topology.router
    return TftpClient(router.address, router.ports.tftp)


def test_it_fetches_the_file_of_a_configured_phone(client, tmp_path):
    fetched = tmp_path / "phone.xml"
    client.download("SEP001E4A34A35F.cnf.xml", str(fetched), timeout=5)

    text = fetched.read_text(encoding="utf-8")
    assert "<callManagerGroup>" in text
    assert "127.0.0.1" in text


def test_it_is_told_that_there_is_no_such_file(client, tmp_path):
    with pytest.raises(TftpException, match="(?i)not found"):
        client.download("SEP000000000000.cnf.xml", str(tmp_path / "none.xml"), timeout=5)
