interface Kind {
  readonly contentType: string;
  readonly extension: string;
  readonly matches: (bytes: Uint8Array) => boolean;
}

const starts =
  (signature: string, offset: number = 0) =>
  (bytes: Uint8Array): boolean =>
    Buffer.from(bytes.subarray(offset, offset + signature.length)).equals(Buffer.from(signature, 'latin1'));

const both =
  (one: Kind['matches'], other: Kind['matches']) =>
  (bytes: Uint8Array): boolean =>
    one(bytes) && other(bytes);

const mpegAudio = (bytes: Uint8Array): boolean => bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0;

/** What a browser may show in place. Nothing here can hold a script: no SVG, no HTML, no PDF. */
const KINDS: readonly Kind[] = [
  { contentType: 'image/jpeg', extension: 'jpg', matches: starts('\xff\xd8\xff') },
  { contentType: 'image/png', extension: 'png', matches: starts('\x89PNG\r\n\x1a\n') },
  { contentType: 'image/gif', extension: 'gif', matches: starts('GIF8') },
  { contentType: 'image/webp', extension: 'webp', matches: both(starts('RIFF'), starts('WEBP', 8)) },
  { contentType: 'audio/wav', extension: 'wav', matches: both(starts('RIFF'), starts('WAVE', 8)) },
  { contentType: 'image/heic', extension: 'heic', matches: both(starts('ftyp', 4), starts('hei', 8)) },
  { contentType: 'video/3gpp', extension: '3gp', matches: both(starts('ftyp', 4), starts('3g', 8)) },
  { contentType: 'video/quicktime', extension: 'mov', matches: both(starts('ftyp', 4), starts('qt', 8)) },
  { contentType: 'audio/mp4', extension: 'm4a', matches: both(starts('ftyp', 4), starts('M4A', 8)) },
  { contentType: 'video/mp4', extension: 'mp4', matches: starts('ftyp', 4) },
  { contentType: 'audio/amr', extension: 'amr', matches: starts('#!AMR') },
  { contentType: 'audio/ogg', extension: 'ogg', matches: starts('OggS') },
  { contentType: 'audio/mpeg', extension: 'mp3', matches: starts('ID3') },
  { contentType: 'audio/mpeg', extension: 'mp3', matches: mpegAudio },
];

export interface SniffedType {
  readonly contentType: string;
  readonly extension: string;
  /** False: it is only handed over to be saved. */
  readonly shown: boolean;
}

/** What a file is by its own first bytes, whatever it is said to be. */
export function sniffType(bytes: Uint8Array): SniffedType {
  const kind = KINDS.find(({ matches }) => matches(bytes));
  if (kind !== undefined) return { contentType: kind.contentType, extension: kind.extension, shown: true };
  const extension = starts('%PDF-')(bytes) ? 'pdf' : starts('BEGIN:VCARD')(bytes) ? 'vcf' : 'bin';
  return { contentType: 'application/octet-stream', extension, shown: false };
}
