import { type Clock, dayOf, daysLater, sameHours, spanOfDay } from '../base/calendar.js';
import type { Config } from '../config/config.js';
import type { Ailment } from '../health/issue.js';
import type { Incident } from '../incidents/incident.js';
import { isActive, type Silence } from '../notify/silence.js';
import type { FileCoverage, Ledger, Ranked, Totals } from '../report/repository.js';

/** All that somebody sees who looks at the bot itself. */
export type HomeFacts = {
  readonly open: readonly Incident[];
  readonly silences: readonly Silence[];
  readonly today: Totals;
  /** Until the same time of day. */
  readonly yesterday: Totals;
  readonly causes: readonly Ranked[];
  readonly coverage: readonly FileCoverage[];
  /** What is wrong with the bot itself now. */
  readonly ailments: readonly Ailment[];
  /** When the program began to run. */
  readonly startedAt: number;
  readonly settings: HomeSettings;
};

/** The settings that people ask about. */
export type HomeSettings = Pick<
  Config,
  'logs' | 'opening' | 'recovery' | 'manners' | 'operators' | 'reportAt' | 'timezone'
>;

type Sources = Pick<HomeFacts, 'silences' | 'startedAt' | 'settings'> & { readonly ledger: Ledger };

/** Gathers them. */
export function homeFactsOf(
  { ledger, silences, startedAt, settings }: Sources,
  { now, zone }: Clock,
): HomeFacts {
  const today = dayOf(now, zone);
  const span = { from: spanOfDay(today, zone)?.from ?? now, to: now };
  return {
    open: ledger.openIncidents(),
    silences: silences.filter((silence) => isActive(silence, now) || silence.from > now),
    today: ledger.totals(span),
    yesterday: ledger.totals(sameHours(span, daysLater(today, -1), zone)),
    causes: ledger.top('cause', span, causesMax),
    coverage: ledger.coverage(),
    ailments: ledger.ailments({ from: now, to: now + 1 }),
    startedAt,
    settings,
  };
}

const causesMax = 3;
