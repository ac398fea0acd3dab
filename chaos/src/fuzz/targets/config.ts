import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRepository } from '@trunkline/bench/repository';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { built } from '../built.ts';
import type { Draw } from '../draw.ts';
import { mutateJson, mutateText } from '../mutate.ts';
import { CONFIGS, YAML } from '../samples/config.ts';
import { strangeJson } from '../strange-json.ts';
import { demand, type Target } from '../target.ts';

interface Draft {
  readonly config: object | null;
  readonly data: unknown;
  readonly problems: { readonly count: number };
}

interface Loader {
  draftConfig(location: object, environment: object): Promise<Draft>;
}

const FILE = 'trunkline.yaml';

function make(draw: Draw): string {
  if (draw.percent(35)) return draw.percent(90) ? mutateText(draw, mutateText(draw, YAML)) : YAML;
  const config = mutateJson(draw, draw.of(CONFIGS), () => strangeJson(draw));
  const text = JSON.stringify(config, null, draw.of([0, 2])) ?? '';
  return draw.percent(20) ? mutateText(draw, text) : text;
}

/** The config file. What the loader takes, the published schema takes. */
export const config: Target<string> = {
  name: 'config-yaml',
  weight: 30,
  async open() {
    const { draftConfig } = await built<Loader>('apps/bridge/dist/config/load.js');
    const schema = JSON.parse(readFileSync(inRepository('apps/bridge/trunkline.schema.json'), 'utf8')) as object;
    const allows = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
    const cwd = mkdtempSync(join(tmpdir(), 'trunkline-fuzz-config-'));
    return {
      make,
      async judge(text) {
        writeFileSync(join(cwd, FILE), text);
        try {
          const draft = await draftConfig({ file: FILE, cwd }, {});
          if (draft.problems.count > 0) return 'refused';
          demand(draft.config !== null, 'a config was refused without a word');
          if (!text.includes('${'))
            demand(
              allows(draft.data),
              `the schema refuses what the loader takes: ${JSON.stringify(allows.errors?.[0])}`,
            );
          return 'accepted';
        } catch (error) {
          if ((error as { readonly code?: unknown }).code === 'config.invalid') return 'refused';
          throw error;
        }
      },
      async close() {
        rmSync(cwd, { recursive: true, force: true });
      },
    };
  },
};
