import { EnjambreError } from '../errors.ts';

const WHY: Record<string, { why: string; next: string }> = {
  ENOSPC: { why: 'no space left on its disk', next: 'make room there' },
  EDQUOT: { why: 'no space left in its quota', next: 'make room there' },
  EROFS: { why: 'its file system is read-only', next: 'mount it for writing' },
  EACCES: { why: 'no permission', next: 'give this user the right to write there' },
  EPERM: { why: 'no permission', next: 'give this user the right to write there' },
  EIO: { why: 'its disk does not work (input/output error)', next: 'look at the disk: dmesg' },
};

/** An error of writing into a run directory, in words; null when it is another kind of error. */
export function diskError(directory: string, error: unknown): EnjambreError | null {
  const { code = '' } = error as NodeJS.ErrnoException;
  const known = WHY[code];
  if (known === undefined) return null;
  return new EnjambreError(`Cannot write to ${directory}: ${known.why}`, {
    code: 'disk',
    next: `${known.next}; then: enjambre resume ${directory}`,
    cause: error,
  });
}
