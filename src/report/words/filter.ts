import { type CauseId, causeCatalogue } from '../../diagnose/causes/index.js';
import { code, joinText, type RichText, type RichTextPart, text } from '../../render/rich-text.js';
import type { Dimension, FailureFilter } from '../repository.js';
import { formatUpstream, formatUpstreamName, getCauseTitle, logFormatNames } from './names.js';

/** `502 at payments-api for POST`: the filters of a question; empty when there are none. */
export function describeFilter(filter: FailureFilter): RichText {
  return joinText(listFilterParts(filter), ' ');
}

/** The same behind a noun: `failures with 502 at payments-api`. */
export const describeFailures = (filter: FailureFilter): RichText => {
  const description = describeFilter(filter);
  return description.length === 0 ? ['failures'] : ['failures ', ...description];
};

/** What a place is called alone: `payments-api`, `shop-b.example`. */
export function describePlace({ upstream, hosts = [], peers = [], customers = [] }: FailureFilter): RichText {
  const names = [
    ...(upstream === undefined ? [] : [formatUpstream(upstream)]),
    ...[...hosts, ...peers, ...customers].map(code),
  ];
  return joinText(
    names.map((name) => [name]),
    ' and ',
  );
}

/** A value of a dimension, as people call it. */
export function formatDimensionValue(by: Dimension, key: string | null): RichTextPart {
  if (key === null) return `no ${by} told by the log`;
  switch (by) {
    case 'cause':
      return isCause(key) ? getCauseTitle(key) : code(key);
    case 'upstream':
      return code(formatUpstreamName(key));
    case 'outcome':
      return outcomeLabels[key] ?? key;
    case 'maker':
      return makerLabels[key] ?? key;
    case 'gateway':
      return Object.entries(logFormatNames).find(([id]) => id === key)?.[1] ?? key;
    default:
      return code(key);
  }
}

const valuesShownMax = 3;

function listFilterParts(filter: FailureFilter): readonly RichText[] {
  const { upstream, upstreams = [], cause } = filter;
  const parts: readonly (RichText | undefined)[] = [
    joinValues('with status', formatStatuses(filter.statuses)),
    joinValues(
      'that were',
      (filter.outcomes ?? []).map((outcome): RichTextPart => outcomeLabels[outcome] ?? outcome),
    ),
    describeCauses(filter.causes ?? (cause === undefined ? [] : [cause])),
    upstream === undefined ? undefined : text`at ${formatUpstream(upstream)}`,
    joinValues('at', upstreams.map(formatUpstream)),
    joinValues('at peer', (filter.peers ?? []).map(code)),
    joinValues('for', (filter.methods ?? []).map(code)),
    joinValues('on', (filter.routes ?? []).map(code)),
    joinValues('on host', (filter.hosts ?? []).map(code)),
    joinValues('from client', (filter.clients ?? []).map(code)),
    joinValues('of customer', (filter.customers ?? []).map(code)),
    joinValues(
      'told by the',
      (filter.gateways ?? []).map((gateway): RichTextPart => logFormatNames[gateway]),
    ),
    joinValues(
      'made by',
      (filter.makers ?? []).map((maker): RichTextPart => makerLabels[maker] ?? maker),
    ),
  ];
  return parts.filter((part) => part !== undefined);
}

function joinValues(preposition: string, values: readonly RichTextPart[]): RichText | undefined {
  if (values.length === 0) return undefined;
  const more = values.length - valuesShownMax;
  const shown = joinText(
    values.slice(0, valuesShownMax).map((value) => [value]),
    ' or ',
  );
  return [`${preposition} `, ...shown, ...(more > 0 ? [` or ${more} more`] : [])];
}

/** A hundred statuses in a row are said as one. */
const formatStatuses = (statuses: readonly number[] = []): readonly RichTextPart[] =>
  statuses.length >= 100 ? [`${Math.floor((statuses[0] ?? 0) / 100)}xx`] : statuses.map(String);

/** All causes of a class are said as the class. */
function describeCauses(causeIds: readonly CauseId[]): RichText | undefined {
  const [first] = causeIds;
  if (first === undefined) return undefined;
  const causeClass = causeCatalogue.find(({ id }) => id === first)?.class;
  const members = causeCatalogue.filter((cause) => cause.class === causeClass);
  const isClass =
    members.length > 1 &&
    members.length === causeIds.length &&
    members.every(({ id }) => causeIds.includes(id));
  return isClass
    ? [`of the class ${causeClass}`]
    : joinValues(
        'of',
        causeIds.map((id): RichTextPart => `“${getCauseTitle(id)}”`),
      );
}

const isCause = (key: string): key is CauseId => causeCatalogue.some(({ id }) => id === key);

const outcomeLabels: Readonly<Record<string, string>> = {
  'client-visible': 'seen by clients',
  'saved-by-retry': 'saved by retry',
  'saved-by-fallback': 'saved by a fallback',
  truncated: 'cut short',
  background: 'in the background',
  startup: 'while starting',
  undecided: 'perhaps seen by clients',
};

const makerLabels: Readonly<Record<string, string>> = {
  gateway: 'the gateway',
  upstream: 'the upstream',
  'next-hop': 'the next hop',
  undecided: 'somebody the log does not tell',
};
