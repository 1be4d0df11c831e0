import { addDays, type Clock, getDaySpan, getLocalDay, moveSpanToDay } from '../base/calendar.js';
import type { Config } from '../config/settings.js';
import type { HealthIssue } from '../health/issue.js';
import type { Incident } from '../incidents/incident.js';
import { isSilenceActive, type Silence } from '../notify/silence.js';
import type { FailureTotals, FileCoverage, RankedCount, Repository } from '../report/repository.js';

/** All that somebody sees who looks at the bot itself. */
export type HomeSummary = {
  readonly openIncidents: readonly Incident[];
  readonly silences: readonly Silence[];
  readonly today: FailureTotals;
  /** Until the same time of day. */
  readonly yesterday: FailureTotals;
  readonly topCauses: readonly RankedCount[];
  readonly coverage: readonly FileCoverage[];
  /** What is wrong with the bot itself now. */
  readonly healthIssues: readonly HealthIssue[];
  /** When the program began to run. */
  readonly startedAt: number;
  readonly settings: HomeSettings;
};

/** The settings that people ask about. */
export type HomeSettings = Pick<
  Config,
  'logs' | 'opening' | 'recovery' | 'notificationPolicy' | 'operators' | 'reportMinuteOfDay' | 'timezone'
>;

type HomeSources = Pick<HomeSummary, 'silences' | 'startedAt' | 'settings'> & {
  readonly repository: Repository;
};

/** Gathers them. */
export function summarizeHome(
  { repository, silences, startedAt, settings }: HomeSources,
  { now, timezone }: Clock,
): HomeSummary {
  const today = getLocalDay(now, timezone);
  const span = { from: getDaySpan(today, timezone)?.from ?? now, to: now };
  return {
    openIncidents: repository.openIncidents(),
    silences: silences.filter((silence) => isSilenceActive(silence, now) || silence.startsAt > now),
    today: repository.totals(span),
    yesterday: repository.totals(moveSpanToDay(span, addDays(today, -1), timezone)),
    topCauses: repository.top('cause', span, topCausesMax),
    coverage: repository.coverage(),
    healthIssues: repository.healthIssues({ from: now, to: now + 1 }),
    startedAt,
    settings,
  };
}

const topCausesMax = 3;
