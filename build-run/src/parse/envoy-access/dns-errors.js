import { certainFailure, guessedFailure, likelyFailure } from './meaning.js';
/** Interprets the resolver's text in `dns_resolution_failure{…}`. Without a text, the failure is a guess. */
export function interpretDnsError(text) {
  const normalized = text.replaceAll('_', ' ').trim();
  if (normalized === '') return guessedFailure('name-not-found', 'resolving');
  return failuresByText.get(normalized.toLowerCase()) ?? likelyFailure('name-server-failed', 'resolving');
}
const notFound = certainFailure('name-not-found', 'resolving');
const timedOut = certainFailure('name-timed-out', 'resolving');
const serverFailed = certainFailure('name-server-failed', 'resolving');
const misconfigured = certainFailure('misconfigured', 'resolving');
const failuresByText = new Map([
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
