/** Declares a setting and infers the type of its value. */
export const setting = (entry) => entry;
/** Declares a group and infers the type of its value. */
export const settingGroup = (members, combine) => ({ members, combine });
export const isSetting = (entry) => 'schema' in entry;
export const isSettingGroup = (entry) => 'combine' in entry;
/** The settings of a tree, in their order. */
export const listSettings = (tree) =>
  Object.values(tree).flatMap((entry) => {
    if (isSetting(entry)) return [entry];
    return listSettings(isSettingGroup(entry) ? entry.members : entry);
  });
/** The problem of a setting that another one makes necessary. */
export const createMissingProblem = ({ name, expected, example }, reason) => ({
  name,
  got: `nothing was given although ${reason}`,
  expected,
  example,
});
