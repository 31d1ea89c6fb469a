"""A mail server for tests: it takes letters on a port of this machine, and refuses addresses as it is told."""

import socketserver
import ssl
import threading
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.sessions += 1
        with suppress(ssl.SSLError):  # whoever does not trust us hangs up
            self._serve()

    def finish(self):
        super().finish()
        self.connection.close()

    def _serve(self):
        if self.server.tls == "from the first":
            self._wrap()
        self._say("220 here")
        while line := self.rfile.readline():
            command, _, rest = line.decode().strip().partition(" ")
            if not self._answer(command.upper(), rest):
                return

    def _answer(self, command, rest):
        if command == "EHLO":
            self._say("250-here")
            self._say("250-AUTH PLAIN")
            self._say("250 STARTTLS" if self.server.tls == "offered" else "250 HELP")
        elif command == "STARTTLS":
            self._say("220 go on")
            self._wrap()
        elif command == "AUTH":
            self.server.secrets.append(rest)
            self._say("235 come in")
        elif command == "RCPT":
            self._say(self.server.refusals.get(rest.split("<")[1].rstrip(">"), "250 ok"))
        elif command == "DATA":
            return self._take()
        else:
            self._say("250 ok")
        return command != "QUIT"

    def _wrap(self):
        self.connection = self.server.trust.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.server.sealed += 1

    def _take(self):
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))
        if self.server.verdict:
            self._say(self.server.verdict)
        return bool(self.server.verdict)

    def _say(self, text):
        self.wfile.write(text.encode() + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


@contextmanager
def mail_server(refusals=None, tls="", certificate=None):
    """Run a server; `letters` are what it took, `secrets` how it was greeted, `sealed` how often by TLS.

    Without a `verdict` it hangs up when it has read a letter.
    """
    with _Server(("127.0.0.1", 0), _Session) as server:
        server.letters, server.secrets, server.sessions, server.sealed = [], [], 0, 0
        server.refusals, server.verdict, server.tls = refusals or {}, "250 taken", tls
        if certificate:
            server.trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            server.trust.load_cert_chain(certificate)
        scheme = "smtps" if tls == "from the first" else "smtp"
        server.url = f"{scheme}://robot:pass%20word@127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=lambda: server.serve_forever(0.01), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def write_certificate(path):
    """Write a certificate of this machine that vouches for itself, with its key; return its path."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime(2000, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, *plain) + made.public_bytes(serialization.Encoding.PEM)
    )
    return path
