import type { Fold } from 'enjambre/job';

export default {
  summary: 'The highest value of each department',
  columns: ['Departamento', 'ValorObservado'],
  empty: () => new Map(),
  add(highest, row) {
    const place = row.text('Departamento');
    const value = row.number('ValorObservado');
    if (value !== null && value > (highest.get(place) ?? -Infinity)) highest.set(place, value);
  },
  merge(a, b) {
    for (const [place, value] of b) a.set(place, Math.max(value, a.get(place) ?? -Infinity));
    return a;
  },
  result: (highest) => [...highest].sort().map(([department, value]) => ({ department, value })),
} satisfies Fold<Map<string, number>>;
