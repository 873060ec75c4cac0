// One SSH server that is a thousand nodes: each address of its network namespace answers as a finished node of its own.
// usage: simulated-nodes.mjs RECORDINGS SIZE HOST_KEY; tells on standard output when it listens, and ends with its input.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import process from 'node:process';
import ssh2 from 'ssh2';
import { answers } from './canned.mjs';

const [recordings = '', size = '', hostKey = ''] = process.argv.slice(2);
const answer = answers(JSON.parse(readFileSync(recordings, 'utf8')), Number(size));
const hostKeys = [readFileSync(hostKey)];
const counts = { logins: 0, sessions: 0 };

/** By address. @type {Map<string, import('ssh2').Server>} */
const servers = new Map();

/** @param {string} address */
function serverOf(address) {
  const server = new ssh2.Server({ hostKeys }, (client) => {
    client.on('error', () => {});
    // Whoever comes may log in: what it says is no secret.
    client.on('authentication', (attempt) =>
      attempt.method === 'none' ? attempt.reject(['publickey']) : attempt.accept(),
    );
    client.on('ready', () => counts.logins++);
    client.on('session', (accept) => {
      counts.sessions++;
      accept().on('exec', (acceptExec, _reject, { command }) => serve(acceptExec(), command, address));
    });
  });
  servers.set(address, server);
  return server;
}

/**
 * Proves that it began, takes the script, and prints what the node that was recorded printed.
 * @param {import('ssh2').ServerChannel} channel
 * @param {string} command
 * @param {string} address
 */
function serve(channel, command, address) {
  const [mark = ''] = command.match(/enjambre-[0-9a-f]+/) ?? [];
  channel.write(mark);
  channel.stderr.write(mark);
  /** @type {Buffer[]} */
  const chunks = [];
  channel.on('data', (/** @type {Buffer} */ chunk) => chunks.push(chunk));
  channel.on('end', () => {
    const [, boundary] =
      Buffer.concat(chunks)
        .toString('latin1')
        .match(/^boundary=(\w+)$/m) ?? [];
    const text = boundary === undefined ? undefined : answer(address, boundary);
    if (text !== undefined) channel.write(text);
    channel.exit(text === undefined ? 127 : 0);
    channel.end();
  });
}

const listener = createServer((socket) => {
  const { localAddress = '' } = socket;
  (servers.get(localAddress) ?? serverOf(localAddress)).injectSocket(socket);
});
listener.listen(22, '0.0.0.0', 1024, () => console.log('ready'));
process.stdin.resume().on('end', () => {
  console.log(JSON.stringify(counts));
  process.exit();
});
