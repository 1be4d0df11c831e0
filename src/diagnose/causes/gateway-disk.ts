import type { Symptom } from '../../parse/event.js';
import { defineCause } from '../cause.js';

/** The gateway could not write a request or a response to disk. */
export const gatewayDisk = defineCause({
  id: 'gateway-disk',
  class: 'gateway-resources',
  title: 'Gateway cannot write to its disk',
  meaning:
    'The gateway could not store a body that was too large for memory: its disk is full, read-only, or not writable for its user. Small requests still work; large ones fail or are truncated.',
  explains: ({ symptom, phase }) =>
    symptom === 'ENOSPC' || symptom === 'EROFS' || (phase === 'storing' && storageErrors.has(symptom)),
  isShared: true,
  fixes: {
    nginx: () => [
      {
        text: 'Check whether space or inodes have run out',
        command: 'df -h /var/cache/nginx /var/lib/nginx /var/log; df -i',
      },
      {
        text: 'Check whether the nginx user owns the temporary directories',
        command: 'ls -ld /var/cache/nginx/* /var/lib/nginx/*; ps -o user= -C nginx | sort -u',
      },
      { text: 'If not, change their owner', command: 'chown -R nginx: /var/cache/nginx' },
      {
        text: 'If the disk was remounted read-only, see why',
        command: "dmesg -T | grep -iE 'i/o error|remount' | tail",
      },
      { text: 'Or keep responses off the disk', command: 'proxy_max_temp_file_size 0;' },
    ],
    envoy: () => [
      {
        text: 'Check whether space or inodes have run out',
        command: 'kubectl exec POD -n NS -c istio-proxy -- df -h',
      },
      {
        text: 'Check whether the node is short of disk space',
        command: "kubectl describe node NODE | grep -E 'DiskPressure|ephemeral-storage'",
      },
      {
        text: 'Check whether the access log filled it, and send that to standard output',
        command: 'path: /dev/stdout',
      },
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

const storageErrors: ReadonlySet<Symptom> = new Set<Symptom>([
  'EACCES',
  'ENOENT',
  'ENOTDIR',
  'EPERM',
  'EOTHER',
]);
