interface Gate {
  passed: Promise<boolean>;
  open: (passed: boolean) => void;
}

/** Where steps of one node wait for steps of another. */
export class Gates {
  readonly #gates = new Map<string, Gate>();

  constructor(work: readonly { node: string; steps: readonly string[] }[]) {
    for (const { node, steps } of work) for (const step of steps) this.#gates.set(keyOf(node, step), newGate());
  }

  /** A step has come to its end. */
  end(node: string, step: string, passed: boolean): void {
    this.#gates.get(keyOf(node, step))?.open(passed);
  }

  /** What was not tried on a node will not be. */
  endNode(node: string): void {
    for (const [key, gate] of this.#gates) if (key.startsWith(keyOf(node, ''))) gate.open(false);
  }

  /** Whether a step has gone well, once it has ended; a step that is not part of this run counts as done. */
  async passed(node: string, step: string): Promise<boolean> {
    return (await this.#gates.get(keyOf(node, step))?.passed) ?? true;
  }
}

function keyOf(node: string, step: string): string {
  return `${node} ${step}`;
}

function newGate(): Gate {
  let open: Gate['open'] = () => {};
  const passed = new Promise<boolean>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}
