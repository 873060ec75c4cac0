import { readFileSync } from 'node:fs';

/** The text of a file, empty where it cannot be read: files of /proc and /sys come and go. */
export function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
