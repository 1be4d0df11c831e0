import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderChartPng } from '../../src/cli/chart-png.js';
import { renderStandaloneSvg } from '../../src/render/charts/standalone-svg.js';
import { renderSvg } from '../../src/render/charts/svg.js';
import { chartWidths, pagePalette, standalonePalette } from '../../src/render/charts/theme.js';
import { buildHeatmap, buildTimeSeriesChart } from '../../src/report/charts.js';
import { anyText } from '../support/any-text.js';
import { minutes, outageStartedAt } from '../support/incident-fixtures.js';
import { findActiveContent, parseElements } from '../support/parse-html.js';
import { countRuns } from '../support/property-runs.js';

const wideStyle = { width: chartWidths.wide, palette: pagePalette };
const narrowStyle = { width: chartWidths.narrow, palette: pagePalette };
const quarterMs = minutes(15);
const midnight = Date.parse('2026-11-21T00:00:00Z');
const daySeries = {
  from: midnight,
  widthMs: quarterMs,
  causes: [
    {
      cause: 'connection-refused',
      counts: Array.from({ length: 96 }, (_, index) => (index >= 36 && index < 48 ? 40 : 0)),
    },
    { cause: 'read-timeout', counts: Array.from({ length: 96 }, (_, index) => (index % 24 === 0 ? 2 : 0)) },
  ],
};
const reload = { kind: 'reload', message: 'nginx reload', at: midnight + 35 * quarterMs, by: null };
const deploy = {
  kind: 'deploy',
  message: 'deploy api v42',
  at: midnight + 60 * quarterMs,
  by: 'mo',
};
const summary = { timeSeries: daySeries, changes: [reload, deploy], timezone: 'UTC' };
const dayChart = buildTimeSeriesChart(summary);
const dayStrip = buildHeatmap(summary);
describe('a chart', () => {
  it('has a unit and an alternative text', () => {
    expect(dayChart.unit).toBe('failures per 15 min');
    expect(dayChart.alt).toBe(
      'Failures from 21 Nov 00:00 to 22 Nov 00:00: Upstream refuses connections 480, Upstream does not answer in time 8. Peak at 09:00: 40 per 15 min. 08:45 nginx reload. 15:00 deploy api v42.',
    );
    expect(renderSvg(dayChart, wideStyle)).toContain('role="img" aria-label="Failures from 21 Nov');
  });
  it('marks deploys by their text and reloads by their kind, at their time', () => {
    expect(dayChart.markers).toEqual([
      { column: 35, label: 'reload' },
      { column: 60, label: 'deploy api v42' },
    ]);
    expect(renderSvg(dayChart, wideStyle)).toMatch(/>reload<[\s\S]*>deploy api v42</);
  });
  it('leaves out labels that would overlap, the earlier ones first', () => {
    const crowded = { ...dayChart, markers: [...dayChart.markers, { column: 62, label: 'deploy api v43' }] };
    const svg = renderSvg(crowded, wideStyle);
    expect(svg).toContain('>reload<');
    expect(svg).not.toContain('>deploy api v42<');
    expect(svg).toContain('>deploy api v43<');
    expect(svg.match(/stroke-dasharray="[^"]*"/g)).toHaveLength(3);
  });
  it('sums quarters to clock hours in the heatmap, in the given timezone', () => {
    expect(dayStrip.unit).toMatch(/^failures per hour, peak \d+$/);
    expect(dayStrip.labels).toHaveLength(24);
    expect(dayStrip.rows[0]?.counts.slice(8, 13)).toEqual([0, 160, 160, 160, 0]);
    const kolkata = buildHeatmap({ ...summary, timezone: 'Asia/Kolkata' });
    // 09:00 UTC is 14:30 in Kolkata, so half of the first hour had no failures.
    expect(kolkata?.rows[0]?.counts.slice(9, 13)).toEqual([80, 160, 160, 80]);
  });
  it('has a heatmap by day for a week, and none for an hour', () => {
    const hours = (count, widthMs) => ({
      from: midnight,
      widthMs,
      causes: [{ cause: 'read-timeout', counts: Array.from({ length: count }, () => 1) }],
    });
    expect(buildHeatmap({ ...summary, timeSeries: hours(56, minutes(180)) })?.labels).toEqual([
      '11-21',
      '11-22',
      '11-23',
      '11-24',
      '11-25',
      '11-26',
      '11-27',
    ]);
    expect(buildHeatmap({ ...summary, timeSeries: hours(60, minutes(1)) })).toBeUndefined();
  });
  it('is not drawn when nothing failed', () => {
    expect(buildTimeSeriesChart({ ...summary, timeSeries: { ...daySeries, causes: [] } })).toBeUndefined();
  });
  it('groups many causes into five and the others', () => {
    const causes = [
      'read-timeout',
      'tls-verify',
      'dns-timeout',
      'no-route',
      'load-shed',
      'idle-timeout',
      'unknown',
    ].map((cause) => ({ cause, counts: [1, 2] }));
    const many = buildTimeSeriesChart({
      ...summary,
      timeSeries: { from: outageStartedAt, widthMs: minutes(1), causes },
    });
    expect(many.series).toHaveLength(6);
    expect(many.series.at(-1)).toEqual({ name: '2 other causes', counts: [2, 4] });
  });
});
describe('its drawing', () => {
  it.each([
    ['bars, wide', dayChart, wideStyle],
    ['bars, narrow', dayChart, narrowStyle],
    ['strip, wide', dayStrip, wideStyle],
    ['strip, narrow', dayStrip, narrowStyle],
    [
      'small bars, as a picture',
      { ...dayChart, isSmall: true },
      { width: chartWidths.wide, palette: standalonePalette },
    ],
  ])('is deterministic, and holds only shapes and text: %s', (_, drawnChart, look) => {
    const svg = renderSvg(drawnChart, look);
    expect(renderSvg(drawnChart, look)).toBe(svg);
    expect(findActiveContent(svg)).toEqual([]);
    expect(parseElements(svg)[0]?.attributes).toMatchObject({ width: String(look.width), role: 'img' });
  });
  it('fits the light and dark mode of a page: it has no colours but those of the page', () => {
    const colours = parseElements(renderSvg(dayChart, wideStyle)).flatMap(
      ({ attributes: { fill, stroke } }) => [fill, stroke],
    );
    expect(
      colours.filter((colour) => colour !== undefined && !/^(none|var\(--[a-z0-9-]+\))$/.test(colour)),
    ).toEqual([]);
  });
  it.each(Object.getOwnPropertyNames(Object.prototype))('does not pollute Object.prototype: %s', (name) => {
    const rows = { ...dayStrip, rows: [{ name: `${name} and so on ${'x'.repeat(90)}`, counts: [1] }] };
    renderSvg({ ...rows, markers: [{ column: 1, label: name }] }, narrowStyle);
    const inherited = [];
    for (const key in {}) inherited.push(key);
    expect(inherited).toEqual([]);
  });
  it('shows hostile names as text', () => {
    const hostile = anyText();
    const known = [
      '</text><script>alert(1)</script>',
      '" onload="alert(1)',
      ']]><svg/onload=alert(1)>',
      '{a|b}',
      '<style>',
    ];
    const isHarmless = (name, text) => {
      const drawnChart = {
        ...dayChart,
        alt: text,
        series: [{ name, counts: [1] }],
        markers: [{ column: 3, label: text }],
      };
      const rows = { ...dayStrip, rows: [{ name, counts: [1] }] };
      expect(findActiveContent(renderSvg(drawnChart, wideStyle))).toEqual([]);
      expect(findActiveContent(renderSvg(rows, narrowStyle))).toEqual([]);
    };
    for (const text of known) isHarmless(text, text);
    fc.assert(fc.property(hostile, hostile, isHarmless), { numRuns: countRuns(10) });
  });
});
describe('its PNG for Slack', () => {
  const size = (png) => {
    const bytes = Buffer.from(png);
    return {
      isPng: bytes.subarray(1, 4).toString() === 'PNG',
      width: bytes.readUInt32BE(16),
      height: bytes.readUInt32BE(20),
    };
  };
  it.each([
    ['bars', dayChart],
    ['a strip', dayStrip],
  ])('has twice the size of the drawing: %s', (_, drawnChart) => {
    const png = renderChartPng(drawnChart, 'Failures of Saturday 21 November');
    expect(size(png)).toMatchObject({ isPng: true, width: 1928 });
    expect(size(png).height).toBeGreaterThan(300);
    expect(png.length).toBeLessThan(300_000);
  });
  it('has a font: a title changes the picture', () => {
    expect(
      Buffer.from(renderChartPng(dayChart, 'Failures')).equals(Buffer.from(renderChartPng(dayChart, ''))),
    ).toBe(false);
  });
  it('shows a hostile title as text', () => {
    for (const title of ['</text><script>', '&amp;&bogus;', '\u0000\u202e', 'x'.repeat(10_000)]) {
      expect(findActiveContent(renderStandaloneSvg(dayChart, title))).toEqual([]);
      expect(size(renderChartPng(dayChart, title)).isPng).toBe(true);
    }
  });
});
