import fc from 'fast-check';

/** A character: one of those that are typed, else any that there is. */
const character = fc
  .oneof(
    fc.integer({ min: 0, max: 0x7f }),
    fc.integer({ min: 0x80, max: 0xd7_ff }),
    fc.integer({ min: 0xe0_00, max: 0x10_ff_ff }),
  )
  .map((code) => String.fromCodePoint(code));

/** What every object has, and nobody should find in a table by its name. */
const inheritedName = fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype));

/** Any text. fast-check's own lists all characters before it makes the first, for most of a second. */
export const anyText = ({ maxLength = 40 }: { readonly maxLength?: number } = {}): fc.Arbitrary<string> =>
  fc.oneof(
    { arbitrary: fc.array(character, { maxLength }).map((characters) => characters.join('')), weight: 19 },
    inheritedName.filter(({ length }) => length <= maxLength),
  );
