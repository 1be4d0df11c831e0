import { gzipSync } from 'node:zlib';
import type { Clock } from '../base/calendar.js';
import { tarOf } from '../base/tar.js';
import { type Incident, incidentName } from '../incidents/incident.js';
import type { Parcel } from '../notify/uploads.js';
import type { Enclosure, ReadyFile } from '../render/attachment.js';
import type { Chart } from '../render/charts/chart.js';
import type { Whole } from '../report/build-report.js';
import { failureChart, heatChart } from '../report/charts.js';
import { dayScope, weekScope } from '../report/report-scope.js';
import type { Ledger } from '../report/repository.js';
import { reportName, wholeCalled } from '../report/schedule.js';
import { type BundleFacts, bundleFactsOf, type ConfiguredFormats } from '../report/summary/bundle.js';
import { dayFactsOf } from '../report/summary/day.js';
import { detailsOf } from '../report/summary/incident-detail.js';
import { weekFactsOf } from '../report/summary/week.js';

/** What files are made from. */
export type Workshop = Clock & { readonly ledger: Ledger; readonly formats: ConfiguredFormats };

/** Makes the file. Undefined when what it is about is no longer there. Charts are loaded only now, as that takes a moment. */
export async function fileOf(enclosure: Enclosure, workshop: Workshop): Promise<ReadyFile | undefined> {
  switch (enclosure.name) {
    case 'text': {
      const { fileName, title, text } = enclosure;
      return { fileName, title, bytes: new TextEncoder().encode(text), alt: null };
    }
    case 'picture': {
      const { fileName, title, chart } = enclosure;
      const { chartPng } = await import('./chart-png.js');
      return { fileName, title, bytes: chartPng(chart, title), alt: chart.alt };
    }
    case 'page':
      return pageOf(enclosure, workshop);
    case 'bundle': {
      const incident = workshop.ledger.incident(enclosure.incident);
      return incident && bundleOf(incident, workshop);
    }
  }
}

/** The archive of an incident: the same bytes for the same database and time. */
export async function bundleOf(incident: Incident, { ledger, formats, now }: Workshop): Promise<ReadyFile> {
  const facts: BundleFacts = bundleFactsOf(incident, ledger, formats, now);
  const { bundleTexts } = await import('../report/export/bundle.js');
  const files = bundleTexts(facts, now).map(({ path, text }) => ({
    path,
    bytes: new TextEncoder().encode(text),
  }));
  const name = incidentName(incident);
  return {
    fileName: `${name}.tar.gz`,
    title: `Bundle of ${name}`,
    bytes: gzipSync(tarOf(files, now)),
    alt: null,
  };
}

/** What follows a report: its page, or its charts. */
export async function filesOf(
  { report, part }: Pick<Parcel, 'report' | 'part'>,
  workshop: Workshop,
): Promise<readonly ReadyFile[]> {
  const whole = wholeCalled(report);
  if (part === 'charts') return chartsOf(whole, workshop);
  const page = await pageOf(whole, workshop);
  return page === undefined ? [] : [page];
}

async function chartsOf({ of, day }: Whole, { ledger, now, zone }: Workshop): Promise<readonly ReadyFile[]> {
  const gathered =
    of === 'week' ? weekFactsOf(day, { now, zone }, ledger) : dayFactsOf(day, { now, zone }, ledger);
  if (gathered === undefined) return [];
  const { chartPng } = await import('./chart-png.js');
  const title = 'day' in gathered ? dayScope(gathered).fullTitle : weekScope(gathered).fullTitle;
  const picture = (chart: Chart | undefined, words: string): readonly ReadyFile[] => {
    if (chart === undefined) return [];
    const called = `${words}: ${title}`;
    const fileName = `${words.toLowerCase().replaceAll(' ', '-')}-${day}.png`;
    return [{ fileName, title: called, bytes: chartPng(chart, called), alt: chart.alt }];
  };
  return [
    ...picture(failureChart(gathered), 'Failures over time'),
    ...picture(heatChart(gathered), of === 'week' ? 'Causes by day' : 'Causes by hour'),
  ];
}

/** The report as a page. Undefined where that is no day. */
export async function pageOf(
  whole: Whole,
  { ledger, now, zone }: Omit<Workshop, 'formats'>,
): Promise<ReadyFile | undefined> {
  const { dayPage, weekPage } = await import('../report/page/report.js');
  const { of, day } = whole;
  const page = (text: string): ReadyFile => ({
    fileName: `report-${reportName(whole)}.html`,
    title: `Report of ${of === 'week' ? 'the week until ' : ''}${day}`,
    bytes: new TextEncoder().encode(text),
    alt: null,
  });
  if (of === 'week') {
    const facts = weekFactsOf(day, { now, zone }, ledger);
    return facts && page(weekPage(facts, detailsOf(facts.incidents, ledger, facts.span.to)));
  }
  const facts = dayFactsOf(day, { now, zone }, ledger);
  return facts && page(dayPage(facts, detailsOf(facts.incidents, ledger, facts.span.to)));
}
