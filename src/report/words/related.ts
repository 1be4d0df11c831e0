import { type CommonFactor, findCommonFactor } from '../../incidents/common-factor.js';
import { formatIncidentName, type Incident } from '../../incidents/incident.js';
import { bold, code, type RichText, text } from '../../render/rich-text.js';
import type { RelatedIncidents } from '../repository.js';

/** For which others an incident speaks as well; undefined when it stands alone. */
export function describeMergedIncidents(children: RelatedIncidents['children']): RichText | undefined {
  return children.length === 0
    ? undefined
    : text`Speaks for ${children.slice(0, childrenShownMax).map(formatIncidentName).join(', ')}${children.length > childrenShownMax ? text` and ${children.length - childrenShownMax} more` : ''} as well: one fault.`;
}

/** What its upstreams have in common, which is where to look first; undefined where nothing is. */
export function describeCommonFactor(
  incident: Pick<Incident, 'upstreams' | 'causes' | 'correctedCause'>,
): RichText | undefined {
  const factor = findCommonFactor(incident);
  if (factor === undefined) return undefined;
  // Of a single upstream nothing is in common, but where it fails is as good to know.
  const title = incident.upstreams.length > 1 ? 'In common:' : 'Where:';
  return text`${bold(title)} ${describeFactor(factor)}.`;
}

const childrenShownMax = 5;

function describeFactor(factor: CommonFactor): RichText {
  switch (factor.type) {
    case 'machine':
      return text`all are on the machine ${code(factor.host)}`;
    case 'network':
      return text`all are in the network ${code(factor.network)}`;
    case 'domain':
      return text`all names end in ${code(factor.domain)}`;
    case 'gateway':
      return text`only the gateway ${code(factor.host)} fails, others reach the same upstreams`;
    case 'shared':
      return [sharedFactorLabels[factor.resource]];
  }
}

const sharedFactorLabels = {
  resolver: 'the resolver that looks up their names',
  certificates: 'the certificates between gateway and upstreams',
  gateway: 'the gateway itself, not the upstreams',
} as const;
