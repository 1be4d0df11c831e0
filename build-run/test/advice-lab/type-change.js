/** A change that cannot be typed: its text names no place, or the place does not exist in this configuration. */
export class NotTypeable extends Error {}
/**
 * Types a change into a configuration as its text says, and nothing else: the words name the place, the command is what
 * is typed there. A directive that already stands in that block is replaced, as nginx refuses it twice.
 */
export function typeChange(config, { text, command }, failing) {
  const place = places.find(({ words }) => words.test(text));
  if (place === undefined) throw new NotTypeable(`no place in the text: ${text}`);
  if (command === undefined) throw new NotTypeable(`nothing to type: ${text}`);
  return place.type(config.split('\n'), command, failing, place.words.exec(text) ?? []).join('\n');
}
const places = [
  {
    words: /\(set beside (\w+_pass)\)/,
    type: (lines, command, { location }, [, pass = '']) => {
      const block = findBlock(lines, location);
      findLine(lines, block, (line) => line.startsWith(`${pass} `), `${pass} in ${location}`);
      return setDirectives(lines, block, command);
    },
  },
  {
    words: /beside the proxy_set_header lines in force/,
    type: (lines, command, { location }) =>
      setDirectives(lines, findHeaderBlock(lines, findBlock(lines, location)), command),
  },
  {
    words: /in the location, replace its (\w+_pass)/,
    type: (lines, command, { location }, [, pass = '']) => {
      const block = findBlock(lines, location);
      const at = findLine(lines, block, (line) => line.startsWith(`${pass} `), `${pass} in ${location}`);
      return lines.toSpliced(at, 1, ...splitDirectives(command));
    },
  },
  {
    words: /in its (\w+_pass)( or server line)?, replace (\S+) by/,
    type: (lines, command, { location, group }, [, pass = '', orServer, former = '']) => {
      const block = findBlock(lines, location);
      const at = findLine(lines, block, (line) => line.startsWith(`${pass} `), `${pass} in ${location}`);
      const replace = (line) => line.replace(former, command);
      if (lines[at]?.includes(former)) return lines.with(at, replace(lines[at] ?? ''));
      if (orServer === undefined) throw new NotTypeable(`no ${former} in ${lines[at]}`);
      const servers = findBlock(lines, `upstream ${group}`);
      const server = findLine(lines, servers, (line) => line.includes(` ${former}`), `${former} in ${group}`);
      return lines.with(server, replace(lines[server] ?? ''));
    },
  },
  {
    words: /at the end of its upstream block/,
    type: (lines, command, { group }) =>
      lines.toSpliced(findBlock(lines, `upstream ${group}`).to, 0, ...splitDirectives(command)),
  },
  {
    words: /: in its upstream block/,
    type: (lines, command, { group }) => setDirectives(lines, findBlock(lines, `upstream ${group}`), command),
  },
  {
    words: /on each server line/,
    type: (lines, command, { group }) => setOnServers(lines, command, group, () => true),
  },
  {
    words: /take (\S+) out .*on its server line/,
    type: (lines, command, { group }, [, peer = '']) =>
      setOnServers(lines, command, group, (line) => line.includes(` ${peer}`)),
  },
  {
    words: /on its resolver line/,
    type: (lines, command) => {
      const at = lines.findIndex((line) => line.trim().startsWith('resolver '));
      if (at < 0) throw new NotTypeable('no resolver line');
      return lines.with(at, setParameter(lines[at] ?? '', command));
    },
  },
  {
    words: /at the top of nginx\.conf/,
    type: (lines, command) => setDirectives(lines, { from: -1, to: lines.length }, command),
  },
  {
    words: /in the events block that is there/,
    type: (lines, command) => setDirectives(lines, findBlock(lines, 'events'), command),
  },
  {
    words: /in the log_format/,
    type: (lines, command) => {
      const at = lines.findIndex((line) => line.trim().startsWith('log_format '));
      if (at < 0) throw new NotTypeable('no log_format');
      return lines.with(at, (lines[at] ?? '').replace(/';$/, ` ${command}';`));
    },
  },
];
function setOnServers(lines, command, group, isMeant) {
  const block = findBlock(lines, `upstream ${group}`);
  const meant = listOwnLines(lines, block).filter(
    (at) => lines[at]?.trim().startsWith('server ') && isMeant(lines[at] ?? ''),
  );
  if (meant.length === 0) throw new NotTypeable(`no such server in ${group}`);
  return lines.map((line, at) => (meant.includes(at) ? setParameter(line, command) : line));
}
/** Finds the block by its opening: one statement stands on a line, as in the files of most people. */
function findBlock(lines, opening) {
  const from = lines.findIndex((line) => line.trim() === `${opening} {`);
  if (from < 0) throw new NotTypeable(`no block ${opening}`);
  return { from, to: findEnd(lines, from) };
}
function findEnd(lines, from) {
  let depth = 0;
  for (let at = from; at < lines.length; at++) {
    depth += countBraces(lines[at] ?? '');
    if (depth === 0) return at;
  }
  throw new NotTypeable(`a block without an end: ${lines[from]}`);
}
/** The formats of logs are the only lines with braces between quotes. */
const countBraces = (line) =>
  line.includes("'") ? 0 : (line.match(/\{/g)?.length ?? 0) - (line.match(/\}/g)?.length ?? 0);
/** The nearest block from the location outwards with a proxy_set_header of its own; the location if there is none. */
function findHeaderBlock(lines, location) {
  for (let from = location.from; from >= 0; from--) {
    if (countBraces(lines[from] ?? '') !== 1) continue;
    const block = { from, to: findEnd(lines, from) };
    if (block.to < location.to) continue;
    if (listOwnLines(lines, block).some((at) => lines[at]?.trim().startsWith('proxy_set_header ')))
      return block;
  }
  return location;
}
function findLine(lines, block, test, name) {
  const at = listOwnLines(lines, block).find((index) => test(lines[index]?.trim() ?? ''));
  if (at === undefined) throw new NotTypeable(`no ${name}`);
  return at;
}
/** Lines of the block itself, without those of the blocks in it. */
function listOwnLines(lines, { from, to }) {
  const own = [];
  let depth = 0;
  for (let at = from + 1; at < to; at++) {
    const braces = countBraces(lines[at] ?? '');
    if (depth === 0 && braces === 0) own.push(at);
    depth += braces;
  }
  return own;
}
function setDirectives(lines, block, command) {
  let result = lines;
  let end = block.to;
  for (const directive of splitDirectives(command)) {
    const name = findName(directive);
    const at = listOwnLines(result, { ...block, to: end }).find(
      (index) => findName(result[index]?.trim() ?? '') === name,
    );
    result = at === undefined ? result.toSpliced(block.from + 1, 0, directive) : result.with(at, directive);
    if (at === undefined) end += 1;
  }
  return result;
}
/** Directives that may stand several times are told apart by their first argument. */
function findName(directive) {
  const [name = '', argument = ''] = directive.replace(/;$/, '').split(/\s+/, 2);
  return /set_header$|_param$|^include$|^add_header$/.test(name) ? `${name} ${argument}` : name;
}
const splitDirectives = (command) => (command.match(/[^;]+;/g) ?? []).map((directive) => directive.trim());
/** Appends `max_fails=0`, or sets it where the line has another value. */
function setParameter(line, parameter) {
  const name = parameter.replace(/=.*/, '');
  const cleared = line.replace(new RegExp(`\\s${name}(=\\S+?)?(?=[\\s;])`), '');
  return cleared.replace(/;\s*$/, ` ${parameter};`);
}
