/** A file as the phone’s API takes it: `{contentType, base64}`. */
export function readPhoto(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('error', () => reject(reader.error));
    reader.addEventListener('load', () => {
      const base64 = reader.result.slice(reader.result.indexOf(',') + 1);
      resolve({ contentType: file.type, base64 });
    });
    reader.readAsDataURL(file);
  });
}
