import { schema } from './schema.js';
import { schema2 } from './schema-2.js';
import { StorageError } from './storage-error.js';
/** The schema's history, oldest first; the length is the schema version. A released entry never changes. */
export const migrations = [schema, schema2];
/** Marks a SQLite file as ours: `bg50`. */
export const applicationId = 0x62_67_35_30;
/** Refuses a file that is not ours, or whose tables this program does not know. Changes nothing. */
export function assertOurs(db) {
  const id = getPragma(db, 'application_id');
  const version = getPragma(db, 'user_version');
  const isNew = id === 0 && version === 0 && !hasTable(db);
  if (id !== applicationId && !isNew) {
    throw new StorageError(
      `Cannot use ${db.path} as the database: it belongs to another program (application id ${id}); set DATABASE to another file`,
    );
  }
  if (hasTable(db, 'pairing')) {
    throw new StorageError(
      `Cannot use the database ${db.path}: it was made before the first release and its tables have changed; delete the file and start again`,
    );
  }
  if (version > migrations.length) {
    throw new StorageError(
      `Cannot use the database ${db.path}: a newer badgateway wrote it (schema ${version}, known up to ${migrations.length}); update this one`,
    );
  }
}
/** Refuses a file of an older schema: a reader cannot migrate it. */
export function assertCurrentSchema(db) {
  const version = getPragma(db, 'user_version');
  if (version === migrations.length) return;
  throw new StorageError(
    `Cannot read the database ${db.path}: its schema is ${version} and should be ${migrations.length}; run \`badgateway run\` once to bring it up to date`,
  );
}
/** Brings the schema up to date, in one transaction. `notify` receives a sentence before a step that may take minutes. */
export function migrate(db, known = migrations, notify = () => {}) {
  const version = getPragma(db, 'user_version');
  if (version === known.length) return;
  if (version > 0)
    notify(
      `Bringing the database ${db.path} up to date, from schema ${version} to ${known.length}: this takes some minutes for a large one. If it is interrupted, the database stays as it was.`,
    );
  db.transaction(() => {
    // Read again under the lock: two programs may have found the same old file.
    for (const migration of known.slice(getPragma(db, 'user_version'))) db.exec(migration);
    db.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${known.length}`);
  });
}
const getPragma = (db, name) => db.get(`PRAGMA ${name}`)?.[name] ?? 0;
/** True when the database has this table, or any at all. */
const hasTable = (db, name) =>
  (name === undefined
    ? db.get('SELECT 1 FROM sqlite_schema')
    : db.get('SELECT 1 FROM sqlite_schema WHERE name = ?', [name])) !== undefined;
