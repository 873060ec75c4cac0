import { JOURNAL, type JournalEntry, parseJournal } from '../apply/journal.ts';
import type { Fact } from './fact.ts';
import { mustSucceed, utf8 } from './raw-text.ts';

export const journal: Fact<readonly JournalEntry[]> = {
  script: () => `[ ! -e ${JOURNAL} ] || cat ${JOURNAL}`,
  parse(raw) {
    mustSucceed(raw);
    return parseJournal(utf8(raw.stdout));
  },
};
