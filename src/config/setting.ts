import type { z } from 'zod';

/** One environment variable: its meaning, its form and its value when it is not set. */
export type Setting<T = unknown> = SettingWords & {
  readonly schema: z.ZodType<T, string>;
  /** The text read when the variable is unset or empty. */
  readonly default?: string;
  /** The value when the variable is unset or empty and has no default text. */
  readonly unset?: (host: Host) => T;
};

type SettingWords = {
  readonly name: string;
  /** For `.env.example` and `docs/configuration.md`: one or two short lines. */
  readonly description: string;
  /** Completes "it must be …". */
  readonly expected: string;
  readonly example: string;
  /** The default in words, where it is no text that could be set. */
  readonly defaultWords?: string;
  /** The value is never shown beyond its prefix. */
  readonly secret?: true;
};

/** Defaults that the machine provides. */
export type Host = { readonly timezone: string };

/** Settings that make one value together. A member is undefined when its text was invalid, which is already reported. */
type SettingGroup<T = unknown> = {
  readonly members: SettingTree;
  readonly combine: (values: never, report: ReportProblem) => T;
};

/** Settings by the place of their values in the configuration. */
export type SettingTree = { readonly [key: string]: Setting | SettingGroup | SettingTree };

/** The values of a tree of settings, by the same keys. */
export type ConfigOf<Tree> = {
  readonly [Key in keyof Tree]: Tree[Key] extends Setting<infer Value>
    ? Value
    : Tree[Key] extends SettingGroup<infer Value>
      ? Value
      : ConfigOf<Tree[Key]>;
};

/** The members of a group, each undefined when its text was invalid. */
export type MembersOf<Members> = {
  readonly [Key in keyof Members]: Members[Key] extends Setting<infer Value> ? Value | undefined : never;
};

/** A problem of one setting, worded so that the reader can fix it. */
export type ConfigProblem = {
  readonly name: string;
  /** The value as it was set; a secret is cut after its prefix. */
  readonly got: string;
  readonly expected: string;
  readonly example: string;
};

export type ReportProblem = (problem: ConfigProblem) => void;

/** Declares a setting and infers the type of its value. */
export const setting = <T, Unset = never>(
  entry: SettingWords & { readonly schema: z.ZodType<T, string> } & (
      | { readonly default: string }
      | { readonly unset: (host: Host) => Unset }
    ),
): Setting<T | Unset> => entry;

/** Declares a group and infers the type of its value. */
export const settingGroup = <Members extends SettingTree, T>(
  members: Members,
  combine: (values: MembersOf<Members>, report: ReportProblem) => T,
): SettingGroup<T> => ({ members, combine });

export const isSetting = (entry: SettingTree[string]): entry is Setting => 'schema' in entry;
export const isSettingGroup = (entry: SettingTree[string]): entry is SettingGroup => 'combine' in entry;

/** The settings of a tree, in their order. */
export const listSettings = (tree: SettingTree): readonly Setting[] =>
  Object.values(tree).flatMap((entry) => {
    if (isSetting(entry)) return [entry];
    return listSettings(isSettingGroup(entry) ? entry.members : entry);
  });

/** The problem of a setting that another one makes necessary. */
export const createMissingProblem = (
  { name, expected, example }: Setting,
  reason: string,
): ConfigProblem => ({ name, got: `nothing was given although ${reason}`, expected, example });
