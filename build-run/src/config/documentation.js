import { listSettings } from './setting.js';
import { settings } from './settings.js';
/** Returns the text of `.env.example`: every setting with its meaning, commented out at its default. */
export function formatEnvExample() {
  const entries = listSettings(settings).map((setting) => {
    const comment = describeWithDefault(setting)
      .split('\n')
      .map((line) => `# ${line}`);
    return [...comment, `#${setting.name}=${setting.default ?? setting.example}`].join('\n');
  });
  return `# badgateway: copy to .env and uncomment what you need. The environment wins over this file.\n\n${entries.join('\n\n')}\n`;
}
function describeWithDefault({ description, defaultWords }) {
  if (defaultWords === undefined) return description;
  const sentence = `Default: ${defaultWords}.`;
  const lastLine = description.slice(description.lastIndexOf('\n') + 1);
  const separator = lastLine.length + sentence.length < lineCharsMax ? ' ' : '\n';
  return `${description}${separator}${sentence}`;
}
const lineCharsMax = 116;
/** Returns the text of `docs/configuration.md`. */
export function formatConfigurationPage() {
  const rows = listSettings(settings).map(
    ({ name, description, expected, defaultWords, example, ...setting }) =>
      [
        code(name),
        `${description.replaceAll('\n', ' ')}<br>Must be ${expected}.`,
        setting.default === undefined ? (defaultWords ?? '–') : code(setting.default),
        code(example),
      ].map(escapeCell),
  );
  const table = [['Name', 'Meaning', 'Default', 'Example'], ['---', '---', '---', '---'], ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
  return `${introduction}\n\n${table}\n`;
}
const introduction = `# Configuration

Settings are environment variables; a file \`.env\` in the working directory may hold them too, and the environment wins.
An empty value counts as unset. \`badgateway check\` reports every problem at once.
This page is generated from \`src/config/settings.ts\`: run \`npx vitest run test/config -u\` after changing a setting.`;
const code = (text) => `\`${text}\``;
const escapeCell = (text) => text.replaceAll('|', '\\|');
