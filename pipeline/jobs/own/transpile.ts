import { Script } from 'node:vm';
import { EnjambreError } from '../../errors.ts';

type Sucrase = typeof import('sucrase');

/** A fault in a job's file that shows before it runs. */
export function jobInvalid(message: string, next: string, cause?: unknown): EnjambreError {
  return new EnjambreError(message, { code: 'job-invalid', exitCode: 2, next, cause });
}

/**
 * JavaScript from the TypeScript of a job's file: types are left out, every line stays where it is.
 *
 * @param name how messages call the file
 * @throws EnjambreError `job-invalid`, naming file, line and column: for a syntax error, and for an import that a worker
 * could not follow
 */
export async function transpileJob(source: string, name: string): Promise<string> {
  const loaded = (await import('sucrase')) as Sucrase & { default?: Sucrase };
  const sucrase = loaded.default ?? loaded;
  // Without a byte order mark, and a first line `#!…`: only a file may have them.
  const text = source.replace(/^\uFEFF?(#!)?/, (_, shebang) => (shebang === undefined ? '' : '//'));
  const javascript = transform(sucrase, text, name);
  refuseLeftOut(sucrase, text, name);
  refuseImports(sucrase, javascript, name);
  refuseSyntaxErrors(sucrase, javascript, name);
  return javascript;
}

function transform({ transform }: Sucrase, source: string, name: string): string {
  try {
    return transform(source, { transforms: ['typescript'], disableESTransforms: true }).code;
  } catch (error) {
    const { loc, message } = error as { loc?: { line: number; column: number }; message: string };
    if (loc === undefined) throw error;
    const what = message.replace(/^Error transforming .*?: /, '').replace(/ \(\d+:\d+\)$/, '');
    if (isJsx(source.split('\n')[loc.line - 1] ?? '')) throw cannotBeUsed(name, loc.line, 'JSX', error);
    throw syntaxError(name, loc.line, loc.column, what, error);
  }
}

function syntaxError(name: string, line: number, column: number, what: string, cause: unknown): EnjambreError {
  return jobInvalid(`${name}:${line}:${column}: syntax error: ${what}`, `mend line ${line} of ${name}`, cause);
}

/** An opening tag with a closing one, or one that closes itself. */
function isJsx(line: string): boolean {
  return /<([A-Za-z][\w.]*)[^<]*(\/>|>.*<\/\1>)/.test(line) || /<>.*<\/>/.test(line);
}

function cannotBeUsed(name: string, line: number, what: string, cause?: unknown): EnjambreError {
  return jobInvalid(`${name}:${line}: ${what} cannot be used in a job`, `write line ${line} of ${name} without`, cause);
}

/** What runtimes do not know, and what would be left out without a word as if it were a type. */
function refuseLeftOut(sucrase: Sucrase, source: string, name: string): void {
  if (!/@|\b(namespace|module)\b/.test(source)) return;
  const tokens = tokensOf(sucrase, source, ['typescript']);
  for (const [index, { label, text, line }] of tokens.entries()) {
    if (label === '@') throw cannotBeUsed(name, line, 'a decorator');
    if (text !== 'namespace' && text !== 'module') continue;
    const [before, next, after] = [tokens[index - 1], tokens[index + 1], tokens[index + 2]];
    const isBlock = next?.label === 'name' && next.line === line && (after?.label === '{' || after?.label === '.');
    if (isBlock && before?.text !== 'declare' && before?.label !== '.') throw cannotBeUsed(name, line, 'a namespace');
  }
}

interface Token {
  line: number;
  label: string;
  /** As it stands in the file; text with its quotes. */
  text: string;
}

/** A job's file goes to the workers alone, so that it can import nothing but what the runtime has. */
function refuseImports(sucrase: Sucrase, javascript: string, name: string): void {
  const tokens = tokensOf(sucrase, javascript);
  for (const [index, { label, line }] of tokens.entries()) {
    const specifier =
      label === 'import' ? importedBy(tokens, index) : label === 'export' ? exportedFrom(tokens, index) : undefined;
    if (specifier === undefined || specifier.startsWith('node:')) continue;
    throw jobInvalid(
      `${name}:${line}: cannot import ${JSON.stringify(specifier)}: a job is one file, and can import nothing but node: modules`,
      specifier.startsWith('.')
        ? 'put what it needs into the same file; types may be imported with import type'
        : 'use what the job is given (context.danfo, context.exact), or put what it needs into the same file',
    );
  }
}

/** What the `import` at `index` imports, where it says so: `import 'x'`, `import … from 'x'`, or as a call. */
function importedBy(tokens: readonly Token[], index: number): string | undefined {
  const next = tokens[index + 1];
  if (next?.label === '.' || next?.label === ':') return undefined;
  if (next?.label === 'string') return unquoted(next);
  if (next?.label === '(') return tokens[index + 2]?.label === 'string' ? unquoted(tokens[index + 2]) : undefined;
  return afterFrom(tokens, index);
}

function exportedFrom(tokens: readonly Token[], index: number): string | undefined {
  const next = tokens[index + 1];
  if (next?.label === '*') return afterFrom(tokens, index);
  if (next?.label !== '{') return undefined;
  const close = tokens.findIndex(({ label }, at) => at > index && label === '}');
  return tokens[close + 1]?.text === 'from' ? unquoted(tokens[close + 2]) : undefined;
}

function afterFrom(tokens: readonly Token[], index: number): string | undefined {
  const from = tokens.findIndex(({ text }, at) => at > index && text === 'from' && tokens[at + 1]?.label === 'string');
  return from < 0 ? undefined : unquoted(tokens[from + 1]);
}

function unquoted(token: Token | undefined): string | undefined {
  return token?.text.slice(1, -1);
}

function tokensOf({ getFormattedTokens }: Sucrase, code: string, transforms: 'typescript'[] = []): Token[] {
  const lines = code.split('\n');
  const tokens: Token[] = [];
  for (const row of getFormattedTokens(code, { transforms }).split('\n').slice(1)) {
    const match = /^(\d+):(\d+)-(\d+):(\d+)\s+(\S+)/.exec(row);
    if (match === null) continue;
    const [line, column, endLine, endColumn] = match.slice(1, 5).map(Number) as [number, number, number, number];
    const text = line === endLine ? (lines[line - 1] ?? '').slice(column - 1, endColumn - 1) : '';
    tokens.push({ line, label: match[5] ?? '', text });
  }
  return tokens;
}

/** Faults that only the runtime sees, such as a name declared twice: it tells the place of scripts, not of modules. */
function refuseSyntaxErrors({ transform }: Sucrase, javascript: string, name: string): void {
  const { code } = transform(javascript, { transforms: ['imports'], disableESTransforms: true });
  try {
    new Script(`(async () => {${code}\n})`, { filename: 'job.ts' });
  } catch (error) {
    // A script may not say `import.meta`, a module may.
    if (!(error instanceof SyntaxError) || error.message.includes('import.meta')) return;
    const [, line = '', caret = ''] = /^job\.ts:(\d+)\n.*\n( *)\^/.exec(error.stack ?? '') ?? [];
    if (line === '') return;
    throw syntaxError(name, Number(line), caret.length + 1, error.message, error);
  }
}
