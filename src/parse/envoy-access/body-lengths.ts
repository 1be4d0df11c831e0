import { certain, guess, likely, type Meaning } from './meaning.js';
import { resetMeaning } from './reset-reasons.js';
import { transportMeaning } from './transport-errors.js';

/**
 * What the length of Envoy's own answer tells where the log has no details: its text names the reason, and every reason
 * has another length. Undefined for a length that fits none or several.
 */
export function bodyMeaning(bytesSent: number): Meaning | undefined {
  return meanings.get(bytesSent) ?? undefined;
}

const opening = 'upstream connect error or disconnect/reset before headers. ';
const retried = ['', 'retried and the latest '];
/** Without `connection failure`: since 1.27 `connection timeout` is just as long. */
const resets = [
  'local connection failure',
  'connection termination',
  'protocol error',
  'remote reset',
  'local reset',
  'overflow',
  'remote refused stream reset',
];
/** The texts of 1.31 to 1.38. The numbers that older releases print in their place are all equally long. */
const transports = [
  'delayed connect error: Connection refused',
  'delayed connect error: No route to host',
  'delayed connect error: Connection timed out',
  'delayed connect error: Connection reset by peer',
];

type Body = { readonly length: number; readonly meaning: Meaning | undefined };

const resetBodies: readonly Body[] = retried.flatMap((again) => [
  ...resets.map((reason) => ({
    length: `${opening}${again}reset reason: ${reason}`.length,
    meaning: resetMeaning(reason),
  })),
  ...transports.map((transport) => ({
    length:
      `${opening}${again}reset reason: remote connection failure, transport failure reason: ${transport}`
        .length,
    meaning: transportMeaning(transport),
  })),
]);

const fixedBodies: readonly Body[] = [
  // Since 1.39 the answer no longer names the transport's reason, so the bare text may hide any.
  ...retried.map((again) => ({
    length: `${opening}${again}reset reason: remote connection failure`.length,
    meaning: likely('connect-failed', 'connecting'),
  })),
  { length: 'upstream request timeout'.length, meaning: certain('timed-out', 'reading-header') },
  { length: 'no healthy upstream'.length, meaning: certain('no-peer', 'choosing') },
  { length: 'upstream max stream duration reached'.length, meaning: certain('overran', null) },
  { length: 'DNS resolution failure'.length, meaning: likely('name-not-found', 'resolving') },
  { length: 'drop overload'.length, meaning: certain('shed', 'preparing') },
  { length: 'unconditional drop overload'.length, meaning: certain('shed', 'preparing') },
];

/** Null where two different meanings share a length. */
const meanings = new Map<number, Meaning | null>();
for (const { length, meaning } of [...resetBodies, ...fixedBodies]) {
  if (!meaning) continue;
  const { symptom, phase } = meaning;
  const other = meanings.get(length);
  const same = other === undefined || (other?.symptom === symptom && other.phase === phase);
  meanings.set(length, same ? guess(symptom, phase) : null);
}
