/** Reads the flow style of YAML as steps write it: `a: b: {c: 1, d: [{e: f}]}`. Returns the path of every key in it. */
export function listPaths(text) {
  const paths = [];
  const tokens = text.match(/"[^"]*"|[{}[\],]|:(?=\s)|[^\s{}[\],:]+(?::[^\s{}[\],]+)*/g) ?? [];
  let at = 0;
  readValue([]);
  return paths;
  function readValue(path) {
    if (tokens[at] === '{') readList(path, '}');
    else if (tokens[at] === '[') readList(path, ']');
    else if (tokens[at + 1] === ':') readPair(path);
    else at += 1;
  }
  function readPair(path) {
    const inner = [...path, tokens[at] ?? ''];
    paths.push(inner);
    at += 2;
    readValue(inner);
  }
  function readList(path, end) {
    at += 1;
    while (at < tokens.length && tokens[at] !== end) {
      if (tokens[at] === ',') at += 1;
      else readValue(path);
    }
    at += 1;
  }
}
