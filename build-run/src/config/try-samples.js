import { findCause } from '../diagnose/causes/index.js';
import { decodeRecord } from '../parse/decoders.js';
import { unwrapRecord } from '../parse/envelope/unwrap.js';
import { createLocalPatternFinder, findDifference } from '../parse/local-patterns.js';
import { createDecoderOptions } from './decoder-options.js';
import { compileFormat, nameEntry } from './local-causes.js';
/** Tries every sample of the file of LOCAL_CAUSES. Returns what is read in another way than it says. */
export function trySamples(config) {
  const entries = config.local?.entries ?? [];
  const getOptions = createDecoderOptions({ ...config, local: undefined });
  const getTaughtOptions = createDecoderOptions(config);
  return entries.flatMap((entry, index) => {
    const findProblems = () => {
      switch (entry.as) {
        case 'noise':
        case 'cause':
          return tryPatternSamples(entry, config, getOptions('-'));
        case 'format':
          return tryFormatSamples(entry);
        case 'sample':
          return trySample(entry, getTaughtOptions(entry.file));
      }
    };
    return findProblems().map((problem) => `${nameEntry(entry, index)}: ${problem}`);
  });
}
function tryPatternSamples(entry, { local }, options) {
  const find = createLocalPatternFinder(local?.patterns ?? []);
  return entry.samples.flatMap((sample, index) => {
    const name = `sample ${index + 1}`;
    const { text } = unwrapRecord(sample);
    const event = decode(text, options);
    const known = describeKnown(event);
    if (known !== undefined)
      return [`${name} is read already, as ${known}: the pattern would never be asked`];
    // The pattern may be of the message alone, or of the whole record.
    const texts =
      event?.type === 'attempt' && event.finding !== null ? [event.finding.message, text] : [text];
    const first = texts.map((candidate) => find(candidate)).find((taught) => taught !== undefined);
    if (first?.pattern === entry.pattern) return [];
    if (first !== undefined) return [`${name} is taken by the pattern of an earlier entry: ${first.pattern}`];
    const difference = findDifference(entry.pattern, texts[0] ?? '');
    return difference === undefined
      ? []
      : [
          `${name} does not match: its word ${difference.word} is "${difference.found}", and the pattern has "${difference.expected}"`,
        ];
  });
}
/** What the decoders make of a record; undefined if it is not read, or its message is unknown. */
function describeKnown(event) {
  if (event === undefined) return undefined;
  if (event.type !== 'attempt' || event.finding === null) return `a ${event.type} of ${event.gateway}`;
  return event.finding.symptom === 'unexplained' ? undefined : findCause(event.finding).id;
}
function tryFormatSamples({ product, format, samples }) {
  const compiled = compileFormat(product, format);
  return samples.flatMap(({ line, fields }, index) => {
    const name = `sample ${index + 1}`;
    const values = compiled.extract(line);
    if (values === undefined) return [`${name} does not fit${describeStop(compiled, line)}`];
    return compareFields(name, fields, (field) => values.get(field) ?? null);
  });
}
function describeStop({ findStop }, line) {
  const stop = findStop?.(line);
  return stop === undefined
    ? ''
    : `: behind column ${stop.position}, ${stop.expected} was expected, and there is "${line.slice(stop.position, stop.position + foundCharsMax)}"`;
}
const foundCharsMax = 30;
function trySample({ line, fields }, options) {
  const event = decode(unwrapRecord(line).text, options);
  if (event === undefined) return ['the line is not read in any format'];
  return compareFields('the line', fields, (field) => readField(event, field));
}
function compareFields(name, expected, read) {
  return Object.entries(expected).flatMap(([field, value]) => {
    const got = read(field);
    if (got === undefined) return [`${name}: no field is called ${field}`];
    return String(got) === String(value)
      ? []
      : [`${name} is read with ${field} = ${formatValue(got)}, and ${formatValue(value)} is expected`];
  });
}
const formatValue = (value) => (value === null ? 'nothing' : `"${value}"`);
/** The fields of an event that a sample may name; undefined for another name. */
function readField(event, field) {
  const finding = event.type === 'attempt' || event.type === 'request' ? event.finding : null;
  const traffic = event.type === 'change' ? undefined : event;
  const request = traffic?.request ?? null;
  const fields = {
    format: event.gateway,
    status: 'status' in event ? event.status : null,
    cause: finding === null ? null : findCause(finding).id,
    client: traffic?.client ?? null,
    server: traffic?.server ?? null,
    host: traffic?.host ?? null,
    request: request && [request.method, request.target, request.protocol].filter(Boolean).join(' '),
    upstream: traffic?.upstreamName ?? traffic?.upstream ?? null,
    peer: traffic?.peer ?? null,
    at: event.at === null ? null : new Date(event.at).toISOString(),
  };
  return fields[field];
}
const decode = (text, options) =>
  decodeRecord({ text, location: { file: '-', byte: 0, line: 1 }, stampedAt: null, source: null }, options);
