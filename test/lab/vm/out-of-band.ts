import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { shellWord } from '../../../setup/invocation.ts';
import type { ExecOptions, Finished } from '../board.ts';
import type { Enclosure } from '../enclosure.ts';

const DEADLINE_MS = 60_000;
const CONNECT_MS = 20_000;
const RETRY_MS = 300;

/** A way to a board's root that does not use the lab's network. */
export interface OutOfBand {
  /** Runs a command as root; a board that is still starting is waited for, within the deadline. */
  exec(command: readonly string[], options?: ExecOptions): Promise<Finished>;
  /** Drops the connection: what was at its other end has gone. */
  forget(): Promise<void>;
}

export interface OutOfBandParts {
  name: string;
  enclosure: Enclosure;
  /** Of the board, for the connection's socket. */
  directory: string;
  /** File of the private key. */
  key: string;
  /** Of the loopback beside the switch. */
  port: number;
}

/**
 * SSH through the board's first network card. One connection stays open and serves all commands, because under emulation its
 * handshake takes seconds; it lives in the enclosure and ends with the lab.
 */
export function outOfBand({ name, enclosure, directory, key, port }: OutOfBandParts): OutOfBand {
  const socket = join(directory, 'ssh');
  const log = join(directory, 'ssh.log');
  const client = ['ssh', '-F', '/dev/null', '-S', socket, '-p', String(port)];
  const login = [
    ...['-i', key, '-o', 'IdentitiesOnly=yes', '-o', 'BatchMode=yes', '-o', `ConnectTimeout=${CONNECT_MS / 1000}`],
    // Nobody else can listen there, and the board's key is what the lab gave it.
    ...['-o', 'StrictHostKeyChecking=no', '-o', 'UserKnownHostsFile=/dev/null', '-o', 'LogLevel=ERROR'],
    // What emulation computes soonest; both releases know them.
    ...['-o', 'KexAlgorithms=curve25519-sha256', '-o', 'Ciphers=aes128-gcm@openssh.com'],
    ...['-o', 'ServerAliveInterval=10', '-o', 'ServerAliveCountMax=6'],
  ];
  const target = 'admin@127.0.0.1';
  const master = [...client, ...login, '-E', log, '-M', '-N', '-f', '-o', 'ControlPersist=yes', target];

  /** Two commands at once make one connection: the lock is closed to the connection itself, which stays. */
  async function connect(deadline: number): Promise<void> {
    const check = [...client, '-O', 'check', target].map(shellWord).join(' ');
    const make = `${check} 2> /dev/null || { rm -f ${shellWord(socket)} ${shellWord(log)}; ${master.map(shellWord).join(' ')}; }`;
    const locked = ['flock', '--close', `${socket}.lock`, 'sh', '-c', `{ ${make}; } < /dev/null > /dev/null 2>&1`];
    for (;;) {
      const left = deadline - Date.now();
      if (left <= 0)
        throw new Error(`${name} does not answer SSH out of band. Next: less ${log} ${join(directory, 'console.log')}`);
      const { code } = await enclosure.runAtSwitch(locked, { timeoutMs: left + 1000 });
      if (code === 0) return;
      await sleep(RETRY_MS);
    }
  }

  return {
    async exec(command, { timeoutMs = DEADLINE_MS, ...options } = {}) {
      const deadline = Date.now() + timeoutMs;
      await connect(deadline);
      const left = Math.max(1000, deadline - Date.now());
      // Ended there too: a command whose client goes away would stay. And a signal becomes a code: SSH knows no more of it.
      const ending = `timeout --signal=KILL ${Math.ceil(left / 1000)} "$@"; exit "$?"`;
      const line = ['sudo', '-n', '-H', '--', 'sh', '-c', ending, 'exec', ...command].map(shellWord).join(' ');
      try {
        return await enclosure.runAtSwitch([...client, ...login, target, '--', line], { ...options, timeoutMs: left });
      } catch (error) {
        if (Date.now() < deadline - 100) throw error;
        const said = command.map(shellWord).join(' ');
        throw new Error(`${name}: still running after ${timeoutMs / 1000} s: ${said}`, { cause: error });
      }
    },
    async forget() {
      await enclosure.runAtSwitch([...client, '-O', 'exit', target]);
      await enclosure.runAtSwitch(['rm', '-f', socket]);
    },
  };
}
