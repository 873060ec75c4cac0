import process from 'node:process';
import { oneOf } from '../../../setup/arguments.ts';
import { print, say } from '../../../setup/terminal/output.ts';
import { tableLines } from '../../../setup/terminal/table.ts';
import type { Kind } from '../board.ts';
import { gatherFacts } from '../doctor/facts.ts';
import { diagnose, type Finding, isReady } from '../doctor.ts';
import { LABS } from '../folders.ts';
import type { Command } from '../main.ts';
import { typeable } from './lab-command.ts';

const KINDS: readonly Kind[] = ['container', 'vm'];

/** `doctor`. */
export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .summary('say what this machine lacks to raise boards, and how to get it')
    .description('Says what this machine lacks to raise boards, and how to get it. Changes nothing.')
    .option('--kind <kind>', 'look at what this kind of board needs: container or vm', oneOf('--kind', KINDS))
    .helpOption('-h, --help', 'show this help')
    .action(async ({ kind }: { kind?: Kind }) => {
      const asked = kind === undefined ? KINDS : [kind];
      const findings = diagnose(await gatherFacts(LABS)).filter(({ kinds }) =>
        kinds.some((one) => asked.includes(one)),
      );
      print(findingLines(findings));
      for (const one of asked) say(verdictLine(findings, one));
      process.exitCode = asked.every((one) => isReady(findings, one)) ? 0 : 1;
    });
}

/** Findings as a table, and below it what to do, once each. */
export function findingLines(findings: readonly Finding[]): string[] {
  const columns = ['', 'check', 'found'].map((title) => ({ title }));
  const rows = findings.map(({ verdict, check, found }) => [verdict, check, found]);
  const steps = findings.flatMap(({ verdict, check, next }) =>
    verdict === 'ok' || next === undefined ? [] : [`Next, ${check}: ${next}`],
  );
  return [...tableLines(columns, rows).slice(2), ...new Set(steps)];
}

function verdictLine(findings: readonly Finding[], kind: Kind): string {
  const boards = kind === 'vm' ? 'VM boards' : 'Container boards';
  if (!isReady(findings, kind)) return `${boards}: not yet.`;
  return typeable(`${boards}: ready. Next: npm run lab -- up --kind ${kind}`, 'lab');
}
