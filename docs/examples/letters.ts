import type { Fold } from 'enjambre/job';

// How often does each letter occur? A fold over the bytes of text files: it is given whole lines, so that no letter is cut.

export default {
  summary: 'Frequency of letters in text files',

  empty: () => new Map(),

  addBytes(counts, lines, { decode }) {
    const text = decode(lines).toLowerCase();
    for (const [letter] of text.matchAll(/\p{L}/gu)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  },

  merge(a, b) {
    for (const [letter, count] of b) a.set(letter, (a.get(letter) ?? 0) + count);
    return a;
  },

  result(counts) {
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    // The order must not depend on which partition saw a letter first, so it is by count, then by letter.
    const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    return sorted.map(([letter, count]) => ({ letter, count, share: count / total }));
  },
} satisfies Fold<Map<string, number>>;
