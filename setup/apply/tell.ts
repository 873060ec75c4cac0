import { say } from '../terminal/output.ts';
import { printable } from '../terminal/printable.ts';
import type { Observer } from './observer.ts';

/** Tells of nodes being set up in plain lines, each with its node's name first. */
export const plainObserver: Observer = {
  stepStarted: () => {},
  commandStarted: (node, step, command) => say(`${node.name}: ${step.id}: ${printable(command.sentence)} …`),
  line: () => {},
  stepEnded: (node, _, outcome) => {
    if (outcome.state === 'changed') say(`${node.name}: ${outcome.step}: done in ${outcome.seconds} s`);
    for (const warning of outcome.warnings) say(`${node.name}: ${outcome.step}: ! ${printable(warning)}`);
  },
  nodeEnded: (_, { node, error }) => say(error === undefined ? `${node}: ready` : `${node}: ✖ failed`),
};

/** Watches without a word, where only the result is asked for. */
export const silentObserver: Observer = {
  stepStarted: () => {},
  commandStarted: () => {},
  line: () => {},
  stepEnded: () => {},
  nodeEnded: () => {},
};
