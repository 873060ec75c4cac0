import type { Fact } from './fact.ts';
import type { NetworkFact } from './facts.ts';
import { isAbsent, type JsonObject, listOf, numberOf, objectOf, textOf } from './json-value.ts';
import { utf8 } from './raw-text.ts';

type Address = NetworkFact['addresses'][number];

/**
 * sudo takes SSH_CONNECTION out of the environment, but it is in that of sudo itself, or of whoever started it. The line of
 * ancestors ends at the SSH server.
 */
export const network: Fact<NetworkFact> = {
  script: () => `
pid=$$
set --
while [ "$pid" -gt 1 ] 2>/dev/null && [ $# -lt 12 ]; do
  set -- "$@" "/proc/$pid/environ"
  parent=
  while read -r name value; do
    if [ "$name" = PPid: ]; then parent=$value; break; fi
  done <"/proc/$pid/status"
  pid=$parent
done 2>/dev/null
grep -zhm1 '^SSH_CONNECTION=' "$@" 2>/dev/null
printf '\\n'
ip -j address show 2>/dev/null || :`,

  parse({ stdout }, { node }) {
    const text = utf8(stdout);
    const end = text.indexOf('\n');
    const connection = /^SSH_CONNECTION=\S+ \S+ (\S+) \S+/.exec(text.slice(0, Math.max(end, 0)));
    const json = text.slice(end + 1).trim();
    const links = json === '' ? [] : listOf(JSON.parse(json), 'the list of addresses');
    return {
      addresses: links.flatMap((link) => addressesOf(objectOf(link, 'a network interface'))),
      // Who sits at the manager may have come there by SSH.
      reachedAt: node.connection.type === 'local' ? null : (connection?.[1]?.replace(/%.*$/, '') ?? null),
    };
  },
};

/** Old releases of `ip` put empty objects into the list for what they filter. */
function addressesOf(link: JsonObject): Address[] {
  if (isAbsent(link.addr_info)) return [];
  return listOf(link.addr_info, 'addr_info')
    .map((info) => objectOf(info, 'an address'))
    .filter(({ local, family }) => !isAbsent(local) && (family === 'inet' || family === 'inet6'))
    .map((info) => ({
      interface: textOf(link.ifname, 'ifname'),
      address: textOf(info.local, 'local'),
      prefixLength: numberOf(info.prefixlen, 'prefixlen'),
      family: info.family === 'inet' ? (4 as const) : (6 as const),
      dynamic: info.dynamic === true,
      mac: typeof link.address === 'string' ? link.address : '',
      mtu: numberOf(link.mtu, 'mtu'),
    }));
}
