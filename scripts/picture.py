#!/usr/bin/env python3
"""Draws a terminal session as SVG: what the commands print, in their colours. usage: scripts/picture.py MESHCTL >docs/picture.svg"""
import html
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SESSION = [
    ("meshctl lint -q samples/shop samples/mistakes/checkout.yaml", 15),
    ("meshctl lint --fix -q samples/mistakes/checkout.yaml", 5),
    ("meshctl authz matrix -f samples/shop", 7),
]
COLUMNS = 92
COLOURS = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "34": "#79c0ff", "36": "#76e3ea", "2": "#8b949e"}


def lines(meshctl, folder):
    """Every line of the session with its colours as escapes."""
    environment = {**os.environ, "PATH": os.path.dirname(meshctl) + ":" + os.environ.get("PATH", ""), "KUBECONFIG": "/nonexistent"}
    environment.pop("NO_COLOR", None)
    for command, limit in SESSION:
        yield "\x1b[1;32m$\x1b[0m \x1b[1m" + command + "\x1b[0m"
        run = subprocess.run(
            command.split() + ["--color", "always"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
        output = run.stdout.rstrip("\n").split("\n")
        yield from output[:limit]
        if len(output) > limit:
            yield "\x1b[2m...\x1b[0m"
        yield ""


def spans(line):
    """The line as SVG: a span for each piece of one style."""
    style, column, result = [], 0, []
    for piece in re.split(r"(\x1b\[[0-9;]*m)", line):
        if piece.startswith("\x1b["):
            style = [code for code in piece[2:-1].split(";") if code not in ("", "0")]
        elif piece:
            piece = piece[: COLUMNS - column]
            colour = next((COLOURS[code] for code in style if code in COLOURS), "#e6edf3")
            weight = ' font-weight="bold"' if "1" in style else ""
            # Blanks that do not collapse: browsers disagree about the attributes that would keep the others.
            text = html.escape(piece, quote=False).replace(" ", "\u00a0")
            result.append(f'<tspan fill="{colour}"{weight}>{text}</tspan>')
            column += len(piece)
    return "".join(result)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(os.path.join(ROOT, "samples"), os.path.join(folder, "samples"))
        session = list(lines(os.path.abspath(sys.argv[1]), folder))[:-1]
    width, height = COLUMNS * 8 + 32, len(session) * 18 + 32
    print(f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">')
    print("<title>meshctl at work in a terminal</title>")
    print(f'<rect width="{width}" height="{height}" rx="8" fill="#0d1117"/>')
    print('<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace" font-size="13.3">')
    for number, line in enumerate(session):
        if line:
            print(f'<text x="16" y="{30 + number * 18}">{spans(line)}</text>')
    print("</g>\n</svg>")


if __name__ == "__main__":
    main()
