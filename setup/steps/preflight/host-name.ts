import { type Check, warning } from './check.ts';

/** The Swarm's list shows host names: they had better be the inventory's. */
export const hostName: Check = ({ node, facts }) => {
  const { hostname } = facts.system;
  if (hostname === node.name) return [];
  return [
    warning(
      `${node.name} calls itself "${hostname}", and so will the Swarm's list: sudo hostnamectl set-hostname ${node.name}`,
    ),
  ];
};
