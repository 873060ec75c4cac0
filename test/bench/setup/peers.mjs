// Inventories of Ansible and pyinfra for the same boards. What they shall bring about is what `enjambre apply` left there.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labelsOf, on } from './boards.mjs';

/** @typedef {import('./environment.mjs').Context} Context */
/** @typedef {import('./boards.mjs').Boards} Boards */

const DROP_IN = '/etc/systemd/system/docker.service.d/enjambre.conf';
const SETTINGS = '/etc/docker/daemon.json';

/**
 * Writes them beside the inventory of `enjambre`.
 * @param {Boards} boards
 */
export async function writeInventories({ lab, folder }) {
  const manager = lab.boards.find(({ role }) => role === 'manager');
  const wanted = {
    manager: manager.name,
    packages: ['docker.io', 'apparmor'],
    share_mount: '/mnt/shared',
    docker_drop_in: await on(lab, manager.name, `cat ${DROP_IN}`),
    docker_settings: JSON.parse(await on(lab, manager.name, `cat ${SETTINGS}`)),
    swarm_advertise: manager.address,
    swarm_certificate_hours: 365 * 24,
  };
  const ansible = join(folder, 'ansible.json');
  writeFileSync(ansible, JSON.stringify(ansibleInventory(lab, wanted), null, 2));
  const pyinfra = join(folder, 'pyinfra.json');
  writeFileSync(pyinfra, JSON.stringify(pyinfraInventory(lab, wanted), null, 2));
  return { ansible, pyinfra };
}

/**
 * Its YAML may be JSON.
 * @param {Boards['lab']} lab
 * @param {object} wanted
 */
function ansibleInventory(lab, wanted) {
  const hosts = lab.boards.map(({ name, address }) => [name, { ansible_host: address, labels: labelsOf(name) }]);
  const known = `-o UserKnownHostsFile=${join(lab.directory, 'known_hosts')} -o StrictHostKeyChecking=yes`;
  const vars = {
    ansible_user: 'admin',
    ansible_ssh_private_key_file: lab.credentials.key,
    ansible_ssh_common_args: `-F /dev/null -o IdentitiesOnly=yes ${known}`,
    ...wanted,
  };
  return { lab: { vars, hosts: Object.fromEntries(hosts) } };
}

/**
 * @param {Boards['lab']} lab
 * @param {object} wanted
 */
function pyinfraInventory(lab, wanted) {
  const hosts = lab.boards.map(({ name, address }) => [name, { ssh_hostname: address, labels: labelsOf(name) }]);
  const data = {
    ssh_user: 'admin',
    ssh_key: lab.credentials.key,
    ssh_known_hosts_file: join(lab.directory, 'known_hosts'),
    ssh_strict_host_key_checking: 'yes',
    lab: wanted,
  };
  return [hosts, data];
}
