import { defineCause } from '../cause.js';

/** The kernel on the gateway host refused the connection. */
export const accessDenied = defineCause({
  id: 'access-denied',
  class: 'config',
  title: 'The kernel forbids the connection',
  meaning:
    'A security rule on the gateway host blocked the connection: SELinux, an eBPF or cgroup policy, or a prohibit route. No packet left the host, so the upstream and the network are not at fault.',
  explains: ({ symptom, phase, socket }) =>
    (phase === 'connecting' || phase === 'binding') &&
    (symptom === 'EPERM' || (symptom === 'EACCES' && !(phase === 'connecting' && socket === 'unix'))),
  emptiesGroup: true,
  fixes: {
    nginx: ({ host, port }) => [
      {
        text: 'Check whether SELinux denied it',
        command: 'ausearch -m avc -ts recent | grep nginx; getsebool httpd_can_network_connect',
      },
      {
        text: 'If so, allow this port for web servers',
        command: `semanage port -a -t http_port_t -p tcp ${port}`,
      },
      { text: 'Or allow all outgoing connections', command: 'setsebool -P httpd_can_network_connect 1' },
      { text: 'Look for a prohibit route', command: `ip route get ${host}` },
      {
        text: 'If the error is EPERM, look for a container, cgroup or network policy',
        command: 'bpftool cgroup tree',
      },
    ],
    envoy: ({ host }) => [
      {
        text: 'Look for a network or eBPF policy that names this pod',
        command: 'kubectl get networkpolicy -n NS; kubectl get ciliumnetworkpolicy -n NS',
      },
      {
        text: 'Check whether SELinux denied it on the node',
        command: 'ausearch -m avc -ts recent | grep envoy',
      },
      { text: 'Look for a prohibit route', command: `ip route get ${host}` },
    ],
  },
  avoid: [
    'Do not change file modes: this is a network connection.',
    'Do not run the gateway as root: SELinux refuses root as well.',
    'Do not leave SELinux permissive: a single boolean or port label is enough.',
  ],
  samples: [
    {
      gateway: 'nginx-error',
      record:
        '2026/11/22 08:51:26 [crit] 1020#1020: *5 connect() to 192.0.2.70:8081 failed (13: Permission denied) while connecting to upstream, client: 198.51.100.81, server: intranet.example, request: "GET / HTTP/1.1", upstream: "http://192.0.2.70:8081/", host: "intranet.example"',
    },
  ],
});
