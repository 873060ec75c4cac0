"""DuckDB: the statistics of `enjambre run describe`, printed as JSON.

Without --by one statement over a materialized common table is the fastest: its parts run side by side. With --by a
temporary table is used, whose rowid is the order of the file, so that rows need no numbering. skewness() is the
sample's (G1), so the bias correction is taken off again.
"""

import argparse
import json
import math

import duckdb

QUANTILES = (10, 25, 50, 75, 90)
MISSING = ["", "NaN", "NA", "N/A", "N/D", "null", "None"]

SUMMARY = """
count(v), count(*) - count(v), min(v), max(v), fsum(v), favg(v), var_pop(v), stddev_pop(v),
quantile_cont(v, $quantiles), kurtosis_pop(v), skewness(v)
"""
SOURCE = "read_csv($file, header = true, types = $types, nullstr = $missing)"
UNGROUPED = """
with input as materialized (select "{column}" as v from {source}),
windows as (
  select var_pop(v) over (rows between {window} - 1 preceding and current row) as x, row_number() over () as n
  from input where v is not null
)
select {summary},
  (select v from input where v is not null group by v order by count(*) desc, v limit 1),
  (select coalesce(sum(x), 0) from windows where n >= {window})
from input
"""
LOAD = 'create temp table input as select "{by}" as k, "{column}" as v from {source}'
GROUPED = """
with summary as (select k, {summary} from input group by k),
modes as (
  select k, arg_min(v, (-n, v)) from (select k, v, count(*) as n from input where v is not null group by k, v)
  group by k
),
windows as (
  select k, var_pop(v) over w as x, row_number() over w as n from input where v is not null
  window w as (partition by k order by rowid rows between {window} - 1 preceding and current row)
),
rolling as (select k, coalesce(sum(x) filter (n >= {window}), 0) from windows group by k)
select * from summary left join modes using (k) left join rolling using (k) order by k
"""


def named(row):
    count, missing, low, high, total, mean, variance, std, quantiles, kurtosis, skewness, mode, rolling = row
    return {
        "count": count, "missing": missing, "min": low, "max": high, "sum": total, "mean": mean,
        "variance": variance, "std": std, "mode": mode,
        "percentiles": {str(p): q for p, q in zip(QUANTILES, quantiles)},
        "kurtosis": kurtosis, "skewness": skewness * (count - 2) / math.sqrt(count * (count - 1)),
        "rollingVarianceSum": rolling,
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--column", required=True)
    parser.add_argument("--by")
    parser.add_argument("--window", type=int, default=500)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    connection = duckdb.connect(config={"threads": options.threads})
    types = {options.column: "DOUBLE"}
    if options.by:
        types[options.by] = "VARCHAR"  # station codes have leading zeros
    source = {"file": options.file, "types": types, "missing": MISSING}
    quantiles = {"quantiles": [p / 100 for p in QUANTILES]}
    if options.by:
        connection.execute(LOAD.format(by=options.by, column=options.column, source=SOURCE), source)
        statement = GROUPED.format(summary=SUMMARY, window=options.window)
        rows = connection.execute(statement, quantiles).fetchall()
        groups = [{"key": key, **named(row)} for key, *row in rows]
    else:
        statement = UNGROUPED.format(column=options.column, source=SOURCE, summary=SUMMARY, window=options.window)
        rows = connection.execute(statement, source | quantiles).fetchall()
        groups = [named(row) for row in rows]
    print(json.dumps({"version": duckdb.__version__, "groups": groups}))


main()
