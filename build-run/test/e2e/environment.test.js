import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startBot, waitForOutput } from '../support/crash/bot.js';
import { FollowedLog } from '../support/crash/followed.js';
import { makeRefusedLines } from '../support/crash/refused-lines.js';
import { waitFor } from '../support/fake-slack/users.js';
import { canMount, canTrace } from '../support/privileges.js';

const cleanups = [];
afterEach(async () => {
  for (const end of cleanups.splice(0).reverse()) await end();
});
function openFollowedLog(extraEnvironment = {}, wrapper = []) {
  const followedLog = new FollowedLog(extraEnvironment, wrapper);
  cleanups.push(() => followedLog.dispose());
  return followedLog;
}
const isInstalled = (program) => spawnSync('which', [program]).status === 0;
const isRoot = process.getuid?.() === 0;
const testTimeoutMs = 60_000;
describe.skipIf(!isInstalled('prlimit') || !existsSync('/proc/self/fd'))('a full table of open files', () => {
  it('closes idle logs so that new ones can be read', async () => {
    const followedLog = openFollowedLog();
    const logs = (name, count) =>
      Array.from({ length: count }, (_, n) => join(followedLog.directory, `${name}-${n}.log`));
    for (const log of logs('old', 100)) writeFileSync(log, '');
    const bot = await followedLog.start();
    for (const [n, log] of logs('old', 100).entries()) appendFileSync(log, makeRefusedLines(1, n));
    await waitFor(() => followedLog.countFailures() === 100, '100 failures', testTimeoutMs);
    // Descriptors that a poll opens for a moment must not count as free afterwards.
    await new Promise((go) => setTimeout(go, 3_000));
    const open = String(readdirSync(`/proc/${bot.pid}/fd`).length);
    execFileSync('prlimit', ['--pid', String(bot.pid), `--nofile=${open}:${open}`]);
    for (const [n, log] of logs('new', 20).entries()) writeFileSync(log, makeRefusedLines(1, 1_000 + n));
    await waitFor(() => followedLog.countFailures() === 120, '20 more', testTimeoutMs);
    expect(bot.output()).toContain('cannot be read (EMFILE)');
    expect(followedLog.query((repository) => repository.dataLosses({ from: 0, to: Date.now() + 1 }))).toEqual(
      [],
    );
    expect(await bot.stop()).toBe(0);
  }, 90_000);
});
describe.skipIf(!canTrace())('a disk (needs strace)', () => {
  const injected = (name) => [
    'strace',
    '-D',
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    '--seccomp-bpf',
    '-e',
    'trace=fsync,fdatasync',
    '-e',
    `inject=fsync,fdatasync:${name}`,
  ];
  it(
    'that takes half a second for each fsync loses nothing, and the program stops in time',
    async () => {
      const followedLog = openFollowedLog({}, injected('delay_exit=500000'));
      const bot = await followedLog.start();
      for (let batch = 0; batch < 10; batch++) {
        followedLog.append(100);
        await new Promise((go) => setTimeout(go, 100));
      }
      await followedLog.waitUntilCounted();
      expect(await bot.stop()).toBe(0);
    },
    testTimeoutMs,
  );
  it(
    'that fails ends the program with one line, and the next run continues',
    async () => {
      const followedLog = openFollowedLog({}, injected('error=EIO:when=40+'));
      const bot = await followedLog.start();
      for (let batch = 0; batch < 100 && bot.isRunning(); batch++) {
        followedLog.append(10);
        await new Promise((go) => setTimeout(go, 100));
      }
      await waitFor(() => !bot.isRunning(), 'its end', testTimeoutMs);
      expect(bot.output()).toMatch(/SQLITE_IOERR.*the disk fails to read or write/);
      expect(bot.output()).not.toMatch(/\n\s+at /);
      const again = startBot(followedLog.environment, followedLog.directory);
      cleanups.push(() => again.kill());
      await waitForOutput(again, 'Following');
      await followedLog.waitUntilCounted();
    },
    testTimeoutMs,
  );
});
describe.skipIf(!isInstalled('cc'))('the clock of the machine (needs a C compiler)', () => {
  it(
    'set back an hour and forward again while the program runs hides nothing',
    async () => {
      const { library, setBy } = buildFakeClock();
      const followedLog = openFollowedLog({ LD_PRELOAD: library, OPEN_FAILURES: '5' });
      const bot = await followedLog.start();
      followedLog.append(20);
      await followedLog.waitUntilCounted();
      for (const seconds of [-3_600, 0, 7_200, 0]) {
        setBy(seconds);
        followedLog.append(20);
        await followedLog.waitUntilCounted();
      }
      await waitForOutput(bot, 'BG-1');
      expect(bot.output().match(/● Failing/g)).toHaveLength(1);
      expect(await bot.stop()).toBe(0);
    },
    testTimeoutMs,
  );
});
describe.skipIf(!isRoot || !isInstalled('setpriv'))(
  'a log without read permission (needs root, to switch users)',
  () => {
    it(
      'is waited for, and read on once permission returns',
      async () => {
        const followedLog = openFollowedLog({}, [
          'setpriv',
          '--reuid=65534',
          '--regid=65534',
          '--clear-groups',
        ]);
        chmodSync(followedLog.directory, 0o777);
        chmodSync(followedLog.logPath, 0o644);
        const bot = await followedLog.start();
        followedLog.append(10);
        await followedLog.waitUntilCounted();
        renameSync(followedLog.logPath, `${followedLog.logPath}.1`);
        writeFileSync(followedLog.logPath, '', { mode: 0o600 });
        chmodSync(followedLog.logPath, 0o600);
        followedLog.append(10);
        await waitForOutput(bot, /cannot be read \(EACCES\)/);
        chmodSync(followedLog.logPath, 0o644);
        await followedLog.waitUntilCounted();
        await waitForOutput(bot, 'error.log: can be read again.');
        expect(bot.output().match(/cannot be read/g)).toHaveLength(1);
      },
      testTimeoutMs,
    );
  },
);
describe('directories', () => {
  it(
    'that are removed and created again are followed again',
    async () => {
      const followedLog = openFollowedLog();
      const directory = join(followedLog.directory, 'site');
      const log = join(directory, 'error.log');
      mkdirSync(directory);
      writeFileSync(log, '');
      const bot = startBot(
        { ...followedLog.environment, LOGS: join(followedLog.directory, '*', '*.log') },
        followedLog.directory,
      );
      cleanups.push(() => bot.kill());
      await waitForOutput(bot, 'Following');
      appendFileSync(log, makeRefusedLines(10));
      await waitFor(() => followedLog.countFailures() === 10, '10 failures', testTimeoutMs);
      rmSync(directory, { recursive: true });
      await new Promise((go) => setTimeout(go, 1_500));
      mkdirSync(directory);
      writeFileSync(log, makeRefusedLines(10, 10));
      await waitFor(() => followedLog.countFailures() === 20, '20 failures', testTimeoutMs);
    },
    testTimeoutMs,
  );
  it.skipIf(!canMount())(
    'that are read-only are read without being written to',
    async () => {
      const followedLog = openFollowedLog();
      const disk = join(followedLog.directory, 'disk');
      mkdirSync(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]);
      cleanups.push(() => execFileSync('umount', ['--lazy', disk]));
      const writable = join(followedLog.directory, 'writable');
      mkdirSync(writable);
      execFileSync('mount', ['--bind', disk, writable]);
      cleanups.push(() => execFileSync('umount', ['--lazy', writable]));
      execFileSync('mount', ['-o', 'remount,bind,ro', disk]);
      writeFileSync(join(writable, 'error.log'), '');
      const bot = startBot({ ...followedLog.environment, LOGS: join(disk, '*.log') }, followedLog.directory);
      cleanups.push(() => bot.kill());
      await waitForOutput(bot, 'Following');
      appendFileSync(join(writable, 'error.log'), makeRefusedLines(10));
      await waitFor(() => followedLog.countFailures() === 10, '10 failures', testTimeoutMs);
      expect(readdirSync(disk)).toEqual(['error.log']);
      await bot.stop();
    },
    testTimeoutMs,
  );
});
describe('other entries in a log directory', () => {
  it(
    'links, pipes, devices and sockets are not read and block nothing',
    async () => {
      const followedLog = openFollowedLog();
      writeFileSync(join(followedLog.directory, 'secret'), makeRefusedLines(50));
      symlinkSync(join(followedLog.directory, 'secret'), `${followedLog.logPath}.1`);
      symlinkSync('/dev/zero', `${followedLog.logPath}.2`);
      symlinkSync('/etc/shadow', `${followedLog.logPath}.3`);
      execFileSync('mkfifo', [`${followedLog.logPath}.4`, join(followedLog.directory, 'pipe.log')]);
      mkdirSync(`${followedLog.logPath}.5`);
      const bot = await followedLog.start();
      followedLog.append(10);
      await followedLog.waitUntilCounted();
      unlinkSync(followedLog.logPath);
      writeFileSync(followedLog.logPath, '');
      followedLog.append(10);
      await followedLog.waitUntilCounted();
      expect(await bot.stop()).toBe(0);
    },
    testTimeoutMs,
  );
  it(
    "the program's own output is not read",
    async () => {
      const followedLog = openFollowedLog();
      const ownLog = join(followedLog.directory, 'own.log');
      const bot = startBot(followedLog.environment, followedLog.directory, [
        'sh',
        '-c',
        `exec "$@" >>${ownLog} 2>&1`,
        'sh',
      ]);
      cleanups.push(() => bot.kill());
      await waitFor(
        () =>
          existsSync(ownLog) &&
          readFileSync(ownLog, 'utf8').includes(
            "own.log: cannot be read (the same file as badgateway's own output)",
          ),
        'the refusal',
        testTimeoutMs,
      );
      followedLog.append(10);
      await followedLog.waitUntilCounted();
      const coverageEntry = followedLog
        .query((repository) => repository.coverage())
        ?.find(({ file }) => file === ownLog);
      expect(coverageEntry).toMatchObject({ lines: 0, error: "the same file as badgateway's own output" });
    },
    testTimeoutMs,
  );
  it(
    'an escape sequence in a file name is printed as text',
    async () => {
      const followedLog = openFollowedLog();
      const [esc, bell] = ['\u001b', '\u0007'];
      symlinkSync('/nowhere', join(followedLog.directory, `x${esc}]0;pwned${bell}\n2026 warn forged.log`));
      const bot = startBot(
        {
          ...followedLog.environment,
          LOGS: `${followedLog.logPath},${followedLog.directory}/x${esc}]0;pwned${bell}\n2026 warn forged.log`,
        },
        followedLog.directory,
      );
      cleanups.push(() => bot.kill());
      await waitForOutput(bot, 'forged.log: cannot be read');
      expect(bot.output()).not.toContain(esc);
      expect(bot.output()).not.toContain(bell);
      expect(bot.output()).not.toMatch(/^2026 warn/m);
    },
    testTimeoutMs,
  );
});
describe('the database', () => {
  it.each(['000', '022'])(
    'and its side files are readable by their owner alone under umask %s',
    async (umask) => {
      const followedLog = openFollowedLog({}, ['sh', '-c', `umask ${umask}; exec "$@"`, 'sh']);
      const bot = await followedLog.start();
      followedLog.append(10);
      await followedLog.waitUntilCounted();
      const made = readdirSync(followedLog.directory).filter((name) => name.startsWith('badgateway'));
      const modes = made.map((name) => [
        name,
        (statSync(join(followedLog.directory, name)).mode & 0o777).toString(8),
      ]);
      expect(modes.filter(([, mode]) => mode !== '600')).toEqual([]);
      expect(made).toEqual(
        expect.arrayContaining(['badgateway.db', 'badgateway.db-wal', 'badgateway.db.lock']),
      );
      await bot.stop();
    },
    testTimeoutMs,
  );
  it(
    'removed while in use ends the program with one line',
    async () => {
      const followedLog = openFollowedLog();
      const bot = await followedLog.start();
      unlinkSync(followedLog.databasePath);
      await waitFor(() => !bot.isRunning(), 'its end', testTimeoutMs);
      expect(bot.output()).toMatch(/was removed or replaced while it was in use/);
      expect(bot.output()).not.toMatch(/\n\s+at /);
    },
    testTimeoutMs,
  );
});
/** A preload library that shifts the clock of a program by a number of seconds. */
function buildFakeClock() {
  const directory = mkdtempSync(join(tmpdir(), 'badgateway-clock-'));
  cleanups.push(() => rmSync(directory, { recursive: true, force: true }));
  const [source, library, offset] = ['clock.c', 'clock.so', 'offset'].map((name) => join(directory, name));
  const setBy = (seconds) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(seconds));
    writeFileSync(offset, bytes, { flag: 'r+' });
  };
  writeFileSync(offset, Buffer.alloc(8));
  writeFileSync(source, clockSource(offset));
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
  return { library, setBy };
}
const clockSource = (offset) => `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
static volatile long *seconds(void) {
  static long *at;
  if (!at) at = mmap(0, 8, PROT_READ, MAP_SHARED, open("${offset}", O_RDONLY), 0);
  return at;
}
int clock_gettime(clockid_t id, struct timespec *t) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
  int r = real(id, t);
  if (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE) t->tv_sec += *seconds();
  return r;
}
int gettimeofday(struct timeval *t, void *z) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  t->tv_sec = now.tv_sec;
  t->tv_usec = now.tv_nsec / 1000;
  return 0;
}
`;
describe('.env', () => {
  it('with a token that every user can read is reported by check', () => {
    const directory = mkdtempSync(join(tmpdir(), 'badgateway-env-'));
    cleanups.push(() => rmSync(directory, { recursive: true, force: true }));
    const file = join(directory, '.env');
    const check = () =>
      spawnSync(process.execPath, [resolve('dist/main.js'), 'check'], {
        cwd: directory,
        env: { PATH: process.env['PATH'] },
        encoding: 'utf8',
      }).stdout;
    writeFileSync(file, 'SLACK_SIGNING_SECRET=0123456789abcdef0123456789abcdef\n');
    chmodSync(file, 0o644);
    expect(check()).toContain(
      'BAD  .env contains SLACK_SIGNING_SECRET and can be read by every user of this machine; run `chmod 600 .env`',
    );
    chmodSync(file, 0o640);
    expect(check()).not.toContain('chmod');
    writeFileSync(file, 'OPEN_FAILURES=7\n');
    chmodSync(file, 0o644);
    expect(check()).not.toContain('chmod');
  });
});
