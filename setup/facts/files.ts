import { STATE_FOLDER } from '../apply/journal.ts';
import { shellWord } from '../invocation.ts';
import type { Fact, FactContext } from './fact.ts';
import type { FileFact } from './facts.ts';
import { PRINT_FILES, parseFiles } from './file-bundle.ts';
import { latin1, mustSucceed } from './raw-text.ts';

/** Under the exported directory: proof that what is mounted elsewhere is the share. */
export const SENTINEL = '.enjambre-share';
/** What the proof that containers run has left. */
export const CONTAINER_PROOF = `${STATE_FOLDER}/container-proof`;

/** Files that set-up edits or owns on every node. */
export const FILES = [
  '/etc/exports',
  '/etc/fstab',
  '/etc/nfs.conf.d/enjambre.conf',
  '/etc/systemd/system/docker.service.d/enjambre.conf',
  '/etc/systemd/system/enjambre-share.service',
  '/etc/systemd/system/enjambre-share.timer',
  '/etc/docker/daemon.json',
  CONTAINER_PROOF,
] as const;

/** The sentinel is a file of the manager's own disk; elsewhere it is read as part of the share, with a time limit. */
export function filePaths({ node, inventory: { share } }: FactContext): string[] {
  const exported = share.kind === 'nfs' && node.role === 'manager' ? [`${share.export}/${SENTINEL}`] : [];
  return [...FILES, ...exported];
}

export const files: Fact<Readonly<Record<string, FileFact>>> = {
  script: (about) => `
for path in ${filePaths(about).map(shellWord).join(' ')}; do
  [ ! -e "$path" ] || set -- "$@" "$path"
done
${PRINT_FILES}`,

  parse(raw, about) {
    const found = parseFiles(raw.stdout);
    mustSucceed(raw);
    const absent: FileFact = { exists: false };
    return Object.fromEntries(filePaths(about).map((path) => [path, found.get(latin1(path)) ?? absent]));
  },
};
