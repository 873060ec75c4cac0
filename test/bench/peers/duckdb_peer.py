"""DuckDB: the statistics of `enjambre run describe`, printed as JSON.

The columns are read once into a temporary table: that is as fast as one statement over the file for a single group,
and spares reading the file again for the rolling variance. skewness() is the sample's (G1), so the bias correction is
taken off again.
"""

import argparse
import json
import math

import duckdb

QUANTILES = (10, 25, 50, 75, 90)
MISSING = ["", "NaN", "NA", "N/A", "N/D", "null", "None"]

LOAD = """
create temp table input as
select {key} as k, "{column}" as v, row_number() over () as i
from read_csv($file, header = true, types = $types, nullstr = $missing)
"""
SUMMARY = """
select k, count(v), count(*) - count(v), min(v), max(v), fsum(v), favg(v), var_pop(v), stddev_pop(v),
  quantile_cont(v, $quantiles), kurtosis_pop(v), skewness(v)
from input group by k order by k
"""
MODE = """
select k, arg_min(v, (-n, v)) from (select k, v, count(*) as n from input where v is not null group by k, v)
group by k order by k
"""
ROLLING = """
select k, coalesce(sum(x) filter (n >= {window}), 0)
from (
  select k, var_pop(v) over w as x, row_number() over w as n from input where v is not null
  window w as (partition by k order by i rows between {window} - 1 preceding and current row)
) group by k order by k
"""
# The window needs neither a partition nor an order when there is one group: rows keep the order of the file.
ROLLING_UNGROUPED = ROLLING.replace("partition by k order by i ", "")


def biased(skewness, n):
    return None if skewness is None else skewness * (n - 2) / math.sqrt(n * (n - 1))


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
    key = f'"{options.by}"' if options.by else "null"
    connection.execute(
        LOAD.format(key=key, column=options.column), {"file": options.file, "types": types, "missing": MISSING}
    )
    summary = connection.execute(SUMMARY, {"quantiles": [p / 100 for p in QUANTILES]}).fetchall()
    modes = dict(connection.execute(MODE).fetchall())
    rolling = (ROLLING if options.by else ROLLING_UNGROUPED).format(window=options.window)
    sums = dict(connection.execute(rolling).fetchall())
    groups = []
    for k, count, missing, low, high, total, mean, variance, std, quantiles, kurtosis, skewness in summary:
        groups.append({
            **({"key": k} if options.by else {}),
            "count": count, "missing": missing, "min": low, "max": high, "sum": total, "mean": mean,
            "variance": variance, "std": std, "mode": modes.get(k),
            "percentiles": {str(p): q for p, q in zip(QUANTILES, quantiles)},
            "kurtosis": kurtosis, "skewness": biased(skewness, count), "rollingVarianceSum": sums.get(k, 0),
        })  # fmt: skip
    print(json.dumps({"version": duckdb.__version__, "groups": groups}))


main()
