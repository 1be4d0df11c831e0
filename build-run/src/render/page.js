import { html } from './html.js';
import { pageStyle } from './page-style.js';
/** Renders a complete page without scripts and without anything to load. */
export function renderPage({ title, links = [], body, footer }) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header class="top">${renderSiteName(links)}${renderNavigation(links)}</header>
<main id="content">
${body}
</main>
<footer>${footer}</footer>
</body>
</html>
`.markup;
}
/** Whatever gets into a page: no script runs, nothing is loaded, and forms go nowhere else. */
export const contentSecurityPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'";
const renderSiteName = (links) =>
  links.length === 0
    ? html`<span class="name">badgateway</span>`
    : html`<a class="name" href="/">badgateway</a>`;
const renderNavigation = (links) =>
  links.length === 0
    ? undefined
    : html`<nav aria-label="Pages">${links.map(({ href, label }) => html`<a href="${href}">${label}</a> `)}</nav>`;
