import { connect, type Socket } from 'node:net';
import type { Endpoint } from './endpoint.ts';
import { unreachable } from './failures.ts';

/** Opens a connection to a machine; the caller destroys it. */
export function dial(node: string, endpoint: Endpoint, deadlineMs: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    // Small packets go at once: a round trip would cost 40 ms more.
    const socket = connect({ host: endpoint.host, port: endpoint.port, noDelay: true });
    const fail = (code: string, cause?: unknown) => {
      clearTimeout(timer);
      socket.destroy();
      reject(unreachable(node, endpoint, code, cause));
    };
    const timer = setTimeout(() => fail('ETIMEDOUT'), deadlineMs);
    const onError = (error: Error & { code?: string }) => fail(error.code ?? 'unknown', error);
    socket.once('error', onError);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', onError);
      // Until others listen, an error must not end this process.
      socket.on('error', () => {});
      resolve(socket);
    });
  });
}
