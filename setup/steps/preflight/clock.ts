import { type Check, problem, warning } from './check.ts';

const WARN_MS = 2_000;
const REFUSE_MS = 5 * 60_000;
/** Clocks this near each other count as equal. */
const ALIKE_MS = 60_000;

/** Certificates of the Swarm, packages' signatures and the order of events need clocks that agree. */
export const clock: Check = ({ node, facts, lab }) => {
  const { skewMs, uncertaintyMs } = facts.clock;
  const offMs = Math.abs(skewMs) - uncertaintyMs;
  if (offMs <= WARN_MS) return [];
  const all = [...lab.values()];
  const agree = all.length > 1 && all.every((other) => Math.abs(other.clock.skewMs - skewMs) < ALIKE_MS);
  if (offMs <= REFUSE_MS) {
    return [warning(`The clock of ${node.name} is ${roughly(Math.abs(skewMs))} ${aheadOrBehind(skewMs)}`)];
  }
  if (agree) {
    return [
      problem(
        'clock-skew-here',
        `The clock of this machine is ${roughly(Math.abs(skewMs))} ${aheadOrBehind(-skewMs)}: all nodes agree on another time`,
        'set the clock of this machine: sudo timedatectl set-ntp true',
      ),
    ];
  }
  return [
    problem(
      'clock-skew',
      `The clock of ${node.name} is ${roughly(Math.abs(skewMs))} ${aheadOrBehind(skewMs)}`,
      `on ${node.name}: sudo timedatectl set-ntp true; without a time server: sudo date --set "YYYY-MM-DD HH:MM:SS"`,
    ),
  ];
};

function aheadOrBehind(ms: number): string {
  return ms > 0 ? 'ahead' : 'behind';
}

/** "a day", "3 h", "2.5 s": as people say how far a clock is off. */
function roughly(ms: number): string {
  const units = [
    { name: 'day', ms: 86_400_000 },
    { name: 'hour', ms: 3_600_000 },
    { name: 'minute', ms: 60_000 },
    { name: 'second', ms: 1_000 },
  ];
  const unit = units.find((each) => ms >= each.ms) ?? { name: 'second', ms: 1_000 };
  const count = Math.round((ms / unit.ms) * 10) / 10;
  return count === 1 ? `1 ${unit.name}` : `${count} ${unit.name}s`;
}
