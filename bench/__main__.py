"""``script/bench``: what pages and answers cost, as multiples of a bare Django project.

Floor and product take turns in one run, so that whatever else the machine does hits both alike.
Ratios, statements and bytes hold from machine to machine; milliseconds do not.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.workers import Worker

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 8
CALLS = 40  # a round

PAGE, ANSWER = ("lesson", 1.8, 6), ("answer", 2.5, 18)
VIEWS = {"lesson": PAGE, "question": PAGE, "answer": ANSWER, "unchanged": ("const", 3.0, None)}
KIND_ROUNDS = 4
KIND_CALLS = 20
LESSONS = ROOT / "content" / "aws-finance" / "lessons"
KIND = re.compile(r"^kind: (\w+)", re.MULTILINE)
KINDS = sorted({kind for file in LESSONS.rglob("*.md") for kind in KIND.findall(file.read_text())})
"""Of the questions that the course asks."""
LIMITS = ("ANSWERS_PER_MINUTE", "ANSWERS_PER_MINUTE_OF_ADDRESS")
UNREACHED = dict.fromkeys(LIMITS, "1000000")  # counted as ever, and never met
OF_KINDS = {f"question-{kind}": PAGE for kind in KINDS} | {
    f"answer-{kind}": ANSWER for kind in KINDS
}
GOALS = VIEWS | OF_KINDS
"""View of the product: its floor, the most times of it, the most statements."""


def main() -> int:
    """Measure, print a table, write bench.json; never fail because of a time."""
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        views = measure_views(scratch)
        published = measure_publishing(scratch)
    report = {"views": views, "publishing": published}
    (ROOT / "var").mkdir(exist_ok=True)
    (ROOT / "var" / "bench.json").write_text(json.dumps(report, indent=1))
    print_views(views)
    print_publishing(published)
    return 0


def measure_views(scratch: Path) -> list[dict[str, Any]]:
    """Let floor and product take turns; keep the least and the median of the rounds."""
    environment = os.environ | {"FLOOR_DATABASE": str(scratch / "floor.sqlite3")}
    var = scratch / "var"
    var.mkdir()
    product_environment = os.environ | UNREACHED | {"BLOTTER_VAR": str(var), "SECRET_KEY": "b" * 60}
    floor = Worker("bench.floor.worker", environment, scratch / "floor.log")
    product = Worker("bench.product", product_environment, scratch / "product.log")
    rounds: dict[str, list[dict[str, Any]]] = {}
    for views, turns, calls in ((VIEWS, ROUNDS, CALLS), (OF_KINDS, KIND_ROUNDS, KIND_CALLS)):
        for view in list(views) * turns:
            for name, worker, asked in (
                ("floor", floor, GOALS[view][0]),
                ("product", product, view),
            ):
                rounds.setdefault(f"{name} {view}", []).append(worker.measure(asked, calls))
    floor.stop()
    product.stop()
    return [row(view, rounds) for view in GOALS]


def row(view: str, rounds: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    """Sum the rounds of a view up."""
    floor, product = rounds[f"floor {view}"], rounds[f"product {view}"]
    least = min(r["least"] for r in product), min(r["least"] for r in floor)
    middles = sorted(p["middle"] / f["middle"] for p, f in zip(product, floor, strict=True))
    return {
        "view": view,
        "floor_ms": least[1],
        "product_ms": least[0],
        "ratio_of_least": least[0] / least[1],
        "ratio_of_medians": middles[len(middles) // 2],
        "statements": product[-1]["statements"],
        "bytes": product[-1]["size"],
        "goal_ratio": GOALS[view][1],
        "goal_statements": GOALS[view][2],
    }


def measure_publishing(scratch: Path) -> dict[str, float]:
    """Publish a thousand lessons in a process of its own; seconds beyond its start."""
    var = scratch / "publishing"
    var.mkdir()
    environment = os.environ | {"BLOTTER_VAR": str(var), "SECRET_KEY": "b" * 60}
    sample = next((ROOT / "content" / "aws-finance" / "lessons").glob("12-*/lesson.md"))
    command = [sys.executable, "-m", "bench.publishing", str(var), str(sample)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)  # noqa: S603
    found: dict[str, float] = json.loads(done.stdout)
    return found


def print_views(rows: list[dict[str, Any]]) -> None:
    """Print a line for each view."""
    heads = ("view", "floor ms", "product ms", "× least", "× median", "goal", "statements", "bytes")
    print("{:17} {:>9} {:>10} {:>8} {:>9} {:>6} {:>10} {:>7}".format(*heads))
    for found in rows:
        print(
            f"{found['view']:17} {found['floor_ms']:9.2f} {found['product_ms']:10.2f} "
            f"{found['ratio_of_least']:8.2f} {found['ratio_of_medians']:9.2f} "
            f"{found['goal_ratio']:6.1f} {found['statements']:10} {found['bytes']:7}"
        )


def print_publishing(found: dict[str, float]) -> None:
    """Print what publishing a thousand lessons costs."""
    times = found["all"] / found["raw"]
    print(f"\npublish 1,000 lessons  {found['all']:6.1f} s, {times:.2f} × raw renderer (goal 1.5)")
    print(f"one of them changed    {found['one'] * 1000:6.0f} ms (goal 200)")
    print(f"none changed           {found['none'] * 1000:6.0f} ms (goal 80)")


if __name__ == "__main__":
    sys.exit(main())
