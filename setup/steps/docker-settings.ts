import { daemonKeys, type Json, sameJson, withDaemonKeys } from '../config-files/daemon-json.ts';
import { editFile, textOf } from '../config-files/edit-file.ts';
import type { Facts } from '../facts/facts.ts';
import type { Command } from '../plan/command.ts';
import { orProblem } from './config-file-problem.ts';
import { checkImages } from './docker-settings/images.ts';
import { logSettings } from './docker-settings/logs.ts';
import { blocked, nothing, type Step, type StepContext, type StepPlan, todo } from './step.ts';

export const DAEMON_JSON = '/etc/docker/daemon.json';

export const dockerSettings: Step = {
  id: 'docker-settings',
  title: 'Set up Docker',
  appliesTo: () => true,
  reads: ['docker', 'files', 'units', 'packages', 'journal'],
  plan: (context) => orProblem(context, plan),
  explain: {
    what: 'Adds to /etc/docker/daemon.json what the lab needs, key by key, and leaves all else as it is: a log driver that drops old lines, live-restore off, and where images are kept, if the inventory says so. It sees to it that Docker starts at boot.',
    why: 'Docker’s default keeps every line that a container ever printed, and a full SD card stops a board. With live-restore on, Docker refuses to join a Swarm.',
    commands: ['nano /etc/docker/daemon.json', 'systemctl restart docker'],
    look: [
      { command: `cat ${DAEMON_JSON}`, shows: 'Docker’s settings' },
      {
        command: "docker info --format '{{.LoggingDriver}} {{.DockerRootDir}} {{.LiveRestoreEnabled}}'",
        shows: 'what Docker made of them',
      },
      { command: 'systemctl status docker', shows: 'whether it runs, and starts at boot' },
    ],
    undo: 'enjambre reset takes out the keys that it added, gives those that it changed their earlier value, and restarts Docker.',
  },
};

function plan(context: StepContext): StepPlan {
  const { node, facts } = context;
  const masked = facts.units['docker.service']?.load === 'masked';
  if (masked) {
    return blocked(
      'docker-masked',
      `Cannot start Docker on ${node.name}: its unit is masked`,
      `on ${node.name}: sudo systemctl unmask docker.service docker.socket`,
    );
  }
  const file = facts.files[DAEMON_JSON];
  const present = daemonKeys(textOf(file), DAEMON_JSON);
  const images = checkImages(context, present);
  if (images.problem !== undefined) return blocked(images.problem.code, images.problem.message, images.problem.next);
  const logs = logSettings(context, present);
  const wanted = { ...logs.keys, ...images.keys, ...liveRestore(present) };
  const changed = Object.keys(wanted).filter((key) => !sameJson(present.get(key), wanted[key]));
  const edit = editFile({
    path: DAEMON_JSON,
    file,
    wanted: changed.length === 0 ? textOf(file) : withDaemonKeys(textOf(file), wanted, DAEMON_JSON),
    sentence: `Set ${changed.join(', ')} in ${DAEMON_JSON}, and restart Docker`,
    ours: 'keys',
    // Three starts within a minute are Docker's limit; the first of these commands begins a new count.
    activate: [
      ['systemctl', 'reset-failed', 'docker.service'],
      ['systemctl', 'restart', 'docker.service'],
    ],
    journal: facts.journal,
    ...checkOf(facts),
  });
  const warnings = [...logs.warnings, ...images.warnings, ...liveRestoreByFlag(context, present)];
  const commands = [...edit, ...switchOn(facts)];
  if (commands.length === 0) return nothing('Docker is set up, runs, and starts at boot', warnings);
  return todo(commands, reason(changed, edit, commands), warnings);
}

function reason(changed: readonly string[], edit: readonly Command[], commands: readonly Command[]): string {
  if (changed.length > 0) return `${DAEMON_JSON} lacks ${changed.join(', ')}`;
  if (edit.length > 0) return `an edit of ${DAEMON_JSON} was interrupted`;
  return commands.length > 0 ? 'Docker does not run, or does not start at boot' : '';
}

/** Docker refuses to be part of a Swarm with it. */
function liveRestore(present: ReadonlyMap<string, Json>): Record<string, Json> {
  return present.get('live-restore') === true ? { 'live-restore': false } : {};
}

function liveRestoreByFlag({ node, facts }: StepContext, present: ReadonlyMap<string, Json>): string[] {
  if (facts.docker?.liveRestore !== true || present.get('live-restore') === true) return [];
  return [
    `Docker on ${node.name} was started with --live-restore, and cannot join a Swarm: see "systemctl cat docker"`,
  ];
}

/** Docker itself looks at the new file; it can since 23.0. */
function checkOf({ docker }: Facts): { check?: readonly string[] } {
  const major = Number(docker?.serverVersion.split('.')[0]);
  return major >= 23 ? { check: ['dockerd', '--validate', '--config-file'] } : {};
}

/** A package that is yet to be installed does this itself. */
function switchOn({ units }: Facts): Command[] {
  const unit = units['docker.service'];
  if (unit === undefined || unit.load !== 'loaded') return [];
  const isEnabled = unit.enabled !== 'disabled';
  const isActive = ['active', 'activating', 'reloading'].includes(unit.active);
  if (isEnabled && isActive) return [];
  const back = isEnabled ? ['systemctl', 'stop', 'docker.service'] : ['systemctl', 'disable', 'docker.service'];
  return [
    {
      kind: 'run',
      sentence: isEnabled ? 'Start Docker' : 'Start Docker, now and at boot',
      argv: ['systemctl', ...(isEnabled ? ['start'] : ['enable', '--now']), 'docker.service'],
      undo: isEnabled ? null : { sentence: 'Do not start Docker at boot', argv: back },
    },
  ];
}
