// SSH servers that answer as finished nodes, each at an address of its own: all addresses are this network namespace's.
// usage: simulated-nodes.mjs RECORDINGS SIZE HOST_KEY ROOT; says when they listen, and ends when its input ends.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { answers, identityOf } from './canned.mjs';

const [recordings = '', size = '', hostKeyFile = '', root = ''] = process.argv.slice(2);
const { startSshServer } = await import(pathToFileURL(join(root, '.cache/js/test/setup/host/ssh-server.js')).href);
const answer = answers(JSON.parse(readFileSync(recordings, 'utf8')), Number(size));
const hostKey = readFileSync(hostKeyFile, 'utf8');

const starts = Array.from({ length: Number(size) }, (_, index) => {
  const { address } = identityOf(index);
  return startSshServer({
    hostKey,
    host: address,
    port: 22,
    answer: (/** @type {string} */ script) => {
      const [, boundary] = script.match(/^boundary=(\w+)$/m) ?? [];
      return boundary === undefined ? { code: 127 } : { stdout: answer(address, boundary) };
    },
  });
});
const servers = await Promise.all(starts);
console.log('ready');

process.stdin.resume().on('end', async () => {
  const logins = servers.reduce((sum, server) => sum + server.logins, 0);
  const sessions = servers.reduce((sum, server) => sum + server.commands.length, 0);
  await Promise.all(servers.map((server) => server.close()));
  console.log(JSON.stringify({ logins, sessions }));
});
