/** What a file is called for an agent. */
export function mediaName(contentType: string | null): string {
  const [family = '', kind = ''] = (contentType ?? '').toLowerCase().split(/[;/]/);
  if (family === 'image') return 'photo';
  if (family === 'video') return 'video';
  if (family === 'audio') return 'recording';
  if (/^(x-)?vcard$/.test(kind)) return 'contact card';
  return 'file';
}
