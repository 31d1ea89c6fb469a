import ssl

import pytest

from accounts.carriers import Folder, Smtp, letter
from tests.accounts.mail_server import mail_server, write_certificate


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A certificate of this machine, which this machine trusts."""
    path = write_certificate(tmp_path / "certificate.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    return path


@pytest.fixture
def made(app, clock):
    with app.app_context():
        return letter(["a@example.cn", "b@example.cn"], "一行\n两行", "江山如此多娇")


def test_a_subject_is_one_line(made):
    assert made["Subject"] == "一行 两行"
    assert made["To"] == "a@example.cn, b@example.cn"
    assert made["From"] == "supermarket@localhost"


@pytest.mark.parametrize("tls", ["offered", "from the first"])
def test_letters_go_by_tls_where_it_is_there(made, certificate, tls):
    with mail_server(tls=tls, certificate=certificate) as server, Smtp(server.url) as way:
        way.send("mail-1", made)
    assert server.sealed == 1
    assert server.letters[0].get_content().strip() == "江山如此多娇"


@pytest.mark.parametrize("tls", ["offered", "from the first"])
def test_a_server_that_nobody_vouches_for_gets_no_letter(made, tmp_path, tls):
    certificate = write_certificate(tmp_path / "unknown.pem")
    with (
        mail_server(tls=tls, certificate=certificate) as server,
        pytest.raises(ssl.SSLCertVerificationError),
        Smtp(server.url) as way,
    ):
        way.send("mail-1", made)
    assert server.letters == []
    assert server.secrets == []


def test_a_server_that_wants_no_name_gets_none(made):
    with mail_server() as server, Smtp(server.url.replace("robot:pass%20word@", "")) as way:
        way.send("mail-1", made)
    assert server.secrets == []
    assert len(server.letters) == 1


def test_a_folder_keeps_a_letter_once_however_often_it_is_sent(made, tmp_path):
    with Folder(tmp_path / "outbox") as way:
        way.send("mail-1", made)
        way.send("mail-1", made)
    assert [path.name for path in (tmp_path / "outbox").iterdir()] == ["mail-1.eml"]
