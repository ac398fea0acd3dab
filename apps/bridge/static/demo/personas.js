const NAMES = ['Anna', 'Ben', 'Chloé'];

/** Three customers of this tab; another tab has three others. */
export function createPersonas() {
  const tag = remembered('trunkline-tab', () => crypto.randomUUID().slice(0, 6));
  return NAMES.map((name) => ({
    name,
    id: `${name
      .normalize('NFD')
      .replace(/[^a-z]/gi, '')
      .toLowerCase()}-${tag}`,
  }));
}

export function rememberPersona(id) {
  sessionStorage.setItem('trunkline-persona', id);
}

export function rememberedPersona() {
  return sessionStorage.getItem('trunkline-persona');
}

function remembered(key, make) {
  const kept = sessionStorage.getItem(key);
  if (kept !== null) return kept;
  const made = make();
  sessionStorage.setItem(key, made);
  return made;
}
