import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { atServer, hostError } from './at-server.ts';

const test = suite('a machine that hangs or goes away ends in an error, soon');

test('a command that hangs ends at its deadline, and others go on', () =>
  atServer({}, async ({ open }) => {
    const host = await open();
    const since = Date.now();
    const error = await hostError(host.sh('sleep 30', { deadlineMs: 300 }));
    assert.is(error.code, 'deadline');
    assert.is(error.node, 'worker1');
    assert.ok(Date.now() - since < 3_000);
    assert.is((await host.sh('exit 5')).code, 5);
  }));

test('a connection that is lost during a command is no result', () =>
  atServer({}, async ({ server, open }) => {
    const host = await open();
    const errors = [host.sh('echo begun; sleep 30'), host.sh('sleep 30')].map(hostError);
    const held = await host.hold('echo held; sleep 30');
    held.ended.catch(() => {});
    server.cut();
    for (const error of await Promise.all(errors)) assert.is(error.code, 'connection-lost');
    assert.is((await hostError(held.ended)).code, 'connection-lost');
    assert.is((await hostError(host.sh('exit 0'))).code, 'connection-lost');
    await held.release();
  }));

test('a connection that is lost after a command leaves its result', () =>
  atServer({}, async ({ server, open }) => {
    const host = await open();
    assert.is((await host.sh('exit 3')).code, 3);
    server.cut();
    assert.is((await hostError(host.sh('exit 0'))).code, 'connection-lost');
  }));

test('a machine that falls silent is given up after a while, also where a command may take long', () =>
  atServer({}, async ({ server, open }) => {
    const host = await open({ timing: { keepaliveMs: 150 } });
    await host.sh('exit 0');
    const since = Date.now();
    const error = hostError(host.sh('sleep 30', { deadlineMs: 600_000 }));
    setTimeout(() => server.freeze(), 100);
    assert.is((await error).code, 'connection-lost');
    assert.ok(Date.now() - since < 5_000);
  }));

test('closing a connection to a silent machine takes no time', () =>
  atServer({}, async ({ server, open }) => {
    const host = await open();
    await host.sh('exit 0');
    server.freeze();
    const since = Date.now();
    await host.close();
    assert.ok(Date.now() - since < 2_000);
  }));

test('a connection that is closed leaves nothing that keeps the command from ending', () =>
  atServer({}, async ({ open }) => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = timers();
    const host = await open();
    await host.sh('exit 0');
    await host.close();
    assert.is(timers(), before);
  }));

test('what waits for a free session when its time is over is never started', () =>
  atServer({}, async ({ server, open }) => {
    const host = await open();
    await host.sh('exit 0');
    const long = Array.from({ length: 8 }, () => host.sh('sleep 1'));
    await hostError(host.sh('echo late', { deadlineMs: 200 }));
    await Promise.all(long);
    assert.is(server.commands.length, 9);
  }));

test.run();
