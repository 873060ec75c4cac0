"""Runs one command to its end and prints its wall time and peak memory as JSON.

usage: measure.py STDOUT STDERR COMMAND [ARGUMENT]...

Times exec to exit, with `wait4`, whose ru_maxrss is the peak resident memory in KiB of the command, or of its largest
descendant if one was larger. Node can't ask for that of a child.
"""

import json
import os
import sys
import time


def main():
    stdout, stderr, *command = sys.argv[1:]
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    actions = [(os.POSIX_SPAWN_OPEN, 1, stdout, flags, 0o644), (os.POSIX_SPAWN_OPEN, 2, stderr, flags, 0o644)]
    start = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    wall_ms = (time.perf_counter() - start) * 1000
    cpu_ms = (usage.ru_utime + usage.ru_stime) * 1000
    exit_code = os.waitstatus_to_exitcode(status)
    print(json.dumps({"wallMs": wall_ms, "cpuMs": cpu_ms, "peakKiB": usage.ru_maxrss, "exitCode": exit_code}))


main()
