import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type ClosableEngine, connectEngine } from '../../../setup/host/docker.ts';
import { hostError } from './at-server.ts';

const test = suite('an engine is asked over a stream of bytes, whatever this machine says of its own Docker');

interface Asked {
  method: string;
  url: string;
  body: unknown;
}

/** An engine that answers as it is told, over a stream each that is opened for it. */
async function atEngine(
  answer: (asked: Asked) => { status?: number; body?: unknown },
  work: (engine: ClosableEngine, seen: { asked: Asked[]; opened: string[] }) => Promise<void>,
): Promise<void> {
  const seen = { asked: [] as Asked[], opened: [] as string[] };
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const asked = {
      method: request.method ?? '',
      url: request.url ?? '',
      body: text === '' ? undefined : JSON.parse(text),
    };
    seen.asked.push(asked);
    const { status = 200, body } = answer(asked);
    response
      .writeHead(status, { 'Content-Type': 'application/json' })
      .end(body === undefined ? '' : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const engine = connectEngine('worker1', async (program) => {
    seen.opened.push(program);
    return connect(port, '127.0.0.1');
  });
  try {
    await work(engine, seen);
  } finally {
    engine.close();
    server.closeAllConnections();
    server.close();
  }
}

const swarm = {
  Version: { Index: 12 },
  Spec: { Name: 'default', Raft: { SnapshotInterval: 10_000 }, CAConfig: { NodeCertExpiry: 1, ForceRotate: 2 } },
  JoinTokens: { Worker: 'SWMTKN-1-worker' },
};

test('one stream serves many requests', () =>
  atEngine(
    () => ({ body: 'id' }),
    async (engine, { asked, opened }) => {
      process.env.DOCKER_HOST = 'tcp://192.0.2.1:2375';
      try {
        await engine.swarmInit({ advertise: '192.168.1.20' });
        await engine.swarmLeave({ force: true });
      } finally {
        delete process.env.DOCKER_HOST;
      }
      assert.equal(opened, ['docker system dial-stdio']);
      assert.equal(
        asked.map(({ method, url }) => `${method} ${url}`),
        ['POST /swarm/init', 'POST /swarm/leave?force=true'],
      );
      assert.equal(asked[0]?.body, { ListenAddr: '0.0.0.0:2377', AdvertiseAddr: '192.168.1.20' });
    },
  ));

test('certificates last so many days, and other settings stay', () =>
  atEngine(
    () => ({ body: swarm }),
    async (engine, { asked }) => {
      assert.is(await engine.workerToken(), 'SWMTKN-1-worker');
      await engine.setCertificateDays(365);
      const update = asked.at(-1);
      assert.is(update?.url, '/swarm/update?version=12');
      assert.equal(update?.body, {
        ...swarm.Spec,
        CAConfig: { NodeCertExpiry: 31_536_000_000_000_000, ForceRotate: 2 },
      });
    },
  ));

test('labels not named stay', () =>
  atEngine(
    () => ({ body: { Version: { Index: 3 }, Spec: { Role: 'worker', Labels: { kept: '1', old: '2' } } } }),
    async (engine, { asked }) => {
      await engine.labelNode('n1', { set: { destino: 'ñ' }, remove: ['old', 'absent'] });
      assert.equal(asked.at(-1), {
        method: 'POST',
        url: '/nodes/n1/update?version=3',
        body: { Role: 'worker', Labels: { kept: '1', destino: 'ñ' } },
      });
    },
  ));

test('what it refuses is told in its words, without the token', () =>
  atEngine(
    () => ({ status: 400, body: { message: 'bad token SWMTKN-1-canary' } }),
    async (engine) => {
      const join = { token: 'SWMTKN-1-canary', remote: '192.168.1.20:2377', advertise: '192.168.1.21' };
      const error = await hostError(engine.swarmJoin(join));
      assert.is(error.code, 'engine-refused');
      assert.is(
        error.message,
        'Docker on worker1 refused to join the Swarm at 192.168.1.20:2377: bad token … (HTTP 400)',
      );
      assert.is(error.cause, undefined);
    },
  ));

test.run();
