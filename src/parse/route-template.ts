import { toSingleLine, truncate } from '../base/printable.js';
import { redact } from '../base/redact.js';

/**
 * The path of a request as a template, `/api/pay/:id`: what differs from request to request is folded, so that failures
 * of one endpoint count together and nobody's identifiers or secrets are kept. Null when there is no path.
 */
export function normalizeRoute(target: string | null): string | null {
  if (target === null) return null;
  const path = extractPath(target.slice(0, targetCharsMax));
  if (path.length <= routeCharsMax && plainPath.test(path)) return path.replace(plainNumbers, '/:id');
  if (!path.startsWith('/')) return path === '' ? null : redactName(path, routeCharsMax);
  const segments = path.split('/').filter((segment) => segment !== '');
  const templateSegments = segments.slice(0, segmentsMax).map(foldSegment);
  const suffix = segments.length > segmentsMax ? '/…' : '';
  return truncate(`/${templateSegments.join('/')}${suffix}`, routeCharsMax);
}

/** A route is what people scan for; beyond this it is no longer one. */
const routeCharsMax = 120;
const segmentsMax = 8;
const segmentCharsMax = 60;
const targetCharsMax = 4096;

/** Without scheme and authority, query, fragment. */
function extractPath(target: string): string {
  const end = target.search(/[?#]/);
  const pathAndAuthority = end < 0 ? target : target.slice(0, end);
  const scheme = /^[a-z][a-z0-9+.-]{0,20}:\/\//i.exec(pathAndAuthority);
  if (scheme === null) return pathAndAuthority;
  const slash = pathAndAuthority.indexOf('/', scheme[0].length);
  return slash < 0 ? '/' : pathAndAuthority.slice(slash);
}

/** A segment without path parameters; its placeholder when it looks like a value rather than a name. */
function foldSegment(segment: string): string {
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

/** What is a name and not folded. Cut before as well: a secret that is cut still begins like one. */
const redactName = (text: string, charsMax: number): string =>
  truncate(redact(toSingleLine(text.slice(0, 4 * charsMax))), charsMax);

/** Most segments are one of these, which no shape below sees otherwise and no secret looks like. */
const plainWord = /(?!xox|xapp)[a-z](?:[a-z0-9_-]{0,6}|(?:[a-z]|[_-](?=[a-z])){0,14})/;
const plainNumber = /\d{1,40}/;
/** A path of nothing else is read in one look: this is done for every request. */
const plainPath = new RegExp(
  `^(?:/(?:${plainWord.source}|${plainNumber.source})(?![^/])){1,${segmentsMax}}$`,
);
const plainNumbers = /\/\d{1,40}(?=\/|$)/g;

const placeholderPatterns: readonly (readonly [RegExp, string])[] = [
  [/^\d{4}-\d{2}(-\d{2})?(T[\d:.%A-Za-z+-]{1,30})?$/, ':date'],
  [/^-?\d{1,40}([.,]\d{1,20}){0,3}$/, ':id'],
  [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, ':id'],
  [/^(?=[a-f]*\d)[0-9a-f]{8,}$/i, ':id'],
  [/^[0-9a-f]{16,}$/i, ':id'],
  /** Base64, ULIDs, tokens: long, with digits and letters mixed. Words joined by hyphens have no digits in most segments. */
  [/^(?=[^0-9]*[0-9])(?=[^A-Z]*[A-Z])[\w~+=.-]{16,}$/, ':id'],
  [/^(?=(?:[^0-9]*[0-9]){4})[\w~+=.-]{20,}$/, ':id'],
  [/@|%40/i, ':id'],
  /** Words in another script: the title of one product or page. */
  [/%[^%]*%[^%]*%/, ':id'],
];
