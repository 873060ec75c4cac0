import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Qmp, QmpAbsent, QmpError, type QmpEvent } from './qmp.ts';

interface Command {
  execute: string;
  arguments: object;
  id: number;
}

const test = suite("a machine's monitor is talked to, and never waited for without an end");

const GREETING = { QMP: { version: {}, capabilities: [] } };
let folder = '';
let server: Server | undefined;

/** A monitor that greets and then does with each command what `answer` says; returns its socket. */
async function monitor(answer: (command: Command, say: (...messages: object[]) => void, socket: Socket) => void) {
  const path = join(folder, 'monitor');
  server = createServer((socket) => {
    const say = (...messages: object[]) => {
      for (const message of messages) socket.write(`${JSON.stringify(message)}\r\n`);
    };
    say(GREETING);
    socket.setEncoding('utf8').on('data', (text: string) => {
      for (const line of text.trim().split('\n')) {
        const command = JSON.parse(line) as Command;
        if (command.execute === 'qmp_capabilities') say({ return: {}, id: command.id });
        else answer(command, say, socket);
      }
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server?.listen(path, resolve));
  return path;
}

async function refusal(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('it succeeded');
}

test.before.each(() => {
  folder = mkdtempSync(join(tmpdir(), 'enjambre-test-'));
});
test.after.each(() => {
  server?.close();
  server = undefined;
  rmSync(folder, { recursive: true });
});

test('a command carries its arguments, and gives what it returns', async () => {
  const path = await monitor((command, say) => say({ return: { got: command.arguments }, id: command.id }));
  const qmp = await Qmp.connect(path);
  assert.equal(await qmp.execute('set_link', { name: 'eth1', up: false }), { got: { name: 'eth1', up: false } });
  qmp.close();
});

test('events and late answers between do not confuse it', async () => {
  const events: QmpEvent[] = [];
  const path = await monitor(({ id, execute }, say) => {
    say({ event: 'STOP', data: { a: 1 }, timestamp: {} }, { return: 'of nobody', id: 99 }, { return: execute, id });
  });
  const qmp = await Qmp.connect(path, { onEvent: (event) => events.push(event) });
  assert.equal(await Promise.all([qmp.execute('first'), qmp.execute('second')]), ['first', 'second']);
  assert.equal(events, [
    { event: 'STOP', data: { a: 1 } },
    { event: 'STOP', data: { a: 1 } },
  ]);
  qmp.close();
});

test('an answer may come in pieces', async () => {
  const path = await monitor(({ id }, _say, socket) => {
    const text = `${JSON.stringify({ return: 'whole', id })}\n`;
    socket.write(text.slice(0, 9));
    setTimeout(() => socket.write(text.slice(9)), 20);
  });
  const qmp = await Qmp.connect(path);
  assert.is(await qmp.execute('query'), 'whole');
  qmp.close();
});

test('a refusal says the command, the class and the reason, and the next command is served', async () => {
  const path = await monitor(({ id, execute }, say) => {
    if (execute === 'cont') say({ return: {}, id });
    else say({ error: { class: 'DeviceNotFound', desc: "Device 'eth9' not found" }, id });
  });
  const qmp = await Qmp.connect(path);
  const error = await refusal(qmp.execute('set_link'));
  assert.instance(error, QmpError);
  assert.is((error as QmpError).errorClass, 'DeviceNotFound');
  assert.is(error.message, "QEMU refuses set_link: Device 'eth9' not found");
  assert.equal(await qmp.execute('cont'), {});
  qmp.close();
});

test('a monitor that goes silent costs the deadline and no more', async () => {
  const path = await monitor(() => {});
  const qmp = await Qmp.connect(path);
  assert.is((await refusal(qmp.execute('stop', {}, 50))).message, 'QEMU did not answer stop within 0.05 s');
  qmp.close();
});

test('a monitor that serves another does not greet, which ends at the deadline', async () => {
  const path = join(folder, 'monitor');
  server = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => server?.listen(path, resolve));
  const error = await refusal(Qmp.connect(path, { timeoutMs: 50 }));
  assert.is(error.message, 'QEMU did not answer its greeting within 0.05 s');
});

test('a monitor that closes ends what waits and what comes after', async () => {
  const path = await monitor((_command, _say, socket) => socket.destroy());
  const qmp = await Qmp.connect(path);
  for (const command of ['stop', 'cont']) {
    assert.match((await refusal(qmp.execute(command))).message, 'QEMU closed its monitor');
  }
  qmp.close();
});

test('what is no JSON ends it with the words themselves', async () => {
  const path = await monitor((_command, _say, socket) => socket.write('(qemu) help\n'));
  const qmp = await Qmp.connect(path);
  assert.match((await refusal(qmp.execute('stop'))).message, '(qemu) help');
  qmp.close();
});

test('a machine that goes off while it is asked is off', async () => {
  const path = join(folder, 'monitor');
  server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server?.listen(path, resolve));
  assert.instance(await refusal(Qmp.connect(path)), QmpAbsent);
});

test('nobody at the socket is a machine that is off', async () => {
  assert.instance(await refusal(Qmp.connect(join(folder, 'monitor'))), QmpAbsent);
});

test.run();
