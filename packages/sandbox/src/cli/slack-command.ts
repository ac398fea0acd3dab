import { Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import type { SlackFaultRule } from '../slack/faults/slack-fault.ts';
import { slackFaultRuleShape } from '../slack/faults/slack-fault.ts';
import type { SlackKnobs } from '../slack/knobs.ts';
import { defaultSlackKnobs, someSlackKnobs } from '../slack/knobs.ts';
import type { SlackOptions } from '../slack/start-slack.ts';
import { slackDefaults } from '../slack/start-slack.ts';
import type { SlackFile } from './slack-file.ts';
import { readSlackFile } from './slack-file.ts';
import { slackKnobFlags } from './slack-knob-flags.ts';

/** What the command line asked for. */
export interface SlackInvocation {
  readonly options: SlackOptions;
  readonly trace: boolean;
}

const examples = `
Examples:
  $ trunkline-sandbox slack --port 4030
      Socket Mode, with the bot token ${slackDefaults.botToken} and the app token ${slackDefaults.appToken}
  $ trunkline-sandbox slack --events-url http://127.0.0.1:8080/channels/helpdesk/events
      signed HTTP, with the signing secret ${slackDefaults.signingSecret}
  $ trunkline-sandbox slack --fault '{"operation": "chat.postMessage", "effect": "resetAfterWrite", "times": 3}'
  $ trunkline-sandbox slack --knobs-file slack.json
      {"knobs": {"retryDelays": "0,1000"}, "teams": [{"name": "Acme", "domain": "acme", "botToken": "xoxb-1",
       "people": [{"name": "ada", "realName": "Ada Park"}], "channels": [{"name": "help", "bot": true}]}]}

A client takes http://127.0.0.1:4030/api/ for its slackApiUrl. While it runs, a page at /_sandbox/slack shows the
workspaces, and the control API is under /_sandbox: what people do, faults, events.`;

interface GivenOptions {
  readonly knobsFile?: SlackFile;
  readonly fault?: readonly SlackFaultRule[];
  readonly trace?: boolean;
}

const own = [
  'port',
  'host',
  'botToken',
  'appToken',
  'signingSecret',
  'clientId',
  'clientSecret',
  'eventsUrl',
  'mode',
  'appName',
];

/** The command `slack`: reads its arguments and hands them to `run`. */
export function slackCommand(run: (invocation: SlackInvocation) => Promise<void>): Command {
  const secret = (name: keyof typeof slackDefaults) => `(default: "${slackDefaults[name]}")`;
  const command = new Command('slack')
    .description('play Slack: Web API, Socket Mode, signed HTTP events, OAuth')
    .option('--port <n>', 'listen here; 0 takes a free port', parsePort, 4030)
    .option('--host <address>', 'listen on this address', '127.0.0.1')
    .option('--bot-token <token>', `token of the app in the first workspace ${secret('botToken')}`)
    .option('--app-token <token>', `opens sockets ${secret('appToken')}`)
    .option('--signing-secret <secret>', `signs what is posted to the app ${secret('signingSecret')}`)
    .option('--client-id <id>', `of the app, for OAuth ${secret('clientId')}`)
    .option('--client-secret <secret>', `of the app, for OAuth ${secret('clientSecret')}`)
    .option('--app-name <name>', 'of the app and its bot (default: "Trunkline")')
    .option('--events-url <url>', "the app's request URL, for events, commands and interactivity", parseUrl)
    .addOption(
      new Option('--mode <mode>', 'how the app hears of things; http if there is an --events-url').choices([
        'socket',
        'http',
      ]),
    )
    .option(
      '--knobs-file <file>',
      'JSON with {"knobs", "teams", "shortcuts", "scopes", "botEvents", "faults"}; flags win over it',
      readSlackFile,
    )
    .option('--fault <json>', 'a fault rule as POST /_sandbox/faults takes it; may be repeated', addSlackFault)
    .option('--trace', 'print what happens to stderr, as JSON lines')
    .addHelpText('after', examples);
  for (const name of knobNames) command.addOption(knobOption(name));
  return command.action(async () => {
    const given = command.opts<GivenOptions & Record<string, unknown>>();
    const { knobs, faults: fromFile = [], ...settings } = given.knobsFile ?? {};
    const faults = [...fromFile, ...(given.fault ?? [])];
    const options = Object.fromEntries(own.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));
    await run({
      options: {
        ...knobs,
        ...givenKnobs(command),
        ...(settings as Pick<SlackOptions, 'teams' | 'shortcuts' | 'scopes' | 'botEvents'>),
        ...(faults.length > 0 && { faults }),
        ...options,
      },
      trace: given.trace ?? false,
    });
  });
}

const knobNames = Object.keys(slackKnobFlags) as readonly (keyof SlackKnobs)[];

/** No default of commander's own: a flag that is not given must not win over the file. */
function knobOption(name: keyof SlackKnobs): Option {
  const { flag, help } = slackKnobFlags[name];
  const standard = defaultSlackKnobs[name];
  if (typeof standard === 'boolean') return new Option(flag, help);
  return new Option(flag, `${help} (default: ${JSON.stringify(standard)})`).argParser((text) => parseKnob(name, text));
}

function parseKnob(name: keyof SlackKnobs, text: string): unknown {
  const value = typeof defaultSlackKnobs[name] === 'number' ? parseNumber(text) : text;
  const parsed = someSlackKnobs.safeParse({ [name]: value });
  if (parsed.success) return parsed.data[name];
  throw new InvalidArgumentError(parsed.error.issues.map((issue) => issue.message).join('; '));
}

function givenKnobs(command: Command): Partial<SlackKnobs> {
  const given: Record<string, unknown> = {};
  for (const option of command.options) {
    const name = knobNames.find((knob) => slackKnobFlags[knob].flag === option.flags);
    const key = option.attributeName();
    if (name !== undefined && command.getOptionValueSource(key) === 'cli') given[name] = command.getOptionValue(key);
  }
  return z.parse(someSlackKnobs, given);
}

function addSlackFault(text: string, earlier: readonly SlackFaultRule[] = []): readonly SlackFaultRule[] {
  try {
    return [...earlier, z.parse(slackFaultRuleShape, JSON.parse(text))];
  } catch (error) {
    if (error instanceof z.ZodError) throw new InvalidArgumentError(`\n${z.prettifyError(error)}`);
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

function parseUrl(text: string): string {
  if (!/^https?:/.test(text) || !URL.canParse(text)) throw new InvalidArgumentError('Not an http or https address.');
  return text;
}

function parsePort(text: string): number {
  const port = parseNumber(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new InvalidArgumentError('Not a port (0 to 65535).');
  return port;
}

function parseNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
