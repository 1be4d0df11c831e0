import { basename } from 'node:path';
import { getLocalDay } from '../../base/calendar.js';
import { floorToMinute, minuteMs } from '../../base/duration.js';
import { formatCount, formatPercent, pluralize } from '../../base/format-number.js';
import { isSourceName } from '../../parse/gateway-instance.js';
import { formatUtcOffset } from '../../parse/zone-reading.js';
import { code, joinText, text, timestamp } from '../../render/rich-text.js';
/** The footer of an answer: the period it covers, and how much of the logs was parsed. */
export function describeCoverage(window, coverage, clock) {
  return [
    text`Period: ${window.label} (${formatSpan(window.span, clock)})`,
    describeParsedShare(coverage),
    ...describeZones(coverage),
  ];
}
/** Says since when the logs were read, where a period begins earlier. */
export const describeReadSince = ({ from }, readSince, clock) =>
  readSince === null || from >= floorToMinute(readSince)
    ? []
    : [text`read since ${timestamp(readSince, clock)}`];
/** `99.93 % of 12,345 records parsed`, with poorly parsed files named: `, except 80 of error.log`. */
export function describeParsedShare(coverage) {
  const records = coverage.reduce((sum, file) => sum + file.records, 0);
  const unparsed = coverage.reduce((sum, file) => sum + file.unparsed, 0);
  if (records === 0) return text`no records read yet`;
  const poorlyParsed = [...coverage]
    .filter(isPoorlyParsed)
    .sort((a, b) => b.unparsed - a.unparsed)
    .slice(0, filesNamedMax)
    .map((file) => text`${file.unparsed} of ${code(basename(file.file))}`);
  const exceptions = poorlyParsed.length === 0 ? [] : text`, except ${joinText(poorlyParsed, ', ')}`;
  return text`${formatPercent(records - unparsed, records)} of ${pluralize(records, 'record')} parsed${exceptions}`;
}
/** In which zone each log is read that names none, where it is not the configured one or may not be the right one. */
export const describeZones = (coverage) => {
  const hasAccessLog = coverage.some(({ gateway }) => gateway === 'nginx-access');
  const logs = new Map(coverage.flatMap(({ zone }) => (zone === null ? [] : [[zone.log, zone]])));
  return [...logs.values()]
    .map((zone) => describeZone(zone, hasAccessLog))
    .filter((sentence) => sentence !== undefined)
    .slice(0, filesNamedMax);
};
function describeZone({ log, readings, isConfirmed, agreed, records }, hasAccessLog) {
  const name = code(basename(log));
  const zones = joinText(
    readings.map(({ utcOffsetMs }) => [formatUtcOffset(utcOffsetMs)]),
    ', then ',
  );
  if (readings.length > 0)
    return text`${name} is read as ${zones}: ${formatCount(agreed)} of ${formatCount(records)} of its records agree with the access log`;
  return isConfirmed || !hasAccessLog
    ? undefined
    : text`${name} names no time zone, and none of its ${pluralize(records, 'failure')} agrees with the access log: if its gateway uses another zone, set ${code('LOG_TIMEZONE')}`;
}
/** Advice for records that match no known format. */
export const customFormatAdvice = text`If this is an access log in a custom format, set ${code('NGINX_LOG_FORMAT')} or ${code('ENVOY_LOG_FORMAT')} to that format.`;
/** True when so much of a file is unparsed that counts from it may be wrong. */
export const isPoorlyParsed = ({ records, unparsed }) => unparsed > records * unparsedShareMax;
const unparsedShareMax = 0.005;
const filesNamedMax = 2;
/** `21 Nov 09:00 to 10:00`. A span that ends at midnight ends at 23:59 of its last day, not on the next. */
export function formatSpan({ from, to }, clock) {
  const isWholeDay = getLocalDay(to - 1, clock.timezone) !== getLocalDay(to, clock.timezone);
  const end = isWholeDay ? to - minuteMs : to;
  const isOneDay = getLocalDay(from, clock.timezone) === getLocalDay(end, clock.timezone);
  return text`${timestamp(from, clock)} to ${timestamp(end, isOneDay ? { ...clock, now: end } : clock)}`;
}
/** `2 files`; `2 logs` where one of them is no file. */
export const countLogs = (logs) =>
  pluralize(logs.length, logs.some(({ file }) => isSourceName(file)) ? 'log' : 'file');
/** Data lost while reading, latest first, as one sentence; undefined when nothing was lost. */
export function describeDataLoss(dataLosses, clock) {
  const [latest, ...others] = dataLosses;
  if (latest === undefined) return undefined;
  const { path, at, bytes, why } = latest;
  const loss = bytes === null ? 'some lines may be missing' : `${pluralize(bytes, 'byte')} lost`;
  const more = others.length === 0 ? [] : text`, plus ${pluralize(others.length, 'earlier gap')}`;
  return text`${code(basename(path))} at ${timestamp(at, clock)}: ${loss} (${why})${more}`;
}
