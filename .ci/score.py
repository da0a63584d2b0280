"""Reads a suite's score (one JSON object) and fails below the floor. usage: score.py FLOOR FATAL_ALLOWED"""
import json
import sys

floor, allowed = float(sys.argv[1]), int(sys.argv[2])
text = sys.stdin.read().strip()
if not text:
    sys.exit("the suite printed no score")
score = json.loads(text)
total = score["passed"] + score["failed"] + score["fatal"]
ratio = score["passed"] / total if total else 0.0
good = total > 0 and ratio >= floor and score["fatal"] <= allowed
print(f"{score['suite']}: {score['passed']} of {total} ({100 * ratio:.2f} %, floor {100 * floor:.2f} %), fatal {score['fatal']} of {allowed} allowed"
      + ("" if good else "  <-- BELOW"))
if not good:
    for name, why in score["failures"][:10]:
        print(f"  {name}: {why}")
sys.exit(0 if good else 1)
