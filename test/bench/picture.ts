// Draws the alert of the README, light and dark, into docs/images: `npm run picture`, which needs chromium.

import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { renderAlertMessage } from '../../src/notify/alert-message.js';
import { renderIncidentButtons } from '../../src/query/actions/render-buttons.js';
import { html } from '../../src/render/html.js';
import type { Message } from '../../src/render/message.js';
import { renderMessage } from '../../src/render/message-html.js';
import { summarizeIncident } from '../../src/report/summary/incident.js';
import { startChromium } from '../support/chromium.js';
import { openFilledStore } from '../support/filled-store.js';
import {
  makeCoverage,
  makeOutageFailures,
  makePayIncident,
  minutes,
  outageStartedAt,
  timezone,
} from '../support/incident-fixtures.js';

const folder = join(process.cwd(), 'docs/images');
mkdirSync(folder, { recursive: true });
const page = join(tmpdir(), 'badgateway-picture.html');
writeFileSync(page, drawPage(makeAlert()).markup);
const browser = await startChromium();
for (const colorScheme of ['light', 'dark'] as const) {
  const tab = await browser.open(pathToFileURL(page).href, { width: 720, height: 100, colorScheme });
  writeFileSync(join(folder, `alert-${colorScheme}.png`), await tab.takeScreenshot());
  await tab.close();
}
await browser.close();

function makeAlert(): Message {
  const now = outageStartedAt + minutes(4);
  const incident = makePayIncident();
  const store = openFilledStore({
    failures: makeOutageFailures(),
    incidents: [incident],
    requests: 5_000,
    coverage: [makeCoverage()],
  });
  return renderAlertMessage(summarizeIncident(incident, store, now), now, timezone, {
    renderButtons: renderIncidentButtons,
  });
}

function drawPage(message: Message) {
  const labels = message.blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap((element) =>
          'text' in element && element.text !== undefined ? [element.text.text] : [],
        )
      : [],
  );
  return html`<!doctype html><meta charset="utf-8"><style>
body{margin:0;padding:16px 20px;font:15px/1.46 Lato,"Helvetica Neue",Arial,sans-serif;color:#1d1c1d;background:#fff}
.app{display:grid;grid-template-columns:36px 1fr;gap:0 10px}
.icon{width:36px;height:36px;border-radius:6px;background:#b3261e;color:#fff;font:700 15px/36px Arial,sans-serif;text-align:center}
.name{font-weight:700}.badge{font-size:10px;background:#ddd;border-radius:2px;padding:1px 3px;margin-left:4px}
time{color:#616061;font-size:12px;margin-left:6px}
.card{border-left:4px solid #b3261e;padding:2px 0 2px 12px;margin-top:4px}.card h3{font-size:17px;margin:2px 0 6px}
p{margin:4px 0}ol,ul{margin:4px 0;padding-left:22px}.muted,small{color:#616061;font-size:12px}
code,pre{font:12px/1.5 Menlo,Consolas,monospace;background:#f6f6f6;border:1px solid #ddd;border-radius:3px;color:#c01343}
code{padding:1px 3px}pre{padding:6px 8px;color:inherit;white-space:pre-wrap;overflow-wrap:anywhere}
.buttons span{display:inline-block;border:1px solid #bbb;border-radius:4px;padding:5px 11px;margin:6px 8px 0 0;font-weight:700;font-size:13px}
@media(prefers-color-scheme:dark){body{color:#d1d2d3;background:#1a1d21}.muted,small,time{color:#9a9b9d}code,pre{background:#232529;border-color:#3a3c40;color:#e8912d}pre{color:inherit}.badge{background:#3a3c40}.buttons span{border-color:#565856}}
</style><div class="app"><div class="icon">502</div><div><span class="name">badgateway</span><span class="badge">APP</span><time>14:18</time>${renderMessage(message)}<div class="buttons">${labels.map((label) => html`<span>${label}</span>`)}</div></div></div>`;
}
