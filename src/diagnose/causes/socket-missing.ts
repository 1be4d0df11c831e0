import { defineCause } from '../cause.js';

/** Unix sockets only: the file does not exist for the worker. */
export const socketMissing = defineCause({
  id: 'socket-missing',
  class: 'upstream-down',
  title: 'Unix socket does not exist',
  meaning:
    'The unix socket that the gateway connects to does not exist: the service never started, stopped and removed it, or creates it elsewhere. It is not about permissions: those cause a different error.',
  explains: ({ symptom, phase }) => phase === 'connecting' && (symptom === 'ENOENT' || symptom === 'ENOTDIR'),
  emptiesGroup: true,
  isOutage: true,
  looksCrashed: true,
  fixes: {
    nginx: ({ socket }) => [
      {
        text: 'Check whether the service is running and has created its socket',
        command: `systemctl status UNIT --no-pager; ls -l ${socket}`,
      },
      {
        text: 'Compare the paths on both sides; a PHP upgrade changes the version in the path',
        command: "nginx -T 2>/dev/null | grep -n 'unix:'; grep -Rn '^listen *=' /etc/php*/",
      },
      { text: 'Find the path that is actually open', command: 'ss -xlp' },
      {
        text: 'If it is in /tmp, check whether systemd hides it, and move it to /run',
        command: 'systemctl show -p PrivateTmp -p RuntimeDirectory UNIT',
      },
      { text: 'In containers, share the directory of the socket, never the file' },
    ],
    envoy: ({ socket }) => [
      {
        text: 'Check whether the service is running and the path exists in the Envoy container',
        command: `kubectl exec POD -n NS -c istio-proxy -- ls -l ${socket}`,
      },
      {
        text: 'Compare it with the pipe path in the cluster',
        command: "curl -s localhost:9901/config_dump | grep -n -A2 'pipe'",
      },
      {
        text: 'Mount the directory of the socket into both containers',
        command: 'volumeMounts: [{name: sockets, mountPath: /run/app}]',
      },
    ],
  },
  avoid: [
    'Do not create the file by hand: only a listening process creates a socket, and an empty file just causes another error.',
    'Do not chmod anything to 777: the path is missing, not protected.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 03:11:40 [crit] 812#812: *19 connect() to unix:/run/php/php8.3-fpm.sock failed (2: No such file or directory) while connecting to upstream, client: 198.51.100.77, server: wiki.example, request: "GET /index.php?title=Main HTTP/1.1", upstream: "fastcgi://unix:/run/php/php8.3-fpm.sock:", host: "wiki.example"',
    },
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 03:11:44 [crit] 812#812: *23 connect() to unix:/srv/app.pid/app.sock failed (20: Not a directory) while connecting to upstream, client: 198.51.100.77, server: wiki.example, request: "GET /api HTTP/1.1", upstream: "http://unix:/srv/app.pid/app.sock:/api", host: "wiki.example"',
    },
    {
      gateway: 'envoy-access',
      record:
        '[2026-11-22T03:11:40.002Z] "GET /render HTTP/1.1" 503 UF upstream_reset_before_response_started{remote_connection_failure|immediate_connect_error:_No_such_file_or_directory} - "immediate_connect_error:_No_such_file_or_directory" 0 176 0 - "-" "curl/8.9.1" "0a4bb1c2-70d5-4c0e-9a51-6a2f1c3d4e5f" "render.example" "/run/render/app.sock" render - 198.51.100.3:8080 192.0.2.91:40112 - default',
    },
  ],
});
