import { oneLine } from '../base/printable.js';
import { complaintNames } from '../health/issue.js';
import type { Metrics } from './metrics.js';

/**
 * Metrics in the text format of Prometheus. Names are never changed once released.
 * https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export function metricsText(metrics: Metrics): string {
  const { failures, openIncidents, coverage, letters, ailments, lagMs } = metrics;
  const sum = (count: (file: Metrics['coverage'][number]) => number) =>
    coverage.reduce((total, file) => total + count(file), 0);
  return [
    metric(
      'badgateway_failures_total',
      'counter',
      'Failed requests since the start, by cause, upstream and outcome.',
      failures.map(({ cause, upstream, outcome, count }) => [
        { cause, upstream: upstream ?? '', outcome },
        count,
      ]),
    ),
    metric('badgateway_open_incidents', 'gauge', 'Incidents that are open.', [[{}, openIncidents]]),
    metric('badgateway_records_total', 'counter', 'Records read.', [[{}, sum(({ records }) => records)]]),
    metric('badgateway_unparsed_records_total', 'counter', 'Records that no known format fits.', [
      [{}, sum(({ unparsed }) => unparsed)],
    ]),
    metric('badgateway_unreadable_files', 'gauge', 'Log files that cannot be read.', [
      [{}, sum(({ trouble }) => (trouble === null ? 0 : 1))],
    ]),
    metric(
      'badgateway_lag_seconds',
      'gauge',
      'Time since the latest record that was read.',
      lagMs === null ? [] : [[{}, lagMs / 1000]],
    ),
    metric(
      'badgateway_health_problems',
      'gauge',
      'What is wrong with the program or its logs now, by kind; 0 when nothing is.',
      complaintNames.map((kind) => [{ kind }, ailments.filter(({ what }) => what.name === kind).length]),
    ),
    metric('badgateway_messages_waiting', 'gauge', 'Messages that Slack has not taken yet.', [
      [{}, letters.waiting],
    ]),
    metric(
      'badgateway_messages_failed',
      'gauge',
      'Messages of the last 30 days that Slack refused for good.',
      [[{}, letters.failed]],
    ),
  ].join('');
}

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [Labels, number];

function metric(name: string, type: 'counter' | 'gauge', help: string, samples: readonly Sample[]): string {
  const lines = samples.map(([labels, value]) => `${name}${labelsText(labels)} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escaped = (value: string): string => oneLine(value).replaceAll('\\', '\\\\').replaceAll('"', '\\"');
