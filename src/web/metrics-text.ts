import { toSingleLine } from '../base/printable.js';
import { issueTypes } from '../health/issue.js';
import type { MetricsSnapshot } from './metrics.js';

/**
 * Metrics in the text format of Prometheus. Names are never changed once released.
 * https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export function renderMetrics(metrics: MetricsSnapshot): string {
  const { failures, openIncidents, coverage, outboxStats, healthIssues: issues, lagMs } = metrics;
  const sum = (count: (file: MetricsSnapshot['coverage'][number]) => number) =>
    coverage.reduce((total, file) => total + count(file), 0);
  return [
    renderMetric(
      'badgateway_failures_total',
      'counter',
      'Failed requests since the start, by cause, upstream and outcome.',
      failures.map(({ cause, upstream, outcome, count }) => [
        { cause, upstream: upstream ?? '', outcome },
        count,
      ]),
    ),
    renderMetric('badgateway_open_incidents', 'gauge', 'Incidents that are open.', [[{}, openIncidents]]),
    renderMetric('badgateway_records_total', 'counter', 'Records read.', [
      [{}, sum(({ records }) => records)],
    ]),
    renderMetric('badgateway_unparsed_records_total', 'counter', 'Records that no known format fits.', [
      [{}, sum(({ unparsed }) => unparsed)],
    ]),
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
      'What is wrong with the program or its logs now, by kind; 0 when nothing is.',
      issueTypes.map((kind) => [{ kind }, issues.filter(({ kind: what }) => what.type === kind).length]),
    ),
    renderMetric('badgateway_messages_waiting', 'gauge', 'Messages that Slack has not taken yet.', [
      [{}, outboxStats.waiting],
    ]),
    renderMetric(
      'badgateway_messages_failed',
      'gauge',
      'Messages of the last 30 days that Slack refused for good.',
      [[{}, outboxStats.failed]],
    ),
  ].join('');
}

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [Labels, number];

function renderMetric(
  name: string,
  type: 'counter' | 'gauge',
  help: string,
  samples: readonly Sample[],
): string {
  const lines = samples.map(([labels, value]) => `${name}${renderLabels(labels)} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function renderLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escapeLabelValue(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escapeLabelValue = (value: string): string =>
  toSingleLine(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
