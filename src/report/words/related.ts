import { type Common, commonOf } from '../../incidents/common-factor.js';
import { type Incident, incidentName } from '../../incidents/incident.js';
import { bold, code, type Phrase, say } from '../../render/rich-text.js';
import type { Kin } from '../repository.js';

/** For which others an incident speaks as well; undefined when it stands alone. */
export function partsWords(parts: Kin['parts']): Phrase | undefined {
  return parts.length === 0
    ? undefined
    : say`Speaks for ${parts.slice(0, partsShown).map(incidentName).join(', ')}${parts.length > partsShown ? say` and ${parts.length - partsShown} more` : ''} as well: one fault.`;
}

/** What its upstreams have in common, which is where to look first; undefined where nothing is. */
export function commonWords(
  incident: Pick<Incident, 'branches' | 'causes' | 'corrected'>,
): Phrase | undefined {
  const common = commonOf(incident);
  if (common === undefined) return undefined;
  // Of a single upstream nothing is in common, but where it fails is as good to know.
  const title = incident.branches.length > 1 ? 'In common:' : 'Where:';
  return say`${bold(title)} ${wordsOf(common)}.`;
}

const partsShown = 5;

function wordsOf(common: Common): Phrase {
  switch (common.name) {
    case 'machine':
      return say`all are on the machine ${code(common.host)}`;
    case 'network':
      return say`all are in the network ${code(common.network)}`;
    case 'domain':
      return say`all names end in ${code(common.domain)}`;
    case 'gateway':
      return say`only the gateway ${code(common.host)} fails, others reach the same upstreams`;
    case 'shared':
      return [sharedWords[common.what]];
  }
}

const sharedWords = {
  resolver: 'the resolver that looks up their names',
  certificates: 'the certificates between gateway and upstreams',
  gateway: 'the gateway itself, not the upstreams',
} as const;
