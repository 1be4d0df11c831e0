import { grepGatewayConfig, runOnGateway } from '../advice/commands.js';
import { changeEnvoySetting } from '../advice/envoy-settings.js';
import { look } from '../advice/fix-step.js';
import { changeDirectives } from '../advice/settings.js';
import { defineCause } from '../cause.js';
/** The gateway could not write a request or a response to disk. */
export const gatewayDisk = defineCause({
  id: 'gateway-disk',
  class: 'gateway-resources',
  title: 'Gateway cannot write to its disk',
  meaning:
    'The gateway could not store a body that was too large for memory: its disk is full, read-only, or not writable for its user. Small requests still work; large uploads fail with 500, and large downloads are cut.',
  explainRecord: ({ errno, path }) => {
    const reason = errno === null ? undefined : errnoReasons[errno];
    return reason === undefined
      ? null
      : `The gateway could not store a body that was too large for memory: ${path ?? 'its disk'} ${reason}.`;
  },
  explains: ({ symptom, phase }) =>
    symptom === 'ENOSPC' || symptom === 'EROFS' || (phase === 'storing' && storageErrors.has(symptom)),
  isShared: true,
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'See whether space or inodes have run out',
        runOnGateway(facts, `df -h ${findFolder(facts)}`) +
          '; ' +
          runOnGateway(facts, `df -i ${findFolder(facts)}`),
      ),
      facts.record.errno === 13 &&
        look(
          'gateway',
          'Compare the owner of the folder with the user of nginx',
          `${runOnGateway(facts, `ls -ld ${findFolder(facts)}`)}; ${grepGatewayConfig(facts, '^ *user ')}`,
        ),
      facts.record.errno === 30 &&
        look(
          'gateway',
          'The disk is read-only: see why it was remounted',
          "journalctl -k | grep -iE 'i/o error|remount' | tail",
        ),
      look(
        'gateway',
        'See what fills the disk',
        `${runOnGateway(facts, `du -xh ${findFolder(facts)}`)} | sort -rh | head`,
      ),
      changeDirectives(
        facts,
        'For uploads: pass them on without storing them',
        { request_buffering: 'off', http_version: '1.1' },
        'A failed upload is not retried, and slow clients hold the app.',
      ),
      changeDirectives(
        facts,
        'For downloads: keep responses off the disk',
        { max_temp_file_size: '0' },
        'Slow clients hold the app for longer.',
      ),
    ],
    envoy: (facts) => [
      look('gateway', 'See whether space or inodes have run out', runOnGateway(facts, 'df -h')),
      facts.surroundings.place === 'kubernetes' &&
        look(
          'cluster',
          'Check whether the node is short of disk space',
          "kubectl describe nodes | grep -E '^Name:|DiskPressure'",
        ),
      changeEnvoySetting(facts, 'If the access log filled it, send that to standard output', 'access-log'),
    ],
  },
  avoid: [
    'Do not delete an open log file to free space: the space is only freed when the gateway reopens its logs.',
    'Do not chmod to 777: give the directory to the right user.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 10:20:31 [crit] 2411#2411: *301200 pwrite() "/var/cache/nginx/client_temp/0000000042" failed (28: No space left on device), client: 203.0.113.192, server: files.example, request: "POST /upload HTTP/1.1", host: "files.example"',
    },
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 10:20:40 [crit] 2411#2411: *301222 open() "/var/cache/nginx/proxy_temp/7/02/0000000027" failed (13: Permission denied) while reading upstream, client: 203.0.113.193, server: files.example, request: "GET /dump.tar HTTP/1.1", upstream: "http://192.0.2.30:8000/dump.tar", host: "files.example"',
    },
  ],
});
const storageErrors = new Set(['EACCES', 'ENOENT', 'ENOTDIR', 'EPERM', 'EOTHER']);
/** The folder of the path in the record, else where packages put temporary files. */
const findFolder = ({ record: { path } }) =>
  path === null ? '/var/cache/nginx /var/lib/nginx' : path.replace(/\/[^/]*$/, '') || '/';
/** Errnos of Linux. */
const errnoReasons = {
  2: 'does not exist',
  13: 'is not writable for its user',
  28: 'is on a full disk',
  30: 'is read-only',
};
