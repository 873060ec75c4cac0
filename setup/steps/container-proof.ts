import { CONTAINER_PROOF } from '../facts/files.ts';
import type { Command } from '../plan/command.ts';
import { nothing, type Step, todo } from './step.ts';

/**
 * Makes an image of one program that needs no others, runs it, and notes with which Docker and kernel that went well. It asks
 * no registry. Ubuntu wraps ldconfig in a script and keeps the program beside it.
 */
const SCRIPT = `set -eu
image=enjambre.invalid/proof:1
folder=$(mktemp -d)
trap 'docker image rm --force "$image" >/dev/null 2>&1 || true; rm -rf "$folder"' EXIT
program=/sbin/ldconfig
if [ -e "$program.real" ]; then program=$program.real; fi
cp "$program" "$folder/ldconfig"
tar -C "$folder" -c ldconfig | docker import - "$image" >/dev/null
said=$(docker run --rm --network none --pull never "$image" /ldconfig --version)
case $said in
  ldconfig*) ;;
  *) echo "a container printed \\"$said\\", not the version of ldconfig" >&2; exit 1 ;;
esac
mkdir -p -m 700 "\${1%/*}"
printf '%s %s\\n' "$(docker version --format '{{.Server.Version}}')" "$(uname -r)" >"$1.new"
mv "$1.new" "$1"`;

const PROVE: Command = {
  kind: 'run',
  sentence: 'Run a container, to see that Docker can',
  argv: ['sh', '-c', SCRIPT, 'enjambre', CONTAINER_PROOF],
  undo: null,
  deadlineMs: 180_000,
};

const START: Command = {
  kind: 'run',
  sentence: 'Start Docker',
  argv: ['systemctl', 'start', 'docker.service'],
  undo: null,
  // Docker waits for the share, whose server may be off.
  deadlineMs: 240_000,
};

export const containerProof: Step = {
  id: 'container-proof',
  title: 'Prove that containers run',
  appliesTo: () => true,
  reads: ['system', 'docker', 'files', 'units'],
  plan({ facts: { docker, files, system, units } }) {
    if (docker === null) {
      const stopped = units['docker.service']?.load === 'loaded';
      return todo(
        stopped ? [START, PROVE] : [PROVE],
        stopped ? 'Docker does not answer' : 'Docker is not installed yet',
      );
    }
    const stamp = files[CONTAINER_PROOF];
    const present = `${docker.serverVersion} ${system.kernelRelease}`;
    if (stamp?.exists !== true) return todo([PROVE], 'no container was seen to run yet');
    if (stamp.text.trim() === present) {
      return nothing(`a container ran with Docker ${docker.serverVersion} on kernel ${system.kernelRelease}`);
    }
    return todo([PROVE], `a container last ran with Docker ${stamp.text.trim().replace(' ', ' on kernel ')}`);
  },
  explain: {
    what: 'Makes an image of one small program that the board has, runs it in a container without a network, compares what it prints, and removes the image. It does so again after a new Docker or a new kernel.',
    why: 'Docker can be installed, running and useless: without AppArmor’s tools, with a kernel that lacks a module, on a file system that it cannot use. Only a container that ran shows that containers run. No registry is asked, so it works without the internet.',
    commands: [
      'tar -C /sbin -c ldconfig | docker import - enjambre.invalid/proof:1',
      'docker run --rm --network none --pull never enjambre.invalid/proof:1 /ldconfig --version',
      'docker image rm enjambre.invalid/proof:1',
    ],
    look: [
      { command: `sudo cat ${CONTAINER_PROOF}`, shows: 'with which Docker and kernel a container was seen to run' },
      { command: 'docker info', shows: 'Docker’s own view, with warnings at the end' },
      { command: 'sudo journalctl -u docker -n 50', shows: 'what Docker said last' },
    ],
    undo: 'Nothing stays but the note, which enjambre reset removes with its other notes.',
  },
};
