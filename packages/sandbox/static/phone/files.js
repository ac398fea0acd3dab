/** Of all files together, as at Twilio. */
const mostBytes = 5 * 1024 * 1024;

/** Files as the control API takes them; refuses more than a message may hold. */
export async function readFiles(files) {
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  if (bytes > mostBytes) throw new Error('A message holds 5 MB of files at most');
  return Promise.all(files.map(readFile));
}

function readFile(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('error', () => reject(new Error(`${file.name} could not be read`)));
    reader.addEventListener('load', () => {
      const base64 = reader.result.slice(reader.result.indexOf(',') + 1);
      resolve({ contentType: file.type || 'application/octet-stream', base64 });
    });
    reader.readAsDataURL(file);
  });
}
