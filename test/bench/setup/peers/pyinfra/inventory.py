"""The boards, from a file that the benchmark wrote: pairs of name and data, and data of all."""

import json
import os

with open(os.environ["BENCH_BOARDS"], encoding="utf-8") as _file:
    _hosts, _data = json.load(_file)

lab = ([tuple(_host) for _host in _hosts], _data)
