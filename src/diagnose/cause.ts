import type { CatalogueProduct } from '../parse/decoder.js';
import type { Finding, LogFormatId } from '../parse/event.js';
import type { FixFacts } from './advice/fix-facts.js';
import type { FixStep } from './advice/fix-step.js';
import type { RecordFacts } from './advice/record-facts.js';
import type { CauseClass } from './cause-class.js';

/** Keeps the id of a cause as a literal type, so that `CauseId` can be derived from the catalogue. */
export const defineCause = <const Id extends string>(cause: CauseDefinition<Id>): CauseDefinition<Id> =>
  cause;

/** The steps of a cause that the facts do not exclude. */
export const listCauseSteps = (
  { fixes }: Pick<CauseDefinition<string>, 'fixes'>,
  product: CatalogueProduct,
  facts: FixFacts,
): readonly FixStep[] => fixes[product](facts).filter((step) => step !== false);

/** The meaning of a cause in this record, whose own reason comes first. */
export function describeMeaning(
  { meaning, explainRecord }: Pick<CauseDefinition<string>, 'meaning' | 'explainRecord'>,
  record: RecordFacts,
): { readonly first: string; readonly rest: string } {
  const end = /[.!?]\s/.exec(meaning);
  const first = end === null ? meaning : meaning.slice(0, end.index + 1);
  return { first: explainRecord?.(record) ?? first, rest: meaning.slice(first.length).trim() };
}

/**
 * An entry of the catalogue in `causes/`: everything the program knows about one cause. Ids never change once released.
 * An optional trait that is absent does not apply.
 */
export type CauseDefinition<Id extends string> = CauseTraits & {
  readonly id: Id;
  readonly class: CauseClass;
  /** At most 40 characters, sentence case, for headers: `Upstream refuses connections`. */
  readonly title: string;
  /** The title where most answers had begun and were cut: `Upstream breaks off its answers`. */
  readonly titleWhenCut?: string;
  /** Two sentences: what it means, and what it does not. */
  readonly meaning: string;
  /** Its first sentence where the record gives the reason itself: `The certificate of the upstream has expired.` */
  readonly explainRecord?: (record: RecordFacts) => string | null;
  /** Words of questions that ask for it besides its id and title, in lower case and without articles. */
  readonly phrases?: readonly string[];
  /** True for the findings that this cause explains. No finding is explained by two causes; the rest are `unknown`. */
  readonly explains: (finding: Finding) => boolean;
  /**
   * Two to six steps, most likely first, looks before changes. The first is the one that people read at three in the
   * morning: it always has a command, names at most one thing that they must fill in, and never hides the fault. A step
   * that the facts exclude is false. A product that cannot have the cause gets the nearest useful steps.
   */
  readonly fixes: Readonly<Record<CatalogueProduct, (facts: FixFacts) => readonly (FixStep | false)[]>>;
  /** Popular advice that is wrong here, one to three sentences that each give the reason: `Do not raise timeouts: …`. */
  readonly avoid: readonly string[];
  /** Records that this cause explains, as the gateway writes them. A test reads each and expects this id. */
  readonly samples: readonly { readonly gateway: LogFormatId; readonly record: string }[];
};

/** Facts about a cause that grouping and hints rely on. */
export type CauseTraits = {
  /** True when this is never the root cause: earlier failures emptied the group. */
  readonly isAftermath?: true;
  /** True when gateways take a server out of its group for it (nginx `max_fails`, Envoy outlier detection). */
  readonly emptiesGroup?: true;
  /** True when the upstream is down or going down, so that other such causes there are the same outage. */
  readonly isOutage?: true;
  /** True when upstreams share what is broken (resolver, network, certificates, the gateway), so that many fail at once. */
  readonly isShared?: true;
  /** True when two incidents with it can be unrelated all the same: a resolver that denies a name works. */
  readonly mayCoincide?: true;
  /** What the upstream ended in the middle of a request: its connection, or only its HTTP/2 stream. */
  readonly cutsOff?: 'connection' | 'stream';
  /** True for a limit of the gateway that requests use up while they wait, so that a slow upstream fills it. */
  readonly isUsedUpByWaiting?: true;
  /** Who ended the request: a timer of the gateway, or the upstream. */
  readonly endedBy?: 'gateway-timer' | 'upstream';
  /** True when a server that has just crashed looks like this to the gateway. */
  readonly looksCrashed?: true;
  /** Who answers at the address: nobody, or a machine on which nothing listens. Either way it may be out of date. */
  readonly address?: 'silent' | 'refusing';
};
