import { editFile } from '../config-files/edit-file.ts';
import { DOCKER_DROP_IN, dockerDropIn, RELOAD_UNITS } from '../config-files/unit-files.ts';
import { mountUnit } from '../facts/units.ts';
import { nothing, type Step, todo } from './step.ts';

export const dockerOrder: Step = {
  id: 'docker-order',
  title: 'Let Docker start after the share',
  appliesTo: () => true,
  reads: ['system', 'files', 'journal'],
  plan({ node, inventory: { share }, facts }) {
    if (!facts.system.systemd) return nothing(`systemd does not start Docker on ${node.name}`);
    const unit = mountUnit(share.mount);
    const commands = editFile({
      path: DOCKER_DROP_IN,
      file: facts.files[DOCKER_DROP_IN],
      wanted: dockerDropIn(share.mount),
      sentence: `Let Docker start after "${share.mount}" is mounted`,
      ours: 'whole',
      activate: RELOAD_UNITS,
      journal: facts.journal,
    });
    if (commands.length === 0) return nothing(`Docker starts after ${unit}`);
    return todo(commands, `Docker may start before "${share.mount}" is mounted`);
  },
  explain: {
    what: 'Adds a drop-in to Docker’s unit: systemd starts Docker once the share is mounted, or once it has been tried for three minutes.',
    why: 'A container that starts before the share is mounted sees the empty folder beneath, and keeps seeing it. Docker waits for the mount, but does not depend on it: a server that is off must not keep Docker off.',
    commands: [
      "printf '[Unit]\\nAfter=mnt-shared.mount\\nWants=mnt-shared.mount\\n' > /etc/systemd/system/docker.service.d/enjambre.conf",
      'systemctl daemon-reload',
    ],
    look: [
      { command: 'systemctl show docker --property After,Wants', shows: 'that the mount unit is among both' },
      { command: 'systemd-analyze critical-chain docker.service', shows: 'what Docker waited for at the last start' },
    ],
    undo: 'enjambre reset removes the drop-in.',
  },
};
