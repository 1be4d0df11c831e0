import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { formatIncidentName } from '../incidents/incident.js';
import { buildHeatmap, buildTimeSeriesChart } from '../report/charts.js';
import { describeDayScope, describeWeekScope } from '../report/report-scope.js';
import { formatReportName, parseReportName } from '../report/schedule.js';
import { collectBundle } from '../report/summary/bundle.js';
import { summarizeDay } from '../report/summary/day.js';
import { buildTopIncidentDetails } from '../report/summary/incident-detail.js';
import { summarizeWeek } from '../report/summary/week.js';
/** Builds a file. Undefined when its subject no longer exists. Loads charts only when needed, as that takes a moment. */
export async function buildAttachment(attachment, context) {
  switch (attachment.type) {
    case 'text': {
      const { fileName, title, text } = attachment;
      return { fileName, title, bytes: new TextEncoder().encode(text), alt: null };
    }
    case 'chart': {
      const { fileName, title, chart } = attachment;
      const { renderChartPng } = await import('./chart-png.js');
      return { fileName, title, bytes: renderChartPng(chart, title), alt: chart.alt };
    }
    case 'page':
      return buildReportPage(attachment, context);
    case 'bundle': {
      const incident = context.repository.incidentByNumber(attachment.incidentNumber);
      return incident && buildBundle(incident, context);
    }
  }
}
/** Builds the archive of an incident: the same bytes for the same database and time. */
export async function buildBundle(incident, { repository, formats, now }) {
  const summary = collectBundle(incident, repository, formats, now);
  const { renderBundleFiles } = await import('../report/export/bundle.js');
  const { pack } = await import('tar-stream');
  const archive = pack();
  for (const { path, text } of renderBundleFiles(summary, now))
    archive.entry({ name: path, mode: 0o644, mtime: new Date(now) }, text);
  archive.finalize();
  const name = formatIncidentName(incident);
  return {
    fileName: `${name}.tar.gz`,
    title: `Bundle of ${name}`,
    bytes: gzipSync(await buffer(archive)),
    alt: null,
  };
}
/** Builds the files posted after a report: its page, or its charts. */
export async function buildReportFiles({ reportDay: reportName, content }, context) {
  const period = parseReportName(reportName);
  if (content === 'charts') return buildReportCharts(period, context);
  const page = await buildReportPage(period, context);
  return page === undefined ? [] : [page];
}
async function buildReportCharts({ unit, day }, { repository, now, timezone }) {
  const summary =
    unit === 'week'
      ? summarizeWeek(day, { now, timezone }, repository)
      : summarizeDay(day, { now, timezone }, repository);
  if (summary === undefined) return [];
  const { renderChartPng } = await import('./chart-png.js');
  const title = 'day' in summary ? describeDayScope(summary).fullTitle : describeWeekScope(summary).fullTitle;
  const toPngFile = (chart, label) => {
    if (chart === undefined) return [];
    const chartTitle = `${label}: ${title}`;
    const fileName = `${label.toLowerCase().replaceAll(' ', '-')}-${day}.png`;
    return [{ fileName, title: chartTitle, bytes: renderChartPng(chart, chartTitle), alt: chart.alt }];
  };
  return [
    ...toPngFile(buildTimeSeriesChart(summary), 'Failures over time'),
    ...toPngFile(buildHeatmap(summary), unit === 'week' ? 'Causes by day' : 'Causes by hour'),
  ];
}
/** Builds the report as a page. Undefined for an invalid day. */
export async function buildReportPage(period, { repository, now, timezone }) {
  const { renderDayPage, renderWeekPage } = await import('../report/page/report.js');
  const { unit, day } = period;
  const toHtmlFile = (html) => ({
    fileName: `report-${formatReportName(period)}.html`,
    title: `Report of ${unit === 'week' ? 'the week until ' : ''}${day}`,
    bytes: new TextEncoder().encode(html),
    alt: null,
  });
  if (unit === 'week') {
    const summary = summarizeWeek(day, { now, timezone }, repository);
    return (
      summary &&
      toHtmlFile(
        renderWeekPage(summary, buildTopIncidentDetails(summary.incidents, repository, summary.span.to)),
      )
    );
  }
  const summary = summarizeDay(day, { now, timezone }, repository);
  return (
    summary &&
    toHtmlFile(
      renderDayPage(summary, buildTopIncidentDetails(summary.incidents, repository, summary.span.to)),
    )
  );
}
