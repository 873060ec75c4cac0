import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { root } from './root.ts';

/** Source files by path from the root, with `/`. */
export type SourceTree = ReadonlyMap<string, string>;

export interface Import {
  from: string;
  /** A path from the root if the specifier is relative, else the specifier. */
  to: string;
  relative: boolean;
  /** `type` imports vanish, `lazy` ones are `import()` calls. */
  kind: 'value' | 'type' | 'lazy';
}

/** Every `.ts` and `.mjs` file under `folders`, without installed and built ones. */
export function readSourceTree(folders: readonly string[]): SourceTree {
  const tree = new Map<string, string>();
  for (const folder of folders) {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true, recursive: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || !/\.(ts|mjs)$/.test(entry.name) || /node_modules/.test(path)) continue;
      tree.set(relative(root, path).replaceAll('\\', '/'), readFileSync(path, 'utf8'));
    }
  }
  return tree;
}

const staticPattern = /^(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?'([^']+)'/gm;
const lazyPattern = /\bimport\('([^']+)'\)/g;
const typeofPattern = /\btypeof import\('([^']+)'\)/g;

/** What each file imports. Declaration files describe, they import nothing. */
export function importsOf(tree: SourceTree): Import[] {
  return [...tree].flatMap(([from, text]) => {
    const make = (kind: Import['kind'], specifier: string): Import => {
      const isRelative = /^\.\.?\//.test(specifier);
      // AssemblyScript names no extensions.
      const extension = from.startsWith('pipeline/kernel/assembly/') ? '.ts' : '';
      const to = isRelative ? `${join(dirname(from), specifier)}${extension}` : specifier;
      return { from, to, relative: isRelative, kind };
    };
    const withoutTypeof = text.replace(typeofPattern, '');
    return [
      ...[...text.matchAll(staticPattern)].map(([, type, to = '']) => make(type ? 'type' : 'value', to)),
      ...[...text.matchAll(typeofPattern)].map(([, to = '']) => make('type', to)),
      ...[...withoutTypeof.matchAll(lazyPattern)].map(([, to = '']) => make('lazy', to)),
    ];
  });
}

/** One cycle of value imports as a path that ends where it starts, or undefined. */
export function findCycle(imports: readonly Import[]): string[] | undefined {
  const targets = new Map<string, string[]>();
  for (const { from, to, kind, relative: isRelative } of imports) {
    if (kind === 'value' && isRelative) targets.set(from, [...(targets.get(from) ?? []), to]);
  }
  const finished = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (finished.has(file)) return undefined;
    for (const target of targets.get(file) ?? []) {
      const cycle = visit(target, [...path, file]);
      if (cycle !== undefined) return cycle;
    }
    finished.add(file);
    return undefined;
  };
  for (const file of targets.keys()) {
    const cycle = visit(file, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
