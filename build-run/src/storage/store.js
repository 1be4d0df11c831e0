/**
 * The SQLite database: takes batches, decisions and manual changes, each stored in one transaction, and answers the
 * queries of the repository and the outbox. The only folder that knows SQL.
 */
import { createBatchWriter } from './commit.js';
import { getWalBytes, openConnection, restrictPermissions, truncateWal } from './connection.js';
import { createFileProblemWriter } from './coverage.js';
import { createNotificationPlanWriter } from './enqueue.js';
import { createFirstStartReader, createFirstStartWriter } from './first-start.js';
import { createGatewayChangeWriter } from './gateway-changes.js';
import { createHandledDeliveryReader, createHandledDeliveryWriter } from './handled-deliveries.js';
import { createHealthInputs } from './health-inputs.js';
import { createHealthIssueWriter } from './health-issues.js';
import { createIncidentWriter } from './manual-changes.js';
import { assertCurrentSchema, assertOurs, migrate, migrations } from './migrations.js';
import { createNotificationStateReader } from './notification-state.js';
import { createOutboxReader, createOutboxWriter, markInFlightUnknown } from './outbox.js';
import { createStoredRequests } from './pending-requests.js';
import { assertSameFile, getFileIdentity } from './quarantine.js';
import { createRepository } from './repository.js';
import { createStateRestorer } from './restore.js';
import { databaseBytesMax, pruneExpired } from './retention.js';
import { createSilenceReader, createSilenceWriter } from './silences.js';
import { createTrafficHistory } from './traffic-history.js';
import { createUploadReader, createUploadWriter } from './uploads.js';
/**
 * Opens the database for writing, creates it when it is missing and brings its schema up to date. `:memory:` keeps it in
 * memory. A process that commits batches must hold `acquireLock`. `notify` receives a sentence before a step that may
 * take minutes.
 */
export function openStore(path, now = Date.now(), notify = () => {}) {
  const db = openConnection(path, 'write');
  closeOnError(db, () => {
    assertOurs(db);
    restrictPermissions(db);
    db.exec(writerSettings);
    migrate(db, migrations, notify);
    markInFlightUnknown(db, now);
  });
  const fileIdentity = getFileIdentity(path);
  const batchWriter = createBatchWriter(db);
  let hasRun = false;
  let isIdle = false;
  return {
    ...createReader(db),
    ...createStateRestorer(db),
    ...createStoredRequests(db),
    ...createIncidentWriter(db),
    ...createGatewayChangeWriter(db),
    ...createFileProblemWriter(db),
    ...createSilenceWriter(db),
    ...createNotificationPlanWriter(db),
    ...createOutboxWriter(db),
    ...createUploadWriter(db),
    ...createHandledDeliveryWriter(db),
    ...createHealthInputs(db),
    ...createHealthIssueWriter(db),
    ...createFirstStartWriter(db),
    commit: (batch, now, dataLoss) => {
      isIdle = false;
      batchWriter.commit(batch, now, dataLoss);
    },
    checkpointWal: () => {
      if (isIdle) truncateWal(db);
      isIdle = true;
      return getWalBytes(db);
    },
    assertSameFile: () => assertSameFile(path, fileIdentity),
    beginRun: () => {
      hasRun = true;
      return beginProcessRun(db);
    },
    prune: (now, bytesMax = databaseBytesMax) => pruneExpired(db, now, bytesMax),
    close: () => {
      if (hasRun) saveProcessRun(db, 'closed');
      truncateWal(db);
      db.close();
    },
  };
}
/** Opens the database for reading, beside the writer. */
export function openStoreReader(path) {
  const db = openConnection(path, 'read');
  closeOnError(db, () => {
    assertOurs(db);
    assertCurrentSchema(db);
    db.exec(readerSettings);
  });
  return createReader(db);
}
const createReader = (db) => ({
  ...createRepository(db),
  ...createTrafficHistory(db),
  ...createNotificationStateReader(db),
  ...createOutboxReader(db),
  ...createUploadReader(db),
  ...createFirstStartReader(db),
  ...createHandledDeliveryReader(db),
  ...createSilenceReader(db),
  close: () => db.close(),
});
function closeOnError(db, work) {
  try {
    work();
  } catch (error) {
    db.close();
    throw error;
  }
}
function beginProcessRun(db) {
  const previousRun = db.get('SELECT closed_cleanly FROM process_run');
  saveProcessRun(db, 'open');
  return previousRun?.closed_cleanly !== 0;
}
function saveProcessRun(db, state) {
  db.run(
    `INSERT INTO process_run (id, closed_cleanly) VALUES (1, ?)
     ON CONFLICT DO UPDATE SET closed_cleanly = excluded.closed_cleanly`,
    [Number(state === 'closed')],
  );
}
/** Text in the file came from logs: nothing in the schema may run more than SQL, and damaged cells are detected. */
const hardeningSettings = `
PRAGMA trusted_schema = OFF;
PRAGMA cell_size_check = ON;
PRAGMA mmap_size = 0;`;
/**
 * Caches are in KiB, and smaller than the 16 MB a connection that better-sqlite3 is built with: the kernel caches the file
 * anyway. auto_vacuum only takes effect before the first table. synchronous is FULL because a message that was marked as
 * sent would be posted twice after a power cut that loses the mark; with whole batches it costs nothing.
 */
const writerSettings = `
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA journal_size_limit = ${64 * 1024 * 1024};
PRAGMA cache_size = -4000;
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;${hardeningSettings}`;
const readerSettings = `
PRAGMA cache_size = -2000;
PRAGMA query_only = ON;${hardeningSettings}`;
