import { newId, newSecret } from '../id.ts';

/** A file that is on its way. */
export interface Upload {
  readonly fileId: string;
  readonly teamId: string;
  readonly filename: string;
  bytes: Buffer | undefined;
}

/** Between files.getUploadURLExternal and files.completeUploadExternal. */
export class Uploads {
  readonly #bySecret: Map<string, Upload> = new Map();

  /** Returns the secret part of its address. */
  begin(teamId: string, filename: string): { readonly secret: string; readonly fileId: string } {
    const secret = newSecret('');
    const fileId = newId('F');
    this.#bySecret.set(secret, { fileId, teamId, filename, bytes: undefined });
    return { secret, fileId };
  }

  /** False when there is no such upload. */
  receive(secret: string, bytes: Buffer): boolean {
    const upload = this.#bySecret.get(secret);
    if (upload === undefined) return false;
    upload.bytes = bytes;
    return true;
  }

  /** Ends it; undefined when it never began, or nothing came. */
  take(fileId: string): (Upload & { readonly bytes: Buffer }) | undefined {
    for (const [secret, upload] of this.#bySecret) {
      if (upload.fileId !== fileId || upload.bytes === undefined) continue;
      this.#bySecret.delete(secret);
      return { ...upload, bytes: upload.bytes };
    }
    return undefined;
  }
}
