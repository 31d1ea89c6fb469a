"""Find a PostgreSQL, or start one, and run a command with its address in TEST_DATABASE_URL.

    python -m tests.postgres COMMAND …

Used where it is there: what TEST_DATABASE_URL names; the service on the usual loopback port where it
trusts us; the binaries, started on a free port as an unprivileged user in a folder that is thrown away.
Where there is none the command is left out and that is said; with REQUIRE_ALL=1 it is a failure.
"""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg

SERVICE = "postgresql://postgres@127.0.0.1:5432/postgres"
VARIABLE = "TEST_DATABASE_URL"


@contextlib.contextmanager
def running() -> Iterator[str | None]:
    """Yield the address of a PostgreSQL that may be filled with test databases, or None."""
    if os.environ.get(VARIABLE):
        yield os.environ[VARIABLE]
    elif answers(SERVICE):
        yield SERVICE
    elif binaries():
        with private_cluster(binaries()) as url:
            yield url
    else:
        yield None


def answers(url: str) -> bool:
    """Tell whether a server answers and lets us in as somebody who may make databases."""
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            )
            return bool(row.fetchone()[0])
    except psycopg.Error:
        return False


def binaries() -> Path | None:
    """Return the folder of the newest server binaries on this machine."""
    candidates = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3])
    )
    if candidates:
        return candidates[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


@contextlib.contextmanager
def private_cluster(programs: Path) -> Iterator[str]:
    """Start a cluster of our own on a free port, as an unprivileged user, and throw it away afterwards."""
    user = unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="supermarket-postgres-"))
    data, port = folder / "data", free_port()
    if user:
        os.chown(folder, user.pw_uid, user.pw_gid)

    def run(program: str, *arguments: str) -> None:
        who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        output = (folder.parent / f"{folder.name}.log").open("ab")
        with output:
            subprocess.run(
                [programs / program, *arguments], check=True, cwd=folder, stdout=output, stderr=output, **who
            )

    try:
        run(
            "initdb", "-D", str(data), "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"
        )
        settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        run("pg_ctl", "-D", str(data), "-w", "-o", settings, "start")
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
        (folder.parent / f"{folder.name}.log").unlink(missing_ok=True)


def unprivileged() -> pwd.struct_passwd | None:
    """Return somebody else to be where we are root, because PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def say(sentence: str) -> None:
    """Tell whoever called, before the command's own words."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def main(command: list[str]) -> int:
    """Run a command on PostgreSQL; return its exit status."""
    with running() as url:
        if url is None:
            required = os.environ.get("REQUIRE_ALL") == "1"
            word = "FAILED" if required else "LEFT OUT"
            say(f"{word}: no PostgreSQL was found, so nothing was tried on it (apt install postgresql).")
            return int(required)
        say(f"On PostgreSQL at {url}:")
        return subprocess.run(command, env=os.environ | {VARIABLE: url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
