import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chartPng } from '../../src/cli/chart-png.js';
import type { CourseChart, StripChart } from '../../src/render/charts/chart.js';
import { pictureOf } from '../../src/render/charts/standalone-svg.js';
import { svgOf } from '../../src/render/charts/svg.js';
import { pageColours, pictureColours, widths } from '../../src/render/charts/theme.js';
import { failureChart, heatChart } from '../../src/report/charts.js';
import type { Course } from '../../src/report/summary/time-series.js';
import { anyText } from '../support/any-text.js';
import { began, minutes } from '../support/incident-fixtures.js';
import { actingIn, elementsIn } from '../support/parse-html.js';

const wide = { width: widths.wide, colours: pageColours };
const narrow = { width: widths.narrow, colours: pageColours };
const quarter = minutes(15);
const midnight = Date.parse('2026-11-21T00:00:00Z');
const day: Course = {
  from: midnight,
  widthMs: quarter,
  causes: [
    {
      cause: 'connection-refused',
      counts: Array.from({ length: 96 }, (_, at) => (at >= 36 && at < 48 ? 40 : 0)),
    },
    { cause: 'read-timeout', counts: Array.from({ length: 96 }, (_, at) => (at % 24 === 0 ? 2 : 0)) },
  ],
};
const reload = { kind: 'reload', words: 'nginx reload', at: midnight + 35 * quarter, by: null } as const;
const deploy = { kind: 'deploy', words: 'deploy api v42', at: midnight + 60 * quarter, by: 'mo' } as const;
const facts = { course: day, changes: [reload, deploy], zone: 'UTC' };
const chart = failureChart(facts) as CourseChart;
const strip = heatChart(facts) as StripChart;

describe('a chart', () => {
  it('says its unit and what it shows, for those who cannot see it', () => {
    expect(chart.unit).toBe('failures per 15 min');
    expect(chart.alt).toBe(
      'Failures from 21 Nov 00:00 to 22 Nov 00:00: Upstream refuses connections 480, Upstream does not answer in time 8. Most at 09:00: 40 in one 15 min. 08:45 nginx reload. 15:00 deploy api v42.',
    );
    expect(svgOf(chart, wide)).toContain('role="img" aria-label="Failures from 21 Nov');
  });

  it('marks deploys by their words and reloads by their kind, where they happened', () => {
    expect(chart.marks).toEqual([
      { column: 35, words: 'reload' },
      { column: 60, words: 'deploy api v42' },
    ]);
    expect(svgOf(chart, wide)).toMatch(/>reload<[\s\S]*>deploy api v42</);
  });

  it('leaves out words that would run into each other, the earlier ones', () => {
    const crowded = { ...chart, marks: [...chart.marks, { column: 62, words: 'deploy api v43' }] };
    const svg = svgOf(crowded, wide);
    expect(svg).toContain('>reload<');
    expect(svg).not.toContain('>deploy api v42<');
    expect(svg).toContain('>deploy api v43<');
    expect(svg.match(/stroke-dasharray="[^"]*"/g)).toHaveLength(3);
  });

  it('adds quarters to hours of the clock in the heat strip, in the zone of the reader', () => {
    expect(strip.unit).toMatch(/^failures per hour, at most \d+$/);
    expect(strip.labels).toHaveLength(24);
    expect(strip.rows[0]?.counts.slice(8, 13)).toEqual([0, 160, 160, 160, 0]);
    const kolkata = heatChart({ ...facts, zone: 'Asia/Kolkata' });
    // 09:00 UTC is 14:30 there, so half of the first hour was quiet.
    expect(kolkata?.rows[0]?.counts.slice(9, 13)).toEqual([80, 160, 160, 80]);
  });

  it('has a strip by day for a week, and none for an hour', () => {
    const hours = (count: number, widthMs: number): Course => ({
      from: midnight,
      widthMs,
      causes: [{ cause: 'read-timeout', counts: Array.from({ length: count }, () => 1) }],
    });
    expect(heatChart({ ...facts, course: hours(56, minutes(180)) })?.labels).toEqual([
      '11-21',
      '11-22',
      '11-23',
      '11-24',
      '11-25',
      '11-26',
      '11-27',
    ]);
    expect(heatChart({ ...facts, course: hours(60, minutes(1)) })).toBeUndefined();
  });

  it('is not drawn where nothing failed', () => {
    expect(failureChart({ ...facts, course: { ...day, causes: [] } })).toBeUndefined();
  });

  it('puts many causes into five and the others', () => {
    const causes = (
      [
        'read-timeout',
        'tls-verify',
        'dns-timeout',
        'no-route',
        'load-shed',
        'idle-timeout',
        'unknown',
      ] as const
    ).map((cause) => ({ cause, counts: [1, 2] }));
    const many = failureChart({
      ...facts,
      course: { from: began, widthMs: minutes(1), causes },
    }) as CourseChart;
    expect(many.series).toHaveLength(6);
    expect(many.series.at(-1)).toEqual({ name: '2 other causes', counts: [2, 4] });
  });
});

describe('its drawing', () => {
  it.each([
    ['bars, wide', chart, wide],
    ['bars, narrow', chart, narrow],
    ['strip, wide', strip, wide],
    ['strip, narrow', strip, narrow],
    [
      'small bars, as a picture',
      { ...chart, isSmall: true },
      { width: widths.wide, colours: pictureColours },
    ],
  ] as const)('is the same every time and nothing but shapes and text: %s', (_, drawn, look) => {
    const svg = svgOf(drawn, look);
    expect(svgOf(drawn, look)).toBe(svg);
    expect(actingIn(svg)).toEqual([]);
    expect(elementsIn(svg)[0]?.attributes).toMatchObject({ width: String(look.width), role: 'img' });
  });

  it('fits both modes of a page: every colour is one that the page defines', () => {
    const colours = elementsIn(svgOf(chart, wide)).flatMap(({ attributes: { fill, stroke } }) => [
      fill,
      stroke,
    ]);
    expect(
      colours.filter((colour) => colour !== undefined && !/^(none|var\(--[a-z0-9-]+\))$/.test(colour)),
    ).toEqual([]);
  });

  it.each(Object.getOwnPropertyNames(Object.prototype))(
    'leaves all other objects as they are: %s',
    (name) => {
      const rows = { ...strip, rows: [{ name: `${name} and so on ${'x'.repeat(90)}`, counts: [1] }] };
      svgOf({ ...rows, marks: [{ column: 1, words: name }] }, narrow);
      const inherited: string[] = [];
      for (const key in {}) inherited.push(key);
      expect(inherited).toEqual([]);
    },
  );

  it('shows hostile names and never obeys them', () => {
    const hostile = anyText();
    const known = [
      '</text><script>alert(1)</script>',
      '" onload="alert(1)',
      ']]><svg/onload=alert(1)>',
      '{a|b}',
      '<style>',
    ];
    const isHarmless = (name: string, words: string) => {
      const drawn = {
        ...chart,
        alt: words,
        series: [{ name, counts: [1] }],
        marks: [{ column: 3, words }],
      };
      const rows = { ...strip, rows: [{ name, counts: [1] }] };
      expect(actingIn(svgOf(drawn, wide))).toEqual([]);
      expect(actingIn(svgOf(rows, narrow))).toEqual([]);
    };
    for (const text of known) isHarmless(text, text);
    fc.assert(fc.property(hostile, hostile, isHarmless), { numRuns: 10 });
  });
});

describe('its picture, for Slack', () => {
  const size = (png: Uint8Array) => {
    const bytes = Buffer.from(png);
    return {
      isPng: bytes.subarray(1, 4).toString() === 'PNG',
      width: bytes.readUInt32BE(16),
      height: bytes.readUInt32BE(20),
    };
  };

  it.each([
    ['bars', chart],
    ['a strip', strip],
  ] as const)('is a PNG at twice its size: %s', (_, drawn) => {
    const png = chartPng(drawn, 'Failures of Saturday 21 November');
    expect(size(png)).toMatchObject({ isPng: true, width: 1928 });
    expect(size(png).height).toBeGreaterThan(300);
    expect(png.length).toBeLessThan(300_000);
  });

  it('has letters: a title makes another picture than none', () => {
    expect(Buffer.from(chartPng(chart, 'Failures')).equals(Buffer.from(chartPng(chart, '')))).toBe(false);
  });

  it('shows a hostile title and never breaks on it', () => {
    for (const title of ['</text><script>', '&amp;&bogus;', '\u0000\u202e', 'x'.repeat(10_000)]) {
      expect(actingIn(pictureOf(chart, title))).toEqual([]);
      expect(size(chartPng(chart, title)).isPng).toBe(true);
    }
  });
});
