import { randomBytes } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { getGenerationKey } from '../pipeline/checkpoint.js';
import { hashFingerprints } from '../pipeline/fingerprint.js';
import { parseFileCheckpoint } from './stored-json.js';
import { encodeJson } from './values.js';

/** Heads whose hashes are kept: those of a busy log are stored many times a second. */
const headsMax = 200;
/** Stores checkpoints with hashes in place of the bytes of a log, and replaces what an earlier version stored. */
export function createCheckpointWriter(db) {
  const key = randomBytes(16).toString('base64url');
  const hashedHeads = new LRUCache({ max: headsMax });
  hashStored();
  return ({ fileCheckpoint, parserState }, now) => {
    db.run(
      `INSERT INTO checkpoint (generation_key, path, state, file_checkpoint, parser_state, stored_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET path = excluded.path, state = excluded.state, file_checkpoint = excluded.file_checkpoint,
         parser_state = excluded.parser_state, stored_at = excluded.stored_at`,
      [
        getGenerationKey(fileCheckpoint),
        fileCheckpoint.path,
        fileCheckpoint.state,
        encodeJson(hash(fileCheckpoint)),
        encodeJson(parserState),
        now,
      ],
    );
  };
  function hash(checkpoint) {
    const known = hashedHeads.get(checkpoint.head);
    const hashed = hashFingerprints({ ...checkpoint, head: known ?? checkpoint.head }, key);
    if (known === undefined) hashedHeads.set(checkpoint.head, hashed.head);
    return hashed;
  }
  function hashStored() {
    const rows = db.all(
      `SELECT generation_key, file_checkpoint FROM checkpoint WHERE file_checkpoint ->> '$.head' NOT GLOB 'h1.*'`,
    );
    db.transaction(() => {
      for (const row of rows) {
        const checkpoint = parseFileCheckpoint(row.file_checkpoint);
        db.run('UPDATE checkpoint SET file_checkpoint = ? WHERE generation_key = ?', [
          encodeJson(hashFingerprints(checkpoint, key)),
          row.generation_key,
        ]);
      }
    });
  }
}
