import type { Fact } from './fact.ts';
import type { ClockFact } from './facts.ts';
import { pairsOf } from './raw-text.ts';

/** Of the node's count of its uptime, which the times of sending and coming were corrected by. */
const UNCERTAINTY_MS = 20;

export const clock: Fact<ClockFact> = {
  script: () => `
date +now=%s.%N
timeout -s KILL 20 timedatectl show --property=CanNTP --property=NTP --property=NTPSynchronized 2>/dev/null || :`,

  parse({ stdout, sentMs, cameMs }) {
    const values = pairsOf(stdout);
    const seconds = values.get('now') ?? '';
    if (!/^\d+\.\d+$/.test(seconds)) throw new Error(`the time is ${JSON.stringify(seconds)}`);
    // It was read at some time between sending and coming: the middle is never off by more than half of that.
    const skewMs = Number(seconds) * 1000 - (sentMs + cameMs) / 2;
    const yes = (name: string) => (values.has(name) ? values.get(name) === 'yes' : null);
    return {
      skewMs: Math.round(skewMs),
      uncertaintyMs: Math.ceil(Math.max(cameMs - sentMs, 0) / 2) + UNCERTAINTY_MS,
      canNtp: yes('CanNTP'),
      ntp: yes('NTP'),
      synchronized: yes('NTPSynchronized'),
    };
  },
};
