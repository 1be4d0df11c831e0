// Writes badgateway.1 and the completions for bash into a folder, from what the program says of itself: its help.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Expected a folder: node packaging/debian/write-manual.mjs FOLDER');

const { version, description } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const program = readHelp();
const commands = program.Commands.map(({ term }) => term.split(' ')[0])
  .filter((name) => name !== 'help')
  .map((name) => ({ name, ...readHelp(name) }));

mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'badgateway.1'), writeManual());
writeFileSync(join(folder, 'badgateway.bash'), writeCompletion());

/** Reads the usage, the description and the titled lists of a help text. A list's entry has a term and its meaning. */
function readHelp(...words) {
  const wrapped = execFileSync(process.execPath, [join(root, 'dist/main.js'), 'help', ...words], {
    encoding: 'utf8',
  });
  const text = wrapped.replace(/\n {4,}/g, ' ');
  const [usage = '', ...paragraphs] = text.trim().split('\n\n');
  const help = { usage: usage.replace(/^Usage: /, ''), about: '', Commands: [], Options: [], Arguments: [] };
  for (const paragraph of paragraphs) {
    const [first = '', ...lines] = paragraph.split('\n');
    const title = /^(Commands|Options|Arguments):$/.exec(first)?.[1];
    if (title === undefined) help.about += `${paragraph.replaceAll('\n', ' ')} `;
    else help[title] = lines.map(readEntry).filter(({ term }) => term !== '-h, --help');
  }
  return help;
}

function readEntry(line) {
  const [, term = '', meaning = ''] = /^ {2}(\S.*?)(?: {2,}(.*))?$/.exec(line) ?? [];
  return { term, meaning };
}

function writeManual() {
  return `.TH BADGATEWAY 1 "" "badgateway ${version}" "User Commands"
.SH NAME
badgateway \\- says why the gateway answers 502
.SH SYNOPSIS
.B badgateway
.I command
[options]
.SH DESCRIPTION
${escapeRoff(description)}
.SH COMMANDS
${commands.map(writeCommand).join('\n')}
.SH ENVIRONMENT
Settings are environment variables, lines of a file .env in the working directory, or credentials of a systemd unit.
badgateway check lists what is wrong with them; /usr/share/doc/badgateway/configuration.md describes each.
.SH FILES
.TP
/etc/badgateway/badgateway.env
settings of the service
.TP
/etc/badgateway/credentials/
tokens of the service, one file for each, named like the setting
.TP
/var/lib/badgateway/
the database of the service
`;
}

function writeCommand({ usage, about, Options, Arguments }) {
  return [
    `.SS ${escapeRoff(usage)}`,
    escapeRoff(about.trim()),
    ...[...Arguments, ...Options].flatMap(({ term, meaning }) => [
      '.TP',
      escapeRoff(term),
      escapeRoff(meaning),
    ]),
  ].join('\n');
}

function escapeRoff(text) {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/gm, '\\&$1');
}

function writeCompletion() {
  const cases = commands.map(({ name, Options }) => {
    const flags = Options.flatMap(({ term }) => term.match(/--?[a-z][a-z-]*/g) ?? []);
    return `    ${name}) words="${flags.join(' ')}" ;;`;
  });
  return `# Completion of badgateway for bash.
_badgateway() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words
  case "\${COMP_CWORD}:\${COMP_WORDS[1]}" in
    1:*) COMPREPLY=($(compgen -W "${commands.map(({ name }) => name).join(' ')} help" -- "$current")); return ;;
  esac
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
    help) words="${commands.map(({ name }) => name).join(' ')}" ;;
  esac
  if [[ $current == -* || \${COMP_WORDS[1]} == help ]]; then COMPREPLY=($(compgen -W "$words" -- "$current")); return; fi
  COMPREPLY=($(compgen -f -- "$current"))
}
complete -o filenames -F _badgateway badgateway
`;
}
