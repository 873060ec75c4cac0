/** Directories that hold the system: neither they nor anything in them may become a share. */
const systemTrees = [
  ...[
    'bin',
    'boot',
    'dev',
    'etc',
    'lib',
    'lib32',
    'lib64',
    'libx32',
    'lost+found',
    'proc',
    'root',
    'run',
    'sbin',
    'snap',
  ],
  ...['sys', 'tmp', 'usr'],
  ...['backups', 'cache', 'lock', 'log', 'mail', 'run', 'spool', 'tmp'].map((name) => `var/${name}`),
  ...['apt', 'dpkg', 'enjambre', 'nfs', 'private', 'systemd', 'snapd'].map((name) => `var/lib/${name}`),
].map((name) => `/${name}`);

/** Directories that hold others' directories: what is in them may be taken, they themselves may not. */
const shelves = ['/home', '/media', '/mnt', '/opt', '/srv', '/var', '/var/lib', '/var/local', '/var/opt'];

/** Where Docker and containerd keep their own things. */
const engineTrees = ['/var/lib/docker', '/var/lib/containerd'];

/** Characters that show as nothing or as something else, end a line, or are no characters: in no path that people meant. */
const hiddenPattern = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** What is wrong with the path of a directory that the share uses; undefined if nothing is. */
export function shareDirectoryFault(path: string): string | undefined {
  // Options of a mount are separated by commas, and nothing escapes one.
  if (path.includes(',')) return 'a comma would end an option of the mount: leave it out';
  if (engineTrees.some((tree) => isInside(path, tree))) return 'it belongs to Docker: take one of your own';
  return pathFault(path) ?? takenFault(path);
}

/** What is wrong with the path of a directory for Docker's data; undefined if nothing is. */
export function dataDirectoryFault(path: string): string | undefined {
  return pathFault(path) ?? takenFault(path);
}

/** What is wrong with an absolute path in its shortest form; undefined if nothing is. */
function pathFault(path: string): string | undefined {
  if (hiddenPattern.test(path)) return 'tabs, line ends and other characters that do not show are not allowed';
  if (!path.startsWith('/')) return 'begin with "/"';
  const names = path.slice(1).split('/');
  if (names.some((name) => name === '' || name === '.' || name === '..')) {
    return path === '/'
      ? 'it is the whole disk: take a directory of your own'
      : 'leave out ".", "..", "//" and a last "/"';
  }
  if (names.some((name) => Buffer.byteLength(name) > 255) || Buffer.byteLength(path) > 1024) return 'it is too long';
  return undefined;
}

function takenFault(path: string): string | undefined {
  const system = systemTrees.find((tree) => isInside(path, tree));
  if (system !== undefined) return `${system} belongs to the system: take a directory of your own`;
  if (shelves.includes(path)) return `${path} holds other directories: take one in it, as ${path}/shared`;
  if (/^\/home\/[^/]+$/.test(path)) return `it is somebody's home: take a directory in it, as ${path}/shared`;
  return undefined;
}

/** Whether a path is a directory or lies in it. */
export function isInside(path: string, directory: string): boolean {
  return path === directory || path.startsWith(`${directory}/`);
}

/** Whether a text would end a line, hide a part of itself, or move the cursor. */
export function hasHidden(text: string): boolean {
  return hiddenPattern.test(text);
}
