import type { Connection } from '../connection.js';
import { StorageError } from '../storage-error.js';
import { ledger } from './1-ledger.js';
import { outbox } from './2-outbox.js';
import { incident } from './3-incident.js';
import { facets } from './4-facets.js';
import { people } from './5-people.js';
import { gap } from './6-gap.js';
import { days } from './7-days.js';
import { parts } from './8-parts.js';
import { gatewayHost } from './9-gateway-host.js';
import { health } from './10-health.js';
import { requests } from './11-requests.js';
import { failureDay } from './12-failure-day.js';
import { parcel } from './13-parcel.js';
import { reopenedAt } from './14-reopened-at.js';
import { customer } from './15-customer.js';

/** The schema's history, oldest first. A released entry never changes; a new one goes to the end. */
export const migrations: readonly string[] = [
  ledger,
  outbox,
  incident,
  facets,
  people,
  gap,
  days,
  parts,
  gatewayHost,
  health,
  requests,
  failureDay,
  parcel,
  reopenedAt,
  customer,
];

/** Marks a SQLite file as ours: `bg50`. */
export const applicationId = 0x62_67_35_30;

/** Refuses a file that is not ours, or that a newer program wrote. Changes nothing. */
export function recognise(db: Connection): void {
  const id = pragma(db, 'application_id');
  const version = pragma(db, 'user_version');
  const tables = db.get<{ count: number }>('SELECT count(*) AS count FROM sqlite_schema')?.count ?? 0;
  const isNew = id === 0 && version === 0 && tables === 0;
  if (id !== applicationId && !isNew) {
    throw new StorageError(
      `Cannot use ${db.path} as the database: it belongs to another program (application id ${id}); set DATABASE to another file`,
    );
  }
  if (version > migrations.length) {
    throw new StorageError(
      `Cannot use the database ${db.path}: a newer badgateway wrote it (schema ${version}, known up to ${migrations.length}); update this one`,
    );
  }
}

/** Brings the schema up to date, in one transaction. `tell` gets to know of what may take a while. */
export function migrate(
  db: Connection,
  known: readonly string[] = migrations,
  tell: (words: string) => void = () => {},
): void {
  const version = pragma(db, 'user_version');
  if (version === known.length) return;
  if (version > 0)
    tell(
      `Bringing the database ${db.path} up to date, from schema ${version} to ${known.length}: a large one takes some minutes. If this is stopped it stays as it was.`,
    );
  db.transaction(() => {
    // Asked again under the lock: two programs may have found the same old file.
    for (const migration of known.slice(pragma(db, 'user_version'))) db.exec(migration);
    db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${known.length}`);
  });
}

/** A reader cannot migrate: the file must be as new as the program. */
export function refuseOlder(db: Connection): void {
  const version = pragma(db, 'user_version');
  if (version === migrations.length) return;
  throw new StorageError(
    `Cannot read the database ${db.path}: its schema is ${version} and should be ${migrations.length}; run \`badgateway run\` once to bring it up to date`,
  );
}

const pragma = (db: Connection, name: 'application_id' | 'user_version'): number =>
  db.get<Record<string, number>>(`PRAGMA ${name}`)?.[name] ?? 0;
