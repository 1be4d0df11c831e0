/** Creates the token kinds of one lexer. Equal type and value give the same object, so kinds compare by identity. */
export const createTokenKinds = () => {
  const kinds = new Map();
  return (type, value = '') => {
    const id = `${type} ${value}`;
    const known = kinds.get(id);
    if (known !== undefined) return known;
    const kind = { type, value };
    kinds.set(id, kind);
    return kind;
  };
};
