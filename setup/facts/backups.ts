import { BACKUPS } from '../apply/journal.ts';
import type { Fact } from './fact.ts';
import type { FileFact } from './facts.ts';
import { PRINT_FILES, parseFiles } from './file-bundle.ts';
import { mustSucceed, utf8 } from './raw-text.ts';

export const backups: Fact<Readonly<Record<string, FileFact>>> = {
  script: () => `
for path in ${BACKUPS}/*; do
  [ ! -f "$path" ] || set -- "$@" "$path"
done
${PRINT_FILES}`,

  parse(raw) {
    const found = parseFiles(raw.stdout);
    mustSucceed(raw);
    return Object.fromEntries([...found].map(([path, file]) => [utf8(path), file]));
  },
};
