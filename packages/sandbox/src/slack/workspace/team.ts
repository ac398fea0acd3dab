import type { Channel } from './channel.ts';
import type { Person } from './person.ts';
import type { StoredFile } from './stored-file.ts';

/** The app in one workspace. Tokens live as long as the app is installed. */
export interface Installation {
  readonly botUserId: string;
  readonly botId: string;
  scopes: readonly string[];
  /** Who installed it. */
  readonly installerId: string;
}

/** A workspace. */
export class Team {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly people: Map<string, Person> = new Map();
  readonly channels: Map<string, Channel> = new Map();
  readonly files: Map<string, StoredFile> = new Map();
  /** Undefined while the app is not installed. */
  installation: Installation | undefined;

  constructor(facts: { readonly id: string; readonly name: string; readonly domain: string }) {
    this.id = facts.id;
    this.name = facts.name;
    this.domain = facts.domain;
  }

  /** By id or handle, with or without `@`. */
  person(nameOrId: string): Person | undefined {
    const name = nameOrId.replace(/^@/, '');
    return this.people.get(name) ?? [...this.people.values()].find((person) => person.name === name);
  }

  /** By id or name, with or without `#`. */
  channel(nameOrId: string): Channel | undefined {
    const name = nameOrId.replace(/^#/, '');
    return this.channels.get(name) ?? [...this.channels.values()].find((channel) => channel.name === name);
  }

  /** The place of exactly these people, if there is one. */
  directChannel(members: readonly string[]): Channel | undefined {
    return [...this.channels.values()].find(({ kind, members: own }) => {
      return (kind === 'im' || kind === 'mpim') && own.size === members.length && members.every((id) => own.has(id));
    });
  }
}
