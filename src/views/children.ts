import type { KnownBlock } from '@slack/types';
import type { Branch } from '../branch.js';
import { counted } from '../figures.js';
import { alarmingOf, type Incident, incidentName, rootCause } from '../incident.js';
import { list, section } from './kit.js';
import { causeTitle, upstreamCode } from './naming.js';
import { code, type Phrase, say } from './phrase.js';
import { isStorm, worstFirst } from './upstreams.js';

/** The upstreams of a storm, a line each for the worst of them, and how to see the others; nothing where there is but one. */
export function childrenBlocks(incident: Incident): readonly (KnownBlock | undefined)[] {
  if (!isStorm(incident)) return [];
  const { branches } = incident;
  const more = branches.length - shownMax;
  return [
    list(
      'Hit most',
      'bullet',
      worstFirst(branches)
        .slice(0, shownMax)
        .map((branch) => childWords(branch, incident)),
    ),
    more > 0
      ? section(
          say`and ${counted(more, 'more upstream')}: ask ${code(`top ${askedMax} upstreams ${incidentName(incident)}`)}`,
        )
      : undefined,
  ];
}

/** What `top` lists at most. */
const askedMax = 50;
/** As many as a phone shows without scrolling. */
const shownMax = 5;

/** A cause is worth a word where it is not the one that names the incident. */
function childWords(branch: Branch, incident: Incident): Phrase {
  const cause = rootCause(branch);
  const own = cause === rootCause(incident) ? [] : [`, ${causeTitle(cause)}`];
  return [...say`${upstreamCode(branch.upstream)}: ${counted(alarmingOf(branch), 'failure')}`, ...own];
}
