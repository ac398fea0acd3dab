/** A file as the wire has it. */
export type FileObject = Readonly<Record<string, unknown>> & { readonly id: string };

/** A file and its bytes. */
export interface StoredFile {
  readonly id: string;
  readonly teamId: string;
  readonly user: string;
  readonly name: string;
  readonly title: string;
  readonly mimetype: string;
  readonly created: number;
  readonly bytes: Buffer;
  /** Ids of the channels that it was shared in. */
  readonly channels: readonly string[];
  /** Of another organisation (Slack Connect): events only say that it is there. */
  readonly external: boolean;
}

/** What files.info says. */
export function fileObject(file: StoredFile, baseUrl: string): FileObject {
  const filetype = file.name.includes('.') ? (file.name.split('.').at(-1) ?? '') : 'binary';
  const path = `${file.teamId}-${file.id}`;
  const name = encodeURIComponent(file.name);
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.mimetype,
    filetype,
    pretty_type: filetype.toUpperCase(),
    user: file.user,
    user_team: file.teamId,
    editable: false,
    size: file.bytes.length,
    mode: 'hosted',
    is_external: false,
    external_type: '',
    is_public: true,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: `${baseUrl}/files-pri/${path}/${name}`,
    url_private_download: `${baseUrl}/files-pri/${path}/download/${name}`,
    permalink: `${baseUrl}/files/${file.user}/${file.id}/${name}`,
    channels: file.channels,
    groups: [],
    ims: [],
    has_rich_preview: false,
    file_access: 'visible',
  };
}

/** What an event says of it. */
export function fileInEvent(file: StoredFile, baseUrl: string): FileObject {
  if (!file.external) return fileObject(file, baseUrl);
  return { id: file.id, mode: 'file_access', file_access: 'check_file_info', created: file.created, user: file.user };
}
