import { describe, expect, it } from 'vitest';
import {
  countFingerprintBytes,
  fitsFingerprint,
  hashFingerprints,
  isGzipFingerprint,
  isHashed,
} from '../../src/pipeline/fingerprint.js';

const text = Buffer.from(
  '192.0.2.7 - - "GET /reset?token=s3cret-of-a-client HTTP/1.1" 502\n'.repeat(20),
).subarray(0, 1_000);
const position = { path: '/var/log/a.log', dev: '1', ino: '2', birthTimeNs: '3', offset: 1_000, line: 1 };
const hash = (bytes, key = 'key-of-this-database') => {
  const base64 = bytes.toString('base64');
  return hashFingerprints({ ...position, head: base64, tail: base64, state: 'live' }, key);
};
describe('a stored position', () => {
  it('holds no bytes of the log', () => {
    const stored = JSON.stringify(hash(text));
    expect(stored).not.toContain('token');
    for (const [encoded] of stored.matchAll(/[\w+/=-]{8,}/g))
      expect(Buffer.from(encoded, 'base64').toString('latin1')).not.toMatch(/token|s3cret|192\.0/);
  });
  it('is the same when it is stored again, and another under another key', () => {
    const stored = hash(text);
    expect(hashFingerprints(stored, 'another-key-of-some-length')).toEqual(stored);
    expect(hash(text, 'another-key-of-some-length').head).not.toBe(stored.head);
    expect(isHashed(stored.head) && isHashed(stored.tail)).toBe(true);
    expect(hash(Buffer.alloc(0)).head).toBe('');
  });
  it.each([3, 8, 9, 16, 17, 64, 999, 1_000])('fits a beginning of %i bytes, and no other one', (length) => {
    const { head } = hash(text);
    expect(countFingerprintBytes(head)).toBe(1_000);
    expect(fitsFingerprint(head, text.subarray(0, length))).toBe(true);
    const other = Buffer.from(text.subarray(0, length));
    other[Math.max(0, (length === 1_000 ? length : length - (length % 8)) - 1)] = 0x21;
    expect(fitsFingerprint(head, other)).toBe(length < 8);
  });
  it.each([5, 8, 256])('fits an end of %i bytes, and no other one', (length) => {
    const { tail } = hash(text.subarray(0, length));
    const other = Buffer.from(text.subarray(0, length));
    other[length - 1] = 0x21;
    expect(fitsFingerprint(tail, text.subarray(0, length))).toBe(true);
    expect(fitsFingerprint(tail, other)).toBe(false);
  });
  it('still says that the log is compressed by its writer', () => {
    expect(isGzipFingerprint(hash(Buffer.from([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3])).head)).toBe(true);
    expect(isGzipFingerprint(hash(text).head)).toBe(false);
  });
});
