import { findNamespace } from '../advice/commands.js';
import { change, look } from '../advice/fix-step.js';
import { defineCause } from '../cause.js';
/** The kernel on the gateway host refused the connection. */
export const accessDenied = defineCause({
  id: 'access-denied',
  class: 'config',
  title: 'The kernel forbids the connection',
  meaning:
    'A rule on the gateway host denied the connection: SELinux, an eBPF or cgroup policy, or a prohibit route. The network is not broken; over IPv6 a firewall on the way can answer with the same error.',
  explains: ({ symptom, phase, socket }) =>
    (phase === 'connecting' || phase === 'binding') &&
    (symptom === 'EPERM' || (symptom === 'EACCES' && !(phase === 'connecting' && socket === 'unix'))),
  emptiesGroup: true,
  fixes: {
    nginx: (facts) => [
      look(
        'gateway',
        'See whether SELinux denied it',
        'ausearch -m avc -ts recent | grep nginx; getsebool httpd_can_network_connect',
      ),
      look('gateway', 'Look for a route that prohibits', `ip route get ${facts.host}`),
      facts.record.errno !== 1 &&
        change(
          'gateway',
          'If SELinux did, allow this port for web servers',
          `semanage port -a -t http_port_t -p tcp ${facts.port}`,
          { undo: `semanage port -d -p tcp ${facts.port}` },
        ),
      facts.record.errno === 1 &&
        look(
          'gateway',
          'EPERM: look for a firewall rule, a cgroup or a container policy',
          'nft list ruleset | grep -iE "drop|reject"; bpftool cgroup tree',
        ),
    ],
    envoy: (facts) => [
      look(
        'cluster',
        'Look for a network policy that names this pod',
        `kubectl get networkpolicy -n ${findNamespace(facts)}`,
      ),
      look('gateway', 'See whether SELinux denied it on the node', 'ausearch -m avc -ts recent | grep envoy'),
      look('gateway', 'Look for a route that prohibits', `ip route get ${facts.host}`),
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
