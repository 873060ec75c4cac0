import { type Check, warning } from './check.ts';

/** Somebody else installs packages just now: set-up will wait. */
export const packageManager: Check = ({ node, facts }) => {
  const { lockedBy } = facts.packages;
  if (lockedBy === null) return [];
  return [
    warning(
      `${lockedBy.command} (process ${lockedBy.pid}) is installing packages on ${node.name}: set-up waits up to 10 minutes for it`,
    ),
  ];
};
