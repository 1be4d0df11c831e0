import { toSingleLine } from '../base/printable.js';
import { issueTypes } from '../health/issue.js';
/**
 * Renders metrics in the Prometheus text format. Names never change once released.
 * https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export function renderMetrics(metrics) {
  const {
    failures,
    requests,
    openIncidents,
    coverage,
    patterns,
    outboxStats,
    healthIssues: issues,
    lagMs,
  } = metrics;
  const sum = (count) => coverage.reduce((total, file) => total + count(file), 0);
  return [
    renderMetric(
      'badgateway_failures_total',
      'counter',
      'Failed requests since the program started, by cause, upstream and outcome.',
      failures.map(({ cause, upstream, outcome, count }) => [
        { cause, upstream: upstream ?? '', outcome },
        count,
      ]),
    ),
    renderMetric(
      'badgateway_requests_total',
      'counter',
      'Requests in the access logs since the program started, by upstream and class of status.',
      requests.map(({ upstream, statusClass, count }) => [
        { upstream: upstream ?? '', status_class: statusClass },
        count,
      ]),
    ),
    renderMetric('badgateway_open_incidents', 'gauge', 'Open incidents.', [[{}, openIncidents]]),
    renderMetric('badgateway_records_total', 'counter', 'Records read.', [
      [{}, sum(({ records }) => records)],
    ]),
    renderMetric('badgateway_unparsed_records_total', 'counter', 'Records that match no known format.', [
      [{}, sum(({ unparsed }) => unparsed)],
    ]),
    renderMetric(
      'badgateway_line_patterns',
      'gauge',
      'Patterns of the unread records, and of the unknown messages of failures, of the last day.',
      ['unread', 'unknown'].map((kind) => [
        { kind },
        patterns.filter((pattern) => pattern.kind === kind).length,
      ]),
    ),
    renderMetric('badgateway_unreadable_files', 'gauge', 'Log files that cannot be read.', [
      [{}, sum(({ error }) => (error === null ? 0 : 1))],
    ]),
    renderMetric(
      'badgateway_lag_seconds',
      'gauge',
      'Time since the latest record that was read.',
      lagMs === null ? [] : [[{}, lagMs / 1000]],
    ),
    renderMetric(
      'badgateway_health_problems',
      'gauge',
      'Open problems of the program or its logs, by kind; 0 when there are none.',
      issueTypes.map((kind) => [{ kind }, issues.filter(({ kind: what }) => what.type === kind).length]),
    ),
    renderMetric('badgateway_messages_waiting', 'gauge', 'Messages not yet delivered to Slack.', [
      [{}, outboxStats.waiting],
    ]),
    renderMetric(
      'badgateway_messages_failed',
      'gauge',
      'Messages of the last 30 days that Slack refused permanently.',
      [[{}, outboxStats.failed]],
    ),
  ].join('');
}
function renderMetric(name, type, help, samples) {
  const lines = samples.map(([labels, value]) => `${name}${renderLabels(labels)} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}
function renderLabels(labels) {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabelValue(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}
const escapeLabelValue = (value) => toSingleLine(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
