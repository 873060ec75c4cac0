import type { Fact } from './fact.ts';
import type { ExportFact } from './facts.ts';
import { linesOf, unescapeOctal, utf8 } from './raw-text.ts';

/** The table of what is exported now. `exportfs -s` prints the same, but it takes a lock file first, and so writes. */
const TABLE = '/var/lib/nfs/etab';

export const exports: Fact<readonly ExportFact[]> = {
  script: () => `[ ! -e ${TABLE} ] || cat ${TABLE}`,

  parse({ code, stdout }) {
    if (code !== 0) throw new Error(`${TABLE} could not be read (exit ${code})`);
    return linesOf(stdout).map((line) => {
      const parts = /^(\S+)\s+(.*)\(([^()]*)\)$/.exec(line);
      if (parts === null) throw new Error(`a line of ${TABLE} is ${JSON.stringify(line.slice(0, 120))}`);
      const [, path = '', client = '', options = ''] = parts;
      return {
        path: utf8(unescapeOctal(path)),
        client: utf8(unescapeOctal(client)),
        options: [...new Set(options.split(','))],
      };
    });
  },
};
