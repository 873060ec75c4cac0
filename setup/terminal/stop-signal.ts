import process from 'node:process';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Lends `work` a signal that the first Ctrl-C aborts. After it the signals do what they do by default, so that a second one
 * ends the process at once.
 *
 * @param onStop called when the first one comes
 */
export async function withStopSignal<T>(onStop: () => void, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const release = () => {
    for (const name of signals) process.off(name, stop);
  };
  const stop = () => {
    release();
    onStop();
    controller.abort();
  };
  for (const name of signals) process.on(name, stop);
  try {
    return await work(controller.signal);
  } finally {
    release();
  }
}
