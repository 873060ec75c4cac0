/** What set-up asks of a node's Docker Engine, beside the facts that scripts read. */
export interface Engine {
  swarmInit(options: { advertise: string }): Promise<void>;
  /** Secret: it goes from the manager's engine to the worker's, and nowhere else. */
  workerToken(): Promise<string>;
  swarmJoin(options: { token: string; remote: string; advertise: string }): Promise<void>;
  swarmLeave(options: { force: boolean }): Promise<void>;
  setCertificateDays(days: number): Promise<void>;
  /** Labels not named stay. */
  labelNode(
    nodeId: string,
    change: { set: Readonly<Record<string, string>>; remove: readonly string[] },
  ): Promise<void>;
  /** Takes a node that is down out of the manager's list. */
  removeNode(nodeId: string): Promise<void>;
}
