import { clockOf, dayOf } from '../calendar.js';
import { counted, grouped } from '../figures.js';
import { incidentName, rootCause } from '../incident.js';
import type { Heard } from '../rehearsal.js';
import { causeTitle } from './naming.js';
import { literalOf, say } from './phrase.js';
import { upstreamsWords } from './upstreams.js';

/** What a rehearsal came to. */
export type RehearsalFacts = {
  readonly heard: readonly Heard[];
  /** With the settings as they are; null when those were rehearsed. */
  readonly before: readonly Heard[] | null;
  readonly zone: string;
};

/** What would have been told, a line each, and how much that is. Incidents are numbered from 1: they are not the real ones. */
export function rehearsalLines({ heard, before, zone }: RehearsalFacts): readonly string[] {
  const now = `${totalsOf(heard)}.`;
  return [
    before === null ? now : `${now} With the settings as they are: ${totalsOf(before)}.`,
    ...heard.slice(0, linesMax).map((each) => lineOf(each, zone)),
    ...(heard.length > linesMax ? [`… and ${grouped(heard.length - linesMax)} more`] : []),
  ];
}

const linesMax = 500;

function totalsOf(heard: readonly Heard[]): string {
  const count = (as: Heard['as']) => heard.filter((each) => each.as === as).length;
  const lines = count('line') + count('broadcast');
  return `${counted(count('message'), 'message')}, ${counted(lines, 'line')} in threads, ${grouped(count('broadcast'))} of them for all`;
}

function lineOf({ at, as, reason, incident }: Heard, zone: string): string {
  const what =
    as === 'message' ? say` ${causeTitle(rootCause(incident))} at ${upstreamsWords(incident)}` : [];
  const name = incidentName(incident).replace('BG-', '#');
  const indent = as === 'message' ? '' : '  ';
  return `${dayOf(at, zone)} ${clockOf(at, zone)}  ${indent}${name} ${reason}${literalOf(what)} (${incident.severity})`;
}
