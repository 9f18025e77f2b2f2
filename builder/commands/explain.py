"""Say what a diagnostic means, with a bad and a good example."""

from __future__ import annotations

import argparse
import sys

from builder import pipeline, report
from builder.diagnostics import did_you_mean
from builder.files import Unusable
from builder.rulebook import RULES, by_id
from builder.values import Inputs


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `dossier explain` takes."""
    parser.add_argument("rule", nargs="?", metavar="RULE", help="the rule's id; without it, all rules are listed")


def run(options: argparse.Namespace) -> int:
    """Explain one rule, or list them all."""
    if options.rule is None:
        sys.stdout.writelines(f"{rule.id:<28} {rule.severity:<8} {rule.summary}\n" for rule in RULES)
        return 0
    rule = by_id(options.rule)
    if rule is None:
        near = did_you_mean(options.rule, (rule.id for rule in RULES)) or "`dossier explain` lists them"
        raise Unusable(f"there is no rule `{options.rule}`: {near}")
    given = pipeline.check(Inputs.of(rule.bad.files))[1]
    sys.stdout.write(report.explain(rule, given))
    return 0
