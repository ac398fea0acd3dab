import { Program } from '@trunkline/bench/program';
import { inRepository } from '@trunkline/bench/repository';
import { request } from 'undici';

/** Twilio or Slack, played in a process of its own. */
export class PlayedCloud {
  readonly url: string;
  readonly #program: Program;

  private constructor(program: Program, url: string) {
    this.#program = program;
    this.url = url;
  }

  /** `flags` are the sandbox's, see its README. */
  static async start(vendor: 'twilio' | 'slack', flags: readonly string[]): Promise<PlayedCloud> {
    const file = inRepository('packages/sandbox/dist/main.js');
    const program = new Program([file, vendor, '--port', '0', ...flags], inRepository('.'));
    return new PlayedCloud(program, await program.line(/http:\/\/127\.0\.0\.1:\d+/));
  }

  /** A call of its control API. */
  async control<Answer = unknown>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Answer> {
    const answer = await request(`${this.url}/_sandbox${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`the played cloud answered ${answer.statusCode}: ${text}`);
    return (text === '' ? null : JSON.parse(text)) as Answer;
  }

  async close(): Promise<void> {
    await this.#program.kill('SIGKILL');
  }
}
