import { Command, InvalidArgumentError, Option } from 'commander';
import type { SlackFaultRule } from '../slack/faults/slack-fault.ts';
import { slackFaultRuleShape } from '../slack/faults/slack-fault.ts';
import type { SlackKnobs } from '../slack/knobs.ts';
import { defaultSlackKnobs, someSlackKnobs } from '../slack/knobs.ts';
import type { SlackOptions } from '../slack/start-slack.ts';
import { slackDefaults } from '../slack/start-slack.ts';
import { faultFlag } from './fault-flag.ts';
import type { KnobOptions } from './knob-options.ts';
import { addKnobOptions, givenKnobs } from './knob-options.ts';
import { parsePort } from './number-flags.ts';
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
    .option(
      '--fault <json>',
      'a fault rule as POST /_sandbox/faults takes it; may be repeated',
      faultFlag(slackFaultRuleShape),
    )
    .option('--trace', 'print what happens to stderr, as JSON lines')
    .addHelpText('after', examples);
  addKnobOptions(command, knobOptions);
  return command.action(async () => {
    const given = command.opts<GivenOptions & Record<string, unknown>>();
    const { knobs, faults: fromFile = [], ...settings } = given.knobsFile ?? {};
    const faults = [...fromFile, ...(given.fault ?? [])];
    const options = Object.fromEntries(own.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])));
    await run({
      options: {
        ...knobs,
        ...givenKnobs(command, knobOptions),
        ...(settings as Pick<SlackOptions, 'teams' | 'shortcuts' | 'scopes' | 'botEvents'>),
        ...(faults.length > 0 && { faults }),
        ...options,
      },
      trace: given.trace ?? false,
    });
  });
}

const knobOptions: KnobOptions<SlackKnobs> = {
  flags: slackKnobFlags,
  defaults: defaultSlackKnobs,
  shape: someSlackKnobs,
};

function parseUrl(text: string): string {
  if (!/^https?:/.test(text) || !URL.canParse(text)) throw new InvalidArgumentError('Not an http or https address.');
  return text;
}
