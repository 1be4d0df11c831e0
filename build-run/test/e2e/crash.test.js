import { describe, expect, it } from 'vitest';
import { runCrashLoop } from '../support/crash/crash-loop.js';

/** `npm run soak` does the same for longer and with other seeds. */
describe('the program, killed repeatedly while its log is written and rotated', () => {
  it('counts every line once and reports every incident once', async () => {
    const report = await runCrashLoop({ kills: 60, seed: 4 });
    expect(report).toMatchObject({
      kills: 60,
      lost: [],
      repeated: [],
      lineCountError: 0,
      minuteCountError: 0,
      incidentCountError: 0,
      duplicateAlerts: [],
      missingAlerts: [],
      slackFaults: [],
    });
    expect(report.written).toBeGreaterThan(3_000);
    expect(report.rotations).toBeGreaterThan(10);
    expect(report.incidents).toBeGreaterThan(5);
  }, 300_000);
});
