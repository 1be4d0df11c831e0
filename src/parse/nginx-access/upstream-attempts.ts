import type { AccessValues } from '../decoder.js';
import type { Try } from '../event.js';

/** A try, and what only the verdict asks for. */
export type FullTry = Try & {
  readonly responseLength: number | null;
  readonly bytesSent: number | null;
  readonly bytesReceived: number | null;
};

/** What was tried, from nginx's parallel lists: `, ` between tries, ` : ` where an internal redirect began anew. */
export function triesOf(values: AccessValues): readonly FullTry[] {
  const elements = (name: string) => elementsOf(values.get(name));
  const [peers, statuses, connects, headers, responses, lengths, sent, received] = lists.map(elements);
  const told = [peers, statuses, values.has('upstream_addr') ? [] : responses].find(isSet) ?? [];
  return told.slice(0, triesMax).map(({ redirected }, index) => ({
    peer: textAt(peers, index),
    status: numberAt(statuses, index, 1),
    connectMs: numberAt(connects, index, 1000),
    headerMs: numberAt(headers, index, 1000),
    responseMs: numberAt(responses, index, 1000),
    redirected,
    responseLength: numberAt(lengths, index, 1),
    bytesSent: numberAt(sent, index, 1),
    bytesReceived: numberAt(received, index, 1),
  }));
}

/** True for the address of a peer; anything else in `$upstream_addr` is the name of a group that had no live peer. */
export const isPeerAddress = (text: string): boolean =>
  text.startsWith('unix:') || /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:.]{2,60}\]):\d{1,10}$/.test(text);

/** nginx tries each server of a group once; a longer list is a mistake or an attack. */
const triesMax = 64;

const lists = [
  'upstream_addr',
  'upstream_status',
  'upstream_connect_time',
  'upstream_header_time',
  'upstream_response_time',
  'upstream_response_length',
  'upstream_bytes_sent',
  'upstream_bytes_received',
] as const;

type Element = { readonly text: string; readonly redirected: boolean };
type List = readonly Element[] | undefined;

function elementsOf(list: string | undefined): readonly Element[] {
  if (list === undefined) return [];
  // The space behind a last ` : ` is lost where lines are trimmed.
  const passes = (list.endsWith(' :') ? `${list} ` : list).split(' : ');
  return passes.flatMap((pass, number) =>
    pass.split(', ').map((text, index) => ({ text: text.trim(), redirected: number > 0 && index === 0 })),
  );
}

const isSet = (list: List): list is readonly Element[] =>
  list?.some(({ text }) => text !== '' && text !== '-') ?? false;

function textAt(list: List, index: number): string | null {
  const text = list?.[index]?.text ?? '';
  return text === '' || text === '-' ? null : text;
}

function numberAt(list: List, index: number, factor: number): number | null {
  const text = textAt(list, index);
  const value = text === null ? Number.NaN : Number(text);
  return Number.isFinite(value) ? Math.round(value * factor) : null;
}
