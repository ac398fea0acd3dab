import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { DemoProcess } from './demo-process.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The first browser of these names on the PATH; null: there is none. */
export function findBrowser(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const files = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return files.find(isExecutable) ?? null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Without a window; also for root in a container, where the sandbox of the browser cannot be. */
export async function launchBrowser(executablePath: string): Promise<Browser> {
  return await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** A demonstration of its own with its page open. */
export interface OpenPage {
  readonly demo: DemoProcess;
  readonly page: Page;
  /** What the console called an error, and what was thrown. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

export async function openPage(browser: Browser, prepare?: (page: Page) => Promise<void>): Promise<OpenPage> {
  const folder = await mkdtemp(join(tmpdir(), 'trunkline-browser-test-'));
  const demo = new DemoProcess(folder, false);
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, colorScheme: 'light' });
  const close = async (): Promise<void> => {
    await context.close();
    demo.process.kill('SIGCONT');
    demo.process.kill('SIGTERM');
    await demo.exited;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const [page] = await Promise.all([context.newPage(), demo.started()]);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(`${message.text()} ${message.location().url}`);
    });
    await prepare?.(page);
    await page.goto(demo.url);
    return { demo, page, errors, close };
  } catch (error) {
    await close();
    throw error;
  }
}
