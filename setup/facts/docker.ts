import { engineAnswer, engineScript } from './engine-api.ts';
import type { Fact } from './fact.ts';
import type { DockerFact } from './facts.ts';
import { isAbsent, type JsonObject, listOf, numberOf, objectOf, textOf } from './json-value.ts';

type Swarm = DockerFact['swarm'];

const NANOSECONDS_A_DAY = 86_400e9;

export const docker: Fact<DockerFact | null> = {
  script: () => engineScript('/info'),

  parse({ stdout }) {
    const answer = engineAnswer(stdout);
    if (answer === undefined) return null;
    const info = objectOf(answer, 'the answer of Docker');
    return {
      serverVersion: textOf(info.ServerVersion, 'ServerVersion'),
      architecture: textOf(info.Architecture, 'Architecture'),
      dataRoot: textOf(info.DockerRootDir, 'DockerRootDir'),
      driver: textOf(info.Driver, 'Driver'),
      imageStore: usesContainerd(info.DriverStatus) ? 'containerd' : 'classic',
      liveRestore: info.LiveRestoreEnabled === true,
      logDriver: textOf(info.LoggingDriver, 'LoggingDriver'),
      warnings: isAbsent(info.Warnings)
        ? []
        : listOf(info.Warnings, 'Warnings').map((text) => textOf(text, 'a warning')),
      swarm: swarmOf(objectOf(info.Swarm, 'Swarm')),
    };
  },
};

function usesContainerd(status: unknown): boolean {
  if (isAbsent(status)) return false;
  return listOf(status, 'DriverStatus').some(
    (pair) =>
      Array.isArray(pair) && pair[0] === 'driver-type' && String(pair[1]).startsWith('io.containerd.snapshotter'),
  );
}

function swarmOf(swarm: JsonObject): Swarm {
  const cluster = isAbsent(swarm.Cluster) ? undefined : objectOf(swarm.Cluster, 'Cluster');
  const id = cluster === undefined ? '' : textOf(cluster.ID, 'Cluster.ID');
  const managers = isAbsent(swarm.RemoteManagers) ? [] : listOf(swarm.RemoteManagers, 'RemoteManagers');
  return {
    state: textOf(swarm.LocalNodeState, 'LocalNodeState'),
    nodeId: textOf(swarm.NodeID, 'NodeID'),
    nodeAddress: textOf(swarm.NodeAddr, 'NodeAddr'),
    isManager: swarm.ControlAvailable === true,
    clusterId: id === '' ? null : id,
    error: textOf(swarm.Error, 'Error'),
    managers: managers.map((value) => {
      const manager = objectOf(value, 'a manager');
      return { nodeId: textOf(manager.NodeID, 'NodeID'), address: textOf(manager.Addr, 'Addr') };
    }),
    certificateDays: cluster === undefined || id === '' ? null : certificateDays(cluster),
  };
}

function certificateDays(cluster: JsonObject): number {
  const settings = objectOf(objectOf(cluster.Spec, 'Cluster.Spec').CAConfig, 'CAConfig');
  return numberOf(settings.NodeCertExpiry, 'NodeCertExpiry') / NANOSECONDS_A_DAY;
}
