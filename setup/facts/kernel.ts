import type { Fact } from './fact.ts';
import type { KernelFact } from './facts.ts';
import { linesOf } from './raw-text.ts';

/** Modules that NFS, Docker and a Swarm's networks need. */
export const MODULES = ['nfs', 'nfsd', 'overlay', 'vxlan', 'bridge', 'ip_vs', 'br_netfilter'] as const;

type State = KernelFact['modules'][string];

/**
 * One `grep` over the kernel's lists of modules: `modinfo` costs as much for each name. A module that is loaded has an
 * `initstate`; built-in ones show under /sys/module only if they have parameters, file systems in /proc/filesystems, br_netfilter in its settings.
 */
export const kernel: Fact<KernelFact> = {
  script: () => `
for name in ${MODULES.join(' ')}; do
  if [ -e "/sys/module/$name/initstate" ]; then echo "loaded $name"
  elif [ -d "/sys/module/$name" ]; then echo "built-in $name"
  fi
done
[ ! -d /proc/sys/net/bridge ] || echo built-in br_netfilter
while read -r first second; do
  case "\${second:-$first}" in nfs|nfsd|overlay) echo "built-in \${second:-$first}" ;; esac
done </proc/filesystems
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  read -r controllers </sys/fs/cgroup/cgroup.controllers
  echo "cgroup2 $controllers"
elif [ -r /proc/cgroups ]; then
  while read -r name hierarchy groups enabled; do
    [ "$name" = memory ] && echo "cgroup1 $enabled"
  done </proc/cgroups
fi
if [ -r /sys/module/apparmor/parameters/enabled ]; then
  read -r enabled </sys/module/apparmor/parameters/enabled
  echo "apparmor $enabled"
fi
read -r release </proc/sys/kernel/osrelease
cd "/lib/modules/$release" 2>/dev/null || exit 0
grep -oHE '^[^:]*/(${MODULES.join('|')})[.]ko' modules.builtin modules.dep 2>/dev/null || :`,

  parse({ stdout }) {
    const modules: Record<string, State> = Object.fromEntries(MODULES.map((name) => [name, 'missing']));
    let cgroupVersion: KernelFact['cgroupVersion'] = null;
    let memoryCgroup = false;
    let appArmor = false;
    for (const line of linesOf(stdout)) {
      const listed = /^modules\.(builtin|dep):.*\/(\w+)\.ko$/.exec(line);
      const [word, value = ''] = line.split(/ (.*)/s);
      if (listed !== null) note(listed[2] ?? '', listed[1] === 'builtin' ? 'built-in' : 'available');
      else if (word === 'loaded' || word === 'built-in') note(value, word);
      else if (word === 'apparmor') appArmor = value === 'Y';
      else if (word === 'cgroup1' || word === 'cgroup2') {
        cgroupVersion = word === 'cgroup1' ? 1 : 2;
        memoryCgroup = word === 'cgroup1' ? value === '1' : value.split(' ').includes('memory');
      } else throw new Error(`a line about the kernel is ${JSON.stringify(line.slice(0, 80))}`);
    }
    return { modules, cgroupVersion, memoryCgroup, appArmor };

    /** What comes first is surer. */
    function note(name: string, state: State): void {
      if (modules[name] === 'missing') modules[name] = state;
    }
  },
};
