import { certain, guess, likely, type Meaning } from './meaning.js';

/** What the resolver's text inside `dns_resolution_failure{…}` means; without a text it can be anything. */
export function dnsMeaning(text: string): Meaning {
  const plain = text.replaceAll('_', ' ').trim();
  if (plain === '') return guess('name-not-found', 'resolving');
  return exact.get(plain.toLowerCase()) ?? likely('name-server-failed', 'resolving');
}

const notFound = certain('name-not-found', 'resolving');
const timedOut = certain('name-timed-out', 'resolving');
const serverFailed = certain('name-server-failed', 'resolving');
const misconfigured = certain('misconfigured', 'resolving');

const exact: ReadonlyMap<string, Meaning> = new Map([
  ['cares norecords:domain name not found', notFound],
  ['cares norecords:dns server returned answer with no data', notFound],
  ['name or service not known', notFound],
  ['no address associated with hostname', notFound],
  ['cares failure:timeout while contacting dns servers', timedOut],
  ['resolve timeout', timedOut],
  ['cares failure:dns server returned general failure', serverFailed],
  ['cares failure:dns server refused query', serverFailed],
  ['cares failure:could not contact dns servers', serverFailed],
  ['cares failure:misformatted dns reply', serverFailed],
  ['cares failure:no dns servers were configured', serverFailed],
  ['temporary failure in name resolution', serverFailed],
  ['cares failure:misformatted domain name', misconfigured],
  ['no host', misconfigured],
  ['address denied', misconfigured],
]);
