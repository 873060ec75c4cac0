"""Words, letters, lines and bytes of each file below a folder, and how often each term occurs: one file after another.

usage: words_peer.py FOLDER
"""

import json
import os
import re
import sys
from collections import Counter

TERM = re.compile(r"[^\W_]+")


def files_below(folder):
    for path, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            yield os.path.join(path, name)


def main():
    terms = Counter()
    totals = Counter()
    per_file = {}
    for path in files_below(sys.argv[1]):
        with open(path, "rb") as file:
            content = file.read()
        text = content.decode("utf-8")
        counts = {
            "words": len(text.split()),
            "letters": sum(map(str.isalpha, text)),
            "lines": text.count("\n"),
            "bytes": len(content),
        }
        per_file[path] = counts
        totals.update(counts)
        terms.update(TERM.findall(text.casefold()))
    top = sorted(terms.items(), key=lambda item: (-item[1], item[0].encode()))[:20]
    print(json.dumps({**totals, "files": len(per_file), "distinctTerms": len(terms), "top": top}))


main()
