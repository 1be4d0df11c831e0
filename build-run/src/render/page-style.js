import { trustHtml } from './html.js';
/** The style of all pages: one column, light or dark by the reader's preference, for phones, screens and paper. */
export const pageStyle = trustHtml(`
:root {
  color-scheme: light dark;
  --background: #f6f7f9; --surface: #ffffff; --text: #1d2430; --muted: #5b6675; --line: #e1e5ea; --empty: #f0f2f5;
  --accent: #2f5f9e; --code: #f1f3f6; --marker: #3d6fa8;
  --bad: #a93d31; --warning: #8a5a00; --good: #2f7355; --bad-background: #fbeae6; --warning-background: #fbf1dc; --good-background: #e6f3ec;
  --series-1: #b8473a; --series-2: #d99a2b; --series-3: #3d6fa8; --series-4: #4d8f74; --series-5: #7d63a3; --series-6: #8b929c;
  --heat-1: #f7d9c8; --heat-2: #eeb294; --heat-3: #de8466; --heat-4: #c25a45; --heat-5: #8f3129;
}
@media (prefers-color-scheme: dark) {
  :root {
    --background: #14171c; --surface: #1b1f26; --text: #e3e7ed; --muted: #9aa5b4; --line: #2c323c; --empty: #232830;
    --accent: #8ab4ec; --code: #252b34; --marker: #7fa9dd;
    --bad: #f0938a; --warning: #e6bc6a; --good: #85c9a6; --bad-background: #3a2422; --warning-background: #362c18; --good-background: #1d3228;
    --series-1: #d9695b; --series-2: #dfae55; --series-3: #6d9bd4; --series-4: #6fb397; --series-5: #a48bcb; --series-6: #8b929c;
    --heat-1: #46302b; --heat-2: #6e4037; --heat-3: #9a5245; --heat-4: #c96b58; --heat-5: #f2a08c;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--background); color: var(--text);
  font: 16px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif;
  overflow-wrap: anywhere; -webkit-text-size-adjust: 100%;
}
main, .top, footer { max-width: 60rem; margin: 0 auto; padding: 0 1rem; }
.top nav { display: flex; gap: 1.1rem; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; padding: .5rem .75rem; background: var(--surface); z-index: 1; }
.top { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline; padding-top: 1rem; padding-bottom: .5rem; font-size: .9rem; }
.top .name { font-weight: 650; letter-spacing: -.01em; color: var(--text); text-decoration: none; margin-right: auto; }
h1 { font-size: 1.65rem; line-height: 1.2; letter-spacing: -.02em; margin: 1rem 0 .55rem; font-weight: 680; text-wrap: balance; }
h2 { font-size: 1.1rem; letter-spacing: -.01em; margin: 2.4rem 0 .7rem; font-weight: 650; }
h3 { font-size: 1rem; line-height: 1.4; margin: 0 0 .3rem; font-weight: 650; }
p { margin: .35rem 0; } .lead { font-size: 1.05rem; max-width: 46rem; } .muted, small, .muted a { color: var(--muted); }
small { font-size: .85rem; }
a { color: var(--accent); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
code, pre { font: .86em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; }
code { background: var(--code); padding: .1em .32em; border-radius: 4px; }
pre { background: var(--code); padding: .7rem .85rem; border-radius: 8px; margin: .5rem 0; white-space: pre-wrap; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.1rem; margin: 0 0 .85rem; }
.card > :first-child { margin-top: 0; } .card > :last-child { margin-bottom: 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.2rem, 1fr)); gap: .7rem; margin: 1.2rem 0 .85rem; padding: 0; }
.tiles div { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: .7rem .9rem; }
.tiles dt { color: var(--muted); font-size: .82rem; line-height: 1.35; }
.tiles dd { margin: .1rem 0 0; font-size: 1.45rem; font-weight: 650; letter-spacing: -.02em; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tiles .bad dd { color: var(--bad); }
.card .tiles { margin: .8rem 0; } .card .tiles div { border: 0; background: var(--empty); padding: .5rem .75rem; } .card .tiles dd { font-size: 1.1rem; }
.tag { display: inline-block; font-size: .76rem; font-weight: 600; line-height: 1.5; padding: 0 .5em; border-radius: 99px; margin-left: .35em; vertical-align: .08em; background: var(--empty); color: var(--muted); white-space: nowrap; }
.tag.bad { background: var(--bad-background); color: var(--bad); } .tag.warning { background: var(--warning-background); color: var(--warning); } .tag.good { background: var(--good-background); color: var(--good); }
figure { margin: 0 0 1rem; } figure:last-child { margin-bottom: 0; }
figcaption { font-size: .85rem; color: var(--muted); margin: 0 0 .35rem; }
figure svg { display: block; width: 100%; height: auto; } figure .narrow { display: none; }
.legend { list-style: none; margin: .5rem 0 0; padding: 0; display: flex; flex-wrap: wrap; gap: .15rem 1.1rem; font-size: .88rem; }
.swatch { width: .7em; height: .7em; border-radius: 2px; display: inline-block; margin-right: .45em; vertical-align: -.02em; }
.swatch rect { width: 100%; height: 100%; }
ol, ul { padding-left: 1.25rem; margin: .4rem 0; } li { margin: .25rem 0; }
ol.steps code, .type { display: block; padding: .4rem .6rem; margin: .25rem 0 .1rem; border-radius: 6px; background: var(--code); }
.avoid { border-left: 3px solid var(--series-2); padding-left: .75rem; margin: .7rem 0; }
.timeline { list-style: none; padding: 0; margin: .6rem 0; display: grid; grid-template-columns: max-content 1fr; gap: .1rem .9rem; }
.timeline li { display: contents; } .timeline time { color: var(--muted); font-variant-numeric: tabular-nums; }
.table { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .93rem; }
th { text-align: left; font-weight: 600; color: var(--muted); font-size: .82rem; } th, td { padding: .38rem .7rem .38rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; } .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; overflow-wrap: normal; } th.number { white-space: normal; }
td:last-child, th:last-child { padding-right: 0; }
.actions { display: flex; gap: 1.1rem; } form { display: flex; gap: .5rem; margin: 1rem 0; } form label { flex: 1; min-width: 0; }
input { width: 100%; font: inherit; padding: .55rem .8rem; border: 1px solid var(--line); border-radius: 10px; background: var(--surface); color: var(--text); }
button { font: inherit; font-weight: 600; padding: .55rem 1rem; border: 0; border-radius: 10px; background: var(--accent); color: var(--surface); cursor: pointer; }
.number + td:not(.number), .number + th:not(.number) { padding-left: 1rem; }
.examples { margin-bottom: 1.2rem; font-size: .88rem; color: var(--muted); } .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
summary { cursor: pointer; color: var(--accent); }
.message { border-left: 4px solid var(--line); } .message.bad { border-left-color: var(--series-1); } .message.warning { border-left-color: var(--series-2); } .message.good { border-left-color: var(--series-4); }
footer { padding-top: 2rem; padding-bottom: 2.5rem; font-size: .85rem; color: var(--muted); }
@media (max-width: 40rem) {
  figure .wide { display: none; } figure .narrow { display: block; }
  h1 { font-size: 1.4rem; } .card { padding: .85rem .9rem; } .tiles { grid-template-columns: repeat(2, 1fr); }
  .tiles div:last-child:nth-child(odd) { grid-column: 1 / -1; }
  thead { position: absolute; clip-path: inset(50%); } table, tbody, tr, td { display: block; } tr { padding: .5rem 0; border-bottom: 1px solid var(--line); }
  tr:first-child { padding-top: 0; } tr:last-child { border: 0; padding-bottom: 0; }
  td, td.number { border: 0; padding: .1rem 0 !important; text-align: left; white-space: normal; } td:first-child { font-weight: 600; }
  td.number:not(:first-child) { display: inline-block; margin-right: 1.1rem; }
  td:not(:first-child)::before { content: attr(data-label) ' '; color: var(--muted); font-size: .85rem; }
}
@media print {
  :root { --background: #fff; --code: #f3f4f6; } body { font-size: 11pt; } .card, .tiles div { break-inside: avoid; } .top nav, form, .examples, .skip { display: none; }
  h2, h3 { break-after: avoid; } a { color: inherit; text-decoration: none; }
}
`);
