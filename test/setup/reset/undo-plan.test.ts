import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Change } from '../../../setup/apply/journal.ts';
import { withDaemonKeys } from '../../../setup/config-files/daemon-json.ts';
import type { DockerFact, Facts } from '../../../setup/facts/facts.ts';
import type { DockerCall, WriteFile } from '../../../setup/plan/command.ts';
import { isDockerSilent, planUndo, RESET } from '../../../setup/reset/undo-plan.ts';
import { inventory } from '../steps/defaults.ts';
import { finishedFacts } from '../steps/finished.ts';
import { FSTAB, History } from './history.ts';

const test = suite('a reset takes back what the journal tells, and leaves to people what is theirs');

const DAEMON = '/etc/docker/daemon.json';
const UNIT = '/etc/systemd/system/enjambre-share.timer';

function undone(history: History, details: Partial<Facts> = {}) {
  const { undos, stays } = planUndo(history.facts(details), { keepPackages: false });
  const commands = undos.flatMap(({ command }) => command ?? []);
  return { undos, stays, commands, sentences: commands.map(({ sentence }) => sentence) };
}

function written(history: History): WriteFile {
  const [command, ...others] = undone(history).commands;
  if (command?.kind !== 'write-file' || others.length > 0) throw new Error('It is not one file that is written.');
  return command;
}

const run = (name: string): Change => ({ kind: 'run', undo: { sentence: `Undo ${name}`, argv: ['undo', name] } });

const docker = (call: DockerCall): Change => ({ kind: 'docker', undo: { sentence: `Call ${call.name}`, call } });

/** Docker and its Swarm as they are on the manager of a finished lab. */
function finished(): Pick<Facts, 'docker' | 'swarmNodes'> & { docker: DockerFact } {
  const [manager] = inventory.nodes;
  const facts = manager === undefined ? undefined : finishedFacts(manager, inventory);
  if (!facts?.docker) throw new Error('A finished lab has Docker.');
  return { docker: facts.docker, swarmNodes: facts.swarmNodes };
}

test('every kind of change is taken back, the newest first', () => {
  const history = new History({ [UNIT]: null })
    .change({ kind: 'packages', packages: ['nfs-common', 'docker.io'] })
    .change({ kind: 'directory', path: '/mnt/shared' })
    .edit(UNIT, 'ours', { ours: 'whole', activate: [['systemctl', 'daemon-reload']] })
    .change(run('mount'))
    .change(docker({ name: 'swarm-leave', force: true }));
  const { commands, sentences, undos } = undone(history, finished());
  assert.equal(sentences, [
    'Call swarm-leave',
    'Undo mount',
    `Remove ${UNIT}`,
    'Remove /mnt/shared if nothing is in it',
    'Remove what set-up has installed: nfs-common, docker.io',
  ]);
  assert.equal(
    undos.map(({ entries }) => entries.map(({ id }) => id)),
    [['5'], ['4'], ['3'], ['2'], ['1']],
  );
  assert.equal(
    commands.map((command) =>
      command.kind === 'run' && command.undo === null ? command.argv.slice(0, 2) : command.kind,
    ),
    ['docker', ['undo', 'mount'], 'write-file', ['rmdir', '--ignore-fail-on-non-empty'], ['sh', '-c']],
  );
});

test('what was undone already, and what a reset did itself, is nothing to undo', () => {
  const history = new History()
    .change(run('a'), { state: 'undone' })
    .change(run('b'))
    .change(run('c'), { step: RESET });
  assert.equal(undone(history).sentences, ['Undo b']);
});

test('what was begun and never ended is undone too', () => {
  assert.equal(undone(new History().change(run('a'), { state: 'begun' })).sentences, ['Undo a']);
  const begun = new History({ [FSTAB]: 'old\n' }).block(FSTAB, ['ours']);
  const [entry] = begun.journal;
  if (entry !== undefined) begun.journal[0] = { ...entry, state: 'begun' };
  assert.is(written(begun).after, 'old\n');
  begun.byHand(FSTAB, 'old\n');
  assert.equal(undone(begun).sentences, []);
  assert.is(undone(begun).undos.length, 1);
});

test('packages stay if that is asked for, and it is said', () => {
  const history = new History().change({ kind: 'packages', packages: ['nfs-common', 'docker.io'] });
  const { undos, stays } = planUndo(history.facts(), { keepPackages: true });
  assert.equal(undos, [], 'another reset may take them');
  assert.equal(stays, ['packages that set-up has installed: nfs-common, docker.io']);
});

test('all edits of a file are taken back at once, where the first of them stands', () => {
  const history = new History({ [FSTAB]: 'old\n' })
    .change(run('before'))
    .block(FSTAB, ['one'])
    .change(run('between'))
    .block(FSTAB, ['two']);
  const { sentences, undos } = undone(history);
  assert.equal(sentences, ['Undo between', `Restore ${FSTAB} as it was`, 'Undo before']);
  assert.equal(
    undos[1]?.entries.map(({ id }) => id),
    ['2', '4'],
  );
});

test('a file is restored only if it is what was written, and the system takes note', () => {
  const { before, after, activate, ours } = written(new History({ [FSTAB]: 'old' }).block(FSTAB, ['ours']));
  assert.match(before ?? '', /^old\n# BEGIN enjambre/);
  assert.equal([after, ours, activate], ['old', 'block', [['systemctl', 'daemon-reload']]]);
});

test('our block is cut out of a file that somebody has edited since', () => {
  const history = new History({ [FSTAB]: 'old\n' }).block(FSTAB, ['ours']);
  history.byHand(FSTAB, `${history.text(FSTAB)}theirs\n`);
  const command = written(history);
  assert.equal(
    [command.after, command.sentence],
    ['old\ntheirs\n', `Take our part out of ${FSTAB}, which was edited since`],
  );
});

test('an edit between two of ours is kept', () => {
  const history = new History({ [FSTAB]: 'old\n' }).block(FSTAB, ['one']);
  history.byHand(FSTAB, `theirs\n${history.text(FSTAB)}`).block(FSTAB, ['two']);
  assert.is(written(history).after, 'theirs\nold\n');
});

test('a file that was not there before goes if nothing but our block is left of it', () => {
  const history = new History({ [FSTAB]: null }).block(FSTAB, ['ours']);
  history.byHand(FSTAB, (history.text(FSTAB) ?? '').replace('ours', 'ours, edited'));
  assert.equal([written(history).after, written(history).sentence], [null, `Remove ${FSTAB}`]);
});

test('our keys get their earlier values back, and what others wrote stays', () => {
  const old = '{\n  "log-driver": "syslog",\n  "debug": true\n}\n';
  const history = new History({ [DAEMON]: old });
  history.edit(DAEMON, withDaemonKeys(old, { 'log-driver': 'local', 'live-restore': false }, DAEMON), { ours: 'keys' });
  history.byHand(DAEMON, withDaemonKeys(history.text(DAEMON), { dns: ['192.168.1.1'] }, DAEMON));
  assert.equal(JSON.parse(written(history).after ?? ''), { 'log-driver': 'syslog', debug: true, dns: ['192.168.1.1'] });
  const ours = new History({ [DAEMON]: null }).edit(DAEMON, '{"log-driver": "local"}', { ours: 'keys' });
  assert.is(written(ours.byHand(DAEMON, '{ "log-driver": "local" }\n')).after, null);
});

test('a file that is ours alone stays if somebody has edited or removed it', () => {
  const history = new History({ [UNIT]: null }).edit(UNIT, 'ours\n', { ours: 'whole' });
  const edited = undone(history.byHand(UNIT, 'ours, and theirs\n'));
  assert.equal([edited.sentences, edited.stays], [[], [`${UNIT}: somebody has edited it since`]]);
  const there = new History({ [UNIT]: 'distribution\n' }).edit(UNIT, 'ours\n', { ours: 'whole' }).byHand(UNIT, null);
  assert.equal(undone(there).stays, [`${UNIT}: somebody has removed it since`]);
  assert.equal(undone(history.byHand(UNIT, null)).stays, [], 'it was not there before, and is not there now');
});

test('without a copy that is what it was, a file stays', () => {
  for (const damage of [undefined, { exists: true, text: 'olt\n', mode: '644', user: 0, group: 0 } as const]) {
    const history = new History({ [FSTAB]: 'old\n' }).block(FSTAB, ['ours']);
    const [copy = ''] = Object.keys(history.backups);
    delete history.backups[copy];
    if (damage !== undefined) history.backups[copy] = damage;
    const { sentences, stays, undos } = undone(history);
    assert.equal([sentences, stays], [[], [`${FSTAB}: its copy ${copy} is not what it was`]]);
    assert.is(undos.length, 1);
  }
});

test('a file that somebody has broken since hinders nothing else', () => {
  const history = new History({ [DAEMON]: '{}' })
    .change(run('a'))
    .edit(DAEMON, '{"log-driver": "local"}', { ours: 'keys' });
  history.byHand(DAEMON, '{"log-driver": "local"');
  const { sentences, stays } = undone(history);
  assert.equal(sentences, ['Undo a']);
  assert.is(stays.length, 1);
  assert.match(stays[0] ?? '', /daemon\.json.*line 1/);
});

test('a file that the inventory no longer names stays', () => {
  const history = new History().edit('/srv/old/.enjambre-share', 'id 1\n', { ours: 'whole' });
  delete history.files['/srv/old/.enjambre-share'];
  const { sentences, stays } = undone(history);
  assert.equal([sentences, stays], [[], ['/srv/old/.enjambre-share: it is no part of the inventory any more']]);
});

test('a file that an interrupted reset has restored is made known to the system again', () => {
  const history = new History({ [FSTAB]: 'old\n' }).block(FSTAB, ['ours']);
  history.edit(FSTAB, 'old\n', { step: RESET, state: 'begun' });
  const { before, after, activate, sentence } = written(history);
  assert.equal([before, after, activate], ['old\n', 'old\n', [['systemctl', 'daemon-reload']]]);
  assert.is(sentence, `Finish restoring ${FSTAB}`);
  const ended = new History({ [FSTAB]: 'old\n' }).block(FSTAB, ['ours']).edit(FSTAB, 'old\n', { step: RESET });
  assert.equal(undone(ended).sentences, []);
});

test('a node that was let into a Swarm twice leaves once', () => {
  const leave = docker({ name: 'swarm-leave', force: true });
  const history = new History({}).change(leave).change(run('mount')).change(leave);
  const { sentences, undos } = undone(history, finished());
  assert.equal(sentences, ['Call swarm-leave', 'Undo mount']);
  assert.is(undos.length, 3, 'each is marked as undone');
});

test('the sentinel goes from a share that was there before set-up', () => {
  const path = '/mnt/shared/.enjambre-share';
  const history = new History({ [path]: null }).edit(path, 'id 1\n', { ours: 'whole' });
  const facts = history.facts();
  const { [path]: _, ...files } = facts.files;
  const share = { ...facts.share, mounted: 'id 1\n' };
  assert.equal(undone(history, { files, share }).sentences, [`Remove ${path}`]);
  assert.equal(undone(history, { files, share: { ...share, mounted: null } }).sentences, []);
  assert.equal(undone(history, { files, share, directories: {} }).sentences, [], 'the share is elsewhere now');
});

test('labels of a node that is gone are nothing to undo', () => {
  const label = (nodeId: string) => docker({ name: 'label-node', node: 'worker1', nodeId, set: {}, remove: ['type'] });
  const { docker: engine, swarmNodes } = finished();
  const [first] = swarmNodes ?? [];
  const history = new History().change(label('gone')).change(label(first?.id ?? ''));
  const { commands, undos } = undone(history, { docker: engine, swarmNodes });
  assert.is(commands.length, 1);
  assert.is(undos.length, 2);
});

test('a node that has left its Swarm already, or has no Docker any more, is not asked to', () => {
  const history = new History().change(docker({ name: 'swarm-leave', force: false }));
  const { docker: engine } = finished();
  const left = { docker: { ...engine, swarm: { ...engine.swarm, state: 'inactive' } } };
  for (const facts of [left, { docker: null }]) {
    const { commands, undos, stays } = undone(history, facts);
    assert.equal([commands.length, undos.length, stays.length], [0, 1, 0]);
  }
});

test('it is said that a node stays in its Swarm whose Docker is there and does not answer', () => {
  const history = new History().change(docker({ name: 'swarm-leave', force: false }));
  const packages = { installed: { 'docker-ce': '28.0.0' }, candidates: {}, interrupted: false, lockedBy: null };
  const { commands, stays } = undone(history, { docker: null, packages });
  assert.equal(commands, []);
  assert.equal(stays, ['Docker does not answer, so nobody can "Call swarm-leave"']);
});

test('Docker that runs and does not answer is waited for, if it has something to undo', () => {
  const active = { 'docker.service': { load: 'loaded', active: 'active', enabled: 'enabled' } };
  const joined = new History().change(docker({ name: 'swarm-leave', force: false }));
  assert.is(isDockerSilent(joined.facts({ docker: null, units: active })), true);
  assert.is(
    isDockerSilent(joined.facts({ docker: null, units: {} })),
    false,
    'a Docker that was stopped never answers',
  );
  assert.is(isDockerSilent(new History().facts({ docker: null, units: active })), false);
});

test.run();
