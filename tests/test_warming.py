"""What is loaded before workers are forked: all that they will need, and not a thread."""

import json
import subprocess
import sys

from package_code import ROOT, modules

PROGRAM = """
import json, os, sys
from bindery.warming import load_engines
load_engines()
print(json.dumps([sorted(sys.modules), len(os.listdir("/proc/self/task"))]))
"""


def test_the_engines_are_loaded_and_have_started_no_thread() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, cwd=ROOT
    )
    loaded, threads = json.loads(done.stdout)
    parts = ("bindery.formats", "bindery.checks", "bindery.making")
    needed = {module.name for module in modules() if module.name.startswith(parts)}
    assert {*needed, "weasyprint", "ebooklib", "pikepdf", "PIL"} <= set(loaded)
    assert threads == 1, "a process with threads cannot be forked"
