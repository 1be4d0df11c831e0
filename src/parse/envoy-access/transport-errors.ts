import { errnoOf } from './errnos.js';
import { certain, likely, type Meaning } from './meaning.js';
import { tlsMeaning } from './tls-errors.js';

/**
 * What `%UPSTREAM_TRANSPORT_FAILURE_REASON%`, or the suffix of the details, means. Envoy prints it with blanks or with
 * underscores, depending on its version. Undefined when it is empty or says nothing known.
 */
export function transportMeaning(reason: string): Meaning | undefined {
  const text = reason.replaceAll('_', ' ').trim();
  for (const { opening, meaning } of openings) {
    if (text.startsWith(opening)) return meaning(text.slice(opening.length).trim());
  }
  return tlsMeaning(text);
}

const openings: readonly {
  readonly opening: string;
  readonly meaning: (rest: string) => Meaning | undefined;
}[] = [
  { opening: 'delayed connect error:', meaning: connectError },
  { opening: 'immediate connect error:', meaning: connectError },
  { opening: 'failed to bind to ', meaning: bindError },
  { opening: 'socket creation failure', meaning: () => likely('EMFILE', 'connecting') },
  { opening: 'connect timeout', meaning: () => certain('timed-out', 'connecting') },
  {
    opening: 'TLS error: Secret is not supplied by SDS',
    meaning: () => certain('config-missing', 'handshaking'),
  },
];

/** `111`, `Connection refused` or `Network is unreachable|remote address:10.0.0.5:80`, perhaps with a TLS text behind it. */
function connectError(rest: string): Meaning {
  const [first = ''] = rest.split(/[|.]/);
  const symptom = errnoOf(first.trim());
  if (symptom) return certain(symptom, 'connecting');
  return tlsMeaning(rest) ?? certain('EOTHER', 'connecting');
}

/** `10.0.0.9:0: Address already in use`: the text follows the last colon, for an address may hold colons itself. */
function bindError(rest: string): Meaning {
  const [binding = ''] = rest.split('|');
  const symptom = errnoOf(binding.slice(binding.lastIndexOf(':') + 1).trim());
  return certain(symptom ?? 'misconfigured', 'binding');
}
