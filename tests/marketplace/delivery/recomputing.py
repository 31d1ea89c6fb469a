"""The program of the bundle, loaded from its file as a stranger would have it."""

import importlib.util

from marketplace.delivery.bundle import PROGRAM

SOURCE = PROGRAM.read_text(encoding="utf-8")
_loading = importlib.util.spec_from_file_location("recompute", PROGRAM)
program = importlib.util.module_from_spec(_loading)
_loading.loader.exec_module(program)
