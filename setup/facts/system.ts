import type { Fact } from './fact.ts';
import type { SystemFact } from './facts.ts';
import { mustSucceed, pairsOf, utf8, wholeNumber } from './raw-text.ts';

const END_OF_SCRIPT_VALUES = '--';

/** Values first, then os-release as it is. Files of one line are read by the shell itself: each program costs milliseconds. */
export const system: Fact<SystemFact> = {
  script: () => `
one() { value=; [ -r "$2" ] && read -r value <"$2"; printf '%s=%s\\n' "$1" "$value"; }
one hostname /proc/sys/kernel/hostname
one machineId /etc/machine-id
one bootId /proc/sys/kernel/random/boot_id
one kernelRelease /proc/sys/kernel/osrelease
one cpus /sys/devices/system/cpu/online
one memory /proc/meminfo
[ -d /run/systemd/system ] && echo systemd=yes
printf 'architecture=%s\\n' "$(dpkg --print-architecture 2>/dev/null || uname -m)"
printf 'container=%s\\n' "$(systemd-detect-virt --container 2>/dev/null)"
if [ -r /proc/device-tree/model ]; then printf 'model=%s\\n' "$(tr -d '\\000' </proc/device-tree/model)"; fi
echo ${END_OF_SCRIPT_VALUES}
cat /etc/os-release 2>/dev/null || cat /usr/lib/os-release 2>/dev/null || :`,

  parse(raw) {
    mustSucceed(raw);
    const text = utf8(raw.stdout);
    const end = text.indexOf(`\n${END_OF_SCRIPT_VALUES}\n`);
    if (end < 0) throw new Error('the values of the system are incomplete');
    const values = pairsOf(text.slice(0, end));
    const release = pairsOf(text.slice(end + END_OF_SCRIPT_VALUES.length + 2));
    const osText = (name: string) => unquote(release.get(name) ?? '');
    const value = (name: string) => values.get(name) ?? '';
    const container = value('container');
    return {
      hostname: value('hostname'),
      machineId: value('machineId'),
      bootId: value('bootId'),
      osId: osText('ID'),
      osLike: osText('ID_LIKE')
        .split(/\s+/)
        .filter((id) => id !== ''),
      osVersion: osText('VERSION_ID'),
      osName: osText('PRETTY_NAME'),
      architecture: debianArchitecture(value('architecture')),
      kernelRelease: value('kernelRelease'),
      container: container === '' || container === 'none' ? null : container,
      systemd: values.has('systemd'),
      model: value('model').trim(),
      cores: cpuCount(value('cpus')),
      memoryBytes: wholeNumber(/^MemTotal:\s*(\d+) kB/.exec(value('memory'))?.[1], 'MemTotal') * 1024,
    };
  },
};

/** What the kernel calls it, where there is no dpkg to ask. */
const KERNEL_ARCHITECTURES: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  aarch64: 'arm64',
  armv7l: 'armhf',
};

function debianArchitecture(name: string): string {
  return KERNEL_ARCHITECTURES[name] ?? name;
}

/** Processors of a list such as `0-3,6`. */
function cpuCount(list: string): number {
  let count = 0;
  for (const part of list.split(',')) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (range === null) throw new Error(`the list of processors is ${JSON.stringify(list)}`);
    count += Number(range[2] ?? range[1]) - Number(range[1]) + 1;
  }
  return count;
}

/** A value of os-release as a shell would read it. */
function unquote(text: string): string {
  const inner = /^(["'])(.*)\1\s*$/.exec(text)?.[2];
  return (inner ?? text).replace(/\\(.)/g, '$1').trim();
}
