import fc from 'fast-check';

/** An ASCII character, or any other code point except surrogates. */
const character = fc
  .oneof(
    fc.integer({ min: 0, max: 0x7f }),
    fc.integer({ min: 0x80, max: 0xd7_ff }),
    fc.integer({ min: 0xe0_00, max: 0x10_ff_ff }),
  )
  .map((code) => String.fromCodePoint(code));
/** Names inherited from Object.prototype, which no lookup table may resolve. */
const inheritedName = fc.constantFrom(...Object.getOwnPropertyNames(Object.prototype));
/** Any text. The built-in arbitrary of fast-check lists all characters first, which takes most of a second. */
export const anyText = ({ maxLength = 40 } = {}) =>
  fc.oneof(
    { arbitrary: fc.array(character, { maxLength }).map((characters) => characters.join('')), weight: 19 },
    inheritedName.filter(({ length }) => length <= maxLength),
  );
