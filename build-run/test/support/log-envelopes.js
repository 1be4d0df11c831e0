const iso = '2026-11-22T09:23:23.067Z';
const ns = '1795339403067000000';
const json = (value) => JSON.stringify(value);
const quoteCsv = (text) => `"${text.replaceAll('"', '""')}"`;
export const prettyJson = (value) => JSON.stringify(value, null, 2);
const prefix = (text) => (line) => text + line;
const otlpRecord = (line) => ({
  timeUnixNano: ns,
  severityText: 'INFO',
  body: { stringValue: line },
  attributes: [{ key: 'log.file.name', value: { stringValue: 'access.log' } }],
});
const otlpExport = (record) => ({
  resourceLogs: [
    {
      resource: { attributes: [{ key: 'k8s.pod.name', value: { stringValue: 'edge-1' } }] },
      scopeLogs: [{ scope: {}, logRecords: [record] }],
    },
  ],
});
/** Programs that write each line of a gateway behind something of their own. */
export const prefixEnvelopes = [
  ['s6-log', prefix('2026-11-22 09:23:23.067393235  ')],
  ['s6-log with TAI64N', prefix('@4000000065a1b2c3075bcd15 ')],
  ['supervisord', (line) => `2026-11-22 09:23:23,067 DEBG 'nginx' stdout output:\n${line}\n`],
  ['supervisord on one line', prefix("2026-11-22 09:23:23,067 DEBG 'nginx' stdout output: ")],
  ['OpenWrt logread', prefix('Sun Nov 22 09:23:23 2026 daemon.info nginx[123]: ')],
  ['Dozzle', prefix('11/22/2026 09:23:23 AM nginx-1 stdout ')],
  ['fly logs', prefix('2026-11-22T09:23:23Z app[148e4] fra [info]')],
  ['fly logs with a runner', prefix('2026-11-22T09:23:23Z runner[148e4] fra [info] ')],
  ['awslogs', prefix('/ecs/shop ecs/nginx/0abc ')],
  ['aws logs tail', prefix('2026-11-22T09:23:23.067000+00:00 ecs/nginx/0abc12 ')],
  ['CloudWatch agent', prefix('Nov 22 09:23:23 ip-10-0-0-5 access.log ')],
  ['Beanstalk bundle', prefix('/var/log/nginx/access.log i-0abc12 ')],
  ['grep -n', prefix('12:')],
  ['grep -H', prefix('access.log:')],
  ['grep -nH', prefix('/var/log/nginx/access.log:12:')],
  ['zgrep in context', prefix('/var/log/nginx/access.log.2.gz-12-')],
  ['cat -n', prefix('    12\t')],
  ['nl', prefix('     12  ')],
  ['tail of several files', prefix('==> access.log <== ')],
  ['tail of several files, as it is', (line) => `==> /var/log/nginx/access.log <==\n${line}\n`],
  ['multitail', prefix('00] ')],
  ['logcli', prefix('2026-11-22T09:23:23Z {app="nginx", pod="shop-7d9f"} ')],
  ['logcli without labels', prefix('2026-11-22T09:23:23Z {} ')],
  ['Grafana', prefix('2026-11-22 09:23:23.067\t')],
  ['Grafana with labels', prefix('2026-11-22 09:23:23.067\tinfo\tnginx\t')],
  ['docker compose', prefix('edge-1  | ')],
  ['docker compose -t', prefix('edge-1  | 2026-11-22T09:23:23.067000000Z ')],
  ['docker logs -t', prefix('2026-11-22T09:23:23.067000000Z ')],
  ['docker service logs', prefix('shop_edge.1.k2m3n4p5q6r7@node-1    | ')],
  ['stern', prefix('edge-6d9c4f-x2x controller ')],
  ['stern -A', prefix('shop edge-6d9c4f-x2x controller ')],
  ['kubectl logs --prefix', prefix('[pod/edge-6d9c-x2x/nginx] ')],
  ['kubectl logs --prefix --timestamps', prefix('[pod/edge-6d9c-x2x/nginx] 2026-11-22T09:23:23.067Z ')],
  ['kubetail', prefix('[edge-6d9c4f-x2x nginx] ')],
  ['Kubernetes (CRI)', prefix('2026-11-22T09:23:23.067000000Z stdout F ')],
  ['journalctl', prefix('Nov 22 09:23:23 web1 nginx[2388]: ')],
  ['journalctl -o short-iso-precise', prefix('2026-11-22T09:23:23.067000+0000 web1 nginx[2388]: ')],
  ['journalctl -o short-full', prefix('Sun 2026-11-22 09:23:23 UTC web1 nginx[2388]: ')],
  ['journalctl -o short-monotonic', prefix('[ 1234.567890] web1 nginx[2388]: ')],
  ['journalctl -o with-unit', prefix('Sun 2026-11-22 09:23:23 UTC web1 nginx.service[2388]: ')],
  ['syslog, RFC 3164', prefix('<190>Nov 22 09:23:23 web1 nginx: ')],
  ['syslog, RFC 5424', prefix('<190>1 2026-11-22T09:23:23.067Z web1 nginx 2388 - - ')],
  ['Heroku', prefix('2026-11-22T09:23:23.067000+00:00 app[web.1]: ')],
  ['PM2', prefix('0|edge     | 2026-11-22 09:23:23 +00:00: ')],
  ['Windows service', prefix('[2026-11-22 09:23:23] [nginx] ')],
  ['systemd-cat with level', prefix('2026-11-22 09:23:23 INFO  [nginx] - ')],
  ['ts of moreutils', prefix('Nov 22 09:23:23 ')],
  ['svlogd', prefix('2026-11-22_09:23:23.06739 ')],
  ['Portainer', prefix('2026/11/22 09:23:23 edge ')],
  ['Nomad', prefix('nginx[0abc12]> ')],
  ['Render', prefix('Nov 22 09:23:23 AM  ')],
  ['GitHub Actions', prefix('2026-11-22T09:23:23.0670000Z ')],
  ['Papertrail', prefix('Nov 22 09:23:23 edge app/nginx.1: ')],
];
/** Programs that write each line into a field of a row. */
export const fieldEnvelopes = [
  ['CloudWatch Insights in CSV', (line) => `1795339403067,${quoteCsv(line)}`],
  ['Kibana in CSV', (line) => `"Nov 22, 2026 @ 09:23:23.067","web1",${quoteCsv(line)}`],
  ['Splunk in CSV', (line) => `${quoteCsv(line)},"2026-11-22T09:23:23.067+0000",web1,main`],
  ['logfmt', (line) => `time=2026-11-22T09:23:23Z level=info msg=${json(line)}`],
  [
    'logfmt with a quoted field',
    (line) => `ts=2026-11-22T09:23:23Z app="the edge" line=${json(`${line}\n`)}`,
  ],
];
/** Programs that write each line of a gateway into an object. */
export const jsonEnvelopes = [
  ['docker json-file', (line) => json({ log: `${line}\n`, stream: 'stdout', time: iso })],
  [
    'journalctl -o json',
    (line) => json({ _HOSTNAME: 'web1', MESSAGE: line, __REALTIME_TIMESTAMP: ns.slice(0, -3) }),
  ],
  [
    'Filebeat',
    (line) =>
      json({
        '@timestamp': iso,
        log: { file: { path: '/var/log/nginx/access.log' }, offset: 4 },
        message: line,
        host: { name: 'web1' },
      }),
  ],
  [
    'Fluent Bit',
    (line) =>
      json({ date: 1795339403.067, log: line, kubernetes: { pod_name: 'edge-1', labels: { app: 'edge' } } }),
  ],
  [
    'Vector',
    (line) =>
      json({
        file: '/var/log/nginx/access.log',
        host: 'web1',
        message: line,
        source_type: 'file',
        timestamp: iso,
      }),
  ],
  [
    'Elasticsearch',
    (line) => json({ _index: 'logs-1', _id: 'a', _source: { '@timestamp': iso, message: line } }),
  ],
  [
    'OpenSearch with the original event',
    (line) => json({ '@timestamp': iso, event: { original: line, module: 'nginx' } }),
  ],
  [
    'Datadog',
    (line) =>
      json({
        id: 'AQ',
        content: {
          timestamp: iso,
          host: 'web1',
          service: 'edge',
          tags: ['env:prod'],
          message: line,
          attributes: {},
        },
      }),
  ],
  [
    'Datadog API, version 2',
    (line) =>
      json({
        id: 'AQ',
        type: 'log',
        attributes: { timestamp: iso, host: 'web1', message: line, status: 'info' },
      }),
  ],
  [
    'Splunk HEC',
    (line) =>
      json({ time: 1795339403.067, host: 'web1', source: 'access.log', sourcetype: 'nginx', event: line }),
  ],
  [
    'Splunk search',
    (line) => json({ preview: false, offset: 0, result: { _time: iso, host: 'web1', _raw: line } }),
  ],
  [
    'Loki push',
    (line) => json({ streams: [{ stream: { app: 'edge', pod: 'edge-1' }, values: [[ns, line]] }] }),
  ],
  [
    'Loki query',
    (line) =>
      json({
        status: 'success',
        data: { resultType: 'streams', result: [{ stream: { pod: 'edge-1' }, values: [[ns, line]] }] },
      }),
  ],
  ['Loki stream', (line) => json({ stream: { pod: 'edge-1' }, values: [[ns, line]] })],
  ['logcli -o jsonl', (line) => json({ labels: { pod: 'edge-1' }, line, timestamp: iso })],
  [
    'CloudWatch subscription',
    (line) =>
      json({
        messageType: 'DATA_MESSAGE',
        logGroup: '/ecs/edge',
        logStream: 'web1',
        logEvents: [{ id: '1', timestamp: 1795339403067, message: line }],
      }),
  ],
  [
    'aws logs filter-log-events',
    (line) =>
      json({
        logStreamName: 'web1',
        timestamp: 1795339403067,
        message: line,
        ingestionTime: 1795339404000,
        eventId: '1',
      }),
  ],
  [
    'CloudWatch Insights',
    (line) => json({ '@timestamp': '2026-11-22 09:23:23.067', '@message': line, '@logStream': 'web1' }),
  ],
  [
    'Cloud Logging, text',
    (line) =>
      json({
        insertId: 'x',
        textPayload: line,
        timestamp: iso,
        resource: { type: 'k8s_container', labels: { pod_name: 'edge-1' } },
        severity: 'ERROR',
      }),
  ],
  [
    'Cloud Logging, object',
    (line) =>
      json({
        insertId: 'x',
        jsonPayload: line.startsWith('{') ? JSON.parse(line) : { message: line },
        timestamp: iso,
        resource: { labels: { pod_name: 'edge-1' } },
      }),
  ],
  ['OpenTelemetry export', (line) => json(otlpExport(otlpRecord(line)))],
  ['OpenTelemetry record', (line) => json(otlpRecord(line))],
  [
    'OpenTelemetry with a list of attributes',
    (line) => json({ Timestamp: iso, Body: line, ResourceAttributes: { 'k8s.pod.name': 'edge-1' } }),
  ],
  ['Azure Container Apps', (line) => json({ TimeStamp: iso, Log: line, ContainerAppName_s: 'edge' })],
  ['Azure Monitor', (line) => json({ TimeGenerated: iso, LogMessage: line, PodName: 'edge-1' })],
  [
    'GELF',
    (line) =>
      json({ version: '1.1', host: 'web1', short_message: line, timestamp: 1795339403.067, level: 6 }),
  ],
  ['Railway', (line) => json({ message: line, severity: 'info', timestamp: iso, tags: { service: 'edge' } })],
];
/** Programs that put many lines into one object or list. */
export const exportEnvelopes = [
  [
    'OpenTelemetry',
    (lines) => json({ resourceLogs: [{ scopeLogs: [{ logRecords: lines.map(otlpRecord) }] }] }),
  ],
  [
    'Loki',
    (lines) => json({ streams: [{ stream: { pod: 'edge-1' }, values: lines.map((line) => [ns, line]) }] }),
  ],
  [
    'CloudWatch',
    (lines) =>
      json({ messageType: 'DATA_MESSAGE', logEvents: lines.map((message) => ({ id: '1', message })) }),
  ],
  [
    'aws logs filter-log-events',
    (lines) => json({ events: lines.map((message) => ({ logStreamName: 'web1', message })) }),
  ],
  [
    'Cloud Logging',
    (lines) => json(lines.map((textPayload) => ({ insertId: 'x', textPayload, timestamp: iso }))),
  ],
  ['Datadog', (lines) => json({ data: lines.map((message) => ({ id: 'x', content: { message } })) })],
  [
    'Elasticsearch',
    (lines) =>
      json({ hits: { total: 2, hits: lines.map((message) => ({ _id: 'x', _source: { message } })) } }),
  ],
];
/** The same over several lines, as `jq .` and consoles show them. */
export const prettyEnvelopes = jsonEnvelopes.map(([program, wrap]) => [
  `${program}, over several lines`,
  (line) => prettyJson(JSON.parse(wrap(line))),
]);
