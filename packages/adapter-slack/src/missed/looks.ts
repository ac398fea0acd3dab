import type { Address, InboundMessage, Missed } from '@trunkline/core';
import { decodeAddress, isProvisional } from '../address.ts';
import type { Inbound } from '../events/inbound.ts';
import { foundMessage } from './found-message.ts';
import { wait } from './patient-pages.ts';
import { Places } from './places.ts';
import type { Reader, Reading, Readings } from './reading.ts';
import { refusedForGood } from './refused-for-good.ts';
import { servedTeams } from './served-teams.ts';
import { LOOK_EVERY_MS, TAKING_UP_MS } from './spans.ts';
import { workspaceReading } from './workspace-reading.ts';

/**
 * Looks for what was said while nobody was listening, and for what Slack has lost: in open conversations, in the channels
 * and direct messages that the app is in, and in threads whose conversation is over. What a look does not come to, since
 * Slack lets little be read or is away, the next one begins with.
 */
export class Looks {
  readonly #inbound: Inbound;
  readonly #readings: Readings = new Map();
  readonly #places: Places;
  /** By the clock that only goes forward; null: the next look begins anew. */
  #begunAt: number | null = null;
  readonly #startedAt: number;

  constructor(inbound: Inbound) {
    this.#inbound = inbound;
    this.#startedAt = inbound.context.clock.monotonic();
    this.#places = new Places(this.#readings, inbound.context.clock);
  }

  /** Something may have been missed anywhere. */
  startOver(): void {
    this.#begunAt = null;
  }

  /** As `findReceived`. Rejects if anything could not be read, after all that could. */
  async *find(missed: Missed, signal: AbortSignal): AsyncIterable<InboundMessage> {
    await this.#begin(missed);
    const { clock } = this.#inbound.context;
    // A thread may be read twice, and a reply may stand in its channel, too.
    const taken = new Set<string>();
    const failures = new Map<string, unknown>();
    for (const [key, reading] of this.#readings) {
      const { team } = reading;
      // Where Slack cannot be asked now it is not asked for the rest.
      if (failures.has(team)) continue;
      if (!reading.isOpen) await this.#takenUp(signal);
      try {
        const reader = await this.#readerOf(team);
        for (const spot of await reading.read(reader, { clock, signal })) {
          const name = [team, spot.channel, spot.message.ts].join('/');
          if (taken.has(name)) continue;
          const message = await foundMessage(this.#inbound, spot, { team, botUserId: reader.botUserId });
          if (message === null) continue;
          yield message;
          taken.add(name);
        }
        this.#readings.delete(key);
        reading.done();
      } catch (error) {
        signal.throwIfAborted();
        this.#readings.delete(key);
        const refusal = refusedForGood(error);
        if (refusal === null) {
          failures.set(team, error);
          this.#readings.set(key, reading);
        } else this.#passOver(reading, refusal);
      }
    }
    for (const error of failures.values()) throw error;
  }

  async #takenUp(signal: AbortSignal): Promise<void> {
    const { clock } = this.#inbound.context;
    const leftMs = this.#startedAt + TAKING_UP_MS - clock.monotonic();
    if (leftMs > 0) await wait(leftMs, { clock, signal });
  }

  /** What is left of the look before stays in front. */
  async #begin({ since, open }: Missed): Promise<void> {
    const { context, channels, workspaces } = this.#inbound;
    const now = context.clock.monotonic();
    const isUnderWay = this.#begunAt !== null && now - this.#begunAt < LOOK_EVERY_MS;
    if (isUnderWay && this.#readings.size > 0) return;
    const teams = await servedTeams(workspaces);
    this.#places.startOver();
    for (const address of open) this.#addOpen(channels.present(address), since);
    for (const team of teams)
      if (!this.#readings.has(team))
        this.#readings.set(team, workspaceReading(this.#inbound, this.#places, { team, since }));
    this.#begunAt = now;
  }

  #addOpen(address: Address, since: number): void {
    const place = decodeAddress(address);
    // Where there is no thread yet nobody can have answered in it.
    if (place !== null && !isProvisional(place)) this.#places.addOpen(place, since);
  }

  async #readerOf(team: string): Promise<Reader> {
    const { workspaces } = this.#inbound;
    const { botUserId } = await workspaces.of({ team, enterprise: null, isEnterpriseInstall: false, isEvent: true });
    return { client: await workspaces.clientOf(team), botUserId };
  }

  #passOver({ team }: Reading, { code, isKnown }: { readonly code: string; readonly isKnown: boolean }): void {
    const say = isKnown ? 'debug' : 'warn';
    this.#inbound.context.logger[say]({ event: 'slack.unreadable', team, code }, 'a place can no longer be read');
  }
}
