import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const record =
  '2026/11/22 03:04:05 [error] 24#24: *77 connect() failed (111: Connection refused) while connecting to upstream, client: 203.0.113.24, server: shop.example, request: "GET /basket HTTP/1.1", upstream: "http://192.0.2.17:8080/basket", host: "shop.example"\n';
it.each(['analyze --failures LOG', 'explain < LOG', 'explain --json < LOG'])(
  'ends in silence when its reader has had enough: %s | head -1',
  (command) => {
    const log = join(mkdtempSync(join(tmpdir(), 'badgateway-pipe-')), 'error.log');
    writeFileSync(log, record.repeat(3_000));
    const script = `node dist/main.js ${command.replace('LOG', log)} 2>"${log}.err" | head -1; cat "${log}.err"`;
    const lines = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\n');
    expect(lines).toHaveLength(2);
    expect(lines.join('')).not.toMatch(/EPIPE|Error/);
  },
);
