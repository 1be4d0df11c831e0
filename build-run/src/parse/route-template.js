import { toSingleLine, truncate } from '../base/printable.js';
import { redact } from '../base/redact.js';
import { maskAnnouncedSegments } from '../base/secret-tokens.js';
/**
 * Normalises the path of a request to a template such as `/api/pay/:id`: variable segments become placeholders, so failures
 * of one endpoint count together and no identifiers or secrets are stored. Null without a path.
 */
export function normalizeRoute(target) {
  if (target === null) return null;
  const path = extractPath(target.slice(0, targetCharsMax));
  if (path.length <= routeCharsMax && plainPath.test(path))
    return maskAnnouncedSegments(path.replace(plainNumbers, '/:id'), ':id');
  if (!path.startsWith('/')) return path === '' ? null : redactName(path, routeCharsMax);
  const segments = path.split('/').filter((segment) => segment !== '');
  const templateSegments = segments.slice(0, segmentsMax).map(foldSegment);
  const suffix = segments.length > segmentsMax ? '/…' : '';
  return truncate(maskAnnouncedSegments(`/${templateSegments.join('/')}${suffix}`, ':id'), routeCharsMax);
}
/** Longer routes are not readable in a list. */
const routeCharsMax = 120;
const segmentsMax = 8;
const segmentCharsMax = 60;
const targetCharsMax = 4096;
/** The path without scheme, authority, query and fragment. */
function extractPath(target) {
  const end = target.search(/[?#]/);
  const pathAndAuthority = end < 0 ? target : target.slice(0, end);
  const scheme = /^[a-z][a-z0-9+.-]{0,20}:\/\//i.exec(pathAndAuthority);
  if (scheme === null) return pathAndAuthority;
  const slash = pathAndAuthority.indexOf('/', scheme[0].length);
  return slash < 0 ? '/' : pathAndAuthority.slice(slash);
}
/** The segment without path parameters, or a placeholder if it looks like a value rather than a name. */
function foldSegment(segment) {
  const name = segment.split(';', 1)[0] ?? '';
  if (name.startsWith('eyJ')) return ':id';
  const dot = name.lastIndexOf('.');
  const [stem, extension] =
    dot > 0 && /^\.[A-Za-z]\w{0,4}$/.test(name.slice(dot))
      ? [name.slice(0, dot), name.slice(dot)]
      : [name, ''];
  const placeholder = placeholderPatterns.find(([shape]) => shape.test(stem))?.[1];
  return placeholder === undefined ? redactName(name, segmentCharsMax) : `${placeholder}${extension}`;
}
/** Redacts and shortens a name. It is cut before redaction too: a truncated secret still starts like one. */
const redactName = (text, charsMax) => truncate(redact(toSingleLine(text.slice(0, 4 * charsMax))), charsMax);
/** Most segments match one of these; none matches a placeholder pattern below or looks like a secret. */
const plainWord = /(?!xox|xapp)[a-z](?:[a-z0-9_-]{0,6}|(?:[a-z]|[_-](?=[a-z])){0,14})/;
const plainNumber = /\d{1,40}/;
/** Fast path for plain paths, as this runs for every request. */
const plainPath = new RegExp(
  `^(?:/(?:${plainWord.source}|${plainNumber.source})(?![^/])){1,${segmentsMax}}$`,
);
const plainNumbers = /\/\d{1,40}(?=\/|$)/g;
const placeholderPatterns = [
  [/^\d{4}-\d{2}(-\d{2})?(T[\d:.%A-Za-z+-]{1,30})?$/, ':date'],
  [/^-?\d{1,40}([.,]\d{1,20}){0,3}$/, ':id'],
  [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, ':id'],
  [/^(?=[a-f]*\d)[0-9a-f]{8,}$/i, ':id'],
  [/^[0-9a-f]{16,}$/i, ':id'],
  // Base64, ULIDs, tokens: long, with digits and letters mixed. Hyphenated words rarely contain digits.
  [/^(?=[^0-9]*[0-9])(?=[^A-Z]*[A-Z])[\w~+=.-]{16,}$/, ':id'],
  [/^(?=(?:[^0-9]*[0-9]){4})[\w~+=.-]{20,}$/, ':id'],
  [/@|%40/i, ':id'],
  // Words in another script: the title of one product or page.
  [/%[^%]*%[^%]*%/, ':id'],
];
