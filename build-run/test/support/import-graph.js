/** Marks the generated part of `docs/architecture.md`. */
export const graphStart = '<!-- import graph: npm run graph -->';
export const graphEnd = '<!-- end of import graph -->';
/**
 * The imports between folders as a Mermaid flow chart. An arrow implied by a longer path is omitted, which leaves a
 * readable 20 of 80.
 */
export function renderImportGraph(files) {
  const importsByFolder = collectFolderImports(files);
  const arrows = [...importsByFolder].flatMap(([folder, imports]) =>
    [...imports]
      .filter(
        (target) =>
          ![...imports].some((other) => other !== target && reaches(importsByFolder, other, target)),
      )
      .sort()
      .map((target) => `  ${folder} --> ${target}`),
  );
  return ['```mermaid', 'flowchart TD', ...arrows, '```'].join('\n');
}
/** The text with its generated part replaced. */
export function replaceImportGraph(text, graph) {
  const start = text.indexOf(graphStart);
  const end = text.indexOf(graphEnd);
  if (start === -1 || end === -1)
    throw new Error(`docs/architecture.md has lost its markers: ${graphStart}, ${graphEnd}`);
  return `${text.slice(0, start)}${graphStart}\n${graph}\n${text.slice(end)}`;
}
function collectFolderImports(files) {
  const importsByFolder = new Map();
  for (const { folder, imports } of files) {
    const targets = importsByFolder.get(folder) ?? new Set();
    for (const name of imports) {
      const target = name.split('/')[0] ?? '';
      if (name.endsWith('.ts') && target !== folder) targets.add(target);
    }
    importsByFolder.set(folder, targets);
  }
  return importsByFolder;
}
function reaches(importsByFolder, from, target) {
  return [...(importsByFolder.get(from) ?? [])].some(
    (next) => next === target || reaches(importsByFolder, next, target),
  );
}
