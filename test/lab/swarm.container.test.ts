import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fromRoot } from '../root.ts';
import { RELEASES } from './board.ts';
import { type Lab, raiseLab } from './lab.ts';
import { succeed } from './process.ts';
import { at, boardTests } from './suite.ts';
import { makeWorkerImage, WORKER_IMAGE } from './worker-image.ts';

const test = suite("three container boards form a Swarm and run the pipeline's container");

const PARTITIONS = 6;
const sample = fromRoot('docs', 'sample.csv');
const boards = await boardTests(test, 'container');

// The image carries what is built.
boards.before(async () => {
  await succeed([process.execPath, fromRoot('build.mjs')]);
});

for (const release of RELEASES) {
  boards.test(`Debian ${release}: a job over three boards gives the bytes that one machine gives`, async () => {
    const lab = await raiseLab({ name: `swarm${release}`, boards: [{ release }, { release }, { release }] });
    try {
      await joinSwarm(lab);
      await sendImage(lab);
      assert.is(await describeOnSwarm(lab), await describeHere());
    } finally {
      await lab.down();
    }
  });
}

async function joinSwarm(lab: Lab): Promise<void> {
  const [manager, ...workers] = lab.boards.map(({ name }) => name);
  const address = lab.boards[0]?.address ?? '';
  await at(lab, manager!, `sudo docker swarm init --advertise-addr ${address}`);
  const token = await at(lab, manager!, 'sudo docker swarm join-token --quiet worker');
  await Promise.all(
    workers.map((worker) => at(lab, worker, `sudo docker swarm join --token ${token} ${address}:2377`)),
  );
  const nodes = await at(lab, manager!, "sudo docker node ls --format '{{.Hostname}} {{.Status}}'");
  assert.equal(
    nodes.split('\n').sort(),
    lab.boards.map(({ name }) => `${name} Ready`),
  );
}

/** Made on the manager, saved to the share, loaded from there by the others. */
async function sendImage(lab: Lab): Promise<void> {
  const folder = join(lab.directory, 'image');
  const { tar, importCommand } = await makeWorkerImage(folder);
  copyFileSync(tar, join(lab.share, 'root.tar'));
  await at(lab, 'manager', `sudo ${importCommand('/mnt/shared/root.tar')}`);
  await at(lab, 'manager', `sudo docker save --output /mnt/shared/worker.tar ${WORKER_IMAGE}`);
  const loads = ['worker1', 'worker2'].map((worker) =>
    at(lab, worker, 'sudo docker load --input /mnt/shared/worker.tar'),
  );
  for (const loaded of await Promise.all(loads)) assert.match(loaded, WORKER_IMAGE);
}

async function describeOnSwarm(lab: Lab): Promise<string> {
  copyFileSync(sample, join(lab.share, 'sample.csv'));
  const inContainer = 'sudo docker run --rm --volume /mnt/shared:/mnt/shared';
  const run = '/mnt/shared/run';
  const split = `/app/dist/split.js describe /mnt/shared/sample.csv --column ValorObservado --partitions ${PARTITIONS} --out ${run}`;
  await at(lab, 'manager', `${inContainer} ${WORKER_IMAGE} ${split}`);
  const image = await at(lab, 'manager', `sudo docker image inspect --format '{{.Id}}' ${WORKER_IMAGE}`);
  for (let partition = 0; partition < PARTITIONS; partition++) {
    const service = `sudo docker service create --quiet --detach --no-resolve-image --mode replicated-job --name part${partition}`;
    const mount = '--mount type=bind,source=/mnt/shared,target=/mnt/shared';
    // Said, not left to chance: tasks as short as these might all find the same board free.
    const place = `--constraint node.hostname==${lab.boards[partition % lab.boards.length]?.name}`;
    await at(
      lab,
      'manager',
      `${service} --env PARTITION=${partition} ${place} ${mount} ${image} /app/dist/process.js ${run}`,
    );
  }
  const placed = await tasksDone(lab);
  assert.equal([...new Set(placed)].sort(), ['manager', 'worker1', 'worker2'], 'every board had work');
  await at(lab, 'manager', `${inContainer} ${WORKER_IMAGE} /app/dist/combine.js ${run}`);
  return readFileSync(join(lab.share, 'run/result.json'), 'utf8');
}

/** Waits for all tasks; returns the board of each. */
async function tasksDone(lab: Lab): Promise<string[]> {
  const services = Array.from({ length: PARTITIONS }, (_, partition) => `part${partition}`).join(' ');
  const deadline = Date.now() + 60_000;
  for (;;) {
    const tasks = await at(
      lab,
      'manager',
      `sudo docker service ps --format '{{.Node}} {{.CurrentState}} {{.Error}}' ${services}`,
    );
    const lines = tasks.split('\n');
    if (lines.length === PARTITIONS && lines.every((line) => / Complete /.test(line))) {
      return lines.map((line) => line.split(' ')[0] ?? '');
    }
    assert.ok(Date.now() < deadline, tasks);
    await sleep(300);
  }
}

async function describeHere(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'enjambre-swarm-'));
  try {
    const run = [
      'run',
      'describe',
      sample,
      '--column',
      'ValorObservado',
      '--partitions',
      '2',
      '--out',
      join(folder, 'run'),
    ];
    await succeed([process.execPath, fromRoot('dist', 'enjambre.js'), ...run, '--no-report']);
    return readFileSync(join(folder, 'run/result.json'), 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test.run();
