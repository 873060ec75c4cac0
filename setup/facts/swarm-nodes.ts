import { engineAnswer, engineScript } from './engine-api.ts';
import type { Fact } from './fact.ts';
import type { SwarmNodeFact } from './facts.ts';
import { isAbsent, type JsonObject, listOf, objectOf, textOf, textsOf } from './json-value.ts';

/** An engine that manages no Swarm refuses (503): null. */
export const swarmNodes: Fact<readonly SwarmNodeFact[] | null> = {
  script: () => engineScript('/nodes'),

  parse({ stdout }) {
    const answer = engineAnswer(stdout);
    if (answer === undefined) return null;
    return listOf(answer, 'the list of nodes').map((value) => nodeOf(objectOf(value, 'a node')));
  },
};

function nodeOf(node: JsonObject): SwarmNodeFact {
  const spec = objectOf(node.Spec, 'Spec');
  const description = objectOf(node.Description ?? {}, 'Description');
  const platform = objectOf(description.Platform ?? {}, 'Platform');
  const engine = objectOf(description.Engine ?? {}, 'Engine');
  const role = textOf(spec.Role, 'Role');
  if (role !== 'manager' && role !== 'worker') throw new Error(`a node's role is ${JSON.stringify(role)}`);
  const text = (value: unknown, what: string) => (isAbsent(value) ? '' : textOf(value, what));
  return {
    id: textOf(node.ID, 'ID'),
    hostname: text(description.Hostname, 'Hostname'),
    role,
    availability: textOf(spec.Availability, 'Availability'),
    state: textOf(objectOf(node.Status, 'Status').State, 'State'),
    address: addressOf(node),
    labels: isAbsent(spec.Labels) ? {} : textsOf(spec.Labels, 'Labels'),
    architecture: text(platform.Architecture, 'Architecture'),
    engineVersion: text(engine.EngineVersion, 'EngineVersion'),
  };
}

/** A manager may list itself as 0.0.0.0; where others reach it is said elsewhere. */
function addressOf(node: JsonObject): string {
  const { Addr: address } = objectOf(node.Status, 'Status');
  if (typeof address === 'string' && address !== '' && address !== '0.0.0.0') return address;
  const manager = isAbsent(node.ManagerStatus) ? '' : objectOf(node.ManagerStatus, 'ManagerStatus').Addr;
  return typeof manager === 'string' ? manager.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1') : '';
}
