import { type Check, problem } from './check.ts';

/** What answers to "docker" is Docker itself, where packages put it. */
export const otherDocker: Check = ({ node, facts }) => {
  if (facts.packages.installed['podman-docker'] !== undefined) {
    return [
      problem(
        'podman-docker',
        `Cannot install Docker on ${node.name}: podman-docker stands in for it`,
        `on ${node.name}: sudo apt-get remove podman-docker`,
      ),
    ];
  }
  if (facts.docker?.dataRoot.startsWith('/var/snap/') === true) {
    return [
      problem(
        'docker-snap',
        `Cannot use Docker on ${node.name}: it is a snap, which cannot see the share`,
        `on ${node.name}: sudo snap remove docker`,
      ),
    ];
  }
  return [];
};
