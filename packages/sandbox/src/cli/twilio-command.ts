import { Command, InvalidArgumentError, Option } from 'commander';
import { sandboxAccount } from '../twilio/account.ts';
import type { TwilioFault } from '../twilio/faults/fault-rule.ts';
import { twilioFaultShape } from '../twilio/faults/fault-rule.ts';
import type { TwilioKnobs } from '../twilio/knobs.ts';
import { defaultTwilioKnobs, someTwilioKnobs } from '../twilio/knobs.ts';
import type { NumberConfig } from '../twilio/number.ts';
import { address, e164 } from '../twilio/number.ts';
import { checkPools } from '../twilio/service.ts';
import type { TwilioOptions } from '../twilio/start-twilio.ts';
import { faultFlag } from './fault-flag.ts';
import type { KnobOptions } from './knob-options.ts';
import { addKnobOptions, givenKnobs } from './knob-options.ts';
import { parsePort } from './number-flags.ts';
import type { TwilioFile } from './twilio-file.ts';
import { readTwilioFile } from './twilio-file.ts';
import { twilioKnobFlags } from './twilio-knob-flags.ts';

/** What the command line asked for. */
export interface TwilioInvocation {
  readonly options: TwilioOptions;
  readonly trace: boolean;
}

const examples = `
Examples:
  $ trunkline-sandbox twilio --port 4020
  $ trunkline-sandbox twilio --sms-url 'http://127.0.0.1:8080/channels/sms/inbound#rc=3&rp=all' --trace
  $ trunkline-sandbox twilio --numbers +12025550100,+12025550101 --deliver 2000 --callback-order shuffled
  $ trunkline-sandbox twilio --knobs-file twilio.json
      {"knobs": {"deliverMs": 2000}, "services": [{"phoneNumbers": ["+12025550100"], "inboundRequestUrl": "http://…"}]}
  $ trunkline-sandbox twilio --fault '{"operation": "delivery", "effect": "undelivered", "code": 30003, "times": 3}'

While it runs, a phone is a page at /_sandbox/phone, and the control API is under /_sandbox: phones, what they text and
get, opt-outs, faults, the debugger, events. A client needs the account's SID and token, which are printed, and this
address for all its domains.`;

interface GivenOptions {
  readonly port: number;
  readonly storagePort: number;
  readonly host: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly numbers?: readonly string[];
  readonly smsUrl?: string;
  readonly smsMethod?: 'GET' | 'POST';
  readonly fallbackUrl?: string;
  readonly statusCallback?: string;
  readonly knobsFile?: TwilioFile;
  readonly fault?: readonly TwilioFault[];
  readonly trace?: boolean;
}

/** The command `twilio`: reads its arguments and hands them to `run`. */
export function twilioCommand(run: (invocation: TwilioInvocation) => Promise<void>): Command {
  const command = new Command('twilio')
    .description('play Twilio Messaging')
    .option('--port <n>', 'listen here; 0 takes a free port', parsePort, 4020)
    .option('--storage-port <n>', 'media are redirected there; 0 takes a free port', parsePort, 0)
    .option('--host <address>', 'listen on this address', '127.0.0.1')
    .option('--account-sid <sid>', 'AC and 32 hexadecimal digits', parseAccountSid, sandboxAccount.accountSid)
    .option('--auth-token <token>', 'opens the API and signs webhooks', sandboxAccount.authToken)
    .option('--numbers <list>', `the account's, with commas between (default: ${sandboxAccount.number})`, parseNumbers)
    .option('--sms-url <url>', 'what comes in to any of the numbers is posted there', parseAddress)
    .addOption(new Option('--sms-method <method>', 'how it is called').choices(['GET', 'POST']))
    .option('--fallback-url <url>', 'called when --sms-url fails', parseAddress)
    .option('--status-callback <url>', 'told of messages that name no address of their own', parseAddress)
    .option('--knobs-file <file>', 'JSON with {"knobs", "numbers", "services", "faults"}; flags win', readTwilioFile)
    .option(
      '--fault <json>',
      'a fault rule as POST /_sandbox/faults takes it; may be repeated',
      faultFlag(twilioFaultShape),
    )
    .option('--trace', 'print what happens to stderr, as JSON lines')
    .addHelpText('after', examples);
  addKnobOptions(command, knobOptions);
  return command.action(async () => {
    const given = command.opts<GivenOptions>();
    const { port, storagePort, host, accountSid, authToken, knobsFile = {}, fault = [], trace = false } = given;
    const { knobs, services } = knobsFile;
    const faults = [...(knobsFile.faults ?? []), ...fault];
    const numbers = numbersOf(given);
    try {
      checkPools(numbers, services ?? []);
    } catch (error) {
      command.error(`error: ${error instanceof Error ? error.message : error}`);
    }
    const options = {
      ...knobs,
      ...givenKnobs(command, knobOptions),
      ...(services && { services }),
      ...(faults.length > 0 && { faults }),
      numbers,
    };
    await run({ options: { ...options, port, storagePort, host, accountSid, authToken }, trace });
  });
}

const knobOptions: KnobOptions<TwilioKnobs> = {
  flags: twilioKnobFlags,
  defaults: defaultTwilioKnobs,
  shape: someTwilioKnobs,
};

/** Those of the flag, else those of the file, else the published one; addresses from flags are every number's. */
function numbersOf({ numbers, knobsFile, ...addresses }: GivenOptions): readonly NumberConfig[] {
  const known = knobsFile?.numbers ?? [];
  const wanted = numbers ?? (known.length > 0 ? known.map(({ phoneNumber }) => phoneNumber) : [sandboxAccount.number]);
  const { smsUrl, smsMethod, fallbackUrl, statusCallback } = addresses;
  return wanted.map((phoneNumber) => ({
    ...(known.find((number) => number.phoneNumber === phoneNumber) ?? { phoneNumber }),
    ...(smsUrl !== undefined && { smsUrl }),
    ...(smsMethod !== undefined && { smsMethod }),
    ...(fallbackUrl !== undefined && { smsFallbackUrl: fallbackUrl }),
    ...(statusCallback !== undefined && { statusCallback }),
  }));
}

function parseAccountSid(text: string): string {
  if (!/^AC[0-9a-f]{32}$/.test(text)) throw new InvalidArgumentError('Not AC and 32 hexadecimal digits.');
  return text;
}

function parseNumbers(text: string): readonly string[] {
  const numbers = text.split(',').map((one) => one.trim());
  const bad = numbers.find((one) => !e164.test(one));
  if (bad !== undefined)
    throw new InvalidArgumentError(`"${bad}" is no number in E.164, e.g. ${sandboxAccount.number}.`);
  return numbers;
}

function parseAddress(text: string): string {
  if (!address.safeParse(text).success) throw new InvalidArgumentError('Not an http or https address.');
  return text;
}
