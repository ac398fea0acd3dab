import { type ZodType, z } from 'zod';
import { defaultTexts, type SlackTexts } from './texts.ts';

/** Any of them, in their places. */
export type OwnTexts = Some<SlackTexts>;

type Some<T> = { readonly [K in keyof T]?: (T[K] extends string ? string : Some<T[K]>) | undefined };
/** Texts in their places, however deep. */
interface Tree {
  readonly [key: string]: string | Tree | undefined;
}

/** What Slack takes of a title and of the buttons of a form. */
const SHORT: Readonly<Record<string, number>> = {
  'modal.title': 24,
  'modal.submit': 24,
  'modal.cancel': 24,
  'confirmEnd.title': 100,
  'confirmEnd.text': 300,
  'confirmEnd.confirm': 30,
  'confirmEnd.deny': 30,
  'buttons.end': 75,
  'buttons.transcript': 75,
  'buttons.reopen': 75,
};
const LONGEST = 1_000;

/** As strict as the texts are: another key is an error. */
export const ownTexts: ZodType<OwnTexts> = shapeOf(defaultTexts as unknown as Tree, '') as ZodType<OwnTexts>;

export function textsWith(own: OwnTexts | undefined): SlackTexts {
  return merged(defaultTexts as unknown as Tree, (own ?? {}) as Tree) as unknown as SlackTexts;
}

function shapeOf(tree: Tree, path: string): ZodType {
  return z.strictObject(
    Object.fromEntries(
      Object.entries(tree).map(([key, value]) => {
        const here = path === '' ? key : `${path}.${key}`;
        if (typeof value === 'object') return [key, shapeOf(value, here).optional()];
        return [
          key,
          z
            .string()
            .min(1)
            .max(SHORT[here] ?? LONGEST)
            .optional(),
        ];
      }),
    ),
  );
}

function merged(tree: Tree, own: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => {
      const given = own[key];
      if (typeof value === 'object') return [key, merged(value, typeof given === 'object' ? given : {})];
      return [key, given ?? value];
    }),
  );
}
