import type { Installation, InstallationQuery, InstallationStore } from '@slack/oauth';
import { type AdapterStorage, type StorageEntry, TrunklineError } from '@trunkline/core';
import type { Seal } from './seal.ts';

/** The code when an installation is encrypted with a key that the config does not name. */
export const UNREADABLE = 'slack.installation-unreadable';

const PREFIX = 'installation/';

/** Who has installed the app, kept in the bridge's store with the tokens encrypted. */
export class Installations implements InstallationStore {
  readonly #storage: AdapterStorage;
  readonly #seal: Seal;
  /** What was read or written last, so that an event costs no reading. */
  readonly #known: Map<string, Installation> = new Map();

  constructor(storage: AdapterStorage, seal: Seal) {
    this.#storage = storage;
    this.#seal = seal;
  }

  async storeInstallation<V extends 'v1' | 'v2'>(installation: Installation<V, boolean>): Promise<void> {
    const id = installation.isEnterpriseInstall === true ? installation.enterprise?.id : installation.team?.id;
    if (id === undefined) throw new TrunklineError('slack.installation-incomplete', 'Slack names no workspace');
    const key = `${PREFIX}${id}`;
    await this.#storage.put({ [key]: this.#seal.close(JSON.stringify(installation), key) });
    this.#known.set(id, installation as Installation);
  }

  async fetchInstallation(query: InstallationQuery<boolean>): Promise<Installation<'v1' | 'v2', boolean>> {
    const id = query.isEnterpriseInstall ? query.enterpriseId : query.teamId;
    const found = id === undefined ? null : await this.find(id);
    if (found === null) throw new TrunklineError('slack.not-installed', 'the app is not installed in this workspace');
    return found;
  }

  async deleteInstallation(query: InstallationQuery<boolean>): Promise<void> {
    const id = query.isEnterpriseInstall ? query.enterpriseId : query.teamId;
    if (id !== undefined) await this.remove(id);
  }

  /** By the id of a workspace or an organisation. */
  async find(id: string): Promise<Installation | null> {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const key = `${PREFIX}${id}`;
    const sealed = await this.#storage.get(key);
    if (typeof sealed !== 'string') return null;
    const text = this.#seal.open(sealed, key);
    if (text === null) throw new TrunklineError(UNREADABLE, 'an installation was encrypted with another key');
    const installation = JSON.parse(text) as Installation;
    this.#known.set(id, installation);
    return installation;
  }

  /** False: there was none. */
  async remove(id: string): Promise<boolean> {
    const key = `${PREFIX}${id}`;
    if ((await this.#storage.get(key)) === null) return false;
    await this.#storage.put({ [key]: null });
    this.#known.delete(id);
    return true;
  }

  /** Encrypts with the first key what lies there under another, so that the other can go. Resolves to those that no key opens. */
  async renew(): Promise<readonly string[]> {
    const unreadable: string[] = [];
    for await (const { key, value } of this.#all()) {
      const text = typeof value === 'string' ? this.#seal.open(value, key) : null;
      if (text === null) unreadable.push(key.slice(PREFIX.length));
      else if (!this.#seal.isCurrent(value as string, key))
        await this.#storage.put({ [key]: this.#seal.close(text, key) });
    }
    return unreadable;
  }

  async ids(): Promise<readonly string[]> {
    const ids: string[] = [];
    for await (const { key } of this.#all()) ids.push(key.slice(PREFIX.length));
    return ids;
  }

  async *#all(): AsyncIterable<StorageEntry> {
    let after: string | undefined;
    do {
      const page = await this.#storage.list({ prefix: PREFIX, ...(after !== undefined && { after }) });
      yield* page;
      after = page.at(-1)?.key;
    } while (after !== undefined);
  }
}
