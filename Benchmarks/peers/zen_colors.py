"""The three colours by zen-engine's decision table, over rows that lie in memory.

zen_colors.py FILE DAY YELLOW GREEN, days as YYYYMMDD; prints millions of rows a second, then how many
have no colour, green, yellow and red. Needs the package zen-engine.
"""
import collections
import csv
import sys
import time

import zen

path, day, yellow, green = sys.argv[1], *map(int, sys.argv[2:5])


def node(name, kind, content=None):
    made = {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}}
    return {**made, "content": content} if content else made


def edge(source, target):
    return {"id": source + target, "sourceId": source, "targetId": target, "type": "edge"}


# From the first to the last; the first that fits decides.
rules = [
    ("!= true", "", "", "none"),
    ("", f"< {day}", "", "red"),
    ("", "", "true", "red"),
    ("", f"<= {yellow}", "", "yellow"),
    ("", f"<= {green}", "", "green"),
    ("", "", "", "none"),
]
table = node("table", "decisionTableNode", {
    "hitPolicy": "first",
    "inputs": [{"id": f, "name": f, "field": f} for f in ("watched", "until", "failed")],
    "outputs": [{"id": "color", "name": "color", "field": "color"}],
    "rules": [
        {"_id": str(n), "watched": w, "until": u, "failed": f, "color": f'"{c}"'}
        for n, (w, u, f, c) in enumerate(rules)
    ],
})
graph = {
    "contentType": "application/vnd.gorules.decision",
    "nodes": [node("in", "inputNode"), table, node("out", "outputNode")],
    "edges": [edge("in", "table"), edge("table", "out")],
}
# A static loader is the quickest of the ways in: the table is read once.
engine = zen.ZenEngine({"loader": {"type": "static", "content": {"colors": graph}}})

with open(path, encoding="utf-8") as file:
    rows = [
        {
            "watched": row["status"] == "in_use" and row["mandatory"] == "1",
            "until": int(row["valid_until"].replace("-", "")),
            "failed": row["last_result"] == "fail",
        }
        for row in csv.DictReader(file)
    ]
start = time.perf_counter()
colors = [engine.evaluate("colors", row)["result"]["color"] for row in rows]
seconds = time.perf_counter() - start
found = collections.Counter(colors)
print(f"{len(rows) / seconds / 1e6:.4f}", *(found[c] for c in ("none", "green", "yellow", "red")))
