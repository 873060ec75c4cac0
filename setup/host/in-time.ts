import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What a promise gives, or `late` where it takes longer. The timer holds this process as long as it waits, because a connection
 * that is gone may be all that the promise hangs on; and no longer.
 */
export async function inTime<Value, Late = undefined>(
  promise: Promise<Value>,
  ms: number,
  late?: Late,
): Promise<Value | Late> {
  const timer = new AbortController();
  const timeUp = sleep(ms, late as Late, { signal: timer.signal }).catch(() => late as Late);
  return await Promise.race([promise, timeUp]).finally(() => timer.abort());
}
