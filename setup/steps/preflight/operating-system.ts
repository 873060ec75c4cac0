import { type Check, type Finding, problem } from './check.ts';

/** By ID of os-release: name, and versions. Raspberry Pi OS is debian with 64 bits, raspbian with 32. */
const SUPPORTED: Readonly<Record<string, readonly string[]>> = {
  debian: ['12', '13'],
  raspbian: ['12', '13'],
  ubuntu: ['22.04', '24.04'],
};

const ARCHITECTURES = ['amd64', 'arm64', 'armhf'];

/** The system is one that these steps were tried on. */
export const operatingSystem: Check = ({ node, facts: { system } }) => {
  const findings: Finding[] = [];
  if (!SUPPORTED[system.osId]?.includes(system.osVersion)) {
    const name = system.osName === '' ? 'a system without a name' : system.osName;
    findings.push(
      problem(
        'unsupported-system',
        `Cannot set up ${node.name}: it runs ${name}`,
        `install Debian 12 or 13, Ubuntu 22.04 or 24.04, or Raspberry Pi OS 12 or 13 on ${node.name}`,
      ),
    );
  }
  if (!ARCHITECTURES.includes(system.architecture)) {
    findings.push(
      problem(
        'unsupported-architecture',
        `Cannot set up ${node.name}: its architecture is "${system.architecture}", not ${ARCHITECTURES.join(', ')}`,
        `use another board in the place of ${node.name}, or another system on it: see "dpkg --print-architecture"`,
      ),
    );
  }
  if (!system.systemd) {
    findings.push(
      problem(
        'no-systemd',
        `Cannot set up ${node.name}: systemd does not run it`,
        `start ${node.name} with systemd as its first process: see "ps -p 1"`,
      ),
    );
  }
  return findings;
};
