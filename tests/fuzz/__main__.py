"""`python -m tests.fuzz TARGET --seconds N`: fuzz one target with atheris, or without a target each in turn.

What breaks it is written to `crash-…` in the folder `.fuzz/TARGET`: mend the code, and keep the input in the corpus.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["builder"]):
    from tests.fuzz.targets import TARGETS, beginnings

HERE = Path(__file__).parent
SECONDS_A_CASE = 10
MEMORY = 1000  # megabytes


def main() -> None:
    """Fuzz what the command line names."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("target", nargs="?", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=600)
    options = parser.parse_args()
    if options.target:
        fuzz(options.target, options.seconds)
    for name in TARGETS:
        # libFuzzer ends the process with its run.
        command = [sys.executable, "-m", "tests.fuzz", name, "--seconds", str(options.seconds)]
        subprocess.run(command, check=True)


def fuzz(name: str, seconds: int) -> None:
    """One target; ends the process."""
    folder = Path(".fuzz") / name
    folder.mkdir(parents=True, exist_ok=True)
    for number, case in enumerate(beginnings(name)):
        (folder / f"begin-{number}").write_bytes(case)
    bounds = [f"-max_total_time={seconds}", f"-timeout={SECONDS_A_CASE}", f"-rss_limit_mb={MEMORY}", "-max_len=4096"]
    kept = [str(found) for found in (HERE / "corpus").glob(name)]
    arguments = [sys.argv[0], *bounds, f"-artifact_prefix={folder}/", str(folder), *kept]
    atheris.Setup(arguments, TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
