import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ssh2, { type AuthContext, type Connection, type ServerChannel } from 'ssh2';

/** An SSH server in this process, and what it has seen. */
export interface SshServer {
  port: number;
  /** Public part of its host key. */
  hostKey: Buffer;
  /** Connections that got in, and those that came at all. */
  readonly logins: number;
  readonly connections: number;
  /** Ways of logging in that were tried, as `publickey`. */
  readonly tries: readonly string[];
  /** Command lines, one a session. */
  readonly commands: readonly string[];
  /** Passwords that sudo was given. */
  sudoTries(): string[];
  /** Ends all connections without a word. */
  cut(): void;
  /** From now on it reads nothing, as a machine without power. */
  freeze(): void;
  close(): Promise<void>;
}

export interface SshServerOptions {
  /** Private host key; a new one by default. */
  hostKey?: string;
  /** Of every account. */
  password?: string;
  /** Public keys that let in; by default every key does. */
  keys?: readonly Buffer[];
  /** Kinds that the server offers. @default publickey, password */
  methods?: readonly string[];
  /** @default 'free' */
  sudo?: 'free' | 'password' | 'forbidden' | 'missing';
  sudoPassword?: string;
  /** Groups of the account. @default 'users sudo' */
  groups?: string;
  /** What the account's shell prints first, on both streams. */
  greeting?: string;
  /** Answers scripts instead of running them: nothing is started. */
  answer?: (script: string, args: readonly string[]) => { code?: number; stdout?: string | Buffer; stderr?: string };
  /** @default 127.0.0.1 */
  host?: string;
  /** @default any that is free */
  port?: number;
}

/** A new pair of keys, as files hold them. */
export function newKey(): { private: string; public: Buffer } {
  // A few of the keys that the library makes, it cannot read.
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    if (ssh2.utils.parseKey(pair.private) instanceof Error) continue;
    return { private: pair.private, public: Buffer.from(pair.public.split(' ')[1] ?? '', 'base64') };
  }
}

/** Starts a server that runs what it is told with a shell of its own kind, where `sudo` is a stand-in. */
export async function startSshServer(options: SshServerOptions = {}): Promise<SshServer> {
  const hostKey = options.hostKey ?? newKey().private;
  const parsed = ssh2.utils.parseKey(hostKey);
  if (parsed instanceof Error) throw parsed;
  const programs = stageOf(options);
  const seen = { logins: 0, connections: 0, tries: [] as string[], commands: [] as string[] };
  const sockets = new Set<Socket>();
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client: Connection) => {
    client.on('error', () => {});
    client.on('authentication', (context) => {
      if (context.method !== 'none') seen.tries.push(context.method);
      if (context.method === 'keyboard-interactive' && options.methods?.includes(context.method)) {
        context.prompt([{ prompt: 'Password: ', echo: false }], (answers) => {
          if (answers[0] === options.password) context.accept();
          else context.reject();
        });
      } else if (letsIn(context, options)) context.accept();
      else context.reject([...(options.methods ?? ['publickey', 'password'])] as never);
    });
    client.on('ready', () => {
      seen.logins++;
      client.on('session', (accept) => {
        accept().on('exec', (acceptExec, _reject, { command }) => {
          seen.commands.push(command);
          const channel = acceptExec();
          if (options.answer === undefined) runShell(channel, command, options, programs);
          else answerScript(channel, command, options.answer);
        });
      });
      client.on('tcpip', (accept, reject, { destIP, destPort }) => {
        const onward = connect(destPort, destIP);
        onward.on('error', () => reject());
        onward.on('connect', () => {
          const channel = accept();
          channel.on('error', () => {});
          onward.pipe(channel).pipe(onward);
        });
      });
    });
  });
  const listener = createServer((socket) => {
    seen.connections++;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    server.injectSocket(socket);
  });
  await new Promise<void>((resolve) => listener.listen(options.port ?? 0, options.host ?? '127.0.0.1', resolve));
  const { port } = listener.address() as { port: number };
  return {
    port,
    hostKey: parsed.getPublicSSH(),
    get logins() {
      return seen.logins;
    },
    get connections() {
      return seen.connections;
    },
    tries: seen.tries,
    commands: seen.commands,
    sudoTries: () => readFileSync(join(programs, 'tries'), 'utf8').split('\n').slice(0, -1),
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    freeze: () => {
      for (const socket of sockets) socket.pause();
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => listener.close(resolve));
      rmSync(programs, { recursive: true, force: true });
    },
  };
}

function letsIn(
  context: AuthContext,
  { methods = ['publickey', 'password'], password, keys }: SshServerOptions,
): boolean {
  if (!methods.includes(context.method)) return false;
  if (context.method === 'password') return password !== undefined && context.password === password;
  return context.method === 'publickey' && (keys?.some((key) => key.equals(context.key.data)) ?? true);
}

const STAND_IN = `#!/bin/sh
while [ "$1" != -- ]; do case $1 in -n) n=1;; esac; shift; done
shift
[ "$SUDO_KIND" = free ] && exec "$@"
if [ -n "$n" ]; then echo 'sudo: a password is required' >&2; exit 1; fi
for try in 1 2 3; do
  IFS= read -r password || break
  echo "$password" >> "$STAGE/tries"
  if [ "$password" = "$SUDO_PASSWORD" ]; then
    [ "$SUDO_KIND" = password ] && exec "$@"
    echo 'this account is not in the sudoers file' >&2
    exit 1
  fi
  echo 'Sorry, try again.' >&2
done
echo 'sudo: incorrect password' >&2
exit 1
`;

/** A folder with the programs that the account's shell finds. */
function stageOf({ sudo = 'free', groups = 'users sudo' }: SshServerOptions): string {
  const stage = mkdtempSync(join(tmpdir(), 'enjambre-ssh-'));
  const put = (name: string, text: string) => {
    writeFileSync(join(stage, name), text);
    chmodSync(join(stage, name), 0o755);
  };
  for (const [name, path] of [
    ['sh', '/bin/sh'],
    ['head', '/usr/bin/head'],
  ] as const) {
    symlinkSync(path, join(stage, name));
  }
  if (sudo !== 'missing') put('sudo', STAND_IN);
  put('id', `#!/bin/sh\necho ${groups}\n`);
  writeFileSync(join(stage, 'tries'), '');
  return stage;
}

function runShell(channel: ServerChannel, command: string, options: SshServerOptions, stage: string): void {
  const { sudo = 'free', sudoPassword = '', greeting = '' } = options;
  const env = {
    PATH: stage,
    STAGE: stage,
    SUDO_KIND: sudo,
    SUDO_PASSWORD: sudoPassword,
    SSH_CONNECTION: '127.0.0.1 1000 127.0.0.1 22',
  };
  channel.on('error', () => {});
  channel.write(greeting);
  channel.stderr.write(greeting);
  const child = spawn('/bin/sh', ['-c', command], { env, stdio: 'pipe', detached: true });
  child.stdin.on('error', () => {});
  channel.pipe(child.stdin);
  child.stdout.on('data', (chunk) => channel.write(chunk));
  child.stderr.on('data', (chunk) => channel.stderr.write(chunk));
  // A real one would go on until its pipes tell it.
  channel.on('close', () => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
  });
  child.on('close', (code, signal) => {
    if (code === null) channel.exit((signal ?? 'TERM').replace('SIG', '') as never, false, '');
    else channel.exit(code);
    channel.end();
  });
}

/** Takes a script off its frame, and gives what it is answered with. */
function answerScript(channel: ServerChannel, command: string, answer: NonNullable<SshServerOptions['answer']>): void {
  const mark = /enjambre-[0-9a-f]{16}/.exec(command)?.[0] ?? '';
  const end = Buffer.from(`\n#${mark}`);
  let came = Buffer.alloc(0);
  let answered = false;
  channel.on('error', () => {});
  channel.on('data', (chunk: Buffer) => {
    came = Buffer.concat([came, chunk]);
    const at = came.indexOf(end);
    if (answered || at < 0) return;
    answered = true;
    const framed = came.toString('utf8', came.indexOf('\n') + 1, at);
    const [, words = '', script = ''] = /\nset -- ?([^\n]*)\n(.*)$/s.exec(framed) ?? [];
    const { code = 0, stdout = '', stderr = '' } = answer(script, words === '' ? [] : words.split(' '));
    channel.write(mark);
    channel.stderr.write(mark);
    channel.write(stdout);
    if (stderr !== '') channel.stderr.write(stderr);
    channel.exit(code);
    channel.end();
  });
}
