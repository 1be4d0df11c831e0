import { createGatewayRoles } from './access-logs.js';
import { createCoverage } from './coverage.js';
import { createFailureTotals } from './failure-totals.js';
import { createFailures } from './failures.js';
import { createFirstStartReader } from './first-start.js';
import { createFixAnswers } from './fix-answers.js';
import { createGatewayChanges } from './gateway-changes.js';
import { createGroups } from './groups.js';
import { createHealthIssues } from './health-issues.js';
import { createIncidents } from './incidents.js';
import { createKnownNames } from './known-names.js';
import { createLinePatterns } from './line-patterns.js';
import { createOutboxStats } from './outbox.js';
import { createRequestCounts } from './request-counts.js';
import { createTimeline } from './timeline.js';
import { createUpstreamStats } from './upstream-stats.js';
/** The repository over one connection, assembled from its topics. A query is added to the file of its topic. */
export const createRepository = (db) => ({
  readSince: createFirstStartReader(db).readSince,
  ...createFailureTotals(db),
  ...createFailures(db),
  ...createGroups(db),
  ...createRequestCounts(db),
  ...createUpstreamStats(db),
  ...createIncidents(db),
  ...createTimeline(db),
  ...createFixAnswers(db),
  ...createGatewayChanges(db),
  ...createKnownNames(db),
  ...createCoverage(db),
  ...createGatewayRoles(db),
  ...createLinePatterns(db),
  ...createHealthIssues(db),
  ...createOutboxStats(db),
});
