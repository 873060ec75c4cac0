import { createConnection, type Socket } from 'node:net';

const DEADLINE_MS = 10_000;

/** What QEMU says about itself that nobody asked for. */
export interface QmpEvent {
  event: string;
  data: unknown;
}

export interface QmpOptions {
  /** For the greeting, and for each command that names no deadline of its own. @default 10_000 */
  timeoutMs?: number;
  onEvent?: (event: QmpEvent) => void;
}

/** QEMU refused a command: `errorClass` is its word for the kind of error, the message its description. */
export class QmpError extends Error {
  readonly errorClass: string;
  constructor(command: string, errorClass: string, description: string) {
    super(`QEMU refuses ${command}: ${description}`);
    this.errorClass = errorClass;
  }
}

/** Nobody listens at the socket: the machine is off. */
export class QmpAbsent extends Error {}

interface Message {
  QMP?: unknown;
  event?: string;
  data?: unknown;
  id?: number;
  return?: unknown;
  error?: { class: string; desc: string };
}

interface Waiting {
  command: string;
  resolve: (value: unknown) => void;
  reject: (reason: Error) => void;
}

/** A connection to a machine's monitor. QEMU serves one at a time: close it soon. */
export class Qmp {
  readonly #socket: Socket;
  readonly #timeoutMs: number;
  readonly #onEvent: (event: QmpEvent) => void;
  /** By the id that the reply will carry; the greeting answers 0. */
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #partial = '';
  #ended: Error | undefined;

  private constructor(socket: Socket, { timeoutMs = DEADLINE_MS, onEvent = () => {} }: QmpOptions) {
    this.#socket = socket;
    this.#timeoutMs = timeoutMs;
    this.#onEvent = onEvent;
    socket.setEncoding('utf8').on('data', (text: string) => this.#receive(text));
    socket.on('error', (error) => this.#end(error));
    socket.on('close', () => this.#end(new Error('QEMU closed its monitor')));
  }

  /**
   * Connects to a monitor's socket and makes it ready for commands.
   *
   * @throws QmpAbsent if nobody listens there; Error if nothing is said before the deadline
   */
  static async connect(path: string, options: QmpOptions = {}): Promise<Qmp> {
    const qmp = new Qmp(await connected(path), options);
    let greeted = false;
    try {
      await qmp.#reply(0, 'its greeting', qmp.#timeoutMs);
      greeted = true;
      await qmp.execute('qmp_capabilities');
      return qmp;
    } catch (error) {
      // A machine that is going off still takes the connection, and drops it.
      const dropped = !greeted && qmp.#ended !== undefined;
      qmp.close();
      throw dropped ? new QmpAbsent(`The machine at ${path} is going off`) : error;
    }
  }

  /**
   * Sends a command and waits for what it returns.
   *
   * @throws QmpError if QEMU refuses it; Error if the monitor closes, or says nothing before the deadline
   */
  execute(command: string, parameters: object = {}, timeoutMs = this.#timeoutMs): Promise<unknown> {
    this.#lastId += 1;
    const reply = this.#reply(this.#lastId, command, timeoutMs);
    if (this.#ended === undefined) {
      this.#socket.write(`${JSON.stringify({ execute: command, arguments: parameters, id: this.#lastId })}\n`);
    }
    return reply;
  }

  close(): void {
    this.#end(new Error('The monitor was closed'));
    this.#socket.destroy();
  }

  #reply(id: number, command: string, timeoutMs: number): Promise<unknown> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new Error(`QEMU did not answer ${command} within ${timeoutMs / 1000} s`));
      }, timeoutMs);
      const settle = <T>(how: (value: T) => void) => {
        return (value: T) => {
          clearTimeout(timer);
          this.#waiting.delete(id);
          how(value);
        };
      };
      this.#waiting.set(id, { command, resolve: settle(resolve), reject: settle(reject) });
    });
  }

  #receive(text: string): void {
    const lines = `${this.#partial}${text}`.split('\n');
    this.#partial = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() === '') continue;
      try {
        this.#take(JSON.parse(line) as Message);
      } catch {
        this.#end(new Error(`QEMU's monitor said what is no JSON: ${line.slice(0, 200)}`));
        this.#socket.destroy();
        return;
      }
    }
  }

  #take(message: Message): void {
    if (message.event !== undefined) {
      this.#onEvent({ event: message.event, data: message.data });
      return;
    }
    const waiting = this.#waiting.get(message.QMP === undefined ? (message.id ?? this.#lastId) : 0);
    // The answer to a command that was given up.
    if (waiting === undefined) return;
    if (message.error === undefined) waiting.resolve(message.return);
    else waiting.reject(new QmpError(waiting.command, message.error.class, message.error.desc));
  }

  #end(reason: Error): void {
    this.#ended ??= reason;
    for (const waiting of this.#waiting.values()) waiting.reject(this.#ended);
  }
}

function connected(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.off('error', refused);
      resolve(socket);
    });
    socket.once('error', refused);
    function refused(error: NodeJS.ErrnoException): void {
      const absent = error.code === 'ENOENT' || error.code === 'ECONNREFUSED';
      reject(absent ? new QmpAbsent(`No machine listens at ${path}`) : error);
    }
  });
}
