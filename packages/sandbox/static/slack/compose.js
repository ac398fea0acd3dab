import { byId } from './dom.js';

/** A box to write in: Enter sends, Shift+Enter breaks the line. It is emptied once `send` has not refused. */
export function createCompose({ form, words, file }, { send, upload }) {
  const box = byId(words);
  byId(form).addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (text === '') return;
    box.value = '';
    if (!(await send(text))) box.value ||= text;
  });
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    byId(form).requestSubmit();
  });
  byId(file).addEventListener('change', async ({ target }) => {
    const [chosen] = target.files;
    if (chosen !== undefined) await upload({ ...(await contentOf(chosen)), text: box.value.trim() });
    target.value = '';
    box.value = '';
  });
}

async function contentOf(file) {
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
  const content = url.slice(url.indexOf(',') + 1);
  return { name: file.name, ...(file.type && { mimetype: file.type }), content, base64: true };
}
