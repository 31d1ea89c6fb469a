"""An SMS gateway for tests: it takes texts on a port of this machine and answers as it is told."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        length = int(self.headers["Content-Length"])
        self.server.taken.append((self.path, dict(self.headers), self.rfile.read(length).decode()))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_args):
        """Say nothing."""


@contextmanager
def gateway(status=200):
    """Take texts while the block runs: `server.url`, `server.taken`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.status, server.taken = status, []
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
