import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addedSlot, type Launch, type Machine, machineCommand } from './arguments.ts';

const test = suite("a machine's parts become QEMU's arguments");

const machine: Machine = {
  accelerator: 'tcg',
  memoryMb: 1024,
  cpus: 1,
  kernel: '/base/vmlinuz',
  initrd: '/base/initrd',
  mac: '52:54:00:57:01:0b',
  tap: 'port11',
  sshPort: 2211,
};
const launch: Launch = { directory: '/labs/one/boards/manager', addedDisks: [] };

/** Values of an option, in their order. */
function valuesOf(command: readonly string[], option: string): string[] {
  return command.filter((_, index) => command[index - 1] === option);
}

test('emulation hides the instruction at which kernels die; the processor itself hides nothing', () => {
  const emulated = machineCommand(machine, launch);
  assert.match(valuesOf(emulated, '-accel').join(), /^tcg,thread=multi/);
  assert.ok(valuesOf(emulated, '-cpu').join().split(',').includes('-cx16'));
  const native = machineCommand({ ...machine, accelerator: 'kvm' }, launch);
  assert.equal([valuesOf(native, '-accel'), valuesOf(native, '-cpu')], [['kvm'], ['host']]);
});

test('its two cards are the way out with SSH led in, and the tap in the lab with its own address', () => {
  const command = machineCommand(machine, launch);
  assert.equal(valuesOf(command, '-netdev'), [
    'user,id=packages,hostfwd=tcp:127.0.0.1:2211-:22',
    'tap,id=lan,ifname=port11,script=no,downscript=no,vhost=off',
  ]);
  const cards = valuesOf(command, '-device').filter((device) => device.startsWith('virtio-net'));
  assert.is(cards.length, 2);
  assert.match(cards[0] ?? '', /id=eth0,netdev=packages,/);
  assert.match(cards[1] ?? '', /id=eth1,netdev=lan,mac=52:54:00:57:01:0b,/);
});

test('its own disk can be written, its identity cannot, and added disks follow at their own slots', () => {
  const command = machineCommand(machine, { ...launch, addedDisks: ['disk2', 'disk3'] });
  const nodes = valuesOf(command, '-blockdev').map((text) => JSON.parse(text));
  assert.equal(
    nodes.map((node) => [node['node-name'], node.driver, node['read-only'] ?? false]),
    [
      ['disk', 'qcow2', false],
      ['identity', 'raw', true],
      ['disk2', 'qcow2', false],
      ['disk3', 'qcow2', false],
    ],
  );
  assert.is(nodes[3].file.filename, '/labs/one/boards/manager/disk3.qcow2');
  const devices = valuesOf(command, '-device');
  assert.ok(devices.includes(`virtio-blk-pci,id=disk3-device,drive=disk3,serial=disk3,addr=${addedSlot(1)}`));
  const slots = devices.map((device) => /addr=(\w+)/.exec(device)?.[1]).filter((slot) => slot !== undefined);
  assert.is(new Set(slots).size, slots.length);
});

test('memory is its own, or a file that is written through, or one that is only read', () => {
  const memoryOf = (memory: NonNullable<Launch['memory']>) =>
    valuesOf(machineCommand(machine, { ...launch, memory }), '-object').join();
  assert.is(memoryOf('own'), 'memory-backend-ram,id=ram,size=1024M');
  const file = '/cache/booted/a,b/memory';
  const shared = 'memory-backend-file,id=ram,size=1024M,mem-path=/cache/booted/a,,b/memory';
  assert.is(memoryOf({ file, shared: true }), `${shared},share=on`);
  assert.is(memoryOf({ file, shared: false }), `${shared},share=off`);
});

test('it waits for a saved state only where one comes', () => {
  assert.not(machineCommand(machine, launch).includes('-incoming'));
  assert.equal(valuesOf(machineCommand(machine, { ...launch, incoming: true }), '-incoming'), ['defer']);
});

test('its clock is true, or what it is told', () => {
  assert.equal(valuesOf(machineCommand(machine, launch), '-rtc'), ['base=utc,clock=host']);
  const clock = new Date('2001-02-03T04:05:06.789Z');
  assert.equal(valuesOf(machineCommand(machine, { ...launch, clock }), '-rtc'), [
    'base=2001-02-03T04:05:06,clock=host',
  ]);
});

test('a machine that is resumed has the arguments of the one that was saved, but for what may differ', () => {
  const saved = machineCommand({ ...machine, mac: '52:54:00:00:00:01', tap: 'saved', sshPort: 1 }, launch);
  const resumed = machineCommand(machine, { ...launch, incoming: true, memory: { file: '/m', shared: false } });
  const differing = resumed.filter((word) => !saved.includes(word));
  assert.equal(
    differing.map((word) => word.split(',')[0]),
    ['memory-backend-file', 'user', 'tap', 'virtio-net-pci', '-incoming', 'defer'],
  );
});

test.run();
