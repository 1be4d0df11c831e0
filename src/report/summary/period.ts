import type { Span } from '../../base/span.js';
import type { Ailment } from '../../health/issue.js';
import { savedIn } from '../../incidents/failure-counts.js';
import type { Incident } from '../../incidents/incident.js';
import type { ChangeNote } from '../../parse/event.js';
import type { Gap } from '../../pipeline/checkpoint.js';
import type { FileCoverage, Ledger, Letters, Of, Ranked, Totals } from '../repository.js';
import { byOwnRate, type Rated, rated } from './failure-rate.js';
import { foldAftermath } from './fold-aftermath.js';
import { backgrounds, type GroupFacts } from './group.js';
import { tellingChanges } from './notable-changes.js';
import { type SlowBurn, slowBurnsIn } from './slow-burn.js';
import { type Course, courseOf } from './time-series.js';

/** All that is known about a stretch of time, gathered for a report or a page. */
export type SpanFacts = {
  readonly span: Span;
  readonly zone: string;
  readonly totals: Totals;
  readonly groups: readonly GroupFacts[];
  /** What goes on without ever being an incident. */
  readonly slowBurns: readonly SlowBurn[];
  readonly course: Course;
  readonly upstreams: readonly UpstreamFacts[];
  /** The greatest share of their own requests first. */
  readonly routes: readonly Rated[];
  /** The same; empty where nothing names customers. */
  readonly customers: readonly Rated[];
  /** Addresses that failures reached, as far as it was counted. */
  readonly clients: Headcount;
  /** Newest first. */
  readonly incidents: readonly Incident[];
  /** What people and machines did to the gateways, by time. */
  readonly changes: readonly ChangeNote[];
  readonly coverage: readonly FileCoverage[];
  /** What reading lost, newest first. */
  readonly gaps: readonly Gap[];
  /** What was wrong with the bot itself, newest first. */
  readonly ailments: readonly Ailment[];
  /** What was said about it in the channel. */
  readonly letters: Letters;
};

/** How an upstream fared in the span. */
export type UpstreamFacts = {
  readonly upstream: string | null;
  /** Failures that clients saw, or may have seen. */
  readonly alarming: number;
  readonly saved: number;
  /** Its requests; null when no access log tells. */
  readonly requests: number | null;
  /** Most often failing first. */
  readonly peers: readonly Ranked[];
};

/** How many; `isMore` when they were too many to be counted one by one. */
export type Headcount = { readonly count: number; readonly isMore: boolean };

/** Gathers them. */
export function spanFactsOf(span: Span, zone: string, ledger: Ledger): SpanFacts {
  const groups = ledger.groups(span, groupsCounted);
  const backgroundOf = backgrounds(ledger);
  const folded = foldAftermath(groups);
  const incidents = ledger.incidents(span).filter(({ partOf }) => partOf === null);
  return {
    span,
    zone,
    totals: ledger.totals(span),
    groups: folded.slice(0, groupsMax).map((group) => ({ ...group, ...backgroundOf(group) })),
    slowBurns: slowBurnsIn(folded, incidents, { span, zone }, ledger),
    course: courseOf(span, ledger, groups),
    upstreams: upstreamsIn(span, ledger),
    routes: ratesOf('route', span, ledger),
    customers: ratesOf('customer', span, ledger),
    clients: clientsIn(span, ledger),
    incidents: incidents.slice(0, incidentsMax),
    changes: tellingChanges(ledger.changes(span)).slice(0, changesMax),
    coverage: ledger.coverage(),
    gaps: ledger.gaps(span),
    ailments: ledger.ailments(span),
    letters: ledger.letters(span),
  };
}

/** The clients that failures reached. */
export function clientsIn(span: Span, ledger: Ledger, of: Of = {}): Headcount {
  const clients = ledger
    .top('client', span, clientsMax + 1, of)
    .filter(({ key, alarming }) => key !== null && alarming > 0);
  return { count: Math.min(clients.length, clientsMax), isMore: clients.length > clientsMax };
}

const groupsMax = 12;
/** More than are listed, since folding makes one of several. */
const groupsCounted = 60;
const upstreamsMax = 10;
const peersMax = 6;
const ratesMax = 10;
const comparedMax = 100;
const incidentsMax = 50;
const changesMax = 200;
const clientsMax = 10_000;

/** Of what failed most. */
function ratesOf(by: 'route' | 'customer', span: Span, ledger: Ledger): readonly Rated[] {
  const named = ledger.top(by, span, comparedMax).filter(({ key }) => key !== null);
  return byOwnRate(rated(named, by, { ledger, span, of: {} })).slice(0, ratesMax);
}

function upstreamsIn(span: Span, ledger: Ledger): readonly UpstreamFacts[] {
  return ledger.top('upstream', span, upstreamsMax).map(({ key: upstream, alarming }) => {
    const { outcomes, requests } = ledger.totals(span, { upstream });
    return {
      upstream,
      alarming,
      saved: savedIn(outcomes),
      requests,
      peers: ledger.top('peer', span, peersMax, { upstream }).filter(({ key }) => key !== null),
    };
  });
}
