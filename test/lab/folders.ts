import process from 'node:process';

/** Holds a folder for each lab that is up. */
export const LABS = '/var/lib/enjambre-lab';

/** Holds what is kept from lab to lab. */
export function cacheFolder(): string {
  return process.env.ENJAMBRE_LAB_CACHE ?? '/var/cache/enjambre-lab';
}
