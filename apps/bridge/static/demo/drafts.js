/** What is being written in one field, kept for each of those it may be written for. */
export function createDrafts(input) {
  const drafts = new Map();
  let shown = null;
  return {
    /** The field is for this one now. */
    show(key) {
      if (key === shown) return;
      drafts.set(shown, input.value);
      input.value = drafts.get(key) ?? '';
      shown = key;
    },
    /** Empties the field and gives what was in it. */
    take() {
      const text = input.value.trim();
      if (text !== '') input.value = '';
      return text;
    },
    /** What was taken was not wanted. It does not go over what has been written since. */
    giveBack(key, text) {
      if (key !== shown) drafts.set(key, drafts.get(key) || text);
      else if (input.value === '') input.value = text;
    },
  };
}
