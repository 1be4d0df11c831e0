import { createHmac } from 'node:crypto';

const stepBytes = 8;
const hashBytes = 4;
const gzipStart = Buffer.from([0x1f, 0x8b, 0x08]);
const hashedPattern = /^h1\.(?<length>\d{1,5})\.(?<kind>[gt])\.(?<key>[\w-]{16,64})\.(?<hashes>[\w-]*)$/;
/** Returns the checkpoint with hashes under this key in place of bytes. */
export const hashFingerprints = (checkpoint, key) => ({
  ...checkpoint,
  head: hashBase64(checkpoint.head, key, stepBytes),
  tail: hashBase64(checkpoint.tail, key, Infinity),
});
/** Returns true where only hashes are known of the bytes. */
export const isHashed = (fingerprint) => fingerprint.startsWith('h1.');
/** Number of bytes that a fingerprint stands for. */
export const countFingerprintBytes = (fingerprint) =>
  parse(fingerprint)?.length ?? Buffer.byteLength(fingerprint, 'base64');
/** Returns true where these bytes begin like those of a fingerprint, compared as far as both go. */
export function fitsFingerprint(fingerprint, bytes) {
  const hashed = parse(fingerprint);
  if (hashed === null) {
    const expected = Buffer.from(fingerprint, 'base64');
    const length = Math.min(bytes.length, expected.length);
    return bytes.subarray(0, length).equals(expected.subarray(0, length));
  }
  const isWhole = bytes.length >= hashed.length;
  const step = hashed.hashes.length === hashBytes ? hashed.length : stepBytes;
  const count = isWhole ? Math.ceil(hashed.length / step) : Math.floor(bytes.length / step);
  if (count === 0) return true;
  const last = hashSteps(bytes.subarray(0, isWhole ? hashed.length : count * step), hashed.key, step);
  const index = (count - 1) * hashBytes;
  return last.subarray(index, index + hashBytes).equals(hashed.hashes.subarray(index, index + hashBytes));
}
/** Returns true for the fingerprint of bytes that a writer compressed with gzip. */
export const isGzipFingerprint = (fingerprint) =>
  parse(fingerprint)?.isGzip ?? Buffer.from(fingerprint.slice(0, 4), 'base64').equals(gzipStart);
function hashBase64(fingerprint, key, step) {
  if (fingerprint === '' || isHashed(fingerprint)) return fingerprint;
  const bytes = Buffer.from(fingerprint, 'base64');
  const kind = bytes.subarray(0, gzipStart.length).equals(gzipStart) ? 'g' : 't';
  return `h1.${bytes.length}.${kind}.${key}.${hashSteps(bytes, key, step).toString('base64url')}`;
}
/** A chain: each hash covers all bytes up to it. */
function hashSteps(bytes, key, step) {
  const steps = [];
  let previous = Buffer.alloc(0);
  for (let from = 0; from < bytes.length; from += step) {
    previous = createHmac('sha256', key)
      .update(previous)
      .update(bytes.subarray(from, from + step))
      .digest();
    steps.push(previous.subarray(0, hashBytes));
  }
  return Buffer.concat(steps);
}
function parse(fingerprint) {
  if (!isHashed(fingerprint)) return null;
  const { length, kind, key = '', hashes = '' } = hashedPattern.exec(fingerprint)?.groups ?? {};
  return { key, length: Number(length ?? 0), isGzip: kind === 'g', hashes: Buffer.from(hashes, 'base64url') };
}
