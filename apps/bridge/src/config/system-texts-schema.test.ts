import { SYSTEM_TEXT_PLACEHOLDERS, type SystemTextKey, systemTextProblem } from '@trunkline/core';
import { defaultGuestChatKnobs } from '@trunkline/core/guest-chat';
import { describe, expect, it } from 'vitest';
import { durationMs } from './duration.ts';
import { configJsonSchema, type JsonSchema } from './json-schema.ts';

const defs = configJsonSchema()['$defs'] as Readonly<Record<'texts' | 'guestChat', Shown>>;

interface Shown extends JsonSchema {
  readonly properties: Readonly<Record<string, Shown>>;
  readonly description: string;
  readonly anyOf: readonly Shown[];
}

const KEYS = Object.keys(SYSTEM_TEXT_PLACEHOLDERS) as SystemTextKey[];
const PIECES = [
  '',
  ' ',
  '\n',
  'a',
  '{',
  '}',
  '{}',
  '{agent}',
  '{ agent}',
  '{minutes}',
  '{reason}',
  '{agents}',
  '{a{agent}',
];

describe('the published schema of a system text', () => {
  it.each(KEYS)('%s accepts what the engine accepts', (key) => {
    const published = defs.texts.properties[key]?.anyOf[0]?.anyOf[0]?.['pattern'];
    const pattern = new RegExp(String(published), 'u');
    for (const one of PIECES) {
      for (const two of PIECES) {
        const text = `${one}${two}`;
        expect(pattern.test(text), JSON.stringify(text)).toBe(systemTextProblem(key, text) === null);
      }
    }
  });
});

describe('the defaults that the schema tells of', () => {
  it('are those of the transport', () => {
    const { timing, connections } = defs.guestChat.properties;
    const told = Object.entries(timing?.properties ?? {}).map(([name, { description }]) => {
      const [, duration = ''] = /Default (\w+)\.$/.exec(description) ?? [];
      return [`${name}Ms`, durationMs(duration)];
    });
    expect(told).toHaveLength(8);
    expect(defaultGuestChatKnobs).toMatchObject(Object.fromEntries(told));
    expect(connections?.description).toContain(`Default ${defaultGuestChatKnobs.connections}.`);
  });
});
