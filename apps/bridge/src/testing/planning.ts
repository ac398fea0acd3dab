import { expect } from 'vitest';
import type { BridgePlan } from '../compose/plan.ts';
import { planBridge } from '../compose/plan-bridge.ts';
import { ConfigError } from '../config/errors.ts';
import { type ConfigFolder, configFolder, GOOD_CONFIG } from './config-folder.ts';
import { fakeHouse } from './fake-wiring.ts';

type Files = Readonly<Record<string, string>>;

/** Plans configs in folders of their own, with WEB_KEY set. */
export class Planning {
  readonly folders: ConfigFolder[] = [];

  async plan(yaml: string, house = fakeHouse(), files: Files = {}): Promise<BridgePlan> {
    const folder = await configFolder(yaml);
    this.folders.push(folder);
    for (const [name, text] of Object.entries(files)) await folder.write(name, text);
    const environment = { WEB_KEY: 'env-value-1' };
    return planBridge({ file: 'trunkline.yaml', cwd: folder.folder }, environment, house.wiring);
  }

  /** The lines with which a config is refused. */
  async refusal(yaml: string, house = fakeHouse(), files: Files = {}): Promise<string[]> {
    const error = await this.plan(yaml, house, files).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message.split('\n');
  }

  async clean(): Promise<void> {
    await Promise.all(this.folders.splice(0).map((folder) => folder.remove()));
  }
}

/** The good config with one piece of text put in place of another. */
export function but(from: string, to: string): string {
  expect(GOOD_CONFIG).toContain(from);
  return GOOD_CONFIG.replace(from, () => to);
}
