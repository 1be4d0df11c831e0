/** All kinds of issues. */
export const issueTypes = ['no-lines', 'behind', 'unsent', 'not-understood', 'forged', 'wrong-zone'];
/** Identifies an issue: at most one with the same key is open at a time. */
export const buildIssueKey = (kind) => ('path' in kind ? `${kind.type}:${kind.path}` : kind.type);
